"""The live channel: every open page hears that something changed, and who is played is known from them."""

import asyncio
import contextlib

from aiohttp import web

QUIET_SECONDS = 15.0  # after which a page is told that the line still stands
TOGETHER_SECONDS = 0.05  # changes closer than this are told once


class Live:
    """The pages that are open: each shows one person."""

    def __init__(self) -> None:
        self._pages: dict[str, asyncio.Event] = {}
        self._persons: dict[str, str] = {}

    def tell(self) -> None:
        """Something that the pages show may be different; called on the server's own thread."""
        for changed in self._pages.values():
            changed.set()

    def played(self) -> set[str]:
        """The people whom the open pages show."""
        return set(self._persons.values())

    def shows(self, page: str, user_id: str) -> None:
        """This page has switched to this person."""
        if page in self._pages:
            self._persons[page] = user_id

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One page's line, until it is closed."""
        page = request.query.get("page", "")
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        changed = self._pages[page] = asyncio.Event()
        self._persons[page] = request.query.get("me", "")
        changed.set()
        try:
            while True:
                await response.write(await _next_line(changed))
        except ConnectionError:
            return response
        finally:
            if self._pages.get(page) is changed:
                del self._pages[page]
                self._persons.pop(page, None)


async def _next_line(changed: asyncio.Event) -> bytes:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(QUIET_SECONDS):
            await changed.wait()
    if not changed.is_set():
        return b": still here\n\n"
    await asyncio.sleep(TOGETHER_SECONDS)
    changed.clear()
    return b"data: changed\n\n"
