"""Series and meetings, in the database."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, select, update

from bot.db.rows import add_new, put
from bot.db.tables import meeting, series
from bot.kernel.ids import MeetingId, SeriesId, TeamId
from bot.kernel.weeks import Weekday
from bot.meetings.model import Meeting, MeetingState, Series


class SqlMeetingStore:
    """Keeps a team's series and the meetings of its rounds."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def series_of(self, team_id: TeamId) -> list[Series]:
        wanted = (
            select(series)
            .where(series.c.team_id == team_id)
            .order_by(series.c.weekday, series.c.start_minute, series.c.name)
        )
        return [_series(row) for row in self._connection.execute(wanted).mappings()]

    def find_series(self, series_id: SeriesId) -> Series | None:
        row = self._connection.execute(select(series).where(series.c.id == series_id)).mappings().first()
        return None if row is None else _series(row)

    def replace_series(self, team_id: TeamId, kept: Iterable[Series]) -> None:
        rows = [_series_row(one) for one in kept]
        ids = [row["id"] for row in rows]
        self._connection.execute(delete(series).where(series.c.team_id == team_id, series.c.id.not_in(ids)))
        for row in rows:
            put(self._connection, series, row)

    def add(self, meetings: Iterable[Meeting]) -> None:
        add_new(self._connection, meeting, [_meeting_row(one) for one in meetings])

    def find(self, meeting_id: MeetingId) -> Meeting | None:
        row = self._connection.execute(select(meeting).where(meeting.c.id == meeting_id)).mappings().first()
        return None if row is None else _meeting(row)

    def remove_planned(self, team_id: TeamId, after: datetime) -> None:
        gone = delete(meeting).where(
            meeting.c.team_id == team_id, meeting.c.state == MeetingState.PLANNED.value, meeting.c.ends_at > after
        )
        self._connection.execute(gone)

    def ended(self, now: datetime, limit: int) -> list[Meeting]:
        due = _planned().where(meeting.c.ends_at <= now).order_by(meeting.c.ends_at, meeting.c.id).limit(limit)
        return self._meetings(due)

    def planned_in(self, team_id: TeamId, round_number: int) -> list[Meeting]:
        wanted = _planned().where(meeting.c.team_id == team_id, meeting.c.round_number == round_number)
        return self._meetings(wanted.order_by(meeting.c.ends_at, meeting.c.id))

    def mark(self, meeting_id: MeetingId, state: MeetingState, reason: str = "") -> None:
        changed = update(meeting).where(meeting.c.id == meeting_id).values(state=state.value, reason=reason)
        self._connection.execute(changed)

    def next_end(self) -> datetime | None:
        planned = meeting.c.state == MeetingState.PLANNED.value
        earliest: datetime | None = self._connection.scalar(select(func.min(meeting.c.ends_at)).where(planned))
        return earliest

    def _meetings(self, wanted: Select[Any]) -> list[Meeting]:
        return [_meeting(row) for row in self._connection.execute(wanted).mappings()]


def _planned() -> Select[Any]:
    return select(meeting).where(meeting.c.state == MeetingState.PLANNED.value)


def _series(row: Mapping[Any, Any]) -> Series:
    return Series(**{**row, "weekday": Weekday(row["weekday"])})


def _meeting(row: Mapping[Any, Any]) -> Meeting:
    return Meeting(**{**row, "state": MeetingState(row["state"])})


def _series_row(one: Series) -> dict[str, Any]:
    return {
        "id": one.id,
        "team_id": one.team_id,
        "name": one.name,
        "weekday": int(one.weekday),
        "start_minute": one.start_minute,
        "length_minutes": one.length_minutes,
        "zone": one.zone,
    }


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
    }
