"""What Slack says of people and channels, read through its Web API."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from bot.directory.model import ChannelFacts, Profile, Standing
from bot.kernel.ids import ChannelId, UserId, WorkspaceId
from bot.outbox.ports import Slack

PAGE = 1000
AWAY_SIGNS = frozenset({":palm_tree:", ":face_with_thermometer:"})  # Slack's own "vacationing" and "out sick"


class SlackLookup:
    """Asks Slack about people and channels."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    def profile(self, workspace_id: WorkspaceId, user_id: UserId) -> Profile:
        answer = self._slack.call(workspace_id, "users.info", {"user": user_id})
        return profile_of(workspace_id, answer["user"])

    def channel(self, workspace_id: WorkspaceId, channel_id: ChannelId) -> ChannelFacts:
        answer = self._slack.call(workspace_id, "conversations.info", {"channel": channel_id})
        return channel_of(answer["channel"])

    def is_in_channel(self, workspace_id: WorkspaceId, channel_id: ChannelId, user_id: UserId) -> bool:
        arguments: dict[str, Any] = {"channel": channel_id, "limit": PAGE}
        while True:
            answer = self._slack.call(workspace_id, "conversations.members", arguments)
            if user_id in answer["members"]:
                return True
            cursor = answer.get("response_metadata", {}).get("next_cursor", "")
            if not cursor:
                return False
            arguments = {**arguments, "cursor": cursor}


def profile_of(workspace_id: WorkspaceId, user: Mapping[str, Any]) -> Profile:
    """Return what matters of Slack's description of somebody, as users.info and user_change give it."""
    zone = user.get("tz") or "UTC"
    return Profile(
        user_id=UserId(user["id"]),
        zone=zone if zone in known_zones() else "UTC",
        standing=_standing(workspace_id, user),
        is_workspace_admin=bool(user.get("is_admin") or user.get("is_owner")),
    )


def channel_of(channel: Mapping[str, Any]) -> ChannelFacts:
    """Return what matters of Slack's description of a channel."""
    shared = channel.get("is_ext_shared") or channel.get("is_pending_ext_shared") or channel.get("pending_shared")
    return ChannelFacts(
        channel_id=ChannelId(channel["id"]),
        name=channel.get("name", ""),
        is_shared=bool(shared),
        is_archived=bool(channel.get("is_archived")),
        is_private=bool(channel.get("is_private")),
        bot_is_in=bool(channel.get("is_member")),
    )


def is_away(user: Mapping[str, Any]) -> bool:
    """Return whether somebody's status says that they are on leave or ill."""
    return user.get("profile", {}).get("status_emoji", "") in AWAY_SIGNS


@cache
def known_zones() -> frozenset[str]:
    """Return the names of all time zones that this machine's calendar knows."""
    return frozenset(available_timezones())


def _standing(workspace_id: WorkspaceId, user: Mapping[str, Any]) -> Standing:
    if user.get("deleted"):
        return Standing.DEACTIVATED
    if user.get("is_bot") or user["id"] == "USLACKBOT":
        return Standing.BOT
    foreign = workspace_id.startswith("T") and user.get("team_id", workspace_id) != workspace_id
    if user.get("is_stranger") or (foreign and "enterprise_user" not in user):
        return Standing.STRANGER
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return Standing.GUEST
    return Standing.FULL
