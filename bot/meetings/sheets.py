"""What was typed into the forms for one thing: a weekly meeting, a calendar, the post, a name."""

from dataclasses import dataclass, field

from bot.kernel.errors import Refused
from bot.kernel.weeks import Weekday
from bot.meetings.feeds.guard import place_of
from bot.meetings.fields import (
    clock,
    day_of,
    days_of,
    length_of,
    minute_of,
    name_of,
    take,
    weekday_of,
    weeks_of,
    zone_of,
)
from bot.meetings.form import DAY, LENGTH, NAME, POST_AT, POST_DAY, START, ZONE
from bot.meetings.model import Rhythm, Series, SeriesDraft
from bot.teams.model import Team

EVERY, FIRST, SKIPPED = "every", "first", "skipped"
ADDRESS, TITLE = "address", "title"


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyTyped:
    """A weekly meeting as it was typed."""

    name: str = ""
    day: str = "0"
    start: str = "10:00"
    length: str = "60"
    every: str = "1"
    first: str = ""
    skipped: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarTyped:
    """A calendar as it was typed; its address is never printed."""

    name: str = ""
    address: str = field(default="", repr=False)
    title: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostTyped:
    """The team's zone and the time of its post as they were typed."""

    zone: str
    day: str = "4"
    at: str = "15:00"


def weekly_typed(series: Series) -> WeeklyTyped:
    """Return a weekly meeting as its form opens."""
    return WeeklyTyped(
        name=series.name,
        day=str(int(series.weekday)),
        start=clock(series.start_minute),
        length=str(series.length_minutes),
        every=str(series.every_weeks),
        first=series.first_on.isoformat() if series.first_on else "",
        skipped=", ".join(day.isoformat() for day in series.skipped),
    )


def post_typed(team: Team) -> PostTyped:
    """Return zone and post as their form opens."""
    return PostTyped(zone=team.zone, day=str(int(team.post_weekday)), at=clock(team.post_minute))


def read_weekly(typed: WeeklyTyped) -> tuple[SeriesDraft, Rhythm] | list[Refused]:
    """Return the meeting and its weeks, or what is wrong at each field."""
    wrong: list[Refused] = []
    name = take(wrong, lambda: _needed(name_of(typed.name, NAME), NAME))
    day = take(wrong, lambda: weekday_of(typed.day, DAY))
    start = take(wrong, lambda: minute_of(typed.start, START))
    length = take(wrong, lambda: length_of(typed.length, LENGTH))
    every = take(wrong, lambda: weeks_of(typed.every, EVERY))
    first = take(wrong, lambda: day_of(typed.first, FIRST))
    skipped = take(wrong, lambda: days_of(typed.skipped, SKIPPED))
    if wrong or name is None or day is None or start is None or length is None or every is None or skipped is None:
        return wrong
    draft = SeriesDraft(name=name, weekday=day, start_minute=start, length_minutes=length)
    return draft, Rhythm(every_weeks=every, first_on=first, skipped=skipped)


def read_calendar(typed: CalendarTyped, *, is_new: bool) -> CalendarTyped | list[Refused]:
    """Return name, address and title as they are kept, or what is wrong; a known calendar may keep its address."""
    wrong: list[Refused] = []
    name = take(wrong, lambda: _needed(name_of(typed.name, NAME), NAME))
    address = take(wrong, lambda: _address(typed.address, is_new=is_new))
    title = take(wrong, lambda: name_of(typed.title, TITLE))
    if wrong or name is None or address is None or title is None:
        return wrong
    return CalendarTyped(name=name, address=address, title=title)


def read_post(typed: PostTyped) -> tuple[str, Weekday, int] | list[Refused]:
    """Return zone, weekday and minute of the post, or what is wrong at each field."""
    wrong: list[Refused] = []
    zone = take(wrong, lambda: zone_of(typed.zone, ZONE))
    day = take(wrong, lambda: weekday_of(typed.day, POST_DAY))
    at = take(wrong, lambda: minute_of(typed.at, POST_AT))
    if wrong or zone is None or day is None or at is None:
        return wrong
    return zone, day, at


def read_name(typed: str) -> str | list[Refused]:
    """Return a name, or what is wrong with it."""
    wrong: list[Refused] = []
    name = take(wrong, lambda: _needed(name_of(typed, NAME), NAME))
    return wrong if name is None else name


def _needed(name: str, where: str) -> str:
    if not name:
        raise Refused("meetings-name-empty", field=where)
    return name


def _address(typed: str, *, is_new: bool) -> str:
    if not typed.strip() and not is_new:
        return ""
    try:
        return place_of(typed).address
    except Refused as refused:
        raise Refused(refused.text_id, field=ADDRESS) from None
