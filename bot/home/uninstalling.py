"""What follows when Candor is removed from a workspace: everything of it goes at once, and its keys with it."""

from dataclasses import replace
from typing import Any

from slack_bolt import App, BoltContext

from bot.ballots import service as ballots
from bot.home.ports import HomeUnit
from bot.kernel.caller import caller_of
from bot.kernel.ids import WorkspaceId
from bot.kernel.unit import Work
from bot.resets import service as resets
from bot.workspaces.model import WorkspaceState


def register(app: App, *, work: Work[HomeUnit]) -> None:
    """Register the two events that end a workspace's installation."""

    def on_uninstalled(context: BoltContext) -> None:
        with work.write() as unit:
            uninstall(unit, caller_of(context).workspace_id)

    def on_revoked(event: dict[str, Any], context: BoltContext) -> None:
        if event.get("tokens", {}).get("bot"):
            with work.write() as unit:
                disable(unit, caller_of(context).workspace_id, "tokens_revoked")

    app.event("app_uninstalled")(on_uninstalled)
    app.event("tokens_revoked")(on_revoked)


def uninstall(unit: HomeUnit, workspace_id: WorkspaceId) -> None:
    """Give up every open batch unread, and delete the workspace with all that hangs on it."""
    for scope in (*unit.workspaces.team_ids(workspace_id), workspace_id):
        for batch in unit.ballots.open_in(scope):
            ballots.end_item(unit, scope, batch.item)
    resets.end_all(unit, workspace_id)
    unit.workspaces.remove(workspace_id)


def disable(unit: HomeUnit, workspace_id: WorkspaceId, reason: str) -> None:
    """Say nothing more to a workspace whose token is of no use, until it is installed again."""
    workspace = unit.workspaces.find(workspace_id)
    if workspace is not None:
        unit.workspaces.save(replace(workspace, state=WorkspaceState.DISABLED, reason=reason))
