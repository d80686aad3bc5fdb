"""Where resets are kept sealed, and what of limits and blocks is kept as keyed tokens."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from bot.ballots.ports import BallotsUnit
from bot.kernel.ids import BatchId, WorkspaceId
from bot.resets.model import ResetId
from bot.teams.ports import TeamsUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A box with what the database may know of it: when the clock has to look at it."""

    id: ResetId
    workspace_id: WorkspaceId
    look_at: datetime
    box: bytes = field(repr=False)


class ResetStore(Protocol):
    """Keeps sealed boxes, marks, blocks and each workspace's formal way; it can open nothing."""

    def lock(self, workspace_id: WorkspaceId) -> None:
        """Hold the workspace's row until the transaction ends, so that its resets change one after the other."""
        ...

    def find(self, reset_id: ResetId) -> Sealed | None: ...

    def of_workspace(self, workspace_id: WorkspaceId) -> list[Sealed]: ...

    def due(self, now: datetime) -> Sealed | None:
        """Return one box that the clock has to look at."""
        ...

    def next_look(self) -> datetime | None: ...

    def keep(self, sealed: Sealed) -> None:
        """Keep the box in place of an earlier one."""
        ...

    def bury(self, reset_id: ResetId) -> None:
        """Delete the box and write the tombstone of its key, beside those of batches."""
        ...

    def known_keys(self) -> set[BatchId]:
        """Return the keys of all boxes, and those that have a tombstone."""
        ...

    def mark(self, workspace_id: WorkspaceId, token: str, until: date) -> None: ...

    def is_marked(self, token: str, today: date) -> bool: ...

    def remove_marks(self, tokens: Iterable[str]) -> None: ...

    def forget_marks(self, today: date, limit: int) -> int:
        """Delete marks whose day is over; return how many."""
        ...

    def block(self, workspace_id: WorkspaceId, blocker: str, pair: str) -> None: ...

    def is_blocked(self, blocker: str, pair: str) -> bool: ...

    def has_blocks(self, blocker: str) -> bool: ...

    def lift_blocks(self, blocker: str) -> None: ...

    def formal_way(self, workspace_id: WorkspaceId) -> str:
        """Return the address of the workspace's formal way; nothing where none is kept."""
        ...

    def keep_formal_way(self, workspace_id: WorkspaceId, address: str) -> None: ...


class ResetsUnit(TeamsUnit, BallotsUnit, Protocol):
    """The stores that resets need."""

    @property
    def resets(self) -> ResetStore: ...
