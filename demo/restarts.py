"""How a colleague whom nobody plays meets somebody's `/reset`: after a while, mostly with a yes, and in a few words.

They do it through the same windows as everybody: open, say yes, wait for the quiet to pass, write, read.
"""

import random
from datetime import datetime, timedelta
from typing import Protocol

from .slack import Message, User, View
from .slack.blocks import elements_in

OPEN, ACCEPT, DECLINE, AGREE, SUGGEST = (
    "resets.open",
    "resets.accept",
    "resets.decline",
    "resets.agree",
    "resets.suggest",
)
WRITE_BACK, PUT_AWAY = "resets.write_back", "resets.put_away"
FORM, READING = "resets.ready", "resets.read"
EASIER = tuple(f"resets.easier_{place}" for place in range(1, 5))

WHILE = timedelta(minutes=40)  # whoever plays the other side themselves has time to be there first
QUIET = timedelta(minutes=22)  # a little longer than the bot asks for

PARTS = (
    {
        "felt": "Small, and annoyed with myself for it.",
        "did": "I said that it was fine, and went quiet for the rest of the meeting.",
        "passed_on": "A call just before ours had gone badly, and you got the rest of it.",
    },
    {
        "felt": "Passed over.",
        "did": "I answered with numbers, because numbers can’t be hurt.",
        "passed_on": "",
    },
    {
        "felt": "Afraid that my part would not be good enough.",
        "did": "I made a joke of it, at your expense, and everybody laughed.",
        "passed_on": "The date was pushed on me, and I pushed it on to you.",
    },
)


class Hands(Protocol):
    """What a person can do with a message and a window; each returns the window as it is then."""

    async def press(self, user: User, at: Message | View, action_id: str) -> View | None: ...

    async def send(self, user: User, view: View, typed: dict[str, str]) -> View | None: ...

    async def close(self, user: User) -> None: ...


class Restarts:
    """What one colleague was asked to start again about, and when they look at it next."""

    def __init__(self, user: User, hands: Hands, seed: int) -> None:
        self._user = user
        self._hands = hands
        self._dice = random.Random(f"{seed}/{user.name}/restarts")
        self._waiting: dict[str, tuple[datetime, Message]] = {}

    @property
    def wakes_at(self) -> datetime | None:
        """When they next look at something."""
        return min((at for at, _ in self._waiting.values()), default=None)

    def let_be(self) -> None:
        """Leave all of it to whoever plays this person now."""
        self._waiting.clear()

    def notice(self, message: Message, now: datetime) -> None:
        """Take up a message about a reset, or the question a week later, for after a while."""
        if {OPEN, *EASIER} & _offered(message):
            self._waiting[message.ts] = (now + WHILE, message)

    async def go_on(self, now: datetime) -> None:
        """Look at what it is time for."""
        for ts, (at, message) in list(self._waiting.items()):
            if at <= now:
                del self._waiting[ts]
                if await self._look(message):
                    self._waiting[ts] = (now + QUIET, message)

    async def _look(self, message: Message) -> bool:
        """Do the next thing; says whether the same message is to be looked at again later."""
        easier = [name for name in EASIER if name in _offered(message)]
        if easier:
            await self._hands.press(self._user, message, easier[int(self._dice.random() ** 2 * len(easier))])
            return False
        view = await self._hands.press(self._user, message, OPEN)
        if view is not None and ACCEPT in _offered(view):
            says = ACCEPT if self._dice.random() < 0.85 else DECLINE
            view = await self._hands.press(self._user, view, says)
        elif view is not None and AGREE in _offered(view):
            view = await self._hands.press(self._user, view, AGREE)
        elif view is not None:
            await self._write_or_read(view)
        await self._hands.close(self._user)
        return view is not None and SUGGEST in _offered(view)  # it is still quiet: writing comes later

    async def _write_or_read(self, view: View) -> None:
        form: View | None = view
        if WRITE_BACK in _offered(view):
            says = WRITE_BACK if self._dice.random() < 0.6 else PUT_AWAY
            form = await self._hands.press(self._user, view, says)
        if form is not None and form.callback_id == FORM:
            await self._hands.send(self._user, form, self._dice.choice(PARTS))
        elif form is not None and form.callback_id == READING:
            await self._hands.send(self._user, form, {})


def _offered(at: Message | View) -> set[str]:
    return {str(one.get("action_id")) for block in at.blocks for one in elements_in(block)}
