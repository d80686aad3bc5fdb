"""Slack in over HTTP, and how the bot is: a WSGI application and the server that serves it."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltRequest, BoltResponse
from waitress import wasyncore
from waitress.server import create_server

from bot.app import Candor
from bot.slack.manifest import BOT_SCOPES
from bot.slack.signature import is_signed
from bot.workspaces.oauth import Door, open_door

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

LARGEST_BODY = 1_000_000  # bytes; a modal with everything filled in stays far below

LOOK_SECONDS = 0.2  # between two looks whether to stop
LAST_SECONDS = 7.0  # how long a server that is told to stop waits for its requests

Page = Callable[["WSGIEnvironment"], BoltResponse]

log = logging.getLogger(__name__)


class WebApp:
    """Answers Slack's requests, the installation's two pages, and the questions of whoever watches over the bot."""

    def __init__(self, candor: Candor, trouble: Callable[[], str] | None = None) -> None:
        self._candor = candor
        self._trouble = trouble or candor.trouble
        self._door: Door | None = open_door(candor.settings, candor.work, candor.clock, BOT_SCOPES)
        self._pages: dict[tuple[str, str], Page] = {
            ("POST", "/slack/events"): self._events,
            ("GET", "/slack/install"): self._install,
            ("GET", "/slack/oauth_redirect"): self._oauth_redirect,
            ("GET", "/healthz"): lambda _: _say(HTTPStatus.OK, "alive"),
            ("GET", "/readyz"): self._ready,
            ("GET", "/metrics"): lambda _: _say(HTTPStatus.OK, _metrics(candor)),
        }

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        page = self._pages.get((environ["REQUEST_METHOD"], environ["PATH_INFO"]))
        answer = page(environ) if page else _say(HTTPStatus.NOT_FOUND, "There is nothing here.")
        headers = [(name, value) for name, values in answer.headers.items() for value in values]
        start_response(f"{answer.status} {HTTPStatus(answer.status).phrase}", headers)
        return [answer.body.encode()]

    def _events(self, environ: "WSGIEnvironment") -> BoltResponse:
        raw = _body(environ)
        if raw is None:
            return _say(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "This is larger than anything that Slack sends.")
        secret = self._candor.settings.slack_signing_secret
        stamp, signature = (environ.get(f"HTTP_X_SLACK_{name}", "") for name in ("REQUEST_TIMESTAMP", "SIGNATURE"))
        if secret is None or not is_signed(secret.get_secret_value(), raw, stamp, signature, time.time()):
            log.warning("turned away a request that Slack did not sign", extra={"action": "web.unsigned"})
            return _say(HTTPStatus.UNAUTHORIZED, "This request does not carry Slack's signature.")
        try:
            request = BoltRequest(body=raw.decode(), headers=_headers(environ))
        except (ValueError, AttributeError, TypeError):  # Bolt takes it for granted that JSON is an object
            return _say(HTTPStatus.BAD_REQUEST, "This is neither a JSON object nor a form.")
        return self._candor.bolt.dispatch(request)

    def _install(self, environ: "WSGIEnvironment") -> BoltResponse:
        return self._door.install(_request(environ)) if self._door else _no_door()

    def _oauth_redirect(self, environ: "WSGIEnvironment") -> BoltResponse:
        return self._door.come_back(_request(environ)) if self._door else _no_door()

    def _ready(self, _: "WSGIEnvironment") -> BoltResponse:
        trouble = self._trouble()
        return _say(HTTPStatus.SERVICE_UNAVAILABLE, trouble) if trouble else _say(HTTPStatus.OK, "ready")


def web_app(candor: Candor) -> WebApp:
    """Return the WSGI application of a bot."""
    return WebApp(candor)


def serve(candor: Candor, stopping: Event) -> None:
    """Serve until told to stop; then take no new connection, and finish the requests that are on their way."""
    settings = candor.settings
    server: Any = create_server(
        web_app(candor),
        host="0.0.0.0",  # noqa: S104 - Slack has to reach it; who may is the network's business
        port=settings.port,
        threads=settings.listener_threads,
        max_request_body_size=LARGEST_BODY,
        ident="candor",
    )
    while not stopping.is_set():
        wasyncore.loop(timeout=LOOK_SECONDS, map=server._map, count=1)
    server.del_channel()
    server.socket.close()
    until = time.monotonic() + LAST_SECONDS
    while time.monotonic() < until and any(_is_busy(channel) for channel in server.active_channels.values()):
        wasyncore.loop(timeout=LOOK_SECONDS, map=server._map, count=1)
    server.task_dispatcher.shutdown(timeout=1)


@contextmanager
def health(candor: Candor, trouble: Callable[[], str]) -> Iterator[None]:
    """Answer /healthz, /readyz and /metrics on this machine alone, for a process that serves nothing else.

    A port that is taken is no reason not to work: it is noted, and nobody is answered.
    """
    try:
        server: Any = create_server(WebApp(candor, trouble), host="127.0.0.1", port=candor.settings.port, threads=1)
    except OSError:
        log.warning("PORT is taken, so nobody can ask how this is", extra={"action": "health.port_taken"})
        yield
        return
    thread = Thread(target=server.run, name="health", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.close()
        server.task_dispatcher.shutdown(timeout=1)


def _is_busy(channel: Any) -> bool:
    return bool(channel.requests) or channel.total_outbufs_len > 0


def _body(environ: "WSGIEnvironment") -> bytes | None:
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LARGEST_BODY:
        return None
    read: bytes = environ["wsgi.input"].read(int(length))
    return read


def _headers(environ: "WSGIEnvironment") -> dict[str, Any]:
    named = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")}
    return {**named, "content-type": environ.get("CONTENT_TYPE", "")}


def _request(environ: "WSGIEnvironment") -> BoltRequest:
    return BoltRequest(body="", query=environ.get("QUERY_STRING", ""), headers=_headers(environ))


def _say(status: HTTPStatus, text: str) -> BoltResponse:
    return BoltResponse(status=status, body=text, headers={"content-type": "text/plain; charset=utf-8"})


def _metrics(candor: Candor) -> str:
    """Return roughly how many promised messages stand where, as Prometheus reads it; nothing about people.

    Counted to the one, the figures would tell whoever can reach this address how many in a team are asked; of messages
    to people that came to a bad end, only that there are some.
    """
    with candor.work.read() as unit:
        counts, late = unit.outbox.counts(), unit.outbox.lateness(candor.clock.now())
        problems = unit.outbox.problems()
    ends = Counter[tuple[str, str, str]]()
    for one in problems:
        ends[one.kind.value, one.state.value, one.reason] += one.many if one.channel else 1
    lines = ["# HELP candor_messages Messages promised, by state, in full hundreds.", "# TYPE candor_messages gauge"]
    lines += [f'candor_messages{{state="{state}"}} {count // 100 * 100}' for state, count in sorted(counts.items())]
    lines += ["# HELP candor_problems Messages that Slack refused, or of which nobody knows whether they were said."]
    lines += ["# TYPE candor_problems gauge"]
    lines += [
        f'candor_problems{{kind="{k}",state="{s}",reason="{r}"}} {many}' for (k, s, r), many in sorted(ends.items())
    ]
    lines += ["# HELP candor_late_seconds For how long the message that waits longest has been due."]
    lines += ["# TYPE candor_late_seconds gauge", f"candor_late_seconds {late:.1f}"]
    return "\n".join([*lines, ""])


def _no_door() -> BoltResponse:
    return _say(HTTPStatus.NOT_FOUND, "This Candor belongs to one workspace; it cannot be installed from here.")
