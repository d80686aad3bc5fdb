"""The write-ahead log after a close: emptied by the clock, and tried again for as long as somebody reads."""

import logging
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import Candor, build
from bot.ballots import service
from bot.ballots.model import HELD_BACK
from bot.db.engine import LOCK_WAIT_MS, STATEMENT_MS
from config.settings import Settings
from tests.crash.ballots_process import ANY, CLOSES, TEAM, cast, make_team


@pytest.fixture
def candor(sqlite_url, tmp_path):
    make_team(sqlite_url)
    settings = Settings(_env_file=None, database_url=sqlite_url, keys_url=str(tmp_path / "keys"))
    candor = build(settings)
    yield candor
    candor.stop()


def close_a_round(candor: Candor) -> None:
    for number in range(5):
        with candor.work.write() as unit:
            cast(unit, number)
    with candor.work.write() as unit:
        assert service.close(unit, TEAM, HELD_BACK, CLOSES, ANY) is not None


def left_in_log(candor: Candor) -> int:
    return Path(f"{candor.settings.sqlite_file}-wal").stat().st_size


def test_it_is_empty_after_the_beat_that_destroys_the_key(candor):
    close_a_round(candor)
    assert left_in_log(candor) > 0
    candor.steps()["close"](CLOSES)
    assert left_in_log(candor) == 0
    assert not candor.wal.is_owed


def test_with_a_reader_in_the_way_it_is_tried_again_until_it_is_clean(candor, caplog):
    close_a_round(candor)
    beat = candor.steps()["close"]
    with caplog.at_level(logging.WARNING), candor.work.read() as reader:
        assert reader.ballots.all_batches() == set()
        with candor.work.write() as unit:
            cast(unit, 1, round_key=2)
        for _ in range(3):
            beat(CLOSES)
        assert left_in_log(candor) > 0
        assert candor.wal.is_owed
    assert [record.getMessage() for record in caplog.records if "write-ahead" in record.getMessage()] == [
        "the write-ahead log is in use and will be emptied later"
    ]
    assert beat(CLOSES) == 0  # nothing is buried any more, and yet the log is emptied
    assert left_in_log(candor) == 0


def test_a_process_that_starts_empties_what_another_left(candor):
    close_a_round(candor)
    with closing_candor(candor.settings) as other:
        other.steps()["close"](CLOSES + timedelta(minutes=1))
    assert left_in_log(candor) == 0


def test_emptying_leaves_the_waiting_of_taps_as_it_was(candor):
    candor.steps()["tidy"](CLOSES)
    with candor.engine.connect() as connection:
        assert connection.exec_driver_sql("pragma busy_timeout").scalar_one() == LOCK_WAIT_MS + STATEMENT_MS


def closing_candor(settings):
    candor = build(settings)
    return closing(_Closes(candor))


class _Closes:
    def __init__(self, candor):
        self.steps = candor.steps
        self.close = candor.stop
