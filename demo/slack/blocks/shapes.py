"""The small language in which Block Kit's rules are written down.

A check looks at one value at one place and notes what Slack would say against it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Check = Callable[[Any, str, list[str]], None]


@dataclass(frozen=True, slots=True)
class Shape:
    """An object's fields: those it needs, those it may have, and what must hold between them."""

    required: Mapping[str, Check]
    optional: Mapping[str, Check] = field(default_factory=dict)
    between: tuple[Check, ...] = ()

    def __call__(self, value: Any, path: str, problems: list[str]) -> None:
        if not isinstance(value, dict):
            problems.append(f"must provide an object [json-pointer:{path}]")
            return
        for name in self.required:
            if name not in value:
                problems.append(f"missing required field: {name} [json-pointer:{path}]")
        for name, inner in value.items():
            check = self.required.get(name) or self.optional.get(name)
            if check is None:
                problems.append(f"invalid additional property: {name} [json-pointer:{path}]")
            else:
                check(inner, f"{path}/{name}", problems)
        for rule in self.between:
            rule(value, path, problems)


def string(most: int, least: int = 1) -> Check:
    """Text of `least` to `most` characters."""

    def check(value: Any, path: str, problems: list[str]) -> None:
        if not isinstance(value, str):
            problems.append(f"must provide a string [json-pointer:{path}]")
        elif len(value) > most:
            problems.append(f"must be less than {most + 1} characters [json-pointer:{path}]")
        elif len(value) < least:
            problems.append(f"must be more than {least - 1} characters [json-pointer:{path}]")

    return check


def one_of(*allowed: str) -> Check:
    """One of these words."""

    def check(value: Any, path: str, problems: list[str]) -> None:
        if value not in allowed:
            problems.append(f"must be a valid enum value: {', '.join(allowed)} [json-pointer:{path}]")

    return check


def boolean(value: Any, path: str, problems: list[str]) -> None:
    """True or false."""
    if not isinstance(value, bool):
        problems.append(f"must provide a boolean [json-pointer:{path}]")


def integer(least: int, most: int) -> Check:
    """A whole number in this range."""

    def check(value: Any, path: str, problems: list[str]) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            problems.append(f"must provide an integer [json-pointer:{path}]")
        elif not least <= value <= most:
            problems.append(f"must be between {least} and {most} [json-pointer:{path}]")

    return check


def number(value: Any, path: str, problems: list[str]) -> None:
    """A number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        problems.append(f"must provide a number [json-pointer:{path}]")


def many(check: Check, most: int, least: int = 1) -> Check:
    """A list of `least` to `most` such values."""

    def check_all(value: Any, path: str, problems: list[str]) -> None:
        if not isinstance(value, list):
            problems.append(f"must provide an array [json-pointer:{path}]")
            return
        if len(value) > most:
            problems.append(f"no more than {most} items allowed [{path.rsplit('/', 1)[-1]}] [json-pointer:{path}]")
        if len(value) < least:
            problems.append(f"no fewer than {least} items allowed [json-pointer:{path}]")
        for index, inner in enumerate(value):
            check(inner, f"{path}/{index}", problems)

    return check_all


def by_type(shapes: Mapping[str, Check], what: str) -> Check:
    """An object whose `type` says which shape it must have; an unknown type is refused."""

    def check(value: Any, path: str, problems: list[str]) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        shape = shapes.get(kind) if isinstance(kind, str) else None
        if shape is None:
            problems.append(f"unsupported type: {kind} for {what} [json-pointer:{path}/type]")
            return
        shape(value, path, problems)

    return check


def is_a(name: str) -> Check:
    """This very type."""
    return one_of(name)
