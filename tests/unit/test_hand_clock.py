"""The clock and the chance of the tests keep their word."""

from datetime import datetime, timedelta

import pytest

from tests.fakes.chance import ScriptedChance, SeededChance
from tests.fakes.clock import NOON, HandClock


def test_the_clock_moves_by_hand_and_never_back() -> None:
    clock = HandClock()
    clock.move_to(NOON + timedelta(hours=1))
    assert clock.now() == NOON + timedelta(hours=1)
    with pytest.raises(ValueError, match="does not go back"):
        clock.move_to(NOON)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        HandClock(datetime(2026, 3, 2, 12))  # noqa: DTZ001 - the point of the test


def test_the_same_seed_gives_the_same_draws() -> None:
    one, other = SeededChance(7), SeededChance(7)
    assert [one.below(100) for _ in range(20)] == [other.below(100) for _ in range(20)]


def test_a_script_is_followed_to_the_letter() -> None:
    chance = ScriptedChance([2, 9])
    assert chance.below(3) == 2
    with pytest.raises(AssertionError, match="says 9"):
        chance.below(5)
    with pytest.raises(AssertionError, match="not expected"):
        chance.below(5)
