"""Who did something in Slack, and which delivery told us."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.kernel.ids import ChannelId, UserId, WorkspaceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The person behind an interaction, and where it happened.

    ``delivery`` is the same for each delivery of one act of theirs, and names nobody.
    """

    workspace_id: WorkspaceId
    user_id: UserId = field(repr=False)
    channel_id: ChannelId | None = None
    delivery: str = ""


def caller_of(context: Mapping[str, Any]) -> Caller:
    """Return the caller that the middleware put into Bolt's context."""
    caller = context["caller"]
    if not isinstance(caller, Caller):
        raise TypeError("The middleware has put no caller into the context.")
    return caller
