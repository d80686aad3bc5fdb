"""PostgreSQL is restarted under load: what was promised is said once, and the bot goes on by itself."""

import os
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from bot.db.engine import open_engine
from bot.db.migrate import upgrade
from bot.kernel.ids import WorkspaceId
from bot.outbox.model import Kind, Outgoing, Rates
from bot.outbox.sender import Sender
from bot.work import SqlUnit, SqlWork
from bot.workspaces.model import Workspace
from bot.workspaces.seal import TokenSeal
from tests.fakes.ballots import FakeKeyStore
from tests.fakes.clock import HandClock
from tests.fakes.slack import FakeSlack
from tests.postgres import PostgresAbsent, PostgresServer

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
T1 = WorkspaceId("T1")
RESTARTS = 5 if os.environ.get("CANDOR_SOAK") else 2


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """A server of this test's own, since the others' must not be restarted."""
    try:
        server = PostgresServer()
    except PostgresAbsent as absent:
        if os.environ.get("CI"):
            pytest.fail(str(absent))
        pytest.skip(str(absent))
    yield server
    server.stop()


class Promising:
    """Promises a message again and again, as taps would; ``kept`` is what was committed for sure."""

    def __init__(self, work: SqlWork) -> None:
        self._work = work
        self.kept: list[str] = []
        self.failed = 0
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        number = 0
        while not self.stopping.wait(0.005):
            number += 1
            try:
                with self._work.write() as unit:
                    unit.outbox.enqueue([a_notice(number)])
            except DBAPIError:
                self.failed += 1
            else:
                self.kept.append(f"U{number}")


def a_notice(number: int) -> Outgoing:
    return Outgoing(
        workspace_id=T1,
        key=str(number),
        kind=Kind.NOTICE,
        method="chat.postMessage",
        channel=f"U{number}",
        arguments={"text": "Hello"},
        due_at=NOW,
        expires_at=NOW + timedelta(hours=1),
    )


@pytest.mark.soak
@pytest.mark.postgres
def test_a_restart_under_load_loses_nothing_and_needs_no_restart_of_the_bot(
    server: PostgresServer, record_property: Any
) -> None:
    upgrade(server.url())
    engine = open_engine(server.url(), 6)
    work, slack, stopping = SqlWork(engine, FakeKeyStore(), TokenSeal(bytes(32))), FakeSlack(), threading.Event()
    with work.write() as unit:
        unit.workspaces.save(Workspace(id=T1, bot_user_id="UBOT"))
    sender: Sender[SqlUnit] = Sender(
        work, slack, HandClock(NOW), owner="s", before={}, on_consequence=no_consequence, rates=Rates.unlimited()
    )
    sending, promising = threading.Thread(target=sender.run, args=(stopping,)), Promising(work)
    sending.start()
    promising.thread.start()
    try:
        for _ in range(RESTARTS):
            said, pause = len(slack.said), threading.Event()
            while len(slack.said) < said + 30:  # under load again, before and after each restart
                pause.wait(0.01)
            server.restart()
        promising.stopping.set()
        promising.thread.join()
        while states(work).keys() - {"sent"}:
            pause.wait(0.1)
    finally:
        promising.stopping.set()
        stopping.set()
        sending.join()
    engine.dispose()
    record_property("promised", len(promising.kept))
    record_property("turned away while the server was gone", promising.failed)
    said_to = Counter(call.channel for call in slack.calls)
    assert set(promising.kept) <= set(said_to)
    assert max(said_to.values()) == 1
    assert promising.failed > 0


def states(work: SqlWork) -> dict[str, int]:
    with work.read() as unit:
        return unit.outbox.counts()


def no_consequence(*_: Any) -> None:
    raise AssertionError("nothing was refused")
