"""The practices a team was shown, in the database."""

from sqlalchemy import Connection, insert, select

from bot.db.tables import practice_shown
from bot.kernel.ids import TeamId


class SqlPracticeStore:
    """Keeps the practices a team was shown."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def seen(self, team_id: TeamId) -> list[str]:
        shown = (
            select(practice_shown.c.practice_id)
            .where(practice_shown.c.team_id == team_id)
            .order_by(practice_shown.c.round_number)
        )
        return list(self._connection.scalars(shown))

    def note_shown(self, team_id: TeamId, practice_id: str, round_number: int) -> None:
        if not self._has(team_id, round_number):
            row = {"team_id": team_id, "round_number": round_number, "practice_id": practice_id}
            self._connection.execute(insert(practice_shown), row)

    def _has(self, team_id: TeamId, round_number: int) -> bool:
        row = select(practice_shown.c.practice_id).where(
            practice_shown.c.team_id == team_id, practice_shown.c.round_number == round_number
        )
        return self._connection.execute(row).first() is not None
