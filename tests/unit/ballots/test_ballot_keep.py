"""One counted ballot a person, uniform among the rounds that a batch ran over."""

from fractions import Fraction

import pytest

from bot.ballots.keep import Slot, taken, withdrawn
from bot.ballots.model import MAX_CHANGES
from tests.fakes.chance import ScriptedChance
from tests.fakes.every_chance import exact_distribution

NO_DRAW = ScriptedChance([])


def slot(**given):
    return Slot(**{"holds": True, "value": 1, "round_key": 1, "rounds": 1, "latest": 1, "changes": 0} | given)


def after_rounds(chance, rounds, withdraws=()):
    """Answer in every round with the round's number, and take back the rounds named."""
    kept = None
    for number in range(1, rounds + 1):
        kept = taken(kept, number, number, chance)
        if number in withdraws:
            kept = withdrawn(kept, number)
    return kept.value if kept.holds else 0


@pytest.mark.parametrize("rounds", range(1, 7))
def test_each_round_is_the_counted_one_equally_often(rounds):
    found = exact_distribution(lambda chance: after_rounds(chance, rounds))
    assert found == {number: Fraction(1, rounds) for number in range(1, rounds + 1)}


def test_the_first_ballot_takes_the_slot():
    assert taken(None, 3, 1, NO_DRAW) == slot(round_key=3, latest=3)


def test_a_change_replaces_the_kept_ballot_of_this_round_and_leaves_j_alone():
    assert taken(slot(rounds=4), 1, 0, NO_DRAW) == slot(value=0, rounds=4, changes=1)


def test_a_change_of_a_round_that_was_not_kept_changes_nothing_that_counts():
    assert taken(slot(round_key=1, latest=2, rounds=2), 2, 0, NO_DRAW) == slot(
        round_key=1, latest=2, rounds=2, changes=1
    )


def test_a_fourth_change_in_a_round_is_refused():
    kept = taken(None, 1, 1, NO_DRAW)
    for _ in range(MAX_CHANGES):
        kept = taken(kept, 1, 0, NO_DRAW)
    assert taken(kept, 1, 1, NO_DRAW) is None


def test_a_new_round_counts_its_changes_afresh():
    assert taken(slot(changes=MAX_CHANGES), 2, 0, ScriptedChance([1])) == slot(rounds=2, latest=2)


def test_withdrawing_takes_back_only_the_ballot_of_this_round():
    assert withdrawn(slot(), 1) == slot(holds=False, value=0)
    assert withdrawn(slot(round_key=1, latest=2, rounds=2), 2) == slot(round_key=1, latest=2, rounds=2)


def test_what_was_withdrawn_leaves_no_value_behind():
    assert withdrawn(slot(value=1), 1).value == withdrawn(slot(value=0), 1).value


def test_an_answer_after_withdrawing_counts_as_a_change():
    again = taken(withdrawn(slot(), 1), 1, 1, NO_DRAW)
    assert again == slot(changes=1)


def test_the_round_after_a_withdrawn_one_takes_its_place():
    found = exact_distribution(lambda chance: after_rounds(chance, 3, withdraws={1}))
    assert found == {2: Fraction(1, 2), 3: Fraction(1, 2)}
