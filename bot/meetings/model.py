"""Where meetings come from, and one meeting with its end."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.kernel.ids import MeetingId, SeriesId, TeamId, UserId
from bot.kernel.weeks import Weekday

ASK_FROM = timedelta(minutes=5)  # domain.md section 3: prompts come 5 to 15 minutes after a meeting's end
ASK_UNTIL = timedelta(minutes=15)
MOST_SERIES = 5  # a team's
MOST_CALENDARS = 3  # a team's
MOST_WEEKS = 12  # between two meetings of a series
MOST_SKIPPED = 50  # dates of a series on which it does not take place
LONGEST_NAME = 80
SHORTEST, LONGEST = 5, 480  # a meeting's minutes
TOO_LATE = timedelta(hours=2)  # a meeting that could not be asked about by then is skipped


class Source(StrEnum):
    """Where a series has its meetings from."""

    WEEKLY = "weekly"
    CALENDAR = "calendar"
    ON_DEMAND = "on_demand"  # a member says that a meeting has ended


class MeetingState(StrEnum):
    """Whether a meeting has been asked about."""

    NOTED = "noted"  # known, and not asked about: another stands for it, or its round has not opened
    PLANNED = "planned"
    ASKED = "asked"
    SKIPPED = "skipped"  # ``reason`` says why


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Where meetings come from, named as the administrator typed it.

    The times of a weekly one are minutes after midnight in ``zone``; with ``every_weeks`` above 1 the weeks are
    counted from the first weekday on or after ``first_on``. Other sources leave the times at nothing.
    """

    id: SeriesId
    team_id: TeamId
    name: str
    weekday: Weekday
    start_minute: int
    length_minutes: int
    zone: str
    every_weeks: int = 1
    first_on: date | None = None
    skipped: tuple[date, ...] = ()  # days on which it does not take place, sorted
    source: Source = Source.WEEKLY


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesDraft:
    """A weekly meeting as somebody sets it up; its zone is the team's."""

    name: str
    weekday: Weekday
    start_minute: int
    length_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """In which weeks a weekly meeting takes place."""

    every_weeks: int = 1
    first_on: date | None = None
    skipped: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A team's whole set-up, with every value checked."""

    zone: str
    drafts: tuple[SeriesDraft, ...]
    post_weekday: Weekday
    post_minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One occurrence; it belongs to the round in which the last of its prompts would be due."""

    id: MeetingId
    team_id: TeamId
    series_id: SeriesId
    round_number: int
    starts_at: datetime
    ends_at: datetime
    state: MeetingState = MeetingState.PLANNED
    reason: str = ""
    people: frozenset[UserId] | None = field(default=None, repr=False)  # who is asked; None for all who joined

    def concerns(self, user_id: UserId) -> bool:
        """Return whether somebody who joined is asked about this meeting."""
        return self.people is None or user_id in self.people


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A calendar's feed, by the id of its series; the address is kept apart, sealed, and never shown.

    An event counts if ``title`` is in its title, or, where that is empty, if five who joined are invited to it.
    """

    id: SeriesId
    team_id: TeamId
    title: str = field(default="", repr=False)
    etag: str = field(default="", repr=False)  # the server's word for the version that was read
    last_modified: str = field(default="", repr=False)
    digest: str = field(default="", repr=False)  # of what was read, for servers without such words
    roster: str = field(default="", repr=False)  # of whom its events were matched with
    read_at: datetime | None = None  # when it was last read or found unchanged
    read_until: datetime | None = None  # how far its events were taken
    trouble: str = ""  # the id of the sentence about what keeps it from being read
    failures: int = 0  # in a row
    poll_at: datetime
