"""Handing a post over ahead of its time, and asking Slack whether it has one that nobody is sure of."""

from datetime import datetime, timedelta
from typing import Any

from bot.kernel.errors import SlackRefused, SlackUnclear, SlackUnreachable
from bot.outbox.model import SCHEDULE, Outgoing
from bot.outbox.policy import Delayed, Delivered, Fate, LeftOpen, Unconfirmed
from bot.outbox.ports import Slack

LIST = "chat.scheduledMessages.list"
LEAD = timedelta(seconds=60)  # the shortest time before its hour at which a post is handed over, or taken for absent


def in_time(message: Outgoing, now: datetime) -> dict[str, Any]:
    """Return the arguments with a ``post_at`` that Slack still takes, where the message is a scheduled one."""
    if message.method != SCHEDULE:
        return message.arguments
    earliest = int((now + LEAD).timestamp())
    return message.arguments | {"post_at": max(int(message.arguments["post_at"]), earliest)}


def look_up(slack: Slack, message: Outgoing, now: datetime) -> Fate:
    """Ask Slack for a scheduled message whose fate is open.

    Only what is still pending is listed, so that shortly before its hour an absent one is no longer a missing one.
    """
    post_at = int(message.arguments["post_at"])
    if now.timestamp() >= post_at:
        return Unconfirmed()
    try:
        answer = slack.call(message.workspace_id, LIST, {"channel": message.channel, "limit": 100})
    except (SlackRefused, SlackUnreachable, SlackUnclear):
        return LeftOpen("not_looked_up")
    for pending in answer.get("scheduled_messages", ()):
        if pending["channel_id"] == message.channel and int(pending["post_at"]) == post_at:
            return Delivered(str(pending["id"]))
    return Delayed(0.0, "not_scheduled") if (now + LEAD).timestamp() < post_at else Unconfirmed()
