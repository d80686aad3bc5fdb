"""Batches and keys in memory."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from bot.ballots.model import Batch, Lost
from bot.kernel.ids import BatchId


class FakeBallotStore:
    """Keeps what SqlBallotStore keeps; ``batches`` may be looked into, with the boxes sealed."""

    def __init__(self) -> None:
        self.batches: dict[BatchId, Batch] = {}
        self.buried: set[BatchId] = set()
        self.set_aside: dict[BatchId, Lost] = {}
        self.themes: dict[tuple[str, str], str] = {}

    def lock(self, scope: str) -> None:
        """Nobody else is writing: FakeWork lets one writer in at a time."""

    def find(self, scope: str, item: str) -> Batch | None:
        return next((batch for batch in self.open_in(scope) if batch.item == item), None)

    def open_in(self, scope: str) -> list[Batch]:
        return sorted((batch for batch in self.batches.values() if batch.scope == scope), key=lambda batch: batch.item)

    def scopes(self) -> set[str]:
        return {batch.scope for batch in self.batches.values()}

    def opened_before(self, moment: datetime) -> list[Batch]:
        old = [replace(batch, box=None) for batch in self.batches.values() if batch.opened_at < moment]
        return sorted(old, key=lambda batch: (batch.opened_at, batch.id))

    def add(self, batch: Batch) -> None:
        if self.find(batch.scope, batch.item) is not None:
            raise ValueError("This item has its open batch.")
        self.batches[batch.id] = batch

    def put_box(self, batch_id: BatchId, box: bytes) -> None:
        self.batches[batch_id] = replace(self.batches[batch_id], box=box)

    def bury(self, batch_id: BatchId) -> None:
        self.batches.pop(batch_id, None)
        self.buried.add(batch_id)

    def tombstones(self) -> list[BatchId]:
        return list(self.buried)

    def remove_tombstone(self, batch_id: BatchId) -> None:
        self.buried.discard(batch_id)

    def all_batches(self) -> set[BatchId]:
        return set(self.batches)

    def note_lost(self, lost: Lost) -> None:
        self.set_aside[lost.batch_id] = lost

    def lost(self) -> list[Lost]:
        return sorted(self.set_aside.values(), key=lambda lost: lost.batch_id)

    def remove_lost(self, batch_id: BatchId) -> None:
        self.set_aside.pop(batch_id, None)

    def keep_theme(self, scope: str, item: str, option: str) -> None:
        self.themes.setdefault((scope, item), option)

    def find_theme(self, scope: str, question: str) -> str | None:
        items = [item for kept, item in self.themes if kept == scope and item.startswith(f"{question}-")]
        return self.themes[scope, max(items)] or None if items else None


class FakeKeyStore:
    """Keeps keys in a dict; ``pass_time`` makes all of them older."""

    def __init__(self) -> None:
        self.keys: dict[BatchId, bytes] = {}
        self._ages: dict[BatchId, timedelta] = {}

    def create(self, batch_id: BatchId) -> bytes:
        if batch_id in self.keys:
            raise FileExistsError("This batch has its key.")
        self.keys[batch_id] = secrets.token_bytes(32)
        self._ages[batch_id] = timedelta(0)
        return self.keys[batch_id]

    def find(self, batch_id: BatchId) -> bytes | None:
        return self.keys.get(batch_id)

    def destroy(self, batch_id: BatchId) -> None:
        self.keys.pop(batch_id, None)
        self._ages.pop(batch_id, None)

    def all(self) -> list[tuple[BatchId, timedelta]]:
        return list(self._ages.items())

    def close(self) -> None:
        """There is nothing to let go of."""

    def pass_time(self, time: timedelta) -> None:
        self._ages = {batch_id: age + time for batch_id, age in self._ages.items()}


class FakeBallotsUnit:
    """The two stores that ballots need, and nothing else."""

    def __init__(self) -> None:
        self.ballots = FakeBallotStore()
        self.keys = FakeKeyStore()
