"""Where series and meetings are kept."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from bot.kernel.ids import MeetingId, SeriesId, TeamId
from bot.meetings.model import Meeting, MeetingState, Series
from bot.teams.ports import TeamsUnit


class MeetingStore(Protocol):
    """Keeps a team's series and the meetings of its rounds."""

    def series_of(self, team_id: TeamId) -> list[Series]:
        """Return the team's series in the order of their weekday and start."""
        ...

    def find_series(self, series_id: SeriesId) -> Series | None: ...

    def replace_series(self, team_id: TeamId, kept: Iterable[Series]) -> None:
        """Keep exactly these series; series that stay keep their id and their past meetings."""
        ...

    def add(self, meetings: Iterable[Meeting]) -> None:
        """Keep the meetings; a second one of a series at the same start is passed over."""
        ...

    def find(self, meeting_id: MeetingId) -> Meeting | None: ...

    def remove_planned(self, team_id: TeamId, after: datetime) -> None:
        """Delete meetings still planned that end later than this."""
        ...

    def ended(self, now: datetime, limit: int) -> list[Meeting]:
        """Return planned meetings that have ended, the earliest first."""
        ...

    def planned_in(self, team_id: TeamId, round_number: int) -> list[Meeting]:
        """Return the round's meetings still planned, by their end."""
        ...

    def mark(self, meeting_id: MeetingId, state: MeetingState, reason: str = "") -> None: ...

    def next_end(self) -> datetime | None:
        """Return the earliest end of a planned meeting."""
        ...


class MeetingsUnit(TeamsUnit, Protocol):
    """The stores that the meetings feature needs."""

    @property
    def meetings(self) -> MeetingStore: ...
