"""Single fields of the forms, each checked and answered where it was typed."""

import re
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from bot.kernel.errors import Refused
from bot.kernel.weeks import Weekday
from bot.meetings.model import LONGEST, LONGEST_NAME, MOST_SKIPPED, MOST_WEEKS, SHORTEST
from bot.meetings.zones import find_zone, nearest_zone

_JOINERS = "\u200c\u200d"  # unprintable, but names in some scripts and emoji need them
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

T = TypeVar("T")


def clock(minute: int) -> str:
    """Return minutes after midnight as ``HH:MM``."""
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def take(wrong: list[Refused], value: Callable[[], T]) -> T | None:
    """Return the value, or None with what is wrong with it added to ``wrong``."""
    try:
        return value()
    except Refused as refused:
        wrong.append(refused)
        return None


def zone_of(typed: str, field: str) -> str:
    """Return the zone's exact name; raises Refused, with the one that was probably meant."""
    found = find_zone(typed)
    if found is not None:
        return found
    near = nearest_zone(typed)
    if near is not None:
        raise Refused("meetings-zone-nearly", field=field, zone=near)
    raise Refused("meetings-zone-unknown", field=field)


def name_of(typed: str, field: str) -> str:
    """Return a name on one line, of signs that can be shown."""
    name = typed.strip()
    if len(name) > LONGEST_NAME:
        raise Refused("meetings-name-long", field=field, most=LONGEST_NAME)
    if not all(character.isprintable() or character in _JOINERS for character in name):
        raise Refused("meetings-name-unprintable", field=field)
    return name


def weekday_of(typed: str, field: str) -> Weekday:
    """Return the weekday of a menu's number."""
    if typed not in {"0", "1", "2", "3", "4", "5", "6"}:
        raise Refused("meetings-day-missing", field=field)
    return Weekday(int(typed))


def minute_of(typed: str, field: str) -> int:
    """Return minutes after midnight of ``HH:MM``."""
    hours, _, minutes = typed.partition(":")
    if not (_whole(hours) and _whole(minutes) and int(hours) < 24 and int(minutes) < 60):
        raise Refused("meetings-time-wrong", field=field)
    return int(hours) * 60 + int(minutes)


def length_of(typed: str, field: str) -> int:
    """Return a meeting's length in minutes."""
    if not _whole(typed.strip()) or not SHORTEST <= int(typed) <= LONGEST:
        raise Refused("meetings-length-wrong", field=field, least=SHORTEST, most=LONGEST)
    return int(typed)


def weeks_of(typed: str, field: str) -> int:
    """Return every how many weeks a meeting takes place."""
    if not _whole(typed.strip()) or not 1 <= int(typed) <= MOST_WEEKS:
        raise Refused("meetings-weeks-wrong", field=field, most=MOST_WEEKS)
    return int(typed)


def day_of(typed: str, field: str) -> date | None:
    """Return the day of a calendar's field; None for an empty one."""
    if not typed.strip():
        return None
    return _day(typed.strip(), field)


def days_of(typed: str, field: str) -> tuple[date, ...]:
    """Return days typed one after the other, in order and each once."""
    words = re.split(r"[\s,;]+", typed.strip()) if typed.strip() else []
    if len(words) > MOST_SKIPPED:
        raise Refused("meetings-dates-many", field=field, most=MOST_SKIPPED)
    return tuple(sorted({_day(word, field) for word in words if word}))


def _day(typed: str, field: str) -> date:
    if not _DAY.fullmatch(typed):
        raise Refused("meetings-date-wrong", field=field)
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Refused("meetings-date-wrong", field=field) from None


def _whole(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) <= 4
