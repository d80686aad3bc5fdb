"""What workspaces need from outside."""

from datetime import datetime
from typing import Protocol

from bot.kernel.ids import TeamId, WorkspaceId
from bot.workspaces.model import Workspace


class WorkspaceStore(Protocol):
    """Keeps workspaces and their sealed tokens."""

    def find(self, workspace_id: WorkspaceId) -> Workspace | None: ...

    def save(self, workspace: Workspace) -> None:
        """Add the workspace, or replace what is known of it; its token stays as it is."""
        ...

    def keep_token(self, workspace_id: WorkspaceId, token: str) -> None:
        """Seal the bot token with TOKEN_KEY and keep it with the workspace."""
        ...

    def find_token(self, workspace_id: WorkspaceId) -> str | None:
        """Return the bot token in clear, or None where none is kept."""
        ...

    def disabled(self) -> list[Workspace]:
        """Return the workspaces whose token is of no more use, sorted by id, a hundred at most."""
        ...

    def team_ids(self, workspace_id: WorkspaceId) -> list[TeamId]:
        """Return the ids of the workspace's teams, sorted."""
        ...

    def lost_before(self, moment: datetime) -> list[WorkspaceId]:
        """Return the workspaces whose token has been revoked since before this, sorted."""
        ...

    def installation_id(self) -> str:
        """Return this database's own id, written by the first migration and never changed."""
        ...

    def remove_some(self, workspace_id: WorkspaceId, limit: int) -> int:
        """Delete a part of what hangs on the workspace besides teams and messages; return how many rows went."""
        ...

    def remove(self, workspace_id: WorkspaceId) -> None:
        """Delete the workspace and all that hangs on it."""
        ...


class WorkspacesUnit(Protocol):
    """The stores that the workspaces feature needs."""

    @property
    def workspaces(self) -> WorkspaceStore: ...
