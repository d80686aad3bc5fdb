"""The clock and the sender: a heartbeat that does what is due, and a thread that says it."""

import logging
import os
import signal
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from time import monotonic
from types import MappingProxyType
from typing import Any, Protocol

from apscheduler.schedulers.background import BackgroundScheduler

from bot.kernel.clock import Clock
from bot.outbox.sender import Sender

Step = Callable[[datetime], object]

# Seconds between two beats. A post has an hour between close and its time; a prompt has minutes.
EVERY = {"ask": 5.0, "reset": 5.0, "close": 15.0, "look": 10.0, "tidy": 60.0}
OTHERWISE = 5.0
STOP_SECONDS = 10.0
MARGIN_SECONDS = 0.5

_log = logging.getLogger(__name__)


class Living(Protocol):
    """What a heart beats for."""

    @property
    def sender(self) -> Sender[Any]: ...

    @property
    def clock(self) -> Clock: ...

    def steps(self) -> Mapping[str, Step]: ...


class Heart:
    """Beats for the steps, each at its own interval, and sends; what is due is always in the database.

    A step that fails is tried again at its next beat, and keeps no other from beating.
    """

    def __init__(
        self,
        steps: Mapping[str, Step],
        sender: Sender[Any],
        clock: Clock,
        *,
        every: Mapping[str, float] = MappingProxyType(EVERY),
    ) -> None:
        self._steps = steps
        self._sender = sender
        self._clock = clock
        self._every = every
        self._stopping = threading.Event()
        self._sending = threading.Thread(target=sender.run, args=(self._stopping,), name="sender")
        self._scheduler = BackgroundScheduler(timezone="UTC")

    def start(self) -> None:
        """Beat at once, and then at every interval."""
        for name, step in self._steps.items():
            self._scheduler.add_job(
                self._beat,
                "interval",
                args=(name, step),
                id=name,
                seconds=self._every.get(name, OTHERWISE),
                next_run_time=datetime.now(self._scheduler.timezone),
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )
        self._scheduler.start()
        self._sending.start()

    def stop(self) -> None:
        """Begin nothing new, and finish within ten seconds what has begun."""
        until = monotonic() + STOP_SECONDS - 2 * MARGIN_SECONDS
        self._stopping.set()
        beats = threading.Thread(target=self._scheduler.shutdown, name="last beats", daemon=True)
        beats.start()
        for last in (self._sending, beats):
            last.join(max(0.0, until - monotonic()))

    @property
    def is_beating(self) -> bool:
        """Return whether clock and sender are both at work."""
        return bool(self._scheduler.running) and self._sending.is_alive()

    def _beat(self, name: str, step: Step) -> None:
        try:
            step(self._clock.now())
        except Exception as error:
            extra = {"action": "clock.stumbled", "step": name, "error": type(error).__name__}
            _log.error("goes on after an error", extra=extra)


def told_to_stop() -> threading.Event:
    """Return what SIGTERM and SIGINT set; whatever has not ended ten seconds later is ended where it stands.

    That loses nothing: a process may be killed at any moment.
    """
    told = threading.Event()

    def stop(*_: object) -> None:
        told.set()
        end = threading.Timer(STOP_SECONDS - MARGIN_SECONDS, os._exit, (0,))
        end.daemon = True
        end.start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    return told


def run_worker(candor: Living, told: threading.Event, begun: Callable[[Heart], None] = lambda _: None) -> None:
    """Beat and send until told to stop, then finish and return."""
    heart = Heart(candor.steps(), candor.sender, candor.clock)
    heart.start()
    begun(heart)
    told.wait()
    heart.stop()
