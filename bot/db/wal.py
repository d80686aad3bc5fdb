"""Emptying SQLite's write-ahead log, and trying again until nothing is left in it."""

import logging

from sqlalchemy import Engine

from bot.db.engine import truncate_wal

log = logging.getLogger(__name__)


class WriteAheadLog:
    """Knows whether the log has still to be emptied: at first it has, since a process before may have been killed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._owed = True
        self._told = False

    @property
    def is_owed(self) -> bool:
        """Return whether the log has still to be emptied."""
        return self._owed

    def owe(self) -> None:
        """Note that there is something in the log that must not stay."""
        self._owed = True

    def settle(self) -> None:
        """Empty the log if that is owed; where a reader is in the way it stays owed, for the clock's next beat."""
        if not self._owed:
            return
        self._owed = not truncate_wal(self._engine)
        if self._owed and not self._told:
            log.warning("the write-ahead log is in use and will be emptied later", extra={"action": "wal.busy"})
        self._told = self._owed
