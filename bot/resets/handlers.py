"""`/reset` in Slack: so far its help alone."""

from slack_bolt import Ack, App

from bot.kernel.commands import RESET
from bot.resets.messages import reset_help
from bot.texts import Texts


def register(app: App, *, say: Texts) -> None:
    """Answer `/reset`, whatever follows it, without keeping anything."""

    def on_reset(ack: Ack) -> None:
        ack(response_type="ephemeral", **reset_help(say).body())

    app.command(RESET)(on_reset)
