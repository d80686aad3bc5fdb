"""Notices a connection that looks alive and delivers nothing, and has it replaced."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import time
from typing import Protocol

EVERY = 5.0  # seconds between two looks
PONGS_MISSED = 30.0  # seconds without an answer to our pings, which go out every ten
LAST_SECONDS = 3.0  # how long a replacement under way is waited for
QUIET = 300.0  # seconds without anything to do; a new connection costs little, and one that is deaf costs taps

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pulse:
    """What can be seen of a connection: whether it stands, and when it last answered and last brought something."""

    stands: bool
    answered_at: float
    brought_at: float


class Line(Protocol):
    """A connection that can be looked at and replaced."""

    def pulse(self) -> Pulse: ...

    def replace(self) -> None: ...


def complaint(pulse: Pulse, now: float, *, missed: float = PONGS_MISSED, quiet: float = QUIET) -> str:
    """Return why the connection has to be replaced, or nothing."""
    if not pulse.stands:
        return "closed"
    if now - pulse.answered_at > missed:
        return "pings_unanswered"
    return "quiet" if now - pulse.brought_at > quiet else ""


class Watchdog:
    """Looks at a line every few seconds on a thread of its own."""

    def __init__(
        self,
        line: Line,
        *,
        every: float = EVERY,
        missed: float = PONGS_MISSED,
        quiet: float = QUIET,
        clock: Callable[[], float] = time,
    ) -> None:
        self._line = line
        self._every = every
        self._missed = missed
        self._quiet = quiet
        self._clock = clock
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more; a replacement that is under way is finished."""
        self._stopping.set()
        self._thread.join(timeout=LAST_SECONDS)

    def look(self) -> str:
        """Look once; return why the connection was replaced, or nothing."""
        reason = complaint(self._line.pulse(), self._clock(), missed=self._missed, quiet=self._quiet)
        if reason:
            level = logging.INFO if reason == "quiet" else logging.WARNING
            log.log(level, "replacing the connection: %s", reason, extra={"action": "socket.replaced"})
            self._line.replace()
        return reason

    def _watch(self) -> None:
        while not self._stopping.wait(self._every):
            try:
                self.look()
            except Exception as error:
                log.warning("no new connection: %s", type(error).__name__, extra={"action": "socket.not_replaced"})
