"""Every outcome of a call, on real sockets: what Slack surely did, surely did not, and may have done."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest

from bot.directory.model import Standing
from bot.kernel.errors import SlackRefused, SlackUnclear, SlackUnreachable
from bot.kernel.ids import ChannelId, UserId, WorkspaceId
from bot.slack.gateway import WebGateway

TEAM, USER, CHANNEL = WorkspaceId("T1"), UserId("U1"), ChannelId("C1")
Answer = Callable[[BaseHTTPRequestHandler], None]


class Slack:
    """A server that answers every request as a test says, and remembers them."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, dict[str, Any], str]] = []
        self.answer: Answer = says({"ok": True})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}/api/"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        slack = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                is_json = self.headers["Content-Type"].startswith("application/json")
                sent = json.loads(body) if is_json else {name: said[0] for name, said in parse_qs(body).items()}
                slack.requests.append((self.path, sent, self.headers["Authorization"]))
                slack.answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler


def says(body: dict[str, Any] | str, status: int = 200, **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        written = (body if isinstance(body, str) else json.dumps(body)).encode()
        request.send_response(status)
        for name, header in headers.items():
            request.send_header(name.replace("_", "-"), header)
        request.send_header("Content-Length", str(len(written)))
        request.end_headers()
        request.wfile.write(written)

    return answer


def hangs_up(request: BaseHTTPRequestHandler) -> None:
    request.connection.shutdown(socket.SHUT_RDWR)
    request.close_connection = True


def hangs_up_in_mid_answer(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b'{"ok": tr')
    hangs_up(request)


@pytest.fixture
def slack() -> Iterator[Slack]:
    server = Slack()
    yield server
    server.stop()


@pytest.fixture
def gateway(slack: Slack) -> WebGateway:
    return WebGateway(lambda workspace_id: f"xoxb-{workspace_id}", slack.url)


def post(gateway: WebGateway) -> dict[str, Any]:
    return gateway.call(TEAM, "chat.postMessage", {"channel": "C1", "text": "Hello"})


def test_an_answer_comes_back(slack: Slack, gateway: WebGateway) -> None:
    slack.answer = says({"ok": True, "ts": "17.1"})
    assert post(gateway)["ts"] == "17.1"
    assert slack.requests == [("/api/chat.postMessage", {"channel": "C1", "text": "Hello"}, "Bearer xoxb-T1")]


def test_a_word_of_slacks_is_a_refusal(slack: Slack, gateway: WebGateway) -> None:
    slack.answer = says({"ok": False, "error": "channel_not_found"})
    with pytest.raises(SlackRefused) as refused:
        post(gateway)
    assert (refused.value.code, refused.value.retry_after) == ("channel_not_found", None)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [({"Retry_After": "17"}, 17.0), ({"retry_after": "3"}, 3.0), ({}, 30.0), ({"Retry_After": "soon"}, 30.0)],
)
def test_too_many_calls_are_a_refusal_that_says_when(
    slack: Slack, gateway: WebGateway, header: dict[str, str], seconds: float
) -> None:
    slack.answer = says({"ok": False, "error": "ratelimited"}, 429, **header)
    with pytest.raises(SlackRefused) as refused:
        post(gateway)
    assert (refused.value.code, refused.value.retry_after) == ("ratelimited", seconds)
    assert len(slack.requests) == 1


@pytest.mark.parametrize(
    "answer",
    [
        says({"ok": False, "error": "internal_error"}, 500),
        says("<html>Bad gateway</html>", 502),
        says("", 503),
        says("<html>Hello from the hotel</html>"),
        says("<html>No entry</html>", 403),
        says("[]"),
        says("{}"),
        hangs_up,
        hangs_up_in_mid_answer,
    ],
    ids=["500", "502", "503", "not JSON", "403 without JSON", "a list", "no ok", "hangs up", "hangs up in mid answer"],
)
def test_whatever_leaves_it_open_is_unclear_and_sent_once(slack: Slack, gateway: WebGateway, answer: Answer) -> None:
    slack.answer = answer
    with pytest.raises(SlackUnclear):
        post(gateway)
    assert len(slack.requests) == 1


@pytest.mark.parametrize("told", [{}, {"user": None, "channel": {}, "users": {"U1": 1}}, {"user": [], "channel": ""}])
def test_an_answer_without_what_was_asked_for_is_unclear(
    slack: Slack, gateway: WebGateway, told: dict[str, Any]
) -> None:
    slack.answer = says({"ok": True} | told)
    for asked in (gateway.profile, gateway.address):
        with pytest.raises(SlackUnclear):
            asked(TEAM, USER)
    with pytest.raises(SlackUnclear):
        gateway.channel(TEAM, CHANNEL)


def test_nobody_listening_is_unreachable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: refused
        nowhere = WebGateway(lambda _: "xoxb-1", f"http://127.0.0.1:{taken.getsockname()[1]}/api/")
        with pytest.raises(SlackUnreachable):
            post(nowhere)


def test_an_unknown_host_is_unreachable() -> None:
    with pytest.raises(SlackUnreachable):
        post(WebGateway(lambda _: "xoxb-1", "http://slack.invalid/api/"))


def test_a_server_without_tls_is_unreachable(slack: Slack) -> None:
    secure = WebGateway(lambda _: "xoxb-1", slack.url.replace("http://", "https://"))
    with pytest.raises(SlackUnreachable):
        post(secure)
    assert slack.requests == []


def test_a_connection_that_drops_after_connecting_is_unclear() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=lambda: server.accept()[0].close())
        thread.start()
        with pytest.raises(SlackUnclear):
            post(WebGateway(lambda _: "xoxb-1", f"http://127.0.0.1:{server.getsockname()[1]}/api/"))
        thread.join()


def test_a_workspace_without_a_token_is_refused(slack: Slack) -> None:
    def no_token(workspace_id: WorkspaceId) -> str:
        raise LookupError(workspace_id)

    with pytest.raises(SlackRefused, match="not_authed"):
        post(WebGateway(no_token, slack.url))


def test_a_new_token_is_used_at_once(slack: Slack) -> None:
    tokens = iter(["xoxb-1", "xoxb-1", "xoxb-2"])
    gateway = WebGateway(lambda _: next(tokens), slack.url)
    for _ in range(3):
        post(gateway)
    assert [token for _, _, token in slack.requests] == ["Bearer xoxb-1", "Bearer xoxb-1", "Bearer xoxb-2"]


def test_no_error_holds_what_was_said_or_the_token(slack: Slack, gateway: WebGateway) -> None:
    slack.answer = says({"ok": False, "error": "Hello xoxb-T1"})
    with pytest.raises(SlackUnclear) as unclear:
        post(gateway)
    assert "Hello" not in str(unclear.value)
    assert unclear.value.__cause__ is None


ANN = {"id": "U1", "team_id": "T1", "tz": "Europe/Paris"}


@pytest.mark.parametrize(
    ("marks", "standing"),
    [
        ({}, Standing.FULL),
        ({"is_bot": True}, Standing.BOT),
        ({"id": "USLACKBOT"}, Standing.BOT),
        ({"deleted": True}, Standing.DEACTIVATED),
        ({"is_restricted": True}, Standing.GUEST),
        ({"is_ultra_restricted": True, "is_restricted": True}, Standing.GUEST),
        ({"is_stranger": True}, Standing.STRANGER),
        ({"team_id": "T2"}, Standing.STRANGER),
        ({"team_id": "T2", "enterprise_user": {"enterprise_id": "E1", "teams": ["T1", "T2"]}}, Standing.FULL),
    ],
)
def test_standing_is_read_from_slacks_marks(
    slack: Slack, gateway: WebGateway, marks: dict[str, Any], standing: Standing
) -> None:
    slack.answer = says({"ok": True, "user": ANN | marks})
    assert gateway.profile(TEAM, USER).standing is standing
    assert slack.requests[0][:2] == ("/api/users.info", {"user": "U1"})


@pytest.mark.parametrize(
    ("said", "zone"),
    [("Europe/Paris", "Europe/Paris"), (None, "UTC"), ("Moon/Tycho", "UTC"), ("../etc", "UTC"), ("", "UTC")],
)
def test_a_zone_that_nobody_knows_is_utc(slack: Slack, gateway: WebGateway, said: str | None, zone: str) -> None:
    slack.answer = says({"ok": True, "user": ANN | {"tz": said}})
    assert gateway.profile(TEAM, USER).zone == zone


@pytest.mark.parametrize("mark", ["is_admin", "is_owner", "is_primary_owner"])
def test_owners_are_administrators(slack: Slack, gateway: WebGateway, mark: str) -> None:
    slack.answer = says({"ok": True, "user": ANN | {mark: True}})
    assert gateway.profile(TEAM, USER).is_workspace_admin


@pytest.mark.parametrize("mark", ["is_ext_shared", "is_shared", "is_pending_ext_shared", "is_org_shared"])
def test_every_kind_of_sharing_is_sharing(slack: Slack, gateway: WebGateway, mark: str) -> None:
    slack.answer = says({"ok": True, "channel": {"id": "C1", "name": "team", "is_member": True, mark: True}})
    facts = gateway.channel(TEAM, CHANNEL)
    assert facts.is_shared
    assert facts.bot_is_in
    assert (facts.is_archived, facts.is_private) == (False, False)


def test_members_are_read_page_by_page(slack: Slack, gateway: WebGateway) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        cursor = slack.requests[-1][1].get("cursor")
        page = {"members": ["U3"]} if cursor else {"members": ["U2"], "response_metadata": {"next_cursor": "more"}}
        says({"ok": True, **page})(request)

    slack.answer = answer
    assert gateway.is_in_channel(TEAM, CHANNEL, UserId("U3"))
    assert len(slack.requests) == 2
    assert not gateway.is_in_channel(TEAM, CHANNEL, UserId("U4"))
