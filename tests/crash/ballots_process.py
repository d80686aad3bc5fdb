"""What runs in processes of its own while the tests kill it: taps, closes and a second process that starts."""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Column, Connection, Engine, LargeBinary, MetaData, String, Table, insert, select
from sqlalchemy.exc import OperationalError

from bot.ballots import service
from bot.ballots.keys import open_keys
from bot.ballots.model import HELD_BACK, Ballot, Choice, Kept
from bot.ballots.ports import KeyStore
from bot.ballots.store import SqlBallotStore
from bot.db.engine import open_engine, reading
from bot.db.tables import installation, team, workspace
from bot.kernel.chance import SystemChance
from bot.kernel.ids import UserId

TEAM = "team-1"
OPENED = datetime(2026, 11, 2, 14, tzinfo=UTC)
CLOSES = OPENED + timedelta(weeks=1)
OPTIONS = ("none", "small", "mattered")
ANY = SystemChance()

# Stands where the reading stands in life: written in the transaction of the close, once a batch.
_own = MetaData()
closed_batch = Table(
    "closed_batch",
    _own,
    Column("batch_id", String(64), primary_key=True),
    Column("box", LargeBinary),
    Column("key", LargeBinary),
)


class BallotsUnit:
    """The stores that ballots need, on one connection."""

    def __init__(self, connection: Connection, keys: KeyStore) -> None:
        self.connection = connection
        self.ballots = SqlBallotStore(connection)
        self.keys = keys


class BallotsWork:
    """Opens units on a database and a key store."""

    def __init__(self, url: str, keys_url: str) -> None:
        self.engine: Engine = open_engine(url, 4)
        with reading(self.engine).begin() as connection:
            ours = connection.scalars(select(installation.c.id)).one()
        self.keys = open_keys(keys_url, ours)

    @contextmanager
    def write(self) -> Iterator[BallotsUnit]:
        with self.engine.begin() as connection:
            yield BallotsUnit(connection, self.keys)

    @contextmanager
    def read(self) -> Iterator[BallotsUnit]:
        with reading(self.engine).begin() as connection:
            yield BallotsUnit(connection, self.keys)

    def close(self) -> None:
        self.keys.close()
        self.engine.dispose()


def voter(number: int) -> UserId:
    return UserId(f"UVOTER{number:05}")


def cast(unit: BallotsUnit, number: int, option: str = "none", round_key: int = 1) -> None:
    ballot = Ballot(
        scope=TEAM,
        item=HELD_BACK,
        voter=voter(number),
        round_key=round_key,
        opened_at=OPENED,
        choice=Choice(HELD_BACK, option),
    )
    assert isinstance(service.cast(unit, ballot, ANY), Kept)


def make_team(url: str) -> None:
    """Add the team whose row is locked, and the table of what was closed."""
    engine = open_engine(url, 1)
    with engine.begin() as connection:
        connection.execute(insert(workspace), {"id": "T1", "bot_user_id": "UBOT", "state": "active"})
        row = {"id": TEAM, "workspace_id": "T1", "channel_id": "C1", "state": "active", "zone": "UTC"}
        connection.execute(insert(team), row | {"post_weekday": 4, "post_minute": 900})
        _own.create_all(connection)
    engine.dispose()


def tap(url: str, keys_url: str, numbers: range) -> None:
    """Cast one ballot a transaction; one that was not acknowledged, since the lock was held for too long, again."""
    work, waiting = BallotsWork(url, keys_url), list(numbers)
    while waiting:
        try:
            with work.write() as unit:
                cast(unit, waiting[0], OPTIONS[waiting[0] % 3])
        except OperationalError:
            continue
        waiting.pop(0)
    work.close()


def live(url: str, keys_url: str, log: str, seed: int) -> None:
    """Tap, now and then close and bury, until killed; whatever is acknowledged is in the log a moment later."""
    work = BallotsWork(url, keys_url)
    dice = random.Random(seed)
    told = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    at_work(log, seed).touch()
    number = seed * 10_000
    while True:
        try:
            if dice.random() < 0.2:
                _close(work)
                service.bury_keys(work)
                service.sweep_keys(work)
            else:
                number += 1
                os.write(told, f"{_tap(work, number)} {number}\n".encode())
        except OperationalError:  # another process held the lock for too long: nothing was acknowledged
            continue


def at_work(log: str, seed: int) -> Path:
    """Return the file that is there once a living process has opened its database and keys."""
    return Path(f"{log}.{seed}")


def start(url: str, keys_url: str) -> None:
    """Do what every process does to the keys when it starts."""
    work = BallotsWork(url, keys_url)
    service.bury_keys(work)
    service.sweep_keys(work)
    work.close()


def tap_with_a_pause(url: str, keys_url: str, created: str, go_on: str) -> None:
    """Cast a ballot whose key has been created long before the transaction commits."""
    work = BallotsWork(url, keys_url)
    work.keys = _Pausing(work.keys, created, go_on)
    with work.write() as unit:
        cast(unit, 1)
    work.close()


class _Pausing:
    """Tells that a key was created through one named pipe, and waits at another before it goes on."""

    def __init__(self, keys: KeyStore, created: str, go_on: str) -> None:
        self._keys = keys
        self._created = created
        self._go_on = go_on

    def __getattr__(self, name: str) -> object:
        return getattr(self._keys, name)

    def create(self, batch_id: str) -> bytes:
        key = self._keys.create(batch_id)
        Path(self._created).write_text(batch_id, encoding="ascii")
        Path(self._go_on).read_bytes()
        return key


def _tap(work: BallotsWork, number: int) -> str:
    with work.write() as unit:
        cast(unit, number, OPTIONS[number % 3])
        batch = unit.ballots.find(TEAM, HELD_BACK)
    return batch.id


def _close(work: BallotsWork) -> None:
    with work.write() as unit:
        unit.ballots.lock(TEAM)
        batch = unit.ballots.find(TEAM, HELD_BACK)
        if batch is None:
            return
        row = {"batch_id": batch.id, "box": batch.box, "key": unit.keys.find(batch.id)}
        if service.close(unit, TEAM, HELD_BACK, CLOSES, ANY) is not None:
            unit.connection.execute(insert(closed_batch), row)
