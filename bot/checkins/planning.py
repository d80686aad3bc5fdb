"""When somebody is asked after a meeting, and after which one: pure rules on times and draws."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.checkins.model import MOST_A_ROUND
from bot.directory.holidays import NO_HOLIDAYS, Holidays
from bot.directory.hours import Window, awake_hours_from
from bot.directory.model import Person
from bot.kernel.chance import Chance
from bot.meetings.model import ASK_FROM, ASK_UNTIL, TOO_LATE

NEXT_MORNING_WITHIN = timedelta(hours=20)  # after the meeting's end; later than this it is not asked about at all
SPREAD = ASK_UNTIL - ASK_FROM
WEEK = timedelta(days=7)  # in which nobody is asked more often than they want


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
    hours = awake_hours_from(max(moments.ended_at + ASK_FROM, moments.now), person, moments.holidays)
    if hours is None:
        return None
    window = Window(hours.starts_at, min(hours.starts_at + SPREAD, hours.ends_at, moments.closes_at))
    in_time = window.starts_at - moments.ended_at <= NEXT_MORNING_WITHIN
    return window if in_time and window.starts_at < window.ends_at else None


def fits_now(person: Person, moments: Moments) -> bool:
    """Return whether a prompt that has become due may be sent at this moment."""
    hours = awake_hours_from(moments.now, person, moments.holidays)
    return hours is not None and hours.starts_at == moments.now < moments.closes_at


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


def expires_at(due: datetime, closes_at: datetime) -> datetime:
    """Return from when on a prompt is not worth sending any more."""
    return min(closes_at, due + TOO_LATE)
