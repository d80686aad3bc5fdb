"""Candor's Bolt app dispatched in process, and Slack's payloads with what matters of them.

    def test_joining(slackbot, work, clock):
        handlers.register(slackbot.app, work=work, clock=clock, say=catalogue(), later=slackbot.later)
        heard = slackbot.tap("U1", "teams.join", value="team-1")
        assert heard.status == 200
        assert "see you" in heard.told

Each act has a delivery of its own. ``slackbot.again()`` delivers the last one once more, as Slack does.
"""

import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult

from bot.slack.edge import open_bolt
from bot.texts import catalogue
from tests.handlers.recorder import Arguments, Recorder

Payload = dict[str, Any]


@dataclass(frozen=True)
class Heard:
    """What Slack heard of one delivery: the acknowledgement, replies to response_url, and Web API calls."""

    status: int
    body: Any
    replies: list[Payload] = field(default_factory=list)
    calls: list[tuple[str, Arguments]] = field(default_factory=list)

    @property
    def told(self) -> str:
        """All that the person could read because of it, as one text."""
        return "\n".join(words([self.body, self.replies, [arguments for _, arguments in self.calls]]))

    @property
    def errors(self) -> dict[str, str]:
        """The errors at a modal's fields."""
        return self.body.get("errors", {}) if isinstance(self.body, dict) else {}

    def view(self) -> Payload:
        """The one view that was opened, pushed, updated or published, or came with the acknowledgement."""
        views = [arguments["view"] for name, arguments in self.calls if name.startswith("views.")]
        views += [self.body["view"]] if isinstance(self.body, dict) and "view" in self.body else []
        assert len(views) == 1, f"{len(views)} views"
        view: Payload = views[0]
        return view


class SlackBot:
    """A real Bolt app whose web client speaks to the recorder; replies run at once, after the listener."""

    def __init__(
        self,
        recorder: Recorder,
        workspace_id: str = "T1",
        *,
        app: App | None = None,
        waiting: list[Callable[[], object]] | None = None,
    ) -> None:
        self.recorder = recorder
        self.workspace_id = workspace_id
        self.app: App = app or open_bolt(
            lambda: self._authorize(), say=catalogue(), later=self.later, api_url=recorder.api_url
        )
        self._waiting: list[Callable[[], object]] = [] if waiting is None else waiting
        self._last: Payload = {}
        self._numbers = itertools.count(1)

    @property
    def last(self) -> Payload:
        """What was delivered last."""
        return self._last

    def later(self, do: Callable[[], object]) -> None:
        """Keep a reply until the acknowledgement is out: what handlers are given as ``later``."""
        self._waiting.append(do)

    def tap(
        self,
        user: str,
        action_id: str,
        value: str = "",
        *,
        channel: str = "C1",
        home: bool = False,
        modal: Payload | None = None,
        **action: Any,
    ) -> Heard:
        """Tap a button in a message, in the App Home or in a modal; ``action`` replaces parts of the action."""
        number = next(self._numbers)
        tapped = {"type": "button", "action_id": action_id, "block_id": "b", "value": value, "action_ts": f"{number}.1"}
        body = self._interaction("block_actions", user) | {"actions": [tapped | action], **self._place(home, modal)}
        if not home and modal is None:
            body |= {"channel": {"id": channel, "name": "c"}, "response_url": self.recorder.response_url}
        return self.deliver(body)

    def command(self, user: str, command: str, text: str = "", *, channel: str = "C1") -> Heard:
        """Type a slash command."""
        return self.deliver(
            {
                "command": command,
                "text": text,
                "user_id": user,
                "user_name": user.lower(),
                "team_id": self.workspace_id,
                "channel_id": channel,
                "channel_name": "c",
                "response_url": self.recorder.response_url,
                "trigger_id": f"{next(self._numbers)}.trigger",
            }
        )

    def submit(
        self, user: str, callback_id: str, values: dict[str, dict[str, Payload]], *, private: str = "", **view: Any
    ) -> Heard:
        """Submit a modal; ``values`` are its state, block id to action id to the element's value."""
        number = next(self._numbers)
        shown = {
            "id": f"V{number}",
            "hash": f"{number}.h",
            "type": "modal",
            "callback_id": callback_id,
            "private_metadata": private,
            "state": {"values": values},
        }
        return self.deliver(self._interaction("view_submission", user) | {"view": shown | view})

    def event(self, kind: str, **event: Any) -> Heard:
        """Deliver an event; ``event`` are the fields of its inner part, such as ``user`` and ``channel``."""
        number = next(self._numbers)
        return self.deliver(
            {
                "type": "event_callback",
                "event_id": f"Ev{number}",
                "event_time": number,
                "team_id": self.workspace_id,
                "api_app_id": "A1",
                "event": {"type": kind, "event_ts": f"{number}.1"} | event,
            }
        )

    def again(self) -> Heard:
        """Deliver the last payload once more."""
        return self.deliver(self._last)

    def deliver(self, payload: Payload) -> Heard:
        """Deliver any payload, as over Socket Mode."""
        self._last = json.loads(json.dumps(payload))
        calls, replies = len(self.recorder.calls), len(self.recorder.replies)
        response = self.app.dispatch(BoltRequest(body=self._last, mode="socket_mode"))
        while self._waiting:
            self._waiting.pop(0)()
        body: Any = response.body or ""
        if isinstance(body, str) and body.startswith("{"):
            body = json.loads(body)
        return Heard(response.status, body, self.recorder.replies[replies:], self.recorder.calls[calls:])

    def _interaction(self, kind: str, user: str) -> Payload:
        return {
            "type": kind,
            "user": {"id": user, "team_id": self.workspace_id, "name": user.lower()},
            "team": {"id": self.workspace_id, "domain": "acme"},
            "api_app_id": "A1",
            "trigger_id": f"{next(self._numbers)}.trigger",
        }

    def _place(self, home: bool, modal: Payload | None) -> Payload:
        if home or modal is not None:
            view = {"id": "V9", "hash": "9.h", "type": "home", "private_metadata": "", "state": {"values": {}}}
            view |= {"type": "modal", **modal} if modal is not None else {}
            return {"view": view, "container": {"type": "view", "view_id": view["id"]}}
        message = {"type": "message", "ts": "100.1", "text": "x", "blocks": []}
        return {"message": message, "container": {"type": "message", "message_ts": "100.1"}}

    def _authorize(self) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=self.workspace_id,
            bot_token="xoxb-test",
            bot_id="BBOT",
            bot_user_id="UBOT",
        )


def words(found: Any) -> Iterator[str]:
    """Yield each text that a person can read in blocks, views and messages."""
    if isinstance(found, str):
        return
    if isinstance(found, list):
        for item in found:
            yield from words(item)
    elif isinstance(found, dict):
        for name, value in found.items():
            if name == "text" and isinstance(value, str):
                yield value
            elif name == "errors" and isinstance(value, dict):
                yield from value.values()
            else:
                yield from words(value)


@contextmanager
def opened() -> Iterator[SlackBot]:
    """Run a bot with a recorder of its own."""
    recorder = Recorder()
    try:
        yield SlackBot(recorder)
    finally:
        recorder.stop()
