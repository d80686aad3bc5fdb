"""The whole tap, from the check-in to the box: what a copy of the database says of one who answered and one who did not."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.crash.whole_tap import PEOPLE, filled, finish


@pytest.fixture
def stored(sqlite_url, tmp_path):
    """A team of eight who were all asked after one meeting."""
    with filled(sqlite_url, tmp_path / "keys") as work:
        yield work, Path(sqlite_url.removeprefix("sqlite:///"))


def copied(path, folder):
    folder.mkdir()
    for file in path.parent.glob(f"{path.name}*"):
        shutil.copy(file, folder)
    with closing(sqlite3.connect(folder / path.name)) as connection:
        names = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        return {name: connection.execute(f'select * from "{name}"').fetchall() for name in sorted(names)}


def test_a_tap_touches_the_boxes_and_the_delivery_and_nothing_else(stored, tmp_path):
    work, path = stored
    finish(work, 0, "none", "no")
    before = copied(path, tmp_path / "before")
    for number, answers in enumerate([("none", "yes"), ("small", "little"), ("mattered", None)], start=1):
        finish(work, number, *answers)
        after = copied(path, tmp_path / f"after-{number}")
        assert [name for name in after if after[name] != before[name]] == ["delivery", "envelope"]
        assert [(row[0], len(row[1])) for row in after["envelope"]] == [
            (row[0], len(row[1])) for row in before["envelope"]
        ]
        assert len(after["delivery"]) == len(before["delivery"]) + 2
        before = after


def test_no_row_joins_a_tap_to_a_person(stored, tmp_path):
    """Only who joined and who was asked is linked to a person; the rows that a tap writes hold no id of one."""
    work, path = stored
    for number in range(6):
        finish(work, number, "mattered", "yes" if number % 2 else None)
    tables = copied(path, tmp_path / "copy")
    with_people = {name for name, rows in tables.items() if any(person in str(rows) for person in PEOPLE)}
    assert with_people == {"checkin", "member", "person", "shown"}
    for name in with_people:
        mentioned = {person for person in PEOPLE if person in str(tables[name])}
        assert mentioned == set(PEOPLE), f"{name} tells the six who answered from the two who did not"
    assert "mattered" not in str(tables)


def test_who_answered_cannot_be_told_from_the_order_of_rows(stored, tmp_path):
    """The same rows in the same order stand there before the first tap and after the last."""
    work, path = stored
    kept = ("checkin", "member", "person", "shown")
    before = copied(path, tmp_path / "before")
    for number in (5, 1, 7, 2):
        finish(work, number, "small", "little")
    after = copied(path, tmp_path / "after")
    assert [after[name] for name in kept] == [before[name] for name in kept]
