"""Check-ins for tests, in memory."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.checkins.model import Checkin, Shown
from bot.kernel.ids import CheckinId, TeamId, UserId, WorkspaceId


class FakeCheckinStore:
    """Keeps what SqlCheckinStore keeps, in dicts a test may look into."""

    def __init__(self) -> None:
        self.checkins: dict[CheckinId, Checkin] = {}
        self.shown: dict[CheckinId, Shown] = {}

    def add(self, checkins: Iterable[Checkin]) -> None:
        taken = {(one.meeting_id, one.user_id) for one in self.checkins.values()}
        for one in checkins:
            if one.id not in self.checkins and (one.meeting_id, one.user_id) not in taken:
                self.checkins[one.id] = one
                taken.add((one.meeting_id, one.user_id))

    def find(self, checkin_id: CheckinId) -> Checkin | None:
        return self.checkins.get(checkin_id)

    def find_all(self, checkin_ids: Collection[CheckinId]) -> list[Checkin]:
        return [self.checkins[one] for one in checkin_ids if one in self.checkins]

    def lock_teams(self, checkin_ids: Collection[CheckinId]) -> None:
        """Nothing else runs at the same time here."""

    def postpone(self, checkin_id: CheckinId, due_at: datetime) -> None:
        self.checkins[checkin_id] = replace(self.checkins[checkin_id], due_at=due_at)

    def in_round(self, team_id: TeamId, round_number: int) -> list[Checkin]:
        return [one for one in self._all() if (one.team_id, one.round_number) == (team_id, round_number)]

    def of_people(self, whose: Collection[tuple[TeamId, int, UserId]]) -> list[Checkin]:
        return [one for one in self._all() if (one.team_id, one.round_number, one.user_id) in whose]

    def of_person(self, user_id: UserId, since: datetime) -> list[Checkin]:
        return [one for one in self._all() if one.user_id == user_id and one.due_at >= since]

    def planned_since(self, users: Collection[UserId], since: datetime) -> dict[UserId, int]:
        return dict(Counter(one.user_id for one in self._all() if one.user_id in users and one.due_at >= since))

    def note_shown(self, prompts: Sequence[Shown]) -> None:
        for one in prompts:
            self.shown.setdefault(one.checkin_id, one)

    def was_shown(self, checkin_id: CheckinId) -> bool:
        return checkin_id in self.shown

    def shown_to(self, people: Collection[tuple[WorkspaceId, UserId]]) -> list[Shown]:
        return [one for one in self.shown.values() if one[:2] in people]

    def count_of(self, workspace_id: WorkspaceId, user_id: UserId) -> int:
        return sum(one.user_id == user_id for one in self.checkins.values())

    def shown_days(self, workspace_id: WorkspaceId, user_id: UserId) -> list[date]:
        return sorted(one.local_day for one in self.shown.values() if one[:2] == (workspace_id, user_id))

    def forget_before(self, moment: datetime, limit: int) -> int:
        old = [one.id for one in self._all() if one.due_at < moment][:limit]
        self._remove(old)
        day = moment.date() - timedelta(days=1)
        left = [key for key, noted in self.shown.items() if noted.local_day < day][: limit - len(old)]
        self._remove(left)
        return len(old) + len(left)

    def remove_person(self, team_id: TeamId, user_id: UserId) -> None:
        self._remove([one.id for one in self._all() if (one.team_id, one.user_id) == (team_id, user_id)])

    def forget_shown(self, workspace_id: WorkspaceId, user_id: UserId) -> None:
        self.shown = {key: kept for key, kept in self.shown.items() if kept[:2] != (workspace_id, user_id)}

    def _remove(self, ids: Iterable[CheckinId]) -> None:
        for checkin_id in ids:
            self.checkins.pop(checkin_id, None)
            self.shown.pop(checkin_id, None)

    def _all(self) -> list[Checkin]:
        return sorted(self.checkins.values(), key=lambda one: (one.due_at, one.id))
