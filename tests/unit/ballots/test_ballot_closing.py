"""The close: five people or no reading, the noise drawn once, and nothing left that opens."""

from datetime import timedelta
from fractions import Fraction

import pytest

from bot.ballots import service
from bot.ballots.envelope import Envelope, Unreadable
from bot.ballots.model import HELD_BACK, K_PEOPLE, Noised
from tests.fakes.ballots import FakeBallotsUnit
from tests.fakes.chance import ScriptedChance
from tests.unit.ballots.voting import ANY, OPENED, TEAM, WEEK, cast, held, voter

CLOSE = OPENED + WEEK
NO_NOISE = [0]
HOURS = timedelta(hours=1)


@pytest.fixture
def unit():
    return FakeBallotsUnit()


def fill(unit, people, ones=0, **given):
    for number in range(people):
        option = "mattered" if number < ones else "none"
        cast(unit, number, option, chance=ScriptedChance([0, 1, 0]), **given)


def close(unit, now=CLOSE, chance=ANY):
    return service.close(unit, TEAM, HELD_BACK, now, chance)


@pytest.mark.parametrize(
    ("draws", "blurred"), [(NO_NOISE, 3), ([4, 1, 1], 4), ([5, 0, 1, 0], 1), ([4, 0, 0, 0, 0, 0, 1, 1], 9)]
)
def test_the_share_is_the_unflipped_blurred_sum(unit, draws, blurred):
    fill(unit, people=6, ones=3)
    share = (blurred - Fraction(6, 8)) / (6 * Fraction(3, 4))
    assert close(unit, chance=ScriptedChance(draws)) == Noised(share)


def test_it_is_not_rounded_into_the_possible(unit):
    fill(unit, people=5)
    assert close(unit, chance=ScriptedChance([4, 1, 0])).share < 0


@pytest.mark.parametrize("people", range(K_PEOPLE))
def test_fewer_than_five_give_no_reading_and_carry_on(unit, people):
    fill(unit, people)
    before = dict(unit.ballots.batches)
    assert close(unit, chance=ScriptedChance([])) is None
    assert unit.ballots.batches == before
    assert unit.ballots.tombstones() == []


def test_five_over_two_rounds_are_five(unit):
    fill(unit, 3)
    assert close(unit) is None
    for number in (2, 3, 4):
        cast(unit, number, round_key=2, opened_at=CLOSE)
    assert isinstance(close(unit, CLOSE + WEEK), Noised)


def test_one_person_five_times_is_one(unit):
    for round_key in range(1, 6):
        cast(unit, 1, round_key=round_key)
    assert close(unit) is None


def test_the_withdrawn_do_not_make_up_the_five(unit):
    fill(unit, 5)
    service.withdraw(unit, TEAM, HELD_BACK, voter(4), 1)
    assert close(unit) is None
    cast(unit, 4)
    assert isinstance(close(unit), Noised)


def test_a_closed_batch_leaves_a_tombstone_and_no_envelope(unit):
    fill(unit, 5)
    batch = unit.ballots.find(TEAM, HELD_BACK)
    close(unit)
    assert unit.ballots.batches == {}
    assert unit.ballots.tombstones() == [batch.id]


def test_the_key_stays_until_the_close_is_committed(unit):
    fill(unit, 5)
    batch = unit.ballots.find(TEAM, HELD_BACK)
    close(unit)
    assert unit.keys.find(batch.id) is not None  # a close that is rolled back must find its batch readable


def test_closing_again_redraws_nothing(unit):
    fill(unit, 5)
    close(unit)
    assert close(unit, chance=ScriptedChance([])) is None


def test_the_next_tap_opens_another_batch_with_another_key(unit):
    fill(unit, 5)
    closed = unit.ballots.find(TEAM, HELD_BACK)
    close(unit)
    cast(unit, 1, round_key=2, opened_at=CLOSE)
    fresh = unit.ballots.find(TEAM, HELD_BACK)
    assert fresh.id != closed.id
    assert unit.keys.find(fresh.id) != unit.keys.find(closed.id)
    assert len(held(unit)) == 1
    with pytest.raises(Unreadable):
        Envelope.opened(unit.keys.find(fresh.id), closed.id, closed.box)


@pytest.mark.parametrize(("roster", "doublings"), [(5, 0), (8, 0), (32, 0), (33, 1), (200, 3), (1000, 5)])
def test_rosters_from_five_to_a_thousand_are_read_and_gone(unit, roster, doublings):
    """One in ten leaves and comes back in mid-batch; everybody counts once, and the size tells the doublings alone."""
    fill(unit, roster, ones=roster // 2)
    for number in range(0, roster, 10):
        service.blank(unit, TEAM, voter(number))
        cast(unit, number, "mattered" if number < roster // 2 else "none", chance=ScriptedChance([0, 1, 0]))
    batch = unit.ballots.find(TEAM, HELD_BACK)
    assert (len(held(unit)), sum(held(unit))) == (roster, roster // 2)
    assert len(batch.box) == 12 + 29 * 32 * 2**doublings + 16
    share = close(unit, chance=ScriptedChance(NO_NOISE)).share
    assert share == (roster // 2 - Fraction(roster, 8)) / (roster * Fraction(3, 4))
    assert unit.ballots.tombstones() == [batch.id]


@pytest.mark.parametrize("late", [0 * HOURS, 1 * HOURS, 23 * HOURS])
def test_the_sixth_close_may_be_some_hours_late(unit, late):
    fill(unit, 5)
    assert isinstance(close(unit, OPENED + 6 * WEEK + late), Noised)


@pytest.mark.parametrize("people", [4, 5, 32])
def test_a_batch_older_than_six_weeks_is_destroyed_unread(unit, people):
    fill(unit, people)
    batch = unit.ballots.find(TEAM, HELD_BACK)
    assert close(unit, OPENED + 6 * WEEK + 24 * HOURS, ScriptedChance([])) is None
    assert unit.ballots.tombstones() == [batch.id]
    assert unit.ballots.lost() == []


def test_ending_an_item_destroys_it_unread(unit):
    fill(unit, 12)
    batch = unit.ballots.find(TEAM, HELD_BACK)
    service.end_item(unit, TEAM, HELD_BACK)
    service.end_item(unit, TEAM, HELD_BACK)
    assert unit.ballots.batches == {}
    assert unit.ballots.tombstones() == [batch.id]


def test_batches_that_nobody_closes_expire_by_the_clock(unit):
    fill(unit, 12)
    old = unit.ballots.find(TEAM, HELD_BACK)
    cast(unit, 1, scope="team-2", opened_at=OPENED + WEEK)
    later = OPENED + 6 * WEEK + 24 * HOURS
    assert service.destroy_expired(unit, later - 2 * HOURS) == 0
    assert service.destroy_expired(unit, later) == 1
    assert service.destroy_expired(unit, later) == 0
    assert unit.ballots.tombstones() == [old.id]
    assert [batch.scope for batch in unit.ballots.batches.values()] == ["team-2"]
