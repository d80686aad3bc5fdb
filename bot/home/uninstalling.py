"""What follows when Candor is removed from a workspace: its keys go at once, and everything else with them.

A token that is revoked may come back with a new installation; without one, all goes within a day.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_bolt import App, BoltContext

from bot.ballots import service as ballots
from bot.home.ports import HomeUnit
from bot.kernel.caller import caller_of
from bot.kernel.clock import Clock
from bot.kernel.ids import WorkspaceId
from bot.kernel.unit import Work
from bot.resets import service as resets
from bot.workspaces.model import WorkspaceState

ROWS_AT_ONCE = 500
BATCHES_AT_ONCE = 100  # each is three rows
REVOKED = ("tokens_revoked", "token_revoked", "account_inactive")  # Slack's words for an app that was taken away


def register(app: App, *, work: Work[HomeUnit], clock: Clock) -> None:
    """Register the two events that end a workspace's installation."""

    def on_uninstalled(context: BoltContext) -> None:
        with work.write() as unit:
            uninstall(unit, caller_of(context).workspace_id)
        ballots.bury_keys(work)

    def on_revoked(event: dict[str, Any], context: BoltContext) -> None:
        if event.get("tokens", {}).get("bot"):
            with work.write() as unit:
                disable(unit, caller_of(context).workspace_id, "tokens_revoked", clock.now())
            while _gives_up_more(work, caller_of(context).workspace_id):
                pass
            ballots.bury_keys(work)

    app.event("app_uninstalled")(on_uninstalled)
    app.event("tokens_revoked")(on_revoked)


def _gives_up_more(work: Work[HomeUnit], workspace_id: WorkspaceId) -> int:
    with work.write() as unit:
        return give_up(unit, workspace_id, BATCHES_AT_ONCE)


def uninstall(unit: HomeUnit, workspace_id: WorkspaceId) -> None:
    """Give up every open batch unread, and delete the workspace with all that hangs on it.

    All its teams are held first, then the workspace, then its messages: the database would delete them in another
    order than that in which all others hold them, and nobody may wait in a ring.
    """
    teams = unit.workspaces.team_ids(workspace_id)
    for team_id in teams:
        unit.teams.lock(team_id)
    unit.resets.lock(workspace_id)
    give_up(unit, workspace_id)
    while unit.outbox.erase_all(workspace_id, ROWS_AT_ONCE):
        pass
    unit.workspaces.remove(workspace_id)
    for lost in unit.ballots.lost():
        if lost.scope in {*teams, workspace_id}:
            unit.ballots.remove_lost(lost.batch_id)


def disable(unit: HomeUnit, workspace_id: WorkspaceId, reason: str, now: datetime) -> None:
    """Say nothing more to a workspace whose token is of no use, until it is installed again.

    Where the token was revoked, the open batches are given up unread: a hundred at once, and what more there are at
    the clock's next beats. Whatever else may be wrong with it (`missing_scope`, say) can be mended, and costs nothing.
    """
    workspace = unit.workspaces.find(workspace_id)
    if workspace is None:
        return
    lost_at = workspace.lost_at
    if reason in REVOKED:
        lost_at = lost_at or now
        # First, since it holds the teams, and they come before the workspace.
        give_up(unit, workspace_id, BATCHES_AT_ONCE)
    unit.workspaces.save(replace(workspace, state=WorkspaceState.DISABLED, reason=reason, lost_at=lost_at))


def give_up(unit: HomeUnit, workspace_id: WorkspaceId, most: int | None = None) -> int:
    """Destroy open batches and resets of a workspace unread, all or so many of each; return how many there were."""
    scopes = (*unit.workspaces.team_ids(workspace_id), workspace_id)  # as everywhere: the workspace last
    known = unit.ballots.scopes()
    found = [batch for scope in scopes if scope in known for batch in unit.ballots.open_in(scope)][:most]
    for batch in found:
        ballots.end_item(unit, batch.scope, batch.item)
    return len(found) + resets.end_all(unit, workspace_id, most)
