"""A web and a worker in processes of their own, for tests that kill them: domain time runs many times faster."""

import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Event

from bot.app import build
from bot.outbox.model import Rates
from bot.texts import catalogue
from bot.web import serve
from bot.worker import EVERY, run_worker, told_to_stop
from config.settings import Settings

LEASE_SECONDS = 3.0  # soon enough for a test; what outlives it is still said at most once
catalogue()  # read before any process is forked, so that a killed one is soon at work again
# Seconds between two beats: what a kill is to interrupt comes often, what looks after the database now and then.
WORKER_EVERY = {"ask": 0.3, "close": 0.3, "reset": 2.0, "feeds": 2.0, "look": 2.0, "tidy": 2.0}


@dataclass(frozen=True, slots=True)
class FastClock:
    """Domain time that all processes share: ``times`` as fast as the machine's, from a moment on."""

    began: float
    domain: datetime
    times: float

    def now(self) -> datetime:
        return self.domain + timedelta(seconds=(time.time() - self.began) * self.times)

    @classmethod
    def starting(cls, domain: datetime, times: float) -> "FastClock":
        return cls(time.time(), domain.astimezone(UTC), times)


def web(settings: Settings, clock: FastClock, at_work: Event) -> None:
    """Serve as `python -m bot web` does."""
    candor = build(settings, clock=clock)
    told = told_to_stop()
    candor.start()
    threading.Thread(target=_tell_when_it_listens, args=(settings.port, at_work), daemon=True).start()
    serve(candor, told)
    candor.stop()


def _tell_when_it_listens(port: int, at_work: Event) -> None:
    while not at_work.wait(0.01):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            at_work.set()


def worker(settings: Settings, clock: FastClock, at_work: Event) -> None:
    """Beat and send as `python -m bot worker` does, at no rate, so that much is on its way whenever it is killed."""
    EVERY.update(WORKER_EVERY)
    candor = build(settings, clock=clock, rates=Rates.unlimited(), lease_seconds=LEASE_SECONDS)
    told = told_to_stop()
    candor.start()
    run_worker(candor, told, lambda _: at_work.set())
    candor.stop()
