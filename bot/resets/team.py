"""For the whole team: the sentence with which it can begin its next meeting afresh."""

from datetime import datetime, timedelta

from bot.kernel.caller import Caller
from bot.kernel.errors import Refused
from bot.kernel.ids import TeamId
from bot.outbox.model import Kind, Outgoing, Priority
from bot.resets.messages import team_nudge
from bot.resets.ports import ResetsUnit
from bot.teams.model import TeamState
from bot.teams.service import get_living
from bot.texts import Texts

WORTH_SAYING = timedelta(hours=12)


def find_here(unit: ResetsUnit, caller: Caller) -> TeamId | None:
    """Return the team of the channel in which somebody is; None where there is none."""
    team = None if caller.channel_id is None else unit.teams.find_by_channel(caller.workspace_id, caller.channel_id)
    return None if team is None or team.state is TeamState.GONE else team.id


def post_nudge(unit: ResetsUnit, caller: Caller, team_id: TeamId, now: datetime, say: Texts) -> None:
    """Promise the sentence to the channel, once a day at most; who asked for it is not kept."""
    team = get_living(unit, team_id)
    if team.workspace_id != caller.workspace_id:
        raise Refused("trust-gone")
    unit.outbox.enqueue(
        [
            Outgoing(
                workspace_id=team.workspace_id,
                key=f"nudge:{team.id}:{now:%Y-%m-%d}",
                kind=Kind.NOTICE,
                subject=team.id,
                method="chat.postMessage",
                channel=team.channel_id,
                arguments=team_nudge(say).body(),
                due_at=now,
                expires_at=now + WORTH_SAYING,
                priority=Priority.STEP,
            )
        ]
    )
