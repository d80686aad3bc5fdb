"""Where series, meetings and calendars are kept, and what reads a calendar."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.kernel.ids import MeetingId, SeriesId, TeamId, UserId, WorkspaceId
from bot.meetings.model import Feed, Meeting, MeetingState, Series, Source
from bot.teams.ports import TeamsUnit


class MeetingStore(Protocol):
    """Keeps a team's series and the meetings of its rounds."""

    def series_of(self, team_id: TeamId) -> list[Series]:
        """Return the team's weekly series in the order of their weekday and start."""
        ...

    def sources_of(self, team_id: TeamId) -> list[Series]:
        """Return the team's weekly series and then its calendars, by name."""
        ...

    def find_series(self, series_id: SeriesId) -> Series | None:
        """Return a series of any source."""
        ...

    def find_on_demand(self, team_id: TeamId) -> Series | None:
        """Return the series that stands for what members say has ended, where the team has one."""
        ...

    def put_series(self, series: Series) -> None:
        """Add the series, or replace it; its meetings stay."""
        ...

    def remove_series(self, series_id: SeriesId) -> None:
        """Delete a series with its meetings."""
        ...

    def replace_series(self, team_id: TeamId, kept: Iterable[Series]) -> None:
        """Keep exactly these weekly series; series that stay keep their id and their past meetings."""
        ...

    def add(self, meetings: Iterable[Meeting]) -> None:
        """Keep the meetings; a second one of a series at the same start is passed over."""
        ...

    def save(self, meeting: Meeting) -> None:
        """Replace a kept meeting and the people it is for."""
        ...

    def place(self, meeting_id: MeetingId, state: MeetingState, round_number: int) -> None:
        """Change in which round a meeting is, and whether it is planned; the people it is for stay."""
        ...

    def find_all(self, meetings: Collection[MeetingId]) -> dict[MeetingId, Meeting]:
        """Return those of the meetings that there are."""
        ...

    def find(self, meeting_id: MeetingId) -> Meeting | None: ...

    def remove(self, meetings: Collection[MeetingId]) -> None: ...

    def ended_in(self, team_id: TeamId, round_number: int, since: datetime, now: datetime) -> list[Meeting]:
        """Return the round's meetings that ended since a moment, whatever became of them, by their end."""
        ...

    def remove_planned(self, team_id: TeamId, after: datetime, source: Source | None = None) -> None:
        """Delete meetings noted or planned that end later than this, of one source or of all."""
        ...

    def unplan(self, team_id: TeamId) -> None:
        """Make every planned meeting of the team one that is only noted."""
        ...

    def ended(self, now: datetime, limit: int) -> list[Meeting]:
        """Return planned meetings that have ended, the earliest first."""
        ...

    def planned_in(self, team_id: TeamId, round_number: int) -> list[Meeting]:
        """Return the round's meetings still planned, by their end."""
        ...

    def since(self, team_id: TeamId, after: datetime) -> list[Meeting]:
        """Return the team's meetings in any state that end later than this, by their end."""
        ...

    def mark(self, meeting_id: MeetingId, state: MeetingState, reason: str = "") -> None: ...

    def next_end(self) -> datetime | None:
        """Return the earliest end of a planned meeting."""
        ...

    def remove_person(self, team_id: TeamId, user_id: UserId) -> None:
        """Delete somebody from the people that the team's meetings are for."""
        ...

    def count_for(self, workspace_id: WorkspaceId, user_id: UserId) -> int:
        """Return of how many meetings in a workspace it is kept that a calendar invites this person."""
        ...

    def forget_people(self, before: datetime, limit: int) -> int:
        """Delete whom meetings were for that ended before this, so many people at most; return how many.

        Such a meeting is then for nobody. Call it until it returns 0.
        """
        ...


class FeedStore(Protocol):
    """Keeps calendars' feeds; addresses are sealed, and handed out to whoever fetches."""

    def find(self, feed_id: SeriesId) -> Feed | None: ...

    def of_team(self, team_id: TeamId) -> list[Feed]: ...

    def save(self, feed: Feed) -> None:
        """Add the feed, or replace all but its address; whoever is reading it now loses the claim."""
        ...

    def keep_address(self, feed_id: SeriesId, address: str) -> None:
        """Seal the address with TOKEN_KEY and keep it; raises CandorError where there is no such key."""
        ...

    def get_address(self, feed_id: SeriesId) -> str:
        """Return the address in clear; raises CandorError where it cannot be opened."""
        ...

    def claim(self, now: datetime, lease: str, seconds: float) -> Feed | None:
        """Claim the feed of an active team that is due first, for some seconds of machine time; None where none is."""
        ...

    def is_claimed(self, feed_id: SeriesId, lease: str) -> bool:
        """Return whether a claim still holds."""
        ...

    def finish(self, feed: Feed, lease: str) -> bool:
        """Replace the feed and end the claim; False where it was lost meanwhile, and nothing is written."""
        ...

    def next_poll(self) -> datetime | None:
        """Return when the next feed of an active team is to be read."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """Which version of a feed is known, in the server's words and by a digest of ours; empty for none."""

    etag: str = ""
    last_modified: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which of a calendar's events are wanted: those that end in a stretch of time, by title or by number of people.

    ``zone`` is where times are that name none.
    """

    title: str
    zone: str
    after: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event of a calendar: when it is, who is invited and has not declined, and how many people it lists."""

    starts_at: datetime
    ends_at: datetime
    addresses: frozenset[str] = field(default=frozenset(), repr=False)
    listed: int = 0


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The calendar is as it was; nothing was parsed."""

    version: Version


@dataclass(frozen=True, slots=True)
class Read:
    """The calendar was read."""

    version: Version
    events: Sequence[Event] = field(repr=False)


class FeedReader(Protocol):
    """Fetches a calendar and reads it, within limits; knows nothing of teams."""

    def read(self, address: str, known: Version, wanted: Wanted) -> Unchanged | Read:
        """Return what the calendar holds; raises Refused with a sentence for the administrator."""
        ...


class MeetingsUnit(TeamsUnit, Protocol):
    """The stores that the meetings feature needs."""

    @property
    def meetings(self) -> MeetingStore: ...

    @property
    def feeds(self) -> FeedStore: ...
