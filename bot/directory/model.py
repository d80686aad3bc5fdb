"""People and channels as Slack describes them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.kernel.ids import ChannelId, UserId, WorkspaceId


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelFacts:
    """What Slack says of a channel right now."""

    channel_id: ChannelId
    name: str
    is_shared: bool  # by Slack Connect, pending invitations included
    is_archived: bool
    is_private: bool
    bot_is_in: bool
    people: int | None = None  # without Candor; other apps count, since Slack counts them; None where it does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who joined a team, with what decides when they may be asked."""

    workspace_id: WorkspaceId
    user_id: UserId
    zone: str
    standing: Standing = Standing.FULL
    paused_until: datetime | None = None
    away: bool = False
    quiet_until: datetime | None = None  # do-not-disturb, as Slack last told

    @property
    def tz(self) -> ZoneInfo:
        """Return the person's time zone."""
        return ZoneInfo(self.zone)

    def is_paused(self, now: datetime) -> bool:
        """Return whether the person asked to be left in peace at this moment."""
        return self.paused_until is not None and now < self.paused_until
