"""When somebody is asked after a meeting, and after which one: pure rules on times and draws."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.checkins.model import MOST_A_ROUND
from bot.directory.model import Person, Standing
from bot.kernel.chance import Chance
from bot.kernel.weeks import local_day
from bot.meetings.model import ASK_FROM, ASK_UNTIL, TOO_LATE
from bot.teams.holidays import NO_HOLIDAYS, Holidays

NEXT_MORNING_WITHIN = timedelta(hours=20)  # after the meeting's end; later than this it is not asked about at all
SPREAD = ASK_UNTIL - ASK_FROM


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time in which a prompt may come: from ``starts_at``, before ``ends_at``."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Moments:
    """What bounds a prompt: the meeting's end, the present, the close of its round, and the team's public holidays."""

    ended_at: datetime
    now: datetime
    closes_at: datetime
    holidays: Holidays = NO_HOLIDAYS


def is_too_late(ended_at: datetime, now: datetime) -> bool:
    """Return whether a meeting was found so long after its end that nobody is asked about it."""
    return now > ended_at + TOO_LATE


def window_for(person: Person, moments: Moments) -> Window | None:
    """Return when the person may be asked, or None where no moment fits.

    5 to 15 minutes after the end, later where do-not-disturb lasts longer or the meeting was found late; only inside
    working hours, else from the next working morning on if it comes within 20 hours; never after the round's close.
    """
    hours = _awake_hours_from(max(moments.ended_at + ASK_FROM, moments.now), person, moments.holidays)
    if hours is None:
        return None
    window = Window(hours.starts_at, min(hours.starts_at + SPREAD, hours.ends_at, moments.closes_at))
    in_time = window.starts_at - moments.ended_at <= NEXT_MORNING_WITHIN
    return window if in_time and window.starts_at < window.ends_at else None


def fits_now(person: Person, moments: Moments) -> bool:
    """Return whether a prompt that has become due may be sent at this moment."""
    hours = _awake_hours_from(moments.now, person, moments.holidays)
    return hours is not None and hours.starts_at == moments.now < moments.closes_at


def may_be_asked(person: Person, now: datetime) -> bool:
    """Return whether the person can be asked at all: here, not away, and not pausing."""
    gone = person.is_away(now) or person.is_absent(now)
    return person.standing is Standing.FULL and not gone and not person.is_paused(now)


def is_chosen(planned: int, left: int, chance: Chance) -> bool:
    """Draw whether somebody is asked after this meeting, the first of ``left`` that they could be asked after.

    Called meeting after meeting it makes each of them equally likely. ``planned`` counts their check-ins of the round
    so far: the second is drawn like the first, among the meetings after it, and there is no third.
    """
    return planned < MOST_A_ROUND and left > 0 and chance.below(left) == 0


def meetings_left(person: Person, ends: Iterable[datetime], moments: Moments) -> int:
    """Return after how many of these meetings the person could be asked, as far as can be told now."""
    return sum(window_for(person, replace(moments, ended_at=ended_at)) is not None for ended_at in ends)


def due_at(window: Window, chance: Chance) -> datetime:
    """Draw the second in which the prompt is due, each of the window's as likely as the others."""
    seconds = int((window.ends_at - window.starts_at).total_seconds())
    return window.starts_at + timedelta(seconds=chance.below(max(seconds, 1)))


def _awake_hours_from(earliest: datetime, person: Person, holidays: Holidays) -> Window | None:
    """Return the working hours from ``earliest`` on in which no do-not-disturb holds at first."""
    hours = _working_hours_from(person.after_quiet(earliest), person, holidays)
    if hours is not None and person.after_quiet(hours.starts_at) != hours.starts_at:  # quiet in the morning
        hours = _working_hours_from(person.after_quiet(hours.starts_at), person, holidays)
    if hours is None or person.quiet_from is None or person.quiet_from <= hours.starts_at:
        return hours
    return Window(hours.starts_at, min(hours.ends_at, person.quiet_from))


def _working_hours_from(earliest: datetime, person: Person, holidays: Holidays) -> Window | None:
    """Return what is left at ``earliest`` of the working day, or else the next day's hours if it is a working day."""
    today = local_day(earliest, person.tz)
    for day in (today, today + timedelta(days=1)):
        working = hours_on(day, person, holidays)
        if working is not None and earliest < working.ends_at:
            return Window(max(earliest, working.starts_at), working.ends_at)
    return None


def hours_on(day: date, person: Person, holidays: Holidays) -> Window | None:
    """Return a day's working hours; None for a day off and a public holiday."""
    hours = None if holidays.has(day) else person.hours.on(day, person.tz)
    return None if hours is None else Window(*hours)
