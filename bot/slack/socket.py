"""Socket Mode: Slack in over a connection of ours, for a bot without an address of its own."""

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler


class SocketMode:
    """Keeps a connection to Slack and hands what comes in to the app."""

    def __init__(self, app: App, app_token: str, listeners: int = 32) -> None:
        self._handler = SocketModeHandler(app, app_token, web_client=app.client, concurrency=listeners)

    def start(self) -> None:
        """Connect, and stay connected until stopped; returns at once."""
        self._handler.connect()  # type: ignore[no-untyped-call]

    def stop(self) -> None:
        """Take nothing new, and close the connection."""
        self._handler.close()  # type: ignore[no-untyped-call]

    def is_alive(self) -> bool:
        """Return whether the connection stands; the client replaces one whose pings go unanswered."""
        return bool(self._handler.client.is_connected())
