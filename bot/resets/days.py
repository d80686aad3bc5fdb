"""Working days, and the moment at which somebody who is not waiting for it may be written to."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.directory.hours import DaysOff, alone_until, awake_hours_from
from bot.directory.model import Person
from bot.kernel.weeks import Weekday, moment

_AHEAD = 14  # days; what is said unasked in a reset ends before they are over
_DAY = timedelta(days=1)


def after_working_days(now: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Return the same time of day in a zone so many working days later; Saturday and Sunday are none."""
    local = now.astimezone(zone)
    day = local.date()
    while days > 0:
        day += _DAY
        if day.weekday() < Weekday.SATURDAY:
            days -= 1
    return moment(day, local.time(), zone)


def welcome_at(person: Person, holidays: DaysOff, now: datetime) -> datetime:
    """Return when an unexpected message suits somebody, or when to look again; ``now`` where it suits them now.

    It is the rule of the check-ins: their own hours and days, and nothing while they are away, pausing or want quiet.
    """
    at = alone_until(person, now)
    hours = awake_hours_from(at, person, holidays, _AHEAD)
    return at + _AHEAD * _DAY if hours is None else hours.starts_at
