"""What follows when Slack refuses a message for good: somebody can see it, and nothing is tried for ever."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from bot.home import messages, service
from bot.home.ending import lose_channel
from bot.home.ports import HomeUnit
from bot.home.uninstalling import disable
from bot.kernel.ids import ChannelId, UserId
from bot.outbox.model import Outgoing
from bot.outbox.policy import Consequence
from bot.teams.model import TeamState
from bot.teams.service import tell_admins
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
    found = unit.teams.find_by_channel(outgoing.workspace_id, ChannelId(outgoing.channel))
    if found is None:
        return
    unit.teams.lock(found.id)
    team = unit.teams.find(found.id)
    if team is None or team.state is not TeamState.ACTIVE:
        return
    if reason in NOT_THERE:
        lose_channel(unit, team.workspace_id, team.channel_id, reason, now, say)
        return
    unit.teams.save(replace(team, state=TeamState.PAUSED, reason=reason))
    paused = messages.team_paused(say, team.channel_id)
    tell_admins(unit, team, f"paused:{outgoing.key}", paused, now, STILL_WORTH_SAYING)


def _leave_person_out(unit: HomeUnit, outgoing: Outgoing, now: datetime) -> None:
    user_id = UserId(outgoing.channel)
    service.leave_everywhere(unit, outgoing.workspace_id, user_id, now)


def _tell_of_unclear_post(unit: HomeUnit, outgoing: Outgoing, now: datetime, say: Texts) -> None:
    team = unit.teams.find_by_channel(outgoing.workspace_id, ChannelId(outgoing.channel))
    if team is not None:
        unclear = messages.post_unclear(say, team.channel_id, outgoing.key)
        tell_admins(unit, team, f"unclear:{outgoing.key}", unclear, now, STILL_WORTH_SAYING)
