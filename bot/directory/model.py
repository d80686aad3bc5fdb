"""People and channels as Slack describes them."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.kernel.ids import ChannelId, UserId, WorkspaceId
from bot.kernel.weeks import Weekday, moment

MOST_A_WEEK = 3  # prompts to a person in seven days, over all teams; a person may want fewer
MONDAY_TO_FRIDAY = frozenset(Weekday) - {Weekday.SATURDAY, Weekday.SUNDAY}


class Standing(StrEnum):
    """What somebody is in a workspace; only FULL people can join a team."""

    FULL = "full"
    GUEST = "guest"
    BOT = "bot"
    STRANGER = "stranger"  # of another organization
    DEACTIVATED = "deactivated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What Slack says of somebody right now; kept only for people who joined."""

    user_id: UserId
    zone: str  # an IANA name, UTC where Slack gives none we know
    standing: Standing
    is_workspace_admin: bool = False
    away: bool = False  # the status says that they are on leave or ill
    away_until: datetime | None = None  # when that status ends, where Slack says so


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """A do-not-disturb of somebody's, begun or to come."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When somebody works, by their own wall clock: minutes after midnight, and the days of their week."""

    from_minute: int = 9 * 60
    until_minute: int = 18 * 60
    days: frozenset[Weekday] = MONDAY_TO_FRIDAY

    def on(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
        """Return when the working day begins and ends in a zone; None for a day off."""
        if day.weekday() not in self.days:
            return None
        return moment(day, _clock(self.from_minute), zone), moment(day, _clock(self.until_minute), zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelFacts:
    """What Slack says of a channel right now."""

    channel_id: ChannelId
    name: str
    is_shared: bool  # by Slack Connect, pending invitations included
    is_archived: bool
    is_private: bool
    bot_is_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who joined a team, with what decides when they may be asked."""

    workspace_id: WorkspaceId
    user_id: UserId
    zone: str
    standing: Standing = Standing.FULL
    paused_until: datetime | None = None
    away: bool = False  # as Slack's status last told
    away_until: datetime | None = None
    absent_until: datetime | None = None  # by the person's own word
    quiet_from: datetime | None = None  # do-not-disturb, as Slack last told
    quiet_until: datetime | None = None
    hours: Hours = Hours()
    most_a_week: int = MOST_A_WEEK

    @property
    def tz(self) -> ZoneInfo:
        """Return the person's time zone."""
        return ZoneInfo(self.zone)

    def is_paused(self, now: datetime) -> bool:
        """Return whether the person asked to be left in peace at this moment."""
        return self.paused_until is not None and now < self.paused_until

    def is_away(self, now: datetime) -> bool:
        """Return whether the person's Slack status says that they are on leave or ill; it holds until it ends."""
        return self.away and (self.away_until is None or now < self.away_until)

    def is_absent(self, now: datetime) -> bool:
        """Return whether the person has told us that they are away."""
        return self.absent_until is not None and now < self.absent_until

    def after_quiet(self, at: datetime) -> datetime:
        """Return the moment, or the end of the do-not-disturb that it falls into."""
        begun = self.quiet_from is None or self.quiet_from <= at
        return self.quiet_until if self.quiet_until is not None and begun and at < self.quiet_until else at


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)
