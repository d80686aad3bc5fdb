"""No repr, no error and no log line ever says an answer, a person or a key."""

import logging
import traceback
from fractions import Fraction

import pytest
from sqlalchemy import text

from bot.ballots import service
from bot.ballots.envelope import Envelope, Unreadable
from bot.ballots.keep import Slot
from bot.ballots.keys import open_keys
from bot.ballots.losses import tell_losses
from bot.ballots.model import HELD_BACK, Ballot, Batch, Choice, Noised
from bot.ballots.store import SqlBallotStore
from bot.db.engine import open_engine
from bot.kernel.errors import Refused
from bot.kernel.ids import BatchId, UserId
from bot.texts import catalogue
from tests.fakes.ballots import FakeBallotsUnit
from tests.fakes.unit import FakeUnit
from tests.unit.ballots.voting import ANY, OPENED, TEAM, WEEK

PERSON = UserId("UMARKER")
SECRET = "MARKER"
MARKERS = ("MARKER", "77777", "mattered")
BATCH = BatchId("b" * 32)


def marked_ballot(option="mattered"):
    return Ballot(
        scope=TEAM, item=HELD_BACK, voter=PERSON, round_key=1, opened_at=OPENED, choice=Choice(HELD_BACK, option)
    )


@pytest.mark.parametrize(
    "thing",
    [
        marked_ballot(),
        Choice(HELD_BACK, "mattered"),
        Noised(Fraction(77777, 1)),
        Slot(holds=True, value=77777, round_key=77777, rounds=77777, latest=77777, changes=77777),
        Batch(id=BATCH, scope=TEAM, item=HELD_BACK, opened_at=OPENED, box=b"MARKER"),
        Envelope(b"MARKER" * 6, BATCH),
    ],
    ids=lambda thing: type(thing).__name__,
)
def test_what_holds_an_answer_prints_none(thing):
    said = f"{thing!r} {thing!s} {[thing]}"
    assert not [marker for marker in MARKERS if marker in said]


def test_a_whole_life_of_a_batch_leaves_no_mark_in_any_log(caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    unit = FakeUnit()
    unit.keys = open_keys(str(tmp_path / "keys"), "ours")
    service.cast(unit, marked_ballot(), ANY)
    service.withdraw(unit, TEAM, HELD_BACK, PERSON, 1)
    service.cast(unit, marked_ballot("small"), ANY)
    service.has_cast(unit, TEAM, HELD_BACK, PERSON, 1)
    service.close(unit, TEAM, HELD_BACK, OPENED + WEEK, ANY)
    unit.keys.destroy(unit.ballots.find(TEAM, HELD_BACK).id)
    service.blank(unit, TEAM, PERSON)
    tell_losses(unit, OPENED, catalogue())
    said = "\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert not [marker for marker in (*MARKERS, "small") if marker in said]


def test_lines_do_not_differ_with_the_answer(caplog):
    caplog.set_level(logging.DEBUG)
    said = []
    for option in ("none", "small", "mattered"):
        caplog.clear()
        service.cast(FakeBallotsUnit(), marked_ballot(option), ANY)
        said.append(caplog.text)
    assert said[0] == said[1] == said[2]


def test_a_refused_answer_is_not_repeated_in_the_traceback():
    with pytest.raises(Refused) as raised:
        service.cast(FakeBallotsUnit(), marked_ballot(SECRET), ANY)
    assert SECRET not in "".join(traceback.format_exception(raised.value))


def test_a_box_that_does_not_open_is_not_repeated_in_the_traceback():
    with pytest.raises(Unreadable) as raised:
        Envelope.opened(SECRET.encode() * 6, BATCH, SECRET.encode() * 20)
    assert SECRET not in "".join(traceback.format_exception(raised.value))


def test_a_database_that_fails_repeats_no_box(database_url):
    engine = open_engine(database_url, 1)
    with engine.begin() as connection:
        connection.execute(text("drop table envelope"))
    batch = Batch(id=BATCH, scope=TEAM, item=HELD_BACK, opened_at=OPENED, box=b"MARKER")
    with pytest.raises(Exception, match="envelope") as raised, engine.begin() as connection:
        SqlBallotStore(connection).add(batch)
    said = "".join(traceback.format_exception(raised.value))
    engine.dispose()
    assert "MARKER" not in said
    assert b"MARKER".hex() not in said
