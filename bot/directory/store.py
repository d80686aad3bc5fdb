"""The people who joined, in the database."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, select

from bot.db.rows import put
from bot.db.tables import member, person, team
from bot.directory.model import Person, Standing
from bot.kernel.ids import TeamId, UserId, WorkspaceId


class SqlPersonStore:
    """Keeps the people who joined a team, and nobody else."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, workspace_id: WorkspaceId, user_id: UserId) -> Person | None:
        wanted = select(person).where(person.c.workspace_id == workspace_id, person.c.user_id == user_id)
        row = self._connection.execute(wanted).mappings().first()
        return None if row is None else _person(row)

    def save(self, somebody: Person) -> None:
        put(
            self._connection,
            person,
            {
                "workspace_id": somebody.workspace_id,
                "user_id": somebody.user_id,
                "zone": somebody.zone,
                "standing": somebody.standing.value,
                "paused_until": somebody.paused_until,
                "away": somebody.away,
                "quiet_until": somebody.quiet_until,
            },
        )

    def of_team(self, team_id: TeamId) -> list[Person]:
        joined = (
            select(person)
            .join(member, member.c.user_id == person.c.user_id)
            .join(team, (team.c.id == member.c.team_id) & (team.c.workspace_id == person.c.workspace_id))
            .where(member.c.team_id == team_id)
            .order_by(person.c.user_id)
        )
        return [_person(row) for row in self._connection.execute(joined).mappings()]

    def forget(self, workspace_id: WorkspaceId, user_id: UserId) -> None:
        gone = delete(person).where(person.c.workspace_id == workspace_id, person.c.user_id == user_id)
        self._connection.execute(gone)


def _person(row: Mapping[Any, Any]) -> Person:
    return Person(**{**row, "standing": Standing(row["standing"])})
