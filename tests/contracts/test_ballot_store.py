from datetime import UTC, datetime, timedelta

import pytest

from bot.ballots.model import Batch, Lost
from bot.kernel.ids import BatchId

OPENED = datetime(2026, 11, 2, 14, tzinfo=UTC)
FIRST, SECOND = BatchId("a" * 32), BatchId("b" * 32)


def batch(batch_id=FIRST, scope="team-1", item="held_back", opened_at=OPENED, box=b"sealed"):
    return Batch(id=batch_id, scope=scope, item=item, opened_at=opened_at, box=box)


@pytest.fixture
def opened(work):
    with work.write() as unit:
        unit.ballots.add(batch())
    return work


def test_a_batch_comes_back_with_its_box(opened):
    with opened.read() as unit:
        assert unit.ballots.find("team-1", "held_back") == batch()
        assert unit.ballots.find("team-1", "act-0") is None
        assert unit.ballots.find("team-2", "held_back") is None


def test_a_box_is_kept_in_place_of_the_earlier_one(opened):
    with opened.write() as unit:
        unit.ballots.put_box(FIRST, b"sealed again")
    with opened.read() as unit:
        assert unit.ballots.find("team-1", "held_back") == batch(box=b"sealed again")


def test_an_item_has_one_open_batch(opened):
    with pytest.raises(Exception, match=r".+"), opened.write() as unit:
        unit.ballots.add(batch(SECOND))
    with opened.read() as unit:
        assert unit.ballots.all_batches() == {FIRST}


def test_open_batches_are_a_scopes_own_in_the_order_of_their_items(opened):
    with opened.write() as unit:
        unit.ballots.add(batch(SECOND, item="act-0"))
        unit.ballots.add(batch(BatchId("c"), scope="team-2"))
    with opened.read() as unit:
        assert unit.ballots.open_in("team-1") == [batch(SECOND, item="act-0"), batch()]


def test_old_batches_come_without_their_boxes_the_oldest_first(opened):
    week = timedelta(weeks=1)
    with opened.write() as unit:
        unit.ballots.add(batch(SECOND, item="act-0", opened_at=OPENED - week))
        unit.ballots.add(batch(BatchId("c"), item="act-1", opened_at=OPENED + week))
    with opened.read() as unit:
        assert unit.ballots.opened_before(OPENED + week) == [
            batch(SECOND, item="act-0", opened_at=OPENED - week, box=None),
            batch(box=None),
        ]
        assert unit.ballots.opened_before(OPENED - week) == []


def test_burying_leaves_nothing_but_the_tombstone(opened):
    with opened.write() as unit:
        unit.ballots.bury(FIRST)
    with opened.read() as unit:
        assert unit.ballots.find("team-1", "held_back") is None
        assert unit.ballots.all_batches() == set()
        assert unit.ballots.tombstones() == [FIRST]


def test_burying_twice_is_burying_once(opened):
    with opened.write() as unit:
        unit.ballots.bury(FIRST)
        unit.ballots.bury(FIRST)
        assert unit.ballots.tombstones() == [FIRST]
        unit.ballots.remove_tombstone(FIRST)
        unit.ballots.remove_tombstone(FIRST)
        assert unit.ballots.tombstones() == []


def test_a_failed_burial_leaves_the_batch_open(opened):
    with pytest.raises(ZeroDivisionError), opened.write() as unit:
        _ = unit.ballots.bury(FIRST) or 1 / 0
    with opened.read() as unit:
        assert unit.ballots.find("team-1", "held_back") == batch()
        assert unit.ballots.tombstones() == []


def test_a_lost_batch_is_remembered_until_it_was_told(work):
    lost = Lost(batch_id=FIRST, scope="team-1", item="held_back")
    with work.write() as unit:
        unit.ballots.note_lost(lost)
        assert unit.ballots.lost() == [lost]
        unit.ballots.remove_lost(FIRST)
        assert unit.ballots.lost() == []


def test_the_latest_theme_of_a_question_is_found(work):
    with work.write() as unit:
        assert unit.ballots.find_theme("T1", "barrier") is None
        unit.ballots.keep_theme("T1", "barrier-2026q3", "futile")
        unit.ballots.keep_theme("T1", "barrier-2026q4", "risky")
        unit.ballots.keep_theme("T1", "change-2027q1", "yes")
        unit.ballots.keep_theme("T2", "barrier-2027q1", "unsure")
        assert unit.ballots.find_theme("T1", "barrier") == "risky"
        unit.ballots.keep_theme("T1", "barrier-2026q4", "")
        assert unit.ballots.find_theme("T1", "barrier") == "risky", "the first count of an item stays"
        unit.ballots.keep_theme("T1", "barrier-2027q1", "")
        assert unit.ballots.find_theme("T1", "barrier") is None


@pytest.mark.parametrize("scope", ["team-1", "T1", "unknown"])
def test_a_scope_can_be_locked_more_than_once(work, scope):
    with work.write() as unit:
        unit.ballots.lock(scope)
        unit.ballots.lock(scope)
