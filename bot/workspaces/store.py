"""Workspaces and their sealed tokens, in the database."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from bot.db.rows import delete_some, put
from bot.db.tables import (
    bucket,
    installation,
    left_in_peace,
    lost_batch,
    person,
    reset_block,
    reset_mark,
    shown,
    team,
    theme,
    workspace,
)
from bot.kernel.ids import TeamId, WorkspaceId
from bot.workspaces.model import Workspace, WorkspaceState
from bot.workspaces.seal import TokenSeal

_OF_A_WORKSPACE = (shown, person, left_in_peace, reset_mark, reset_block, bucket)


class SqlWorkspaceStore:
    """Keeps workspaces and their sealed tokens."""

    def __init__(self, connection: Connection, seal: TokenSeal) -> None:
        self._connection = connection
        self._seal = seal

    def find(self, workspace_id: WorkspaceId) -> Workspace | None:
        row = self._connection.execute(select(workspace).where(workspace.c.id == workspace_id)).one_or_none()
        return None if row is None else _workspace(row)

    def save(self, changed: Workspace) -> None:
        put(
            self._connection,
            workspace,
            {
                "id": changed.id,
                "bot_user_id": changed.bot_user_id,
                "bot_id": changed.bot_id,
                "name": changed.name,
                "state": changed.state.value,
                "reason": changed.reason,
                "lost_at": changed.lost_at,
            },
        )

    def keep_token(self, workspace_id: WorkspaceId, token: str) -> None:
        box = self._seal.seal(token, workspace_id)
        kept = self._connection.execute(update(workspace).where(workspace.c.id == workspace_id).values(token_box=box))
        if kept.rowcount == 0:
            raise LookupError("There is no such workspace.")

    def find_token(self, workspace_id: WorkspaceId) -> str | None:
        found = select(workspace.c.token_box).where(workspace.c.id == workspace_id)
        box = self._connection.execute(found).scalar_one_or_none()
        return None if box is None else self._seal.open(box, workspace_id)

    def disabled(self) -> list[Workspace]:
        state = workspace.c.state == WorkspaceState.DISABLED.value
        rows = self._connection.execute(select(workspace).where(state).order_by(workspace.c.id).limit(100))
        return [_workspace(row) for row in rows]

    def team_ids(self, workspace_id: WorkspaceId) -> list[TeamId]:
        found = select(team.c.id).where(team.c.workspace_id == workspace_id).order_by(team.c.id)
        return list(self._connection.execute(found).scalars())

    def lost_before(self, moment: datetime) -> list[WorkspaceId]:
        found = select(workspace.c.id).where(workspace.c.lost_at < moment).order_by(workspace.c.id)
        return list(self._connection.execute(found).scalars())

    def installation_id(self) -> str:
        return str(self._connection.execute(select(installation.c.id)).scalar_one())

    def remove_some(self, workspace_id: WorkspaceId, limit: int) -> int:
        left = limit
        for table in _OF_A_WORKSPACE:
            left -= delete_some(self._connection, table, table.c.workspace_id == workspace_id, left)
        return limit - left

    def remove(self, workspace_id: WorkspaceId) -> None:
        self._connection.execute(delete(workspace).where(workspace.c.id == workspace_id))
        # Last, since whoever waits for a pace holds messages already.
        for column in (theme.c.scope, lost_batch.c.scope, bucket.c.workspace_id):
            self._connection.execute(delete(column.table).where(column == workspace_id))


def _workspace(row: Row[Any]) -> Workspace:
    return Workspace(
        id=row.id,
        bot_user_id=row.bot_user_id,
        bot_id=row.bot_id,
        name=row.name,
        state=WorkspaceState(row.state),
        reason=row.reason,
        lost_at=row.lost_at,
    )
