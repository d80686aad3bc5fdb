"""Fetches a feed over HTTPS: to an address that was looked at before it was connected to, within size and time."""

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from time import monotonic

from bot.kernel.errors import Refused
from bot.meetings.feeds.guard import Place, follow, is_public, place_of
from bot.meetings.ports import Version

LARGEST = 5_000_000  # bytes
SECONDS = 10.0  # for all of it, redirects included
MOST_REDIRECTS = 3
CHUNK = 65_536

_REDIRECTS = {301, 302, 303, 307, 308}
_CLOSED = {401, 403}
_GONE = {404, 410}

Resolve = Callable[[str, int], list[str]]  # a name's numbers


@dataclass(frozen=True, slots=True)
class Fetched:
    """A feed as the server sent it, with its own words for the version."""

    body: bytes = field(repr=False)
    etag: str = field(default="", repr=False)
    last_modified: str = field(default="", repr=False)


class Fetcher:
    """Fetches feeds. ``loopback`` lets it connect to this machine, which nothing but a test may ask for."""

    def __init__(
        self,
        *,
        resolve: Resolve | None = None,
        trust: ssl.SSLContext | None = None,
        loopback: bool = False,
        seconds: float = SECONDS,
        largest: int = LARGEST,
    ) -> None:
        self._resolve = resolve or _numbers
        self._trust = trust or ssl.create_default_context()
        self._loopback = loopback
        self._seconds = seconds
        self._largest = largest

    def fetch(self, address: str, known: Version) -> Fetched | None:
        """Return the feed, or None where it is still the version that is known; raises Refused."""
        place, until = place_of(address), monotonic() + self._seconds
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._get(place, known, until)
            if not isinstance(answer, str):
                return answer
            place = follow(place, answer)
        raise Refused("feeds-redirects")

    def _get(self, place: Place, known: Version, until: float) -> Fetched | str | None:
        """Return the feed, None for an unchanged one, or where a redirect leads."""
        connection = _Connection(place.host, place.port, self._number(place), self._trust, _left(until))
        with _ended_at(until, connection) as is_over:
            try:
                connection.request("GET", place.target, headers=_headers(known))
                with connection.getresponse() as response:
                    answer = self._answer(response, until)
            except ssl.SSLCertVerificationError:
                raise Refused("feeds-certificate") from None
            except (OSError, http.client.HTTPException, ValueError):
                raise Refused("feeds-slow" if is_over() else "feeds-away") from None
            if is_over():  # what was cut off looks as if it had come to its end
                raise Refused("feeds-slow")
            return answer

    def _number(self, place: Place) -> str:
        try:
            numbers = self._resolve(place.host, place.port)
        except OSError:
            raise Refused("feeds-unknown-host") from None
        if not numbers:
            raise Refused("feeds-unknown-host")
        if not all(is_public(number) or (self._loopback and _is_loopback(number)) for number in numbers):
            raise Refused("feeds-private")
        return numbers[0]

    def _answer(self, response: http.client.HTTPResponse, until: float) -> Fetched | str | None:
        if response.status == http.HTTPStatus.NOT_MODIFIED:
            return None
        if response.status in _REDIRECTS:
            location = response.headers.get("Location", "")
            if not location:
                raise Refused("feeds-away")
            return location
        _refuse_unless_good(response)
        return Fetched(
            self._body(response, until),
            _short(response.headers.get("ETag", ""), 255),
            _short(response.headers.get("Last-Modified", ""), 64),
        )

    def _body(self, response: http.client.HTTPResponse, until: float) -> bytes:
        told = response.headers.get("Content-Length", "")
        if told.isdecimal() and int(told) > self._largest:
            raise Refused("feeds-large")
        body = bytearray()
        while chunk := response.read1(CHUNK):
            body += chunk
            if len(body) > self._largest:
                raise Refused("feeds-large")
            _left(until)
        if response.length:
            raise Refused("feeds-away")  # it broke off
        return bytes(body)


class _Connection(http.client.HTTPSConnection):
    """A connection to the very number that was looked at; the certificate is still the name's."""

    def __init__(self, host: str, port: int, number: str, trust: ssl.SSLContext, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds, context=trust)
        self.line: ssl.SSLSocket | None = None  # as long as it is open, also when the response has taken it over
        self._number = number
        self._trust = trust

    def connect(self) -> None:
        """Connect without asking any resolver again, and through no proxy."""
        plain = socket.create_connection((self._number, self.port), self.timeout)
        # Kept before the handshake, so that one which never ends can be cut as well.
        self.line = self._trust.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock = self.line
        self.line.do_handshake()


@contextmanager
def _ended_at(until: float, connection: "_Connection") -> Iterator[Callable[[], bool]]:
    """Cut the connection when time is up, however slowly the other side goes on; hands out whether it was."""
    over = threading.Event()

    def cut() -> None:
        over.set()
        if connection.line is not None:
            with suppress(OSError):
                socket.socket.shutdown(connection.line, socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, until - monotonic()), cut)
    timer.daemon = True
    timer.start()
    try:
        yield lambda: over.is_set() or monotonic() >= until
    finally:
        timer.cancel()
        connection.close()
        if connection.line is not None:
            connection.line.close()


def _left(until: float) -> float:
    seconds = until - monotonic()
    if seconds <= 0:
        raise Refused("feeds-slow")
    return seconds


def _headers(known: Version) -> dict[str, str]:
    headers = {"Accept": "text/calendar", "Accept-Encoding": "identity", "User-Agent": "Candor", "Connection": "close"}
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    return headers


def _refuse_unless_good(response: http.client.HTTPResponse) -> None:
    if response.status in _CLOSED:
        raise Refused("feeds-closed")
    if response.status in _GONE:
        raise Refused("feeds-gone")
    if response.status != http.HTTPStatus.OK:
        raise Refused("feeds-away")
    kind = response.headers.get_content_type()
    packed = response.headers.get("Content-Encoding", "identity").lower() != "identity"
    if packed or kind == "text/html" or kind.startswith(("image/", "video/", "audio/")):
        raise Refused("feeds-no-calendar")


def _short(told: str, most: int) -> str:
    return told if len(told) <= most and told.isascii() and told.isprintable() else ""


def _numbers(host: str, port: int) -> list[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _is_loopback(number: str) -> bool:
    return ip_address(number).is_loopback
