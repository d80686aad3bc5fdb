"""What Slack's descriptions of people and channels mean."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from bot.directory.leave import says_away
from bot.directory.model import ChannelFacts, Profile, Quiet, Standing
from bot.kernel.ids import ChannelId, UserId, WorkspaceId

_ADMIN = ("is_admin", "is_owner", "is_primary_owner")
_SHARED = ("is_ext_shared", "is_shared", "is_pending_ext_shared", "is_org_shared")


def profile_of(workspace_id: WorkspaceId, user: Mapping[str, Any]) -> Profile:
    """Return what matters of Slack's description of somebody, as users.info and user_change give it."""
    zone = user.get("tz")
    status = user.get("profile") or {}
    ends = int(status.get("status_expiration") or 0)
    away = says_away(str(status.get("status_emoji") or ""), str(status.get("status_text") or ""))
    return Profile(
        user_id=UserId(user["id"]),
        zone=zone if zone in known_zones() else "UTC",
        standing=_standing(workspace_id, user),
        is_workspace_admin=any(user.get(mark) for mark in _ADMIN),
        away=away,
        away_until=datetime.fromtimestamp(ends, UTC) if away and ends else None,
    )


def channel_of(channel: Mapping[str, Any]) -> ChannelFacts:
    """Return what matters of Slack's description of a channel."""
    return ChannelFacts(
        channel_id=ChannelId(channel["id"]),
        name=str(channel.get("name") or ""),
        is_shared=any(channel.get(mark) for mark in _SHARED),
        is_archived=bool(channel.get("is_archived")),
        is_private=bool(channel.get("is_private") or channel.get("is_group")),
        bot_is_in=bool(channel.get("is_member")),
    )


def quiet_of(status: Mapping[str, Any]) -> Quiet | None:
    """Return the do-not-disturb that somebody is in or that comes next, as dnd.teamInfo and its event give it."""
    if not status.get("dnd_enabled"):
        return None
    begins, ends = int(status.get("next_dnd_start_ts") or 0), int(status.get("next_dnd_end_ts") or 0)
    if not 0 < begins < ends:
        return None
    return Quiet(starts_at=datetime.fromtimestamp(begins, UTC), ends_at=datetime.fromtimestamp(ends, UTC))


@cache
def known_zones() -> frozenset[str]:
    """Return the names of all time zones that this machine's calendar knows."""
    return frozenset(available_timezones())


def _standing(workspace_id: WorkspaceId, user: Mapping[str, Any]) -> Standing:
    if user.get("is_bot") or user["id"] == "USLACKBOT":
        return Standing.BOT
    if user.get("deleted"):
        return Standing.DEACTIVATED
    if user.get("is_stranger") or workspace_id not in _homes(user):
        return Standing.STRANGER
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return Standing.GUEST
    return Standing.FULL


def _homes(user: Mapping[str, Any]) -> set[str]:
    """Return the workspaces and the organization that somebody belongs to."""
    organization = user.get("enterprise_user") or {}
    return {user.get("team_id", ""), organization.get("enterprise_id", ""), *organization.get("teams", ())}
