"""What the page's person does; what cannot be done is answered in a sentence."""

from collections.abc import Awaitable, Callable
from typing import Any

from ..slack import Impossible, Message, SlackServer, User, View
from ..slack.dispatch import Delivered
from .seen import DM, HOME, Seen

Json = dict[str, Any]
Act = Callable[[User, Json], Awaitable[Json]]


class Acts:
    """The acts of people at the page, on the server's own thread."""

    def __init__(self, slack: SlackServer, seen: Seen) -> None:
        self._slack = slack
        self._seen = seen
        self._known: dict[str, Act] = {
            "tap": self._tap,
            "suggest": self._suggest,
            "submit": self._submit,
            "close": self._close,
            "command": self._command,
            "say": self._say,
            "open": self._open,
            "invite": self._invite,
        }

    def person(self, user_id: str) -> User:
        """Who acts; only people who are there can."""
        user = self._slack.people.get_active(user_id)
        if user.is_bot:
            raise Impossible("Nobody can be the bot.")
        return user

    async def do(self, act: Json) -> Json:
        """Carry out one act; what could not be done is said under `error`."""
        known = self._known.get(str(act.get("do")))
        if known is None:
            raise Impossible("The page asked for something that this server does not know.")
        return await known(self.person(str(act.get("me"))), act)

    async def _tap(self, me: User, act: Json) -> Json:
        at = self._target(me, act)
        self._take_typed(me, at, act)
        delivered = await self._slack.people.tap(
            me.id, at, str(act["action_id"]), act.get("value"), act.get("option"), act.get("block_id")
        )
        return _told(delivered)

    async def _suggest(self, me: User, act: Json) -> Json:
        at, block_id = self._target(me, act), act.get("block_id")
        options = await self._slack.people.suggest(
            me.id, at, str(act["action_id"]), str(act.get("typed", "")), block_id
        )
        return {"options": options}

    async def _submit(self, me: User, act: Json) -> Json:
        result = await self._slack.people.submit(me.id, str(act["view"]), act.get("typed") or {})
        failed = result.outcome == "failed"
        return {"outcome": result.outcome} | ({"error": "We had some trouble connecting. Try again?"} if failed else {})

    async def _close(self, me: User, act: Json) -> Json:
        await self._slack.people.close(me.id, everything=bool(act.get("everything")))
        return {}

    async def _command(self, me: User, act: Json) -> Json:
        place = me.dm if act["place"] == DM else str(act["place"])
        delivered, _ = await self._slack.people.command(me.id, place, str(act["command"]), str(act.get("text", "")))
        return _told(delivered)

    async def _say(self, me: User, act: Json) -> Json:
        state = self._slack.state
        channel = state.channels.get(str(act["place"]))
        text = str(act.get("text", "")).strip()
        if channel is None or me.id not in channel.members or channel.is_archived:
            raise Impossible("You cannot write here.")
        if text:
            said = Message(channel=channel.id, ts=state.next_ts(), text=text, user=me.id, from_bot=False)
            state.messages[channel.id].append(said)
            self._slack.hub.changed()
        return {}

    async def _open(self, me: User, act: Json) -> Json:
        place = str(act["place"])
        if place in (DM, HOME):
            self._slack.changes.open_home(me, "home" if place == HOME else "messages")
        self._seen.mark_read(me, place)
        self._slack.hub.changed()
        return {}

    async def _invite(self, me: User, act: Json) -> Json:
        channel = self._slack.state.channels.get(str(act["place"]))
        if channel is None or me.id not in channel.members:
            raise Impossible("You are not in this channel.")
        self._slack.changes.join(channel, self._slack.state.bot, me.id)
        return {}

    def _target(self, me: User, act: Json) -> Message | View:
        if act.get("view"):
            view = self._slack.state.find_view(str(act["view"]))
            if view is None or view.user != me.id:
                raise Impossible("This is no longer open.")
            return view
        message = self._seen.find_message(me, str(act.get("place")), str(act.get("ts")))
        if message is None:
            raise Impossible("This message is no longer there.")
        return message

    def _take_typed(self, me: User, at: Message | View, act: Json) -> None:
        if isinstance(at, View) and act.get("typed"):
            self._slack.people.type_into(me.id, at.id, act["typed"])


def _told(delivered: Delivered) -> Json:
    return {} if delivered.ok else {"error": delivered.error or "Candor is not responding. Please try again."}
