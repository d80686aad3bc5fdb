"""An hour of simulated time with everything going wrong: storms of 429, 5xx, dropped answers, dead and slow workspaces."""

import json
import os
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.db.engine import open_engine
from bot.kernel.errors import SlackRefused, SlackUnclear, SlackUnreachable
from bot.kernel.ids import WorkspaceId
from bot.outbox.model import Kind, Outgoing, Rates
from bot.outbox.policy import Consequence
from bot.outbox.sender import Sender
from bot.outbox.store import SqlOutbox
from bot.work import SqlUnit, SqlWork
from bot.workspaces.model import Workspace, WorkspaceState
from bot.workspaces.seal import TokenSeal
from tests.fakes.ballots import FakeKeyStore
from tests.fakes.chance import SeededChance
from tests.fakes.clock import HandClock

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
WORKSPACES = [WorkspaceId(f"T{number}") for number in range(6)]
DEAD, STORMY = WORKSPACES[0], WORKSPACES[1]
EACH = 60
STEP = 5 if os.environ.get("CANDOR_SOAK") else 30  # seconds of both times between two looks


class HandOutbox(SqlOutbox):
    """The outbox in the database, with machine time moved by hand."""

    machine = 1_000_000.0

    def machine_now(self) -> float:
        return HandOutbox.machine


class HandWork(SqlWork):
    @contextmanager
    def write(self) -> Iterator[SqlUnit]:
        with super().write() as unit:
            unit.outbox = HandOutbox(unit.outbox._connection)
            yield unit

    @contextmanager
    def read(self) -> Iterator[SqlUnit]:
        with super().read() as unit:
            unit.outbox = HandOutbox(unit.outbox._connection)
            yield unit


class DrillSlack:
    """Goes wrong as it is told to; ``taken`` is what really appeared."""

    def __init__(self) -> None:
        self.dice = random.Random(20261125)
        self.taken: Counter[str] = Counter()
        self.called: Counter[str] = Counter()
        self.storms = 0
        self.resting: dict[str, float] = {}

    def call(self, workspace_id: WorkspaceId, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        self.called[arguments["channel"]] += 1
        if workspace_id == DEAD:
            raise SlackRefused("account_inactive")
        if self.resting.get(workspace_id, 0.0) > HandOutbox.machine:
            self.storms += 1
            raise SlackRefused("ratelimited", self.resting[workspace_id] - HandOutbox.machine)
        throw = self.dice.random()
        if workspace_id == STORMY and throw < 0.3:
            self.resting[workspace_id] = HandOutbox.machine + 30
            raise SlackRefused("ratelimited", 30.0)
        if throw < 0.10:
            raise SlackUnclear("status 503")
        if throw < 0.15:
            self.taken[arguments["channel"]] += 1
            raise SlackUnclear("RemoteDisconnected")
        if throw < 0.20:
            raise SlackUnreachable("no connection")
        self.taken[arguments["channel"]] += 1
        return {"ok": True, "ts": "1.1"}


def disable(unit: SqlUnit, outgoing: Outgoing, consequence: Consequence, reason: str, now: datetime) -> None:
    assert consequence is Consequence.DISABLE_WORKSPACE
    unit.workspaces.save(Workspace(id=outgoing.workspace_id, bot_user_id="U", state=WorkspaceState.DISABLED))


@pytest.mark.soak
def test_an_hour_of_trouble_doubles_nothing_and_leaves_nothing_behind(database_url: str, record_property: Any) -> None:
    engine, slack, clock = open_engine(database_url), DrillSlack(), HandClock(NOW)
    work = HandWork(engine, FakeKeyStore(), TokenSeal(bytes(32)))
    sender: Sender[SqlUnit] = Sender(
        work, slack, clock, owner="s", before={}, on_consequence=disable, rates=Rates(), chance=SeededChance(7)
    )
    HandOutbox.machine = 1_000_000.0
    for workspace_id in WORKSPACES:
        with work.write() as unit:
            unit.workspaces.save(Workspace(id=workspace_id, bot_user_id="U"))
            unit.outbox.enqueue(a_prompt(workspace_id, number) for number in range(EACH))
    for _ in range(3600 // STEP):
        HandOutbox.machine += STEP
        clock.move_to(clock.now() + timedelta(seconds=STEP))
        sender.step(clock.now())
    with work.read() as unit:
        counts, problems = unit.outbox.counts(), unit.outbox.problems()
    engine.dispose()
    record_property("counts", json.dumps(counts))
    record_property("calls", sum(slack.called.values()))
    living = EACH * (len(WORKSPACES) - 1)
    assert max(slack.taken.values()) == 1
    assert counts["sent"] + counts["unknown"] == living
    assert counts.get("refused", 0) + counts.get("expired", 0) == EACH
    assert not {"due", "claimed", "sending"} & set(counts)
    assert slack.called.total() < 3 * living
    assert slack.storms <= Rates().workspace_at_once
    assert {one.reason for one in problems} >= {"no_clear_answer", "account_inactive"}


def a_prompt(workspace_id: WorkspaceId, number: int) -> Outgoing:
    return Outgoing(
        workspace_id=workspace_id,
        key=f"{workspace_id}-{number}",
        kind=Kind.PROMPT,
        method="chat.postMessage",
        channel=f"U{workspace_id}{number}",
        arguments={"text": "A minute for you, when it suits."},
        due_at=NOW + timedelta(seconds=number),
        expires_at=NOW + timedelta(minutes=55),
    )
