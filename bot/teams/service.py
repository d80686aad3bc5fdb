"""Coming into a channel, joining, leaving, and a team's weeks."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.blockkit import Message
from bot.directory.model import ChannelFacts, Person, Profile, Standing
from bot.directory.service import as_told
from bot.kernel.errors import Refused
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId, new_id
from bot.kernel.weeks import local_day
from bot.outbox.model import Kind, Outgoing, Priority
from bot.teams import messages
from bot.teams.model import (
    CONSENT_VERSION,
    MIN_TEAM,
    NO_ACT,
    IsFree,
    Member,
    Round,
    Team,
    TeamState,
    first_round,
    next_round,
)
from bot.teams.ports import TeamsUnit
from bot.texts import Texts

SHARED = "shared"  # why a team is gone whose channel another organization has joined
STILL_WORTH_SAYING = timedelta(days=1)

_STANDS_IN_THE_WAY = {
    Standing.GUEST: "trust-refused-guest",
    Standing.BOT: "trust-refused-bot",
    Standing.STRANGER: "trust-refused-stranger",
    Standing.DEACTIVATED: "trust-refused-deactivated",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """The bot is in a channel: what Slack says of it, and who brought the bot, where Slack says so."""

    workspace_id: WorkspaceId
    channel: ChannelFacts
    inviter: UserId | None = field(default=None, repr=False)
    delivery: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Somebody who asks for something in a channel, as Slack describes them right now."""

    workspace_id: WorkspaceId
    profile: Profile = field(repr=False)
    in_channel: bool


@dataclass(frozen=True, slots=True)
class Greeted:
    """The channel has a team now, and a welcome."""

    team: Team


@dataclass(frozen=True, slots=True)
class Revived:
    """A team that was out of service is back; ``round_`` is its open one, where the team had been set up."""

    team: Team
    round_: Round | None


@dataclass(frozen=True, slots=True)
class Present:
    """The bot was in the channel already; nothing is said."""

    team: Team


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """The channel is shared with another organization; nothing of it is kept."""


Arrived = Greeted | Revived | Present | TurnedAway


@dataclass(frozen=True, slots=True)
class Joined:
    """The person is in; ``waiting`` while too few have joined for check-ins, ``round_`` where one is open."""

    team: Team
    round_: Round | None
    waiting: bool
    before: bool


def greet(unit: TeamsUnit, arrival: Arrival, now: datetime, say: Texts) -> Arrived:
    """Greet a channel once; one that comes back is told so in a short post, a shared one is turned away."""
    if arrival.channel.is_shared:
        _turn_away(unit, arrival, now, say)
        return TurnedAway()
    team = unit.teams.find_by_channel(arrival.workspace_id, arrival.channel.channel_id)
    if team is None:
        return _begin(unit, arrival, now, say)
    if team.state in (TeamState.GONE, TeamState.PAUSED):
        return _revive(unit, team, arrival.delivery, now, say)
    return Present(team)


def retire(unit: TeamsUnit, team: Team, reason: str, now: datetime) -> None:
    """Put a team out of service: its round ends without a post, and what waits to be said to it is dropped."""
    unit.teams.lock(team.id)
    unit.teams.save(replace(team, state=TeamState.GONE, reason=reason, gone_at=now))
    open_ = unit.teams.find_open_round(team.id)
    if open_ is not None:
        unit.teams.save_round(replace(open_, is_open=False))
    unit.outbox.cancel(team.workspace_id, team.id)


def join(unit: TeamsUnit, team_id: TeamId, asker: Asker, now: datetime) -> Joined:
    """Make somebody a member, with the promise they agree to and the day; joining twice is joining once."""
    unit.teams.lock(team_id)
    team = get_living(unit, team_id)
    refuse_unless_inside(asker)
    user_id = asker.profile.user_id
    before = unit.teams.is_member(team_id, user_id)
    _remember(unit, asker)  # holds the person, as all do before they touch memberships in other teams
    member = Member(team_id=team_id, user_id=user_id, consent_version=CONSENT_VERSION)
    today = local_day(now, ZoneInfo(asker.profile.zone))
    unit.teams.add_member(member, today)
    unit.teams.agree(team.workspace_id, user_id, CONSENT_VERSION, today)  # the promise is the same in every team
    waiting = len(unit.teams.members(team_id)) < MIN_TEAM
    return Joined(team, unit.teams.find_open_round(team_id), waiting, before)


def get_living(unit: TeamsUnit, team_id: TeamId) -> Team:
    """Return a team that is still there; raises Refused for one that is gone or never was."""
    team = unit.teams.find(team_id)
    if team is None:
        raise Refused("trust-gone")
    if team.state is TeamState.GONE:
        raise Refused("trust-shared-channel" if team.reason == SHARED else "trust-gone")
    return team


def get_here(unit: TeamsUnit, workspace_id: WorkspaceId, channel_id: ChannelId | None) -> Team:
    """Return the team of the channel somebody speaks in; raises Refused where there is none."""
    if channel_id is None or channel_id.startswith("D"):
        raise Refused("trust-needs-channel")
    team = unit.teams.find_by_channel(workspace_id, channel_id)
    if team is None:
        raise Refused("trust-not-here")
    if team.state is TeamState.GONE:
        raise Refused("trust-shared-channel" if team.reason == SHARED else "trust-not-here")
    return team


def refuse_unless_inside(asker: Asker) -> None:
    """Raise Refused for bots, guests, strangers, deactivated people and those who are not in the channel."""
    if asker.profile.standing is not Standing.FULL:
        raise Refused(_STANDS_IN_THE_WAY[asker.profile.standing])
    if not asker.in_channel:
        raise Refused("trust-refused-outside")


def refuse_unless_may_change(unit: TeamsUnit, team: Team, asker: Asker) -> None:
    """Raise Refused for all but the team's administrators and the workspace's, by Slack's own flags.

    Before a team is set up for the first time, anybody in its channel may do that, and becomes its administrator.
    """
    refuse_unless_inside(asker)
    admins = unit.teams.admins(team.id)
    is_new = not admins and team.state is TeamState.GREETED
    if not (is_new or asker.profile.user_id in admins or asker.profile.is_workspace_admin):
        raise Refused("trust-refused-not-admin")


def open_round(unit: TeamsUnit, team: Team, now: datetime, is_free: IsFree | None = None) -> Round:
    """Return the team's open round, opening one where there is none: its first, or after its latest."""
    found = unit.teams.find_open_round(team.id)
    if found is not None:
        return found
    latest = unit.teams.find_last_round(team.id)
    opened = first_round(team, now, is_free)
    if latest is not None:
        following = next_round(team, latest, now, is_free)
        opened = replace(opened, number=following.number, act=following.act)
    unit.teams.save_round(opened)
    if opened.place == 1 and team.next_act:
        unit.teams.save(replace(team, next_act=NO_ACT))
    return opened


def follow(
    unit: TeamsUnit, team: Team, closed: Round, now: datetime, is_free: IsFree | None = None, *, act: str = NO_ACT
) -> Round:
    """End a round and open the one that follows; ``act`` is whose turn it is where a new season begins."""
    unit.teams.save_round(replace(closed, is_open=False))
    opened = next_round(team, closed, now, is_free, act=act)
    unit.teams.save_round(opened)
    if opened.place == 1 and team.next_act:
        unit.teams.save(replace(team, next_act=NO_ACT))
    return opened


def note_channel_changed(unit: TeamsUnit, team_id: TeamId) -> None:
    """Keep that somebody came into the team's small channel or left it in this round; never who, or which of the two.

    A team that has no open round has nothing to compare yet.
    """
    unit.teams.lock(team_id)
    team, round_ = unit.teams.find(team_id), unit.teams.find_open_round(team_id)
    if team is not None and round_ is not None and team.channel_changed_round != round_.number:
        unit.teams.save(replace(team, channel_changed_round=round_.number))


def post(unit: TeamsUnit, team: Team, key: str, message: Message, now: datetime, kind: Kind = Kind.NOTICE) -> None:
    """Promise the channel a message, once for each key."""
    unit.outbox.enqueue(
        [
            Outgoing(
                workspace_id=team.workspace_id,
                key=key,
                kind=kind,
                method="chat.postMessage",
                channel=team.channel_id,
                arguments=message.body(),
                due_at=now,
                expires_at=now + STILL_WORTH_SAYING,
                subject=team.id,
                priority=Priority.STEP,
            )
        ]
    )


def tell_admins(unit: TeamsUnit, team: Team, key: str, message: Message, now: datetime, lives: timedelta) -> None:
    """Promise each of the team's administrators a message in private, once for each key.

    It is said also where the team's own messages are dropped, since it may tell of just that.
    """
    unit.outbox.enqueue(
        Outgoing(
            workspace_id=team.workspace_id,
            key=f"{key}:{admin}",
            kind=Kind.NOTICE,
            method="chat.postMessage",
            channel=admin,
            arguments=message.body(),
            due_at=now,
            expires_at=now + lives,
            subject=f"admins:{team.id}",
            priority=Priority.STEP,
        )
        for admin in unit.teams.admins(team.id)
    )


def _turn_away(unit: TeamsUnit, arrival: Arrival, now: datetime, say: Texts) -> None:
    if arrival.inviter is None:
        return
    sentence = Outgoing(
        workspace_id=arrival.workspace_id,
        key=f"shared-channel:{arrival.delivery}",
        kind=Kind.NOTICE,
        method="chat.postEphemeral",
        channel=arrival.channel.channel_id,
        arguments={"user": arrival.inviter, **messages.shared_channel(say).body()},
        due_at=now,
        expires_at=now + STILL_WORTH_SAYING,
        priority=Priority.STEP,
    )
    unit.outbox.enqueue([sentence])


def _begin(unit: TeamsUnit, arrival: Arrival, now: datetime, say: Texts) -> Greeted:
    team = Team(id=TeamId(new_id()), workspace_id=arrival.workspace_id, channel_id=arrival.channel.channel_id)
    unit.teams.save(team)
    post(unit, team, f"welcome:{team.id}", messages.welcome(say, team.id), now, Kind.WELCOME)
    return Greeted(team)


def _revive(unit: TeamsUnit, team: Team, delivery: str, now: datetime, say: Texts) -> Revived | Present:
    unit.teams.lock(team.id)
    team = unit.teams.get(team.id)  # as it is now that nobody else changes it
    if team.state not in (TeamState.GONE, TeamState.PAUSED):
        return Present(team)
    was_set_up = unit.teams.find_last_round(team.id) is not None
    back = replace(team, state=TeamState.ACTIVE if was_set_up else TeamState.GREETED, reason="", gone_at=None)
    unit.teams.save(back)
    post(unit, back, f"back:{team.id}:{delivery}", messages.back(say, team.id), now)
    return Revived(back, open_round(unit, back, now) if was_set_up else None)


def _remember(unit: TeamsUnit, asker: Asker) -> None:
    profile = asker.profile
    known = unit.people.hold(asker.workspace_id, profile.user_id) or Person(
        workspace_id=asker.workspace_id, user_id=profile.user_id, zone=profile.zone
    )
    unit.people.save(as_told(known, profile))
