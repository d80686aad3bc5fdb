"""What was typed into the set-up form, checked field by field."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.kernel.errors import Refused
from bot.kernel.weeks import Weekday
from bot.meetings.model import LONGEST, LONGEST_NAME, MOST_SERIES, SHORTEST, Plan, Series, SeriesDraft
from bot.meetings.zones import find_zone, nearest_zone
from bot.teams.model import Team

ZONE, POST_DAY, POST_AT = "zone", "post_day", "post_at"
NAME, DAY, START, LENGTH = "name", "day", "start", "length"

_JOINERS = "\u200c\u200d"  # unprintable, but names in some scripts and emoji need them

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One meeting as it was typed."""

    name: str = ""
    day: str = "0"
    start: str = "10:00"
    length: str = "60"


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The whole form as it was typed."""

    zone: str
    rows: tuple[Row, ...] = (Row(),)
    post_day: str = "4"
    post_at: str = "15:00"


def row_field(name: str, number: int) -> str:
    """Return the block id of a meeting's field; meetings are numbered from 0."""
    return f"{name}-{number}"


def clock(minute: int) -> str:
    """Return minutes after midnight as ``HH:MM``."""
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def filled(team: Team, series: Sequence[Series], zone: str) -> Typed:
    """Return the form as it opens: what is set up, or one empty meeting in the zone of whoever asks."""
    rows = tuple(
        Row(name=one.name, day=str(int(one.weekday)), start=clock(one.start_minute), length=str(one.length_minutes))
        for one in series
    )
    return Typed(
        zone=team.zone if series else zone,
        rows=rows or (Row(),),
        post_day=str(int(team.post_weekday)),
        post_at=clock(team.post_minute),
    )


def read(typed: Typed) -> Plan | list[Refused]:
    """Return the plan, or what is wrong at each field; a meeting whose name was emptied is left out."""
    wrong: list[Refused] = []
    zone = _take(wrong, lambda: _zone(typed.zone))
    drafts = tuple(_drafts(typed.rows, wrong))
    post_day = _take(wrong, lambda: _weekday(typed.post_day, POST_DAY))
    post_at = _take(wrong, lambda: _minute(typed.post_at, POST_AT))
    if wrong or zone is None or post_day is None or post_at is None:
        return wrong
    return Plan(zone=zone, drafts=drafts, post_weekday=post_day, post_minute=post_at)


def _drafts(rows: Sequence[Row], wrong: list[Refused]) -> Iterator[SeriesDraft]:
    named = [(number, row) for number, row in enumerate(rows) if row.name.strip()]
    if not named:
        wrong.append(Refused("meetings-name-missing", field=row_field(NAME, 0)))
    if len(named) > MOST_SERIES:
        number, _ = named[MOST_SERIES]
        wrong.append(Refused("meetings-too-many", field=row_field(NAME, number), most=MOST_SERIES))
        return
    seen: set[tuple[str, int, int]] = set()
    for number, row in named:
        draft = _draft(row, number, wrong)
        if draft is None:
            continue
        same = (draft.name.casefold(), draft.weekday, draft.start_minute)
        if same in seen:
            wrong.append(Refused("meetings-twice", field=row_field(NAME, number)))
        seen.add(same)
        yield draft


def _draft(row: Row, number: int, wrong: list[Refused]) -> SeriesDraft | None:
    name = _take(wrong, lambda: _name(row.name, row_field(NAME, number)))
    day = _take(wrong, lambda: _weekday(row.day, row_field(DAY, number)))
    start = _take(wrong, lambda: _minute(row.start, row_field(START, number)))
    length = _take(wrong, lambda: _length(row.length, row_field(LENGTH, number)))
    if name is None or day is None or start is None or length is None:
        return None
    return SeriesDraft(name=name, weekday=day, start_minute=start, length_minutes=length)


def _take(wrong: list[Refused], value: Callable[[], T]) -> T | None:
    try:
        return value()
    except Refused as refused:
        wrong.append(refused)
        return None


def _zone(typed: str) -> str:
    found = find_zone(typed)
    if found is not None:
        return found
    near = nearest_zone(typed)
    if near is not None:
        raise Refused("meetings-zone-nearly", field=ZONE, zone=near)
    raise Refused("meetings-zone-unknown", field=ZONE)


def _name(typed: str, field: str) -> str:
    name = typed.strip()
    if len(name) > LONGEST_NAME:
        raise Refused("meetings-name-long", field=field, most=LONGEST_NAME)
    if not all(character.isprintable() or character in _JOINERS for character in name):
        raise Refused("meetings-name-unprintable", field=field)
    return name


def _weekday(typed: str, field: str) -> Weekday:
    if typed not in {"0", "1", "2", "3", "4", "5", "6"}:
        raise Refused("meetings-day-missing", field=field)
    return Weekday(int(typed))


def _minute(typed: str, field: str) -> int:
    hours, _, minutes = typed.partition(":")
    if not (_whole(hours) and _whole(minutes) and int(hours) < 24 and int(minutes) < 60):
        raise Refused("meetings-time-wrong", field=field)
    return int(hours) * 60 + int(minutes)


def _length(typed: str, field: str) -> int:
    if not _whole(typed.strip()) or not SHORTEST <= int(typed) <= LONGEST:
        raise Refused("meetings-length-wrong", field=field, least=SHORTEST, most=LONGEST)
    return int(typed)


def _whole(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) <= 4
