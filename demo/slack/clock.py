"""Domain time of the workspace: a hand-moved clock."""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Lock


class HandClock:
    """Domain time that moves only when somebody moves it, and never backwards."""

    def __init__(self, at: datetime | None = None) -> None:
        self._at = _aware(at or datetime.now(UTC).replace(microsecond=0))
        self._lock = Lock()
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """Now, in UTC."""
        with self._lock:
            return self._at

    def move_to(self, at: datetime) -> None:
        """Move forward to `at`; an earlier time changes nothing. What became due then happens before this returns."""
        with self._lock:
            self._at = max(self._at, _aware(at))
        for listener in self._listeners:
            listener()

    def on_move(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every move, on the mover's thread."""
        self._listeners.append(listener)


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("domain time must carry its time zone: pass an aware datetime")
    return at.astimezone(UTC)
