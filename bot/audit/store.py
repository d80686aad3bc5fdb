"""What lies in the database, read without changing anything."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Date,
    Float,
    String,
    Table,
    Text,
    cast,
    exists,
    func,
    inspect,
    select,
    text,
)

from bot.audit.model import OpenBatch, Shape
from bot.db.base import metadata
from bot.db.tables import batch, delivery, envelope, installation, member, outbox, person, round_, team, team_admin
from bot.kernel.ids import BatchId
from bot.outbox.model import State

_PRAGMAS = ("journal_mode", "secure_delete", "synchronous")
_UNFINISHED = (State.DUE, State.CLAIMED, State.SENDING, State.UNKNOWN)
_WITHOUT = re.compile(r"without\s+rowid\s*$", re.IGNORECASE)
_SQLITE_ADDITIONS = "select type, name from sqlite_master where type in ('trigger', 'view') order by type, name"
_POSTGRES_ADDITIONS = """
select 'trigger', tgname from pg_trigger where not tgisinternal
union all select 'view', viewname from pg_views where schemaname = current_schema()
union all select 'materialized view', matviewname from pg_matviews where schemaname = current_schema()
union all select 'rule', rulename from pg_rules where schemaname = current_schema()
union all select 'publication', pubname from pg_publication
order by 1, 2
"""


class AuditStore:
    """Reads on one connection; it returns what is there, and judges nothing."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._on_sqlite = connection.dialect.name == "sqlite"

    def shape(self) -> Shape:
        look = inspect(self._connection)
        columns = {name: {column["name"] for column in look.get_columns(name)} for name in look.get_table_names()}
        found = self._connection.execute(text(_SQLITE_ADDITIONS if self._on_sqlite else _POSTGRES_ADDITIONS))
        return Shape(
            columns=columns,
            with_row_numbers=self._with_row_numbers(),
            additions=tuple(f"{kind} {name}" for kind, name in found),
            habits=self._habits(),
        )

    def installation_id(self) -> str:
        return str(self._connection.execute(select(installation.c.id)).scalar_one())

    def batches(self) -> list[OpenBatch]:
        opened = exists().where(round_.c.team_id == batch.c.scope, round_.c.opens_at == batch.c.opened_at)
        found = select(batch, opened.label("on_time")).order_by(batch.c.id)
        return [
            OpenBatch(
                id=BatchId(row.id), scope=row.scope, item=row.item, opened_at=row.opened_at, on_time=bool(row.on_time)
            )
            for row in self._connection.execute(found)
        ]

    def batches_apart(self) -> bool:
        """Return whether a batch has no box, or a box no batch."""
        batches = set(self._connection.scalars(select(batch.c.id)))
        return batches != set(self._connection.scalars(select(envelope.c.batch_id)))

    def box_sizes(self) -> set[int]:
        return set(self._connection.scalars(select(func.length(envelope.c.box)).distinct()))

    def named(self, table: str, column: str) -> set[str]:
        return set(self._connection.scalars(select(metadata.tables[table].c[column])))

    def has_older(self, table: str, column: str, than: datetime) -> bool:
        found = metadata.tables[table].c[column]
        bound = found < _as_kept(found, than)
        return self._connection.execute(select(found).where(bound).limit(1)).first() is not None

    def has_deliveries_before(self, hour: int) -> bool:
        found = select(delivery.c.hour).where(delivery.c.hour < hour).limit(1)
        return self._connection.execute(found).first() is not None

    def strange_deliveries(self) -> bool:
        """Return whether something other than a fingerprint is kept of a delivery."""
        found = self._connection.scalars(select(delivery.c.hash))
        return any(re.fullmatch(r"[0-9a-f]{64}", one) is None for one in found)

    def people_outside(self) -> bool:
        """Return whether somebody is known who is in no team."""
        inside = (
            exists()
            .where(member.c.user_id == person.c.user_id)
            .where(team.c.id == member.c.team_id, team.c.workspace_id == person.c.workspace_id)
        )
        return self._connection.execute(select(person.c.user_id).where(~inside).limit(1)).first() is not None

    def texts_after_sending(self) -> bool:
        """Return whether a message that is done with still holds its text."""
        full = cast(outbox.c.arguments, Text) != "{}"
        done = select(outbox.c.id).where(outbox.c.state.not_in(_UNFINISHED), full)
        return self._connection.execute(done.limit(1)).first() is not None

    def questions_that_tell(self) -> bool:
        """Return whether the row of a question says whether it was sent."""
        told = (outbox.c.slack_ref != "") | (outbox.c.state == State.DROPPED) & (outbox.c.reason != "cancelled")
        found = select(outbox.c.id).where(outbox.c.kind == "prompt", told)
        return self._connection.execute(found.limit(1)).first() is not None

    def texts(self) -> Iterator[tuple[str, str, str]]:
        """Yield every short text of every table that this program knows, with the names of table and column."""
        for table in metadata.sorted_tables:
            columns = [column for column in table.c if isinstance(column.type, String)]
            yield from self._texts_of(table, columns)

    def user_ids(self) -> set[str]:
        """Return the ids of the people known here."""
        known = (person.c.user_id, member.c.user_id, team_admin.c.user_id)
        return {found for column in known for found in self._connection.scalars(select(column))}

    def _texts_of(self, table: Table, columns: list[Column[Any]]) -> Iterator[tuple[str, str, str]]:
        if not columns:
            return
        for row in self._connection.execute(select(*columns)):
            for column, value in zip(columns, row, strict=True):
                if value:
                    yield table.name, column.name, value

    def _with_row_numbers(self) -> set[str]:
        if not self._on_sqlite:
            return set()
        found = self._connection.execute(text("select name, sql from sqlite_master where type = 'table'"))
        return {name for name, sql in found if not _WITHOUT.search(sql or "") and not name.startswith("sqlite_")}

    def _habits(self) -> dict[str, str]:
        if not self._on_sqlite:
            return {}
        return {name: str(self._connection.execute(text(f"pragma {name}")).scalar_one()) for name in _PRAGMAS}


def _as_kept(column: Column[Any], moment: datetime) -> object:
    if isinstance(column.type, Date):
        return moment.date()
    if isinstance(column.type, Float | BigInteger):
        return moment.timestamp()
    return moment
