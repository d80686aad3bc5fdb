"""Keeping up with what Slack tells of the people who joined; everybody else is passed over."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.directory.model import Person, Profile
from bot.directory.ports import DirectoryUnit
from bot.kernel.errors import Refused
from bot.kernel.ids import UserId, WorkspaceId

PAUSE = timedelta(days=7)


def note_profile(unit: DirectoryUnit, workspace_id: WorkspaceId, profile: Profile, *, away: bool) -> Person | None:
    """Keep somebody's zone, standing and leave as Slack now tells them; None for those who never joined."""
    known = unit.people.find(workspace_id, profile.user_id)
    if known is None:
        return None
    changed = replace(known, zone=profile.zone, standing=profile.standing, away=away)
    unit.people.save(changed)
    return changed


def note_quiet(unit: DirectoryUnit, workspace_id: WorkspaceId, user_id: UserId, until: datetime | None) -> None:
    """Keep until when somebody does not want to be disturbed."""
    known = unit.people.find(workspace_id, user_id)
    if known is not None:
        unit.people.save(replace(known, quiet_until=until))


def pause(unit: DirectoryUnit, workspace_id: WorkspaceId, user_id: UserId, now: datetime) -> datetime:
    """Leave somebody in peace for a week, in every team; returns until when."""
    until = now + PAUSE
    unit.people.save(replace(get_joined(unit, workspace_id, user_id), paused_until=until))
    return until


def resume(unit: DirectoryUnit, workspace_id: WorkspaceId, user_id: UserId) -> None:
    """End somebody's pause."""
    unit.people.save(replace(get_joined(unit, workspace_id, user_id), paused_until=None))


def get_joined(unit: DirectoryUnit, workspace_id: WorkspaceId, user_id: UserId) -> Person:
    """Return somebody who joined a team; raises Refused for everybody else."""
    known = unit.people.find(workspace_id, user_id)
    if known is None:
        raise Refused("trust-not-joined")
    return known
