"""Telling a team's administrators, once, that a round's answers were lost."""

import logging
from datetime import datetime, timedelta

from bot.ballots import messages
from bot.ballots.model import Lost
from bot.ballots.ports import LossesUnit
from bot.kernel.ids import TeamId
from bot.outbox.model import Kind, Outgoing
from bot.texts import Texts

NOTICE_LIVES = timedelta(days=3)

log = logging.getLogger(__name__)


def tell_losses(unit: LossesUnit, now: datetime, say: Texts) -> int:
    """Promise the notice for one lost batch to each administrator of its team; return 1, or 0 when none is left.

    A workspace's own batch has no team whose administrators could be told; its loss is noted in the log alone.
    """
    lost = unit.ballots.lost()
    for one in lost[:1]:
        log.warning("a box could not be opened and was set aside", extra={"action": "ballots.lost", "scope": one.scope})
        unit.outbox.enqueue(_notices(unit, one, now, say))
        unit.ballots.remove_lost(one.batch_id)
    return len(lost[:1])


def _notices(unit: LossesUnit, lost: Lost, now: datetime, say: Texts) -> list[Outgoing]:
    team = unit.teams.find(TeamId(lost.scope))
    if team is None:
        return []
    body = messages.round_lost(say, team.channel_id).body()
    return [
        Outgoing(
            workspace_id=team.workspace_id,
            key=f"lost:{lost.batch_id}:{admin}",
            kind=Kind.NOTICE,
            subject=team.id,
            method="chat.postMessage",
            channel=admin,
            arguments=body,
            due_at=now,
            expires_at=now + NOTICE_LIVES,
        )
        for admin in unit.teams.admins(team.id)
    ]
