"""Keys go by tombstone; a key that belongs to nothing goes when it is old; a live key never goes."""

from datetime import timedelta

import pytest

from bot.ballots import service
from bot.ballots.model import HELD_BACK, ORPHANED
from bot.kernel.ids import BatchId
from tests.fakes.ballots import FakeBallotsUnit
from tests.unit.ballots.voting import TEAM, cast

MINUTE = timedelta(minutes=1)
STRAY = BatchId("s" * 32)


class Halfway(Exception):
    """The program dies here."""


class Books:
    """Opens the same unit again and again; may die before the second writing of a burial."""

    def __init__(self):
        self.unit = FakeBallotsUnit()
        self.dies = False

    def read(self):
        return self

    def write(self):
        if self.dies:
            raise Halfway
        return self

    def __enter__(self):
        return self.unit

    def __exit__(self, *_):
        return None


@pytest.fixture
def books():
    return Books()


@pytest.fixture
def buried(books):
    cast(books.unit, 1)
    cast(books.unit, 1, scope="team-2")
    service.end_item(books.unit, TEAM, HELD_BACK)
    return books


def test_a_tombstone_takes_its_key_and_goes(buried):
    assert service.bury_keys(buried) == 1
    assert set(buried.unit.keys.keys) == buried.unit.ballots.all_batches()
    assert buried.unit.ballots.tombstones() == []
    assert service.bury_keys(buried) == 0


def test_a_burial_that_was_cut_short_is_finished_later(buried):
    buried.dies = True
    with pytest.raises(Halfway):
        service.bury_keys(buried)
    assert len(buried.unit.keys.keys) == 1
    buried.dies = False
    assert service.bury_keys(buried) == 1
    assert buried.unit.ballots.tombstones() == []


def test_a_key_between_creation_and_commit_is_not_swept(books):
    books.unit.keys.create(STRAY)
    books.unit.keys.pass_time(ORPHANED)
    assert service.bury_keys(books) == service.sweep_keys(books) == 0
    assert STRAY in books.unit.keys.keys


def test_a_key_that_belongs_to_nothing_goes_after_seven_weeks(books):
    books.unit.keys.create(STRAY)
    books.unit.keys.pass_time(ORPHANED + MINUTE)
    assert service.sweep_keys(books) == 1
    assert books.unit.keys.keys == {}


def test_a_key_in_use_is_never_swept_however_old(buried):
    buried.unit.keys.pass_time(52 * ORPHANED)
    assert service.sweep_keys(buried) == 0
    assert len(buried.unit.keys.keys) == 2  # one has its batch, the other its tombstone


def test_a_key_of_another_feature_is_left_to_it(books):
    books.unit.keys.create(BatchId(f"reset{'a' * 32}"))
    books.unit.keys.pass_time(52 * ORPHANED)
    assert service.sweep_keys(books) == 0
    assert len(books.unit.keys.keys) == 1
