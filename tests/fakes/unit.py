"""The unit of work with every store a fake: what the services see, without a database."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

from tests.fakes.administration import FakeExportStore
from tests.fakes.ballots import FakeBallotStore, FakeKeyStore
from tests.fakes.checkins import FakeCheckinStore
from tests.fakes.directory import FakeLeftInPeace, FakePersonStore, FakeReconciliations
from tests.fakes.meetings import FakeFeedStore, FakeMeetingStore
from tests.fakes.outbox import FakeOutbox
from tests.fakes.practices import FakePracticeStore
from tests.fakes.resets import FakeResetStore
from tests.fakes.slack import FakeDeliveries
from tests.fakes.teams import FakeTeamStore
from tests.fakes.trends import FakeTrendStore
from tests.fakes.workspaces import FakeWorkspaceStore


class FakeUnit:
    """All fakes side by side; they forget nothing until they go away."""

    def __init__(self, keys: FakeKeyStore | None = None) -> None:
        self.workspaces = FakeWorkspaceStore()
        self.teams = FakeTeamStore()
        self.people = FakePersonStore(self.teams)
        self.reconciliations = FakeReconciliations(self.workspaces, self.teams, self.people)
        self.left_in_peace = FakeLeftInPeace()
        self.meetings = FakeMeetingStore()
        self.feeds = FakeFeedStore(self.teams, self.meetings)
        self.checkins = FakeCheckinStore()
        self.ballots = FakeBallotStore()
        self.resets = FakeResetStore(self.ballots)
        self.practices = FakePracticeStore()
        self.trends = FakeTrendStore()
        self.outbox = FakeOutbox()
        self.deliveries = FakeDeliveries()
        self.exports = FakeExportStore(self.teams, self.trends, self.practices, self.outbox)
        self.keys = keys or FakeKeyStore()


class FakeWork:
    """Opens units on the same fakes, one writer at a time; an exception takes back what was written.

    Keys are no part of the transaction, as in life: they stay whatever becomes of it.
    """

    def __init__(self, unit: FakeUnit | None = None) -> None:
        self._unit = unit or FakeUnit()
        self._lock = threading.RLock()

    @contextmanager
    def write(self) -> Iterator[FakeUnit]:
        with self._lock:
            before = deepcopy(vars(self._unit), {id(self._unit.keys): self._unit.keys})
            try:
                yield self._unit
            except BaseException:
                vars(self._unit).update(before)
                raise

    @contextmanager
    def read(self) -> Iterator[FakeUnit]:
        with self._lock:
            yield self._unit
