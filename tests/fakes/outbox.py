"""An outbox in memory, with the same rules as the one in the database."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.kernel.ids import MessageId, WorkspaceId, new_id
from bot.outbox.model import (
    POSTED_AGAIN,
    SLACKS_RATES,
    UNCONFIRMED,
    Claimed,
    Kind,
    Outgoing,
    Postponed,
    Problem,
    Rates,
    State,
    gathered,
    is_looked_up,
    is_public,
)
from bot.outbox.model import Kept as KeptMessage
from bot.outbox.pacing import count_minutes
from bot.outbox.spacing import Bucket, Waiting, choose

UNDER_WAY = (State.CLAIMED, State.SENDING)
OPEN = (State.DUE, *UNDER_WAY, State.UNKNOWN)


@dataclass
class Kept:
    """A message and where it stands."""

    id: MessageId
    message: Outgoing
    state: State = State.DUE
    reason: str = ""
    attempts: int = 0
    slack_ref: str = ""
    not_before: float = 0.0
    lease: str = ""
    lease_until: float = 0.0

    @property
    def urgency(self) -> tuple[int, datetime, str]:
        return (self.message.priority, self.message.due_at, self.id)

    @property
    def channel(self) -> Bucket:
        return Bucket(self.message.workspace_id, self.message.channel)

    @property
    def method(self) -> Bucket:
        return Bucket(self.message.workspace_id, self.message.method)


class FakeOutbox:
    """Keeps messages in a dict; ``machine`` is machine time, moved by hand; ``asleep`` are workspaces not active."""

    def __init__(self) -> None:
        self.kept: dict[MessageId, Kept] = {}
        self.free_from: dict[Bucket, float] = {}
        self.machine = 1_000_000.0
        self.asleep: set[WorkspaceId] = set()

    @property
    def messages(self) -> list[Outgoing]:
        """Everything ever promised, in order."""
        return [kept.message for kept in self.kept.values()]

    @property
    def due(self) -> list[Outgoing]:
        """What waits, in order."""
        return [kept.message for kept in self.kept.values() if kept.state is State.DUE]

    def state_of(self, key: str) -> State:
        return next(kept.state for kept in self.kept.values() if kept.message.key == key)

    def enqueue(self, messages: Iterable[Outgoing]) -> None:
        known = {message.key for message in self.messages}
        for message in messages:
            if message.key not in known:
                known.add(message.key)
                kept = Kept(MessageId(new_id()), message)
                self.kept[kept.id] = kept

    def cancel(self, workspace_id: WorkspaceId, *subjects: str) -> None:
        for kept in self._in(State.DUE):
            if kept.message.workspace_id == workspace_id and kept.message.subject in subjects:
                self.record(kept.id, State.DROPPED, "cancelled")

    def erase(
        self, workspace_id: WorkspaceId, subjects: Collection[str], channel: str = "", limit: int | None = None
    ) -> int:
        def is_meant(message: Outgoing) -> bool:
            about = message.subject in subjects or (channel != "" and message.channel == channel)
            return message.workspace_id == workspace_id and about

        return self._delete([key for key, kept in self.kept.items() if is_meant(kept.message)][:limit])

    def erase_all(self, workspace_id: WorkspaceId, limit: int) -> int:
        return self._delete(
            [key for key, kept in self.kept.items() if kept.message.workspace_id == workspace_id][:limit]
        )

    def machine_now(self) -> float:
        return self.machine

    def has_work(self, now: datetime, ahead: float = 0.0) -> bool:
        return any(
            (kept.state is State.DUE and (self._has_turn(kept, now, ahead) or kept.message.expires_at <= now))
            or (kept.state in UNDER_WAY and kept.lease_until <= self.machine)
            or self._is_unclear(kept)
            for kept in self.kept.values()
        )

    def claim(
        self,
        now: datetime,
        owner: str,
        lease_seconds: float,
        limit: int,
        rates: Rates = SLACKS_RATES,
        ahead: float = 0.0,
    ) -> list[Claimed]:
        turns = Counter(kept.message.workspace_id for kept in self._in(*UNDER_WAY))
        ranked: list[tuple[int, Kept]] = []
        channels = {kept.channel for kept in self._in(*UNDER_WAY)}
        for kept in sorted(self._in(State.DUE), key=lambda kept: kept.urgency):
            if not self._is_claimable(kept, now, ahead) or kept.channel in channels:
                continue
            channels.add(kept.channel)
            turns[kept.message.workspace_id] += 1
            ranked.append((turns[kept.message.workspace_id], kept))
        ranked = [(turn, kept) for turn, kept in ranked if turn <= rates.workspace_at_once]
        ranked.sort(key=lambda one: (one[0], one[1].urgency))
        waiting = [Waiting(kept.id, kept.method, kept.channel) for _, kept in ranked[:limit]]
        chosen, used = choose(waiting, self.free_from, self.machine, rates, ahead)
        self.free_from.update(used)
        leased = [self._lease(self.kept[one], owner, lease_seconds, State.CLAIMED) for one in chosen]
        return [replace(one, wait=chosen[one.id] - self.machine) for one in leased]

    def claim_unclear(self, owner: str, lease_seconds: float, limit: int) -> list[Claimed]:
        unclear = [kept for kept in self.kept.values() if self._is_unclear(kept)]
        return [self._lease(kept, owner, lease_seconds, State.UNKNOWN) for kept in unclear[:limit]]

    def begin_sending(self, claimed: Sequence[Claimed]) -> list[Claimed]:
        return [one for one in claimed if self._begins(one)]

    def _begins(self, claimed: Claimed) -> bool:
        kept = self.kept.get(claimed.id)
        if kept is None or kept.lease != claimed.lease or kept.state is not State.CLAIMED:
            return False
        kept.state = State.SENDING
        return True

    def rewrite(self, message_id: MessageId, arguments: dict[str, Any]) -> None:
        kept = self.kept[message_id]
        kept.message = replace(kept.message, arguments=arguments)

    def record(self, message_id: MessageId, state: State, reason: str = "", slack_ref: str = "") -> None:
        kept = self.kept.get(message_id)
        if kept is None or (state is not State.SENT and kept.state not in OPEN):
            return
        kept.state, kept.reason, kept.slack_ref = state, reason, slack_ref
        if state is not State.UNKNOWN:
            self.rewrite(message_id, {})

    def record_sent(self, slack_refs: Mapping[MessageId, str]) -> None:
        for message_id, slack_ref in slack_refs.items():
            self.record(message_id, State.SENT, slack_ref=slack_ref)

    def put_back(self, claimed: Claimed, not_before: float, reason: str = "") -> None:
        kept = self.kept.get(claimed.id)
        if kept is None or kept.lease != claimed.lease or kept.state not in OPEN:
            return
        kept.state, kept.reason, kept.not_before = State.DUE, reason, not_before
        kept.attempts += 1
        kept.lease, kept.lease_until = "", 0.0

    def postpone(self, claimed: Claimed, later: Postponed) -> None:
        kept = self.kept.get(claimed.id)
        if kept is None or kept.lease != claimed.lease or kept.state not in OPEN:
            return
        kept.state, kept.lease, kept.lease_until = State.DUE, "", 0.0
        kept.message = replace(kept.message, due_at=later.due_at, expires_at=later.expires_at)

    def forget_channel(self, workspace_id: WorkspaceId, channel: str) -> None:
        gone = Bucket(workspace_id, channel)
        self.kept = {name: kept for name, kept in self.kept.items() if kept.channel != gone}
        self.free_from.pop(gone, None)

    def count_to(self, workspace_id: WorkspaceId, channel: str) -> int:
        return sum(kept.channel == Bucket(workspace_id, channel) for kept in self.kept.values())

    def hold(self, workspace_id: WorkspaceId, method: str, until: float) -> None:
        name = Bucket(workspace_id, method)
        self.free_from[name] = max(until, self.free_from.get(name, 0.0))

    def settle_expired_leases(self) -> int:
        over = [kept for kept in self._in(*UNDER_WAY) if kept.lease_until <= self.machine]
        for kept in over:
            died = kept.state is State.SENDING
            kept.state = State.UNKNOWN if died else State.DUE
            kept.reason = "interrupted" if died else kept.reason
        return len(over)

    def expire(self, now: datetime) -> int:
        old = [kept for kept in self._in(State.DUE) if kept.message.expires_at <= now]
        for kept in old:
            self.record(kept.id, State.EXPIRED, kept.reason)
        return len(old)

    def forget_before(self, moment: datetime, limit: int = 500) -> int:
        waiting = (State.DUE, *UNDER_WAY)
        old = [k.id for k in self.kept.values() if k.state not in waiting and k.message.due_at < moment][:limit]
        for message_id in old:
            del self.kept[message_id]
        return len(old)

    def forget_finished(self, kind: Kind, limit: int = 500) -> int:
        waiting = (State.DUE, *UNDER_WAY)
        gone = [one.id for one in self.kept.values() if one.message.kind is kind and one.state not in waiting][
            : limit // 2
        ]
        for message_id in gone:
            channel = self.kept.pop(message_id).channel
            if channel in self.free_from and self.free_from[channel] <= self.machine:
                del self.free_from[channel]
        return len(gone)

    def drop_to(self, workspace_id: WorkspaceId, kind: Kind, channel: str) -> None:
        theirs = [
            kept.id
            for kept in self._in(State.DUE)
            if (kept.message.workspace_id, kept.message.kind, kept.message.channel) == (workspace_id, kind, channel)
        ]
        for message_id in theirs:
            del self.kept[message_id]

    def counts(self) -> dict[str, int]:
        return dict(Counter(kept.state.value for kept in self.kept.values()))

    def next_due(self) -> datetime | None:
        return min((kept.message.due_at for kept in self._in(State.DUE)), default=None)

    def planned(self, workspace_id: WorkspaceId, method: str, since: datetime, until: datetime) -> Mapping[int, int]:
        return count_minutes(
            kept.message.due_at
            for kept in self._in(State.DUE)
            if kept.method == Bucket(workspace_id, method) and since <= kept.message.due_at < until
        )

    def find(self, key: str) -> KeptMessage | None:
        found = [kept for kept in self.kept.values() if kept.message.key == key]
        return next(
            (KeptMessage(id=one.id, message=one.message, state=one.state, reason=one.reason) for one in found), None
        )

    def problems(self, workspace_id: WorkspaceId | None = None, channel: str = "") -> list[Problem]:
        bad = [
            kept
            for kept in self._in(State.REFUSED, State.UNKNOWN)
            if kept.reason != POSTED_AGAIN
            and workspace_id in (None, kept.message.workspace_id)
            and channel in ("", kept.message.channel)
        ]
        bad.sort(key=lambda kept: kept.message.due_at, reverse=True)
        return gathered(_problem(kept) for kept in bad)

    def lateness(self, now: datetime) -> float:
        due = [kept.message.due_at for kept in self._in(State.DUE) if kept.message.due_at <= now]
        return (now - min(due)).total_seconds() if due else 0.0

    def _delete(self, gone: Collection[MessageId]) -> int:
        for message_id in gone:
            del self.kept[message_id]
        return len(gone)

    def _in(self, *states: State) -> Iterator[Kept]:
        return (kept for kept in list(self.kept.values()) if kept.state in states)

    def _is_due(self, kept: Kept, now: datetime) -> bool:
        awake = kept.message.workspace_id not in self.asleep
        return kept.message.due_at <= now and kept.not_before <= self.machine and awake

    def _has_turn(self, kept: Kept, now: datetime, ahead: float) -> bool:
        return self._is_due(kept, now) and self.free_from.get(kept.method, 0.0) <= self.machine + ahead

    def _is_claimable(self, kept: Kept, now: datetime, ahead: float) -> bool:
        resting = self.free_from.get(kept.channel, 0.0) > self.machine
        held = resting or self.free_from.get(kept.method, 0.0) > self.machine + ahead
        return self._is_due(kept, now) and kept.message.expires_at > now and not held

    def _is_unclear(self, kept: Kept) -> bool:
        found_again = is_looked_up(kept.message.kind, kept.message.method) and kept.reason != UNCONFIRMED
        return kept.state is State.UNKNOWN and found_again and kept.lease_until <= self.machine

    def _lease(self, kept: Kept, owner: str, lease_seconds: float, state: State) -> Claimed:
        kept.state, kept.lease, kept.lease_until = state, f"{owner}/{new_id()}", self.machine + lease_seconds
        return Claimed(id=kept.id, message=kept.message, attempts=kept.attempts, lease=kept.lease)


def _problem(kept: Kept) -> Problem:
    message, public = kept.message, is_public(kept.message.channel)
    return Problem(
        workspace_id=message.workspace_id,
        channel=message.channel if public else "",
        kind=message.kind,
        state=kept.state,
        reason=kept.reason,
        key=message.key if public else "",
        due_at=message.due_at,
    )
