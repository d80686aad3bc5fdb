"""What closing a round and handing over its post cost, with one year of history and with three.

Both databases hold 10,000 teams with all their rounds, readings, posts and practices; the bodies of old posts are
short stand-ins, since nothing reads them. All 10,000 rounds are due at once. What is timed is a sample of them, taken
from the two databases in turns, so that both see the same machine; a sample's cost times 10,000 is an estimate.
"""

import argparse
import json
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import Engine

from bot.ballots import service as ballots
from bot.ballots.keys import open_keys
from bot.ballots.model import HELD_BACK, Ballot, Choice, act_item
from bot.ballots.questions import questions
from bot.db.engine import open_engine
from bot.db.migrate import upgrade
from bot.kernel.chance import SystemChance
from bot.kernel.clock import Clock
from bot.kernel.ids import TeamId, UserId, new_id
from bot.outbox.model import Rates
from bot.outbox.sender import Sender
from bot.practices.catalogue import practices
from bot.teams.model import SEASON_ROUNDS
from bot.texts import catalogue
from bot.trends.service import close_due
from bot.work import SqlUnit, SqlWork, find_installation
from bot.workspaces.seal import TokenSeal

TEAMS = 10_000
SAMPLE = 250  # teams of each database that are closed and timed
MEMBERS = 8
ANSWERS = 6
ROUNDS = {1: 50, 3: 154}  # rounds by years; both at the same place of a season
GOAL = 1.2
NOW = datetime(2026, 11, 6, 14, tzinfo=UTC)
WORKSPACE = "T1"


class _Now:
    def now(self) -> datetime:
        return NOW


class _Slack:
    """Takes every message at once."""

    def call(self, workspace_id: str, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "scheduled_message_id": "Q1"}


@dataclass
class Lived:
    """A database in which every team has lived for so many rounds."""

    rounds: int
    engine: Engine
    work: SqlWork
    closings: list[float]
    posting: float = 0.0

    def close_one(self) -> None:
        """Close one team's round as the clock does, its commit included."""
        began = time.perf_counter()
        with self.work.write() as unit:
            assert close_due(unit, NOW, SystemChance(), catalogue()) == 1
        self.closings.append(time.perf_counter() - began)

    def post_all(self) -> None:
        """Hand all their posts to a Slack that takes them at once."""
        clock: Clock = _Now()
        sender: Sender[SqlUnit] = Sender(
            self.work,
            _Slack(),
            clock,
            owner=new_id(),
            before={},
            on_consequence=lambda *_: None,
            rates=Rates.unlimited(),
        )
        began = time.perf_counter()
        sender.drain(NOW)
        self.posting = time.perf_counter() - began


def measure(folder: Path, teams: int = TEAMS, sample: int = SAMPLE) -> dict[int, Lived]:
    """Fill two databases, close a sample of each in turns, and post it."""
    with _lived(folder, teams, sample) as lived:
        for _ in range(sample):
            for one in lived.values():
                one.close_one()
        for one in lived.values():
            one.post_all()
        return lived


def main() -> dict[str, object]:
    """Print the table and return what `make bench` keeps."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teams", type=int, default=TEAMS)
    parser.add_argument("--sample", type=int, default=SAMPLE)
    given, _ = parser.parse_known_args()
    Path("build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir="build") as name:
        lived = measure(Path(name).resolve(), given.teams, given.sample)
    figures = {
        f"{years}_years": {
            "close_ms": round(1000 * median(one.closings), 3),
            "post_ms": round(1000 * one.posting / given.sample, 3),
        }
        for years, one in lived.items()
    }
    first, last = (figures[f"{years}_years"] for years in (1, 3))
    ratio = (last["close_ms"] + last["post_ms"]) / (first["close_ms"] + first["post_ms"])
    print(f"{given.teams:,} teams, {given.sample} of each database timed; medians of closing, means of posting")
    for years, one in figures.items():
        print(f"{years.replace('_', ' '):>8}: close {one['close_ms']:>7.2f} ms, post {one['post_ms']:>6.2f} ms a team")
    print(f"    ratio of year 3 to year 1: {ratio:.2f}")
    return {
        "name": "close",
        "goal": f"closing and posting a team costs at most {GOAL:g} times as much after three years as after one",
        "reached": ratio <= GOAL,
        "figures": figures | {"ratio": round(ratio, 3), "teams": given.teams, "sample": given.sample},
    }


@contextmanager
def _lived(folder: Path, teams: int, sample: int) -> Iterator[dict[int, Lived]]:
    made, open_ = {}, []
    for years, rounds in ROUNDS.items():
        url = f"sqlite:///{folder}/{years}.db"
        upgrade(url)
        _fill(folder / f"{years}.db", teams, rounds)
        engine = open_engine(url, 2)
        keys = open_keys(str(folder / f"keys-{years}"), find_installation(engine))
        open_ += [engine.dispose, keys.close]
        made[years] = Lived(rounds, engine, SqlWork(engine, keys, TokenSeal(None)), [])
        _answer(made[years], sample)
    try:
        yield made
    finally:
        for close in reversed(open_):
            close()
        shutil.rmtree(folder, ignore_errors=True)


def _fill(path: Path, teams: int, rounds: int) -> None:
    """Write the history with SQLite's own means; it is no part of what is measured."""
    values = {"teams": teams, "rounds": rounds, "season": SEASON_ROUNDS, "members": MEMBERS}
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma journal_mode=off")
        connection.execute("pragma synchronous=off")
        connection.execute("pragma cache_size=-400000")
        connection.execute("create temporary table known (place integer primary key, id text)")
        connection.executemany("insert into known values (?, ?)", enumerate(one.id for one in practices()))
        for statement in _STATEMENTS:
            wanted = {name: value for name, value in values.items() if f":{name}" in statement}
            connection.execute(statement, wanted | _moments(statement))
        connection.commit()
        connection.execute("analyze")
        connection.commit()


def _moments(statement: str) -> dict[str, str]:
    moments = {"closed": NOW - timedelta(seconds=1), "opened": NOW - timedelta(weeks=1), "posts": NOW}
    return {
        name: moment.strftime("%Y-%m-%d %H:%M:%S.%f") for name, moment in moments.items() if f":{name}" in statement
    }


_COUNT = "with recursive n(v) as (select 1 union all select v + 1 from n where v < :{limit})"
_STATEMENTS = (
    "insert into workspace (id, bot_user_id, state) values ('T1', 'UBOT', 'active')",
    _COUNT.format(limit="teams")
    + " insert into team (id, workspace_id, channel_id, state, zone, post_weekday, post_minute)"
    " select printf('team-%05d', v), 'T1', printf('C%05d', v), 'active', 'UTC', 4, 900 from n",
    _COUNT.format(limit="members") + " insert into person (workspace_id, user_id, zone, standing)"
    " select 'T1', 'U' || substr(team.id, 6) || n.v, 'UTC', 'full' from team cross join n",
    _COUNT.format(limit="members") + " insert into member (team_id, user_id, joined_on, consent_version)"
    " select team.id, 'U' || substr(team.id, 6) || n.v, '2023-01-02', 1 from team cross join n",
    "insert into series (id, team_id, name, weekday, start_minute, length_minutes, zone)"
    " select 's-' || id, id, 'Planning', 0, 600, 60, 'UTC' from team",
    _COUNT.format(limit="rounds") + " insert into round (team_id, number, opens_at, closes_at, posts_at, is_open)"
    " select team.id, n.v, :opened, :closed, :posts, n.v = :rounds from team cross join n",
    _COUNT.format(limit="rounds") + " insert into reading (team_id, item, number, round_number, level, word)"
    " select team.id, 'held_back', n.v, n.v, 4 + n.v % 4, 'sometimes' from team cross join n where n.v < :rounds",
    _COUNT.format(limit="rounds") + " insert into reading (team_id, item, number, round_number, level, word)"
    " select team.id, 'act-' || ((n.v - 1) / :season), (n.v - 1) % :season + 1, n.v, 7, 'sometimes'"
    " from team cross join n where n.v < :rounds",
    _COUNT.format(limit="rounds") + " insert into post (team_id, round_number, posts_at, body)"
    ' select team.id, n.v, :posts, \'{"text": "…"}\' from team cross join n where n.v < :rounds',
    _COUNT.format(limit="rounds") + " insert into practice_shown (team_id, round_number, practice_id)"
    " select team.id, n.v, (select id from known where place = n.v % (select count(*) from known))"
    " from team cross join n where n.v < :rounds",
)


def _answer(lived: Lived, sample: int) -> None:
    """Let six people of each team in the sample answer both questions."""
    season = (lived.rounds - 1) // SEASON_ROUNDS
    asked = ((HELD_BACK, questions().held_back), (act_item(season), questions().act(season)))
    for number in range(1, sample + 1):
        with lived.work.write() as unit:
            for item, question in asked:
                for person in range(ANSWERS):
                    ballot = Ballot(
                        scope=TeamId(f"team-{number:05}"),
                        item=item,
                        voter=UserId(f"U{number:05}{person + 1}"),
                        round_key=lived.rounds,
                        opened_at=NOW - timedelta(weeks=1),
                        choice=Choice(question.id, question.options[0].id),
                    )
                    ballots.cast(unit, ballot, SystemChance())


if __name__ == "__main__":
    print(json.dumps(main()["figures"]))
