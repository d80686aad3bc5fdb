"""One workspace: who and what is in it, and the rules of finding it."""

import itertools
from collections import defaultdict
from typing import Any

from .clock import HandClock
from .errors import Refused
from .state import Channel, Json, Message, Scheduled, User, View

APP_ID = "A0CANDOR"
BOT_ID = "B0CANDOR"


class Workspace:
    """Everything that one team has; changed on the server's own thread only."""

    def __init__(self, team_id: str, clock: HandClock, name: str = "Demo") -> None:
        self.id = team_id
        self.name = name
        self.domain = name.lower().replace(" ", "-")
        self.clock = clock
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: defaultdict[str, list[Message]] = defaultdict(list)
        self.modals: defaultdict[str, list[View]] = defaultdict(list)
        self.homes: dict[str, View] = {}
        self.scheduled: dict[str, Scheduled] = {}
        self.posted_from_schedule: list[str] = []
        self._last_ts = 0
        self._ids = itertools.count(1)
        self.bot = self._make_bot()

    def _make_bot(self) -> User:
        bot = User(id=f"U0BOT{self.id[1:]}", name="candor", real_name="Candor", tz="Etc/UTC", is_bot=True)
        self.users[bot.id] = bot
        return bot

    def next_id(self, prefix: str) -> str:
        """An id that nobody in this workspace has yet."""
        return f"{prefix}{next(self._ids):03d}{self.id[1:]}"

    def resume_ids(self, last: int, last_ts: int) -> None:
        """Go on counting after a restored state."""
        self._ids = itertools.count(last + 1)
        self._last_ts = last_ts

    def counters(self) -> tuple[int, int]:
        """The last id number and the last message time, for saving."""
        last = next(self._ids)
        self._ids = itertools.count(last + 1)
        return last, self._last_ts

    def next_ts(self) -> str:
        """A message time: unique and increasing, following domain time."""
        now = int(self.clock.now().timestamp() * 1_000_000)
        self._last_ts = max(now, self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def get_user(self, user_id: str) -> User:
        """The account with this id."""
        found = self.users.get(user_id)
        if found is None:
            raise Refused("user_not_found")
        return found

    def find_dm_owner(self, channel_id: str) -> User | None:
        """Whose conversation with the bot this is."""
        return next((user for user in self.users.values() if user.dm == channel_id and not user.is_bot), None)

    def get_visible_channel(self, channel_id: str) -> Channel:
        """A channel that the bot may know of: public, or private with the bot inside."""
        found = self.channels.get(channel_id)
        if found is None or (found.is_private and self.bot.id not in found.members):
            raise Refused("channel_not_found")
        return found

    def find_message(self, channel_id: str, ts: str) -> Message | None:
        """The message with this time in this conversation."""
        return next((message for message in self.messages[channel_id] if message.ts == ts), None)

    def find_view(self, view_id: str) -> View | None:
        """An open modal or a home tab."""
        every = [view for stack in self.modals.values() for view in stack] + list(self.homes.values())
        return next((view for view in every if view.id == view_id), None)

    def find_view_by_external_id(self, external_id: str) -> View | None:
        """An open modal or a home tab by the app's own name for it."""
        every = [view for stack in self.modals.values() for view in stack] + list(self.homes.values())
        return next((view for view in every if external_id and view.external_id == external_id), None)

    def user_ref(self, user: User) -> Json:
        """A person as interaction payloads carry them."""
        return {"id": user.id, "username": user.name, "name": user.name, "team_id": self.id}

    def team_ref(self) -> Json:
        """The team as interaction payloads carry it."""
        return {"id": self.id, "domain": self.domain}

    def mentions(self, text: str) -> dict[str, Any]:
        """The people named in a typed command, longest name first."""
        names = sorted((user for user in self.users.values()), key=lambda user: -len(user.name))
        return {user.name: user for user in names if f"@{user.name}" in text}
