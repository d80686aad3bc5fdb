"""The unit of work three times over: every store and its fake obey one suite."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.db.engine import open_engine
from bot.kernel.unit import Work
from bot.work import SqlWork
from bot.workspaces.seal import TokenSeal
from tests.conftest import ON_POSTGRES
from tests.fakes.ballots import FakeKeyStore
from tests.fakes.unit import FakeWork

SEAL = TokenSeal(bytes(32))


@pytest.fixture(params=["fake", "sqlite", ON_POSTGRES])
def work(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Work[Any]]:
    """Opens units of work: on the fakes, on SQLite, on PostgreSQL; each time empty."""
    if request.param == "fake":
        yield FakeWork()
        return
    engine = open_engine(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_database"))
    yield SqlWork(engine, FakeKeyStore(), SEAL)
    engine.dispose()
