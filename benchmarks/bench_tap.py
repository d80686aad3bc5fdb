"""What sealing costs: a tap (open, change, re-seal, commit) beside a plain one-row durable write."""

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, insert, select, update

from bot.ballots import service
from bot.ballots.keys import open_keys
from bot.ballots.model import HELD_BACK, Ballot, Choice
from bot.ballots.store import SqlBallotStore
from bot.db.engine import open_engine
from bot.db.migrate import upgrade
from bot.db.tables import installation, team, workspace
from bot.kernel.chance import SystemChance
from bot.kernel.ids import UserId

TEAMS = (8, 32, 1000)
ROUNDS = 300
GOAL = 2.0
GOAL_UP_TO = 32
TEAM = "bench-team"
OPENED = datetime(2026, 11, 2, 14, tzinfo=UTC)

_own = MetaData()
plain = Table("bench_plain", _own, Column("id", String(64), primary_key=True), Column("value", Integer))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One size of team; medians in milliseconds."""

    people: int
    plain_ms: float
    tap_ms: float

    @property
    def ratio(self) -> float:
        return self.tap_ms / self.plain_ms

    @property
    def reached(self) -> bool:
        return self.ratio <= GOAL or self.people > GOAL_UP_TO


class _Unit:
    def __init__(self, connection: Connection, keys) -> None:
        self.ballots = SqlBallotStore(connection)
        self.keys = keys


def measure(url: str, keys_url: str, rounds: int = ROUNDS) -> list[Row]:
    """Tap and write in turns, so that both see the same machine; returns a row for each size of team."""
    engine = open_engine(url, 2)
    with engine.begin() as connection:
        _own.create_all(connection)
        connection.execute(insert(plain), {"id": TEAM, "value": 0})
        _add_team(connection)
        ours = connection.scalars(select(installation.c.id)).one()
    keys = open_keys(keys_url, ours)
    try:
        return [_row(engine, keys, people, rounds) for people in TEAMS]
    finally:
        keys.close()
        engine.dispose()


def main() -> dict[str, object]:
    """Print the table and return what `make bench` keeps."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a migrated database; by default a fresh SQLite file in the working directory")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given, _ = parser.parse_known_args()
    with _place(given.url) as (url, keys_url):
        rows = measure(url, keys_url, given.rounds)
    print(f"{'people':>7} {'plain write':>12} {'tap':>9} {'ratio':>6}")
    for row in rows:
        print(f"{row.people:>7} {row.plain_ms:>9.2f} ms {row.tap_ms:>6.2f} ms {row.ratio:>6.2f}")
    return {
        "name": "tap",
        "goal": f"a tap costs at most {GOAL:g} plain writes in teams of up to {GOAL_UP_TO}",
        "reached": all(row.reached for row in rows),
        "rows": [asdict(row) | {"ratio": round(row.ratio, 3)} for row in rows],
    }


@contextmanager
def _place(url: str | None):
    # Not in memory: what is measured is durability, so the folder is on the disk that the project is on.
    folder = Path("build")
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as name:
        if url is None:
            url = f"sqlite:///{Path(name).resolve()}/bench.db"
            upgrade(url)
        yield url, str(Path(name).resolve() / "keys")


def _row(engine, keys, people: int, rounds: int) -> Row:
    chance = SystemChance()

    def tap(number: int) -> None:
        ballot = Ballot(
            scope=TEAM,
            item=f"{HELD_BACK}-{people}",
            voter=UserId(f"U{number % people:08}"),
            round_key=number // people,
            opened_at=OPENED,
            choice=Choice(HELD_BACK, "small"),
        )
        with engine.begin() as connection:
            service.cast(_Unit(connection, keys), ballot, chance)

    def write(number: int) -> None:
        with engine.begin() as connection:
            connection.execute(update(plain).where(plain.c.id == TEAM), {"value": number})

    for number in range(people):
        tap(number)
    taps, writes = [], []
    for number in range(rounds):
        taps.append(_seconds(tap, people + number))
        writes.append(_seconds(write, number))
    return Row(people=people, plain_ms=1000 * median(writes), tap_ms=1000 * median(taps))


def _seconds(do: Callable[[int], None], number: int) -> float:
    began = time.perf_counter()
    do(number)
    return time.perf_counter() - began


def _add_team(connection: Connection) -> None:
    connection.execute(insert(workspace), {"id": "bench", "bot_user_id": "UBOT", "state": "active"})
    row = {"id": TEAM, "workspace_id": "bench", "channel_id": "C1", "state": "active", "zone": "UTC"}
    connection.execute(insert(team), row | {"post_weekday": 4, "post_minute": 900})


if __name__ == "__main__":
    print(json.dumps(main()["rows"]))
