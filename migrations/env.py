"""How alembic reaches the database: alone, with bounded waits, all migrations in one transaction.

The address comes from whoever calls (``bot.db.migrate``), or from DATABASE_URL.
"""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, text

from bot.db import tables
from bot.db.base import Moment
from bot.db.engine import open_engine

ALONE_LOCK = 0x63616E646F72  # "candor"; any number that nothing else in the database uses
ALONE_WAIT_MS = 30_000  # another process may be migrating
LOCK_WAIT_MS = 4_000  # a table in use must not queue everybody else behind the migration
STATEMENT_MS = 120_000


def run() -> None:
    """Run the migrations that the caller asked for."""
    if context.is_offline_mode():
        raise SystemExit("Migrations need the database itself: leave out --sql.")
    engine = open_engine(_url(), pool_size=1)
    try:
        with engine.connect() as connection:
            _take_time(connection)
            with connection.begin():
                _be_alone(connection)
                context.configure(
                    connection=connection,
                    target_metadata=tables.metadata,
                    render_as_batch=True,
                    render_item=_render,
                    compare_server_default=False,
                )
                with context.begin_transaction():
                    context.run_migrations()
    finally:
        engine.dispose()


def _url() -> str:
    given = context.config.attributes.get("url")
    if given is not None:
        return str(given)
    from config.settings import load_settings

    return load_settings().database_url


def _take_time(connection: Connection) -> None:
    """A migration may take longer than a tap; SQLite takes no setting inside a transaction."""
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        assert driver is not None  # noqa: S101 - narrows the type
        driver.execute(f"pragma busy_timeout={ALONE_WAIT_MS}")


def _be_alone(connection: Connection) -> None:
    """Wait until no other process migrates; SQLite's write lock is held already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"set local statement_timeout = {STATEMENT_MS}"))
        connection.execute(text(f"set local lock_timeout = {ALONE_WAIT_MS}"))
        connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": ALONE_LOCK})
        connection.execute(text(f"set local lock_timeout = {LOCK_WAIT_MS}"))


def _render(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Migrations stand for themselves: they name no type of ours, since ours may change."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


run()
