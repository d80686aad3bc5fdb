"""What people type about themselves: how long a pause, which hours, how often; each wrong value named at its field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from bot.directory.model import MOST_A_WEEK, Hours, Person
from bot.kernel.errors import Refused
from bot.kernel.weeks import Weekday, local_day, moment

HOW_LONG, UNTIL, DAYS, FROM, TO, OFTEN = "how_long", "until", "days", "from", "to", "often"
TYPED = "home.type"
LONGEST = timedelta(days=366)
SHORTEST_DAY = 60  # minutes


class Peace(StrEnum):
    """How long somebody wants to be left in peace, and why."""

    DAY = "day"
    WEEK = "week"
    DATE = "date"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class PeaceWanted:
    """A pause, or an absence by the person's own word, until a moment."""

    until: datetime
    is_absence: bool


def read_peace(view: Mapping[str, Any], person: Person, now: datetime) -> PeaceWanted:
    """Return how long somebody wants peace; raises Refused for a day that is missing, over or too far off.

    A day that was typed is the first on which they may be asked again: it counts from its midnight in their own zone.
    """
    chosen = str((_entered(view, HOW_LONG).get("selected_option") or {}).get("value", ""))
    if chosen not in set(Peace):
        raise Refused("home-form-unknown", field=HOW_LONG)
    if chosen in (Peace.DAY, Peace.WEEK):
        return PeaceWanted(now + timedelta(days=1 if chosen == Peace.DAY else 7), is_absence=False)
    day = _day(_entered(view, UNTIL).get("selected_date"))
    today = local_day(now, person.tz)
    if day is None:
        raise Refused("home-form-no-day", field=UNTIL)
    if day <= today:
        raise Refused("home-form-day-over", field=UNTIL)
    if day > today + LONGEST:
        raise Refused("home-form-day-far", field=UNTIL)
    return PeaceWanted(moment(day, time(), person.tz), is_absence=chosen == Peace.AWAY)


def read_hours(view: Mapping[str, Any]) -> Hours:
    """Return somebody's working hours; raises Refused where there is no day, or no hour between the two times."""
    options = _entered(view, DAYS).get("selected_options") or []
    days = frozenset(Weekday(int(one["value"])) for one in options if str(one.get("value")) in "0123456")
    if not days:
        raise Refused("home-form-no-days", field=DAYS)
    begins, ends = _minute(_entered(view, FROM)), _minute(_entered(view, TO))
    if begins is None:
        raise Refused("home-form-no-time", field=FROM)
    if ends is None:
        raise Refused("home-form-no-time", field=TO)
    if ends - begins < SHORTEST_DAY:
        raise Refused("home-form-short-day", field=TO)
    return Hours(from_minute=begins, until_minute=ends, days=days)


def read_often(view: Mapping[str, Any]) -> int:
    """Return how often a week somebody wants to be asked at most; raises Refused for anything but 1 to 3."""
    chosen = str((_entered(view, OFTEN).get("selected_option") or {}).get("value", ""))
    if chosen not in {str(times) for times in range(1, MOST_A_WEEK + 1)}:
        raise Refused("home-form-unknown", field=OFTEN)
    return int(chosen)


def clock(minute: int) -> str:
    """Return a minute of the day as a clock shows it."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _entered(view: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = view["state"]["values"].get(field, {}).get(TYPED, {})
    return found


def _day(typed: object) -> date | None:
    try:
        return date.fromisoformat(str(typed))
    except ValueError:
        return None


def _minute(entered: Mapping[str, Any]) -> int | None:
    hours, _, minutes = str(entered.get("selected_time") or "").partition(":")
    if not (hours.isdecimal() and minutes.isdecimal()):
        return None
    minute = int(hours) * 60 + int(minutes)
    return minute if int(minutes) < 60 and minute < 24 * 60 else None
