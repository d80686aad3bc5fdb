"""Series and meetings, in the database."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, func, select, update

from bot.db.rows import add_new, any_of, delete_some, put
from bot.db.tables import meeting, meeting_attendee, series, team
from bot.kernel.ids import MeetingId, SeriesId, TeamId, UserId, WorkspaceId
from bot.kernel.weeks import Weekday
from bot.meetings.model import Meeting, MeetingState, Series, Source

_THESE = select(meeting).where(meeting.c.id.in_(any_of("meetings")))
_OPEN = (MeetingState.NOTED.value, MeetingState.PLANNED.value)


class SqlMeetingStore:
    """Keeps a team's series and the meetings of its rounds."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def series_of(self, team_id: TeamId) -> list[Series]:
        wanted = _of(team_id, Source.WEEKLY).order_by(series.c.weekday, series.c.start_minute, series.c.name)
        return [_series(row) for row in self._connection.execute(wanted).mappings()]

    def sources_of(self, team_id: TeamId) -> list[Series]:
        calendars = _of(team_id, Source.CALENDAR).order_by(series.c.name, series.c.id)
        found = [_series(row) for row in self._connection.execute(calendars).mappings()]
        return [*self.series_of(team_id), *found]

    def find_series(self, series_id: SeriesId) -> Series | None:
        row = self._connection.execute(select(series).where(series.c.id == series_id)).mappings().first()
        return None if row is None else _series(row)

    def find_on_demand(self, team_id: TeamId) -> Series | None:
        row = self._connection.execute(_of(team_id, Source.ON_DEMAND)).mappings().first()
        return None if row is None else _series(row)

    def put_series(self, series_: Series) -> None:
        put(self._connection, series, _series_row(series_))

    def remove_series(self, series_id: SeriesId) -> None:
        self._connection.execute(delete(series).where(series.c.id == series_id))

    def replace_series(self, team_id: TeamId, kept: Iterable[Series]) -> None:
        rows = [_series_row(one) for one in kept]
        ids = [row["id"] for row in rows]
        weekly = and_(series.c.team_id == team_id, series.c.source == Source.WEEKLY.value)
        self._connection.execute(delete(series).where(weekly, series.c.id.not_in(ids)))
        for row in rows:
            put(self._connection, series, row)

    def add(self, meetings: Iterable[Meeting]) -> None:
        given = {one.id: one for one in meetings}
        add_new(self._connection, meeting, [_meeting_row(one) for one in given.values()])
        listed = [one_id for one_id, one in given.items() if one.people is not None]
        taken = self._connection.scalars(select(meeting.c.id).where(meeting.c.id.in_(listed))).all()
        self._invite([given[MeetingId(one_id)] for one_id in taken])

    def save(self, changed: Meeting) -> None:
        put(self._connection, meeting, _meeting_row(changed))
        self._connection.execute(delete(meeting_attendee).where(meeting_attendee.c.meeting_id == changed.id))
        self._invite([changed])

    def place(self, meeting_id: MeetingId, state: MeetingState, round_number: int) -> None:
        placed = update(meeting).where(meeting.c.id == meeting_id)
        self._connection.execute(placed.values(state=state.value, round_number=round_number))

    def find_all(self, meetings: Collection[MeetingId]) -> dict[MeetingId, Meeting]:
        return {one.id: one for one in self._meetings(_THESE, {"meetings": list(meetings)})}

    def find(self, meeting_id: MeetingId) -> Meeting | None:
        return next(iter(self._meetings(select(meeting).where(meeting.c.id == meeting_id))), None)

    def remove(self, meetings: Collection[MeetingId]) -> None:
        self._connection.execute(delete(meeting).where(meeting.c.id.in_(meetings)))

    def remove_planned(self, team_id: TeamId, after: datetime, source: Source | None = None) -> None:
        gone = delete(meeting).where(
            meeting.c.team_id == team_id, meeting.c.state.in_(_OPEN), meeting.c.ends_at > after
        )
        if source is not None:
            gone = gone.where(meeting.c.series_id.in_(_of(team_id, source).with_only_columns(series.c.id)))
        self._connection.execute(gone)

    def unplan(self, team_id: TeamId) -> None:
        planned = (meeting.c.team_id == team_id) & (meeting.c.state == MeetingState.PLANNED.value)
        self._connection.execute(update(meeting).where(planned).values(state=MeetingState.NOTED.value))

    def ended(self, now: datetime, limit: int) -> list[Meeting]:
        return self._meetings(_by_end(_planned().where(meeting.c.ends_at <= now)).limit(limit))

    def planned_in(self, team_id: TeamId, round_number: int) -> list[Meeting]:
        wanted = _planned().where(meeting.c.team_id == team_id, meeting.c.round_number == round_number)
        return self._meetings(_by_end(wanted))

    def since(self, team_id: TeamId, after: datetime) -> list[Meeting]:
        return self._meetings(_by_end(select(meeting).where(meeting.c.team_id == team_id, meeting.c.ends_at > after)))

    def ended_in(self, team_id: TeamId, round_number: int, since: datetime, now: datetime) -> list[Meeting]:
        of_round = (meeting.c.team_id == team_id) & (meeting.c.round_number == round_number)
        wanted = select(meeting).where(of_round, meeting.c.ends_at >= since, meeting.c.ends_at <= now)
        return self._meetings(wanted.order_by(meeting.c.ends_at, meeting.c.id))

    def mark(self, meeting_id: MeetingId, state: MeetingState, reason: str = "") -> None:
        changed = update(meeting).where(meeting.c.id == meeting_id).values(state=state.value, reason=reason)
        self._connection.execute(changed)

    def next_end(self) -> datetime | None:
        planned = meeting.c.state == MeetingState.PLANNED.value
        earliest: datetime | None = self._connection.scalar(select(func.min(meeting.c.ends_at)).where(planned))
        return earliest

    def remove_person(self, team_id: TeamId, user_id: UserId) -> None:
        of_team = select(meeting.c.id).where(meeting.c.team_id == team_id)
        theirs = meeting_attendee.c.user_id == user_id
        self._connection.execute(delete(meeting_attendee).where(theirs, meeting_attendee.c.meeting_id.in_(of_team)))

    def count_for(self, workspace_id: WorkspaceId, user_id: UserId) -> int:
        of_team = select(func.count()).select_from(meeting_attendee).join(meeting).join(team)
        theirs = of_team.where(team.c.workspace_id == workspace_id, meeting_attendee.c.user_id == user_id)
        return int(self._connection.execute(theirs).scalar_one())

    def forget_people(self, before: datetime, limit: int) -> int:
        # Every state is named, since the index that knows when meetings end begins with it.
        over = meeting.c.state.in_([state.value for state in MeetingState]) & (meeting.c.ends_at < before)
        old = select(meeting.c.id).where(over)
        return delete_some(self._connection, meeting_attendee, meeting_attendee.c.meeting_id.in_(old), limit)

    def _invite(self, meetings: Iterable[Meeting]) -> None:
        rows = [{"meeting_id": one.id, "user_id": person} for one in meetings for person in sorted(one.people or ())]
        add_new(self._connection, meeting_attendee, rows)

    def _meetings(self, wanted: Select[Any], values: Mapping[str, Any] | None = None) -> list[Meeting]:
        rows = self._connection.execute(wanted, values).mappings().all()
        people = self._people([row["id"] for row in rows if row["listed"]])
        return [_meeting(row, people) for row in rows]

    def _people(self, listed: Sequence[str]) -> Mapping[str, frozenset[UserId]]:
        found: defaultdict[str, set[UserId]] = defaultdict(set)
        if listed:
            wanted = select(meeting_attendee).where(meeting_attendee.c.meeting_id.in_(listed))
            for row in self._connection.execute(wanted):
                found[row.meeting_id].add(row.user_id)
        return {meeting_id: frozenset(people) for meeting_id, people in found.items()}


def _of(team_id: TeamId, source: Source) -> Select[Any]:
    return select(series).where(series.c.team_id == team_id, series.c.source == source.value)


def _planned() -> Select[Any]:
    return select(meeting).where(meeting.c.state == MeetingState.PLANNED.value)


def _by_end(wanted: Select[Any]) -> Select[Any]:
    return wanted.order_by(meeting.c.ends_at, meeting.c.id)


def _series(row: Mapping[Any, Any]) -> Series:
    skipped = tuple(date.fromisoformat(day) for day in row["skipped"] or ())
    return Series(**{**row, "weekday": Weekday(row["weekday"]), "skipped": skipped, "source": Source(row["source"])})


def _meeting(row: Mapping[Any, Any], people: Mapping[str, frozenset[UserId]]) -> Meeting:
    own = {name: value for name, value in row.items() if name != "listed"}
    invited = people.get(row["id"], frozenset()) if row["listed"] else None
    return Meeting(**{**own, "state": MeetingState(row["state"]), "people": invited})


def _series_row(one: Series) -> dict[str, Any]:
    skipped = [day.isoformat() for day in one.skipped] or None
    return asdict(one) | {"weekday": int(one.weekday), "source": one.source.value, "skipped": skipped}


def _meeting_row(one: Meeting) -> dict[str, Any]:
    return {
        "id": one.id,
        "team_id": one.team_id,
        "series_id": one.series_id,
        "round_number": one.round_number,
        "starts_at": one.starts_at,
        "ends_at": one.ends_at,
        "state": one.state.value,
        "reason": one.reason,
        "listed": one.people is not None,
    }
