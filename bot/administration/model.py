"""What administrators are shown and may choose; nothing here knows who joined a team, or how many."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.kernel.ids import UserId
from bot.kernel.weeks import Weekday
from bot.meetings.model import Series
from bot.outbox.model import Problem
from bot.practices.model import Word
from bot.teams.model import Round, Team

MOST_ADMINS = 10
LOG_SHOWN = 50  # of what is kept for a year, as one window can hold it
POSTS_A_PAGE = 13  # a quarter of a year: with the longest posts, what one window can hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week that may be skipped: its round, and when its post would come."""

    round_number: int
    posts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A team's settings as its administrators see them."""

    team: Team
    series: tuple[Series, ...]
    admins: tuple[UserId, ...] = field(repr=False)
    weeks: tuple[Week, ...] = ()

    @property
    def skipped(self) -> Week | None:
        """Return the week that is skipped, where it is not over."""
        return next((week for week in self.weeks if self.team.skips(week.round_number)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAfter:
    """A team that somebody looks after, with what could not be said in its channel, the newest first."""

    team: Team
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PostTime:
    """When the weekly post comes, with every value checked."""

    zone: str
    weekday: Weekday
    minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One weekly post that appeared, with what it said of the team."""

    round: Round
    body: Mapping[str, Any]
    practice_id: str = ""
    word: Word | None = None
    level: int | None = None  # twentieths, from the reading on with which the line begins
    act_word: Word | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of a team's posts, the oldest first, counted in pages from the newest."""

    number: int
    posts: tuple[Published, ...]
    has_earlier: bool
