"""What runs in a process of its own while the tests kill it: two people start again, over and over."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.ballots import service as ballots
from bot.ballots.keys import open_keys
from bot.db.engine import open_engine
from bot.directory.model import Person
from bot.kernel.caller import Caller
from bot.kernel.chance import SystemChance
from bot.kernel.ids import UserId, WorkspaceId, new_id
from bot.resets import service, steps
from bot.resets.asking import Ask
from bot.resets.keeping import all_of, ticket_for
from bot.resets.model import Part
from bot.texts import catalogue
from bot.work import SqlWork, find_installation
from bot.workspaces.model import Workspace
from bot.workspaces.seal import TokenSeal

HERE = WorkspaceId("T1")
START = datetime(2026, 11, 2, 10, tzinfo=UTC)  # a Monday
MARKER = "what-ada-and-ben-wrote"
ANY, SAY = SystemChance(), catalogue()


@contextmanager
def opened(url: str, keys_url: str) -> Iterator[SqlWork]:
    """Open the database and its keys."""
    engine = open_engine(url)
    store = open_keys(keys_url, find_installation(engine))
    try:
        yield SqlWork(engine, store, TokenSeal(bytes(32)))
    finally:
        store.close()
        engine.dispose()


def fill(url: str, keys_url: str) -> None:
    """Add the workspace; its people join nothing and need not."""
    with opened(url, keys_url) as work, work.write() as unit:
        unit.workspaces.save(Workspace(id=HERE, bot_user_id="UBOT"))


def live(url: str, keys_url: str, at_work: str, seed: int) -> None:
    """Let pair after pair start again, each with a life of its own, until killed."""
    dice = random.Random(seed)
    with opened(url, keys_url) as work:
        number = 0
        while True:
            number += 1
            pair = UserId(f"UADA{seed}X{number}"), UserId(f"UBEN{seed}X{number}")
            _start_again(work, pair, dice)
            ballots.bury_keys(work)
            Path(at_work).touch()


def end(url: str, keys_url: str) -> None:
    """Start anew after a kill, long after everything has run out, as the clock does."""
    with opened(url, keys_url) as work:
        over = START + timedelta(days=30)
        for _ in range(5000):
            with work.write() as unit:
                if not steps.take_step(unit, over, ANY, SAY):
                    break
        ballots.bury_keys(work)


def _start_again(work: SqlWork, pair: tuple[UserId, UserId], dice: random.Random) -> None:
    """Ask, take up, write and read, and stop at a random point, or go on to the end."""
    with work.write() as unit:
        for user_id in pair:
            unit.people.save(Person(workspace_id=HERE, user_id=user_id, zone="UTC"))
        ask = Ask(caller=_caller(pair[0]), other=pair[1], with_power=False, gate=new_id())
        service.start(unit, ask, START, ANY)
        reset, _ = next(all_of(unit, HERE, pair[0], START))
        ticket = ticket_for(unit, reset)
    later = START + timedelta(minutes=30)
    with work.write() as unit:
        steps.take_step(unit, START + timedelta(minutes=15), ANY, SAY)
        service.accept(unit, _caller(pair[1]), ticket, START + timedelta(minutes=5), ANY)
    for who in pair:
        if dice.random() < 0.2:
            return
        with work.write() as unit:
            part = Part(f"{MARKER}-felt", f"{MARKER}-did")
            service.write(unit, _caller(who), ticket, part, later, ANY, ready=dice.random() < 0.9)
    for who in pair:
        if dice.random() < 0.1:
            return
        with work.write() as unit:
            service.read_it(unit, _caller(who), ticket, later, ANY)


def _caller(user_id: UserId) -> Caller:
    return Caller(workspace_id=HERE, user_id=user_id, delivery=new_id())
