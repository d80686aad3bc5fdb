"""What an audit finds, and what it needs to know of a database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.kernel.ids import BatchId


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence; ``forbidden`` where something is stored that the design does not allow.

    No sentence says how many people there are, who they are, or what a row holds.
    """

    sentence: str
    forbidden: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBatch:
    """An open batch as it lies there; ``on_time`` says that its moment is the opening of one of its team's rounds."""

    id: BatchId
    scope: str
    item: str
    opened_at: datetime
    on_time: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How the database is built: its tables with their columns, and whatever else acts or shows in it."""

    columns: Mapping[str, set[str]]
    with_row_numbers: set[str]
    additions: tuple[str, ...]  # triggers, views and the like, each with its name
    habits: Mapping[str, str] = field(default_factory=dict)  # SQLite's pragmas


@dataclass(frozen=True, slots=True)
class KeptKey:
    """A key in the key store, by the batch that it belongs to, with its age."""

    batch_id: BatchId
    age: timedelta
