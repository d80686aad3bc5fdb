"""Casting, changing, withdrawing and blanking, as the services see it."""

from datetime import timedelta

import pytest

from bot.ballots import service
from bot.ballots.model import BARRIER, HELD_BACK, MAX_CHANGES, Kept, TooOftenChanged, act_item, quarter_item
from bot.kernel.errors import Refused
from tests.fakes.ballots import FakeBallotsUnit
from tests.fakes.chance import ScriptedChance, SeededChance
from tests.unit.ballots.voting import OPENED, TEAM, WEEK, box_of, cast, held, voter

FIRST_FREE = 0
HEADS, TAILS = 1, 0
FLIPS, STAYS = 0, 1


@pytest.fixture
def unit():
    return FakeBallotsUnit()


@pytest.mark.parametrize(
    ("option", "draws", "bit"),
    [
        ("none", [HEADS, STAYS], 0),
        ("none", [TAILS, FLIPS], 1),
        ("mattered", [TAILS, STAYS], 1),
        ("mattered", [HEADS, FLIPS], 0),
        ("small", [HEADS, STAYS], 1),
        ("small", [TAILS, STAYS], 0),
        ("small", [HEADS, FLIPS], 0),
    ],
)
def test_an_answer_is_scored_and_flipped_before_it_is_sealed(unit, option, draws, bit):
    assert cast(unit, 1, option, chance=ScriptedChance([*draws, FIRST_FREE])) == Kept()
    assert held(unit) == [bit]


@pytest.mark.parametrize("option", ["none", "small", "mattered"])
def test_every_answer_casts_a_ballot_with_as_many_draws(unit, option):
    chance = ScriptedChance([HEADS, STAYS, FIRST_FREE])
    cast(unit, 1, option, chance=chance)
    assert len(held(unit)) == 1
    assert chance.left == 0


@pytest.mark.parametrize(("draws", "sealed"), [([0, 6], 2), ([1, 6], 2), ([2, 6], 6), ([8, 0], 0)])
def test_a_barrier_is_kept_or_replaced_before_it_is_sealed(unit, draws, sealed):
    item = quarter_item(BARRIER, OPENED)
    cast(unit, 1, "hurtful", item=item, question=BARRIER, scope="T1", chance=ScriptedChance([*draws, FIRST_FREE]))
    assert held(unit, "T1", item) == [sealed]


def test_an_unknown_answer_is_refused_without_repeating_it(unit):
    with pytest.raises(Refused) as raised:
        cast(unit, 1, "MARKER-ANSWER")
    assert raised.value.text_id == "ballot-unknown-answer"
    assert "MARKER" not in f"{raised.value!r} {raised.value.values}"
    assert unit.ballots.batches == {}


def test_an_unknown_question_is_refused_without_repeating_the_answer(unit):
    with pytest.raises(LookupError) as raised:
        cast(unit, 1, "MARKER-ANSWER", question="no such question")
    assert "MARKER" not in repr(raised.value)


def test_items_and_teams_have_a_batch_and_a_key_each(unit):
    cast(unit, 1)
    cast(unit, 1, "yes", item=act_item(0), question="disclosure")
    cast(unit, 1, scope="team-2")
    assert len(unit.ballots.batches) == len(set(unit.keys.keys.values())) == 3


def test_the_same_person_in_two_teams_has_marks_that_differ(unit):
    cast(unit, 1)
    cast(unit, 1, scope="team-2")
    marks = {bytes(mark) for scope in (TEAM, "team-2") for mark in marks_of(box_of(unit, scope))}
    assert len(marks) == 2


def test_a_change_draws_afresh_and_stays_one_ballot(unit):
    cast(unit, 1, "mattered", chance=ScriptedChance([TAILS, STAYS, FIRST_FREE]))
    cast(unit, 1, "mattered", chance=ScriptedChance([TAILS, FLIPS]))
    assert held(unit) == [0]


def test_three_changes_are_taken_and_a_fourth_is_not_written(unit):
    cast(unit, 1, "none")
    assert [cast(unit, 1, "mattered") for _ in range(MAX_CHANGES)] == [Kept()] * MAX_CHANGES
    sealed = unit.ballots.find(TEAM, HELD_BACK)
    assert cast(unit, 1, "none") == TooOftenChanged()
    assert unit.ballots.find(TEAM, HELD_BACK) == sealed


def test_withdrawing_does_not_buy_further_changes(unit):
    cast(unit, 1)
    for _ in range(MAX_CHANGES):
        service.withdraw(unit, TEAM, HELD_BACK, voter(1), 1)
        assert cast(unit, 1) == Kept()
    service.withdraw(unit, TEAM, HELD_BACK, voter(1), 1)
    assert cast(unit, 1) == TooOftenChanged()
    assert held(unit) == []


def test_a_batch_that_carries_on_counts_one_ballot_a_person(unit):
    for round_key in (1, 2, 3):
        for number in range(4):
            cast(unit, number, round_key=round_key)
    assert len(held(unit)) == 4


def test_withdrawing_takes_out_this_rounds_ballot_alone(unit):
    cast(unit, 1)
    cast(unit, 2)
    service.withdraw(unit, TEAM, HELD_BACK, voter(1), 1)
    assert len(held(unit)) == 1
    service.withdraw(unit, TEAM, HELD_BACK, voter(2), 2)
    assert len(held(unit)) == 1


def test_the_box_is_rewritten_whether_or_not_there_was_something_to_withdraw(unit):
    cast(unit, 1)
    boxes = [unit.ballots.find(TEAM, HELD_BACK).box]
    for number in (1, 2):
        service.withdraw(unit, TEAM, HELD_BACK, voter(number), 1)
        boxes.append(unit.ballots.find(TEAM, HELD_BACK).box)
        service.blank(unit, TEAM, voter(number))
        boxes.append(unit.ballots.find(TEAM, HELD_BACK).box)
    assert len(set(boxes)) == 5
    assert len({len(box) for box in boxes}) == 1


def test_withdrawing_from_a_closed_batch_touches_nothing(unit):
    service.withdraw(unit, TEAM, HELD_BACK, voter(1), 1)
    assert unit.ballots.batches == {}


def test_having_cast_is_known_in_its_round_and_after_withdrawing(unit):
    assert not has_cast(unit, 1, 1)
    cast(unit, 1)
    assert has_cast(unit, 1, 1)
    assert not has_cast(unit, 2, 1)
    assert not has_cast(unit, 1, 2)
    service.withdraw(unit, TEAM, HELD_BACK, voter(1), 1)
    assert has_cast(unit, 1, 1)


def test_having_cast_is_known_also_where_an_earlier_round_is_the_kept_one(unit):
    cast(unit, 1, chance=ScriptedChance([0, 1, 0]))
    cast(unit, 1, round_key=2, chance=ScriptedChance([0, 1, 1]))
    assert has_cast(unit, 1, 2)


def test_leaving_blanks_every_open_slot_of_the_team_and_no_other(unit):
    for scope in (TEAM, "team-2"):
        cast(unit, 1, scope=scope)
        cast(unit, 1, "yes", item=act_item(0), question="disclosure", scope=scope)
        cast(unit, 2, scope=scope)
    service.blank(unit, TEAM, voter(1))
    assert (len(held(unit)), len(held(unit, item=act_item(0)))) == (1, 0)
    assert (len(held(unit, "team-2")), len(held(unit, "team-2", act_item(0)))) == (2, 1)
    assert not has_cast(unit, 1, 1)


def test_who_comes_back_in_mid_batch_is_counted_once(unit):
    for _ in range(3):
        cast(unit, 1)
        service.blank(unit, TEAM, voter(1))
    cast(unit, 1)
    assert len(held(unit)) == 1


def test_a_workspaces_question_takes_one_ballot_a_person_from_whichever_team(unit):
    item = quarter_item(BARRIER, OPENED)
    for round_key in (11, 23):
        cast(unit, 1, "risky", item=item, question=BARRIER, scope="T1", round_key=round_key)
    assert len(held(unit, "T1", item)) == 1
    assert service.has_cast(unit, "T1", item, voter(1), 35)


def test_a_batch_too_old_for_this_round_is_destroyed_unread_and_another_one_opened(unit):
    cast(unit, 1)
    old = unit.ballots.find(TEAM, HELD_BACK)
    cast(unit, 2, round_key=6, opened_at=OPENED + 5 * WEEK)
    assert unit.ballots.find(TEAM, HELD_BACK).id == old.id
    cast(unit, 2, round_key=7, opened_at=OPENED + 6 * WEEK - timedelta(hours=1))
    fresh = unit.ballots.find(TEAM, HELD_BACK)
    assert (fresh.id, fresh.opened_at) != (old.id, old.opened_at)
    assert unit.ballots.tombstones() == [old.id]
    assert unit.ballots.lost() == []


@pytest.mark.parametrize("fifth_comes", [5, 6, 7, 8])
@pytest.mark.parametrize("first_round", [timedelta(days=3), timedelta(days=5), timedelta(days=9), WEEK])
def test_no_rounds_ballots_go_with_an_old_batch_however_long_the_first_round_was(unit, first_round, fifth_comes):
    """Four people answer in every round, and then five: that round is read, whatever was destroyed before it."""
    opens, closes = OPENED, OPENED + first_round
    for round_key in range(1, fifth_comes + 1):
        for number in range(4 if round_key < fifth_comes else 5):
            assert cast(unit, number, round_key=round_key, opened_at=opens) == Kept()
        noised = service.close(unit, TEAM, HELD_BACK, closes, SeededChance(1))
        assert (noised is not None) == (round_key == fifth_comes)
        opens, closes = closes, closes + WEEK


def test_two_runs_that_differ_in_one_choice_draw_the_same_and_leave_the_same_shape():
    shapes = []
    for choice in ("none", "small", "mattered"):
        unit, chance = FakeBallotsUnit(), CountingChance(7)
        for number in range(6):
            cast(unit, number, choice if number == 3 else "none", chance=chance)
            cast(unit, number, choice if number == 3 else "small", round_key=2, chance=chance)
        shapes.append((chance.limits, len(unit.ballots.find(TEAM, HELD_BACK).box)))
    assert shapes[0] == shapes[1] == shapes[2]


class CountingChance(SeededChance):
    def __init__(self, seed):
        super().__init__(seed)
        self.limits = []

    def below(self, limit):
        self.limits.append(limit)
        return super().below(limit)


def has_cast(unit, number, round_key):
    return service.has_cast(unit, TEAM, HELD_BACK, voter(number), round_key)


def marks_of(envelope):
    return [envelope._plain[at : at + 16] for at in envelope._places() if envelope._in_use(at)]
