"""Judges what lies in the database against the declaration and the rules of the store."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Protocol

from bot.audit.declaration import Declaration, Stored, differences
from bot.audit.model import Finding, OpenBatch, Shape
from bot.ballots.boxes import is_size_of_a_box
from bot.ballots.model import BARRIER, CHANGE, EXPIRE, HELD_BACK, quarter_counts_at, quarter_starts, question_of
from bot.ballots.questions import questions
from bot.db.base import metadata

GRACE = timedelta(
    days=2
)  # what is forgotten by the clock may be late by as much: an installation stood still over night
DELIVERY_HOURS = 3

_HABITS = {
    "journal_mode": ("wal", "the journal is not a write-ahead log, and keeps what was deleted"),
    "secure_delete": ("1", "what is deleted stays readable in the file (secure_delete is off)"),
    "synchronous": ("2", "an acknowledged answer may be lost when the power fails (synchronous is not FULL)"),
}
TOKEN = re.compile(r"\b(?:xox[a-z]|xapp|xwfp)-[\w-]{6,}")
_OPTIONS = "|".join(sorted({option.id for question in questions().all() for option in question.options}))
TAPPED = re.compile(rf"\b[0-9a-f]{{32}}:(?:{_OPTIONS})\b")  # what the button of an answer carries
_ITEM = re.compile(rf"{HELD_BACK}|act-\d+|(?:{BARRIER}|{CHANGE})-\d{{4}}q[1-4]")


class Reader(Protocol):
    """What is read of a database; the store explains."""

    def batches(self) -> list[OpenBatch]: ...
    def batches_apart(self) -> bool: ...
    def box_sizes(self) -> set[int]: ...
    def has_older(self, table: str, column: str, than: datetime) -> bool: ...
    def has_deliveries_before(self, hour: int) -> bool: ...
    def strange_deliveries(self) -> bool: ...
    def people_outside(self) -> bool: ...
    def texts_after_sending(self) -> bool: ...
    def questions_that_tell(self) -> bool: ...
    def texts(self) -> Iterator[tuple[str, str, str]]: ...


def judge_shape(declared: Declaration, shape: Shape) -> Iterator[Finding]:
    """Find tables, columns and whatever acts by itself that nobody declared, and tables that keep an order."""
    for table, column, extra in differences(declared, shape.columns):
        what = f"The table “{table}”" if column is None else f"The column “{column}” of the table “{table}”"
        if extra:
            yield Finding(f"{what} is not part of Candor: somebody added it, and nobody has said what it holds.")
        else:
            yield Finding(f"{what} is missing: this database is not the one that this program works with.")
    for one in shape.additions:
        yield Finding(f"The database does something by itself that Candor did not set up ({one}): it could copy rows.")
    for table in sorted(shape.with_row_numbers & _unordered()):
        yield Finding(f"The table “{table}” numbers its rows, so that their order could tell who came when.")
    for habit, (wanted, otherwise) in _HABITS.items():
        if shape.habits and shape.habits.get(habit) != wanted:
            yield Finding(f"About the database file: {otherwise}.")


def judge_rows(declared: Declaration, reader: Reader, now: datetime) -> Iterator[Finding]:
    """Find what is kept too long, and what a row says that it must not say."""
    for table, stored in declared.items():
        yield from _kept_too_long(table, stored, reader, now)
    if reader.has_deliveries_before(int(now.timestamp()) // 3600 - DELIVERY_HOURS):
        yield Finding("The table “delivery” holds what is older than two hours.")
    if reader.strange_deliveries():
        yield Finding("The table “delivery” holds something that is not a fingerprint, and might name somebody.")
    if reader.people_outside():
        yield Finding("The table “person” knows somebody who is in no team.")
    if reader.texts_after_sending():
        yield Finding("The table “outbox” still holds the text of a message that is done with.")
    if reader.questions_that_tell():
        yield Finding("The table “outbox” tells of a question whether it was sent, which can tell who had answered.")
    yield from _judge_boxes(reader, now)
    yield from _judge_texts(reader.texts())


def _kept_too_long(table: str, stored: Stored, reader: Reader, now: datetime) -> Iterator[Finding]:
    rule = stored.forgotten
    if rule is not None and reader.has_older(table, rule.column, now - timedelta(days=rule.days) - GRACE):
        yield Finding(f"The table “{table}” holds rows that are older than {rule.days} days.")


def _judge_boxes(reader: Reader, now: datetime) -> Iterator[Finding]:
    if not all(is_size_of_a_box(size) for size in reader.box_sizes()):
        yield Finding("A sealed box has a size that no box of Candor's has: its size could tell who answered.")
    if reader.batches_apart():
        yield Finding("An open batch has no box, or a box belongs to no batch: somebody changed these tables.")
    for batch in reader.batches():
        yield from _judge_batch(batch, now)


def _judge_batch(batch: OpenBatch, now: datetime) -> Iterator[Finding]:
    if not _ITEM.fullmatch(batch.item):
        yield Finding("There is an open batch for a question that Candor does not ask.")
        return
    of_workspace = question_of(batch.item) is not None
    begins = batch.opened_at == quarter_starts(batch.item) if of_workspace else batch.on_time
    if not begins:
        yield Finding("An open batch carries a moment that is not the beginning of a round: it could be that of a tap.")
    ends = quarter_counts_at(batch.item) if of_workspace else batch.opened_at + EXPIRE
    if now > ends + GRACE:
        yield Finding("A sealed box is open for longer than it may be, and so is its key.")


def _judge_texts(texts: Iterable[tuple[str, str, str]]) -> Iterator[Finding]:
    """Find a token in clear, or what a tapped button carries; each place once."""
    told = set()
    for table, column, value in texts:
        for pattern, what in ((TOKEN, "a token of Slack's in clear"), (TAPPED, "what somebody has tapped")):
            if pattern.search(value) and (table, column, what) not in told:
                told.add((table, column, what))
                yield Finding(f"The column “{column}” of the table “{table}” holds {what}.")


def _unordered() -> set[str]:
    return {name for name, table in metadata.tables.items() if not table.dialect_options["sqlite"]["with_rowid"]}
