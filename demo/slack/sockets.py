"""Socket Mode: connections, envelopes and their acknowledgements.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import contextlib
import json
import secrets
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from .carriers import Kind, Reply
from .hub import Hub
from .state import Json
from .workspace import APP_ID

ACK_SECONDS = 3.0


@dataclass(eq=False)
class Connection:
    """One open connection of the app and the envelopes it has not acknowledged."""

    socket: web.WebSocketResponse
    waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)


class SocketMode:
    """Every connection of the app; each envelope goes to one of them."""

    def __init__(self, hub: Hub, patience: float = ACK_SECONDS) -> None:
        self._hub = hub
        self._patience = patience
        self._connections: list[Connection] = []
        self._turn = 0
        self.silent = False
        self.opened = 0

    @property
    def connected(self) -> int:
        """How many connections are open."""
        return len(self._connections)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """A connection's life: a ticket that serves once, hello, acknowledgements, the end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._hub.tickets:
            return web.json_response({"ok": False, "error": "invalid_ticket"}, status=403)
        self._hub.tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=20, autoping=True)
        await socket.prepare(request)
        connection = Connection(socket)
        self._connections.append(connection)
        self.opened += 1
        self._hub.changed()
        try:
            await socket.send_json(self._hello())
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    _take_acknowledgement(connection, message.data)
        finally:
            self._forget(connection)
        return socket

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._connections),
            "connection_info": {"app_id": APP_ID},
            "debug_info": {"host": "applink-demo", "build_number": 1, "approximate_connection_time": 18060},
        }

    def _forget(self, connection: Connection) -> None:
        with contextlib.suppress(ValueError):
            self._connections.remove(connection)
        for future in connection.waiting.values():
            if not future.done():
                future.cancel()
        self._hub.changed()

    async def carry(self, kind: Kind, payload: Json, attempt: int, reason: str) -> Reply:
        """Send one envelope over one connection and wait three seconds for its acknowledgement."""
        if not self._connections:
            return Reply(False, reason="no_connection")
        self._turn += 1
        connection = self._connections[self._turn % len(self._connections)]
        envelope_id = f"{secrets.token_hex(4)}-{secrets.token_hex(8)}"
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope_id] = future
        try:
            async with asyncio.timeout(self._patience):
                if not self.silent:
                    await connection.socket.send_json(_envelope(kind, payload, envelope_id, attempt, reason))
                return Reply(True, await future)
        except TimeoutError:
            return Reply(False, reason="timeout")
        except (ConnectionError, asyncio.CancelledError):
            current = asyncio.current_task()
            if current is not None and current.cancelling():
                raise
            return Reply(False, reason="connection_closed")
        finally:
            connection.waiting.pop(envelope_id, None)

    async def ping(self) -> None:
        """Ask every connection whether it is there, as Slack does from time to time."""
        for connection in list(self._connections):
            with contextlib.suppress(ConnectionError):
                await connection.socket.ping(b"Ping from demo")

    async def disconnect(self, reason: str, close_after: float) -> None:
        """Announce the end of every connection, as Slack does, and close them."""
        leaving = list(self._connections)
        for connection in leaving:
            with contextlib.suppress(ConnectionError):
                await connection.socket.send_json(
                    {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-demo"}}
                )
        await asyncio.sleep(close_after)
        for connection in leaving:
            await connection.socket.close()

    async def cut(self) -> None:
        """Drop every connection without a word."""
        for connection in list(self._connections):
            transport = getattr(connection.socket, "_req", None)
            if transport is not None and transport.transport is not None:
                transport.transport.abort()
            self._forget(connection)


def _envelope(kind: Kind, payload: Json, envelope_id: str, attempt: int, reason: str) -> Json:
    envelope: Json = {
        "envelope_id": envelope_id,
        "type": kind,
        "payload": payload,
        "accepts_response_payload": kind != "events_api",
    }
    return envelope | ({"retry_attempt": attempt, "retry_reason": reason} if kind == "events_api" else {})


def _take_acknowledgement(connection: Connection, text: str) -> None:
    try:
        said = json.loads(text)
    except ValueError:
        return
    future = connection.waiting.get(said.get("envelope_id", "")) if isinstance(said, dict) else None
    if future is not None and not future.done():
        future.set_result(said.get("payload"))
