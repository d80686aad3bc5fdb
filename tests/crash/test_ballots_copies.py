"""Copies of the database, its log and its journal taken after every single tap, without the keys."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.ballots import service
from bot.ballots.envelope import Envelope, Unreadable
from bot.ballots.model import HELD_BACK
from bot.db.engine import truncate_wal
from tests.crash.ballots_process import ANY, CLOSES, OPENED, OPTIONS, TEAM, BallotsWork, cast, make_team, voter

PEOPLE = 8
ANSWERED = (0, 2, 3, 5, 6, 7)


class Copies:
    """One life of a batch; a copy of everything but the keys is kept after each step."""

    def __init__(self, url: str, folder: Path) -> None:
        make_team(url)
        self.path = Path(url.removeprefix("sqlite:///"))
        self.folder = folder
        self.work = BallotsWork(url, str(folder / "keys"))
        self.taken: list[Path] = []

    def step(self, do) -> Path:
        with self.work.write() as unit:
            do(unit)
        return self.take()

    def take(self) -> Path:
        copy = self.folder / f"copy-{len(self.taken)}"
        copy.mkdir()
        for file in self.path.parent.glob(f"{self.path.name}*"):
            shutil.copy(file, copy)
        self.taken.append(copy)
        return copy

    def close(self) -> None:
        self.work.close()


@pytest.fixture
def copies(sqlite_url, tmp_path):
    with closing(Copies(sqlite_url, tmp_path)) as copies:
        yield copies


def rows(copy):
    """Return every table's rows in the order in which the file gives them, ids and all."""
    with closing(sqlite3.connect(copy / "candor.db")) as connection:
        tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        return {table: connection.execute(f'select * from "{table}"').fetchall() for table in sorted(tables)}


def box_in(copy):
    [(batch_id, box)] = rows(copy)["envelope"]
    return batch_id, box


def everything(copy):
    return b"".join(file.read_bytes() for file in sorted(copy.iterdir()))


def test_taps_change_the_box_and_nothing_else_whoever_taps_and_whatever(copies):
    copies.step(lambda unit: cast(unit, 100))
    steps = [
        *(copies.step(lambda unit, n=n: cast(unit, n, OPTIONS[n % 3])) for n in ANSWERED),
        copies.step(lambda unit: cast(unit, 2, "mattered")),
        copies.step(lambda unit: service.withdraw(unit, TEAM, HELD_BACK, voter(3), 1)),
        copies.step(lambda unit: service.withdraw(unit, TEAM, HELD_BACK, voter(4), 1)),
        copies.step(lambda unit: service.blank(unit, TEAM, voter(5))),
        copies.step(lambda unit: service.blank(unit, TEAM, voter(1))),
    ]
    seen = [rows(copy) for copy in steps]
    assert len({row["envelope"][0][1] for row in seen}) == len(steps)
    assert len({len(row["envelope"][0][1]) for row in seen}) == 1
    for row in seen:
        row["envelope"] = [row["envelope"][0][0]]
    assert all(row == seen[0] for row in seen)


def test_no_copy_holds_a_persons_id_or_mark_or_an_answer(copies):
    for number in ANSWERED:
        copies.step(lambda unit, n=number: cast(unit, n, OPTIONS[n % 3]))
    batch_id, box = box_in(copies.taken[-1])
    key = copies.work.keys.find(batch_id)
    marks = [Envelope.opened(key, batch_id, box)._holder(voter(number)) for number in range(PEOPLE)]
    forbidden = [*(voter(n).encode() for n in range(PEOPLE)), *marks, key, OPTIONS[2].encode()]
    for copy in copies.taken:
        content = everything(copy)
        assert not [found for found in forbidden if found in content]


def test_an_answered_and_an_unanswered_person_look_the_same(sqlite_url, tmp_path):
    """Two lives that differ in who answered, and what, leave files of the same sizes and boxes without likeness."""
    lives = []
    for name, swapped in (("one", 5), ("other", 4)):
        folder = tmp_path / name
        folder.mkdir()
        shutil.copy(sqlite_url.removeprefix("sqlite:///"), folder / "candor.db")
        copies = Copies(f"sqlite:///{folder / 'candor.db'}", folder)
        for number in (*ANSWERED, swapped):
            copies.step(lambda unit, n=number, o=swapped: cast(unit, n, OPTIONS[n % o % 3]))
        copies.close()
        lives.append([{file.name: file.stat().st_size for file in copy.iterdir()} for copy in copies.taken])
    assert lives[0] == lives[1]


def test_a_day_between_two_backups_tells_only_that_the_box_was_written(copies):
    copies.step(lambda unit: cast(unit, 0))
    yesterday = rows(copies.step(lambda unit: cast(unit, 1)))
    for number in ANSWERED:
        copies.step(lambda unit, n=number: cast(unit, n))
    today = rows(copies.taken[-1])
    assert [table for table in today if today[table] != yesterday[table]] == ["envelope"]
    assert [row[0] for row in today["envelope"]] == [row[0] for row in yesterday["envelope"]]


def test_after_the_close_the_key_is_gone_and_no_old_copy_opens(copies):
    for number in ANSWERED:
        copies.step(lambda unit, n=number: cast(unit, n))
    old = [box_in(copy) for copy in copies.taken]
    key = copies.work.keys.find(old[0][0])
    assert all(len(Envelope.opened(key, *box).held()) == place + 1 for place, box in enumerate(old))

    with copies.work.write() as unit:
        assert service.close(unit, TEAM, HELD_BACK, CLOSES, ANY) is not None
    assert service.bury_keys(copies.work) == 1
    copies.step(lambda unit: cast(unit, 1, round_key=2))

    left = [path.read_bytes() for path in (copies.folder / "keys").glob("*") if path.is_file()]
    assert copies.work.keys.find(old[0][0]) is None
    assert key not in left
    for batch_id, box in old:
        for other in left:
            with pytest.raises(Unreadable):
                Envelope.opened(other, batch_id, box)


def test_after_the_close_the_files_hold_nothing_of_the_box(copies):
    for number in ANSWERED:
        copies.step(lambda unit, n=number: cast(unit, n))
    boxes = [box_in(copy)[1] for copy in copies.taken]
    with copies.work.write() as unit:
        service.close(unit, TEAM, HELD_BACK, CLOSES, ANY)
    service.bury_keys(copies.work)
    assert truncate_wal(copies.work.engine)
    copy = copies.take()
    assert (copy / "candor.db-wal").stat().st_size == 0
    content = everything(copy)
    assert not [box for box in boxes if box[:64] in content or box[-64:] in content]


def test_a_reader_in_the_way_of_truncating_is_noticed(copies):
    copies.step(lambda unit: cast(unit, 0))
    with copies.work.read() as unit:
        unit.ballots.all_batches()
        copies.step(lambda other: cast(other, 1))
        assert not truncate_wal(copies.work.engine)
    assert truncate_wal(copies.work.engine)


def test_the_only_time_kept_is_when_the_round_opened(copies):
    copy = copies.step(lambda unit: cast(unit, 0))
    [(_, _, _, opened_at)] = rows(copy)["batch"]
    assert opened_at == f"{OPENED:%Y-%m-%d %H:%M:%S.%f}"
    assert len(rows(copy)["envelope"][0]) == 2
