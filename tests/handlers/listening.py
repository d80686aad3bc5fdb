"""What the really built app listens to, read from the app itself."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from slack_bolt import App
from slack_bolt.listener import Listener

KINDS = {"command": "command", "action": "action", "block_action": "action", "view": "view", "event": "event"}
KINDS |= {"view_submission": "view", "view_closed": "closed", "options": "options", "block_suggestion": "options"}


@dataclass(frozen=True)
class Listening:
    """One registered listener, by what it is named after: "command /trust setup", "action teams.join"."""

    name: str
    listener: Listener


def listeners(app: App) -> list[Listening]:
    """Return every listener in the order in which they are asked; a word after a command counts as its own."""
    return [Listening(name, listener) for listener in app._listeners for name in _names(listener)]


def _names(listener: Listener) -> Iterator[str]:
    kind, words = "", [""]
    for matcher in listener.matchers:
        made_by, found = _made_by(matcher.func), _found_in(matcher.func)
        if made_by == "says":
            words = list(found["words"])
        else:
            kind = f"{KINDS[made_by]} {_constraint(found)}"
    yield from (f"{kind} {word}".rstrip() for word in words)


def _made_by(matcher: Callable[..., Any]) -> str:
    return matcher.__qualname__.partition(".")[0]


def _found_in(matcher: Callable[..., Any]) -> dict[str, Any]:
    cells = matcher.__closure__ or ()
    return {name: cell.cell_contents for name, cell in zip(matcher.__code__.co_freevars, cells, strict=True)}


def _constraint(found: dict[str, Any]) -> str:
    (constraint,) = (value for name, value in found.items() if name not in ("asyncio", "base_logger"))
    if isinstance(constraint, dict):
        (constraint,) = (value for name, value in constraint.items() if name in ("action_id", "callback_id", "type"))
    return constraint.pattern if isinstance(constraint, re.Pattern) else str(constraint)
