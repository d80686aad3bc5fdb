"""What was chosen in the small forms of a team's settings, checked field by field."""

import re
from collections.abc import Mapping
from typing import Any

from bot.administration.model import PostTime
from bot.directory.holidays import Place, find_place
from bot.kernel.errors import Refused
from bot.kernel.ids import UserId
from bot.meetings.fields import minute_of, take, weekday_of, zone_of
from bot.teams.model import NO_ACT

ZONE, POST_DAY, POST_AT = "zone", "post_day", "post_at"
ADMINS, WEEK, COUNTRY, ACT = "admins", "week", "country", "act"
BY_TURN = "turn"  # the choice that leaves the next act to their turns
TYPED = "admin.type"

_USER = re.compile(r"[UW][A-Z0-9a-z_-]{1,30}")

Values = Mapping[str, Any]


def read_post_time(values: Values) -> PostTime | list[Refused]:
    """Return day, time and zone of the weekly post, or what is wrong at each field."""
    wrong: list[Refused] = []
    zone = take(wrong, lambda: zone_of(_value(values, ZONE)[:100], ZONE))
    weekday = take(wrong, lambda: weekday_of(_value(values, POST_DAY), POST_DAY))
    minute = take(wrong, lambda: minute_of(_value(values, POST_AT), POST_AT))
    if zone is None or weekday is None or minute is None:
        return wrong
    return PostTime(zone=zone, weekday=weekday, minute=minute)


def read_week(values: Values) -> int:
    """Return the number of the round to skip, or 0 for none; raises Refused for what no menu offers."""
    chosen = _value(values, WEEK)
    if not (chosen.isascii() and chosen.isdigit() and len(chosen) <= 6):
        raise Refused("admin-choose", field=WEEK)
    return int(chosen)


def read_place(values: Values) -> Place:
    """Return the country whose public holidays are kept; raises Refused for one that is not known."""
    found = find_place(_value(values, COUNTRY)[:100])
    if found is None:
        raise Refused("admin-country-unknown", field=COUNTRY)
    return found


def read_act(values: Values) -> str:
    """Return the next season's act, or nothing where it is left to their turns."""
    chosen = _value(values, ACT)
    return NO_ACT if chosen == BY_TURN else chosen or "?"


def read_users(values: Values) -> frozenset[UserId]:
    """Return the people chosen; raises Refused for what is no user of Slack's."""
    chosen = _entered(values, ADMINS).get("selected_users") or []
    if not isinstance(chosen, list) or not all(isinstance(one, str) and _USER.fullmatch(one) for one in chosen):
        raise Refused("admin-choose", field=ADMINS)
    return frozenset(UserId(one) for one in chosen)


def _value(values: Values, field: str) -> str:
    entered = _entered(values, field)
    option = entered.get("selected_option")
    chosen = option.get("value") if isinstance(option, Mapping) else None
    return str(entered.get("value") or entered.get("selected_time") or chosen or "")


def _entered(values: Values, field: str) -> Mapping[str, Any]:
    entered = values.get(field)
    found = entered.get(TYPED) if isinstance(entered, Mapping) else None
    return found if isinstance(found, Mapping) else {}
