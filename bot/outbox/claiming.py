"""What a sender asks the database for while it is at work, put together once: building costs more than running."""

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Float, Integer, Row, Select, String, bindparam, func, or_, select, tuple_, update
from sqlalchemy.sql.elements import ColumnElement

from bot.db.base import Moment
from bot.db.rows import any_of
from bot.db.tables import bucket, outbox, workspace
from bot.outbox.model import SCHEDULE, UNCONFIRMED, Kind, Rates, State

_NOW, _MACHINE, _AHEAD = (
    bindparam("now", type_=Moment()),
    bindparam("machine", type_=Float()),
    bindparam("ahead", type_=Float()),
)
_MOST = bindparam("most", type_=Integer())
_WORKSPACE, _METHOD = bindparam("of_workspace", type_=String()), bindparam("of_method", type_=String())
_URGENCY = (outbox.c.priority, outbox.c.due_at, outbox.c.id)

_IS_DUE = (outbox.c.state == State.DUE) & (outbox.c.due_at <= _NOW) & (outbox.c.not_before <= _MACHINE)
# Not with in_(): whatever stands in such a list is put into the statement anew, each time it is run.
_IS_UNDER_WAY = or_(outbox.c.state == State.CLAIMED, outbox.c.state == State.SENDING)
_LEASE_IS_OVER = outbox.c.lease_until <= _MACHINE
# Nothing expires before it is due; said here, so that what is due later is not looked at.
_HAS_EXPIRED = (outbox.c.state == State.DUE) & (outbox.c.due_at <= _NOW) & (outbox.c.expires_at <= _NOW)
_IS_UNCLEAR = (
    (outbox.c.state == State.UNKNOWN)
    & (outbox.c.kind == Kind.WEEKLY_POST)
    & (outbox.c.method == SCHEDULE)
    & (outbox.c.reason != UNCONFIRMED)
    & _LEASE_IS_OVER
)


def _turns() -> Select[Any]:
    """Where something is due and the method is free: the workspaces and methods, the longest unused first."""
    waiting = select(outbox.c.workspace_id, outbox.c.method).where(_IS_DUE, outbox.c.expires_at > _NOW)
    ready = waiting.distinct().subquery()
    free_from = func.coalesce(bucket.c.next_at, 0.0)
    same = (bucket.c.workspace_id == ready.c.workspace_id) & (bucket.c.name == ready.c.method)
    active = (workspace.c.id == ready.c.workspace_id) & (workspace.c.state == "active")
    turns = select(ready).join_from(ready, workspace, active).outerjoin(bucket, same)
    return (
        turns.where(free_from <= _MACHINE + _AHEAD)
        .order_by(free_from, ready.c.workspace_id, ready.c.method)
        .limit(_MOST)
    )


def _due_at_turn() -> Select[Any]:
    """The most urgent of one workspace and method, but for channels that are in use or to be left in peace.

    The two lists of channels are the same for every row, so that no database works them out more than once.
    """
    here = outbox.c.workspace_id == _WORKSPACE
    resting = select(bucket.c.name).where(bucket.c.workspace_id == _WORKSPACE, bucket.c.next_at > _MACHINE)
    in_use = select(outbox.c.channel).where(here, _IS_UNDER_WAY)
    return (
        select(outbox.c.id, outbox.c.workspace_id, outbox.c.method, outbox.c.channel, *_URGENCY)
        .where(here, outbox.c.method == _METHOD, _IS_DUE, outbox.c.expires_at > _NOW)
        .where(outbox.c.channel.not_in(resting), outbox.c.channel.not_in(in_use))
        .order_by(*_URGENCY)
        .limit(_MOST)
    )


def _some(which: ColumnElement[bool]) -> Select[Any]:
    return select(outbox.c.id).where(which).limit(_MOST)


_TURNS, _DUE_AT_TURN = _turns(), _due_at_turn()
_ON_THE_WAY = (
    select(outbox.c.workspace_id, func.count().label("many")).where(_IS_UNDER_WAY).group_by(outbox.c.workspace_id)
)
_STILL_DUE = (
    select(outbox.c.id)
    .where(outbox.c.id.in_(any_of("ids")), outbox.c.state == State.DUE)
    .with_for_update(skip_locked=True)
)
_OURS = (
    select(outbox.c.id)
    .where(outbox.c.id.in_(any_of("ids")), tuple_(outbox.c.id, outbox.c.lease_owner).in_(any_of("leases")))
    .where(outbox.c.state == State.CLAIMED)
    .with_for_update(skip_locked=True)
)

_LEFT_BEHIND = [_some(_IS_UNCLEAR), _some(_IS_UNDER_WAY & _LEASE_IS_OVER), _some(_HAS_EXPIRED)]

UNCLEAR, OVER, EXPIRED = (one.with_for_update(skip_locked=True) for one in _LEFT_BEHIND)
LEASE = (
    update(outbox)
    .where(outbox.c.id.in_(any_of("ids")))
    .values(state=bindparam("as_state"), lease_owner=bindparam("lease"), lease_until=bindparam("until"))
    .returning(outbox)
)
BEGIN = update(outbox).where(outbox.c.id.in_(_OURS)).values(state=State.SENDING).returning(outbox.c.id)
SENT = (
    update(outbox)
    .where(outbox.c.id == bindparam("of_id"))
    .values(state=State.SENT, reason="", slack_ref=bindparam("ref"), arguments={})
)


def has_work(connection: Connection, now: datetime, machine: float, ahead: float) -> bool:
    """Return whether a claim, or a look at what was left behind, would find anything."""
    at = {"now": now, "machine": machine, "ahead": ahead, "most": 1}
    return any(connection.execute(one, at).first() is not None for one in (_TURNS, *_LEFT_BEHIND))


def candidates(
    connection: Connection, now: datetime, machine: float, limit: int, rates: Rates, ahead: float
) -> list[Row[Any]]:
    """Return what may be claimed but for its spacing: the first of each channel, the workspaces taking turns."""
    at = {"now": now, "machine": machine}
    turns = connection.execute(_TURNS, at | {"ahead": ahead, "most": limit}).all()
    most = limit if len(turns) < limit else 1  # so many wait that each has but one turn
    on_the_way = Counter({row.workspace_id: row.many for row in connection.execute(_ON_THE_WAY)})
    found: list[tuple[int, Row[Any]]] = []
    for workspace_id, method in turns:
        room = min(most, rates.workspace_at_once - on_the_way[workspace_id])
        if room > 0:
            here = {"of_workspace": workspace_id, "of_method": method, "most": room}
            rows = connection.execute(_DUE_AT_TURN, at | here).all()
            on_the_way[workspace_id] += len(rows)
            found += enumerate(rows)
    found.sort(key=lambda one: (one[0], one[1].priority, one[1].due_at, one[1].id))
    first: dict[tuple[str, str], Row[Any]] = {}
    for _, row in found:
        first.setdefault((row.workspace_id, row.channel), row)
    free = set(connection.scalars(_STILL_DUE, {"ids": [row.id for row in list(first.values())[:limit]]}))
    return [row for row in first.values() if row.id in free]
