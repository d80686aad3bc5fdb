"""Never writing to somebody again who deleted themselves: kept as a mark that only this installation can make."""

import hashlib
import hmac
from typing import Protocol

from bot.directory.ports import LeftInPeace
from bot.kernel.ids import BatchId, UserId, WorkspaceId

KEY = BatchId("peacemarks")  # no batch has such a name; lasts as long as the installation


class Keys(Protocol):
    """Keeps keys away from the database and from every backup; the ballots' own key store is one."""

    def create(self, batch_id: BatchId) -> bytes: ...

    def find(self, batch_id: BatchId) -> bytes | None: ...


class PeaceUnit(Protocol):
    """The stores that marks need."""

    @property
    def left_in_peace(self) -> LeftInPeace: ...

    @property
    def keys(self) -> Keys: ...


def leave_in_peace(unit: PeaceUnit, workspace_id: WorkspaceId, user_id: UserId) -> None:
    """Keep one mark for somebody who is never to be written to again, unless they join by their own act."""
    unit.left_in_peace.add(workspace_id, _mark(_key(unit), workspace_id, user_id))


def is_left_in_peace(unit: PeaceUnit, workspace_id: WorkspaceId, user_id: UserId) -> bool:
    """Return whether somebody must not be written to; to be asked before anything goes to who has not joined."""
    key = unit.keys.find(KEY)
    return key is not None and unit.left_in_peace.has(workspace_id, _mark(key, workspace_id, user_id))


def welcome_back(unit: PeaceUnit, workspace_id: WorkspaceId, user_id: UserId) -> None:
    """Remove somebody's mark, when they have joined by their own act."""
    key = unit.keys.find(KEY)
    if key is not None:
        unit.left_in_peace.remove(workspace_id, _mark(key, workspace_id, user_id))


def _key(unit: PeaceUnit) -> bytes:
    found = unit.keys.find(KEY)
    if found is not None:
        return found
    try:
        return unit.keys.create(KEY)
    except FileExistsError:  # another process was first
        return unit.keys.find(KEY) or b""


def _mark(key: bytes, workspace_id: WorkspaceId, user_id: UserId) -> str:
    if not key:
        raise LookupError("The key of the marks cannot be found.")
    return hmac.new(key, f"{workspace_id} {user_id}".encode(), hashlib.sha256).hexdigest()
