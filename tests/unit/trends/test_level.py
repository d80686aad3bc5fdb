"""The level, its words and its arrow, by the constants of the anonymity rule."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practices.model import Direction, Word
from bot.trends.level import START, STEPS, arrow, gain, moved, next_reading, rests, word_after
from bot.trends.model import Reading
from tests.fakes.chance import ScriptedChance, SeededChance


def reading(number: int, level: int, word: Word = Word.SOMETIMES) -> Reading:
    return Reading(item="held_back", number=number, round_number=number, level=level, word=word)


def test_the_gain_is_the_filter_of_the_rule_for_a_team_of_eight():
    # By hand: n = 6, v = (6·.3875·.6125 + .625) / 4.5² = .10119; P = .0425; gain = .2958; then P = .02993 + .0025.
    assert gain(8, 1, 1) == Fraction(296, 1000)
    assert gain(8, 2, 1) == Fraction(243, 1000)


def test_the_gain_falls_with_each_reading_and_settles():
    pulls = [gain(8, number, 1) for number in range(1, 40)]
    assert pulls == sorted(pulls, reverse=True)
    assert pulls[-1] == pulls[-2] == Fraction(145, 1000)


def test_a_longer_gap_and_a_larger_roster_pull_more():
    assert gain(8, 5, 6) > gain(8, 5, 1)
    assert gain(25, 5, 1) > gain(8, 5, 1)


def test_teams_of_five_and_of_seven_share_a_gain_since_at_least_five_answered():
    assert gain(5, 3, 1) == gain(7, 3, 1)


@given(
    level=st.integers(0, STEPS),
    share=st.fractions(-2, 3, max_denominator=60),
    number=st.integers(1, 30),
    seed=st.integers(0, 9),
)
def test_a_level_never_leaves_its_twenty_steps(level, share, number, seed):
    assert 0 <= moved(level, share, gain(8, number, 1), SeededChance(seed)) <= STEPS


def test_rounding_is_unbiased_and_decided_by_chance():
    # .35 pulled by a half towards .5 is .425, which is 8.5 twentieths.
    up = moved(7, Fraction(1, 2), Fraction(1, 2), ScriptedChance([0]))
    down = moved(7, Fraction(1, 2), Fraction(1, 2), ScriptedChance([1]))
    assert (up, down) == (9, 8)


@pytest.mark.parametrize(
    ("word", "level", "then"),
    [
        (Word.SOMETIMES, 7, Word.SOMETIMES),
        (Word.SOMETIMES, 8, Word.SOMETIMES),  # .40 is on the bound, within the hysteresis
        (Word.SOMETIMES, 9, Word.HALF),  # .45
        (Word.SOMETIMES, 20, Word.HALF),  # one step at a time
        (Word.SOMETIMES, 4, Word.SOMETIMES),  # .20
        (Word.SOMETIMES, 3, Word.RARELY),  # .15
        (Word.HALF, 8, Word.HALF),  # coming down, .40 still counts as half
        (Word.HALF, 7, Word.SOMETIMES),
        (Word.RARELY, 0, Word.RARELY),
        (Word.MOSTLY, 20, Word.MOSTLY),
        (Word.MOSTLY, 11, Word.HALF),
        (Word.MOSTLY, 12, Word.MOSTLY),
    ],
)
def test_the_word_moves_one_step_and_only_well_past_a_bound(word, level, then):
    assert word_after(word, level) is then


def test_the_first_reading_starts_from_the_starting_level():
    first = next_reading("held_back", [], Fraction(7, 20), roster=8, round_number=1, chance=SeededChance(1))
    assert (first.number, first.level, first.word) == (1, START, Word.SOMETIMES)


def test_an_arrow_needs_a_reading_that_is_eight_weeks_old():
    assert arrow([reading(n, 7) for n in range(1, 9)], round_number=8) is None
    assert arrow([reading(n, 7) for n in range(1, 10)], round_number=9) is Direction.STEADY


@pytest.mark.parametrize(
    ("then", "now", "direction"),
    [(7, 12, Direction.STEADY), (7, 13, Direction.UP), (13, 7, Direction.DOWN), (12, 7, Direction.STEADY)],
)
def test_the_arrow_turns_at_a_move_of_more_than_point_two_six(then, now, direction):
    readings = [reading(1, then), *(reading(n, 9) for n in range(2, 9)), reading(9, now)]
    assert arrow(readings, round_number=9) is direction


def test_the_arrow_compares_by_weeks_not_by_readings():
    readings = [reading(1, 2), Reading(item="held_back", number=3, round_number=12, level=12, word=Word.HALF)]
    assert arrow(readings, round_number=12) is Direction.UP


def test_after_a_change_of_the_channel_the_comparison_rests_for_eight_weeks():
    readings = [reading(number, 4) for number in range(1, 11)]
    assert not rests(readings, 10, changed_round=0)
    for week in range(10, 18):
        grown = [*readings, *(reading(number, 14) for number in range(11, week + 1))]
        assert rests(grown, week, changed_round=10)
        assert arrow(grown, week, changed_round=10) is None
    grown = [*readings, *(reading(number, 14) for number in range(11, 19))]
    assert not rests(grown, 18, changed_round=10)
    assert arrow(grown, 18, changed_round=10) is Direction.UP


def test_nothing_is_compared_with_a_reading_from_before_the_change():
    # No reading in round 10 itself: the latest that is eight weeks old is from before the change.
    readings = [reading(number, 2) for number in range(1, 10)] + [reading(number, 14) for number in range(12, 19)]
    assert arrow(readings, 18, changed_round=10) is None
    assert arrow(readings, 18) is Direction.UP
    later = [*readings, *(reading(number, 14) for number in (19, 20))]
    assert arrow(later, 20, changed_round=10) is Direction.STEADY


def test_a_rest_is_said_only_where_there_would_be_an_arrow():
    assert not rests([reading(number, 7) for number in range(1, 6)], 5, changed_round=4)
