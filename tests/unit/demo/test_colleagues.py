"""The colleagues answer as people do: mostly, differently, at their own messages only, and once."""

import asyncio
from collections import Counter
from datetime import UTC, datetime

from demo.colleagues import Colleague, Plan, plan
from demo.restarts import Restarts
from demo.slack import Message, User, View

PLANS = [plan(7, name, number) for name in ("ada", "ben", "chioma", "dmitri") for number in range(1, 101)]
MARA = User(id="U1", name="mara", real_name="Mara")
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


def buttons(*action_ids: str) -> list[dict]:
    return [{"type": "actions", "elements": [{"type": "button", "action_id": name} for name in action_ids]}]


FIRST = buttons("checkin.answer_1", "checkin.answer_2", "checkin.answer_3", "checkin.absent", "checkin.pause")
SECOND = buttons("checkin.second_1", "checkin.second_2", "checkin.second_3", "checkin.second_skip")
THANKS = buttons("checkin.change", "checkin.withdraw")


def said(blocks: list[dict], ts: str = "1.0", **given) -> Message:
    return Message(channel="D1", ts=ts, text="", user="UBOT", blocks=blocks, **given)


class Hand:
    """Presses as the bot would answer: question, question, thanks."""

    def __init__(self) -> None:
        self.pressed: list[str] = []

    async def __call__(self, user: User, message: Message, action_id: str) -> Message:
        self.pressed.append(action_id)
        kind = action_id.rstrip("0123456789")
        message.blocks = {"checkin.answer_": SECOND, "checkin.change": FIRST, "checkin.withdraw": []}.get(kind, THANKS)
        return message


class NoWindows:
    """Nothing opens."""

    async def press(self, user: User, at: Message | View, action_id: str) -> View | None:
        return None

    async def send(self, user: User, view: View, typed: dict[str, str]) -> View | None:
        return None

    async def close(self, user: User) -> None:
        return None


def reacting(seed: int = 7) -> tuple[Colleague, Hand]:
    hand = Hand()
    return Colleague(MARA, hand, seed, Restarts(MARA, NoWindows(), seed)), hand


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    assert [plan(7, "ada", n) for n in range(9)] == [plan(7, "ada", n) for n in range(9)]
    assert [plan(7, "ada", n) for n in range(9)] != [plan(8, "ada", n) for n in range(9)]
    assert [plan(7, "ada", n) for n in range(9)] != [plan(7, "ben", n) for n in range(9)]


def test_most_answer_some_do_not_and_some_were_not_there() -> None:
    reactions = Counter(one.reaction for one in PLANS)
    assert 0.7 < reactions["answers"] / len(PLANS) < 0.95
    assert reactions["ignores"] > 10
    assert reactions["absent"] > 5
    answering = [one for one in PLANS if one.reaction == "answers"]
    assert any(one.skips for one in answering)
    assert any(one.changes for one in answering)
    assert any(one.withdraws for one in answering)
    assert {one.first for one in answering} == {0.1, 0.5, 0.9}


def test_less_stays_unsaid_as_the_weeks_go_by() -> None:
    def unsaid(numbers: range) -> float:
        drawn = [plan(7, f"p{person}", number).first for person in range(60) for number in numbers]
        return sum(drawn) / len(drawn)

    assert unsaid(range(1, 4)) > unsaid(range(8, 11)) + 0.05


def test_a_checkin_is_answered_by_two_presses_and_once() -> None:
    for number in range(60):
        colleague, hand = reacting(number)
        message = said(FIRST)
        asyncio.run(colleague.react([message], NOW))
        before = list(hand.pressed)
        asyncio.run(colleague.react([message], NOW))
        assert hand.pressed == before
        drawn = plan(number, "mara", 1)
        assert bool(before) == (drawn.reaction != "ignores")
        if drawn == Plan(
            reaction="answers", first=0.9, second=drawn.second, skips=False, changes=False, withdraws=False
        ):
            assert before[0] == "checkin.answer_3"
            assert before[1].startswith("checkin.second_")
            assert len(before) == 2


def test_who_is_played_is_left_alone_also_later() -> None:
    colleague, hand = reacting()
    message = said(FIRST)
    colleague.let_pass([message])
    asyncio.run(colleague.react([message], NOW))
    assert hand.pressed == []


def test_a_number_of_buttons_that_nobody_expected_is_fine() -> None:
    for number in range(40):
        colleague, hand = reacting(number)
        asyncio.run(colleague.react([said(buttons(*(f"checkin.answer_{n}" for n in range(1, 8))))], NOW))
        assert all(name.startswith("checkin.") for name in hand.pressed)


def test_a_welcome_is_joined_by_most_and_what_they_do_not_know_by_nobody() -> None:
    joined = 0
    for number in range(60):
        colleague, hand = reacting(number)
        asyncio.run(
            colleague.react([said(buttons("teams.join", "teams.privacy")), said(buttons("later.yes"), ts="2.0")], NOW)
        )
        assert hand.pressed in ([], ["teams.join"])
        joined += len(hand.pressed)
    assert 40 < joined < 60


def test_what_people_say_is_not_pressed() -> None:
    colleague, hand = reacting()
    asyncio.run(colleague.react([said(FIRST, from_bot=False)], NOW))
    assert hand.pressed == []
