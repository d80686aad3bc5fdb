"""What a ballot is about, the choice it is made from, and what a closed batch yields."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from bot.kernel.ids import BatchId, UserId
from bot.teams.model import Round, Team

HELD_BACK = "held_back"
BARRIER = "barrier"
CHANGE = "change"
RESET = "reset"  # whether talking is easier, a week after a reset

K_PEOPLE = 5  # anonymity.md: different people in a batch before it is read
EXPIRE = timedelta(weeks=6)
MAX_CHANGES = 3  # a person's changes in one round
ORPHANED = EXPIRE + timedelta(weeks=1)  # the age, in machine time, at which a key that belongs to nothing goes

ACT_ROUNDS = 10
BARRIER_ROUND = 11

QUARTER_WAITS = timedelta(weeks=2)  # by then every round that opened in the quarter has closed
NAMED_FROM = 100  # ballots

OTHERS_KEYS = "reset"  # what the names of keys begin with that belong to resets

_QUARTER_MONTHS = 3
_ROUND = timedelta(weeks=1)


def is_of_another(key_id: BatchId) -> bool:
    """Return whether a key in the store belongs to another feature: batches have hex digits for a name, never this."""
    return key_id.startswith(OTHERS_KEYS)


def act_item(season: int) -> str:
    """Return the item of a season's act; each season starts afresh."""
    return f"act-{season}"


def quarter_item(question: str, round_opens_at: datetime) -> str:
    """Return the item of a question that the whole workspace answers: one for each quarter of the year."""
    utc = round_opens_at.astimezone(UTC)
    return f"{question}-{utc.year}q{(utc.month - 1) // _QUARTER_MONTHS + 1}"


def second_place(team: Team, round_: Round) -> tuple[str, str]:
    """Return the scope and item of the second question's ballots in a round."""
    if round_.place <= ACT_ROUNDS:
        return team.id, act_item(round_.season)
    question = BARRIER if round_.place == BARRIER_ROUND else CHANGE
    return team.workspace_id, quarter_item(question, round_.opens_at)


def question_of(item: str) -> str | None:
    """Return the workspace's question that an item belongs to; None for the items of a team."""
    question, _, quarter = item.rpartition("-")
    return question if _is_quarter(quarter) else None


def quarter_starts(item: str) -> datetime:
    """Return when the quarter of a workspace's item began."""
    year, _, quarter = item.rpartition("-")[2].partition("q")
    return datetime(int(year), (int(quarter) - 1) * _QUARTER_MONTHS + 1, 1, tzinfo=UTC)


def quarter_counts_at(item: str) -> datetime:
    """Return when a workspace's item is counted: when no round of its quarter can be open any more."""
    after = quarter_starts(item) + timedelta(days=100)
    return after.replace(day=1) + QUARTER_WAITS


def too_old_to_read(opened_at: datetime, now: datetime) -> bool:
    """Return whether a batch is older than six weeks, in whole days, so that a close may be some hours late."""
    return (now - opened_at).days > EXPIRE.days


def counted_from(round_: Round) -> datetime:
    """Return from when on the age of a round's ballots counts: its opening, or six weeks before a late close.

    A round is that long where nothing could close it for weeks. It depends on the round alone, never on a tap.
    """
    return max(round_.opens_at, round_.closes_at - EXPIRE)


def _is_quarter(text: str) -> bool:
    year, letter, quarter = text.partition("q")
    return letter == "q" and year.isdigit() and quarter in ("1", "2", "3", "4")


@dataclass(frozen=True, slots=True)
class Choice:
    """The option that somebody tapped: its id in config/questions.yaml. Never printed."""

    question: str
    option: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """An answer on its way into the envelope of (scope, item).

    ``scope`` is a team's id, or a workspace's for what is counted over the whole workspace (`second_place` knows);
    ``round_key`` names the round a ballot comes from; ``opened_at`` is when that round opened, the only time that is
    ever kept with a batch. ``closes_at`` is when the round closes, a week later where nothing else is said: a holiday
    makes it longer.
    """

    scope: str
    item: str
    voter: UserId = field(repr=False)
    round_key: int
    opened_at: datetime
    choice: Choice = field(repr=False)
    closes_at: datetime | None = None

    def needs_a_new_batch(self, batch_opened_at: datetime) -> bool:
        """Return whether a batch is too old for this ballot, since it could not be read at the close of its round."""
        return too_old_to_read(batch_opened_at, self.closes_at or self.opened_at + _ROUND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """An open batch with its sealed box; no box where none is to be found."""

    id: BatchId
    scope: str
    item: str
    opened_at: datetime
    box: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A batch that could not be opened and was set aside; its team's administrators are yet to be told."""

    batch_id: BatchId
    scope: str
    item: str


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
