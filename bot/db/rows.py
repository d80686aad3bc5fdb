"""Two ways to keep rows by their keys that SQLite and PostgreSQL share."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Row = Mapping[str, Any]


def put(connection: Connection, table: Table, row: Row) -> None:
    """Insert the row, or overwrite the one with its primary key; columns that the row leaves out stay."""
    keys = [column.name for column in table.primary_key]
    statement = _insert(connection, table).values(dict(row))
    changed = {name: statement.excluded[name] for name in row if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed))


def add_new(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert the rows; one that breaks a unique key is passed over."""
    if rows:
        connection.execute(_insert(connection, table).on_conflict_do_nothing(), [dict(row) for row in rows])


def _insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
