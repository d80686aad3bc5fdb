"""The audit: what a running installation stores, table by table, and whether anything of it is forbidden."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.audit.database import judge_rows, judge_shape
from bot.audit.declaration import Declaration, declaration
from bot.audit.keys import judge_key_store, judge_keys
from bot.audit.logs import judge_logs
from bot.audit.model import Finding
from bot.audit.store import AuditStore
from bot.db.engine import check_database, open_engine, reading
from bot.directory.peace import KEY as MARKS_KEY
from bot.kernel.errors import CandorError
from bot.texts import catalogue
from config.settings import Settings

IDLE_SECONDS = 300  # the clock empties the journal every minute
MOST_IN_JOURNAL = 64 * 1024 * 1024

_SHAPE_IS_ANOTHER = Finding("Because of this the rows were not looked at: bring database and program together first.")


class NothingToAudit(CandorError):
    """There is no installation where the settings point to."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was declared, what was found, and what was looked at."""

    declared: Declaration
    findings: tuple[Finding, ...]
    with_logs: bool

    @property
    def is_clean(self) -> bool:
        """Return whether nothing is stored that the design forbids."""
        return not any(finding.forbidden for finding in self.findings)


def audit(settings: Settings, logs: Sequence[Path], now: datetime) -> Report:
    """Look at database, key store and logs, changing nothing; raises CandorError where there is none to look at."""
    findings = [*_judge_journal(settings.sqlite_file), *_judge_installation(settings, logs, now)]
    return Report(declaration(), tuple(findings), with_logs=bool(logs))


def _judge_installation(settings: Settings, logs: Sequence[Path], now: datetime) -> Iterator[Finding]:
    engine = open_engine(settings.database_url, 1)
    try:
        check_database(engine)
        with reading(engine).begin() as connection:
            store, declared = AuditStore(connection), declaration()
            shape = store.shape()
            yield from judge_shape(declared, shape)
            if any(not set(stored.columns) <= shape.columns.get(table, set()) for table, stored in declared.items()):
                yield _SHAPE_IS_ANOTHER
                return
            yield from judge_rows(declared, store, now)
            kept, findings = judge_key_store(settings, store.installation_id())
            yield from findings
            yield from judge_keys(kept, *_owners_of_keys(declared, store))
            yield from judge_logs(logs, store.user_ids(), catalogue())
    finally:
        engine.dispose()


def _owners_of_keys(declared: Declaration, store: AuditStore) -> tuple[set[str], set[str], set[str]]:
    """Return the ids under which keys are kept: of open boxes, of closed ones, and of whatever else has keys."""
    named = {(table, column) for table, stored in declared.items() for column in stored.keys}
    others = named - {("batch", "id"), ("envelope", "batch_id"), ("tombstone", "batch_id")}
    return (
        store.named("batch", "id"),
        store.named("tombstone", "batch_id"),
        {MARKS_KEY, *(found for table, column in others for found in store.named(table, column))},
    )


def _judge_journal(database: Path | None) -> Iterator[Finding]:
    """Find a write-ahead log of SQLite's in which what was deleted is still to be read; before it is opened."""
    if database is None:
        return
    if not database.is_file():
        raise NothingToAudit(f"There is no database at {database}: check DATABASE_URL.")
    journal = database.with_name(f"{database.name}-wal")
    if not journal.is_file() or (size := journal.stat().st_size) == 0:
        return
    idle = time.time() - journal.stat().st_mtime
    if idle > IDLE_SECONDS or size > MOST_IN_JOURNAL:
        yield Finding(
            "The database's journal has not been emptied, so what was deleted is still in it. The running program "
            "empties it every minute: start it, or look for a program that keeps the database open."
        )
