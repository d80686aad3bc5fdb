"""kill -9 of web and worker at any moment: nothing acknowledged is lost, and nothing is said twice."""

import multiprocessing
import os
import random
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import Candor, build
from config.settings import Settings
from demo.slack.clock import HandClock
from demo.slack.server import SlackServer
from tests.conftest import ON_POSTGRES
from tests.crash import sending_process
from tests.crash.sending_process import FastClock, web, worker
from tests.crash.sending_town import TUESDAY, Town, audit

SOAK = bool(os.environ.get("CANDOR_SOAK"))
KILLS = 100 if SOAK else 5  # of each of the two
TIMES = 20.0 if SOAK else 60.0  # domain time's pace; a prompt expires after two of its hours
SHORTEST, LONGEST = 0.05, 0.25
LEASE = 62.0  # seconds after which what a killed worker held is free again
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([sending_process.__name__])


class Processes:
    """A web and a worker that are started again whenever they were killed."""

    def __init__(self, settings: Settings, clock: FastClock) -> None:
        self._with = (settings, clock)
        self._running = {do: self._start(do) for do in (web, worker)}

    def _start(self, do):
        process = PROCESSES.Process(target=do, args=self._with, daemon=True)
        process.start()
        return process

    def kill(self, do) -> None:
        process = self._running[do]
        assert process.is_alive()
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        assert process.exitcode == -signal.SIGKILL
        self._running[do] = self._start(do)

    def stop(self) -> None:
        for process in self._running.values():
            process.kill()
            process.join()
            process.close()


@pytest.fixture(params=["sqlite", ON_POSTGRES])
def database(request) -> str:
    return request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_database")


@contextmanager
def town(database: str, tmp_path: Path, teams: int, minutes: float) -> Iterator[tuple[Town, Settings, FastClock]]:
    """Teams whose meetings end, or whose rounds close, one after the other within these minutes of domain time."""
    with SlackServer(clock=HandClock(TUESDAY)) as slack:
        settings = Settings(
            _env_file=None,
            slack_bot_token=slack.bot_token,
            slack_signing_secret=slack.signing_secret,
            slack_api_url=slack.api_url,
            database_url=database,
            keys_url=str(tmp_path / "keys"),
            keys_shared=True,
            port=free_port(),
            listener_threads=8,
        )
        clock = FastClock.starting(TUESDAY, TIMES)
        candor: Candor = build(settings, clock=clock)
        place = Town(slack, candor)
        for number in range(teams):
            at = TUESDAY + timedelta(minutes=1 + minutes * number / teams)
            asks = number % 2 == 0
            place.add_team(number, at if asks else None, TUESDAY + timedelta(days=6) if asks else at)
        slack.deliver_over_http(f"http://127.0.0.1:{settings.port}/slack/events", verify=False)
        try:
            yield place, settings, FastClock.starting(TUESDAY, TIMES)
        finally:
            candor.stop()


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_nothing_is_lost_or_said_twice_whatever_is_killed(database, tmp_path, record_property):
    dice = random.Random(20261125)
    seconds = KILLS * (SHORTEST + LONGEST) * TIMES / 60
    with town(database, tmp_path, teams=2 * KILLS if SOAK else 12, minutes=seconds) as (place, settings, clock):
        processes, stopping = Processes(settings, clock), threading.Event()
        people = threading.Thread(target=place.let_people_answer, args=(stopping,))
        people.start()
        try:
            for _ in range(KILLS):
                for do in (web, worker):
                    time.sleep(dice.uniform(SHORTEST, LONGEST))
                    processes.kill(do)
            until = time.monotonic() + LEASE + 60
            time.sleep(17 * 60 / TIMES)  # the last prompts are due within fifteen minutes of domain time
            place.candor.clock = clock
            while not place.settled() and time.monotonic() < until:
                time.sleep(0.3)
            time.sleep(1.0)
        finally:
            stopping.set()
            people.join(timeout=20)
            processes.stop()
        found = audit(place)
    unknown = {key for key, state in found.states.items() if state == "unknown"}
    expired = {key for key, state in found.states.items() if state == "expired"}
    lost = {one for one in found.checkins - found.called if f"prompt:{one}" not in unknown | expired}
    kept = {key.split(":")[1] for key, state in found.states.items() if key.startswith("post:") and state == "unknown"}
    missing = {channel for channel in found.closed if not found.posts[channel]}
    record_property("kills", 2 * KILLS)
    record_property("acknowledged", len(place.acknowledged))
    record_property("taps refused and tapped again", place.refused)
    record_property("prompts", sum(found.prompts.values()))
    record_property("prompts unknown", sum(key.startswith("prompt:") for key in unknown))
    record_property("prompts expired", len(expired))
    record_property("prompts unknown without a call", len(found.checkins - found.called - lost))
    record_property("posts", sum(found.posts.values()))
    record_property("states", str(Counter(found.states.values())))
    assert found.missing_ballots == set()
    assert [one for one, many in found.prompts.items() if many > 1] == []
    assert lost == set()
    assert [channel for channel, many in found.posts.items() if many > 1] == []
    assert len(missing) <= len(kept)
    assert set(found.states.values()) <= {"sent", "unknown", "expired", "dropped"}
    assert len(place.acknowledged) >= (KILLS if SOAK else 10)
    assert found.posts


def free_port() -> int:
    with suppress(OSError), socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
    raise RuntimeError("no port is free")
