"""Changes in the workspace that Slack tells the app about as events.

https://docs.slack.dev/reference/events
"""

from .dispatch import Dispatch
from .hub import Hub
from .methods.dnd import dnd_status
from .methods.users import describe_user
from .methods.views import view_json
from .payloads import channel_event
from .state import Channel, Json, User
from .workspace import Workspace


class Changes:
    """Changes state and sends the event; the app hears of private channels only while the bot is in them."""

    def __init__(self, hub: Hub, workspace: Workspace, dispatch: Dispatch) -> None:
        self._hub = hub
        self._workspace = workspace
        self._dispatch = dispatch

    def _tell(self, event: Json) -> None:
        self._dispatch.event(self._workspace, event)
        self._hub.changed()

    def _hears_of(self, channel: Channel) -> bool:
        return not channel.is_private or self._workspace.bot.id in channel.members

    def join(self, channel: Channel, user: User, inviter: str | None) -> None:
        """member_joined_channel, for channels that the bot is in (itself included)."""
        if user.id in channel.members:
            return
        channel.members.append(user.id)
        if self._workspace.bot.id in channel.members:
            event: Json = {
                "type": "member_joined_channel",
                "user": user.id,
                "channel": channel.id,
                "channel_type": "G" if channel.is_private else "C",
                "team": self._workspace.id,
            }
            self._tell(event | ({"inviter": inviter} if inviter else {}))

    def leave(self, channel: Channel, user: User) -> None:
        """member_left_channel; the bot's own removal comes also as channel_left or group_left."""
        if user.id not in channel.members:
            return
        heard = self._workspace.bot.id in channel.members
        channel.members.remove(user.id)
        if heard:
            self._tell(
                {
                    "type": "member_left_channel",
                    "user": user.id,
                    "channel": channel.id,
                    "channel_type": "G" if channel.is_private else "C",
                    "team": self._workspace.id,
                }
            )
        if user.is_bot:
            self._tell(channel_event("left", channel, channel=channel.id, actor_id=channel.creator))

    def archive(self, channel: Channel, by: str, *, archived: bool) -> None:
        """channel_archive and channel_unarchive; group_archive and group_unarchive for private channels."""
        channel.is_archived = archived
        if self._hears_of(channel):
            self._tell(channel_event("archive" if archived else "unarchive", channel, channel=channel.id, user=by))

    def rename(self, channel: Channel, name: str) -> None:
        """channel_rename, or group_rename for a private channel."""
        channel.name = name
        if self._hears_of(channel):
            told = {"id": channel.id, "name": name, "created": channel.created}
            self._tell(channel_event("rename", channel, channel=told))

    def share(self, channel: Channel) -> None:
        """channel_shared: another organisation came in."""
        channel.is_ext_shared = True
        if self._hears_of(channel):
            self._tell({"type": "channel_shared", "connected_team_id": "T0OTHER", "channel": channel.id})

    def user_changed(self, user: User, kind: str = "user_change") -> None:
        """user_change, or team_join for somebody new."""
        user.updated = int(self._workspace.clock.now().timestamp())
        event: Json = {"type": kind, "user": describe_user(self._workspace, user)}
        self._tell(event | ({"cache_ts": user.updated} if kind == "user_change" else {}))

    def deactivate(self, user: User) -> None:
        """user_change with `deleted`; the person leaves every channel without a further event."""
        user.deleted = True
        for channel in self._workspace.channels.values():
            if user.id in channel.members:
                channel.members.remove(user.id)
        self.user_changed(user)

    def quiet(self, user: User, until: float) -> None:
        """dnd_updated_user."""
        user.snoozed_until = until
        self._tell({"type": "dnd_updated_user", "user": user.id, "dnd_status": dnd_status(self._workspace, user)})

    def open_home(self, user: User, tab: str) -> None:
        """app_home_opened, with the view that was published last."""
        event: Json = {"type": "app_home_opened", "user": user.id, "channel": user.dm, "tab": tab}
        view = self._workspace.homes.get(user.id)
        if tab == "home" and view is not None:
            event["view"] = view_json(self._workspace, view)
        self._tell(event)

    def uninstall(self) -> None:
        """tokens_revoked and app_uninstalled, in no promised order; the tokens open nothing from then on."""
        for token in self._hub.tokens.values():
            if token.team == self._workspace.id and token.kind == "bot":
                token.state = "inactive"
        self._tell({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self._workspace.bot.id]}})
        self._tell({"type": "app_uninstalled"})
