"""What happens when the app does not acknowledge: errors for people, retries for events, over both ways."""

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from wsgiref.simple_server import make_server

import pytest
from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from demo.slack import HandClock, SlackServer
from tests.fakes.tiny_bot import QuietHandler, ThreadingServer, TinyBot
from tests.unit.demo.conftest import START, World


@pytest.fixture
def connected(world: World) -> Iterator[TinyBot]:
    tiny = TinyBot(world.slack).connect()
    yield tiny
    tiny.close()


def test_without_a_connection_a_person_is_told_at_once(world: World) -> None:
    delivered = world.slack.command(world.ada, world.room, "/trust", "setup")
    assert (delivered.ok, delivered.reasons) == (False, ["no_connection"])
    assert "dispatch_failed" in str(delivered.error)


def test_an_event_that_nobody_takes_is_tried_again(world: World) -> None:
    world.slack.invite_bot(world.room, by=world.ada)
    world.slack.wait_idle()
    event = world.slack.deliveries("events_api")[-1]
    assert (event.ok, event.attempts) == (False, 3)


@pytest.fixture
def hasty() -> Iterator[World]:
    with SlackServer(clock=HandClock(START), retry_delays=(0.0, 0.0), patience=0.3) as slack:
        ada = slack.add_user("ada")
        room = slack.add_channel("product", members=[ada])
        yield World(slack, WebClient(slack.bot_token, base_url=slack.api_url), ada, ada, room)


def test_a_retry_bears_its_number_and_the_same_event(hasty: World) -> None:
    seen: list[SocketModeRequest] = []

    def acknowledge_the_second(client: SocketModeClient, request: SocketModeRequest) -> None:
        seen.append(request)
        if request.retry_attempt == 1:
            client.send_socket_mode_response(SocketModeResponse(request.envelope_id))

    client = SocketModeClient(hasty.slack.app_token, web_client=hasty.client)
    client.socket_mode_request_listeners.append(acknowledge_the_second)
    client.connect()
    hasty.slack.wait_connected()
    hasty.slack.invite_bot(hasty.room, by=hasty.ada)
    hasty.slack.wait_idle()
    client.current_session_state.terminated = True
    hasty.slack.ping_connections()
    client.close()
    assert [(one.retry_attempt, one.retry_reason) for one in seen] == [(0, ""), (1, "timeout")]
    assert len({one.payload["event_id"] for one in seen}) == 1
    assert len({one.envelope_id for one in seen}) == 2


def test_a_silent_connection_lets_commands_time_out(hasty: World) -> None:
    tiny = TinyBot(hasty.slack).connect()
    hasty.slack.go_silent()
    delivered = hasty.slack.command(hasty.ada, hasty.room, "/trust", "setup")
    assert (delivered.ok, delivered.reasons, tiny.heard) == (False, ["timeout"], [])
    assert "operation_timeout" in str(delivered.error)
    hasty.slack.go_silent(silent=False)
    assert hasty.slack.command(hasty.ada, hasty.room, "/trust", "help").ok
    tiny.close()


def test_a_cut_connection_fails_what_was_on_its_way(world: World, connected: TinyBot) -> None:
    world.slack.go_silent()
    world.slack.invite_bot(world.room, by=world.ada)
    world.slack.cut_connections()
    world.slack.wait_idle()
    assert world.slack.deliveries("events_api")[-1].reasons == ["connection_closed", "no_connection", "no_connection"]


def test_after_a_disconnect_message_the_client_comes_back(world: World, connected: TinyBot) -> None:
    world.slack.disconnect(reason="refresh_requested")
    world.slack.wait_connected()
    assert world.slack.sockets.opened == 2
    assert world.slack.command(world.ada, world.room, "/trust", "help").ok


def test_each_envelope_goes_to_one_of_several_connections(world: World, connected: TinyBot) -> None:
    second = TinyBot(world.slack).connect()
    world.slack.wait_connected(2)
    for _ in range(4):
        assert world.slack.command(world.ada, world.room, "/trust", "help").ok
    assert len(connected.heard) + len(second.heard) == 4
    assert connected.heard
    assert second.heard
    second.close()


def test_a_ticket_opens_one_connection(world: World) -> None:
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"{world.slack.base_url}/link?ticket=none")


def refusing(seen: list, status: str):
    def app(environ, start_response):
        length = int(environ.get("CONTENT_LENGTH") or 0)
        seen.append(
            (
                environ.get("HTTP_X_SLACK_RETRY_NUM"),
                environ.get("HTTP_X_SLACK_RETRY_REASON"),
                json.loads(environ["wsgi.input"].read(length))["event_id"],
            )
        )
        start_response(status, [("X-Slack-No-Retry", "1")] if status.startswith("501") else [])
        return [b""]

    return app


@pytest.mark.parametrize(
    ("status", "tries"),
    [("500 Broken", [(None, None), ("1", "http_error"), ("2", "http_error")]), ("501 Enough", [(None, None)])],
)
def test_over_http_an_event_is_repeated_with_number_and_reason(world: World, status: str, tries: list) -> None:
    seen: list = []
    server = make_server("127.0.0.1", 0, refusing(seen, status), ThreadingServer, QuietHandler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    world.slack.deliver_over_http(f"http://127.0.0.1:{server.server_port}/", verify=False)
    world.slack.invite_bot(world.room, by=world.ada)
    world.slack.wait_idle()
    server.shutdown()
    server.server_close()
    assert [one[:2] for one in seen] == tries
    assert len({one[2] for one in seen}) == 1


def test_an_address_must_answer_the_challenge(world: World) -> None:
    with pytest.raises(ConnectionError, match="challenge"):
        world.slack.deliver_over_http(f"{world.slack.base_url}/nowhere")


def test_a_forged_request_is_not_taken_by_the_app(world: World) -> None:
    tiny = TinyBot(world.slack)
    url = tiny.serve()
    request = urllib.request.Request(
        url, b"{}", {"Content-Type": "application/json", "X-Slack-Signature": "v0=00", "X-Slack-Request-Timestamp": "1"}
    )
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(request)
    tiny.close()
