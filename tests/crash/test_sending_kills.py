"""kill -9 of web and worker at any moment: nothing acknowledged is lost, and nothing is said twice."""

import multiprocessing
import os
import random
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
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
# Domain time's pace; a prompt is due within ten of its minutes, a post within an hour, and a prompt expires after two.
TIMES = 60.0 if SOAK else 240.0
A_TEAM_EVERY = 0.4 if SOAK else 0.2  # seconds
LONGEST = 1.0  # seconds at work before the next kill
ANSWERS_AFTER = 0.03  # seconds that Slack takes, so that kills find calls on their way
SETTLED_WITHIN = 90.0
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([sending_process.__name__])


class Mortal:
    """A process that is started again whenever it was killed, and killed only once it is at work.

    ``begun`` counts what it had to do: whatever it is doing, the count has risen since it came to work.
    """

    # Starting a process looks after all others, and two threads that look after the same one disturb each other.
    _one_at_a_time = threading.Lock()

    def __init__(self, do: Callable[..., None], settings: Settings, clock: FastClock, begun: Callable[[], int]) -> None:
        self._do, self._with, self._begun = do, (settings, clock), begun
        self._begin()

    def _begin(self) -> None:
        self._at_work = PROCESSES.Event()
        self._process = PROCESSES.Process(target=self._do, args=(*self._with, self._at_work), daemon=True)
        self._process.start()

    def kill_often(self, times: int, dice: random.Random) -> int:
        """Kill at any moment, and every second time as soon as something has begun; return how often it had."""
        pause, struck = threading.Event(), 0
        for number in range(times):
            assert self._at_work.wait(60)
            before, until = self._begun(), time.monotonic() + dice.uniform(0, LONGEST)
            while time.monotonic() < until and not (number % 2 and self._begun() > before):
                pause.wait(0.005)
            struck += self._begun() > before
            with self._one_at_a_time:
                os.kill(self._process.pid, signal.SIGKILL)
                self._process.join()
                assert self._process.exitcode == -signal.SIGKILL
                self._begin()
        return struck

    def stop(self) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()


@pytest.fixture(params=["sqlite", ON_POSTGRES])
def database(request) -> str:
    return request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_database")


@contextmanager
def town(database: str, tmp_path: Path) -> Iterator[tuple[Town, Settings, FastClock]]:
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
        slack.deliver_over_http(f"http://127.0.0.1:{settings.port}/slack/events", verify=False)
        place = Town(slack, candor)
        place.answer_slowly(ANSWERS_AFTER)
        try:
            yield place, settings, clock
        finally:
            candor.stop()


def live_through_kills(place: Town, settings: Settings, clock: FastClock) -> list[int]:
    """Let people and teams come while web and worker are killed, and wait until what was promised is settled.

    Returns how many kills of each found it at work on something.
    """
    processes = [
        Mortal(web, settings, clock, lambda: place.taps_begun),
        Mortal(worker, settings, clock, lambda: place.calls_begun),
    ]
    grown, stopping, pause = threading.Event(), threading.Event(), threading.Event()
    with ThreadPoolExecutor(4) as pool:
        people = pool.submit(place.let_people_answer, stopping)
        teams = pool.submit(place.grow, grown, A_TEAM_EVERY)
        try:
            kills = [pool.submit(one.kill_often, KILLS, random.Random(n)) for n, one in enumerate(processes)]
            struck = [one.result() for one in kills]
            grown.set()
            teams.result()
            until = time.monotonic() + SETTLED_WITHIN
            while not (place.settled() and place.all_answered) and time.monotonic() < until:
                pause.wait(0.2)
        finally:
            grown.set()
            stopping.set()
            people.result()
            for mortal in processes:
                mortal.stop()
    return struck


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_nothing_is_lost_or_said_twice_whatever_is_killed(database, tmp_path, record_property):
    with town(database, tmp_path) as (place, settings, clock):
        struck = live_through_kills(place, settings, clock)
        found = audit(place)
    unknown, expired = found.keys_in("unknown"), found.keys_in("expired")
    seen = {key.removeprefix("prompt:") for key in unknown | expired}
    unconfirmed = {key.split(":")[1] for key in found.unconfirmed}
    record_property("kills", 2 * KILLS)
    record_property("kills of web in the middle of something", struck[0])
    record_property("kills of worker in the middle of something", struck[1])
    record_property("acknowledged", len(place.acknowledged))
    record_property("taps refused and tapped again", place.refused)
    record_property("prompts", sum(found.prompts.values()))
    record_property("prompts unknown", sum(key.startswith("prompt:") for key in unknown))
    record_property("prompts unknown without a call", len((found.checkins - found.called) & seen))
    record_property("prompts expired", len(expired))
    record_property("posts", sum(found.posts.values()))
    record_property("posts unknown", len(unconfirmed))
    record_property("states", str(Counter(found.states.values())))
    assert found.keys_in("due", "claimed", "sending") == set()
    assert {key for key in unknown if key.startswith("post:")} <= found.unconfirmed  # all others were looked up
    assert found.missing_ballots == set()
    assert [one for one, many in found.prompts.items() if many > 1] == []
    assert found.checkins - found.called - seen == set()  # no call, and nobody can see why
    assert [channel for channel, many in found.posts.items() if many > 1] == []
    assert found.posts_missing <= unconfirmed
    assert set(found.states.values()) <= {"sent", "unknown", "expired"}
    assert len(place.acknowledged) >= KILLS
    assert found.posts
    assert min(struck) >= KILLS // 10


def free_port() -> int:
    with suppress(OSError), socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
    raise RuntimeError("no port is free")
