"""Calendars' feeds, in the database; their addresses sealed."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select, update

from bot.db.engine import machine_seconds
from bot.db.rows import put
from bot.db.tables import feed, team
from bot.kernel.ids import SeriesId, TeamId
from bot.meetings.model import Feed
from bot.workspaces.seal import TokenSeal, WrongTokenKey

_FIELDS = tuple(name for name in Feed.__dataclass_fields__)


class SqlFeedStore:
    """Keeps calendars' feeds; addresses are sealed, and handed out to whoever fetches."""

    def __init__(self, connection: Connection, seal: TokenSeal) -> None:
        self._connection = connection
        self._seal = seal

    def find(self, feed_id: SeriesId) -> Feed | None:
        row = self._connection.execute(select(feed).where(feed.c.id == feed_id)).mappings().first()
        return None if row is None else _feed(row)

    def of_team(self, team_id: TeamId) -> list[Feed]:
        wanted = select(feed).where(feed.c.team_id == team_id).order_by(feed.c.id)
        return [_feed(row) for row in self._connection.execute(wanted).mappings()]

    def save(self, changed: Feed) -> None:
        put(self._connection, feed, asdict(changed) | {"lease": "", "lease_until": 0.0})

    def keep_address(self, feed_id: SeriesId, address: str) -> None:
        box = self._seal.seal(address, _about(feed_id))
        kept = self._connection.execute(update(feed).where(feed.c.id == feed_id).values(box=box))
        if kept.rowcount == 0:
            raise LookupError("There is no such feed.")

    def get_address(self, feed_id: SeriesId) -> str:
        box = self._connection.scalar(select(feed.c.box).where(feed.c.id == feed_id))
        if box is None:
            raise WrongTokenKey
        return self._seal.open(box, _about(feed_id))

    def claim(self, now: datetime, lease: str, seconds: float) -> Feed | None:
        machine = machine_seconds(self._connection)
        due = (
            _living(feed)
            .where(feed.c.poll_at <= now, feed.c.lease_until <= machine)
            .order_by(feed.c.poll_at, feed.c.id)
            .limit(1)
            .with_for_update(skip_locked=True, of=feed)
        )
        row = self._connection.execute(due).mappings().first()
        if row is None:
            return None
        held = {"lease": lease, "lease_until": machine + seconds}
        self._connection.execute(update(feed).where(feed.c.id == row["id"]).values(held))
        return _feed(row)

    def is_claimed(self, feed_id: SeriesId, lease: str) -> bool:
        held = select(feed.c.id).where(feed.c.id == feed_id, feed.c.lease == lease)
        return self._connection.execute(held).first() is not None

    def finish(self, changed: Feed, lease: str) -> bool:
        values = asdict(changed) | {"lease": "", "lease_until": 0.0}
        mine = update(feed).where(feed.c.id == changed.id, feed.c.lease == lease).values(values)
        return self._connection.execute(mine).rowcount == 1

    def next_poll(self) -> datetime | None:
        earliest: datetime | None = self._connection.scalar(_living(func.min(feed.c.poll_at)))
        return earliest


def _living(wanted: Any) -> Select[Any]:
    return select(wanted).join(team, team.c.id == feed.c.team_id).where(team.c.state == "active")


def _about(feed_id: SeriesId) -> str:
    return f"feed:{feed_id}"


def _feed(row: Mapping[Any, Any]) -> Feed:
    return Feed(**{name: row[name] for name in _FIELDS})
