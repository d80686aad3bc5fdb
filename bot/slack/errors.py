"""From an error to a sentence, seen only by the person who caused it."""

import logging
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import App, BoltContext, BoltRequest, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError

from bot.blockkit import Modal, escape, section
from bot.kernel.commands import CHECKIN, RESET, TRUST
from bot.kernel.errors import Refused, SlackRefused, SlackUnclear, SlackUnreachable
from bot.kernel.unit import Later
from bot.texts import Texts, Value

log = logging.getLogger(__name__)

_BUSY = frozenset({"OperationalError", "TimeoutError"})  # the database's own: locked, away, no connection free
_TOO_SLOW = frozenset({"expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """What to tell somebody; ``expected`` where it says all that happened, so that Slack need not deliver again."""

    text_id: str
    values: Mapping[str, Value] = field(default_factory=dict)
    at_field: str | None = None
    expected: bool = True


def answer_errors(app: App, *, say: Texts, later: Later) -> None:
    """Let each error in a listener or middleware be answered with a sentence."""

    def on_error(error: Exception, request: BoltRequest) -> BoltResponse:
        sentence = sentence_for(error, request.body)
        _note(error, request.body, sentence)
        text = say.say(sentence.text_id, **sentence.values)
        return _answer(request, sentence, text, say, later)

    app.error(on_error)


def sentence_for(error: Exception, body: Mapping[str, Any]) -> Sentence:
    """Return what the person is told; an error that nobody foresaw is never quoted."""
    if isinstance(error, Refused):
        return Sentence(error.text_id, error.values, error.field)
    if isinstance(error, BoltUnhandledRequestError):
        return _nobody_listens(body)
    if isinstance(error, SlackUnreachable | SlackUnclear):
        return Sentence("edge-slack-away", expected=False)
    code = _slack_code(error)
    if code in _TOO_SLOW:
        return Sentence("edge-too-slow")
    if code:
        return Sentence("edge-slack-refused", {"code": code}, expected=False)
    if type(error) is LookupError:
        return Sentence("edge-gone")
    if any(kind.__name__ in _BUSY for kind in type(error).__mro__):
        return Sentence("edge-busy", expected=False)
    return Sentence("edge-failed", expected=False)


def where(error: BaseException) -> str:
    """Return the place in our code, or else the last one, at which the error was raised: a file and a line."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/bot/" in frame.filename] or list(frames)
    return f"{ours[-1].filename.rsplit('/bot/', 1)[-1]}:{ours[-1].lineno}" if ours else "unknown"


def _nobody_listens(body: Mapping[str, Any]) -> Sentence:
    if "command" in body:
        ours = {"checkin": CHECKIN, "trust": TRUST, "reset": RESET}
        return Sentence("edge-unknown-command", {"command": escape(str(body["command"])), **ours})
    return Sentence("edge-old-form" if body.get("type") == "view_submission" else "edge-old-button")


def _slack_code(error: Exception) -> str:
    if isinstance(error, SlackRefused):
        return error.code
    if type(error).__name__ != "SlackApiError":
        return ""
    return str(getattr(error, "response", {}).get("error", ""))


def _answer(request: BoltRequest, sentence: Sentence, text: str, say: Texts, later: Later) -> BoltResponse:
    body = request.body
    if "command" in body:
        return BoltResponse(status=200, body={"response_type": "ephemeral", "text": text})
    if body.get("type") == "view_submission":
        return BoltResponse(status=200, body=_form_answer(sentence, text, say))
    if body.get("type") == "block_actions":
        _tell(request.context, body, text, say, later)
    # Anything but 200 lets Slack mark the button, or deliver the event again.
    return BoltResponse(status=200 if sentence.expected else 500, body="")


def _form_answer(sentence: Sentence, text: str, say: Texts) -> dict[str, Any]:
    if sentence.at_field is not None:
        return {"response_action": "errors", "errors": {sentence.at_field: text}}
    return {"response_action": "push", "view": _modal(text, say).body()}


def _tell(context: BoltContext, body: Mapping[str, Any], text: str, say: Texts, later: Later) -> None:
    client, respond = context.client, context.respond
    if context.response_url and respond is not None:
        later(lambda: respond(text=text, response_type="ephemeral", replace_original=False))
        return
    trigger, view = body.get("trigger_id"), _modal(text, say).body()
    if not trigger:
        return
    if (body.get("view") or {}).get("type") == "modal":
        later(lambda: client.views_push(trigger_id=trigger, view=view))
    else:
        later(lambda: client.views_open(trigger_id=trigger, view=view))


def _modal(text: str, say: Texts) -> Modal:
    return Modal(
        callback_id="edge.told", title=say.say("edge-title"), close=say.say("edge-close"), blocks=(section(text),)
    )


def _note(error: Exception, body: Mapping[str, Any], sentence: Sentence) -> None:
    kind = "command" if "command" in body else str(body.get("type", ""))
    if isinstance(error, BoltUnhandledRequestError):
        log.info("nothing listens to this", extra={"action": "edge.unhandled", "kind": kind})
    elif sentence.expected:
        log.info("told somebody why not: %s", sentence.text_id, extra={"action": "edge.refused", "kind": kind})
    else:
        log.error(
            "failed with %s at %s", type(error).__name__, where(error), extra={"action": "edge.failed", "kind": kind}
        )
