"""What is published about a team: levels, words and arrows."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Band(IntEnum):
    """The word for a level."""

    RARELY = 0
    SOMETIMES = 1
    HALF = 2
    MOSTLY = 3


class Arrow(StrEnum):
    """Where a level went since eight weeks ago."""

    UP = "up"
    DOWN = "down"
    STEADY = "steady"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The level after a batch was closed: all that is kept of it. ``level`` is in twentieths."""

    item: str
    number: int
    round_number: int
    level: int
    band: Band
