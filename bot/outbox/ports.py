"""Where promised messages are kept, and how Slack is called."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.kernel.ids import MessageId, WorkspaceId
from bot.outbox.model import SLACKS_RATES, Claimed, Kept, Kind, Outgoing, Postponed, Problem, Rates, State


class Slack(Protocol):
    """Calls one method of Slack's Web API for a workspace, once."""

    def call(self, workspace_id: WorkspaceId, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Return Slack's answer; raises SlackRefused, SlackUnreachable or SlackUnclear."""
        ...


class Outbox(Protocol):
    """Keeps promised messages. Times named machine time are seconds since 1970 by ``machine_now``."""

    def enqueue(self, messages: Iterable[Outgoing]) -> None:
        """Keep the messages; one whose key is known is passed over."""
        ...

    def cancel(self, workspace_id: WorkspaceId, *subjects: str) -> None:
        """Drop what is still due about subjects (``State.DROPPED``)."""
        ...

    def erase(
        self, workspace_id: WorkspaceId, subjects: Collection[str], channel: str = "", limit: int | None = None
    ) -> int:
        """Delete messages about one of the subjects, or for the channel, whatever became of them; return how many.

        All of them where there is no limit.
        """
        ...

    def erase_all(self, workspace_id: WorkspaceId, limit: int) -> int:
        """Delete a workspace's messages, whatever became of them; return how many."""
        ...

    def machine_now(self) -> float: ...

    def has_work(self, now: datetime, ahead: float = 0.0) -> bool:
        """Return whether anything is to be claimed, settled, expired or looked up now, or claimed ``ahead``."""
        ...

    def claim(
        self,
        now: datetime,
        owner: str,
        lease_seconds: float,
        limit: int,
        rates: Rates = SLACKS_RATES,
        ahead: float = 0.0,
    ) -> list[Claimed]:
        """Lease due messages of active workspaces, the most urgent first, as many as the rates allow.

        What the rates allow within ``ahead`` seconds is leased too, with the seconds to ``wait``. At most one of each
        (workspace, channel) is on its way at a time, the workspaces take turns, and one call leases 500 at most.
        """
        ...

    def claim_unclear(self, owner: str, lease_seconds: float, limit: int) -> list[Claimed]:
        """Lease unknown messages that can be looked up, once the lease under which they were sent has run out.

        They stay unknown, so that a sender that dies while it looks them up leaves them to the next.
        """
        ...

    def begin_sending(self, claimed: Sequence[Claimed]) -> list[Claimed]:
        """Mark claimed messages as being sent, and return those whose lease is still ours.

        It waits for nobody: a message that somebody else is changing at this moment is left to its lease.
        """
        ...

    def rewrite(self, message_id: MessageId, arguments: dict[str, Any]) -> None:
        """Replace what will be said."""
        ...

    def record(self, message_id: MessageId, state: State, reason: str = "", slack_ref: str = "") -> None:
        """Note what became of a message; what was said is forgotten unless that is unknown.

        SENT holds over anything noted before; nothing else changes a finished message.
        """
        ...

    def record_sent(self, slack_refs: Mapping[MessageId, str]) -> None:
        """Note that messages were sent, each with what Slack calls it; as ``record`` does, in one go."""
        ...

    def put_back(self, claimed: Claimed, not_before: float, reason: str = "") -> None:
        """Make a message due again from a machine time on and count the attempt, if the lease is still ours."""
        ...

    def postpone(self, claimed: Claimed, later: Postponed) -> None:
        """Make a message due at a later domain time, as if promised for then, if the lease is still ours."""
        ...

    def forget_channel(self, workspace_id: WorkspaceId, channel: str) -> None:
        """Delete every message to a channel or person, whatever became of it, and the pace kept for them."""
        ...

    def count_to(self, workspace_id: WorkspaceId, channel: str) -> int:
        """Return how many messages to a channel or person are kept, said or not."""
        ...

    def hold(self, workspace_id: WorkspaceId, method: str, until: float) -> None:
        """Let nothing be claimed for this method in this workspace before a machine time."""
        ...

    def settle_expired_leases(self) -> int:
        """Turn claimed messages with an expired lease back to due, and sending ones to unknown; return how many."""
        ...

    def expire(self, now: datetime) -> int:
        """Mark due messages past their expiry, 500 at most; return how many."""
        ...

    def forget_before(self, moment: datetime, limit: int = 500) -> int:
        """Delete finished messages that were due before this, 500 at most; return how many.

        What is held by somebody else, or beyond that many, goes another time; so do paces that say nothing any more.
        """
        ...

    def forget_finished(self, kind: Kind, limit: int = 500) -> int:
        """Delete a kind's finished messages, whatever became of them, half the limit at most; return how many.

        That their channels were written to just now is forgotten with them, once it holds nothing back any more.
        """
        ...

    def drop_to(self, workspace_id: WorkspaceId, kind: Kind, channel: str) -> None:
        """Delete what of a kind is still due to a channel or person."""
        ...

    def counts(self) -> dict[str, int]:
        """Return how many messages stand in each state."""
        ...

    def next_due(self) -> datetime | None:
        """Return the earliest domain time at which a waiting message is due."""
        ...

    def planned(self, workspace_id: WorkspaceId, method: str, since: datetime, until: datetime) -> Mapping[int, int]:
        """Return how many waiting messages are due in each minute from ``since`` on and before ``until``.

        Minutes are counted from 1970 (``pacing.minute_of``).
        """
        ...

    def find(self, key: str) -> Kept | None:
        """Return a message and where it stands, or None where it is not kept (any more)."""
        ...

    def problems(self, workspace_id: WorkspaceId | None = None, channel: str = "") -> list[Problem]:
        """Return what Slack refused, and what may or may not have been said, the newest first.

        With a team's channel: what was to be said in it, fit to be shown to its administrators. Without, nothing tells
        one person from another. One that was posted again is no problem any more.
        """
        ...

    def lateness(self, now: datetime) -> float:
        """Return for how many seconds the message that waits longest has been due; 0 where none waits."""
        ...


class OutboxUnit(Protocol):
    """The stores that the outbox needs."""

    @property
    def outbox(self) -> Outbox: ...
