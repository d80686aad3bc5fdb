"""When somebody may be written to unasked: in their own working hours, and not while they want to be left alone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from bot.directory.model import Person, Standing
from bot.kernel.weeks import local_day, moment

_DAY = timedelta(days=1)


class DaysOff(Protocol):
    """Knows public holidays."""

    def has(self, day: date) -> bool: ...


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time in which a message may come: from ``starts_at``, before ``ends_at``."""

    starts_at: datetime
    ends_at: datetime


def may_be_asked(person: Person, now: datetime) -> bool:
    """Return whether the person can be asked at all: here, not away, and not pausing."""
    return person.standing is Standing.FULL and alone_until(person, now) <= now


def alone_until(person: Person, now: datetime) -> datetime:
    """Return until when the person is away or pausing; ``now`` where they are neither.

    Where Slack does not say when an absence ends, that is the end of the person's day: then it is looked at again.
    """
    until = [now]
    if person.is_paused(now) and person.paused_until is not None:
        until.append(person.paused_until)
    if person.is_absent(now) and person.absent_until is not None:
        until.append(person.absent_until)
    if person.is_away(now):
        tomorrow = local_day(now, person.tz) + _DAY
        until.append(person.away_until or moment(tomorrow, time(0), person.tz))
    return max(until)


def awake_hours_from(earliest: datetime, person: Person, holidays: DaysOff, days: int = 2) -> Window | None:
    """Return the working hours from ``earliest`` on in which no do-not-disturb holds at first.

    They are looked for on the day of ``earliest`` and those after it, ``days`` in all.
    """
    hours = _working_hours_from(person.after_quiet(earliest), person, holidays, days)
    if hours is not None and person.after_quiet(hours.starts_at) != hours.starts_at:  # quiet in the morning
        hours = _working_hours_from(person.after_quiet(hours.starts_at), person, holidays, days)
    if hours is None or person.quiet_from is None or person.quiet_from <= hours.starts_at:
        return hours
    return Window(hours.starts_at, min(hours.ends_at, person.quiet_from))


def hours_on(day: date, person: Person, holidays: DaysOff) -> Window | None:
    """Return a day's working hours; None for a day off and a public holiday."""
    hours = None if holidays.has(day) else person.hours.on(day, person.tz)
    return None if hours is None else Window(*hours)


def _working_hours_from(earliest: datetime, person: Person, holidays: DaysOff, days: int) -> Window | None:
    """Return what is left at ``earliest`` of the working day, or else the hours of the next one among ``days``."""
    today = local_day(earliest, person.tz)
    for day in (today + number * _DAY for number in range(days)):
        working = hours_on(day, person, holidays)
        if working is not None and earliest < working.ends_at:
            return Window(max(earliest, working.starts_at), working.ends_at)
    return None
