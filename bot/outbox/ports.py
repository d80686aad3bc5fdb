"""Where promised messages are kept, and how Slack is called."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from bot.kernel.ids import MessageId, WorkspaceId
from bot.outbox.model import Claimed, Outgoing, State


class Slack(Protocol):
    """Calls one method of Slack's Web API for a workspace, once."""

    def call(self, workspace_id: WorkspaceId, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Return Slack's answer; raises SlackRefused, SlackUnreachable or SlackUnclear."""
        ...


class Outbox(Protocol):
    """Keeps promised messages. Times named machine time are seconds since 1970 by ``machine_now``."""

    def enqueue(self, messages: Iterable[Outgoing]) -> None:
        """Keep the messages; one whose key was ever used is passed over."""
        ...

    def cancel(self, workspace_id: WorkspaceId, subject: str) -> None:
        """Drop what is still due about a subject (``State.DROPPED``)."""
        ...

    def machine_now(self) -> float: ...

    def claim(self, now: datetime, owner: str, lease_seconds: float, limit: int) -> list[Claimed]:
        """Lease due messages, the most urgent first, at most one of each (workspace, channel) at a time."""
        ...

    def begin_sending(self, message_id: MessageId, owner: str) -> bool:
        """Mark a claimed message as being sent; False where the lease was lost."""
        ...

    def record(self, message_id: MessageId, state: State, reason: str = "", slack_ref: str = "") -> None:
        """Note what became of a message."""
        ...

    def put_back(self, message_id: MessageId, not_before: float, reason: str = "") -> None:
        """Make a message due again from a machine time on, and count the attempt."""
        ...

    def settle_expired_leases(self) -> int:
        """Turn claimed messages with an expired lease back to due, and sending ones to unknown; return how many."""
        ...

    def expire(self, now: datetime) -> int:
        """Mark due messages past their expiry; return how many."""
        ...

    def next_due(self) -> datetime | None:
        """Return the earliest domain time at which a waiting message is due."""
        ...


class OutboxUnit(Protocol):
    """The stores that the outbox needs."""

    @property
    def outbox(self) -> Outbox: ...
