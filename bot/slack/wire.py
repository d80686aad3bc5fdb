"""One HTTP request over one new connection, telling a connection that was never made from one that broke.

A kept connection that the other side has just closed cannot be told from one that broke after the request was taken,
and that would leave a prompt in doubt; so none is kept.
"""

import http.client
import ssl
from typing import Any
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request, build_opener

CONNECT_SECONDS = 3
CALL_SECONDS = 8  # for each read; together with connecting under the seconds that a stopping sender waits


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


class _PlainHandler(HTTPHandler):
    def http_open(self, req: Request) -> http.client.HTTPResponse:
        return self.do_open(_Plain, req)


class _SecureHandler(HTTPSHandler):
    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(context=context)
        self._own_context = context

    def https_open(self, req: Request) -> http.client.HTTPResponse:
        return self.do_open(_Secure, req, context=self._own_context)


def opener(context: ssl.SSLContext | None, proxy: str | None) -> OpenerDirector:
    """Return what opens requests in this way; made once a client, since reading certificates takes its time."""
    proxies = ProxyHandler({"http": proxy, "https": proxy} if proxy else None)
    return build_opener(proxies, _PlainHandler(), _SecureHandler(context or ssl.create_default_context()))


def exchange(opened_by: OpenerDirector, request: Request) -> dict[str, Any]:
    """Return status, headers and body; raises NotConnected, or whatever urllib raises for what came after."""
    with opened_by.open(request, timeout=CALL_SECONDS) as answer:
        charset = answer.headers.get_content_charset() or "utf-8"
        return {"status": answer.status, "headers": answer.headers, "body": answer.read().decode(charset)}
