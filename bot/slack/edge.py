"""The Bolt app as Candor runs it: acknowledged only when the listener has kept what it was told."""

from collections.abc import Callable
from typing import Any

from slack_bolt import App

from bot.kernel.unit import Later
from bot.slack.errors import answer_errors
from bot.slack.gateway import web_client
from bot.slack.middleware import put_caller
from bot.texts import Texts

SLACK_API_URL = "https://slack.com/api/"

Authorize = Callable[..., Any]  # Bolt's AuthorizeResult, or None for a workspace that we do not know


def open_bolt(authorize: Authorize, *, say: Texts, later: Later, api_url: str = SLACK_API_URL) -> App:
    """Return the app with caller and errors in place, and no listener yet.

    Signatures are checked before a request comes here (`slack.signature`): Bolt would log the body of a forged one.
    """
    app = App(
        name="candor",
        client=web_client(api_url),
        authorize=authorize,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        request_verification_enabled=False,
        user_facing_authorize_error_message=say.say("edge-not-installed"),
    )
    app.middleware(put_caller)
    answer_errors(app, say=say, later=later)
    return app
