"""Troubles on demand: refusals, dropped connections, delays and rate limits."""

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass

from .state import Json


@dataclass(slots=True, kw_only=True)
class Fault:
    """What goes wrong with the next `times` calls of `method` (`*` is every method) for which `only_when` holds."""

    method: str
    times: int = 1
    error: str | None = None
    status: int | None = None
    retry_after: int | None = None
    drop_before: bool = False
    drop_after_accepting: bool = False
    delay: float = 0.0
    only_when: Callable[[Json], bool] | None = None
    extra: Json | None = None

    def meets(self, method: str, args: Json) -> bool:
        """Whether this call is one of those that fail."""
        if self.times <= 0 or self.method not in ("*", method):
            return False
        return self.only_when is None or self.only_when(args)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most `calls` within `seconds` of machine time, for the method or for each channel."""

    calls: int
    seconds: float
    by_channel: bool = False


class Troubles:
    """The faults and limits in force."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.limits: dict[str, list[Limit]] = defaultdict(list)
        self._seen: defaultdict[tuple[str, Limit, str], deque[float]] = defaultdict(deque)

    def take(self, method: str, args: Json) -> Fault | None:
        """The first fault that meets this call, counted down."""
        for fault in self.faults:
            if fault.meets(method, args):
                fault.times -= 1
                return fault
        return None

    def retry_after(self, method: str, channel: str) -> int | None:
        """Seconds to wait when this call is over a limit; a refused call does not count."""
        now = time.monotonic()
        windows = [(limit, self._window(method, limit, channel, now)) for limit in self.limits.get(method, [])]
        full = [(limit, window) for limit, window in windows if len(window) >= limit.calls]
        if full:
            return max(1, *(math.ceil(window[0] + limit.seconds - now) for limit, window in full))
        for _, window in windows:
            window.append(now)
        return None

    def _window(self, method: str, limit: Limit, channel: str, now: float) -> deque[float]:
        window = self._seen[method, limit, channel if limit.by_channel else ""]
        while window and window[0] <= now - limit.seconds:
            window.popleft()
        return window
