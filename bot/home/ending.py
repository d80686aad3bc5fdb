"""What follows when a channel or a workspace is out of reach: its keys go at once, and all its data within a day.

Until then there is a way back, for a channel that was left or archived by mistake.
"""

from datetime import datetime, timedelta

from bot.ballots import service as ballots
from bot.checkins.model import REMEMBERED_DAYS
from bot.home import messages, service
from bot.home.ports import HomeUnit
from bot.home.uninstalling import uninstall
from bot.kernel.ids import ChannelId, UserId, WorkspaceId
from bot.teams.model import Team
from bot.teams.service import tell_admins
from bot.texts import Texts

WAY_BACK = timedelta(hours=12)
STILL_WORTH_SAYING = timedelta(hours=6)  # while there is time left to come back
PEOPLE_AT_ONCE = 20  # each with check-ins, days on which they were asked, and messages


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
    """Delete a part of what is kept of a team that has been gone for twelve hours; 0 when nothing is left to do."""
    gone = unit.teams.gone_before(now - WAY_BACK, 1)
    for team in gone:
        unit.teams.lock(team.id)
        left = unit.teams.members(team.id)
        for member in left[:PEOPLE_AT_ONCE]:
            _forget_prompts(unit, team, member.user_id, now)
            service.leave_channel(unit, team.workspace_id, team.channel_id, member.user_id, now)
        if len(left) <= PEOPLE_AT_ONCE:
            _forget_team(unit, team)
    return len(gone)


def forget_lost(unit: HomeUnit, now: datetime) -> int:
    """Delete a workspace whose token was revoked twelve hours ago and that was not installed again."""
    lost = unit.workspaces.lost_before(now - WAY_BACK)
    for workspace_id in lost[:1]:
        uninstall(unit, workspace_id)
    return len(lost[:1])


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
    unit.outbox.erase(team.workspace_id, [team.id, f"admins:{team.id}"], channel=team.channel_id)
    unit.teams.remove(team.id)
