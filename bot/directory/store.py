"""The people who joined, in the database."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, Select, Table, delete, exists, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.db.engine import machine_seconds
from bot.db.rows import add_new, any_of, columns, put
from bot.db.tables import left_in_peace, member, person, reconciliation, team, workspace
from bot.directory.model import Hours, Person, Standing
from bot.kernel.ids import TeamId, UserId, WorkspaceId
from bot.kernel.weeks import Weekday

_AT_ONCE = 200  # workspaces whose day begins in one transaction; the others' does at the next beat
_THESE = select(person).where(person.c.workspace_id.in_(any_of("workspaces")), person.c.user_id.in_(any_of("users")))


class SqlPersonStore:
    """Keeps the people who joined a team, and nobody else."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, workspace_id: WorkspaceId, user_id: UserId) -> Person | None:
        return self._person(_this(workspace_id, user_id))

    def find_all(self, whom: Collection[tuple[WorkspaceId, UserId]]) -> dict[tuple[WorkspaceId, UserId], Person]:
        rows = self._connection.execute(_THESE, columns(whom, "workspaces", "users")).mappings()
        found = {(one.workspace_id, one.user_id): one for one in map(_person, rows)}
        return {key: one for key, one in found.items() if key in whom}

    def hold(self, workspace_id: WorkspaceId, user_id: UserId) -> Person | None:
        return self._person(_this(workspace_id, user_id).with_for_update())

    def save(self, somebody: Person) -> None:
        put(
            self._connection,
            person,
            {
                "workspace_id": somebody.workspace_id,
                "user_id": somebody.user_id,
                "zone": somebody.zone,
                "standing": somebody.standing.value,
                "paused_until": somebody.paused_until,
                "away": somebody.away,
                "away_until": somebody.away_until,
                "absent_until": somebody.absent_until,
                "quiet_from": somebody.quiet_from,
                "quiet_until": somebody.quiet_until,
                "work_from": somebody.hours.from_minute,
                "work_until": somebody.hours.until_minute,
                "workdays": sum(1 << day for day in somebody.hours.days),
                "most_a_week": somebody.most_a_week,
            },
        )

    def of_team(self, team_id: TeamId) -> list[Person]:
        joined = (
            select(person)
            .join(member, member.c.user_id == person.c.user_id)
            .join(team, (team.c.id == member.c.team_id) & (team.c.workspace_id == person.c.workspace_id))
            .where(member.c.team_id == team_id)
            .order_by(person.c.user_id)
        )
        return [_person(row) for row in self._connection.execute(joined).mappings()]

    def forget(self, workspace_id: WorkspaceId, user_id: UserId) -> None:
        gone = delete(person).where(person.c.workspace_id == workspace_id, person.c.user_id == user_id)
        self._connection.execute(gone)

    def _person(self, wanted: Select[Any]) -> Person | None:
        row = self._connection.execute(wanted).mappings().first()
        return None if row is None else _person(row)


class SqlReconciliations:
    """Keeps who is to be compared with Slack."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin_day(self, now: datetime, length: timedelta) -> None:
        known = exists().where(reconciliation.c.workspace_id == workspace.c.id)
        without = select(workspace.c.id).where(~known).limit(_AT_ONCE)
        new = [{"workspace_id": one, "since": now} for one in self._connection.scalars(without)]
        add_new(self._connection, reconciliation, new)
        over = select(reconciliation.c.workspace_id).where(reconciliation.c.since <= now - length).limit(_AT_ONCE)
        free = list(self._connection.scalars(over.with_for_update(skip_locked=True)))
        begun = update(reconciliation).where(reconciliation.c.workspace_id.in_(free))
        self._connection.execute(begun.values(since=now))

    def ask_for(self, workspace_id: WorkspaceId, now: datetime) -> None:
        this = (reconciliation.c.workspace_id == workspace_id) & (reconciliation.c.since < now)
        self._connection.execute(update(reconciliation).where(this).values(since=now))

    def claim(self, lease_seconds: float) -> WorkspaceId | None:
        machine = machine_seconds(self._connection)
        here = reconciliation.c.workspace_id
        something = or_(
            exists().where(team.c.workspace_id == here, _in_service(), _is_stale(team)),
            exists().where(person.c.workspace_id == here, _is_stale(person)),
        )
        wanted = (
            select(here)
            .join(workspace, (workspace.c.id == here) & (workspace.c.state == "active"))
            .where(reconciliation.c.next_at <= machine, something)
            .order_by(reconciliation.c.next_at)
            .limit(1)
            .with_for_update(of=reconciliation, skip_locked=True)
        )
        found = self._connection.scalars(wanted).first()
        if found is None:
            return None
        self.put_off(WorkspaceId(found), lease_seconds)
        return WorkspaceId(found)

    def teams(self, workspace_id: WorkspaceId, limit: int) -> list[TeamId]:
        wanted = _stale(team.c.id, team, workspace_id).where(_in_service()).limit(limit)
        return [TeamId(one) for one in self._connection.scalars(wanted)]

    def people(self, workspace_id: WorkspaceId, limit: int) -> list[UserId]:
        wanted = _stale(person.c.user_id, person, workspace_id).limit(limit)
        return [UserId(one) for one in self._connection.scalars(wanted)]

    def note_team(self, team_id: TeamId, now: datetime) -> None:
        self._connection.execute(update(team).where(team.c.id == team_id).values(checked_at=now))

    def note_people(self, workspace_id: WorkspaceId, users: Collection[UserId], now: datetime) -> None:
        these = (person.c.workspace_id == workspace_id) & person.c.user_id.in_(users)
        self._connection.execute(update(person).where(these).values(checked_at=now))

    def put_off(self, workspace_id: WorkspaceId, seconds: float) -> None:
        until = machine_seconds(self._connection) + seconds
        this = update(reconciliation).where(reconciliation.c.workspace_id == workspace_id)
        self._connection.execute(this.values(next_at=until))


class SqlLeftInPeace:
    """Keeps the marks of people who want no message again."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, workspace_id: WorkspaceId, mark: str) -> None:
        add_new(self._connection, left_in_peace, [{"workspace_id": workspace_id, "mark": mark}])

    def has(self, workspace_id: WorkspaceId, mark: str) -> bool:
        row = select(left_in_peace.c.mark).where(*_marked(workspace_id, mark))
        return self._connection.execute(row).first() is not None

    def remove(self, workspace_id: WorkspaceId, mark: str) -> None:
        self._connection.execute(delete(left_in_peace).where(*_marked(workspace_id, mark)))


def _this(workspace_id: WorkspaceId, user_id: UserId) -> Select[Any]:
    return select(person).where(person.c.workspace_id == workspace_id, person.c.user_id == user_id)


def _person(row: Mapping[Any, Any]) -> Person:
    kept = dict(row)
    hours = Hours(
        from_minute=kept.pop("work_from"),
        until_minute=kept.pop("work_until"),
        days=_days(kept.pop("workdays")),
    )
    del kept["checked_at"]
    return Person(**{**kept, "standing": Standing(row["standing"]), "hours": hours})


def _days(bits: int) -> frozenset[Weekday]:
    return frozenset(day for day in Weekday if bits >> day & 1)


def _stale(column: Column[str], table: Table, workspace_id: WorkspaceId) -> Select[Any]:
    """Return what of a table is to be looked at in a workspace: the one longest not looked at first."""
    of_workspace = reconciliation.c.workspace_id == table.c.workspace_id
    wanted = select(column).join(reconciliation, of_workspace).where(table.c.workspace_id == workspace_id)
    return wanted.where(_is_stale(table)).order_by(table.c.checked_at.asc().nulls_first(), column)


def _is_stale(table: Table) -> ColumnElement[bool]:
    return or_(table.c.checked_at.is_(None), table.c.checked_at < reconciliation.c.since)


def _in_service() -> ColumnElement[bool]:
    return team.c.state != "gone"


def _marked(workspace_id: WorkspaceId, mark: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return left_in_peace.c.workspace_id == workspace_id, left_in_peace.c.mark == mark
