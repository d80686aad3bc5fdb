"""How a Web API method is declared and found."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..arguments import Arguments
from ..errors import Refused
from ..hub import Hub
from ..state import Json, Token
from ..workspace import Workspace


@dataclass(frozen=True, slots=True)
class Context:
    """Who calls, and where."""

    hub: Hub
    workspace: Workspace
    token: Token | None

    def demand(self, scope: str) -> None:
        """Refuse a caller whose token lacks this scope."""
        provided = self.token.scopes if self.token else frozenset()
        if scope not in provided:
            raise Refused("missing_scope", needed=scope, provided=",".join(sorted(provided)))


Function = Callable[[Context, Arguments], Json]


@dataclass(frozen=True, slots=True)
class Method:
    """One method: the kind of token it takes (none means that it needs no token) and the scope it demands."""

    name: str
    function: Function
    caller: str | None
    scope: str | None


METHODS: dict[str, Method] = {}


def method(name: str, *, caller: str | None = "bot", scope: str | None = None) -> Callable[[Function], Function]:
    """Declare the function that answers this method."""

    def register(function: Function) -> Function:
        METHODS[name] = Method(name, function, caller, scope)
        return function

    return register


def page(items: list[Any], args: Arguments, default: int, most: int = 1000) -> tuple[list[Any], Json]:
    """One page of a list, and the metadata that leads to the next."""
    limit = args.integer("limit", default, "invalid_limit") or default
    if not 1 <= limit <= most:
        raise Refused("invalid_limit")
    cursor = args.text("cursor")
    if cursor and not (cursor.startswith("from:") and cursor[5:].rstrip("=").isdigit()):
        raise Refused("invalid_cursor")
    start = int(cursor[5:].rstrip("=")) if cursor else 0
    end = start + limit
    return items[start:end], {"next_cursor": f"from:{end}=" if end < len(items) else ""}
