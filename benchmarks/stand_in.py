"""A Slack for measuring: takes every message after a moment, holds a rate where told to, and tells what it saw."""

import asyncio
import json
import multiprocessing
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.request import urlopen

from aiohttp import web

_PROCESSES = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Seen:
    """What arrived: when each message was taken, in seconds since the first, and how many were turned away."""

    taken: list[float]
    throttled: int


@dataclass(frozen=True, slots=True)
class StandIn:
    """Where it listens."""

    url: str

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def seen(self) -> Seen:
        """What arrived since the last time somebody asked."""
        with urlopen(f"{self.url}/seen") as answer:
            told = json.load(answer)
        first = min(told["taken"], default=0.0)
        return Seen([at - first for at in told["taken"]], told["throttled"])


@contextmanager
def stand_in(*, answers_after: float = 0.0, a_second: int | None = None) -> Iterator[StandIn]:
    """Serve from a process of its own, so that its work is not the bot's; ``a_second`` holds for each workspace."""
    ours, theirs = _PROCESSES.Pipe()
    process = _PROCESSES.Process(target=_serve, args=(theirs, answers_after, a_second), daemon=True)
    process.start()
    try:
        yield StandIn(f"http://127.0.0.1:{ours.recv()}")
    finally:
        process.kill()
        process.join()


def _serve(told, answers_after: float, a_second: int | None) -> None:
    asyncio.run(_Server(answers_after, a_second).run(told))


class _Server:
    def __init__(self, answers_after: float, a_second: int | None) -> None:
        self._answers_after = answers_after
        self._a_second = a_second
        self._taken: list[float] = []
        self._throttled = 0
        self._recent: defaultdict[str, deque[float]] = defaultdict(deque)

    async def run(self, told) -> None:
        app = web.Application()
        app.router.add_post("/api/{method}", self._call)
        app.router.add_get("/seen", self._seen)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        told.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    async def _call(self, request: web.Request) -> web.Response:
        await request.read()
        now = time.monotonic()
        if request.match_info["method"] == "auth.test":
            return web.json_response({"ok": True, "team_id": "T0", "user_id": "UBOT"})
        if not self._has_room(request.headers.get("Authorization", ""), now):
            self._throttled += 1
            answer = {"ok": False, "error": "ratelimited"}
            return web.json_response(answer, status=429, headers={"Retry-After": "1"})
        self._taken.append(now)
        if self._answers_after:
            await asyncio.sleep(self._answers_after)
        return web.json_response({"ok": True, "channel": "D1", "ts": f"{now:.6f}"})

    def _has_room(self, token: str, now: float) -> bool:
        """A refused call does not count, as Slack has it."""
        if self._a_second is None:
            return True
        recent = self._recent[token]
        while recent and recent[0] <= now - 1.0:
            recent.popleft()
        if len(recent) >= self._a_second:
            return False
        recent.append(now)
        return True

    async def _seen(self, _: web.Request) -> web.Response:
        taken, self._taken = self._taken, []
        throttled, self._throttled = self._throttled, 0
        return web.json_response({"taken": taken, "throttled": throttled})
