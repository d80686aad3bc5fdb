"""When a weekly meeting takes place, across clock changes: each of its weeks once, none lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.kernel.weeks import local_day, moment
from bot.meetings.model import Series

WEEK = timedelta(days=7)
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One meeting's start and end, in UTC."""

    starts_at: datetime
    ends_at: datetime


def occurrences(series: Series, after: datetime, until: datetime) -> Iterator[Occurrence]:
    """Yield the meetings that end after ``after`` and not later than ``until``, in order.

    The start follows the wall clock by the rule of ``kernel.weeks.moment``; the length is real time, so a meeting
    across a clock change ends when as many minutes have passed as were planned.
    """
    zone = ZoneInfo(series.zone)
    length = timedelta(minutes=series.length_minutes)
    at = time(series.start_minute // 60, series.start_minute % 60)
    day = _first_day(series, local_day(after - length, zone) - A_DAY)
    while (found := Occurrence(start := moment(day, at, zone), start + length)).ends_at <= until:
        if found.ends_at > after and day not in series.skipped:
            yield found
        day += series.every_weeks * WEEK


def _first_day(series: Series, earliest: date) -> date:
    """Return the first day on or after ``earliest`` that is one of the series', skipped or not."""
    begins = series.first_on or earliest
    begins += timedelta(days=(series.weekday - begins.weekday()) % 7)
    every = series.every_weeks * 7
    return begins + timedelta(days=max(0, -(-(earliest - begins).days // every)) * every)
