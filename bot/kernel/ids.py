"""Names for the ids that travel through the program, so that one cannot stand in for another."""

import secrets
from typing import NewType

WorkspaceId = NewType("WorkspaceId", str)  # Slack's, "T…" (or "E…" for an organization-wide installation)
ChannelId = NewType("ChannelId", str)  # Slack's, "C…"
UserId = NewType("UserId", str)  # Slack's, "U…" or "W…"
TeamId = NewType("TeamId", str)
SeriesId = NewType("SeriesId", str)
MeetingId = NewType("MeetingId", str)
CheckinId = NewType("CheckinId", str)
BatchId = NewType("BatchId", str)
MessageId = NewType("MessageId", str)


def new_id() -> str:
    """Return 32 random hex digits; nothing about time or order can be read from them."""
    return secrets.token_hex(16)
