"""What a sender has claimed and not begun: each message waits for its turn in the workspace's rate."""

import heapq
import itertools
from collections.abc import Iterable
from math import inf
from time import monotonic

from bot.outbox.model import Claimed, Outgoing


class Queue:
    """Hands out claimed messages when they start, the earliest first; times are of the machine's monotonic clock."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, float, Claimed]] = []
        self._numbers = itertools.count()

    def __len__(self) -> int:
        return len(self._heap)

    @property
    def next_start(self) -> float:
        """Return when the next message starts."""
        return self._heap[0][0] if self._heap else inf

    def add(self, claimed: Iterable[Claimed], began: float, gives_up_at: float) -> None:
        """Take messages that were claimed at a moment; after ``gives_up_at`` they are left to their lease."""
        for one in claimed:
            heapq.heappush(self._heap, (began + one.wait, next(self._numbers), gives_up_at, one))

    def take(self, most: int, early: float = 0.0) -> list[tuple[Claimed, float]]:
        """Return up to so many messages whose turn has come, or comes within ``early`` seconds, and when they start."""
        now = monotonic()
        taken: list[tuple[Claimed, float]] = []
        while self._heap and len(taken) < most and self._heap[0][0] <= now + early:
            starts_at, _, gives_up_at, claimed = heapq.heappop(self._heap)
            if now < gives_up_at:
                taken.append((claimed, starts_at))
        return taken

    def drop_like(self, message: Outgoing) -> list[Claimed]:
        """Take out what goes to the same workspace by the same method."""
        like = (message.workspace_id, message.method)
        return self._drop([one for one in self._heap if (one[3].message.workspace_id, one[3].message.method) == like])

    def drop_all(self) -> list[Claimed]:
        """Take out everything."""
        return self._drop(self._heap)

    def _drop(self, gone: list[tuple[float, int, float, Claimed]]) -> list[Claimed]:
        numbers = {one[1] for one in gone}
        self._heap = [one for one in self._heap if one[1] not in numbers]
        heapq.heapify(self._heap)
        return [one[3] for one in gone]
