"""HTTP over kept connections, telling a connection that was never made from one that broke.

A kept connection that the other side has closed would leave a prompt in doubt for nothing. So one is used again only
for a few seconds, and only if nothing has come over it since its last answer: what the other side closed is readable.
"""

import http.client
import select
import ssl
import threading
from contextlib import suppress
from time import monotonic
from typing import Any
from urllib.parse import urlsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request, build_opener

CONNECT_SECONDS = 3
CALL_SECONDS = 8  # for each read; together with connecting under the seconds that a stopping sender waits
KEPT_SECONDS = 5  # far below the time after which servers close an idle connection
MOST_KEPT = 64


class NotConnected(Exception):
    """No connection was made, so nothing of the request was written."""


class _Connecting:
    """Turns every failure to connect into NotConnected, which urllib passes on as it is."""

    timeout: Any
    sock: Any

    def connect(self) -> None:
        patience, self.timeout = self.timeout, CONNECT_SECONDS
        try:
            super().connect()  # type: ignore[misc]
        except (OSError, http.client.HTTPException) as error:
            raise NotConnected("no connection could be made") from error
        self.timeout = patience
        self.sock.settimeout(patience)


class _Plain(_Connecting, http.client.HTTPConnection):
    """A connection without TLS, for a Slack on this machine."""


class _Secure(_Connecting, http.client.HTTPSConnection):
    """A connection with TLS."""


_Connection = _Plain | _Secure
_Origin = tuple[str, str]


class Wire:
    """Carries requests, over connections that all who use it share; any thread may."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self._context = context
        self._idle: list[tuple[float, _Origin, _Connection]] = []
        self._lock = threading.Lock()

    def exchange(self, request: Request) -> dict[str, Any]:
        """Return status, headers and body; raises NotConnected, or whatever http.client raises for what came after."""
        address = urlsplit(request.full_url)
        origin = (address.scheme, address.netloc)
        connection = self._connected(origin)
        try:
            path = f"{address.path}?{address.query}" if address.query else address.path
            connection.request(request.get_method(), path, request.data, dict(request.header_items()))
            answer = connection.getresponse()
            read = _read(answer)
        except BaseException:
            connection.close()
            raise
        self._keep(origin, connection, closes=answer.will_close)
        return read

    def close(self) -> None:
        """Let go of every kept connection."""
        with self._lock:
            idle, self._idle = self._idle, []
        for _, _, connection in idle:
            connection.close()

    def _connected(self, origin: _Origin) -> _Connection:
        """Return a connection that stands: a kept one that is still open, or a new one."""
        while kept := self._take(origin):
            since, connection = kept
            if monotonic() - since < KEPT_SECONDS and _is_quiet(connection):
                return connection
            connection.close()
        connection = self._new(origin)
        connection.connect()
        return connection

    def _new(self, origin: _Origin) -> _Connection:
        scheme, place = origin
        if scheme == "http":
            return _Plain(place, timeout=CALL_SECONDS)
        with self._lock:  # made once: reading the certificates takes its time
            self._context = self._context or ssl.create_default_context()
        return _Secure(place, timeout=CALL_SECONDS, context=self._context)

    def _take(self, origin: _Origin) -> tuple[float, _Connection] | None:
        with self._lock:
            for number in range(len(self._idle) - 1, -1, -1):
                if self._idle[number][1] == origin:
                    since, _, connection = self._idle.pop(number)
                    return since, connection
        return None

    def _keep(self, origin: _Origin, connection: _Connection, *, closes: bool) -> None:
        with self._lock:
            if not closes and len(self._idle) < MOST_KEPT:
                self._idle.append((monotonic(), origin, connection))
                return
        connection.close()


class _PlainHandler(HTTPHandler):
    def http_open(self, req: Request) -> http.client.HTTPResponse:
        return self.do_open(_Plain, req)


class _SecureHandler(HTTPSHandler):
    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(context=context)
        self._own_context = context

    def https_open(self, req: Request) -> http.client.HTTPResponse:
        return self.do_open(_Secure, req, context=self._own_context)


def through(proxy: str, context: ssl.SSLContext | None) -> OpenerDirector:
    """Return what opens requests through a proxy, with a new connection for each."""
    proxies = ProxyHandler({"http": proxy, "https": proxy})
    return build_opener(proxies, _PlainHandler(), _SecureHandler(context or ssl.create_default_context()))


def exchange_through(opened_by: OpenerDirector, request: Request) -> dict[str, Any]:
    """Return status, headers and body; raises NotConnected, or whatever urllib raises for what came after."""
    with opened_by.open(request, timeout=CALL_SECONDS) as answer:
        return _read(answer)


def _read(answer: http.client.HTTPResponse) -> dict[str, Any]:
    charset = answer.headers.get_content_charset() or "utf-8"
    return {"status": answer.status, "headers": answer.headers, "body": answer.read().decode(charset)}


def _is_quiet(connection: _Connection) -> bool:
    """Return whether nothing waits to be read: an end, an error and a stray answer all would."""
    looking = select.poll()
    with suppress(OSError, ValueError):
        looking.register(connection.sock)
        return not any(event & ~select.POLLOUT for _, event in looking.poll(0))
    return False
