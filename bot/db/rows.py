"""Ways to keep and to find rows by their keys that SQLite and PostgreSQL share."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, Table, and_, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import ColumnElement

Row = Mapping[str, Any]


def put(connection: Connection, table: Table, row: Row) -> None:
    """Insert the row, or overwrite the one with its primary key; columns that the row leaves out stay."""
    put_all(connection, table, [row])


def put_all(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Do so with rows that all have the same columns."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    statement = _insert(connection, table)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    put = statement.on_conflict_do_update(index_elements=keys, set_=changed)
    connection.execute(put, [dict(row) for row in rows])


def add_new(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert the rows; one that breaks a unique key is passed over."""
    if rows:
        connection.execute(_insert(connection, table).on_conflict_do_nothing(), [dict(row) for row in rows])


def hold_all(connection: Connection, table: Table, rows: Sequence[Row]) -> list[Any]:
    """Insert the rows where their primary keys are new, and return what is kept under these keys, held.

    Held are they in the order given, until the transaction ends.
    """
    if not rows:
        return []
    keys = list(table.primary_key)
    unchanged = {keys[0].name: keys[0]}
    kept = _insert(connection, table).on_conflict_do_update(index_elements=keys, set_=unchanged).returning(table)
    return list(connection.execute(kept, [dict(row) for row in rows]))


def delete_some(connection: Connection, table: Table, which: ColumnElement[bool], most: int) -> int:
    """Delete rows that nobody else holds, so many at most, and return how many; it never waits for anybody."""
    if most <= 0:
        return 0
    keys = list(table.primary_key)
    free = select(*keys).where(which).limit(most).with_for_update(skip_locked=True, of=table)
    found = [
        {f"old_{key.name}": value for key, value in zip(keys, row, strict=True)} for row in connection.execute(free)
    ]
    if found:
        this = and_(*(key == bindparam(f"old_{key.name}") for key in keys))
        connection.execute(delete(table).where(this), found)
    return len(found)


def columns(keys: Collection[tuple[Any, ...]], *names: str) -> dict[str, list[Any]]:
    """Return the parts of keys, each under its name, for a statement that looks for them column by column.

    It finds more than the keys; looked for in pairs, SQLite would use no index.
    """
    return {name: sorted({key[number] for key in keys}) for number, name in enumerate(names)}


def any_of(name: str) -> BindParameter[Any]:
    """Return the parameter of a statement that is put together once and looks for any of several values."""
    return bindparam(name, expanding=True)


def _insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
