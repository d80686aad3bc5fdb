"""The unit of work: one transaction with every store on it, committed on a clean exit."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from bot.administration.store import SqlExportStore
from bot.ballots.ports import KeyStore
from bot.ballots.store import SqlBallotStore
from bot.checkins.store import SqlCheckinStore
from bot.db.engine import reading
from bot.directory.store import SqlLeftInPeace, SqlPersonStore, SqlReconciliations
from bot.meetings.feeds.store import SqlFeedStore
from bot.meetings.store import SqlMeetingStore
from bot.outbox.model import Problem
from bot.outbox.store import SqlOutbox
from bot.practices.store import SqlPracticeStore
from bot.resets.store import SqlResetStore
from bot.slack.store import SqlDeliveries
from bot.teams.model import Team
from bot.teams.store import SqlTeamStore
from bot.trends.store import SqlTrendStore
from bot.workspaces.model import Workspace
from bot.workspaces.seal import TokenSeal
from bot.workspaces.store import SqlWorkspaceStore


@dataclass(frozen=True, slots=True)
class Stuck:
    """What does not go on by itself: messages, paused teams and disabled workspaces."""

    problems: list[Problem]
    teams: list[Team]
    workspaces: list[Workspace]


class SqlUnit:
    """All stores on one connection; it never commits by itself."""

    def __init__(self, connection: Connection, keys: KeyStore, seal: TokenSeal) -> None:
        self.workspaces = SqlWorkspaceStore(connection, seal)
        self.people = SqlPersonStore(connection)
        self.reconciliations = SqlReconciliations(connection)
        self.left_in_peace = SqlLeftInPeace(connection)
        self.teams = SqlTeamStore(connection)
        self.meetings = SqlMeetingStore(connection)
        self.feeds = SqlFeedStore(connection, seal)
        self.checkins = SqlCheckinStore(connection)
        self.ballots = SqlBallotStore(connection)
        self.resets = SqlResetStore(connection)
        self.practices = SqlPracticeStore(connection)
        self.trends = SqlTrendStore(connection)
        self.exports = SqlExportStore(connection)
        self.outbox = SqlOutbox(connection)
        self.deliveries = SqlDeliveries(connection)
        self.keys = keys


class SqlWork:
    """Opens units of work on a database."""

    def __init__(self, engine: Engine, keys: KeyStore, seal: TokenSeal) -> None:
        self._writing = engine
        self._reading = reading(engine)
        self._keys = keys
        self._seal = seal

    @contextmanager
    def write(self) -> Iterator[SqlUnit]:
        """Open a writing transaction; on SQLite it holds the write lock from the first moment."""
        with self._writing.begin() as connection:
            yield SqlUnit(connection, self._keys, self._seal)

    @contextmanager
    def read(self) -> Iterator[SqlUnit]:
        """Open a transaction that only reads."""
        with self._reading.begin() as connection:
            yield SqlUnit(connection, self._keys, self._seal)


def find_stuck(engine: Engine) -> Stuck:
    """Return what an operator should look at: messages, teams and workspaces that do not go on by themselves."""
    with reading(engine).begin() as connection:
        return Stuck(
            problems=SqlOutbox(connection).problems(),
            teams=SqlTeamStore(connection).stopped(),
            workspaces=SqlWorkspaceStore(connection, TokenSeal(None)).disabled(),
        )


def find_installation(engine: Engine) -> str:
    """Return this database's own id, which its key store carries too."""
    with reading(engine).begin() as connection:
        return SqlWorkspaceStore(connection, TokenSeal(None)).installation_id()
