"""Fetching over real TLS: versions, redirects, sizes, slowness, and where nothing is ever connected to."""

import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from bot.kernel.errors import Refused
from bot.meetings.feeds.fetch import Fetcher
from bot.meetings.ports import Version
from tests.fakes.feed_server import FeedServer, Request

BODY = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[FeedServer]:
    found = FeedServer(tmp_path, lambda request: request.send(200, BODY, ETag='"1"', Last_Modified="yesterday"))
    yield found
    found.stop()


def fetcher(server: FeedServer, *, seconds: float = 5, largest: int = 10_000) -> Fetcher:
    return Fetcher(
        resolve=lambda host, port: ["127.0.0.1"], trust=server.trust, loopback=True, seconds=seconds, largest=largest
    )


def refused(server: FeedServer, *, seconds: float = 5, largest: int = 10_000) -> str:
    with pytest.raises(Refused) as told:
        fetcher(server, seconds=seconds, largest=largest).fetch(server.address(), Version())
    return told.value.text_id


def test_a_feed_comes_with_the_servers_words_for_its_version(server: FeedServer) -> None:
    fetched = fetcher(server).fetch(server.address("/x.ics?key=1"), Version())
    assert fetched is not None
    assert (fetched.body, fetched.etag, fetched.last_modified) == (BODY, '"1"', "yesterday")
    ((path, headers),) = server.requests
    assert path == "/x.ics?key=1"
    assert headers["Host"].startswith("localhost:")
    assert not {"If-None-Match", "If-Modified-Since", "Cookie", "Authorization"} & set(headers)


def test_an_unchanged_feed_costs_one_conditional_request(server: FeedServer) -> None:
    server.answer = lambda request: request.send(304)
    known = Version(etag='"1"', last_modified="yesterday")
    assert fetcher(server).fetch(server.address(), known) is None
    ((_, headers),) = server.requests
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"1"', "yesterday")


@pytest.mark.parametrize(
    ("status", "text_id"),
    [
        (401, "feeds-closed"),
        (403, "feeds-closed"),
        (404, "feeds-gone"),
        (410, "feeds-gone"),
        (204, "feeds-away"),
        (206, "feeds-away"),
        (302, "feeds-away"),  # that leads nowhere
        (429, "feeds-away"),
        (500, "feeds-away"),
        (503, "feeds-away"),
    ],
)
def test_any_other_status_is_a_sentence(server: FeedServer, status: int, text_id: str) -> None:
    server.answer = lambda request: request.send(status)
    assert refused(server) == text_id


@pytest.mark.parametrize(
    "headers", [{"Content_Type": "text/html"}, {"Content_Type": "image/png"}, {"Content_Encoding": "gzip"}]
)
def test_a_wrong_type_is_not_read(server: FeedServer, headers: dict[str, str]) -> None:
    server.answer = lambda request: request.send(200, BODY, **headers)
    assert refused(server) == "feeds-no-calendar"


def test_a_few_redirects_are_followed_and_no_more(server: FeedServer) -> None:
    def onward(request: Request) -> None:
        steps = int(request.path.strip("/"))
        request.send(302, Location=f"/{steps - 1}") if steps else request.send(200, BODY)

    server.answer = onward
    assert fetcher(server).fetch(server.address("/3"), Version()) is not None
    with pytest.raises(Refused, match="feeds-redirects"):
        fetcher(server).fetch(server.address("/4"), Version())
    server.requests.clear()
    server.answer = lambda request: request.send(307, Location=request.path)
    assert refused(server) == "feeds-redirects"
    assert len(server.requests) == 4


@pytest.mark.parametrize(
    ("location", "text_id"),
    [
        ("http://localhost/", "feeds-not-https"),
        ("file:///etc/passwd", "feeds-not-https"),
        ("https://user@localhost/", "feeds-with-password"),
        ("https://inside.example/", "feeds-private"),
    ],
)
def test_a_redirect_is_checked_like_the_first_address(server: FeedServer, location: str, text_id: str) -> None:
    server.answer = lambda request: request.send(302, Location=location)
    numbers = {"localhost": "127.0.0.1", "inside.example": "10.1.2.3"}
    careful = Fetcher(resolve=lambda host, port: [numbers[host]], trust=server.trust, loopback=True)
    with pytest.raises(Refused, match=text_id):
        careful.fetch(server.address(), Version())
    assert len(server.requests) == 1


@pytest.mark.parametrize("number", ["127.0.0.1", "::1", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1"])
def test_without_the_tests_own_leave_nothing_inside_is_connected_to(server: FeedServer, number: str) -> None:
    careful = Fetcher(resolve=lambda host, port: [number], trust=server.trust)
    with pytest.raises(Refused, match="feeds-private"):
        careful.fetch(server.address(), Version())
    assert server.requests == []


def test_one_number_inside_among_those_of_a_name_is_enough(server: FeedServer) -> None:
    careful = Fetcher(resolve=lambda host, port: ["8.8.8.8", "192.168.0.1"], trust=server.trust)
    with pytest.raises(Refused, match="feeds-private"):
        careful.fetch(server.address(), Version())


def test_a_name_is_asked_for_once_so_that_its_second_answer_is_never_connected_to(server: FeedServer) -> None:
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    assert Fetcher(resolve=rebinding, trust=server.trust, loopback=True).fetch(server.address(), Version())
    assert asked == ["localhost"]


def test_a_name_nobody_knows(server: FeedServer) -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError

    for resolve in (unknown, lambda host, port: []):
        with pytest.raises(Refused, match="feeds-unknown-host"):
            Fetcher(resolve=resolve, trust=server.trust).fetch(server.address(), Version())


def test_a_certificate_of_nobody_we_trust_is_refused(server: FeedServer) -> None:
    distrustful = Fetcher(resolve=lambda host, port: ["127.0.0.1"], loopback=True)
    with pytest.raises(Refused, match="feeds-certificate"):
        distrustful.fetch(server.address(), Version())
    wrong_name = Fetcher(resolve=lambda host, port: ["127.0.0.1"], trust=server.trust, loopback=True)
    with pytest.raises(Refused, match="feeds-certificate"):
        wrong_name.fetch(server.address().replace("localhost", "other.example"), Version())


def test_certificates_are_checked_unless_told_otherwise() -> None:
    trust = ssl.create_default_context()
    assert trust.check_hostname
    assert trust.verify_mode is ssl.CERT_REQUIRED


@pytest.mark.parametrize("told", [True, False])
def test_a_feed_that_is_too_large_is_given_up_on(server: FeedServer, told: bool) -> None:
    def endless(request: Request) -> None:
        request.send_response(200)
        if told:
            request.send_header("Content-Length", "99999999")
        request.end_headers()
        for _ in range(1000):
            request.wfile.write(b"x" * 1000)

    server.answer = endless
    assert refused(server) == "feeds-large"


def test_a_feed_that_breaks_off_is_not_taken_for_a_whole_one(server: FeedServer) -> None:
    server.answer = lambda request: request.send(200, BODY, Content_Length=str(len(BODY) + 1))
    assert refused(server) == "feeds-away"


@pytest.mark.parametrize("where", ["status", "headers", "body", "nothing"])
def test_a_server_that_trickles_is_cut_off_in_time(server: FeedServer, where: str) -> None:
    stop = threading.Event()

    def trickle(request: Request) -> None:
        begin = {"status": b"H", "headers": b"HTTP/1.0 200 OK\r\n", "body": b"HTTP/1.0 200 OK\r\n\r\n", "nothing": b""}
        request.wfile.write(begin[where])
        while where != "nothing" and not stop.wait(0.05):
            request.wfile.write(b"X-A: b\r\n" if where == "headers" else b"x")
        stop.wait(5)

    server.answer, began = trickle, monotonic()
    text_id = refused(server, seconds=0.5, largest=10**9)
    stop.set()
    assert text_id in {"feeds-slow", "feeds-away"}
    assert monotonic() - began < 3
    if where in ("body", "nothing"):
        assert text_id == "feeds-slow"


def test_versions_that_could_not_be_sent_back_are_not_kept(server: FeedServer) -> None:
    server.answer = lambda request: request.send(200, BODY, ETag="x" * 256, Last_Modified="\x01")
    fetched = fetcher(server).fetch(server.address(), Version())
    assert fetched is not None
    assert (fetched.etag, fetched.last_modified) == ("", "")


def test_nothing_of_an_address_is_in_an_error(server: FeedServer) -> None:
    server.answer = lambda request: request.send(500)
    with pytest.raises(Refused) as told:
        fetcher(server).fetch(server.address("/secret-path"), Version())
    assert "secret-path" not in repr(told.value)
    assert told.value.__suppress_context__ or told.value.__cause__ is None
