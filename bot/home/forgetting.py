"""Deleting somebody: at once and everywhere, but for one mark that they are not to be written to."""

from datetime import datetime

from bot.ballots import service as ballots
from bot.directory import peace
from bot.home import service
from bot.home.ports import HomeUnit
from bot.kernel.ids import UserId, WorkspaceId


def forget_person(unit: HomeUnit, workspace_id: WorkspaceId, user_id: UserId, now: datetime) -> None:
    """Delete all that is kept of somebody in a workspace, and leave the mark; whoever was never in leaves only that.

    Every feature that keeps something of a person deletes it here. Open ballots are blanked in boxes that are
    rewritten whole, so that nothing tells whether there was one; of closed ones nothing is left to delete.
    """
    service.take_out(unit, workspace_id, user_id, now)
    unit.teams.forget_changes_of(workspace_id, user_id)
    ballots.blank(unit, workspace_id, user_id)
    unit.checkins.forget_shown(workspace_id, user_id)
    unit.outbox.forget_channel(workspace_id, user_id)
    peace.leave_in_peace(unit, workspace_id, user_id)
