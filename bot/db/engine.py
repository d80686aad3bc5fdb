"""How the database is opened: durable, with short waits, and writing from the first statement on."""

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from bot.kernel.errors import CandorError

# Together under Slack's 3 seconds, so that no tap commits after its answer has failed.
LOCK_WAIT_MS = 800
STATEMENT_MS = 1000
EMPTYING_MS = 100

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "secure_delete=ON",
    "foreign_keys=ON",
    f"busy_timeout={LOCK_WAIT_MS + STATEMENT_MS}",
)


def open_engine(url: str, pool_size: int = 32) -> Engine:
    """Open the database at ``url``; nothing is created but the folder of an SQLite file.

    Values never appear in the errors of this engine (``hide_parameters``).
    """
    parsed = make_url(url)
    sqlite = parsed.get_backend_name() == "sqlite"
    if sqlite and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    connect_args: dict[str, Any] = (
        {"check_same_thread": False}
        if sqlite
        else {"options": f"-c lock_timeout={LOCK_WAIT_MS} -c statement_timeout={STATEMENT_MS}", "connect_timeout": 2}
    )
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=2,
        pool_pre_ping=not sqlite,
        connect_args=connect_args,
    )
    if sqlite:
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_on_sqlite)
    return engine


def reading(engine: Engine) -> Engine:
    """Return the same engine for transactions that only read: on SQLite they take no lock."""
    return engine.execution_options(candor_reads=True, postgresql_readonly=True)


def machine_seconds(connection: Connection) -> float:
    """Return machine time in seconds since 1970: the server's on PostgreSQL, this machine's on SQLite."""
    if connection.dialect.name == "sqlite":
        return time.time()
    return float(connection.execute(text("select extract(epoch from clock_timestamp())")).scalar_one())


class DatabaseAway(CandorError):
    """The database does not answer; the message says what to look at."""

    def __init__(self) -> None:
        super().__init__(
            "The database does not answer; check DATABASE_URL, and that the server runs or the file is there."
        )


def check_database(engine: Engine) -> None:
    """Return if the database answers; raises DatabaseAway."""
    try:
        with reading(engine).begin() as connection:
            connection.execute(text("select 1"))
    except DBAPIError:
        raise DatabaseAway from None


def truncate_wal(engine: Engine) -> bool:
    """Empty SQLite's write-ahead log; False means that a reader was in the way and it must be tried again.

    It waits for a moment only, since nobody can write meanwhile.
    """
    if engine.dialect.name != "sqlite":
        return True
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(f"pragma busy_timeout={EMPTYING_MS}")
        busy = cursor.execute("pragma wal_checkpoint(TRUNCATE)").fetchone()
        cursor.execute(f"pragma busy_timeout={LOCK_WAIT_MS + STATEMENT_MS}")
        return busy is not None and busy[0] == 0
    finally:
        connection.close()


def _set_up_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - narrows the driver's type
    connection.isolation_level = None  # the driver must not begin by itself: see _begin_on_sqlite
    for pragma in _PRAGMAS:
        connection.execute(f"pragma {pragma}")


def _begin_on_sqlite(connection: Connection) -> None:
    # The driver's own BEGIN takes its lock at the first write and loses half of concurrent taps.
    reads = connection.get_execution_options().get("candor_reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
