"""A call's arguments, however they were sent: query, form or JSON."""

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from .errors import Refused
from .state import Json


@dataclass(frozen=True, slots=True)
class Arguments:
    """Named values of one call; form values are text, JSON values have their types."""

    values: Json

    def text(self, name: str) -> str:
        """The value as text; empty when it was not sent."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def required(self, name: str, code: str = "invalid_arguments") -> str:
        """The value as text; refuses when it is missing or empty."""
        value = self.text(name)
        if not value:
            raise Refused(code, response_metadata={"messages": [f"[ERROR] missing required field: {name}"]})
        return value

    def integer(self, name: str, default: int, code: str = "invalid_arguments") -> int:
        """The value as a whole number."""
        value = self.values.get(name)
        if value in (None, ""):
            return default
        try:
            return int(str(value))
        except ValueError:
            raise Refused(code) from None

    def flag(self, name: str) -> bool:
        """Whether the value is true in any of the spellings that Slack takes."""
        return str(self.values.get(name, "")).lower() in ("1", "true")

    def structure(self, name: str, code: str) -> Any:
        """A value that is JSON inside a form, or already a structure in a JSON body."""
        value = self.values.get(name)
        if value in (None, ""):
            return None
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise Refused(code) from None


async def read_arguments(request: web.Request) -> Arguments:
    """The arguments of a request; a JSON body that is not an object is refused."""
    values: Json = dict(request.query)
    if request.method == "POST":
        if request.content_type == "application/json":
            values |= _json_object(await request.text())
        else:
            values |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    return Arguments(values)


def _json_object(body: str) -> Json:
    if not body:
        return {}
    try:
        value = json.loads(body)
    except ValueError:
        raise Refused("invalid_json") from None
    if not isinstance(value, dict):
        raise Refused("json_not_object")
    return value
