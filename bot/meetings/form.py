"""What was typed into the set-up form, checked field by field."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.kernel.errors import Refused
from bot.meetings.fields import clock, length_of, minute_of, name_of, take, weekday_of, zone_of
from bot.meetings.model import MOST_SERIES, Plan, Series, SeriesDraft
from bot.teams.model import Team

ZONE, POST_DAY, POST_AT = "zone", "post_day", "post_at"
NAME, DAY, START, LENGTH = "name", "day", "start", "length"


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
    zone = take(wrong, lambda: zone_of(typed.zone, ZONE))
    drafts = tuple(_drafts(typed.rows, wrong))
    post_day = take(wrong, lambda: weekday_of(typed.post_day, POST_DAY))
    post_at = take(wrong, lambda: minute_of(typed.post_at, POST_AT))
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
    name = take(wrong, lambda: name_of(row.name, row_field(NAME, number)))
    day = take(wrong, lambda: weekday_of(row.day, row_field(DAY, number)))
    start = take(wrong, lambda: minute_of(row.start, row_field(START, number)))
    length = take(wrong, lambda: length_of(row.length, row_field(LENGTH, number)))
    if name is None or day is None or start is None or length is None:
        return None
    return SeriesDraft(name=name, weekday=day, start_minute=start, length_minutes=length)
