"""Moving domain time: from event to event, the outbox emptied at each, the colleagues answering at each."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Protocol

from .colleagues import Colleague, all_react
from .hands import Hands
from .restarts import Restarts
from .slack import Impossible, Message, SlackServer, User

MANY_STEPS = 2000  # an event that never gets done would go round for ever
ANSWERED_SECONDS = 3.0


class Bot(Protocol):
    """What a journey needs of the bot's process."""

    def next_due(self) -> datetime | None: ...

    def advance(self, to: datetime) -> int: ...


class Stuck(Exception):
    """Something is due and is never done; the demo stops moving instead of going round for ever."""


class Journey:
    """Time in one workspace. One move at a time; whoever is played is left to their player."""

    def __init__(self, slack: SlackServer, bot: Bot, seed: int = 1) -> None:
        self._slack = slack
        self._bot = bot
        self._moving = threading.Lock()
        self._presses = 0
        self.played: Callable[[], set[str]] = set
        people = [one for one in slack.state.users.values() if not one.is_bot]
        hands = Hands(slack, self._count)
        self._colleagues = {one.id: Colleague(one, self._tap, seed, Restarts(one, hands, seed)) for one in people}

    def forget_the_past(self) -> None:
        """Take everything that was said so far as seen."""
        for colleague in self._colleagues.values():
            colleague.let_pass(self._seen_by(colleague.user))

    def settle(self) -> None:
        """Let everything that was set in motion arrive, the bot's outbox included."""
        with self._moving:
            with contextlib.suppress(TimeoutError):  # something is tried again later; what is here can be done
                self._slack.wait_idle()
            self._settle()

    def next_event(self, before: datetime | None = None) -> datetime | None:
        """The earliest moment after now at which anything happens."""
        scheduled = [datetime.fromtimestamp(one.post_at, UTC) for one in self._slack.scheduled()]
        looks = [one.wakes_at for one in self._colleagues.values()]
        later = [moment for moment in [*scheduled, *looks, self._bot.next_due()] if moment and moment > self._now]
        return min(later, default=before)

    def move_to(self, to: datetime, until: Callable[[], bool] = lambda: False) -> None:
        """Go there by way of everything that happens before; stop early once `until` holds."""
        with self._moving:
            for _ in range(MANY_STEPS):
                upcoming = min(self.next_event(to) or to, to)
                self._slack.move_to(upcoming)
                self._settle()
                if upcoming >= to or until():
                    return
        raise Stuck("Something is due and is never done.")

    @property
    def _now(self) -> datetime:
        return self._slack.clock.now()

    def _count(self) -> None:
        self._presses += 1

    def _settle(self) -> None:
        self._bot.advance(self._now)
        while self._slack.run(self._react) and self._is_due():
            self._bot.advance(self._now)

    def _is_due(self) -> bool:
        due = self._bot.next_due()
        return due is not None and due <= self._now

    async def _react(self) -> int:
        """Let the colleagues do what they like; says how often they pressed something."""
        before = self._presses
        played = self.played()
        for user_id in played & self._colleagues.keys():
            self._colleagues[user_id].let_pass(self._seen_by(self._colleagues[user_id].user))
        others = [one for key, one in self._colleagues.items() if key not in played]
        await all_react(others, self._seen_by, self._now)
        return self._presses - before

    def _seen_by(self, user: User) -> list[Message]:
        """What this person has in front of them; the objects themselves, so that a later version shows."""
        state = self._slack.state
        places = [user.dm, *(one.id for one in state.channels.values() if user.id in one.members)]
        every: Iterable[Message] = (message for place in places for message in state.messages[place])
        return [message for message in every if message.ephemeral_to in (None, user.id)]

    async def _tap(self, user: User, message: Message, action_id: str) -> Message:
        """Press, and wait for what the bot makes of the message; a bot that says nothing is not waited for long."""
        before = message.edited_ts
        self._count()
        try:
            delivered = await self._slack.people.tap(user.id, message, action_id)
        except Impossible:  # it was replaced or they left while this colleague was making up their mind
            return message
        if delivered.ok and message.channel == user.dm:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(ANSWERED_SECONDS):
                    while message.edited_ts == before:
                        await asyncio.sleep(0.005)
        return message
