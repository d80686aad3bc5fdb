"""A team, its members' consent and its rounds, with the rules that fix when a round closes and posts."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.kernel.weeks import Weekday, weekly_after
from bot.teams.holidays import Holidays

MIN_TEAM = 5  # anonymity.md, MIN_TEAM: the fewest joined members for check-ins and posts
CLOSE_BEFORE_POST = timedelta(hours=1)
FIRST_ROUND_AT_LEAST = timedelta(days=3)  # so that the first post has had meetings to speak of
SEASON_ROUNDS = 12
CONSENT_VERSION = 1  # raised when the promise changes in substance; then people are asked again


class TeamState(StrEnum):
    """How far a team has come."""

    GREETED = "greeted"  # the bot is in the channel; nobody has set up the meetings yet
    ACTIVE = "active"
    PAUSED = "paused"  # ``reason`` says why: by an administrator, or Slack's word for what it refused
    GONE = "gone"  # the bot was removed or the channel archived


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A channel and the people who joined; ``post_minute`` counts from midnight in the team's zone."""

    id: TeamId
    workspace_id: WorkspaceId
    channel_id: ChannelId
    state: TeamState = TeamState.GREETED
    reason: str = ""
    zone: str = "UTC"
    post_weekday: Weekday = Weekday.FRIDAY
    post_minute: int = 15 * 60
    too_small_told: bool = False
    country: str = ""  # whose public holidays are kept, by its two letters; none if empty
    subdivision: str = ""

    @property
    def tz(self) -> ZoneInfo:
        """Return the team's time zone."""
        return ZoneInfo(self.zone)

    @property
    def holidays(self) -> Holidays:
        """Return the public holidays on which nobody in the team is asked."""
        return Holidays(self.country, self.subdivision)

    @property
    def post_time(self) -> time:
        """Return the local time of the weekly post."""
        return time(self.post_minute // 60, self.post_minute % 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who joined a team, with the promise they agreed to."""

    team_id: TeamId
    user_id: UserId
    consent_version: int

    @property
    def has_agreed(self) -> bool:
        """Return whether they agreed to the promise as it is now; else they are asked nothing."""
        return self.consent_version >= CONSENT_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """What is kept of somebody's joining a team, for their own eyes."""

    team: Team
    joined_on: date
    consent_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A team's week, from close to close; rounds of a team are numbered 1, 2, … without gaps."""

    team_id: TeamId
    number: int
    opens_at: datetime
    closes_at: datetime
    posts_at: datetime
    is_open: bool = True

    @property
    def season(self) -> int:
        """Return the season this round is in, counted from 0."""
        return (self.number - 1) // SEASON_ROUNDS

    @property
    def place(self) -> int:
        """Return the round's place in its season, 1 to 12."""
        return (self.number - 1) % SEASON_ROUNDS + 1

    def takes_answers(self, now: datetime) -> bool:
        """Return whether a tap at this moment still belongs to this round; decided by the time alone."""
        return self.is_open and now < self.closes_at


def first_round(team: Team, now: datetime) -> Round:
    """Return the round that begins when a team has been set up."""
    return _round(team, 1, now, now + FIRST_ROUND_AT_LEAST)


def next_round(team: Team, closed: Round, now: datetime) -> Round:
    """Return the round that follows; weeks during which nobody closed anything are not made up for."""
    return _round(team, closed.number + 1, closed.closes_at, max(closed.closes_at, now))


def _round(team: Team, number: int, opens_at: datetime, not_before: datetime) -> Round:
    posts_at = weekly_after(team.post_weekday, team.post_time, team.tz, not_before + CLOSE_BEFORE_POST)
    return Round(
        team_id=team.id,
        number=number,
        opens_at=opens_at,
        closes_at=posts_at - CLOSE_BEFORE_POST,
        posts_at=posts_at,
    )
