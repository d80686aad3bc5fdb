"""Where envelopes and their keys are kept, apart from each other."""

from datetime import datetime, timedelta
from typing import Protocol

from bot.ballots.model import Batch, Lost
from bot.kernel.errors import CandorError
from bot.kernel.ids import BatchId
from bot.teams.ports import TeamsUnit


class KeysUnavailable(CandorError):
    """The key store cannot be reached just now, which says nothing about whether a key exists."""


class KeysRefused(CandorError):
    """The key store must not be used as it is; the message says why and what to do."""


class BallotStore(Protocol):
    """Keeps the open batch and the sealed box of each (scope, item), and the tombstones of closed ones."""

    def lock(self, scope: str) -> None:
        """Hold the scope until the transaction ends: its team's or workspace's row on PostgreSQL, all on SQLite."""
        ...

    def find(self, scope: str, item: str) -> Batch | None: ...

    def open_in(self, scope: str) -> list[Batch]:
        """Return a scope's open batches, sorted by item."""
        ...

    def scopes(self) -> set[str]:
        """Return where any batch is open."""
        ...

    def opened_before(self, moment: datetime) -> list[Batch]:
        """Return the open batches, without their boxes, whose round opened before this; the oldest first."""
        ...

    def add(self, batch: Batch) -> None:
        """Keep a batch that has just been opened, with its box."""
        ...

    def put_box(self, batch_id: BatchId, box: bytes) -> None:
        """Keep the box in place of the earlier one."""
        ...

    def bury(self, batch_id: BatchId) -> None:
        """Delete batch and envelope and write the tombstone of their key."""
        ...

    def tombstones(self) -> list[BatchId]: ...

    def remove_tombstone(self, batch_id: BatchId) -> None: ...

    def all_batches(self) -> set[BatchId]: ...

    def note_lost(self, lost: Lost) -> None: ...

    def lost(self) -> list[Lost]:
        """Return the batches that were set aside and of which nobody has been told yet."""
        ...

    def remove_lost(self, batch_id: BatchId) -> None: ...

    def keep_theme(self, scope: str, item: str, option: str) -> None:
        """Keep what a workspace's item was counted to: the option named, or nothing for "no clear theme".

        The first count of an item stays.
        """
        ...

    def find_theme(self, scope: str, question: str) -> str | None:
        """Return the option that the latest count of a question named, if it named one."""
        ...


class KeyStore(Protocol):
    """Keeps one 32-byte key a batch, away from the database and from every backup; never caches one.

    Every method raises KeysUnavailable where the store cannot be reached.
    """

    def create(self, batch_id: BatchId) -> bytes:
        """Draw a key and keep it durably before returning it; raises FileExistsError if there is one."""
        ...

    def find(self, batch_id: BatchId) -> bytes | None:
        """Return the key; None only where it surely is not there."""
        ...

    def destroy(self, batch_id: BatchId) -> None:
        """Destroy the key; does nothing where there is none."""
        ...

    def all(self) -> list[tuple[BatchId, timedelta]]:
        """Return all keys' batches with each key's age, by the key store's own clock."""
        ...

    def close(self) -> None:
        """Let go of connections, at the program's end."""
        ...


class BallotsUnit(Protocol):
    """The stores that ballots need."""

    @property
    def ballots(self) -> BallotStore: ...

    @property
    def keys(self) -> KeyStore: ...


class LossesUnit(TeamsUnit, BallotsUnit, Protocol):
    """The stores that telling of a lost batch needs."""
