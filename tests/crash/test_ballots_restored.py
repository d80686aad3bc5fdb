"""Yesterday's database with today's keys, and the reverse: lost boxes are set aside, and the rest goes on."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from bot.app import build
from bot.ballots import service
from bot.ballots.keys import open_keys
from bot.ballots.model import HELD_BACK
from bot.ballots.ports import KeysRefused
from config.settings import Settings
from tests.crash.ballots_process import ANY, CLOSES, TEAM, BallotsWork, cast, make_team, voter
from tests.unit.ballots.voting import box_of


class House:
    """A database and its key directory, both of which can be put away and brought back."""

    def __init__(self, url: str, folder: Path) -> None:
        make_team(url)
        self.url = url
        self.database = Path(url.removeprefix("sqlite:///"))
        self.keys = folder / "keys"
        self.put_away = folder / "put away"
        self.work = BallotsWork(url, str(self.keys))

    def back_up(self) -> None:
        self.work.close()
        shutil.copytree(self.database.parent, self.put_away / "db")
        shutil.copytree(self.keys, self.put_away / "keys")
        self.open()

    def restore_database(self) -> None:
        self.work.close()
        shutil.rmtree(self.database.parent)
        shutil.copytree(self.put_away / "db", self.database.parent)
        self.open()

    def restore_keys(self) -> None:
        self.work.close()
        shutil.rmtree(self.keys)
        shutil.copytree(self.put_away / "keys", self.keys)
        self.open()

    def open(self) -> None:
        self.work = BallotsWork(self.url, str(self.keys))

    def tap(self, *numbers: int, round_key: int = 1) -> None:
        for number in numbers:
            with self.work.write() as unit:
                cast(unit, number, round_key=round_key)

    def close_round(self) -> object:
        with self.work.write() as unit:
            noised = service.close(unit, TEAM, HELD_BACK, CLOSES, ANY)
        service.bury_keys(self.work)
        return noised

    def answered(self) -> set[int]:
        with self.work.read() as unit:
            envelope = box_of(unit)
        return {number for number in range(20) if envelope.find(voter(number)) is not None}

    def lost(self) -> int:
        with self.work.read() as unit:
            return len(unit.ballots.lost())

    def close(self) -> None:
        self.work.close()


@pytest.fixture
def house(sqlite_url, tmp_path):
    with closing(House(sqlite_url, tmp_path)) as house:
        yield house


def test_yesterdays_database_with_todays_keys_goes_on_where_its_batch_is_still_open(house):
    house.tap(0, 1)
    house.back_up()
    house.tap(2, 3)
    house.restore_database()
    house.tap(4)
    assert house.answered() == {0, 1, 4}
    assert house.lost() == 0


def test_yesterdays_database_with_todays_keys_cannot_bring_back_a_closed_batch(house):
    house.tap(0, 1, 2, 3, 4)
    house.back_up()
    assert house.close_round() is not None
    house.restore_database()
    house.tap(5)
    assert house.answered() == {5}
    assert house.lost() == 1


def test_a_close_that_finds_a_batch_of_yesterday_gives_no_second_reading(house):
    house.tap(0, 1, 2, 3, 4)
    house.back_up()
    assert house.close_round() is not None
    house.restore_database()
    assert house.close_round() is None
    assert house.lost() == 1
    assert house.close_round() is None
    assert house.lost() == 1


def test_todays_database_with_yesterdays_keys_sets_aside_what_was_opened_since(house):
    house.back_up()
    house.tap(0, 1)
    house.restore_keys()
    house.tap(2)
    assert house.answered() == {2}
    assert house.lost() == 1


def test_todays_database_with_yesterdays_keys_goes_on_with_the_batch_of_yesterday(house):
    house.tap(0, 1)
    house.back_up()
    house.tap(2)
    house.restore_keys()
    house.tap(3)
    assert house.answered() == {0, 1, 2, 3}
    assert house.lost() == 0


def test_todays_database_has_no_box_for_a_key_of_yesterday(house):
    house.tap(0, 1, 2, 3, 4)
    house.back_up()
    house.close_round()
    house.restore_keys()
    with house.work.read() as unit:
        assert len(unit.keys.all()) == 1
        assert unit.ballots.all_batches() == set()
    assert service.sweep_keys(house.work) == 0  # it goes when it is seven weeks old


def test_a_restored_database_keeps_its_right_to_the_keys_and_another_has_none(house):
    house.back_up()
    house.restore_database()
    with pytest.raises(KeysRefused, match="another database"):
        open_keys(str(house.keys), "another")


def test_after_a_loss_the_clock_tells_the_administrators_once(sqlite_url, tmp_path):
    make_team(sqlite_url)
    keys = tmp_path / "keys"
    with closing(_Running(sqlite_url, keys)) as running:
        candor = running.candor
        with candor.work.write() as unit:
            unit.teams.add_admin(TEAM, "UADMIN")
            cast(unit, 1)
        next(keys.glob("*.key")).unlink()
        with candor.work.write() as unit:
            cast(unit, 2)
        for _ in range(3):
            candor.steps()["tidy"](CLOSES)
        with candor.work.read() as unit:
            assert unit.outbox.counts() == {"due": 1}
            assert unit.ballots.lost() == []


class _Running:
    def __init__(self, url: str, keys: Path) -> None:
        self.candor = build(Settings(_env_file=None, database_url=url, keys_url=str(keys)))

    def close(self) -> None:
        self.candor.stop()
