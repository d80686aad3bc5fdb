"""A clock that stands still until it is moved."""

from datetime import UTC, datetime

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # a Monday


class HandClock:
    """Domain time that a test sets by hand; it never goes back."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = _aware(now)

    def now(self) -> datetime:
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Make it this moment."""
        if _aware(moment) < self._now:
            raise ValueError(f"The clock stands at {self._now} and does not go back to {moment}.")
        self._now = moment.astimezone(UTC)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return moment.astimezone(UTC)
