"""Domain time: what the calendar says, handed to every rule as ``now``."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells domain time."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock; the only one that `run`, `web` and `worker` know."""

    def now(self) -> datetime:
        return datetime.now(UTC)
