"""Brings a database to the tables that this version of the program expects."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from bot.db.engine import DatabaseAway, check_database

_PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


def upgrade(url: str, revision: str = "head") -> None:
    """Run the migrations that the database at ``url`` has not had, all or none; several callers at once are fine."""
    command.upgrade(_config(url), revision)


def downgrade(url: str, revision: str = "base") -> None:
    """Undo the migrations after ``revision``; what their tables held is gone."""
    command.downgrade(_config(url), revision)


def is_current(engine: Engine) -> bool:
    """Return whether the database has had exactly the migrations that this program knows."""
    with engine.connect() as connection:
        had = MigrationContext.configure(connection).get_current_heads()
    return set(had) == set(ScriptDirectory.from_config(_config(None)).get_heads())


def find_trouble(engine: Engine) -> str:
    """Return what keeps this program from using the database, in one sentence, or nothing."""
    try:
        check_database(engine)
    except DatabaseAway as away:
        return str(away)
    return "" if is_current(engine) else "The database is not up to date; run `python -m bot migrate`."


def _config(url: str | None) -> Config:
    config = Config(toml_file=_PROJECT)
    config.attributes["url"] = url
    return config
