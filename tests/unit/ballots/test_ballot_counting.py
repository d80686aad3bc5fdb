"""What the whole workspace says: named only from a hundred ballots on, and only with a clear lead."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.ballots import service
from bot.ballots.counting import count_workspace, top_option
from bot.ballots.model import (
    BARRIER,
    CHANGE,
    Batch,
    quarter_counts_at,
    quarter_item,
    question_of,
    second_place,
)
from bot.ballots.questions import questions
from bot.kernel.ids import BatchId, ChannelId, TeamId, WorkspaceId
from bot.teams.model import Round, Team
from tests.fakes.ballots import FakeBallotsUnit
from tests.fakes.chance import SeededChance
from tests.unit.ballots.voting import OPENED, cast

ITEM = quarter_item(BARRIER, OPENED)
COUNTED = datetime(2027, 1, 15, tzinfo=UTC)


@pytest.fixture
def unit():
    return FakeBallotsUnit()


def clearly(unit, people, chance=None, option="risky"):
    chance = chance or SeededChance(5)
    for number in range(people):
        cast(unit, number, option, item=ITEM, question=BARRIER, scope="T1", chance=chance)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ([3] * 100, 3),
        ([3] * 99, None),
        ([], None),
        ([0] * 50 + [1] * 50, None),
        ([0] * 100 + [1] * 68, None),  # a lead of 32 against 2.5 · √168 = 32.4 is not enough
        ([2] * 64 + [1] * 36, 2),  # a lead of 28 against 25
        ([2] * 62 + [1] * 38, None),  # a lead of 24 against 25
    ],
)
def test_the_top_option_needs_a_hundred_ballots_and_a_clear_lead(values, named):
    assert top_option(values) == named


def test_the_lead_is_clear_from_exactly_two_and_a_half_roots_on():
    for first in range(50, 400):
        for second in range(max(0, 100 - first), first + 1):
            clear = (first - second) >= 2.5 * (first + second) ** 0.5
            assert (top_option([1] * first + [2] * second) == 1) == clear


def test_a_clear_answer_of_the_workspace_is_named_and_kept(unit):
    clearly(unit, 400)
    assert count_workspace(unit, "T1", ITEM) == "risky"
    assert unit.ballots.find_theme("T1", BARRIER) == "risky"
    assert unit.ballots.batches == {}
    assert len(unit.ballots.tombstones()) == 1


def test_without_a_clear_answer_nothing_is_named_and_the_batch_goes_all_the_same(unit):
    chance = SeededChance(5)
    options = [option.id for option in questions().barrier.options]
    for number in range(400):
        cast(unit, number, options[number % 7], item=ITEM, question=BARRIER, scope="T1", chance=chance)
    assert count_workspace(unit, "T1", ITEM) is None
    assert unit.ballots.themes == {("T1", ITEM): ""}
    assert unit.ballots.batches == {}


def test_nothing_but_the_named_option_is_kept(unit):
    clearly(unit, 120)
    count_workspace(unit, "T1", ITEM)
    assert set(unit.ballots.themes) == {("T1", ITEM)}
    assert unit.ballots.themes["T1", ITEM] in {"", *(option.id for option in questions().barrier.options)}


def test_an_item_is_counted_once_its_quarters_rounds_are_over(unit):
    clearly(unit, 3)
    assert service.count_workspaces(unit, COUNTED - timedelta(seconds=1)) == 0
    assert service.count_workspaces(unit, COUNTED) == 1
    assert service.count_workspaces(unit, COUNTED) == 0
    assert unit.ballots.batches == {}


def test_the_clock_leaves_a_workspaces_batch_alone_however_old(unit):
    clearly(unit, 3)
    assert service.destroy_expired(unit, COUNTED) == 0


def test_a_lost_box_of_the_workspace_is_set_aside(unit):
    clearly(unit, 3)
    unit.keys.keys.clear()
    assert service.count_workspaces(unit, COUNTED) == 1
    assert unit.ballots.themes == {}
    assert [lost.item for lost in unit.ballots.lost()] == [ITEM]


def test_counting_what_nobody_answered_keeps_nothing(unit):
    assert count_workspace(unit, "T1", ITEM) is None
    assert unit.ballots.themes == {}


@pytest.mark.parametrize(
    ("moment", "item", "counted"),
    [
        (datetime(2026, 1, 1, tzinfo=UTC), "barrier-2026q1", datetime(2026, 4, 15, tzinfo=UTC)),
        (datetime(2026, 3, 31, 23, 59, tzinfo=UTC), "barrier-2026q1", datetime(2026, 4, 15, tzinfo=UTC)),
        (datetime(2026, 4, 1, tzinfo=UTC), "barrier-2026q2", datetime(2026, 7, 15, tzinfo=UTC)),
        (datetime(2028, 7, 9, tzinfo=UTC), "barrier-2028q3", datetime(2028, 10, 15, tzinfo=UTC)),
        (datetime(2026, 12, 31, tzinfo=UTC), "barrier-2026q4", datetime(2027, 1, 15, tzinfo=UTC)),
    ],
)
def test_a_quarter_has_its_item_and_its_day(moment, item, counted):
    assert quarter_item(BARRIER, moment) == item
    assert quarter_counts_at(item) == counted


def test_a_workspaces_batch_is_dated_by_the_quarter_alone(unit):
    clearly(unit, 1)
    [batch] = unit.ballots.batches.values()
    assert batch.opened_at == datetime(2026, 10, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "place"),
    [
        (1, ("team", "act-0")),
        (10, ("team", "act-0")),
        (11, ("T1", "barrier-2026q4")),
        (12, ("T1", "change-2026q4")),
        (13, ("team", "act-1")),
    ],
)
def test_a_rounds_second_answer_goes_where_it_is_counted(number, place):
    team = Team(id=TeamId("team"), workspace_id=WorkspaceId("T1"), channel_id=ChannelId("C1"))
    round_ = Round(team_id=team.id, number=number, opens_at=OPENED, closes_at=OPENED, posts_at=OPENED)
    assert second_place(team, round_) == place


@pytest.mark.parametrize(
    ("item", "question"), [("barrier-2026q4", BARRIER), ("change-2027q1", CHANGE), ("act-3", None), ("held_back", None)]
)
def test_an_item_tells_whether_the_whole_workspace_answers_it(item, question):
    assert question_of(item) == question


def test_a_batch_never_prints_its_box():
    batch = Batch(id=BatchId("b"), scope="T1", item=ITEM, opened_at=OPENED, box=b"MARKER-BOX")
    assert "MARKER" not in repr(batch)


def test_a_batch_that_comes_after_the_count_goes_and_changes_nothing(unit):
    """A round that stayed open while the bot stood still is counted to its old quarter's item again."""
    clearly(unit, 400)
    assert service.count_workspaces(unit, COUNTED) == 1
    clearly(unit, 3)
    assert service.count_workspaces(unit, COUNTED) == 1
    assert unit.ballots.themes == {("T1", ITEM): "risky"}
    assert unit.ballots.batches == {}
