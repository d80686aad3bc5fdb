"""The migrations: up from nothing, down again, several at once, and in step with the tables of the program."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect, select, text

from bot.db import tables
from bot.db.engine import open_engine
from bot.db.migrate import downgrade, is_current, upgrade
from tests.conftest import ON_POSTGRES

PROJECT = Path(__file__).parents[2]


@pytest.fixture(params=["sqlite", ON_POSTGRES])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that nothing has touched."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'var' / 'db' / 'candor.db'}"
    new: str = request.getfixturevalue("new_postgres")
    return new


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    yield engine
    engine.dispose()


def test_up_from_nothing_gives_every_table_and_the_database_an_id(url: str, engine: Engine) -> None:
    assert not is_current(engine)
    upgrade(url)
    assert is_current(engine)
    assert set(inspect(engine).get_table_names()) == {*tables.metadata.tables, "alembic_version"}
    with engine.connect() as connection:
        (installation_id,) = connection.scalars(select(tables.installation.c.id)).all()
    assert len(installation_id) == 32


def test_up_again_changes_nothing(url: str, engine: Engine) -> None:
    upgrade(url)
    with engine.connect() as connection:
        before = connection.scalars(select(tables.installation.c.id)).all()
    upgrade(url)
    with engine.connect() as connection:
        assert connection.scalars(select(tables.installation.c.id)).all() == before


def test_down_leaves_nothing_and_up_works_again(url: str, engine: Engine) -> None:
    upgrade(url)
    downgrade(url)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    assert not is_current(engine)
    upgrade(url)
    assert is_current(engine)


def test_in_step_with_the_tables_of_the_program(url: str, engine: Engine) -> None:
    upgrade(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []


def test_several_at_once_migrate_once(url: str, engine: Engine) -> None:
    command = [sys.executable, "-c", f"from bot.db.migrate import upgrade; upgrade({url!r})"]
    processes = [subprocess.Popen(command, cwd=PROJECT) for _ in range(3)]
    assert [process.wait(timeout=60) for process in processes] == [0, 0, 0]
    with engine.connect() as connection:
        assert len(connection.scalars(select(tables.installation.c.id)).all()) == 1


def test_a_migration_that_fails_leaves_nothing_behind(url: str, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("create table team (id integer)"))  # in the way of ours
    with pytest.raises(Exception, match="already exists"):
        upgrade(url)
    assert inspect(engine).get_table_names() == ["team"]


def test_a_table_without_order_has_no_hidden_row_number_on_sqlite(tmp_path: Path) -> None:
    """Row numbers tell the order in which people joined or tapped; the migration must not bring them back."""
    upgrade(f"sqlite:///{tmp_path}/candor.db")
    unordered = {
        name for name, table in tables.metadata.tables.items() if not table.dialect_kwargs["sqlite_with_rowid"]
    }
    engine = create_engine(f"sqlite:///{tmp_path}/candor.db")
    with engine.connect() as connection:
        rows = connection.execute(text("select name, wr from pragma_table_list where schema = 'main'")).all()
    engine.dispose()
    assert {name for name, without_rowid in rows if without_rowid} == unordered
    assert {"envelope", "batch", "tombstone", "shown", "checkin", "member", "person", "delivery"} <= unordered
