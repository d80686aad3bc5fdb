"""What is stored about one person, gathered from where it is stored."""

from dataclasses import dataclass
from datetime import date

from bot.directory import peace
from bot.directory.model import Person
from bot.home.ports import HomeUnit
from bot.kernel.ids import UserId, WorkspaceId
from bot.resets.limits import Marks, find_marks_of
from bot.teams.model import Membership, Team


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """Everything that the database holds about somebody, but for what is sealed in boxes that nobody opens for this."""

    person: Person | None
    memberships: tuple[Membership, ...]
    administers: tuple[Team, ...]
    asked_on: tuple[date, ...]
    planned: int  # check-ins, asked or to be asked, of the last fourteen days
    messages: int  # promised to them, said or not, in the last fourteen days
    changes: int  # in the log of settings, made by them or naming them
    invited_to: int  # meetings to which a calendar invites them
    resets: Marks
    is_left_in_peace: bool


def find_stored(unit: HomeUnit, workspace_id: WorkspaceId, user_id: UserId) -> Stored:
    """Return what is stored about somebody, for their own eyes."""
    return Stored(
        person=unit.people.find(workspace_id, user_id),
        memberships=tuple(unit.teams.memberships(workspace_id, user_id)),
        administers=tuple(unit.teams.administered_by(workspace_id, user_id)),
        asked_on=tuple(unit.checkins.shown_days(workspace_id, user_id)),
        planned=unit.checkins.count_of(workspace_id, user_id),
        messages=unit.outbox.count_to(workspace_id, user_id),
        changes=len(unit.teams.changes_naming(workspace_id, user_id)),
        invited_to=unit.meetings.count_for(workspace_id, user_id),
        resets=find_marks_of(unit, workspace_id, user_id),
        is_left_in_peace=peace.is_left_in_peace(unit, workspace_id, user_id),
    )
