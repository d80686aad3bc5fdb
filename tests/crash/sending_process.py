"""A web and a worker in processes of their own, for tests that kill them: domain time runs many times faster."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.app import build
from bot.outbox.model import Rates
from bot.web import serve
from bot.worker import EVERY, run_worker, told_to_stop
from config.settings import Settings

WORKER_EVERY = 0.3  # seconds between two beats, so that as much happens in a test's minute as in an hour


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


def web(settings: Settings, clock: FastClock) -> None:
    """Serve as `python -m bot web` does."""
    candor = build(settings, clock=clock)
    told = told_to_stop()
    candor.start()
    serve(candor, told)
    candor.stop()


def worker(settings: Settings, clock: FastClock) -> None:
    """Beat and send as `python -m bot worker` does, at no rate, so that much is on its way whenever it is killed."""
    EVERY.update(dict.fromkeys(EVERY, WORKER_EVERY))
    candor = build(settings, clock=clock, rates=Rates.unlimited())
    told = told_to_stop()
    candor.start()
    run_worker(candor, told)
    candor.stop()
