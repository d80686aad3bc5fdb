"""Where meetings come from, and one meeting with its end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.kernel.ids import MeetingId, SeriesId, TeamId
from bot.kernel.weeks import Weekday

ASK_FROM = timedelta(minutes=5)  # domain.md section 3: prompts come 5 to 15 minutes after a meeting's end
ASK_UNTIL = timedelta(minutes=15)
MOST_SERIES = 5  # a team's
LONGEST_NAME = 80
SHORTEST, LONGEST = 5, 480  # a meeting's minutes
TOO_LATE = timedelta(hours=2)  # a meeting that could not be asked about by then is skipped


class MeetingState(StrEnum):
    """Whether a meeting has been asked about."""

    PLANNED = "planned"
    ASKED = "asked"
    SKIPPED = "skipped"  # ``reason`` says why


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A weekly meeting, named as the administrator typed it; times are minutes after midnight in ``zone``."""

    id: SeriesId
    team_id: TeamId
    name: str
    weekday: Weekday
    start_minute: int
    length_minutes: int
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesDraft:
    """A weekly meeting as somebody sets it up; its zone is the team's."""

    name: str
    weekday: Weekday
    start_minute: int
    length_minutes: int


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
