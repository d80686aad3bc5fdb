"""Local times on the calendar, with one rule for the hours that clock changes skip or repeat."""

from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo


class Weekday(IntEnum):
    """Monday is 0, as ``date.weekday`` has it."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the UTC moment at which the wall clock in ``zone`` shows ``at`` on ``day``.

    A time that the clock skips in spring is read as if the clock had not been moved yet, so that 02:30 becomes
    03:30 and lengths stay true; a time that the clock repeats in autumn is its first occurrence.
    """
    return datetime.combine(day, at, tzinfo=zone).replace(fold=0).astimezone(UTC)


def weekly_after(weekday: Weekday, at: time, zone: ZoneInfo, after: datetime) -> datetime:
    """Return the first weekly moment strictly later than ``after``, in UTC."""
    day = after.astimezone(zone).date()
    day += timedelta(days=(weekday - day.weekday()) % 7)
    found = moment(day, at, zone)
    return found if found > after else moment(day + timedelta(days=7), at, zone)


def local_day(when: datetime, zone: ZoneInfo) -> date:
    """Return the calendar day in ``zone`` at this moment."""
    return when.astimezone(zone).date()
