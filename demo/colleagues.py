"""The colleagues that nobody plays: honest, a little forgetful, and different from each other.

They see what everybody sees and do what everybody can do: they press buttons in messages, through the same door.
"""

import asyncio
import random
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from .restarts import Restarts
from .slack import Message, User
from .slack.blocks import elements_in

ANSWER = re.compile(r"checkin\.answer_\d+")
SECOND = re.compile(r"checkin\.second_\d+")
SKIP, ABSENT, CHANGE, WITHDRAW = "checkin.second_skip", "checkin.absent", "checkin.change", "checkin.withdraw"
JOIN = "teams.join"

Reaction = Literal["answers", "absent", "ignores"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a colleague does with one check-in; `first` and `second` are drawn places among the buttons shown."""

    reaction: Reaction
    first: float
    second: float
    skips: bool
    changes: bool
    withdraws: bool


def plan(seed: int, name: str, number: int) -> Plan:
    """Draw what this colleague does with their check-in of this number; the same seed draws the same."""
    dice = random.Random(f"{seed}/{name}/{number}")
    openness = random.Random(f"{seed}/{name}").uniform(-0.15, 0.15)
    held = max(0.12, 0.62 - 0.045 * number) - openness  # how much stays unsaid falls as weeks go by
    drawn = dice.random()
    return Plan(
        reaction="ignores" if drawn < 0.12 else "absent" if drawn < 0.17 else "answers",
        first=_toward(dice, held),
        second=_toward(dice, held),
        skips=dice.random() < 0.1,
        changes=dice.random() < 0.08,
        withdraws=dice.random() < 0.03,
    )


def _toward(dice: random.Random, held: float) -> float:
    """A place from 0 to 1: the further along, the more stayed unsaid."""
    drawn = dice.random()
    return 0.9 if drawn < held * 0.6 else 0.5 if drawn < held else 0.1


def joins(seed: int, name: str) -> bool:
    """Draw whether this colleague joins when they are asked to; most do."""
    return random.Random(f"{seed}/{name}/joins").random() < 0.9


Tap = Callable[[User, Message, str], Awaitable[Message]]


class Colleague:
    """One of them, at their own messages; each check-in and each welcome is looked at once."""

    def __init__(self, user: User, tap: Tap, seed: int, restarts: Restarts) -> None:
        self.user = user
        self._tap = tap
        self._seed = seed
        self._restarts = restarts
        self._looked_at: set[str] = set()
        self._checkins = 0

    @property
    def wakes_at(self) -> datetime | None:
        """When they do something by themselves next."""
        return self._restarts.wakes_at

    def let_pass(self, messages: list[Message]) -> None:
        """Take these as seen: somebody plays this person, or it was long ago."""
        self._restarts.let_be()
        for message in self._new(messages):
            self._checkins += bool(_buttons(message, ANSWER))

    async def react(self, messages: list[Message], now: datetime) -> None:
        """Do what there is to do about what is new, and what it is time for."""
        for message in self._new(messages):
            if _buttons(message, ANSWER):
                self._checkins += 1
                await self._answer(message, plan(self._seed, self.user.name, self._checkins))
            elif _has(message, JOIN) and joins(self._seed, self.user.name):
                await self._tap(self.user, message, JOIN)
            else:
                self._restarts.notice(message, now)
        await self._restarts.go_on(now)

    def _new(self, messages: list[Message]) -> list[Message]:
        """What was not looked at yet; later versions of a message are the same message."""
        new = [one for one in messages if one.from_bot and f"{one.channel}/{one.ts}" not in self._looked_at]
        self._looked_at.update(f"{one.channel}/{one.ts}" for one in new)
        return new

    async def _answer(self, message: Message, drawn: Plan) -> None:
        if drawn.reaction == "ignores":
            return
        if drawn.reaction == "absent" and _has(message, ABSENT):
            await self._tap(self.user, message, ABSENT)
            return
        done = await self._both(message, drawn)
        if drawn.changes and _has(done, CHANGE):
            done = await self._both(await self._tap(self.user, done, CHANGE), drawn)
        if drawn.withdraws and _has(done, WITHDRAW):
            await self._tap(self.user, done, WITHDRAW)

    async def _both(self, message: Message, drawn: Plan) -> Message:
        second = await self._choose(message, ANSWER, drawn.first)
        if drawn.skips and _has(second, SKIP):
            return await self._tap(self.user, second, SKIP)
        return await self._choose(second, SECOND, drawn.second)

    async def _choose(self, message: Message, among: re.Pattern[str], place: float) -> Message:
        offered = _buttons(message, among)
        if not offered:
            return message
        return await self._tap(self.user, message, offered[int(place * len(offered))])


async def all_react(colleagues: list[Colleague], seen_by: Callable[[User], list[Message]], now: datetime) -> None:
    """Let them react side by side, as people do."""
    await asyncio.gather(*(one.react(seen_by(one.user), now) for one in colleagues))


def _buttons(message: Message, among: re.Pattern[str]) -> list[str]:
    names = [str(one.get("action_id")) for block in message.blocks for one in elements_in(block)]
    return [name for name in names if among.fullmatch(name)]


def _has(message: Message, action_id: str) -> bool:
    return bool(_buttons(message, re.compile(re.escape(action_id))))
