"""Messages handed over for later."""

from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError

from tests.unit.demo.conftest import START, World

NOON = int(START.timestamp()) + 3 * 3600


def schedule(world: World, post_at: int = NOON) -> dict:
    return world.client.chat_scheduleMessage(channel=world.room.id, post_at=post_at, text="later").data


def pending(world: World) -> list[str]:
    return [one["id"] for one in world.client.chat_scheduledMessages_list()["scheduled_messages"]]


@pytest.fixture(autouse=True)
def inside(world: World) -> None:
    world.slack.invite_bot(world.room, by=world.ada)


@pytest.mark.parametrize(
    ("post_at", "code"),
    [(START.timestamp(), "time_in_past"), (START.timestamp() + 121 * 86400, "time_too_far")],
)
def test_the_time_must_lie_ahead_and_within_120_days(world: World, post_at: float, code: str) -> None:
    with pytest.raises(SlackApiError, match=code):
        schedule(world, int(post_at))


def test_at_most_thirty_in_five_minutes(world: World) -> None:
    for second in range(30):
        schedule(world, NOON + second)
    with pytest.raises(SlackApiError, match="restricted_too_many"):
        schedule(world, NOON + 30)
    schedule(world, NOON + 300)


def test_it_is_listed_until_domain_time_reaches_it_and_then_posted_once(world: World) -> None:
    identity = schedule(world)["scheduled_message_id"]
    world.slack.move_to(START + timedelta(hours=2, minutes=59))
    assert (pending(world), world.slack.channel(world.room)) == ([identity], [])
    world.slack.move_to(START + timedelta(hours=3))
    world.slack.move_to(START + timedelta(hours=4))
    assert pending(world) == []
    assert [message.text for message in world.slack.channel(world.room)] == ["later"]


def test_it_is_posted_also_when_the_clock_itself_is_moved(world: World) -> None:
    schedule(world)
    world.slack.clock.move_to(START + timedelta(days=1))
    assert len(world.slack.channel(world.room)) == 1


def test_it_can_be_taken_back_until_a_minute_before(world: World) -> None:
    first, second = schedule(world)["scheduled_message_id"], schedule(world)["scheduled_message_id"]
    world.client.chat_deleteScheduledMessage(channel=world.room.id, scheduled_message_id=first)
    assert pending(world) == [second]
    world.slack.move_to(START + timedelta(hours=2, minutes=59, seconds=30))
    with pytest.raises(SlackApiError, match="invalid_scheduled_message_id"):
        world.client.chat_deleteScheduledMessage(channel=world.room.id, scheduled_message_id=second)


def test_an_archived_channel_gets_nothing(world: World) -> None:
    schedule(world)
    world.slack.archive(world.room)
    world.slack.move_to(START + timedelta(hours=4))
    assert (pending(world), world.slack.channel(world.room)) == ([], [])


def test_a_list_shows_one_channel_page_by_page(world: World) -> None:
    ids = [schedule(world, NOON + 60 * n)["scheduled_message_id"] for n in range(3)]
    first = world.client.chat_scheduledMessages_list(channel=world.room.id, limit=2)
    rest = world.client.chat_scheduledMessages_list(cursor=first["response_metadata"]["next_cursor"], limit=2)
    assert [one["id"] for one in first["scheduled_messages"] + rest["scheduled_messages"]] == ids
    assert world.client.chat_scheduledMessages_list(channel=world.ada.dm)["scheduled_messages"] == []
    with pytest.raises(SlackApiError, match="invalid_channel"):
        world.client.chat_scheduledMessages_list(channel="C404")
