"""What one person has in front of them, as the page draws it."""

from dataclasses import asdict
from typing import Any

from bot.slack.manifest import COMMANDS

from ..slack import Message, SlackServer, User, View
from ..slack.blocks import current_state

DM, HOME = "dm", "home"
SHOWN_MESSAGES = 120

Json = dict[str, Any]


class Seen:
    """One workspace, looked at by one person after the other; remembers how far each has read."""

    def __init__(self, slack: SlackServer) -> None:
        self._slack = slack
        self._read: dict[tuple[str, str], str] = {}
        self.read_before = "0"

    def mark_read(self, me: User, place: str) -> None:
        """Everything that is there now has been seen."""
        said = self._messages(me, place)
        if said:
            self._read[me.id, place] = said[-1].ts

    def picture(self, me: User, at: str) -> Json:
        """Everything that the page shows to this person at this place."""
        state = self._slack.state
        return {
            "now": state.clock.now().isoformat(),
            "me": _person(me),
            "bot": state.bot.id,
            "people": [_person(user) for user in state.users.values()],
            "commands": [{"name": name, "about": about, "words": words} for name, (about, words) in COMMANDS.items()],
            "places": self._places(me),
            "at": at,
            "messages": [self._message(me, one) for one in self._messages(me, at)[-SHOWN_MESSAGES:]],
            "home": self._view(state.homes.get(me.id)) if at == HOME else None,
            "modals": [self._view(view) for view in state.modals[me.id]],
        }

    def find_message(self, me: User, place: str, ts: str) -> Message | None:
        """A message that this person sees."""
        return next((one for one in self._messages(me, place) if one.ts == ts), None)

    def _places(self, me: User) -> list[Json]:
        state = self._slack.state
        channels = [
            {"id": one.id, "name": one.name, "kind": "private" if one.is_private else "public"}
            | {"bot": state.bot.id in one.members, "unread": self._unread(me, one.id), "archived": one.is_archived}
            for one in state.channels.values()
            if me.id in one.members
        ]
        dm = {"id": DM, "name": state.bot.real_name, "kind": "dm", "bot": True, "unread": self._unread(me, DM)}
        return [*channels, dm, {"id": HOME, "name": "Home", "kind": "home", "bot": True, "unread": 0}]

    def _unread(self, me: User, place: str) -> int:
        read = self._read.get((me.id, place), self.read_before)
        return sum(float(one.ts) > float(read) for one in self._messages(me, place))

    def _messages(self, me: User, place: str) -> list[Message]:
        state = self._slack.state
        channel = state.channels.get(place)
        if place == HOME or (channel is not None and me.id not in channel.members):
            return []
        said = state.messages[me.dm if place == DM else place]
        return [one for one in said if one.ephemeral_to in (None, me.id)]

    def _message(self, me: User, message: Message) -> Json:
        return {
            "ts": message.ts,
            "user": message.user,
            "text": message.text,
            "blocks": message.blocks,
            "ephemeral": message.ephemeral_to is not None,
            "edited": message.edited_ts,
            "state": self._slack.people.state_of(me.id, message),
        }

    def _view(self, view: View | None) -> Json | None:
        if view is None:
            return None
        return asdict(view) | {"state": current_state(view.blocks, view.values)}


def _person(user: User) -> Json:
    shown = ("id", "name", "real_name", "tz", "is_bot", "is_admin", "deleted")
    return {name: getattr(user, name) for name in shown}
