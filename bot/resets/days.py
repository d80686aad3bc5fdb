"""Working days, and the hours in which somebody who is not waiting may be written to."""

from datetime import datetime, time, timedelta

from bot.directory.model import Person
from bot.kernel.weeks import Weekday, moment

FROM, UNTIL = time(9), time(17, 30)  # on a working day, where the person is
_DAY = timedelta(days=1)


def after_working_days(now: datetime, days: int) -> datetime:
    """Return the same time of day so many working days later; Saturday and Sunday are none.

    Counted in UTC for everybody, so that the moment tells nothing of where somebody is.
    """
    at = now
    while days > 0:
        at += _DAY
        if at.weekday() < Weekday.SATURDAY:
            days -= 1
    return at


def welcome_at(person: Person, now: datetime) -> datetime:
    """Return the first moment from now on at which an unexpected message suits somebody."""
    at = max([now, *(until for until in (person.paused_until, person.quiet_until) if until is not None)])
    local = at.astimezone(person.tz)
    if local.weekday() < Weekday.SATURDAY and FROM <= local.time() <= UNTIL:
        return at
    day = local.date() if local.time() < FROM else local.date() + _DAY
    while day.weekday() >= Weekday.SATURDAY:
        day += _DAY
    return moment(day, FROM, person.tz)
