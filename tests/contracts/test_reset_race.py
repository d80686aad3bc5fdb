"""Two people ask each other at the same moment, or tap at once: it is one reset, and no tap is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest

from bot.directory.model import Person
from bot.kernel.caller import Caller
from bot.kernel.ids import UserId, WorkspaceId, new_id
from bot.kernel.unit import Work
from bot.resets import service
from bot.resets.asking import Ask
from bot.resets.keeping import read, ticket_for
from bot.resets.model import Part, Reset, Stage
from bot.workspaces.model import Workspace
from tests.fakes.chance import SeededChance

HERE = WorkspaceId("T1")
ADA, BEN = UserId("UA"), UserId("UB")
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
CHANCE = SeededChance(5)


@pytest.fixture(autouse=True)
def _people(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.workspaces.save(Workspace(id=HERE, bot_user_id="UBOT"))
        for person in (ADA, BEN):
            unit.people.save(Person(workspace_id=HERE, user_id=person, zone="UTC"))


def caller(person: UserId) -> Caller:
    return Caller(workspace_id=HERE, user_id=person, delivery=new_id())


def at_once(work: Work[Any], *acts: Callable[[Any], object]) -> None:
    """Run each act in a transaction and a thread of its own, all let go together."""
    gate = Barrier(len(acts))

    def run(act: Callable[[Any], object]) -> None:
        gate.wait(timeout=10)
        with work.write() as unit:
            act(unit)

    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(run, act) for act in acts]:
            done.result()


def kept(work: Work[Any]) -> list[Reset]:
    with work.read() as unit:
        found = [read(unit, row) for row in unit.resets.of_workspace(HERE)]
        return [one for one in found if isinstance(one, Reset)]


def test_who_asks_each_other_at_the_same_moment_has_one_reset(work: Work[Any]) -> None:
    def asks(asker: UserId, other: UserId) -> Callable[[Any], object]:
        ask = Ask(caller=caller(asker), other=other, with_power=False, gate=new_id())
        return lambda unit: service.start(unit, ask, NOW, CHANCE)

    at_once(work, asks(ADA, BEN), asks(BEN, ADA))
    [reset] = kept(work)
    assert reset.stage is Stage.WRITING


def test_who_is_ready_at_the_same_moment_is_revealed_to_each_other(work: Work[Any]) -> None:
    for asker, other in ((ADA, BEN), (BEN, ADA)):
        with work.write() as unit:
            ask = Ask(caller=caller(asker), other=other, with_power=False, gate=new_id())
            service.start(unit, ask, NOW, CHANCE)
    [reset] = kept(work)
    with work.read() as unit:
        ticket = ticket_for(unit, reset)
    later = NOW + timedelta(hours=1)

    def is_ready(person: UserId) -> Callable[[Any], object]:
        part = Part(f"by {person}", "did")
        return lambda unit: service.write(unit, caller(person), ticket, part, later, CHANCE, ready=True)

    at_once(work, is_ready(ADA), is_ready(BEN))
    [reset] = kept(work)
    assert reset.stage is Stage.REVEALED
    assert len(reset.parts) == 2
