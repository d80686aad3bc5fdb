"""Rate limits and faults on demand."""

import http.client
import time
import urllib.error

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.unit.demo.conftest import World

DROPPED = (http.client.RemoteDisconnected, ConnectionError, urllib.error.URLError)


def post(world: World, to: str = "") -> None:
    world.client.chat_postMessage(channel=to or world.ada.id, text="x")


def received(world: World) -> int:
    return len(world.slack.dm(world.ada))


def test_above_a_rate_the_answer_is_429_and_says_how_long(world: World) -> None:
    world.slack.limit("chat.postMessage", calls=2, seconds=30)
    post(world)
    post(world)
    with pytest.raises(SlackApiError) as caught:
        post(world)
    assert caught.value.response.status_code == 429
    assert caught.value.response["error"] == "ratelimited"
    assert 1 <= int(caught.value.response.headers["Retry-After"]) <= 30
    assert received(world) == 2


def test_a_limit_by_channel_leaves_the_others_alone(world: World) -> None:
    world.slack.limit("chat.postMessage", calls=1, seconds=30, by_channel=True)
    post(world)
    post(world, world.ben.id)
    with pytest.raises(SlackApiError, match="ratelimited"):
        post(world)


def test_a_fault_meets_so_many_calls_and_only_those_it_is_for(world: World) -> None:
    world.slack.fail(
        "chat.postMessage", times=2, error="internal_error", only_when=lambda a: a["channel"] == world.ada.id
    )
    post(world, world.ben.id)
    for _ in range(2):
        with pytest.raises(SlackApiError, match="internal_error"):
            post(world)
    post(world)
    assert received(world) == 1


def test_a_status_or_a_wait_can_be_ordered(world: World) -> None:
    world.slack.fail("chat.postMessage", status=503)
    world.slack.fail("chat.postMessage", retry_after=7)
    with pytest.raises(SlackApiError) as first:
        post(world)
    with pytest.raises(SlackApiError) as second:
        post(world)
    assert (first.value.response.status_code, second.value.response.headers["Retry-After"]) == (503, "7")


def test_dropped_before_accepting_means_not_posted(world: World) -> None:
    world.slack.fail("chat.postMessage", drop_before=True)
    with pytest.raises(DROPPED):
        post(world)
    assert (received(world), world.slack.calls()[-1].accepted) == (0, False)


def test_dropped_after_accepting_means_posted_although_the_caller_saw_an_error(world: World) -> None:
    world.slack.fail("chat.postMessage", drop_after_accepting=True)
    with pytest.raises(DROPPED):
        post(world)
    assert (received(world), world.slack.calls()[-1].accepted) == (1, True)


def test_a_client_with_the_default_retry_posts_twice_after_such_a_drop(world: World) -> None:
    world.slack.fail("chat.postMessage", drop_after_accepting=True)
    WebClient(world.slack.bot_token, base_url=world.slack.api_url).chat_postMessage(channel=world.ada.id, text="x")
    assert received(world) == 2


def test_a_delay_holds_one_answer_back(world: World) -> None:
    world.slack.fail("auth.test", delay=0.2)
    started = time.monotonic()
    world.client.auth_test()
    assert time.monotonic() - started >= 0.2


def test_every_call_is_recorded_with_what_was_answered(world: World) -> None:
    post(world)
    with pytest.raises(SlackApiError):
        world.client.users_info(user="U404")
    calls = world.slack.calls()
    assert [(call.method, call.answer["ok"], call.accepted) for call in calls] == [
        ("chat.postMessage", True, True),
        ("users.info", False, False),
    ]
    assert "token" not in calls[0].args
