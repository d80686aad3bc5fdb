"""A fake Slack, strict and true to Slack's documentation."""

from .clock import HandClock
from .desk import Desk
from .dispatch import Delivered
from .errors import Impossible
from .people import Submitted
from .server import SlackServer
from .state import Call, Channel, Message, Scheduled, User, View

__all__ = [
    "Call",
    "Channel",
    "Delivered",
    "Desk",
    "HandClock",
    "Impossible",
    "Message",
    "Scheduled",
    "SlackServer",
    "Submitted",
    "User",
    "View",
]
