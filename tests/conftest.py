"""What every tier may ask for: databases that are migrated and empty, one a test."""

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings

from bot.db.migrate import upgrade
from tests.postgres import PostgresAbsent, PostgresServer

pytest_plugins = ["tests.soak_report"]

settings.register_profile("usual", deadline=None, derandomize=True, max_examples=50)
settings.register_profile("soak", deadline=None, max_examples=1000)
settings.load_profile("soak" if os.environ.get("CANDOR_SOAK") else "usual")

ON_POSTGRES = pytest.param("postgres", marks=pytest.mark.postgres)
_numbers = itertools.count()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for PostgreSQL's server carries its mark."""
    for item in items:
        if "postgres_server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.postgres)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A server of this session's own; skips where PostgreSQL is absent, and fails there under CI."""
    try:
        server = PostgresServer()
    except PostgresAbsent as absent:
        if os.environ.get("CI"):
            pytest.fail(f"{absent} CI must have them: see .ci/run.")
        pytest.skip(str(absent))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres_url(postgres_server: PostgresServer) -> str:
    """The address of the server's own database, from which others are made."""
    return postgres_server.url()


@pytest.fixture(scope="session")
def _postgres_template(postgres_server: PostgresServer) -> str:
    _sql(postgres_server, "create database candor_template")
    upgrade(postgres_server.url("candor_template"))
    return "candor_template"


@pytest.fixture
def new_postgres(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of a PostgreSQL database with nothing in it."""
    yield from _database(postgres_server, "template0")


@pytest.fixture
def postgres_database(postgres_server: PostgresServer, _postgres_template: str) -> Iterator[str]:
    """The address of a fresh, migrated PostgreSQL database."""
    yield from _database(postgres_server, _postgres_template)


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "candor.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, _sqlite_template: Path) -> str:
    """The address of a fresh, migrated SQLite database."""
    path = tmp_path / "db" / "candor.db"
    path.parent.mkdir()
    shutil.copy(_sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", ON_POSTGRES])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh, migrated database: SQLite, then PostgreSQL."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_database"
    url: str = request.getfixturevalue(name)
    return url


def _database(server: PostgresServer, template: str) -> Iterator[str]:
    name = f"candor_{next(_numbers)}"
    _sql(server, f"create database {name} template {template}")
    yield server.url(name)
    _sql(server, f"drop database {name} with (force)")


def _sql(server: PostgresServer, statement: str) -> None:
    with closing(psycopg.connect(server.url().replace("+psycopg", ""), autocommit=True)) as connection:
        connection.execute(statement)  # type: ignore[call-overload]
