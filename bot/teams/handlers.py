"""The button that shows the promise."""

from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.teams.messages import privacy
from bot.texts import Texts


def register(app: App, *, say: Texts) -> None:
    """Open the promise for whoever taps "How it stays private"."""

    def on_privacy(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        ack()
        context.client.views_open(trigger_id=body["trigger_id"], view=privacy(say).body())

    app.action("teams.privacy")(on_privacy)
