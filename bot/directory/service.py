"""Keeping up with what Slack tells of the people who joined; everybody else is passed over."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.directory.model import Hours, Person, Profile, Quiet
from bot.directory.ports import DirectoryUnit
from bot.kernel.errors import Refused
from bot.kernel.ids import UserId, WorkspaceId

PAUSE = timedelta(days=7)


def note_profile(unit: DirectoryUnit, workspace_id: WorkspaceId, profile: Profile) -> Person | None:
    """Keep somebody's zone, standing and leave as Slack now tells them; None for those who never joined."""
    known = unit.people.hold(workspace_id, profile.user_id)
    if known is None:
        return None
    changed = as_told(known, profile)
    unit.people.save(changed)
    return changed


def as_told(known: Person, profile: Profile) -> Person:
    """Return a person with what Slack says of them now in place of what it said before."""
    return replace(
        known,
        zone=profile.zone,
        standing=profile.standing,
        away=profile.away,
        away_until=profile.away_until,
    )


def note_quiet(unit: DirectoryUnit, workspace_id: WorkspaceId, user_id: UserId, quiet: Quiet | None) -> None:
    """Keep from when until when somebody does not want to be disturbed."""
    known = unit.people.hold(workspace_id, user_id)
    if known is not None:
        begins, ends = (quiet.starts_at, quiet.ends_at) if quiet else (None, None)
        unit.people.save(replace(known, quiet_from=begins, quiet_until=ends))


def pause(unit: DirectoryUnit, workspace_id: WorkspaceId, user_id: UserId, until: datetime) -> None:
    """Leave somebody in peace until a moment, in every team."""
    unit.people.save(replace(_held(unit, workspace_id, user_id), paused_until=until))


def be_absent(unit: DirectoryUnit, workspace_id: WorkspaceId, user_id: UserId, until: datetime) -> None:
    """Keep until when somebody says they are away."""
    unit.people.save(replace(_held(unit, workspace_id, user_id), absent_until=until))


def resume(unit: DirectoryUnit, workspace_id: WorkspaceId, user_id: UserId) -> None:
    """End somebody's pause, and an absence of their own word."""
    known = _held(unit, workspace_id, user_id)
    unit.people.save(replace(known, paused_until=None, absent_until=None))


def keep_hours(unit: DirectoryUnit, workspace_id: WorkspaceId, user_id: UserId, hours: Hours) -> None:
    """Keep when somebody works."""
    unit.people.save(replace(_held(unit, workspace_id, user_id), hours=hours))


def keep_cadence(unit: DirectoryUnit, workspace_id: WorkspaceId, user_id: UserId, most_a_week: int) -> None:
    """Keep how often in a week somebody wants to be asked at most."""
    unit.people.save(replace(_held(unit, workspace_id, user_id), most_a_week=most_a_week))


def get_joined(unit: DirectoryUnit, workspace_id: WorkspaceId, user_id: UserId) -> Person:
    """Return somebody who joined a team; raises Refused for everybody else."""
    return _joined(unit.people.find(workspace_id, user_id))


def _held(unit: DirectoryUnit, workspace_id: WorkspaceId, user_id: UserId) -> Person:
    return _joined(unit.people.hold(workspace_id, user_id))


def _joined(known: Person | None) -> Person:
    if known is None:
        raise Refused("trust-not-joined")
    return known
