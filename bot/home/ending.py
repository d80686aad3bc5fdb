"""What follows when a channel or a workspace is out of reach: its keys go at once, and all its data within a day.

Until then there is a way back, for a channel that was left or archived by mistake.
"""

from datetime import datetime, timedelta

from bot.ballots import service as ballots
from bot.checkins.model import REMEMBERED_DAYS
from bot.home import messages, service
from bot.home.ports import HomeUnit
from bot.home.uninstalling import BATCHES_AT_ONCE, ROWS_AT_ONCE, give_up, uninstall
from bot.kernel.ids import ChannelId, UserId, WorkspaceId
from bot.teams.model import Team
from bot.teams.service import tell_admins
from bot.texts import Texts

WAY_BACK = timedelta(hours=12)
STILL_WORTH_SAYING = timedelta(hours=6)  # while there is time left to come back


def lose_channel(
    unit: HomeUnit, workspace_id: WorkspaceId, channel_id: ChannelId, reason: str, now: datetime, say: Texts
) -> None:
    """Put a channel's team out of service, however that was found out, and tell its administrators what follows.

    Where there is no team in service, nothing happens and nobody is told.
    """
    team = service.depart(unit, workspace_id, channel_id, reason, now)
    if team is not None:
        gone = messages.team_gone(say, team.channel_id, now + WAY_BACK)
        tell_admins(unit, team, f"gone:{team.id}:{int(now.timestamp())}", gone, now, STILL_WORTH_SAYING)


def forget_gone(unit: HomeUnit, now: datetime) -> int:
    """Delete a part of what is kept of a team that has been gone for twelve hours; 0 when nothing is left to do.

    A part is one person, or 500 rows: whoever waits for two people at once may wait in a ring.
    """
    gone = unit.teams.gone_before(now - WAY_BACK, 1)
    for team in gone:
        unit.teams.lock(team.id)
        _forget_some_of(unit, team, now)
    return len(gone)


def give_up_lost(unit: HomeUnit, now: datetime) -> int:
    """Give up unread what is open in a workspace whose token was revoked, as far as that was too much at once."""
    return next((1 for lost in unit.workspaces.lost_before(now) if give_up(unit, lost, BATCHES_AT_ONCE)), 0)


def forget_lost(unit: HomeUnit, now: datetime) -> int:
    """Delete a part of a workspace whose token was revoked twelve hours ago and that was not installed again.

    Return 0 when nothing is left to do.
    """
    lost = unit.workspaces.lost_before(now - WAY_BACK)
    for workspace_id in lost[:1]:
        if not _forget_some_of_workspace(unit, workspace_id, now):
            uninstall(unit, workspace_id)
    return len(lost[:1])


def _forget_some_of_workspace(unit: HomeUnit, workspace_id: WorkspaceId, now: datetime) -> bool:
    for team_id in unit.workspaces.team_ids(workspace_id)[:1]:
        unit.teams.lock(team_id)
        team = unit.teams.find(team_id)
        if team is not None:
            _forget_some_of(unit, team, now)
        return True
    is_left = give_up(unit, workspace_id, BATCHES_AT_ONCE) or unit.outbox.erase_all(workspace_id, ROWS_AT_ONCE)
    return bool(is_left or unit.workspaces.remove_some(workspace_id, ROWS_AT_ONCE))


def _forget_some_of(unit: HomeUnit, team: Team, now: datetime) -> None:
    about = [team.id, f"admins:{team.id}"]
    member = next(iter(unit.teams.members(team.id)), None)
    if member is not None:
        _forget_prompts(unit, team, member.user_id, now)
        service.leave_channel(unit, team.workspace_id, team.channel_id, member.user_id, now)
    elif not (
        unit.outbox.erase(team.workspace_id, about, channel=team.channel_id, limit=ROWS_AT_ONCE)
        or unit.teams.remove_some(team.id, ROWS_AT_ONCE)
    ):
        _forget_team(unit, team)


def _forget_prompts(unit: HomeUnit, team: Team, user_id: UserId, now: datetime) -> None:
    mine = [
        one for one in unit.checkins.of_person(user_id, now - timedelta(days=REMEMBERED_DAYS)) if one.team_id == team.id
    ]
    unit.outbox.erase(team.workspace_id, [checkin.id for checkin in mine])


def _forget_team(unit: HomeUnit, team: Team) -> None:
    for batch in unit.ballots.open_in(team.id):
        ballots.end_item(unit, team.id, batch.item)
    for lost in unit.ballots.lost():
        if lost.scope == team.id:
            unit.ballots.remove_lost(lost.batch_id)
    unit.teams.remove(team.id)
