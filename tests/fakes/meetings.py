"""Series and meetings for tests, in memory."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.kernel.ids import MeetingId, SeriesId, TeamId
from bot.meetings.model import Meeting, MeetingState, Series


class FakeMeetingStore:
    """Keeps series and meetings in dicts."""

    def __init__(self) -> None:
        self.series: dict[SeriesId, Series] = {}
        self.meetings: dict[MeetingId, Meeting] = {}

    def series_of(self, team_id: TeamId) -> list[Series]:
        found = [one for one in self.series.values() if one.team_id == team_id]
        return sorted(found, key=lambda one: (one.weekday, one.start_minute, one.name))

    def find_series(self, series_id: SeriesId) -> Series | None:
        return self.series.get(series_id)

    def replace_series(self, team_id: TeamId, kept: Iterable[Series]) -> None:
        stay = {one.id: one for one in kept}
        others = {one.id: one for one in self.series.values() if one.team_id != team_id}
        self.series = others | stay
        self.meetings = {key: one for key, one in self.meetings.items() if one.series_id in self.series}

    def add(self, meetings: Iterable[Meeting]) -> None:
        taken = {(one.series_id, one.starts_at) for one in self.meetings.values()}
        for meeting in meetings:
            if (meeting.series_id, meeting.starts_at) not in taken:
                self.meetings[meeting.id] = meeting
                taken.add((meeting.series_id, meeting.starts_at))

    def find(self, meeting_id: MeetingId) -> Meeting | None:
        return self.meetings.get(meeting_id)

    def remove_planned(self, team_id: TeamId, after: datetime) -> None:
        gone = {one.id for one in self._planned() if one.team_id == team_id and one.ends_at > after}
        self.meetings = {key: one for key, one in self.meetings.items() if key not in gone}

    def ended(self, now: datetime, limit: int) -> list[Meeting]:
        return [one for one in self._planned() if one.ends_at <= now][:limit]

    def planned_in(self, team_id: TeamId, round_number: int) -> list[Meeting]:
        return [one for one in self._planned() if (one.team_id, one.round_number) == (team_id, round_number)]

    def mark(self, meeting_id: MeetingId, state: MeetingState, reason: str = "") -> None:
        self.meetings[meeting_id] = replace(self.meetings[meeting_id], state=state, reason=reason)

    def next_end(self) -> datetime | None:
        return min((one.ends_at for one in self._planned()), default=None)

    def _planned(self) -> list[Meeting]:
        planned = [one for one in self.meetings.values() if one.state is MeetingState.PLANNED]
        return sorted(planned, key=lambda one: (one.ends_at, one.id))
