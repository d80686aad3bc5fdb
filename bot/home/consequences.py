"""What follows when Slack refuses a message for good: somebody can see it, and nothing is tried for ever."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from bot.home import messages, service
from bot.home.ending import tell_gone
from bot.home.ports import HomeUnit
from bot.home.uninstalling import disable
from bot.kernel.ids import ChannelId, UserId
from bot.outbox.model import Kind, Outgoing, Priority
from bot.outbox.policy import Consequence
from bot.teams.model import Team, TeamState
from bot.texts import Texts

# Slack's words for a channel that we are no longer in, where its own event has not reached us.
NOT_THERE = ("channel_not_found", "is_archived", "not_in_channel")
STILL_WORTH_SAYING = timedelta(days=3)


def carry_out(
    unit: HomeUnit, outgoing: Outgoing, consequence: Consequence, reason: str, now: datetime, *, say: Texts
) -> None:
    """Do what a refusal means, in the transaction that notes the refusal."""
    match consequence:
        case Consequence.NONE:
            return
        case Consequence.PAUSE_TEAM:
            _pause_team(unit, outgoing, reason, now, say)
        case Consequence.LEAVE_PERSON_OUT:
            _leave_person_out(unit, outgoing, now)
        case Consequence.DISABLE_WORKSPACE:
            disable(unit, outgoing.workspace_id, reason, now)
        case Consequence.TELL_ADMINS:
            _tell_of_unclear_post(unit, outgoing, now, say)
        case _:
            assert_never(consequence)


def _pause_team(unit: HomeUnit, outgoing: Outgoing, reason: str, now: datetime, say: Texts) -> None:
    team = unit.teams.find_by_channel(outgoing.workspace_id, ChannelId(outgoing.channel))
    if team is None or team.state is not TeamState.ACTIVE:
        return
    if reason in NOT_THERE:
        service.depart(unit, team.workspace_id, team.channel_id, reason, now)
        tell_gone(unit, team, now, say)
        return
    unit.teams.lock(team.id)
    unit.teams.save(replace(team, state=TeamState.PAUSED, reason=reason))
    _tell_admins(unit, team, f"paused:{outgoing.key}", messages.team_paused(say, team.channel_id).body(), now)


def _leave_person_out(unit: HomeUnit, outgoing: Outgoing, now: datetime) -> None:
    user_id = UserId(outgoing.channel)
    service.leave_everywhere(unit, outgoing.workspace_id, user_id, now)


def _tell_of_unclear_post(unit: HomeUnit, outgoing: Outgoing, now: datetime, say: Texts) -> None:
    team = unit.teams.find_by_channel(outgoing.workspace_id, ChannelId(outgoing.channel))
    if team is not None:
        _tell_admins(
            unit, team, f"unclear:{outgoing.key}", messages.post_unclear(say, team.channel_id, outgoing.key).body(), now
        )


def _tell_admins(unit: HomeUnit, team: Team, key: str, body: dict[str, object], now: datetime) -> None:
    """Tell each of the team's administrators in private, once for each key."""
    unit.outbox.enqueue(
        Outgoing(
            workspace_id=team.workspace_id,
            key=f"{key}:{admin}",
            kind=Kind.NOTICE,
            subject=f"admins:{team.id}",
            method="chat.postMessage",
            channel=admin,
            arguments=body,
            priority=Priority.STEP,
            due_at=now,
            expires_at=now + STILL_WORTH_SAYING,
        )
        for admin in unit.teams.admins(team.id)
    )
