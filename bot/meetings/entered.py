"""What Slack hands over of a form, as what was typed into it."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.kernel.errors import Refused
from bot.meetings import form, messages
from bot.meetings.form import Row, Typed, row_field
from bot.meetings.model import MOST_SERIES
from bot.meetings.sheets import ADDRESS, EVERY, FIRST, SKIPPED, TITLE, CalendarTyped, PostTyped, WeeklyTyped
from bot.texts import Texts

View = Mapping[str, Any]


def typed_in(view: View) -> Typed:
    """Return the first form."""
    values = view["state"]["values"]
    numbers = [number for number in range(MOST_SERIES + 1) if row_field(form.NAME, number) in values]
    return Typed(
        zone=value_in(view, form.ZONE),
        rows=tuple(_row(view, number) for number in numbers) or (Row(),),
        post_day=value_in(view, form.POST_DAY),
        post_at=value_in(view, form.POST_AT),
    )


def weekly_in(view: View) -> WeeklyTyped:
    """Return the form for a weekly meeting."""
    return WeeklyTyped(
        name=value_in(view, form.NAME),
        day=value_in(view, form.DAY),
        start=value_in(view, form.START),
        length=value_in(view, form.LENGTH),
        every=value_in(view, EVERY),
        first=value_in(view, FIRST),
        skipped=value_in(view, SKIPPED),
    )


def calendar_in(view: View) -> CalendarTyped:
    """Return the form for a calendar."""
    return CalendarTyped(name=value_in(view, form.NAME), address=value_in(view, ADDRESS), title=value_in(view, TITLE))


def post_in(view: View) -> PostTyped:
    """Return the form for zone and post."""
    return PostTyped(zone=value_in(view, form.ZONE), day=value_in(view, form.POST_DAY), at=value_in(view, form.POST_AT))


def with_one_more(typed: Typed) -> Typed:
    """Return the first form with one more empty meeting, up to the most there may be."""
    rows = (*typed.rows, Row())[:MOST_SERIES]
    return Typed(zone=typed.zone, rows=rows, post_day=typed.post_day, post_at=typed.post_at)


def sentences(say: Texts, wrong: Sequence[Refused]) -> dict[str, str]:
    """Return the sentence for each field that is wrong: the first where there are several."""
    return {refused.field or form.ZONE: say.say(refused.text_id, **refused.values) for refused in reversed(wrong)}


def value_in(view: View, field: str) -> str:
    """Return what a field holds; nothing for an empty one."""
    entered = view["state"]["values"].get(field, {}).get(messages.TYPED, {})
    chosen = entered.get("selected_option") or {}
    typed = entered.get("value") or entered.get("selected_time") or entered.get("selected_date")
    return str(typed or chosen.get("value") or "")


def _row(view: View, number: int) -> Row:
    return Row(
        name=value_in(view, row_field(form.NAME, number)),
        day=value_in(view, row_field(form.DAY, number)),
        start=value_in(view, row_field(form.START, number)),
        length=value_in(view, row_field(form.LENGTH, number)),
    )
