"""Block elements: what people press, choose and fill in.

https://docs.slack.dev/reference/block-kit/block-elements
"""

import re
from datetime import date
from typing import Any

from .shapes import Check, Shape, boolean, integer, is_a, many, one_of, string
from .texts import (
    CHOICE_OPTION,
    CONFIRM,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    SELECT_OPTION,
    distinct_values,
    initial_among_options,
    plain,
)

ID = string(255)
PLACEHOLDER = {"placeholder": plain(150)}
FOCUS: dict[str, Check] = {"focus_on_load": boolean}
CONFIRMED: dict[str, Check] = {"confirm": CONFIRM}


def _named(kind: str, required: dict[str, Check], optional: dict[str, Check], *between: Check) -> Shape:
    return Shape({"type": is_a(kind)} | required, {"action_id": ID} | optional, between)


def _date(value: Any, path: str, problems: list[str]) -> None:
    try:
        date.fromisoformat(str(value))
        good = bool(re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)))
    except ValueError:
        good = False
    if not good:
        problems.append(f"must be a valid date in the format YYYY-MM-DD [json-pointer:{path}]")


def _time(value: Any, path: str, problems: list[str]) -> None:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", str(value)):
        problems.append(f"must be a valid time in the format HH:mm [json-pointer:{path}]")


def _choices_or_groups(value: Any, path: str, problems: list[str]) -> None:
    if ("options" in value) == ("option_groups" in value):
        problems.append(f"must have either options or option_groups [json-pointer:{path}]")


def _ordered(low: str, high: str) -> Check:
    def check(value: Any, path: str, problems: list[str]) -> None:
        try:
            least, most = (float(value[name]) if name in value else None for name in (low, high))
        except (TypeError, ValueError):
            problems.append(f"{low} and {high} must be numbers [json-pointer:{path}]")
            return
        if least is not None and most is not None and least > most:
            problems.append(f"{low} must not exceed {high} [json-pointer:{path}]")

    return check


def _numeral(value: Any, path: str, problems: list[str]) -> None:
    if not isinstance(value, str) or not re.fullmatch(r"-?\d+(\.\d+)?", value):
        problems.append(f"must provide a number as a string [json-pointer:{path}]")


DISPATCH = Shape({}, {"trigger_actions_on": many(one_of("on_enter_pressed", "on_character_entered"), 2)})
_CHOOSE = CONFIRMED | FOCUS | PLACEHOLDER
_STATIC: dict[str, Check] = {"options": many(SELECT_OPTION, 100), "option_groups": many(OPTION_GROUP, 100)}
_MOST: dict[str, Check] = {"max_selected_items": integer(1, 10_000)}
_FILTER = {
    "filter": Shape(
        {}, {"include": many(string(20), 4), "exclude_external_shared_channels": boolean, "exclude_bot_users": boolean}
    )
}
_TYPED: dict[str, Check] = FOCUS | PLACEHOLDER | {"dispatch_action_config": DISPATCH}
_ONE_CHOICE: dict[str, Check] = {"options": many(CHOICE_OPTION, 10)}

BUTTON = _named(
    "button",
    {"text": plain(75)},
    CONFIRMED
    | {
        "url": string(3000),
        "value": string(2000),
        "style": one_of("primary", "danger"),
        "accessibility_label": string(75),
    },
)
IMAGE = Shape({"type": is_a("image"), "alt_text": string(2000), "image_url": string(3000)})

CHOOSERS: dict[str, Check] = {
    "static_select": _named(
        "static_select",
        {},
        _CHOOSE | _STATIC | {"initial_option": SELECT_OPTION},
        _choices_or_groups,
        initial_among_options,
        distinct_values,
    ),
    "multi_static_select": _named(
        "multi_static_select",
        {},
        _CHOOSE | _STATIC | _MOST | {"initial_options": many(SELECT_OPTION, 100)},
        _choices_or_groups,
        initial_among_options,
        distinct_values,
    ),
    "external_select": _named(
        "external_select", {}, _CHOOSE | {"initial_option": SELECT_OPTION, "min_query_length": integer(0, 1000)}
    ),
    "multi_external_select": _named(
        "multi_external_select",
        {},
        _CHOOSE | _MOST | {"initial_options": many(SELECT_OPTION, 100), "min_query_length": integer(0, 1000)},
    ),
    "users_select": _named("users_select", {}, _CHOOSE | {"initial_user": string(20)}),
    "multi_users_select": _named("multi_users_select", {}, _CHOOSE | _MOST | {"initial_users": many(string(20), 1000)}),
    "conversations_select": _named(
        "conversations_select",
        {},
        _CHOOSE
        | _FILTER
        | {
            "initial_conversation": string(20),
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
        },
    ),
    "channels_select": _named(
        "channels_select", {}, _CHOOSE | {"initial_channel": string(20), "response_url_enabled": boolean}
    ),
    "datepicker": _named("datepicker", {}, _CHOOSE | {"initial_date": _date}),
    "timepicker": _named("timepicker", {}, _CHOOSE | {"initial_time": _time, "timezone": string(60)}),
    "datetimepicker": _named(
        "datetimepicker", {}, CONFIRMED | FOCUS | {"initial_date_time": integer(1_000_000_000, 9_999_999_999)}
    ),
    "radio_buttons": _named(
        "radio_buttons",
        _ONE_CHOICE,
        CONFIRMED | FOCUS | {"initial_option": CHOICE_OPTION},
        initial_among_options,
        distinct_values,
    ),
    "checkboxes": _named(
        "checkboxes",
        _ONE_CHOICE,
        CONFIRMED | FOCUS | {"initial_options": many(CHOICE_OPTION, 10)},
        initial_among_options,
        distinct_values,
    ),
}
OVERFLOW = _named("overflow", {"options": many(OVERFLOW_OPTION, 5)}, CONFIRMED, distinct_values)
FILLED: dict[str, Check] = {
    "plain_text_input": _named(
        "plain_text_input",
        {},
        _TYPED
        | {
            "initial_value": string(3000, 0),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
        _ordered("min_length", "max_length"),
    ),
    "number_input": _named(
        "number_input",
        {"is_decimal_allowed": boolean},
        _TYPED | {"initial_value": _numeral, "min_value": _numeral, "max_value": _numeral},
        _ordered("min_value", "max_value"),
    ),
    "email_text_input": _named("email_text_input", {}, _TYPED | {"initial_value": string(3000, 0)}),
    "url_text_input": _named("url_text_input", {}, _TYPED | {"initial_value": string(3000, 0)}),
}

IN_ACTIONS: dict[str, Check] = {"button": BUTTON, "overflow": OVERFLOW} | CHOOSERS
IN_SECTION: dict[str, Check] = IN_ACTIONS | {"image": IMAGE}
IN_INPUT: dict[str, Check] = CHOOSERS | FILLED
