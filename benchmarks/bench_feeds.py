"""What a calendar of a thousand events costs: unchanged one request and no parse; changed, no tap is delayed."""

import json
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

from benchmarks.bench_tap import OPENED, TEAM, _add_team, _place, _Unit
from bot.ballots import service
from bot.ballots.keys import open_keys
from bot.ballots.model import HELD_BACK, Ballot, Choice
from bot.db.engine import open_engine
from bot.kernel.chance import SystemChance
from bot.kernel.ids import SeriesId, TeamId, UserId
from bot.kernel.weeks import Weekday
from bot.meetings.feeds.fetch import Fetcher
from bot.meetings.feeds.reader import CalendarReader
from bot.meetings.model import Feed, Series, Source
from bot.meetings.polling import EVERY, FeedPoller
from bot.meetings.ports import Read, Unchanged, Version, Wanted
from bot.teams.model import TeamState
from bot.texts import catalogue
from bot.work import SqlWork, find_installation
from bot.workspaces.seal import TokenSeal
from tests.fakes.directory import FakeSlackPeople
from tests.fakes.feed_server import FeedServer, Request

EVENTS = 1000
TAPS = 1200  # beside an idle machine and as many beside a parse, in turns, so that both see the same machine
TURNS = 12
VERSIONS = 7
A_TAP_EVERY = 0.006  # seconds; taps come one after the other, as from a crowd
GOAL = 1.5  # the taps' p99 while a calendar is parsed, against idle
FLOOR_MS = 15.0  # and below this no person notices whatever the ratio is
NOW = datetime(2026, 11, 2, 14, tzinfo=UTC)


@dataclass
class CountingReader:
    """Counts how often a calendar was parsed, and how long that took."""

    inner: CalendarReader
    parses: int = 0
    seconds: float = 0.0

    def read(self, address: str, known: Version, wanted: Wanted) -> Unchanged | Read:
        began = time.perf_counter()
        answer = self.inner.read(address, known, wanted)
        if isinstance(answer, Read):
            self.parses += 1
            self.seconds += time.perf_counter() - began
        return answer


def main() -> dict[str, object]:
    """Print the table and return what `make bench` keeps."""
    with _world() as world:
        unchanged = world.unchanged()
        idle, busy = world.taps()
    ratio = busy / idle
    print(f"{EVENTS} events, {world.size / 1000:.0f} KB; parsed in {world.parse_seconds:.2f} s")
    print(
        f"unchanged: {unchanged['requests']} request, conditional: {unchanged['conditional']}, "
        f"{unchanged['parses']} parses, {unchanged['ms']:.1f} ms"
    )
    print(f"a tap's p99: idle {idle:.2f} ms, while it is parsed {busy:.2f} ms, ratio {ratio:.2f}")
    good = unchanged["requests"] == 1 and unchanged["conditional"] and unchanged["parses"] == 0
    return {
        "name": "feeds",
        "goal": f"an unchanged feed of {EVENTS} events is one conditional request and no parse; while a changed one is "
        f"parsed, a tap's p99 is at most {GOAL:g} of idle (or under {FLOOR_MS:g} ms)",
        "reached": bool(good and (ratio <= GOAL or busy <= FLOOR_MS)),
        "unchanged": unchanged,
        "tap_p99_ms": {"idle": round(idle, 3), "parsing": round(busy, 3), "ratio": round(ratio, 3)},
        "parse_seconds": round(world.parse_seconds, 3),
    }


def written(number: int) -> bytes:
    """A calendar of a thousand events, nearly all of them weekly; no two numbers give the same one."""
    events = []
    for place in range(EVENTS):
        repeats = "" if place % 10 == 0 else "RRULE:FREQ=WEEKLY\r\n"
        day, hour = 1 + place % 28, 7 + place % 10
        title = "Team meeting" if place % 20 == 0 else f"Somebody's business {place}"
        events.append(
            f"BEGIN:VEVENT\r\nUID:{place}\r\nSEQUENCE:{number}\r\nSUMMARY:{title}\r\n"
            f"DTSTART;TZID=Europe/Berlin:202610{day:02}T{hour:02}0000\r\n"
            f"DTEND;TZID=Europe/Berlin:202610{day:02}T{hour:02}4500\r\n{repeats}END:VEVENT\r\n"
        )
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(events) + "END:VCALENDAR\r\n").encode()


class World:
    """A database with a team that is tapping, and a calendar served over TLS."""

    def __init__(self, work: SqlWork, engine, keys, server: FeedServer) -> None:
        self._engine, self._keys, self._server = engine, keys, server
        self._number, self._now = 0, NOW
        self._versions = [written(number) for number in range(VERSIONS)]  # writing one would delay a tap itself
        trusting = Fetcher(resolve=lambda host, port: ["127.0.0.1"], trust=server.trust, loopback=True)
        self._reader = CountingReader(CalendarReader(trusting, 5))
        self._poller = FeedPoller(work, self._reader, FakeSlackPeople(), catalogue())
        self._chance = SystemChance()
        self._tapped = 0
        server.answer = self._answer
        self._change()

    @property
    def size(self) -> int:
        return len(self._raw)

    @property
    def parse_seconds(self) -> float:
        return self._reader.seconds / max(1, self._reader.parses)

    def unchanged(self) -> dict[str, float]:
        """Read the calendar once, and then twenty times more."""
        self._poll()
        self._server.requests.clear()
        parses, spent = self._reader.parses, []
        for _ in range(20):
            began = time.perf_counter()
            self._poll()
            spent.append(1000 * (time.perf_counter() - began))
        requests = self._server.requests
        return {
            "requests": len(requests) / 20,
            "conditional": all("If-None-Match" in headers for _, headers in requests),
            "parses": self._reader.parses - parses,
            "ms": round(median(spent), 2),
        }

    def taps(self) -> tuple[float, float]:
        """Tap in turns beside nothing and beside a calendar that changes all the time; return both p99 in ms."""
        idle, busy = [], []
        for number in range(20):
            self._tap(number)
        for _ in range(TURNS):
            idle += self._tapping()
            with self._parsing():
                busy += self._tapping()
        return quantiles(idle, n=100)[98], quantiles(busy, n=100)[98]

    @contextmanager
    def _parsing(self) -> Iterator[None]:
        over = threading.Event()

        def go_on() -> None:
            while not over.is_set():
                self._change()
                self._poll()

        thread = threading.Thread(target=go_on)
        thread.start()
        yield
        over.set()
        thread.join()

    def _tapping(self) -> list[float]:
        spent = []
        for _ in range(TAPS // TURNS):
            began = time.perf_counter()
            self._tap(self._tapped)
            spent.append(1000 * (time.perf_counter() - began))
            self._tapped += 1
            time.sleep(A_TAP_EVERY)
        return spent

    def _tap(self, number: int) -> None:
        ballot = Ballot(
            scope=TEAM,
            item=HELD_BACK,
            voter=UserId(f"U{number % 12:08}"),
            round_key=number // 12,
            opened_at=OPENED,
            choice=Choice(HELD_BACK, "small"),
        )
        with self._engine.begin() as connection:
            service.cast(_Unit(connection, self._keys), ballot, self._chance)

    def _poll(self) -> None:
        self._now += EVERY + timedelta(seconds=1)
        self._poller.step(self._now)

    def _change(self) -> None:
        self._number += 1
        self._raw = self._versions[self._number % VERSIONS]

    def _answer(self, request: Request) -> None:
        tag = f'"{self._number}"'
        if request.headers.get("If-None-Match") == tag:
            request.send(304)
        else:
            request.send(200, self._raw, ETag=tag)


@contextmanager
def _world() -> Iterator[World]:
    with tempfile.TemporaryDirectory() as folder, _place(None) as (url, keys_url):
        engine = open_engine(url, 8)
        with engine.begin() as connection:
            _add_team(connection)
        keys = open_keys(keys_url, find_installation(engine))
        work, server = SqlWork(engine, keys, TokenSeal(bytes(32))), FeedServer(Path(folder))
        with work.write() as unit:
            unit.teams.save(replace(unit.teams.get(TeamId(TEAM)), state=TeamState.ACTIVE))
            feed = SeriesId("bench-feed")
            unit.meetings.put_series(_series(feed))
            unit.feeds.save(Feed(id=feed, team_id=TeamId(TEAM), title="team meeting", poll_at=NOW))
            unit.feeds.keep_address(feed, server.address())
        try:
            yield World(work, engine, keys, server)
        finally:
            server.stop()
            keys.close()
            engine.dispose()


def _series(feed: SeriesId) -> Series:
    return Series(
        id=feed,
        team_id=TeamId(TEAM),
        name="Meetings",
        weekday=Weekday.MONDAY,
        start_minute=0,
        length_minutes=0,
        zone="Europe/Berlin",
        source=Source.CALENDAR,
    )


if __name__ == "__main__":
    print(json.dumps(main()))
