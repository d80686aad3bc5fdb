"""Promised messages in the database: kept once, leased to one sender at a time, spaced as Slack asks."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, Row, case, cast, delete, extract, func, select, tuple_, update
from sqlalchemy.sql.elements import ColumnElement

from bot.db.engine import machine_seconds
from bot.db.rows import add_new, delete_some, hold_all, put_all
from bot.db.tables import bucket, outbox
from bot.kernel.ids import MessageId, WorkspaceId, new_id
from bot.outbox import claiming
from bot.outbox.model import (
    POSTED_AGAIN,
    SLACKS_RATES,
    Claimed,
    Kept,
    Kind,
    Outgoing,
    Postponed,
    Priority,
    Problem,
    Rates,
    State,
    gathered,
    is_public,
)
from bot.outbox.spacing import Bucket, Waiting, choose

MOST = 500  # rows that one transaction of the clock may hold
BUCKET_IDLE = 86_400.0  # seconds after which a bucket says nothing any more
_OF_A_PROBLEM = ("workspace_id", "channel", "kind", "state", "reason", "key", "due_at")
_FINISHED = (State.SENT, State.REFUSED, State.UNKNOWN, State.EXPIRED, State.DROPPED)
_OPEN = (State.DUE, State.CLAIMED, State.SENDING, State.UNKNOWN)


class SqlOutbox:
    """Keeps promised messages."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def enqueue(self, messages: Iterable[Outgoing]) -> None:
        rows = [asdict(message) | {"id": new_id(), "state": State.DUE} for message in messages]
        add_new(self._connection, outbox, rows)

    def cancel(self, workspace_id: WorkspaceId, *subjects: str) -> None:
        if subjects:
            about = (outbox.c.workspace_id == workspace_id) & outbox.c.subject.in_(subjects)
            due = outbox.c.id.in_(self._held(about & (outbox.c.state == State.DUE)))
            self._change(due, state=State.DROPPED, reason="cancelled", arguments={})

    def erase(
        self, workspace_id: WorkspaceId, subjects: Collection[str], channel: str = "", limit: int | None = None
    ) -> int:
        about = outbox.c.subject.in_(subjects)
        which = about | (outbox.c.channel == channel) if channel else about
        return self._delete((outbox.c.workspace_id == workspace_id) & which, limit)

    def erase_all(self, workspace_id: WorkspaceId, limit: int) -> int:
        return self._delete(outbox.c.workspace_id == workspace_id, limit)

    def machine_now(self) -> float:
        return machine_seconds(self._connection)

    def has_work(self, now: datetime, ahead: float = 0.0) -> bool:
        return claiming.has_work(self._connection, now, self.machine_now(), ahead)

    def claim(
        self,
        now: datetime,
        owner: str,
        lease_seconds: float,
        limit: int,
        rates: Rates = SLACKS_RATES,
        ahead: float = 0.0,
    ) -> list[Claimed]:
        machine = self.machine_now()
        found = claiming.candidates(self._connection, now, machine, min(limit, MOST), rates, ahead)
        waiting = [_waiting(row) for row in found]
        chosen, used = choose(waiting, self._free_from(waiting), machine, rates, ahead)
        rows = [{"workspace_id": at.workspace_id, "name": at.name, "next_at": free} for at, free in used.items()]
        put_all(self._connection, bucket, rows)
        leased = self._lease(list(chosen), owner, machine + lease_seconds, State.CLAIMED)
        return [replace(one, wait=chosen[one.id] - machine) for one in leased]

    def claim_unclear(self, owner: str, lease_seconds: float, limit: int) -> list[Claimed]:
        machine = self.machine_now()
        at = {"machine": machine, "most": min(limit, MOST)}
        chosen = list(self._connection.scalars(claiming.UNCLEAR, at))
        return self._lease(chosen, owner, machine + lease_seconds, State.UNKNOWN)

    def begin_sending(self, claimed: Sequence[Claimed]) -> list[Claimed]:
        ours = {"ids": [one.id for one in claimed], "leases": [(one.id, one.lease) for one in claimed]}
        begun = set(self._connection.scalars(claiming.BEGIN, ours)) if claimed else set()
        return [one for one in claimed if one.id in begun]

    def rewrite(self, message_id: MessageId, arguments: dict[str, Any]) -> None:
        self._change(outbox.c.id == message_id, arguments=arguments)

    def record(self, message_id: MessageId, state: State, reason: str = "", slack_ref: str = "") -> None:
        changed: dict[str, Any] = {"state": state, "reason": reason, "slack_ref": slack_ref}
        if state is not State.UNKNOWN:
            changed["arguments"] = {}
        this = outbox.c.id == message_id
        self._change(this if state is State.SENT else this & outbox.c.state.in_(_OPEN), **changed)

    def record_sent(self, slack_refs: Mapping[MessageId, str]) -> None:
        sent = [{"of_id": message_id, "ref": ref} for message_id, ref in sorted(slack_refs.items())]
        if sent:
            self._connection.execute(claiming.SENT, sent)

    def put_back(self, claimed: Claimed, not_before: float, reason: str = "") -> None:
        self._change(
            _is_ours(claimed),
            state=State.DUE,
            not_before=not_before,
            reason=reason,
            attempts=outbox.c.attempts + 1,
            lease_owner="",
            lease_until=0.0,
        )

    def postpone(self, claimed: Claimed, later: Postponed) -> None:
        self._change(
            _is_ours(claimed),
            state=State.DUE,
            due_at=later.due_at,
            expires_at=later.expires_at,
            lease_owner="",
            lease_until=0.0,
        )

    def forget_channel(self, workspace_id: WorkspaceId, channel: str) -> None:
        messages = (outbox.c.workspace_id == workspace_id) & (outbox.c.channel == channel)
        pace = (bucket.c.workspace_id == workspace_id) & (bucket.c.name == channel)
        self._delete(messages)
        self._connection.execute(delete(bucket).where(pace))  # last: whoever waits for a pace holds messages already

    def count_to(self, workspace_id: WorkspaceId, channel: str) -> int:
        to = (outbox.c.workspace_id == workspace_id) & (outbox.c.channel == channel)
        return int(self._connection.execute(select(func.count()).where(to)).scalar_one())

    def hold(self, workspace_id: WorkspaceId, method: str, until: float) -> None:
        row = {"workspace_id": workspace_id, "name": method, "next_at": until}
        add_new(self._connection, bucket, [row])
        this = (bucket.c.workspace_id == workspace_id) & (bucket.c.name == method)
        self._connection.execute(update(bucket).where(this, bucket.c.next_at < until).values(next_at=until))

    def settle_expired_leases(self) -> int:
        over = self._connection.scalars(claiming.OVER, {"machine": self.machine_now(), "most": MOST}).all()
        died = outbox.c.state == State.SENDING
        return self._change(
            outbox.c.id.in_(over),
            state=case((died, State.UNKNOWN.value), else_=State.DUE.value),
            reason=case((died, "interrupted"), else_=outbox.c.reason),
        )

    def expire(self, now: datetime) -> int:
        gone = self._connection.scalars(claiming.EXPIRED, {"now": now, "most": MOST}).all()
        return self._change(outbox.c.id.in_(gone), state=State.EXPIRED, arguments={})

    def forget_before(self, moment: datetime, limit: int = MOST) -> int:
        finished = outbox.c.state.in_(_FINISHED) & (outbox.c.due_at < moment)
        idle = bucket.c.next_at < self.machine_now() - BUCKET_IDLE
        most = min(limit, MOST)
        gone = delete_some(self._connection, outbox, finished, most)
        delete_some(self._connection, bucket, idle, most - gone)
        return gone

    def forget_finished(self, kind: Kind, limit: int = MOST) -> int:
        under_way = (State.DUE, State.CLAIMED, State.SENDING)
        finished = select(outbox.c.id, outbox.c.workspace_id, outbox.c.channel).where(
            outbox.c.kind == kind, outbox.c.state.not_in(under_way)
        )
        most = min(limit, MOST) // 2  # each with the pace of its channel
        gone = self._connection.execute(finished.limit(most).with_for_update(skip_locked=True)).all()
        if not gone:
            return 0
        self._connection.execute(delete(outbox).where(outbox.c.id.in_([row.id for row in gone])))
        places = [(row.workspace_id, row.channel) for row in gone]
        here = bucket.c.workspace_id.in_({row.workspace_id for row in gone})  # which an index finds, unlike pairs
        exactly = tuple_(bucket.c.workspace_id, bucket.c.name).in_(places)
        idle = here & exactly & (bucket.c.next_at <= self.machine_now())
        delete_some(self._connection, bucket, idle, most)
        return len(gone)

    def drop_to(self, workspace_id: WorkspaceId, kind: Kind, channel: str) -> None:
        theirs = (outbox.c.workspace_id == workspace_id) & (outbox.c.kind == kind) & (outbox.c.channel == channel)
        self._delete(theirs & (outbox.c.state == State.DUE))

    def counts(self) -> dict[str, int]:
        rows = self._connection.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
        return {str(state): int(count) for state, count in rows}

    def next_due(self) -> datetime | None:
        earliest: datetime | None = self._connection.scalar(
            select(func.min(outbox.c.due_at)).where(outbox.c.state == State.DUE)
        )
        return earliest

    def planned(self, workspace_id: WorkspaceId, method: str, since: datetime, until: datetime) -> Mapping[int, int]:
        minute = cast(extract("epoch", outbox.c.due_at), Integer) // 60
        waiting = (outbox.c.workspace_id == workspace_id) & (outbox.c.state == State.DUE)
        between = (outbox.c.due_at >= since) & (outbox.c.due_at < until) & (outbox.c.method == method)
        counted = select(minute.label("minute"), func.count().label("many")).where(waiting, between)
        return {row.minute: row.many for row in self._connection.execute(counted.group_by(minute))}

    def find(self, key: str) -> Kept | None:
        row = self._connection.execute(select(outbox).where(outbox.c.key == key)).one_or_none()
        if row is None:
            return None
        return Kept(id=MessageId(row.id), message=_claimed(row).message, state=State(row.state), reason=row.reason)

    def problems(self, workspace_id: WorkspaceId | None = None, channel: str = "") -> list[Problem]:
        bad = outbox.c.state.in_((State.REFUSED, State.UNKNOWN)) & (outbox.c.reason != POSTED_AGAIN)
        columns = (getattr(outbox.c, name) for name in _OF_A_PROBLEM)
        wanted = select(*columns).where(bad).order_by(outbox.c.due_at.desc(), outbox.c.id).limit(MOST)
        if workspace_id is not None:
            wanted = wanted.where(outbox.c.workspace_id == workspace_id)
        if channel:
            wanted = wanted.where(outbox.c.channel == channel)
        return gathered(_problem(row) for row in self._connection.execute(wanted))

    def lateness(self, now: datetime) -> float:
        waiting = (outbox.c.state == State.DUE) & (outbox.c.due_at <= now)
        earliest: datetime | None = self._connection.scalar(select(func.min(outbox.c.due_at)).where(waiting))
        return 0.0 if earliest is None else (now - earliest).total_seconds()

    def _change(self, which: ColumnElement[bool], **values: Any) -> int:
        return self._connection.execute(update(outbox).where(which).values(**values)).rowcount

    def _delete(self, which: ColumnElement[bool], limit: int | None = None) -> int:
        gone = self._held(which, limit)
        self._connection.execute(delete(outbox).where(outbox.c.id.in_(gone)))
        return len(gone)

    def _held(self, which: ColumnElement[bool], limit: int | None = None) -> Sequence[str]:
        """Hold rows in the order of their ids, as all do who wait for several, and return the ids."""
        wanted = select(outbox.c.id).where(which).order_by(outbox.c.id).limit(limit)
        return self._connection.scalars(wanted.with_for_update()).all()

    def _free_from(self, waiting: Sequence[Waiting]) -> dict[Bucket, float]:
        """Lock the buckets, always in the same order, and return from when on each is free."""
        names = sorted({name for one in waiting for name in (one.method, one.channel)})
        rows = [{"workspace_id": name.workspace_id, "name": name.name, "next_at": 0.0} for name in names]
        held = hold_all(self._connection, bucket, rows)
        return {Bucket(row.workspace_id, row.name): row.next_at for row in held}

    def _lease(self, ids: Sequence[str], owner: str, until: float, state: State) -> list[Claimed]:
        if not ids:
            return []
        leased = {"ids": ids, "as_state": state, "lease": f"{owner[:31]}/{new_id()}", "until": until}
        found = {row.id: _claimed(row) for row in self._connection.execute(claiming.LEASE, leased)}
        return [found[message_id] for message_id in ids]


def _is_ours(claimed: Claimed) -> ColumnElement[bool]:
    return (outbox.c.id == claimed.id) & (outbox.c.lease_owner == claimed.lease) & outbox.c.state.in_(_OPEN)


def _waiting(row: Row[Any]) -> Waiting:
    workspace_id = row.workspace_id
    return Waiting(MessageId(row.id), Bucket(workspace_id, row.method), Bucket(workspace_id, row.channel))


def _problem(row: Row[Any]) -> Problem:
    public = is_public(row.channel)
    return Problem(
        workspace_id=WorkspaceId(row.workspace_id),
        channel=row.channel if public else "",
        kind=Kind(row.kind),
        state=State(row.state),
        reason=row.reason,
        key=row.key if public else "",
        due_at=row.due_at,
    )


def _claimed(row: Row[Any]) -> Claimed:
    message = Outgoing(
        workspace_id=WorkspaceId(row.workspace_id),
        key=row.key,
        kind=Kind(row.kind),
        method=row.method,
        channel=row.channel,
        arguments=row.arguments,
        due_at=row.due_at,
        expires_at=row.expires_at,
        subject=row.subject,
        priority=Priority(row.priority),
    )
    return Claimed(id=MessageId(row.id), message=message, attempts=row.attempts, lease=row.lease_owner)
