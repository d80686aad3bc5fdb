"""The page's addresses: its files, the picture, the acts, the moves of time, and the live channel."""

import asyncio
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from aiohttp import web

from ..journey import Stuck
from ..process import BotGone
from ..slack import Impossible, SlackServer, User
from .acts import Acts
from .live import Live
from .seen import Seen

FILES = Path(__file__).resolve().parents[1] / "page"
KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
STEPS = {"day": timedelta(days=1), "week": timedelta(weeks=1)}
# Everything comes from here; nothing is fetched from anywhere else, and nobody may put the page into a frame.
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"
HEADERS = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
}

Json = dict[str, Any]


class Moves(Protocol):
    """What the page needs of time."""

    def next_event(self) -> datetime | None: ...

    def move_to(self, to: datetime) -> None: ...

    def settle(self) -> None: ...


class Page:
    """The page of one workspace; without `moves`, time stands still."""

    def __init__(self) -> None:
        self.live = Live()
        self.preparing: str | None = None
        self.trouble: str | None = None
        self.first: str = ""
        self._moves: Moves | None = None
        self._moving = False
        self._tasks: set[asyncio.Task[None]] = set()

    def sit_at(self, slack: SlackServer, moves: Moves | None = None) -> None:
        """Show this workspace."""
        self._slack = slack
        self.seen = Seen(slack)
        self._acts = Acts(slack, self.seen)
        self._moves = moves
        if self.live.tell not in slack.hub.on_change:
            slack.hub.on_change.append(self.live.tell)

    def open_to(self, first: str, read_before: float) -> None:
        """Let people in: who one is at first, and what counts as read already."""
        self.first, self.seen.read_before, self.preparing = first, str(read_before), None
        self._slack.tell_pages()

    def routes(self) -> list[web.AbstractRouteDef]:
        """Every address, for the workspace's server."""
        return [
            web.get("/", self._file),
            web.get("/page/state", self._state),
            web.get("/page/live", self.live.handle),
            web.post("/page/act", self._act),
            web.post("/page/move", self._move),
            web.get("/page/{name}", self._file),
        ]

    async def _file(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info.get("name", "index.html")
        path = FILES / name
        if path.parent != FILES or path.suffix not in KINDS or not path.is_file():
            raise web.HTTPNotFound
        text = path.read_text(encoding="utf-8")
        return web.Response(text=text, content_type=KINDS[path.suffix], headers=HEADERS)

    async def _state(self, request: web.Request) -> web.StreamResponse:
        me = self._person(request.query.get("me", ""))
        about = {"preparing": self.preparing, "trouble": self.trouble, "moving": self._moving}
        if me is None or self.preparing:
            return web.json_response(about)
        place = request.query.get("at") or "dm"
        self.live.shows(request.query.get("page", ""), me.id)
        if request.query.get("reads"):
            self.seen.mark_read(me, place)
        return web.json_response(about | self.seen.picture(me, place))

    async def _act(self, request: web.Request) -> web.StreamResponse:
        try:
            answer = await self._acts.do(await _body(request))
        except Impossible as impossible:
            return web.json_response({"error": _sentence(impossible)}, status=409)
        self._later(self._settle())
        return web.json_response(answer)

    async def _move(self, request: web.Request) -> web.StreamResponse:
        by = str((await _body(request)).get("by"))
        moves = self._moves
        if moves is None or self._moving or self.preparing:
            return web.json_response({"error": "Time is moving already; a moment, please."}, status=409)
        self._moving = True
        self._slack.hub.changed()
        try:
            await asyncio.to_thread(self._go, moves, by)
        except (BotGone, Stuck) as gone:
            self.trouble = str(gone)
            return web.json_response({"error": self.trouble}, status=503)
        finally:
            self._moving = False
            self._slack.hub.changed()
        return web.json_response({})

    def _go(self, moves: Moves, by: str) -> None:
        now = self._slack.clock.now()
        moves.move_to(now + STEPS[by] if by in STEPS else moves.next_event() or now)

    async def _settle(self) -> None:
        if self._moves is None:
            return
        try:
            await asyncio.to_thread(self._moves.settle)
        except BotGone as gone:
            self.trouble = str(gone)
            self._slack.hub.changed()

    def _later(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _person(self, user_id: str) -> User | None:
        found = self._slack.state.users.get(user_id or self.first)
        return found if found is not None and not found.is_bot else None


async def _body(request: web.Request) -> Json:
    """The act; JSON only, which no other site's form can send."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        read = json.loads(await request.text())
    except ValueError:
        raise web.HTTPBadRequest from None
    if not isinstance(read, dict):
        raise web.HTTPBadRequest
    return read


def _sentence(impossible: Impossible) -> str:
    said = str(impossible)
    return said[:1].upper() + said[1:] + ("" if said.endswith(".") else ".")
