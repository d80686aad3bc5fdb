"""A team, its members' consent and its rounds, with the rules that fix when a round closes and posts."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.directory.holidays import Holidays
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.kernel.weeks import Weekday, local_day, moment, weekly_after

MIN_TEAM = 5  # anonymity.md, MIN_TEAM: the fewest joined members for check-ins and posts
CLOSE_BEFORE_POST = timedelta(hours=1)
LONGEST_REST = 8  # weeks that can be free one after the other
LONGEST_MOVE = timedelta(days=6)  # a post whose day is free comes before the next week's
FIRST_ROUND_AT_LEAST = timedelta(days=3)  # so that the first post has had meetings to speak of
ROUND_AT_LEAST = timedelta(days=1)  # so that a later hour of the same day brings no second post
PAUSED_BY_ADMIN = "administrator"  # why a team rests that nobody refused anything to
SEASON_ROUNDS = 12
SMALL_CHANNEL = 12  # people; with fewer, one who comes or goes is a good part of what changes
NO_ACT = ""  # where an act is named: the one whose turn it is
NO_ROUND = 0  # where a round is named by its number: none
CONSENT_VERSION = 1  # raised when the promise changes in substance; then people are asked again

IsFree = Callable[[date], bool]  # whether nobody is expected at work on a day of the team's, beside weekends


class TeamState(StrEnum):
    """How far a team has come."""

    GREETED = "greeted"  # the bot is in the channel; nobody has set up the meetings yet
    ACTIVE = "active"
    PAUSED = "paused"  # ``reason`` says why: by an administrator, or Slack's word for what it refused
    GONE = "gone"  # the bot was removed or the channel archived


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A channel and the people who joined; ``post_minute`` counts from midnight in the team's zone.

    ``next_act`` is what its administrators chose for the next season, ``week_off`` the round in which they want nobody
    asked, ``channel_changed_round`` the latest in which somebody came into its small channel or left it.
    """

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
    next_act: str = NO_ACT
    week_off: int = NO_ROUND
    gone_at: datetime | None = None
    channel_changed_round: int = NO_ROUND

    @property
    def tz(self) -> ZoneInfo:
        """Return the team's time zone."""
        return ZoneInfo(self.zone)

    def skips(self, round_number: int) -> bool:
        """Return whether nobody is asked and nothing is posted in this round, by an administrator's wish."""
        return self.week_off == round_number

    @property
    def holidays(self) -> Holidays:
        """Return the public holidays on which nobody in the team is asked."""
        return Holidays(self.country, self.subdivision)

    @property
    def post_time(self) -> time:
        """Return the local time of the weekly post."""
        return time(self.post_minute // 60, self.post_minute % 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an administrator changed, as the channel was told it: a text of the catalogue with its values."""

    team_id: TeamId
    number: int
    at: datetime
    by: UserId = field(repr=False)
    text_id: str
    values: Mapping[str, str | int] = field(repr=False)

    def names(self, user_id: UserId) -> bool:
        """Return whether somebody made this change or is named in it."""
        return self.by == user_id or bool(re.search(rf"\b{re.escape(user_id)}\b", str(dict(self.values))))


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
    asked_version: int = 0  # they were sent this newer promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A team's week, from close to close; rounds of a team are numbered 1, 2, … without gaps.

    ``act`` is what its season has in focus; the rounds of a season have the same.
    """

    team_id: TeamId
    number: int
    opens_at: datetime
    closes_at: datetime
    posts_at: datetime
    is_open: bool = True
    act: str = NO_ACT

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


def is_small(people: int | None) -> bool:
    """Return whether a channel is so small that who came or went could be read off a change; None is not known."""
    return people is None or people < SMALL_CHANNEL


def calendar_of(team: Team) -> IsFree:
    """Return which days are free for a team: the public holidays of its country, where it has chosen one."""
    return team.holidays.has


def first_round(team: Team, now: datetime, is_free: IsFree | None = None) -> Round:
    """Return the round that begins when a team has been set up."""
    return _round(team, 1, now, now + FIRST_ROUND_AT_LEAST, is_free, team.next_act)


def next_round(team: Team, closed: Round, now: datetime, is_free: IsFree | None = None, *, act: str = NO_ACT) -> Round:
    """Return the round that follows; weeks during which nobody closed anything are not made up for.

    A season keeps its act; a new one has what the administrators chose, else ``act``.
    """
    number = closed.number + 1
    begins = (number - 1) % SEASON_ROUNDS == 0
    focus = (team.next_act or act) if begins else closed.act
    return _round(team, number, closed.closes_at, max(closed.closes_at + ROUND_AT_LEAST, now), is_free, focus)


def post_moment(team: Team, after: datetime, is_free: IsFree | None = None) -> datetime:
    """Return the first moment for a post strictly later than ``after``: the team's weekly one, on a working day.

    A post whose day is free moves to the same time on the next working day; where there is none before the next
    week's post, that week has no post and the round runs on.
    """
    is_free = is_free or calendar_of(team)
    weekly = weekly_after(team.post_weekday, team.post_time, team.tz, after - LONGEST_MOVE)
    for _ in range(LONGEST_REST):
        moved = _on_working_day(team, weekly, is_free)
        if moved is not None and moved > after:
            return moved
        weekly = weekly_after(team.post_weekday, team.post_time, team.tz, weekly)
    return weekly


def next_post_at(team: Team, open_: Round, now: datetime) -> datetime | None:
    """Return when a team's next post is due, as far as it is known; None while the team rests."""
    if team.state is not TeamState.ACTIVE:
        return None
    if not team.skips(open_.number):
        return open_.posts_at
    following = next_round(team, open_, now)
    return None if team.skips(following.number) else following.posts_at


def _on_working_day(team: Team, weekly: datetime, is_free: IsFree) -> datetime | None:
    day = local_day(weekly, team.tz)
    if not is_free(day):
        return weekly
    for later in range(1, LONGEST_MOVE.days + 1):
        other = day + timedelta(days=later)
        if other.weekday() <= Weekday.FRIDAY and not is_free(other):
            return moment(other, team.post_time, team.tz)
    return None


def _round(
    team: Team, number: int, opens_at: datetime, not_before: datetime, is_free: IsFree | None, act: str
) -> Round:
    posts_at = post_moment(team, not_before + CLOSE_BEFORE_POST, is_free)
    return Round(
        team_id=team.id,
        number=number,
        opens_at=opens_at,
        closes_at=posts_at - CLOSE_BEFORE_POST,
        posts_at=posts_at,
        act=act,
    )
