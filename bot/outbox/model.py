"""A message that we have promised to say, and what became of it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from bot.kernel.ids import MessageId, WorkspaceId


class Kind(StrEnum):
    """What a message is; each kind has its own rule for an outcome that stays unknown."""

    PROMPT = "prompt"  # never sent again
    WEEKLY_POST = "weekly_post"  # looked up, then shown to administrators
    WELCOME = "welcome"  # never sent again
    NOTICE = "notice"  # a sentence for one person; never sent again


class State(StrEnum):
    """Where a message stands."""

    DUE = "due"
    CLAIMED = "claimed"  # leased; an expired lease goes back to DUE
    SENDING = "sending"  # the call may have begun; an expired lease becomes UNKNOWN
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    DROPPED = "dropped"  # found not to be wanted any more just before sending


class Priority(IntEnum):
    """What goes first when several messages wait; lower is earlier."""

    STEP = 10  # somebody is waiting for it
    POST = 20
    BULK = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message to be said once: ``key`` is unique for ever, ``due_at`` and ``expires_at`` are domain time."""

    workspace_id: WorkspaceId
    key: str
    kind: Kind
    method: str
    channel: str
    arguments: dict[str, Any] = field(repr=False)
    due_at: datetime
    expires_at: datetime
    subject: str = ""
    priority: Priority = Priority.BULK


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A message that this process holds a lease on."""

    id: MessageId
    message: Outgoing
    attempts: int
