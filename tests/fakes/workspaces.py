"""Workspaces for tests, in memory."""

from datetime import datetime

from bot.kernel.ids import TeamId, WorkspaceId
from bot.workspaces.model import Workspace, WorkspaceState


class FakeWorkspaceStore:
    """Keeps workspaces and tokens in dicts; ``teams`` says which teams a workspace has, where a test needs that."""

    def __init__(self) -> None:
        self.workspaces: dict[WorkspaceId, Workspace] = {}
        self.tokens: dict[WorkspaceId, str] = {}
        self.teams: dict[WorkspaceId, list[TeamId]] = {}

    def find(self, workspace_id: WorkspaceId) -> Workspace | None:
        return self.workspaces.get(workspace_id)

    def save(self, changed: Workspace) -> None:
        self.workspaces[changed.id] = changed

    def keep_token(self, workspace_id: WorkspaceId, token: str) -> None:
        if workspace_id not in self.workspaces:
            raise LookupError("There is no such workspace.")
        self.tokens[workspace_id] = token

    def find_token(self, workspace_id: WorkspaceId) -> str | None:
        return self.tokens.get(workspace_id)

    def disabled(self) -> list[Workspace]:
        found = [one for one in self.workspaces.values() if one.state is WorkspaceState.DISABLED]
        return sorted(found, key=lambda one: one.id)[:100]

    def team_ids(self, workspace_id: WorkspaceId) -> list[TeamId]:
        return sorted(self.teams.get(workspace_id, []))

    def lost_before(self, moment: datetime) -> list[WorkspaceId]:
        lost = [one.id for one in self.workspaces.values() if one.lost_at is not None and one.lost_at < moment]
        return sorted(lost)

    def installation_id(self) -> str:
        return "f" * 32

    def remove_some(self, workspace_id: WorkspaceId, limit: int) -> int:
        return 0

    def remove(self, workspace_id: WorkspaceId) -> None:
        self.workspaces.pop(workspace_id, None)
        self.tokens.pop(workspace_id, None)
        self.teams.pop(workspace_id, None)
