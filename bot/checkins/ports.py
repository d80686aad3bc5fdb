"""Where check-ins are kept."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.ballots.ports import BallotsUnit
from bot.checkins.model import Checkin, Shown
from bot.kernel.ids import CheckinId, TeamId, UserId, WorkspaceId
from bot.meetings.ports import MeetingsUnit


class CheckinStore(Protocol):
    """Keeps whom we chose to ask, and whom we asked on which day, for fourteen days."""

    def add(self, checkins: Iterable[Checkin]) -> None:
        """Keep the check-ins; a second one of a person for a meeting is passed over."""
        ...

    def find(self, checkin_id: CheckinId) -> Checkin | None: ...

    def find_all(self, checkin_ids: Collection[CheckinId]) -> list[Checkin]:
        """Return those of the check-ins that there are."""
        ...

    def lock_teams(self, checkin_ids: Collection[CheckinId]) -> None:
        """Wait until nobody else changes the teams that these check-ins belong to, always in the same order."""
        ...

    def postpone(self, checkin_id: CheckinId, due_at: datetime) -> None:
        """Note that a check-in's prompt comes later than it was planned."""
        ...

    def in_round(self, team_id: TeamId, round_number: int) -> list[Checkin]:
        """Return all the round's check-ins, of everybody, the latest last."""
        ...

    def of_people(self, whose: Collection[tuple[TeamId, int, UserId]]) -> list[Checkin]:
        """Return the check-ins of people in rounds, each given by team, round and person, the latest last."""
        ...

    def of_person(self, user_id: UserId, since: datetime) -> list[Checkin]:
        """Return a person's check-ins due since then, over all teams, the latest last."""
        ...

    def planned_since(self, users: Collection[UserId], since: datetime) -> dict[UserId, int]:
        """Return how many check-ins due since then these people have, over all teams; who has none is left out."""
        ...

    def note_shown(self, prompts: Sequence[Shown]) -> None:
        """Note that prompts are about to be sent; one that was noted before for the same day is passed over."""
        ...

    def was_shown(self, checkin_id: CheckinId) -> bool: ...

    def shown_to(self, people: Collection[tuple[WorkspaceId, UserId]]) -> list[Shown]:
        """Return what was noted of these people, over all teams, as far as it is kept."""
        ...

    def count_of(self, workspace_id: WorkspaceId, user_id: UserId) -> int:
        """Return how many check-ins of a person are kept, asked or to be asked, in a workspace."""
        ...

    def shown_days(self, workspace_id: WorkspaceId, user_id: UserId) -> list[date]:
        """Return the days on which a person was sent a prompt, as far as that is kept, the latest last."""
        ...

    def forget_before(self, moment: datetime, limit: int) -> int:
        """Delete check-ins due before this, with what was noted of them; return how many rows went.

        What was noted of a check-in that is gone already goes by its day. Call it until it returns 0.
        """
        ...

    def remove_person(self, team_id: TeamId, user_id: UserId) -> None:
        """Delete a person's check-ins in a team, with what was noted of them."""
        ...

    def forget_shown(self, workspace_id: WorkspaceId, user_id: UserId) -> None:
        """Delete that a person was ever sent a prompt, also where the check-in is gone already."""
        ...


class CheckinsUnit(MeetingsUnit, BallotsUnit, Protocol):
    """The stores that the check-ins feature needs."""

    @property
    def checkins(self) -> CheckinStore: ...
