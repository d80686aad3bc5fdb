"""The slash commands, named in one place: other apps in a workspace may own these names already."""

from collections.abc import Callable, Mapping
from typing import Any

CHECKIN = "/checkin"
TRUST = "/trust"
RESET = "/reset"


def first_word(command: Mapping[str, Any]) -> str:
    """Return the word after a command, in lower case; empty where there is none."""
    return next(iter(str(command.get("text", "")).lower().split()), "")


def says(*words: str) -> Callable[[dict[str, Any]], bool]:
    """Return a matcher for a command followed by one of these words.

    The first listener that matches answers, so whoever takes every word is registered after all others.
    """

    def matches(command: dict[str, Any]) -> bool:
        return first_word(command) in words

    return matches
