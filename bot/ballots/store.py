"""Batches, their sealed boxes and the tombstones of closed ones, in the database."""

from datetime import datetime

from sqlalchemy import Connection, Row, Select, bindparam, delete, func, insert, select, update

from bot.ballots.model import Batch, Lost
from bot.db.rows import add_new
from bot.db.tables import batch, envelope, lost_batch, team, theme, tombstone, workspace
from bot.kernel.ids import BatchId

# What every tap runs is put together once, here: building a statement costs more than running it.
_WITH_BOX: Select[tuple[str, str, str, datetime, bytes | None]] = select(
    batch.c.id, batch.c.scope, batch.c.item, batch.c.opened_at, envelope.c.box
).outerjoin(envelope, envelope.c.batch_id == batch.c.id)
_FIND = _WITH_BOX.where(batch.c.scope == bindparam("of_scope"), batch.c.item == bindparam("of_item"))
_PUT_BOX = update(envelope).where(envelope.c.batch_id == bindparam("of_batch")).values(box=bindparam("box"))
# Not the stronger FOR UPDATE: rows that only refer to the team or workspace may be written meanwhile.
_LOCK = {
    table: select(table.c.id).where(table.c.id == bindparam("of_scope")).with_for_update(key_share=True)
    for table in (team, workspace)
}


class SqlBallotStore:
    """Keeps batches; the keys to their boxes are elsewhere."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self, scope: str) -> None:
        if self._connection.dialect.name == "sqlite":
            return  # the transaction has held the whole database from its first moment
        for table in _LOCK:
            if self._connection.execute(_LOCK[table], {"of_scope": scope}).first() is not None:
                return
        self._connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(scope, 0))))

    def find(self, scope: str, item: str) -> Batch | None:
        found = self._connection.execute(_FIND, {"of_scope": scope, "of_item": item}).first()
        return _batch(found) if found else None

    def open_in(self, scope: str) -> list[Batch]:
        found = self._connection.execute(_WITH_BOX.where(batch.c.scope == scope).order_by(batch.c.item))
        return [_batch(row) for row in found]

    def scopes(self) -> set[str]:
        return set(self._connection.scalars(select(batch.c.scope).distinct()))

    def opened_before(self, moment: datetime) -> list[Batch]:
        found = select(batch).where(batch.c.opened_at < moment).order_by(batch.c.opened_at, batch.c.id)
        return [
            Batch(id=BatchId(row.id), scope=row.scope, item=row.item, opened_at=row.opened_at)
            for row in self._connection.execute(found)
        ]

    def add(self, opened: Batch) -> None:
        row = {"id": opened.id, "scope": opened.scope, "item": opened.item, "opened_at": opened.opened_at}
        self._connection.execute(insert(batch), row)
        self._connection.execute(insert(envelope), {"batch_id": opened.id, "box": opened.box})

    def put_box(self, batch_id: BatchId, box: bytes) -> None:
        self._connection.execute(_PUT_BOX, {"of_batch": batch_id, "box": box})

    def bury(self, batch_id: BatchId) -> None:
        self._connection.execute(delete(batch).where(batch.c.id == batch_id))
        self._connection.execute(delete(envelope).where(envelope.c.batch_id == batch_id))
        add_new(self._connection, tombstone, [{"batch_id": batch_id}])

    def tombstones(self) -> list[BatchId]:
        return [BatchId(found) for found in self._connection.scalars(select(tombstone.c.batch_id))]

    def remove_tombstone(self, batch_id: BatchId) -> None:
        self._connection.execute(delete(tombstone).where(tombstone.c.batch_id == batch_id))

    def all_batches(self) -> set[BatchId]:
        return {BatchId(found) for found in self._connection.scalars(select(batch.c.id))}

    def note_lost(self, lost: Lost) -> None:
        row = {"batch_id": lost.batch_id, "scope": lost.scope, "item": lost.item}
        self._connection.execute(insert(lost_batch), row)

    def lost(self) -> list[Lost]:
        found = self._connection.execute(select(lost_batch).order_by(lost_batch.c.batch_id))
        return [Lost(batch_id=BatchId(row.batch_id), scope=row.scope, item=row.item) for row in found]

    def remove_lost(self, batch_id: BatchId) -> None:
        self._connection.execute(delete(lost_batch).where(lost_batch.c.batch_id == batch_id))

    def keep_theme(self, scope: str, item: str, option: str) -> None:
        add_new(self._connection, theme, [{"scope": scope, "item": item, "option": option}])

    def find_theme(self, scope: str, question: str) -> str | None:
        latest = (
            select(theme.c.option)
            .where(theme.c.scope == scope, theme.c.item.startswith(f"{question}-", autoescape=True))
            .order_by(theme.c.item.desc())
            .limit(1)
        )
        return self._connection.scalars(latest).first() or None


def _batch(row: Row[tuple[str, str, str, datetime, bytes | None]]) -> Batch:
    return Batch(id=BatchId(row.id), scope=row.scope, item=row.item, opened_at=row.opened_at, box=row.box)
