"""A colleague's hands on windows: press, wait for what the bot shows next, fill in, send, close."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

from .slack import Impossible, Message, SlackServer, User, View

SHOWN_SECONDS = 3.0  # a bot that shows nothing new is not waited for longer


class Hands:
    """On the server's own thread; `pressed` hears of everything that reaches the bot."""

    def __init__(self, slack: SlackServer, pressed: Callable[[], None]) -> None:
        self._slack = slack
        self._pressed = pressed

    async def press(self, user: User, at: Message | View, action_id: str) -> View | None:
        """Press a button, and return the window that is open then."""
        before = self._stamp(user)
        self._pressed()
        try:
            delivered = await self._slack.people.tap(user.id, at, action_id)
        except Impossible:  # it was replaced while this colleague was making up their mind
            return self._window(user)
        if delivered.ok:
            await self._changed(user, before)
        return self._window(user)

    async def send(self, user: User, view: View, typed: dict[str, str]) -> View | None:
        """Fill in a window's fields, by block id, send it, and return the window that is open then."""
        self._pressed()
        inputs = {block["block_id"]: block["element"] for block in view.blocks if block["type"] == "input"}
        choices = {block_id: {inputs[block_id]["action_id"]: text} for block_id, text in typed.items()}
        with contextlib.suppress(Impossible):
            await self._slack.people.submit(user.id, view.id, choices)
        return self._window(user)

    async def close(self, user: User) -> None:
        """Close whatever is open."""
        await self._slack.people.close(user.id, everything=True)

    def _window(self, user: User) -> View | None:
        open_now = self._slack.state.modals[user.id]
        return open_now[-1] if open_now else None

    def _stamp(self, user: User) -> Any:
        window = self._window(user)
        return window and (window.id, window.hash)

    async def _changed(self, user: User, before: Any) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SHOWN_SECONDS):
                while self._stamp(user) == before:
                    await asyncio.sleep(0.005)
