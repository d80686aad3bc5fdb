"""Which deliveries of Slack have taken effect, in the database."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, delete
from sqlalchemy.dialects import postgresql, sqlite

from bot.db.tables import delivery

_HOUR = 3600


class SqlDeliveries:
    """Remembers deliveries for this hour and the one before, so each for one hour at least."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def first_time(self, key: str, now: datetime) -> bool:
        hour = int(now.timestamp()) // _HOUR
        self._connection.execute(delete(delivery).where(delivery.c.hour < hour - 1))
        insert = postgresql.insert if self._connection.dialect.name == "postgresql" else sqlite.insert
        kept = self._connection.execute(
            insert(delivery)
            .values(hash=sha256(key.encode()).hexdigest(), hour=hour)
            .on_conflict_do_nothing()
            .returning(delivery.c.hash)
        )
        return kept.one_or_none() is not None
