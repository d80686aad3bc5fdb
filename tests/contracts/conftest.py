"""The unit of work three times over: every store and its fake obey one suite."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.app import Candor, build
from bot.db.engine import open_engine
from bot.kernel.unit import Work
from bot.work import SqlWork
from bot.workspaces.seal import TokenSeal
from config.settings import Settings
from tests.conftest import ON_POSTGRES
from tests.fakes.ballots import FakeKeyStore
from tests.fakes.chance import SeededChance
from tests.fakes.clock import HandClock
from tests.fakes.unit import FakeWork

SEAL = TokenSeal(bytes(32))
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(params=["fake", "sqlite", ON_POSTGRES])
def work(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Work[Any]]:
    """Opens units of work: on the fakes, on SQLite, on PostgreSQL; each time empty."""
    if request.param == "fake":
        yield FakeWork()
        return
    engine = open_engine(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_database"))
    yield SqlWork(engine, FakeKeyStore(), SEAL)
    engine.dispose()


@pytest.fixture
def empty_candor(database_url: str, tmp_path: Path) -> Iterator[Candor]:
    """The whole bot on an empty database of its own, at noon, with seeded randomness."""
    settings = Settings(
        _env_file=None,
        slack_bot_token="xoxb-1",
        slack_app_token="xapp-1",
        database_url=database_url,
        keys_url=str(tmp_path / "keys"),
        keys_shared=True,
    )
    candor = build(settings, clock=HandClock(NOON), chance=SeededChance(7))
    try:
        yield candor
    finally:
        candor.stop()
