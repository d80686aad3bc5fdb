"""Who was chosen to be asked and who was asked, in the database; never whether an answer came."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, select, update

from bot.checkins.model import Checkin, Shown
from bot.db.rows import add_new, any_of, columns, delete_some
from bot.db.tables import checkin, shown, team
from bot.kernel.ids import CheckinId, TeamId, UserId, WorkspaceId

# A person's local day is at most one day away from the day in UTC.
_DAY = timedelta(days=1)

# What is asked about every group of prompts is put together once, here: building a statement costs more than running
# it.
_THESE = select(checkin).where(checkin.c.id.in_(any_of("ids")))
_LOCK_TEAMS = (
    select(team.c.id)
    .where(team.c.id.in_(select(checkin.c.team_id).where(checkin.c.id.in_(any_of("ids")))))
    .order_by(team.c.id)
    .with_for_update()
)
_IN_ROUNDS = (
    select(checkin)
    .where(checkin.c.team_id.in_(any_of("teams")))
    .where(checkin.c.round_number.in_(any_of("rounds")))
    .where(checkin.c.user_id.in_(any_of("users")))
    .order_by(checkin.c.due_at, checkin.c.id)
)
_SHOWN_TO = (
    select(shown.c.workspace_id, shown.c.user_id, shown.c.local_day, shown.c.checkin_id)
    .where(shown.c.workspace_id.in_(any_of("workspaces")))
    .where(shown.c.user_id.in_(any_of("users")))
)


class SqlCheckinStore:
    """Keeps whom we chose to ask, and whom we asked on which day, for fourteen days."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, checkins: Iterable[Checkin]) -> None:
        add_new(self._connection, checkin, [_row(one) for one in checkins])

    def find(self, checkin_id: CheckinId) -> Checkin | None:
        found = self._checkins(select(checkin).where(checkin.c.id == checkin_id))
        return found[0] if found else None

    def find_all(self, checkin_ids: Collection[CheckinId]) -> list[Checkin]:
        return _checkins(self._connection.execute(_THESE, {"ids": list(checkin_ids)}))

    def lock_teams(self, checkin_ids: Collection[CheckinId]) -> None:
        if self._connection.dialect.name != "sqlite":  # there the transaction has held the database from its beginning
            self._connection.execute(_LOCK_TEAMS, {"ids": list(checkin_ids)})

    def postpone(self, checkin_id: CheckinId, due_at: datetime) -> None:
        self._connection.execute(update(checkin).where(checkin.c.id == checkin_id).values(due_at=due_at))

    def in_round(self, team_id: TeamId, round_number: int) -> list[Checkin]:
        wanted = select(checkin).where(checkin.c.team_id == team_id, checkin.c.round_number == round_number)
        return self._checkins(wanted)

    def of_people(self, whose: Collection[tuple[TeamId, int, UserId]]) -> list[Checkin]:
        found = self._connection.execute(_IN_ROUNDS, columns(whose, "teams", "rounds", "users"))
        return [one for one in _checkins(found) if (one.team_id, one.round_number, one.user_id) in whose]

    def of_person(self, user_id: UserId, since: datetime) -> list[Checkin]:
        return self._checkins(select(checkin).where(checkin.c.user_id == user_id, checkin.c.due_at >= since))

    def planned_since(self, users: Collection[UserId], since: datetime) -> dict[UserId, int]:
        counted = (
            select(checkin.c.user_id, func.count())
            .where(checkin.c.user_id.in_(users), checkin.c.due_at >= since)
            .group_by(checkin.c.user_id)
        )
        return {UserId(user_id): count for user_id, count in self._connection.execute(counted)}

    def note_shown(self, prompts: Sequence[Shown]) -> None:
        add_new(self._connection, shown, [one._asdict() for one in prompts])

    def was_shown(self, checkin_id: CheckinId) -> bool:
        noted = select(shown.c.local_day).where(shown.c.checkin_id == checkin_id)
        return self._connection.execute(noted).first() is not None

    def shown_to(self, people: Collection[tuple[WorkspaceId, UserId]]) -> list[Shown]:
        found = self._connection.execute(_SHOWN_TO, columns(people, "workspaces", "users"))
        return [Shown(*row) for row in found if (row.workspace_id, row.user_id) in people]

    def count_of(self, workspace_id: WorkspaceId, user_id: UserId) -> int:
        here = select(team.c.id).where(team.c.workspace_id == workspace_id)
        counted = select(func.count()).select_from(checkin)
        theirs = counted.where(checkin.c.user_id == user_id, checkin.c.team_id.in_(here))
        return int(self._connection.execute(theirs).scalar_one())

    def shown_days(self, workspace_id: WorkspaceId, user_id: UserId) -> list[date]:
        wanted = select(shown.c.local_day).where(shown.c.workspace_id == workspace_id, shown.c.user_id == user_id)
        return list(self._connection.scalars(wanted.order_by(shown.c.local_day)))

    def forget_before(self, moment: datetime, limit: int) -> int:
        old = select(checkin.c.id).where(checkin.c.due_at < moment).limit(limit)
        ids = list(self._connection.scalars(old.with_for_update(skip_locked=True)))
        self._remove(ids)
        return len(ids) + delete_some(
            self._connection, shown, shown.c.local_day < moment.date() - _DAY, limit - len(ids)
        )

    def remove_person(self, team_id: TeamId, user_id: UserId) -> None:
        theirs = select(checkin.c.id).where(checkin.c.team_id == team_id, checkin.c.user_id == user_id)
        self._remove(list(self._connection.scalars(theirs)))

    def forget_shown(self, workspace_id: WorkspaceId, user_id: UserId) -> None:
        theirs = (shown.c.workspace_id == workspace_id) & (shown.c.user_id == user_id)
        self._connection.execute(delete(shown).where(theirs))

    def _remove(self, ids: list[str]) -> None:
        self._connection.execute(delete(checkin).where(checkin.c.id.in_(ids)))
        self._connection.execute(delete(shown).where(shown.c.checkin_id.in_(ids)))

    def _checkins(self, wanted: Select[Any]) -> list[Checkin]:
        return _checkins(self._connection.execute(wanted.order_by(checkin.c.due_at, checkin.c.id)))


def _checkins(rows: Iterable[Row[Any]]) -> list[Checkin]:
    return [Checkin(**row._mapping) for row in rows]


def _row(one: Checkin) -> dict[str, Any]:
    return {
        "id": one.id,
        "team_id": one.team_id,
        "meeting_id": one.meeting_id,
        "round_number": one.round_number,
        "user_id": one.user_id,
        "due_at": one.due_at,
    }
