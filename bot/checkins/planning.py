"""When somebody is asked after a meeting, and after which one: pure rules on times and draws."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.checkins.model import MOST_A_ROUND
from bot.directory.model import Person, Standing
from bot.kernel.chance import Chance
from bot.kernel.weeks import Weekday, local_day, moment
from bot.meetings.model import ASK_FROM, ASK_UNTIL, TOO_LATE

WORK_FROM = time(9)
WORK_UNTIL = time(18)
LAST_WORKDAY = Weekday.FRIDAY
NEXT_MORNING_WITHIN = timedelta(hours=20)  # after the meeting's end; later than this it is not asked about at all
SPREAD = ASK_UNTIL - ASK_FROM


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time in which a prompt may come: from ``starts_at``, before ``ends_at``."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Moments:
    """The moments that bound a prompt: the meeting's end, the present, and the close of its round."""

    ended_at: datetime
    now: datetime
    closes_at: datetime


def is_too_late(ended_at: datetime, now: datetime) -> bool:
    """Return whether a meeting was found so long after its end that nobody is asked about it."""
    return now > ended_at + TOO_LATE


def window_for(person: Person, moments: Moments) -> Window | None:
    """Return when the person may be asked, or None where no moment fits.

    5 to 15 minutes after the end, later where do-not-disturb lasts longer or the meeting was found late; only inside
    working hours, else from the next working morning on if it comes within 20 hours; never after the round's close.
    """
    earliest = max(moments.ended_at + ASK_FROM, moments.now, person.quiet_until or moments.ended_at)
    hours = _working_hours_from(earliest, person)
    if hours is None:
        return None
    window = Window(hours.starts_at, min(hours.starts_at + SPREAD, hours.ends_at, moments.closes_at))
    in_time = window.starts_at - moments.ended_at <= NEXT_MORNING_WITHIN
    return window if in_time and window.starts_at < window.ends_at else None


def may_be_asked(person: Person, now: datetime) -> bool:
    """Return whether the person can be asked at all: here, not away, and not pausing."""
    return person.standing is Standing.FULL and not person.away and not person.is_paused(now)


def is_chosen(planned: int, left: int, chance: Chance) -> bool:
    """Draw whether somebody is asked after this meeting, the first of ``left`` that they could be asked after.

    Called meeting after meeting it makes each of them equally likely. ``planned`` counts their check-ins of the round
    so far: the second is drawn like the first, among the meetings after it, and there is no third.
    """
    return planned < MOST_A_ROUND and left > 0 and chance.below(left) == 0


def meetings_left(person: Person, ends: Iterable[datetime], now: datetime, closes_at: datetime) -> int:
    """Return after how many of these meetings the person could be asked, as far as can be told now."""
    return sum(window_for(person, Moments(ended_at, now, closes_at)) is not None for ended_at in ends)


def due_at(window: Window, chance: Chance) -> datetime:
    """Draw the second in which the prompt is due, each of the window's as likely as the others."""
    seconds = int((window.ends_at - window.starts_at).total_seconds())
    return window.starts_at + timedelta(seconds=chance.below(max(seconds, 1)))


def _working_hours_from(earliest: datetime, person: Person) -> Window | None:
    """Return what is left at ``earliest`` of the working day, or else the next day's hours if it is a working day."""
    today = local_day(earliest, person.tz)
    for day in (today, today + timedelta(days=1)):
        if day.weekday() <= LAST_WORKDAY:
            opens, shuts = _hours(day, person)
            if earliest < shuts:
                return Window(max(earliest, opens), shuts)
    return None


def _hours(day: date, person: Person) -> tuple[datetime, datetime]:
    return moment(day, WORK_FROM, person.tz), moment(day, WORK_UNTIL, person.tz)
