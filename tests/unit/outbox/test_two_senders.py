"""Several senders on one database: nothing is said twice, and nobody waits for another workspace."""

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, select

from bot.db.engine import open_engine
from bot.db.tables import outbox
from bot.kernel.ids import WorkspaceId
from bot.outbox.model import Kind, Outgoing, Rates, State
from bot.outbox.sender import Sender
from bot.work import SqlUnit, SqlWork
from bot.workspaces.model import Workspace, WorkspaceState
from bot.workspaces.seal import TokenSeal
from tests.fakes.ballots import FakeKeyStore
from tests.fakes.clock import HandClock
from tests.fakes.slack import FakeSlack

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
MANY = 60


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def a_work(engine: Engine) -> SqlWork:
    return SqlWork(engine, FakeKeyStore(), TokenSeal(bytes(32)))


def nothing_follows(*_: Any) -> None:
    pass


def a_sender(engine: Engine, slack: FakeSlack, rates: Rates) -> Sender[SqlUnit]:
    return Sender(
        a_work(engine), slack, HandClock(NOW), owner="s", before={}, on_consequence=nothing_follows, rates=rates, threads=4
    )  # fmt: skip


def promise(engine: Engine, workspace_id: str, many: int, due_at: datetime = NOW) -> None:
    with a_work(engine).write() as unit:
        unit.workspaces.save(Workspace(id=WorkspaceId(workspace_id), bot_user_id="UBOT"))
        unit.outbox.enqueue(
            Outgoing(
                workspace_id=WorkspaceId(workspace_id),
                key=f"{workspace_id}-{number}",
                kind=Kind.NOTICE,
                method="chat.postMessage",
                channel=f"U{workspace_id}{number}",
                arguments={"text": "Hello"},
                due_at=due_at,
                expires_at=NOW + timedelta(hours=1),
            )
            for number in range(many)
        )


def states(engine: Engine) -> Counter[str]:
    with engine.connect() as connection:
        return Counter(connection.scalars(select(outbox.c.state)))


def test_three_senders_at_once_say_everything_once(engine: Engine) -> None:
    promise(engine, "T1", MANY)
    slack = FakeSlack()
    senders = [a_sender(engine, slack, Rates.unlimited()) for _ in range(3)]
    threads = [threading.Thread(target=sender.drain, args=(NOW,)) for sender in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    senders[0].drain(NOW)
    assert Counter(call.channel for call in slack.calls) == Counter(f"UT1{number}" for number in range(MANY))
    assert states(engine) == {State.SENT: MANY}


def test_three_senders_keep_one_rate(engine: Engine) -> None:
    promise(engine, "T1", MANY)
    slack = FakeSlack()
    slow = Rates(methods={"chat.postMessage": 100.0}, channel=0, catch_up=250.0)
    for sender in [a_sender(engine, slack, slow) for _ in range(3)]:
        sender.drain(NOW)
    assert len(slack.calls) == 3


def test_a_workspace_with_a_thousand_messages_lets_another_go_first(engine: Engine) -> None:
    promise(engine, "T1", 500, due_at=NOW - timedelta(minutes=30))
    promise(engine, "T2", 1)
    slack = FakeSlack()
    a_sender(engine, slack, Rates(methods={}, other_methods=0, channel=0, workspace_at_once=4)).step(NOW)
    assert "UT20" in [call.channel for call in slack.calls]


def test_a_workspace_that_is_disabled_is_left_alone_until_it_is_back(engine: Engine) -> None:
    promise(engine, "T1", 2)
    gone = Workspace(id=WorkspaceId("T1"), bot_user_id="UBOT", state=WorkspaceState.DISABLED, reason="token_revoked")
    work, slack = a_work(engine), FakeSlack()
    sender = a_sender(engine, slack, Rates.unlimited())
    with work.write() as unit:
        unit.workspaces.save(gone)
    assert sender.drain(NOW) == 0
    with work.write() as unit:
        unit.workspaces.save(Workspace(id=WorkspaceId("T1"), bot_user_id="UBOT"))
    assert sender.drain(NOW) == 2


def test_what_waits_together_is_marked_together_and_one_that_fails_keeps_no_other_from_being_said(
    engine: Engine,
) -> None:
    promise(engine, "T1", 4)
    slack, held = FakeSlack(), []

    def hold(_: SqlUnit, messages: Sequence[Outgoing]) -> None:
        held.append({message.key for message in messages})

    def is_wanted(_: SqlUnit, messages: Sequence[Outgoing], now: datetime) -> list[bool]:
        if any(message.key == "T1-2" for message in messages):
            raise RuntimeError("not this one")
        return [True] * len(messages)

    sender: Sender[SqlUnit] = Sender(
        a_work(engine),
        slack,
        HandClock(NOW),
        owner="s",
        before={Kind.NOTICE: is_wanted},
        hold={Kind.NOTICE: hold},
        on_consequence=nothing_follows,
        rates=Rates.unlimited(),
    )
    sender.drain(NOW)
    assert held[0] == {f"T1-{number}" for number in range(4)}
    assert {call.channel for call in slack.calls} == {"UT10", "UT11", "UT13"}
    assert states(engine) == {State.SENT: 3, State.DUE: 1}


class SecondSender:
    """Claims in a thread of its own, and can be held before a statement that holds some words."""

    def __init__(self, url: str, rates: Rates, limit: int = 10) -> None:
        self.engine = open_engine(url)
        self.reached = threading.Event()
        self.go_on = threading.Event()
        self.claimed: list[str] = []
        self._rates = rates
        self._limit = limit
        self.thread = threading.Thread(target=self._claim)

    def hold_before(self, words: str) -> None:
        def before(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
            if words in statement and not self.reached.is_set():
                self.reached.set()
                self.go_on.wait(10)

        event.listen(self.engine, "before_cursor_execute", before)

    def _claim(self) -> None:
        with a_work(self.engine).write() as unit:
            claimed = unit.outbox.claim(NOW, "second", 60.0, self._limit, self._rates)
        self.claimed = [one.message.key for one in claimed]

    def stop(self) -> None:
        self.go_on.set()
        self.thread.join(10)
        self.engine.dispose()


def test_what_was_claimed_between_looking_and_locking_is_not_claimed_again(postgres_database: str) -> None:
    engine = open_engine(postgres_database)
    promise(engine, "T1", 3)
    second = SecondSender(postgres_database, Rates.unlimited())
    second.hold_before("SKIP LOCKED")
    second.thread.start()
    assert second.reached.wait(10)
    with a_work(engine).write() as unit:
        first = unit.outbox.claim(NOW, "first", 60.0, 2, Rates.unlimited())
    second.stop()
    engine.dispose()
    assert len(first) == 2
    assert len(second.claimed) == 1


def test_two_senders_that_look_at_once_share_one_rate(postgres_database: str) -> None:
    engine = open_engine(postgres_database)
    promise(engine, "T1", 3)
    with a_work(engine).write() as unit:
        unit.outbox.hold(WorkspaceId("T1"), "chat.postMessage", 1.0)
    one_at_a_time = Rates(methods={"chat.postMessage": 100.0}, channel=0, catch_up=0)
    first, second = (SecondSender(postgres_database, one_at_a_time, limit=limit) for limit in (1, 10))
    first.hold_before("UPDATE outbox")
    first.thread.start()
    assert first.reached.wait(10)
    second.thread.start()
    second.thread.join(0.3)  # it waits for the bucket, or does wrong meanwhile
    first.stop()
    second.stop()
    engine.dispose()
    assert (len(first.claimed), len(second.claimed)) == (1, 0)
