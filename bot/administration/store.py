"""What was published about a team, from the database."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, String, and_, cast, exists, select

from bot.administration.model import Published
from bot.ballots.model import HELD_BACK, act_item
from bot.db.tables import outbox, post, practice_shown, reading, round_
from bot.kernel.ids import TeamId
from bot.outbox.model import POSTED_AGAIN, State
from bot.practices.model import Word
from bot.teams.model import Round
from bot.trends.model import FIRST_CHART, FIRST_WORD

_NOT_SURELY_SAID = (State.REFUSED, State.EXPIRED, State.DROPPED, State.UNKNOWN)


class SqlExportStore:
    """Reads what a team's channel was told, on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def published(self, team_id: TeamId, now: datetime, limit: int, offset: int) -> list[Published]:
        rows = self._connection.execute(_posts(team_id, now).limit(limit).offset(offset)).all()
        return [self._published(row) for row in rows]

    def _published(self, row: Row[Any]) -> Published:
        held_back = self._latest(row.team_id, HELD_BACK, row.number)
        found = Round(
            team_id=row.team_id,
            number=row.number,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            posts_at=row.posts_at,
            is_open=row.is_open,
            act=row.act,
        )
        act = self._latest(row.team_id, act_item(found.season), row.number)
        return Published(
            round=found,
            body=row.body,
            practice_id=row.practice_id or "",
            word=_word(held_back),
            level=held_back.level if held_back is not None and held_back.number >= FIRST_CHART else None,
            act_word=None if found.place == 1 else _word(act),
        )

    def _latest(self, team_id: TeamId, item: str, round_number: int) -> Row[Any] | None:
        wanted = (
            select(reading)
            .where(reading.c.team_id == team_id, reading.c.item == item, reading.c.round_number <= round_number)
            .order_by(reading.c.number.desc())
            .limit(1)
        )
        return self._connection.execute(wanted).first()


def _posts(team_id: TeamId, now: datetime) -> Select[Any]:
    same_round = and_(round_.c.team_id == post.c.team_id, round_.c.number == post.c.round_number)
    same_practice = and_(
        practice_shown.c.team_id == post.c.team_id, practice_shown.c.round_number == post.c.round_number
    )
    key = "post:" + post.c.team_id + ":" + cast(post.c.round_number, String)
    not_said = exists().where(
        outbox.c.key.in_((key, key + ":again")), outbox.c.state.in_(_NOT_SURELY_SAID), outbox.c.reason != POSTED_AGAIN
    )
    return (
        select(round_, post.c.body, practice_shown.c.practice_id)
        .join_from(post, round_, same_round)
        .outerjoin(practice_shown, same_practice)
        .where(post.c.team_id == team_id, post.c.posts_at <= now, ~not_said)
        .order_by(post.c.round_number.desc())
    )


def _word(latest: Row[Any] | None) -> Word | None:
    return Word(latest.word) if latest is not None and latest.number >= FIRST_WORD else None
