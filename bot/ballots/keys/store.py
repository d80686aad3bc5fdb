"""Batch keys on a PostgreSQL server of their own, without archive, replicas or backups."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    LargeBinary,
    MetaData,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from bot.ballots.envelope import KEY_BYTES
from bot.ballots.ports import KeysRefused, KeysUnavailable
from bot.db.engine import open_engine
from bot.kernel.ids import BatchId

_POOL = 8
_TABLES_ARE_MADE = 7_265_001  # advisory lock: two processes that start at once make the tables once

_own = MetaData()
batch_key = Table(
    "batch_key",
    _own,
    Column("batch_id", String(64), primary_key=True),
    Column("key", LargeBinary, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
    # What was deleted is overwritten soon, not when a fifth of the table is dead.
    postgresql_with={"autovacuum_vacuum_threshold": 1, "autovacuum_vacuum_scale_factor": 0},
)
key_store = Table("key_store", _own, Column("installation_id", String(64), primary_key=True))


class SqlKeyServer:
    """One row a key, committed before it is used."""

    def __init__(self, url: str, installation_id: str) -> None:
        self._engine: Engine = open_engine(url, _POOL)
        try:
            self._set_up(installation_id)
        except KeysRefused:
            self.close()
            raise
        except DBAPIError as error:
            self.close()
            raise KeysRefused("The key server at KEYS_URL cannot be used: check the address and its rights.") from error

    def create(self, batch_id: BatchId) -> bytes:
        key = secrets.token_bytes(KEY_BYTES)
        try:
            with self._transaction() as connection:
                connection.execute(insert(batch_key), {"batch_id": batch_id, "key": key})
        except IntegrityError:
            raise FileExistsError("This batch has its key.") from None
        return key

    def find(self, batch_id: BatchId) -> bytes | None:
        with self._transaction() as connection:
            return connection.scalars(select(batch_key.c.key).where(batch_key.c.batch_id == batch_id)).first()

    def destroy(self, batch_id: BatchId) -> None:
        with self._transaction() as connection:
            connection.execute(delete(batch_key).where(batch_key.c.batch_id == batch_id))

    def all(self) -> list[tuple[BatchId, timedelta]]:
        ages = select(batch_key.c.batch_id, (func.clock_timestamp() - batch_key.c.made_at).label("age"))
        with self._transaction() as connection:
            return [(BatchId(row.batch_id), row.age) for row in connection.execute(ages.order_by("batch_id"))]

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except IntegrityError:
            raise
        except SQLAlchemyError:
            raise KeysUnavailable("The key server does not answer as it should.") from None

    def _set_up(self, installation_id: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(select(func.pg_advisory_xact_lock(_TABLES_ARE_MADE)))
            _own.create_all(connection)
            carried = connection.scalars(select(key_store.c.installation_id)).first()
            if carried is None:
                connection.execute(insert(key_store), {"installation_id": installation_id})
            elif carried != installation_id:
                raise KeysRefused(
                    "The key server at KEYS_URL belongs to another database: point KEYS_URL to this database's own, "
                    "or to an empty one."
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """What a PostgreSQL server says of itself; ``system_id`` is the same for every database of one server."""

    system_id: str
    archives: bool
    replicas: int


def describe_server(url: str) -> Server:
    """Ask a PostgreSQL server what it is; raises KeysUnavailable where it does not say."""
    engine = open_engine(url, 1)
    try:
        with engine.connect() as connection:
            return Server(
                system_id=str(
                    connection.execute(text("select system_identifier from pg_control_system()")).scalar_one()
                ),
                archives=connection.execute(text("show archive_mode")).scalar_one() != "off",
                replicas=connection.execute(text("select count(*) from pg_replication_slots")).scalar_one()
                + connection.execute(text("select count(*) from pg_stat_replication")).scalar_one(),
            )
    except SQLAlchemyError:
        raise KeysUnavailable("The server does not say which one it is.") from None
    finally:
        engine.dispose()
