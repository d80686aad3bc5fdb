"""What a ballot is about, the choice it is made from, and what a closed batch yields."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction

from bot.kernel.ids import UserId

HELD_BACK = "held_back"
BARRIER = "barrier"
CHANGE = "change"

K_PEOPLE = 5  # anonymity.md: different people in a batch before it is read
EXPIRE = timedelta(weeks=6)
MAX_CHANGES = 3  # a person's changes in one round


def act_item(season: int) -> str:
    """Return the item of a season's act; each season starts afresh."""
    return f"act-{season}"


@dataclass(frozen=True, slots=True)
class Choice:
    """The option that somebody tapped: its id in config/questions.yaml. Never printed."""

    question: str
    option: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """An answer on its way into the envelope of (scope, item).

    ``scope`` is a team's id, or a workspace's for what is counted over the whole workspace; ``round_key`` names the
    round a ballot comes from; ``opened_at`` is when that round opened, the only time that is ever kept with a batch.
    """

    scope: str
    item: str
    voter: UserId
    round_key: int
    opened_at: datetime
    choice: Choice


@dataclass(frozen=True, slots=True)
class Kept:
    """The ballot is in the envelope (or this round's earlier one stays the kept one)."""


@dataclass(frozen=True, slots=True)
class TooOftenChanged:
    """This round's answer has been changed as often as it may be; nothing was written."""


Cast = Kept | TooOftenChanged


@dataclass(frozen=True, slots=True)
class Noised:
    """What a closed batch yields: the blurred estimate of its share. Lives in memory only, never printed."""

    share: Fraction = field(repr=False)
