"""No answer that was taken is thrown away at the close of its own round, however long a holiday makes that round."""

from datetime import timedelta

import pytest

from bot.ballots import service
from bot.ballots.model import EXPIRE, HELD_BACK, Ballot, Choice, counted_from
from bot.kernel.ids import TeamId
from bot.teams.model import Round
from tests.fakes.chance import SeededChance
from tests.fakes.unit import FakeUnit
from tests.unit.ballots.voting import ANY, OPENED, TEAM, WEEK, cast, held, voter


def of_round(number: int, opens_at: object, closes_at: object) -> Round:
    return Round(
        team_id=TeamId(TEAM),
        number=number,
        opens_at=opens_at,
        closes_at=closes_at,
        posts_at=closes_at,  # type: ignore[arg-type]
    )


def answer(unit: FakeUnit, person: int, round_: Round) -> None:
    ballot = Ballot(
        scope=TEAM,
        item=HELD_BACK,
        voter=voter(person),
        round_key=round_.number,
        opened_at=counted_from(round_),
        closes_at=round_.closes_at,
        choice=Choice(HELD_BACK, "none"),
    )
    service.cast(unit, ballot, ANY)


@pytest.mark.parametrize("days", [7, 8, 10, 13])
def test_the_sixth_round_of_a_batch_is_read_even_if_its_post_was_moved(days: int) -> None:
    unit = FakeUnit()
    cast(unit, 1)  # one alone, in the first round: its batch is carried on
    opens_at = OPENED + 5 * WEEK
    sixth = of_round(6, opens_at, opens_at + timedelta(days=days))
    for person in range(2, 7):
        answer(unit, person, sixth)
    assert service.destroy_expired(unit, sixth.closes_at) == 0
    assert len(held(unit)) >= 5
    assert service.close(unit, TEAM, HELD_BACK, sixth.closes_at, SeededChance(1)) is not None


def test_a_round_that_nothing_could_close_for_months_keeps_what_was_answered_in_it() -> None:
    unit = FakeUnit()
    long = of_round(1, OPENED, OPENED + 9 * WEEK)
    for person in range(1, 6):
        answer(unit, person, long)
    assert len(held(unit)) == 5
    assert service.destroy_expired(unit, long.closes_at) == 0
    assert service.close(unit, TEAM, HELD_BACK, long.closes_at, SeededChance(1)) is not None


def test_the_age_of_a_rounds_ballots_says_nothing_of_when_they_were_cast() -> None:
    assert counted_from(of_round(1, OPENED, OPENED + WEEK)) == OPENED
    assert counted_from(of_round(1, OPENED, OPENED + 9 * WEEK)) == OPENED + 9 * WEEK - EXPIRE
