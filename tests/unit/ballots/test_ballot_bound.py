"""The promise itself, in exact arithmetic: what is published moves the odds between two answers by at most three.

The chances of a bit are taken from the program, by going every way through a cast; no number here is repeated from it.
"""

from datetime import UTC, datetime
from fractions import Fraction
from itertools import permutations

import pytest

from bot.ballots import service
from bot.ballots.envelope import Envelope
from bot.ballots.model import BARRIER, CHANGE, HELD_BACK, Ballot, Choice, act_item, quarter_item
from bot.ballots.noise import two_sided_geometric
from bot.ballots.questions import questions
from bot.kernel.ids import UserId
from tests.fakes.ballots import FakeBallotsUnit
from tests.fakes.chance import ScriptedChance
from tests.fakes.every_chance import exact_distribution

OPENED = datetime(2026, 11, 2, tzinfo=UTC)
BOUND = 3
MOST_PEOPLE = 15
REACH = 12  # further out the ratio of neighbouring noises stays what it is
WORKSPACE = {BARRIER: quarter_item(BARRIER, OPENED), CHANGE: quarter_item(CHANGE, OPENED)}
TEAM = {HELD_BACK: HELD_BACK} | {act.id: act_item(0) for act in questions().acts}


def sealed_value(item, question, option, chance):
    """Cast one ballot through the program and look into the envelope."""
    unit = FakeBallotsUnit()
    service.cast(
        unit,
        Ballot(
            scope="scope",
            item=item,
            voter=UserId("U1"),
            round_key=1,
            opened_at=OPENED,
            choice=Choice(question, option),
        ),
        chance,
    )
    batch = unit.ballots.find("scope", item)
    [value] = Envelope.opened(unit.keys.find(batch.id), batch.id, batch.box).held()
    return value


def what_is_sealed(item, question):
    """Return, for every answer on the screen, the exact distribution of what goes into the envelope."""
    return {
        option.id: exact_distribution(lambda chance, option=option: sealed_value(item, question, option.id, chance))
        for option in questions().get(question).options
    }


@pytest.fixture(scope="module")
def noise():
    """The exact noise; far out it falls by the factor that its neighbours have near the middle."""
    near = exact_distribution(two_sided_geometric, most_draws=6)
    falls = near[2] / near[1]
    assert near[-2] / near[-1] == near[3] / near[2] == falls
    return {m: near[0] if m == 0 else near[1] * falls ** (abs(m) - 1) for m in range(-60, 61)}


@pytest.mark.soak
@pytest.mark.parametrize("question", TEAM)
def test_a_sum_moves_the_odds_between_two_answers_by_three_at_most(question, noise, record_property):
    answers = what_is_sealed(TEAM[question], question)
    worst = Fraction(0)
    for people in range(1, MOST_PEOPLE + 1):
        for others in range(people):
            for blurred in range(others - REACH, others + REACH + 2):
                likely = [
                    sum(share * noise[blurred - others - bit] for bit, share in answer.items())
                    for answer in answers.values()
                ]
                worst = max(worst, max(likely) / min(likely))
    record_property("worst_odds", str(worst))
    assert worst == BOUND


@pytest.mark.soak
@pytest.mark.parametrize("question", WORKSPACE)
def test_a_ballot_of_the_workspace_moves_the_odds_by_three_at_most(question):
    answers = what_is_sealed(WORKSPACE[question], question)
    worst = max(
        one[value] / other[value] for one, other in permutations(answers.values(), 2) for value in range(len(answers))
    )
    assert worst == BOUND


@pytest.mark.parametrize("question", [*TEAM, *WORKSPACE])
def test_a_stolen_open_envelope_proves_nothing(question):
    answers = what_is_sealed((TEAM | WORKSPACE)[question], question)
    for value in {value for answer in answers.values() for value in answer}:
        assert all(answer[value] > 0 for answer in answers.values())
        assert max(answer[value] for answer in answers.values()) <= 7 * min(a[value] for a in answers.values())


@pytest.mark.parametrize("people", range(5, MOST_PEOPLE + 1))
def test_a_share_says_no_more_than_the_blurred_sum(people):
    """Whatever the bits were, the same blurred sum is published as the same share."""
    for blurred in range(-2, people + 3):
        shares = {
            closed([1] * ones + [0] * (people - ones), blurred - ones).share
            for ones in range(max(0, blurred - 3), min(people, blurred + 3) + 1)
        }
        assert shares == {(blurred - Fraction(people, 8)) / (people * Fraction(3, 4))}


def closed(bits, noise_drawn):
    unit = FakeBallotsUnit()
    for number, bit in enumerate(bits):
        option = "mattered" if bit else "none"
        ballot = Ballot(
            scope="team",
            item=HELD_BACK,
            voter=UserId(f"U{number}"),
            round_key=1,
            opened_at=OPENED,
            choice=Choice(HELD_BACK, option),
        )
        service.cast(unit, ballot, ScriptedChance([0, 1, 0]))
    return service.close(unit, "team", HELD_BACK, OPENED, ScriptedChance(drawing(noise_drawn)))


def drawing(noise_drawn):
    """Return the draws that make the program's noise come out as wanted."""
    if noise_drawn == 0:
        return [0]
    return [4, *[0] * (abs(noise_drawn) - 1), 1, int(noise_drawn > 0)]
