"""Sealed resets, marks and blocks for tests, in memory."""

from collections.abc import Iterable
from datetime import date, datetime

from bot.kernel.ids import BatchId, WorkspaceId
from bot.resets.keys import key_id
from bot.resets.model import ResetId
from bot.resets.ports import Sealed
from tests.fakes.ballots import FakeBallotStore


class FakeResetStore:
    """Keeps what SqlResetStore keeps; tombstones lie with those of batches."""

    def __init__(self, ballots: FakeBallotStore) -> None:
        self._ballots = ballots
        self.boxes: dict[ResetId, Sealed] = {}
        self.marks: dict[str, date] = {}
        self.blocks: set[tuple[str, str]] = set()
        self.ways: dict[WorkspaceId, str] = {}

    def lock(self, workspace_id: WorkspaceId) -> None:
        """Nobody else is writing: FakeWork lets one writer in at a time."""

    def find(self, reset_id: ResetId) -> Sealed | None:
        return self.boxes.get(reset_id)

    def of_workspace(self, workspace_id: WorkspaceId) -> list[Sealed]:
        return sorted((one for one in self.boxes.values() if one.workspace_id == workspace_id), key=lambda one: one.id)

    def due(self, now: datetime) -> Sealed | None:
        ready = [one for one in self.boxes.values() if one.look_at <= now]
        return min(ready, key=lambda one: (one.look_at, one.id), default=None)

    def next_look(self) -> datetime | None:
        return min((one.look_at for one in self.boxes.values()), default=None)

    def keep(self, sealed: Sealed) -> None:
        self.boxes[sealed.id] = sealed

    def bury(self, reset_id: ResetId) -> None:
        self.boxes.pop(reset_id, None)
        self._ballots.buried.add(key_id(reset_id))

    def known_keys(self) -> set[BatchId]:
        return {key_id(one) for one in self.boxes} | self._ballots.buried

    def mark(self, workspace_id: WorkspaceId, token: str, until: date) -> None:
        self.marks[token] = until

    def is_marked(self, token: str, today: date) -> bool:
        return token in self.marks and self.marks[token] >= today

    def remove_marks(self, tokens: Iterable[str]) -> None:
        for token in tokens:
            self.marks.pop(token, None)

    def forget_marks(self, today: date, limit: int) -> int:
        old = [token for token, until in self.marks.items() if until < today][:limit]
        self.remove_marks(old)
        return len(old)

    def block(self, workspace_id: WorkspaceId, blocker: str, pair: str) -> None:
        self.blocks.add((blocker, pair))

    def is_blocked(self, blocker: str, pair: str) -> bool:
        return (blocker, pair) in self.blocks

    def has_blocks(self, blocker: str) -> bool:
        return any(one == blocker for one, _ in self.blocks)

    def lift_blocks(self, blocker: str) -> None:
        self.blocks = {(one, pair) for one, pair in self.blocks if one != blocker}

    def formal_way(self, workspace_id: WorkspaceId) -> str:
        return self.ways.get(workspace_id, "")

    def keep_formal_way(self, workspace_id: WorkspaceId, address: str) -> None:
        self.ways[workspace_id] = address
