"""A fresh workspace for each test: Ada and Ben in #product."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from slack_sdk import WebClient

from demo.slack import Channel, HandClock, SlackServer, User
from tests.fakes.tiny_bot import TinyBot

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class World:
    slack: SlackServer
    client: WebClient
    ada: User
    ben: User
    room: Channel


@pytest.fixture
def world() -> Iterator[World]:
    with SlackServer(clock=HandClock(START), retry_delays=(0.0, 0.05)) as slack:
        ada = slack.add_user("ada", real_name="Ada Lovelace", is_admin=True)
        ben = slack.add_user("ben", tz="America/New_York")
        room = slack.add_channel("product", private=True, members=[ada, ben])
        client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        yield World(slack, client, ada, ben, room)


@pytest.fixture(params=["sockets", "http"])
def bot(world: World, request: pytest.FixtureRequest) -> Iterator[TinyBot]:
    tiny = TinyBot(world.slack)
    if request.param == "sockets":
        tiny.connect()
    else:
        world.slack.deliver_over_http(tiny.serve())
    world.slack.invite_bot(world.room, by=world.ada)
    world.slack.wait_idle()
    yield tiny
    tiny.close()
