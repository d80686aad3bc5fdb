"""Sealed resets, marks, blocks and formal ways, in the database."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, exists, func, select

from bot.db.rows import add_new, put
from bot.db.tables import reset, reset_block, reset_mark, reset_setting, tombstone, workspace
from bot.kernel.ids import BatchId, WorkspaceId
from bot.resets.keys import key_id
from bot.resets.model import ResetId
from bot.resets.ports import Sealed


class SqlResetStore:
    """Keeps what ResetStore keeps; the keys are elsewhere."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self, workspace_id: WorkspaceId) -> None:
        this = select(workspace.c.id).where(workspace.c.id == workspace_id)
        self._connection.execute(this.with_for_update(key_share=True))

    def find(self, reset_id: ResetId) -> Sealed | None:
        row = self._connection.execute(select(reset).where(reset.c.id == reset_id)).mappings().first()
        return None if row is None else _sealed(row)

    def of_workspace(self, workspace_id: WorkspaceId) -> list[Sealed]:
        found = select(reset).where(reset.c.workspace_id == workspace_id).order_by(reset.c.id)
        return [_sealed(row) for row in self._connection.execute(found).mappings()]

    def due(self, now: datetime) -> Sealed | None:
        found = select(reset).where(reset.c.look_at <= now).order_by(reset.c.look_at, reset.c.id).limit(1)
        row = self._connection.execute(found).mappings().first()
        return None if row is None else _sealed(row)

    def next_look(self) -> datetime | None:
        earliest: datetime | None = self._connection.scalar(select(func.min(reset.c.look_at)))
        return earliest

    def keep(self, sealed: Sealed) -> None:
        row = {"id": sealed.id, "workspace_id": sealed.workspace_id, "look_at": sealed.look_at, "box": sealed.box}
        put(self._connection, reset, row)

    def bury(self, reset_id: ResetId) -> None:
        self._connection.execute(delete(reset).where(reset.c.id == reset_id))
        add_new(self._connection, tombstone, [{"batch_id": key_id(reset_id)}])

    def known_keys(self) -> set[BatchId]:
        boxes = {key_id(ResetId(found)) for found in self._connection.scalars(select(reset.c.id))}
        return boxes | {BatchId(found) for found in self._connection.scalars(select(tombstone.c.batch_id))}

    def mark(self, workspace_id: WorkspaceId, token: str, until: date) -> None:
        put(self._connection, reset_mark, {"token": token, "workspace_id": workspace_id, "until": until})

    def is_marked(self, token: str, today: date) -> bool:
        found = exists().where(reset_mark.c.token == token, reset_mark.c.until >= today)
        return bool(self._connection.scalar(select(found)))

    def remove_marks(self, tokens: Iterable[str]) -> None:
        self._connection.execute(delete(reset_mark).where(reset_mark.c.token.in_(list(tokens))))

    def forget_marks(self, today: date, limit: int) -> int:
        old = list(self._connection.scalars(select(reset_mark.c.token).where(reset_mark.c.until < today).limit(limit)))
        self.remove_marks(old)
        return len(old)

    def block(self, workspace_id: WorkspaceId, blocker: str, pair: str) -> None:
        add_new(self._connection, reset_block, [{"blocker": blocker, "pair": pair, "workspace_id": workspace_id}])

    def is_blocked(self, blocker: str, pair: str) -> bool:
        found = exists().where(reset_block.c.blocker == blocker, reset_block.c.pair == pair)
        return bool(self._connection.scalar(select(found)))

    def has_blocks(self, blocker: str) -> bool:
        return bool(self._connection.scalar(select(exists().where(reset_block.c.blocker == blocker))))

    def lift_blocks(self, blocker: str) -> None:
        self._connection.execute(delete(reset_block).where(reset_block.c.blocker == blocker))

    def formal_way(self, workspace_id: WorkspaceId) -> str:
        found = select(reset_setting.c.formal_way).where(reset_setting.c.workspace_id == workspace_id)
        return self._connection.scalar(found) or ""

    def keep_formal_way(self, workspace_id: WorkspaceId, address: str) -> None:
        put(self._connection, reset_setting, {"workspace_id": workspace_id, "formal_way": address})


def _sealed(row: Mapping[Any, Any]) -> Sealed:
    return Sealed(
        id=ResetId(row["id"]), workspace_id=WorkspaceId(row["workspace_id"]), look_at=row["look_at"], box=row["box"]
    )
