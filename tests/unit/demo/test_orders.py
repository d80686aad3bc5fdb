"""Orders to the bot's process, and the way through time that gives them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from demo.bot import obey
from demo.journey import Journey, Stuck
from demo.process import BotGone, BotProcess, environment
from demo.slack import HandClock, Message, SlackServer, User
from tests.unit.demo.conftest import START, World


class Errands:
    """A bot with things to do at set times; each is done once, when its time has come."""

    def __init__(self, clock: HandClock, *due: timedelta) -> None:
        self.clock = clock
        self.due = sorted(START + one for one in due)
        self.done: list[datetime] = []

    def next_due(self) -> datetime | None:
        return min(self.due, default=None)

    def settle(self) -> int:
        ready = [one for one in self.due if one <= self.clock.now()]
        self.due = [one for one in self.due if one not in ready]
        self.done += ready
        return len(ready)

    def advance(self, to: datetime) -> int:
        self.clock.move_to(to)
        return self.settle()


def answers(errands: Errands, *orders: object) -> list[dict]:
    lines: Iterator[str] = iter([one if isinstance(one, str) else json.dumps(one) for one in orders])
    return list(obey(errands, errands.clock, lines))


def test_the_next_moment_and_what_was_done() -> None:
    errands = Errands(HandClock(START), timedelta(hours=1), timedelta(hours=2))
    told = answers(
        errands, {"do": "next"}, {"do": "advance", "to": (START + timedelta(hours=2)).isoformat()}, {"do": "next"}
    )
    assert told == [{"next": (START + timedelta(hours=1)).isoformat()}, {"done": 2}, {"next": None}]


def test_stop_ends_it_and_nothing_after_it_is_heard() -> None:
    assert answers(Errands(HandClock(START)), {"do": "next"}, {"do": "stop"}, {"do": "next"}) == [{"next": None}]


@pytest.mark.parametrize("order", ["no json", {"do": "sing"}, {"do": "advance", "to": "soon"}, {"do": "advance"}, []])
def test_an_order_that_cannot_be_carried_out_is_answered_and_the_next_is_heard(order: object) -> None:
    told = answers(Errands(HandClock(START)), order, {"do": "next"})
    assert "error" in told[0]
    assert told[1] == {"next": None}


def test_the_clock_never_goes_back() -> None:
    errands = Errands(HandClock(START))
    answers(errands, {"do": "advance", "to": (START - timedelta(days=1)).isoformat()})
    assert errands.clock.now() == START


def test_a_journey_stops_at_everything_on_its_way(world: World) -> None:
    world.slack.invite_bot(world.room, by=world.ada)
    errands = Errands(HandClock(START), timedelta(hours=1), timedelta(hours=3), timedelta(days=2))
    world.client.chat_scheduleMessage(
        channel=world.room.id, text="Post", post_at=int((START + timedelta(hours=2)).timestamp())
    )
    journey = Journey(world.slack, errands)
    assert journey.next_event() == START + timedelta(hours=1)
    journey.move_to(START + timedelta(hours=2, minutes=30))
    assert errands.done == [START + timedelta(hours=1)]
    assert [one.text for one in world.slack.channel(world.room)] == ["Post"]
    assert world.slack.clock.now() == errands.clock.now() == START + timedelta(hours=2, minutes=30)
    journey.move_to(START + timedelta(days=1), until=lambda: len(errands.done) == 2)
    assert world.slack.clock.now() == START + timedelta(hours=3)


class NeverDone(Errands):
    """Says for ever that something is due in a second, however far time has come."""

    def next_due(self) -> datetime:
        return self.clock.now() + timedelta(seconds=1)


def test_what_is_never_done_does_not_go_round_for_ever(world: World) -> None:
    with pytest.raises(Stuck):
        Journey(world.slack, NeverDone(HandClock(START))).move_to(START + timedelta(weeks=1))


def test_colleagues_react_and_whoever_is_played_does_not(world: World) -> None:
    for person in (world.ada, world.ben):
        world.client.chat_postMessage(channel=person.id, text="?", blocks=[join_button()])
    pressed: list[str] = []
    journey = Recorded(world.slack, Errands(HandClock(START)), pressed)
    journey.played = lambda: {world.ada.id}
    journey.settle()
    journey.played = set
    journey.settle()
    assert pressed == ["ben"]


class Recorded(Journey):
    """A journey whose colleagues' presses are noted instead of sent."""

    def __init__(self, slack: SlackServer, bot: Errands, pressed: list[str]) -> None:
        self._pressed = pressed
        super().__init__(slack, bot, seed=1)

    async def _tap(self, user: User, message: Message, action_id: str) -> Message:
        self._pressed.append(user.name)
        return message


def join_button() -> dict:
    text = {"type": "plain_text", "text": "Join"}
    return {"type": "actions", "elements": [{"type": "button", "text": text, "action_id": "teams.join", "value": "1"}]}


def test_the_bots_environment_is_the_demos_alone(world: World, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "a real one")
    monkeypatch.setenv("DATABASE_URL", "postgresql://a-real-one")
    monkeypatch.setenv("LANG", "C.UTF-8")
    given = environment(world.slack, tmp_path)
    assert "a real one" not in given.values()
    assert given["DATABASE_URL"] == f"sqlite:///{tmp_path}/candor.db"
    assert given["SLACK_API_URL"] == world.slack.api_url
    assert datetime.fromisoformat(given["DEMO_NOW"]) == START
    assert given["LANG"] == "C.UTF-8"


def test_a_bot_that_was_never_started_or_has_ended_says_where_to_look(world: World, tmp_path) -> None:
    with pytest.raises(BotGone, match=r"bot\.log"):
        BotProcess(world.slack, tmp_path).next_due()


def test_the_real_bot_obeys_and_ends(world: World, tmp_path) -> None:
    bot = BotProcess(world.slack, tmp_path).start()
    try:
        assert bot.next_due() is None
        world.slack.invite_bot(world.room, by=world.ada)
        world.slack.wait_idle()
        assert bot.advance(START + timedelta(minutes=1)) >= 1
        assert "one private question" in world.slack.channel(world.room)[0].text
        assert bot.is_alive
    finally:
        bot.stop()
    assert not bot.is_alive
    with pytest.raises(BotGone):
        bot.advance(datetime.now(UTC))
