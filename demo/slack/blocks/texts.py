"""Composition objects: texts, options, confirmations.

https://docs.slack.dev/reference/block-kit/composition-objects
"""

from typing import Any

from .shapes import Check, Shape, boolean, by_type, is_a, many, one_of, string


def plain(most: int) -> Check:
    """A plain_text object."""
    return by_type({"plain_text": _plain(most)}, "text")


def either(most: int) -> Check:
    """A plain_text or mrkdwn object."""
    mrkdwn = Shape({"type": is_a("mrkdwn"), "text": string(most)}, {"verbatim": boolean})
    return by_type({"plain_text": _plain(most), "mrkdwn": mrkdwn}, "text")


def _plain(most: int) -> Check:
    return Shape({"type": is_a("plain_text"), "text": string(most)}, {"emoji": boolean})


CONFIRM = Shape(
    {"title": plain(100), "text": either(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)


def option(text: Check, *, url: bool = False) -> Check:
    """One choice: its text to 75 characters, its value to 150, its description to 75."""
    optional: dict[str, Check] = {"description": either(75) if text is EITHER_75 else plain(75)}
    return Shape({"text": text, "value": string(150)}, optional | ({"url": string(3000)} if url else {}))


PLAIN_75 = plain(75)
EITHER_75 = either(75)
SELECT_OPTION = option(PLAIN_75)
CHOICE_OPTION = option(EITHER_75)
OVERFLOW_OPTION = option(PLAIN_75, url=True)
OPTION_GROUP = Shape({"label": plain(75), "options": many(SELECT_OPTION, 100)})


def options_of(element: dict[str, Any]) -> list[Any]:
    """Every option of an element, in groups or not."""
    groups = element.get("option_groups") or []
    inside = [option for group in groups if isinstance(group, dict) for option in group.get("options") or []]
    return [*(element.get("options") or []), *inside]


def initial_among_options(element: Any, path: str, problems: list[str]) -> None:
    """What is chosen at first must be exactly one of the options offered."""
    offered = options_of(element)
    first = element.get("initial_option")
    if first is not None and first not in offered:
        problems.append(f"initial_option must match one of the options [json-pointer:{path}/initial_option]")
    for index, chosen in enumerate(element.get("initial_options") or []):
        if chosen not in offered:
            problems.append(f"initial_options must match the options [json-pointer:{path}/initial_options/{index}]")


def distinct_values(element: Any, path: str, problems: list[str]) -> None:
    """Two options of one element may not share their value."""
    values = [choice.get("value") for choice in options_of(element) if isinstance(choice, dict)]
    if len(values) != len(set(map(str, values))):
        problems.append(f"options must have unique values [json-pointer:{path}/options]")
