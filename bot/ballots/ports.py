"""Where envelopes and their keys are kept, apart from each other."""

from datetime import datetime
from typing import Protocol

from bot.kernel.ids import BatchId


class BallotStore(Protocol):
    """Keeps the open batch and the sealed box of each (scope, item), and the tombstones of closed ones."""

    def find_batch(self, scope: str, item: str) -> tuple[BatchId, datetime] | None:
        """Return the open batch and when the round in which it was opened began."""
        ...

    def add_batch(self, batch_id: BatchId, scope: str, item: str, opened_at: datetime) -> None: ...

    def find_box(self, batch_id: BatchId) -> bytes | None: ...

    def put_box(self, batch_id: BatchId, box: bytes) -> None:
        """Keep the box, in place of an earlier one."""
        ...

    def bury(self, batch_id: BatchId) -> None:
        """Delete batch and envelope and write the tombstone of their key."""
        ...

    def tombstones(self) -> list[BatchId]: ...

    def remove_tombstone(self, batch_id: BatchId) -> None: ...

    def open_batches(self, scope: str) -> list[tuple[BatchId, str]]:
        """Return the open batches of a scope with their items."""
        ...

    def all_batches(self) -> set[BatchId]: ...


class KeyStore(Protocol):
    """Keeps one 32-byte key a batch, away from the database and from every backup; never caches one."""

    def create(self, batch_id: BatchId) -> bytes:
        """Draw a key and keep it durably before returning it; raises FileExistsError if there is one."""
        ...

    def find(self, batch_id: BatchId) -> bytes | None: ...

    def destroy(self, batch_id: BatchId) -> None:
        """Destroy the key; does nothing where there is none."""
        ...

    def all(self) -> list[tuple[BatchId, datetime]]:
        """Return all keys' batches with the moment (machine time) at which each key was made."""
        ...


class BallotsUnit(Protocol):
    """The stores that ballots need."""

    @property
    def ballots(self) -> BallotStore: ...

    @property
    def keys(self) -> KeyStore: ...
