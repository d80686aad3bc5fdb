"""The demo as a whole: the workspace, its page, the bot behind it, and the history that was made once."""

import json
import os
import shutil
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bot.slack.manifest import COMMANDS

from . import history
from .journey import Journey
from .keeping import fingerprint, moment_of, restore, saved
from .process import ROOT, BotProcess
from .slack import HandClock, SlackServer
from .web import Page

SEED = 7
PICTURE = "workspace.json"
PATIENCE_SECONDS = 10.0  # after which somebody who waits is shown the page while the history is still being made
NEWS = timedelta(days=2)  # what was said this recently is new to whoever looks first

Told = Callable[[str], Any]


class Unstartable(Exception):
    """The demo cannot start or go on as things are; the message says what to do."""


class House:
    """Opens at a port; each opening begins where the ten weeks ended."""

    def __init__(self, state: Path, port: int, told: Told) -> None:
        self._state = state
        self._told = told
        self._told_early = False
        self._began = time.monotonic()
        self._port = port
        self._opened = ExitStack()
        self._made = state / f"made-{fingerprint(ROOT)}"
        self._home = state / f"open-{port}"
        self.page = Page()

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            self._open(opened)
            self._opened = opened.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._opened.close()

    @property
    def address(self) -> str:
        """Where the page is."""
        return self.slack.base_url

    @property
    def is_alive(self) -> bool:
        """Whether the bot behind the page is at work."""
        return self.bot.is_alive

    @property
    def log(self) -> Path:
        """What the bot says while it works."""
        return self._home / "bot.log"

    def _open(self, opened: ExitStack) -> None:
        kept = self._find_made()
        self.slack = SlackServer(
            clock=HandClock(moment_of(kept) if kept else history.BEGINS),
            port=self._port,
            commands=dict.fromkeys(COMMANDS, True),
            routes=self.page.routes(),
        )
        self.page.preparing = "a moment"
        self.page.sit_at(self.slack)
        self._listen(opened)
        found = kept or self._make()
        self.slack.run(lambda: _restored(self.slack, found))  # also what was just made: every start finds the same
        self._move_in()
        self.bot = BotProcess(self.slack, self._home)
        opened.callback(self.bot.stop)
        self.bot.start()
        self._show()

    def _listen(self, opened: ExitStack) -> None:
        try:
            opened.enter_context(self.slack)
        except OSError:
            raise Unstartable(
                f"Port {self._port} is taken. Stop what listens there, or choose another: DEMO_PORT=8766 make demo"
            ) from None

    def _find_made(self) -> dict[str, Any] | None:
        """What was made by this very program, if it was made to the end."""
        picture = self._made / PICTURE
        return json.loads(picture.read_text(encoding="utf-8")) if picture.is_file() else None

    def _make(self) -> dict[str, Any]:
        """Live through the ten weeks, and keep what came of them; other programs' weeks are thrown away."""
        self._told("Letting a team live through its first ten weeks (once; about half a minute) …")
        unfinished = self._state / f"making-{os.getpid()}"
        bot = BotProcess(self.slack, unfinished)
        try:
            town = history.settle_in(self.slack)
            bot.start()
            history.live_through(self.slack, town, Journey(self.slack, bot, SEED), self._tell_progress)
            bot.stop()
            kept = self.slack.run(lambda: _picture(self.slack))
            (unfinished / PICTURE).write_text(json.dumps(kept), encoding="utf-8")
            self._throw_away("made-*")
            unfinished.rename(self._made)
        finally:
            bot.stop()
            shutil.rmtree(unfinished, ignore_errors=True)
        return kept

    def _tell_progress(self, where: str) -> None:
        self.page.preparing = where
        self.slack.tell_pages()
        if not self._told_early and time.monotonic() - self._began > PATIENCE_SECONDS:
            self._told_early = True
            self._told(f"It takes a little longer here; {self.address} shows how far they are.")

    def _throw_away(self, pattern: str) -> None:
        for old in self._state.glob(pattern):
            shutil.rmtree(old, ignore_errors=True)

    def _move_in(self) -> None:
        """Begin on a fresh copy, so that whatever is done in the demo, the next start finds the same."""
        shutil.rmtree(self._home, ignore_errors=True)
        shutil.copytree(self._made, self._home)

    def _show(self) -> None:
        journey = Journey(self.slack, self.bot, SEED + 1)
        journey.forget_the_past()
        journey.played = self.page.live.played
        self.page.sit_at(self.slack, journey)
        first = next(one.id for one in self.slack.state.users.values() if one.name == history.YOU)
        self.page.open_to(first, (self.slack.clock.now() - NEWS).timestamp())


async def _restored(slack: SlackServer, kept: dict[str, Any]) -> None:
    restore(slack.state, kept)


async def _picture(slack: SlackServer) -> dict[str, Any]:
    return saved(slack.state)
