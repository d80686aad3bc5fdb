"""Asking for consent again when the promise has changed in substance, and taking it."""

from datetime import datetime, timedelta

from bot.kernel.ids import UserId, WorkspaceId
from bot.kernel.weeks import local_day
from bot.outbox.model import Kind, Outgoing
from bot.teams import messages
from bot.teams.model import CONSENT_VERSION
from bot.teams.ports import TeamsUnit
from bot.texts import Texts

ASKED_AT_ONCE = 100  # people; each is a message and their memberships, and a transaction holds at most 500 rows
STILL_WORTH_SAYING = timedelta(days=14)


def ask_again(unit: TeamsUnit, now: datetime, say: Texts) -> int:
    """Promise the new promise to those who agreed to an older one, once each; return how many there were.

    Whoever is on a break is asked after it.
    """
    behind = [one for one in unit.teams.not_yet_asked(CONSENT_VERSION) if not _rests(unit, *one, now)]
    asked = behind[:ASKED_AT_ONCE]
    unit.outbox.enqueue(_question(workspace_id, user_id, now, say) for workspace_id, user_id in asked)
    for workspace_id, user_id in asked:
        unit.people.hold(workspace_id, user_id)
        unit.teams.note_asked(workspace_id, user_id, CONSENT_VERSION)
    return len(asked)


def agree(unit: TeamsUnit, workspace_id: WorkspaceId, user_id: UserId, version: int, now: datetime) -> bool:
    """Keep that somebody agrees to a version of the promise, with the day; False where it is not the latest."""
    person = unit.people.hold(workspace_id, user_id)
    if version != CONSENT_VERSION or person is None:
        return False
    unit.teams.agree(workspace_id, user_id, version, local_day(now, person.tz))
    return True


def has_agreed(unit: TeamsUnit, workspace_id: WorkspaceId, user_id: UserId) -> bool:
    """Return whether somebody agreed, in every team of theirs, to the promise as it is now."""
    found = [unit.teams.find_member(team.id, user_id) for team in unit.teams.teams_of(workspace_id, user_id)]
    return all(member.has_agreed for member in found if member is not None)


def _rests(unit: TeamsUnit, workspace_id: WorkspaceId, user_id: UserId, now: datetime) -> bool:
    person = unit.people.find(workspace_id, user_id)
    return person is not None and person.is_paused(now)


def _question(workspace_id: WorkspaceId, user_id: UserId, now: datetime, say: Texts) -> Outgoing:
    return Outgoing(
        workspace_id=workspace_id,
        key=f"promise:{CONSENT_VERSION}:{workspace_id}:{user_id}",
        kind=Kind.NOTICE,
        method="chat.postMessage",
        channel=user_id,
        arguments=messages.promise_changed(say).body(),
        due_at=now,
        expires_at=now + STILL_WORTH_SAYING,
    )
