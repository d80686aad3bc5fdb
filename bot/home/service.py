"""What a person sees and may change; what follows when people, or whole channels, come and go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.ballots import service as ballots
from bot.checkins.model import REMEMBERED_DAYS, Checkin
from bot.directory import peace
from bot.directory import service as directory
from bot.directory.model import Profile, Standing
from bot.directory.service import PAUSE
from bot.home.looking import HomeSeen, TeamSeen, look
from bot.home.ports import HomeUnit
from bot.kernel.errors import Refused
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.meetings import service as meetings
from bot.resets import service as resets
from bot.resets.limits import lift_blocks
from bot.teams import service as teams
from bot.teams.model import Team, TeamState
from bot.teams.service import Arrival, Arrived, Asker, Joined, Revived
from bot.texts import Texts

__all__ = [
    "HomeSeen",
    "JoinReply",
    "TeamSeen",
    "arrive",
    "be_absent",
    "depart",
    "join",
    "leave",
    "leave_channel",
    "leave_everywhere",
    "look",
    "note_profile",
    "pause",
    "resume",
    "take_out",
]


PROMPTS_AT_ONCE = 250  # of a team that goes; its meetings are dropped in the same transaction


@dataclass(frozen=True, slots=True)
class JoinReply:
    """What somebody who joined is told; ``next_end`` is when the team's next meeting ends."""

    joined: Joined
    next_end: datetime | None


def join(unit: HomeUnit, team_id: TeamId, asker: Asker, now: datetime) -> JoinReply:
    """Make somebody a member and gather what comes next for them."""
    joined = teams.join(unit, team_id, asker, now)
    peace.welcome_back(unit, asker.workspace_id, asker.profile.user_id)
    return JoinReply(joined, meetings.find_next_end(unit, team_id, now))


def leave(unit: HomeUnit, workspace_id: WorkspaceId, team_id: TeamId, user_id: UserId, now: datetime) -> None:
    """End a membership at once and everywhere; raises Refused for those who are not in."""
    unit.teams.lock(team_id)
    team = unit.teams.find(team_id)
    if team is None or team.workspace_id != workspace_id or not unit.teams.is_member(team_id, user_id):
        raise Refused("trust-not-joined-here")
    _take_out(unit, workspace_id, team_id, user_id, now)


def leave_everywhere(unit: HomeUnit, workspace_id: WorkspaceId, user_id: UserId, now: datetime) -> None:
    """End all of somebody's memberships in a workspace at once; where there is none nothing happens."""
    for team in _lock_teams_of(unit, workspace_id, user_id):
        _take_out(unit, workspace_id, team.id, user_id, now)


def leave_channel(
    unit: HomeUnit, workspace_id: WorkspaceId, channel_id: ChannelId, user_id: UserId, now: datetime
) -> None:
    """Take somebody who left a channel out of its team, where they had joined."""
    team = unit.teams.find_by_channel(workspace_id, channel_id)
    if team is None:
        return
    unit.teams.lock(team.id)
    if unit.teams.is_member(team.id, user_id):
        _take_out(unit, workspace_id, team.id, user_id, now)


def note_profile(unit: HomeUnit, workspace_id: WorkspaceId, profile: Profile, *, now: datetime) -> None:
    """Keep up with somebody who joined; one who may take part no longer is taken out of every team."""
    if profile.standing is Standing.FULL:
        directory.note_profile(unit, workspace_id, profile)
    else:
        take_out(unit, workspace_id, profile.user_id, now)


def take_out(unit: HomeUnit, workspace_id: WorkspaceId, user_id: UserId, now: datetime) -> None:
    """Take somebody out of every team, out of every role and every reset; for who has none of these, do nothing."""
    administered = unit.teams.administered_by(workspace_id, user_id)
    joined = _lock_teams_of(unit, workspace_id, user_id, administered)
    for team in administered:
        unit.teams.remove_admin(team.id, user_id)
    for team in joined:
        _take_out(unit, workspace_id, team.id, user_id, now)
    unit.people.forget(workspace_id, user_id)
    resets.forget_person(unit, workspace_id, user_id)


def pause(
    unit: HomeUnit, workspace_id: WorkspaceId, user_id: UserId, now: datetime, until: datetime | None = None
) -> datetime:
    """Leave somebody in peace, for a week if they say nothing else, and drop what was about to be asked."""
    until = until or now + PAUSE
    directory.pause(unit, workspace_id, user_id, until)
    _drop_prompts(unit, workspace_id, user_id, now)
    return until


def be_absent(unit: HomeUnit, workspace_id: WorkspaceId, user_id: UserId, now: datetime, until: datetime) -> None:
    """Keep until when somebody says they are away, and drop what was about to be asked."""
    directory.be_absent(unit, workspace_id, user_id, until)
    _drop_prompts(unit, workspace_id, user_id, now)


def resume(unit: HomeUnit, workspace_id: WorkspaceId, user_id: UserId) -> None:
    """End somebody's pause, and an absence of their own word."""
    directory.resume(unit, workspace_id, user_id)


def allow_invitations(unit: HomeUnit, workspace_id: WorkspaceId, user_id: UserId) -> None:
    """Let invitations to a reset from everybody reach somebody again."""
    lift_blocks(unit, workspace_id, user_id)


def arrive(unit: HomeUnit, arrival: Arrival, now: datetime, say: Texts) -> Arrived:
    """Greet a channel; where a team comes back that had been set up, plan its new round."""
    outcome = teams.greet(unit, arrival, now, say)
    if isinstance(outcome, Revived) and outcome.round_ is not None:
        meetings.plan_round(unit, outcome.team, outcome.round_, now)
        meetings.read_calendars_anew(unit, outcome.team.id, now)
    return outcome


def depart(unit: HomeUnit, workspace_id: WorkspaceId, channel_id: ChannelId, reason: str, now: datetime) -> Team | None:
    """Put a channel's team out of service: nothing more is asked or posted, and what was open is given up unread.

    Returns the team, where there was one in service; what is kept of it goes within a day (`home.ending`).
    """
    found = unit.teams.find_by_channel(workspace_id, channel_id)
    if found is None:
        return None
    unit.teams.lock(found.id)
    team = unit.teams.find(found.id)
    if team is None or team.state is TeamState.GONE:  # Slack may tell it twice at once, in two events
        return None
    round_ = unit.teams.find_open_round(team.id)
    teams.retire(unit, team, reason, now)
    if round_ is not None:
        _drop_round(unit, team, round_.number)
    unit.meetings.unplan(team.id)
    for batch in unit.ballots.open_in(team.id):
        ballots.end_item(unit, team.id, batch.item)
    return team


def _drop_round(unit: HomeUnit, team: Team, round_number: int) -> None:
    """Drop what a team was about to be asked, as much as one transaction takes; the rest is found unwanted when due."""
    planned = unit.checkins.in_round(team.id, round_number)
    unit.outbox.cancel(team.workspace_id, *(checkin.id for checkin in planned[-PROMPTS_AT_ONCE:]))


def _take_out(unit: HomeUnit, workspace_id: WorkspaceId, team_id: TeamId, user_id: UserId, now: datetime) -> None:
    """Take somebody out of a team that is held; they themselves are held next, and their workspace after them."""
    unit.people.hold(workspace_id, user_id)
    unit.outbox.cancel(workspace_id, *(one.id for one in _recent(unit, user_id, now) if one.team_id == team_id))
    unit.checkins.remove_person(team_id, user_id)
    unit.meetings.remove_person(team_id, user_id)
    ballots.blank(unit, team_id, user_id)
    ballots.blank(unit, workspace_id, user_id)  # a workspace's box does not know in which team it was asked
    unit.teams.remove_member(team_id, user_id)
    if not unit.teams.teams_of(workspace_id, user_id):
        unit.people.forget(workspace_id, user_id)


def _lock_teams_of(
    unit: HomeUnit, workspace_id: WorkspaceId, user_id: UserId, besides: Iterable[Team] = ()
) -> list[Team]:
    """Hold all of somebody's teams, by id, before their workspace is held for any of them: nobody waits in a ring."""
    theirs = unit.teams.teams_of(workspace_id, user_id)
    for team_id in sorted({team.id for team in (*theirs, *besides)}):
        unit.teams.lock(team_id)
    return theirs


def _drop_prompts(unit: HomeUnit, workspace_id: WorkspaceId, user_id: UserId, now: datetime) -> None:
    unit.outbox.cancel(workspace_id, *(checkin.id for checkin in _recent(unit, user_id, now)))


def _recent(unit: HomeUnit, user_id: UserId, now: datetime) -> list[Checkin]:
    return unit.checkins.of_person(user_id, now - timedelta(days=REMEMBERED_DAYS))
