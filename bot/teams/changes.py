"""Openness: whatever an administrator changes is told in the channel, and kept in a log for a year."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.kernel.ids import UserId
from bot.teams import messages
from bot.teams.model import Change, Team
from bot.teams.ports import TeamsUnit
from bot.teams.service import post
from bot.texts import Texts

LOG_KEPT = timedelta(days=365)


def note_change(
    unit: TeamsUnit, team: Team, by: UserId, text_id: str, values: Mapping[str, str | int], now: datetime, say: Texts
) -> None:
    """Log a change and promise the channel its sentence, with who made it.

    ``text_id`` takes ``$who`` and ``values``; these are ready to be said: what somebody typed is escaped.
    """
    unit.teams.lock(team.id)
    latest = unit.teams.changes(team.id, 1)
    number = latest[0].number + 1 if latest else 1
    change = Change(team_id=team.id, number=number, at=now, by=by, text_id=text_id, values=dict(values))
    unit.teams.add_change(change)
    post(unit, team, f"change:{team.id}:{number}:{int(now.timestamp())}", messages.change_told(say, change), now)


def forget_changes(unit: TeamsUnit, now: datetime, limit: int = 500) -> int:
    """Delete changes that are older than a year; return how many."""
    return unit.teams.forget_changes_before(now - LOG_KEPT, limit)
