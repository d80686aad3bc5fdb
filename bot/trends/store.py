"""Readings and finished posts in the database."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from bot.db import tables
from bot.kernel.ids import TeamId
from bot.practices.model import Word
from bot.teams.model import Round
from bot.trends.model import Reading


class SqlTrendStore:
    """Keeps what was published, on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def readings(self, team_id: TeamId, item: str, latest: int) -> list[Reading]:
        t = tables.reading
        rows = self._connection.execute(
            select(t).where(t.c.team_id == team_id, t.c.item == item).order_by(t.c.number.desc()).limit(latest)
        ).all()
        return [_reading(row) for row in reversed(rows)]

    def readings_in(self, team_id: TeamId, item: str, first_round: int, last_round: int) -> list[Reading]:
        t = tables.reading
        wanted = (
            select(t)
            .where(t.c.team_id == team_id, t.c.item == item, t.c.round_number.between(first_round, last_round))
            .order_by(t.c.number)
        )
        return [_reading(row) for row in self._connection.execute(wanted)]

    def add_reading(self, team_id: TeamId, reading: Reading) -> None:
        self._connection.execute(
            insert(tables.reading).values(
                team_id=team_id,
                item=reading.item,
                number=reading.number,
                round_number=reading.round_number,
                level=reading.level,
                word=reading.word.value,
            )
        )

    def add_post(self, round_: Round, body: dict[str, Any]) -> None:
        self._connection.execute(
            insert(tables.post).values(
                team_id=round_.team_id, round_number=round_.number, posts_at=round_.posts_at, body=body
            )
        )

    def find_post(self, team_id: TeamId, round_number: int) -> dict[str, Any] | None:
        t = tables.post
        found = self._connection.execute(
            select(t.c.body).where(t.c.team_id == team_id, t.c.round_number == round_number)
        ).scalar_one_or_none()
        return None if found is None else dict(found)

    def last_post(self, team_id: TeamId, by: datetime | None = None) -> int | None:
        t = tables.post
        wanted = select(t.c.round_number).where(t.c.team_id == team_id).order_by(t.c.round_number.desc()).limit(1)
        if by is not None:
            wanted = wanted.where(t.c.posts_at <= by)
        latest: int | None = self._connection.scalar(wanted)
        return latest


def _reading(row: Row[Any]) -> Reading:
    return Reading(
        item=row.item, number=row.number, round_number=row.round_number, level=row.level, word=Word(row.word)
    )
