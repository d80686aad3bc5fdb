"""People and channels for tests, in memory."""

from collections import deque
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.directory.model import ChannelFacts, Person, Profile, Quiet, Standing
from bot.kernel.errors import SlackRefused
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.teams.model import TeamState
from bot.teams.ports import TeamStore
from bot.workspaces.model import WorkspaceState
from tests.fakes.teams import FakeTeamStore
from tests.fakes.workspaces import FakeWorkspaceStore


class FakePersonStore:
    """Keeps people in a dict; asks the team store who joined."""

    def __init__(self, teams: TeamStore) -> None:
        self._teams = teams
        self.people: dict[tuple[WorkspaceId, UserId], Person] = {}

    def find(self, workspace_id: WorkspaceId, user_id: UserId) -> Person | None:
        return self.people.get((workspace_id, user_id))

    def find_all(self, whom: Collection[tuple[WorkspaceId, UserId]]) -> dict[tuple[WorkspaceId, UserId], Person]:
        return {one: self.people[one] for one in whom if one in self.people}

    def hold(self, workspace_id: WorkspaceId, user_id: UserId) -> Person | None:
        return self.find(workspace_id, user_id)

    def save(self, somebody: Person) -> None:
        self.people[somebody.workspace_id, somebody.user_id] = somebody

    def of_team(self, team_id: TeamId) -> list[Person]:
        team = self._teams.find(team_id)
        if team is None:
            return []
        found = [self.find(team.workspace_id, member.user_id) for member in self._teams.members(team_id)]
        return [person for person in found if person is not None]

    def forget(self, workspace_id: WorkspaceId, user_id: UserId) -> None:
        self.people.pop((workspace_id, user_id), None)


class FakeReconciliations:
    """Keeps when each team and person was looked at; ``machine`` is machine time, moved by hand."""

    def __init__(self, workspaces: FakeWorkspaceStore, teams: FakeTeamStore, people: FakePersonStore) -> None:
        self._workspaces = workspaces
        self._teams = teams
        self._people = people
        self.since: dict[WorkspaceId, datetime] = {}
        self.next_at: dict[WorkspaceId, float] = {}
        self.looked_at: dict[tuple[str, str], datetime] = {}
        self.machine = 1_000_000.0

    def begin_day(self, now: datetime, length: timedelta) -> None:
        for workspace_id in self._workspaces.workspaces:
            if self.since.get(workspace_id, now - length) <= now - length:
                self.since[workspace_id] = now

    def ask_for(self, workspace_id: WorkspaceId, now: datetime) -> None:
        if workspace_id in self.since:
            self.since[workspace_id] = max(self.since[workspace_id], now)

    def claim(self, lease_seconds: float) -> WorkspaceId | None:
        for workspace_id in sorted(self.since, key=lambda one: self.next_at.get(one, 0.0)):
            workspace = self._workspaces.find(workspace_id)
            awake = workspace is not None and workspace.state is WorkspaceState.ACTIVE
            free = self.next_at.get(workspace_id, 0.0) <= self.machine
            if awake and free and (self.teams(workspace_id, 1) or self.people(workspace_id, 1)):
                self.put_off(workspace_id, lease_seconds)
                return workspace_id
        return None

    def teams(self, workspace_id: WorkspaceId, limit: int) -> list[TeamId]:
        alive = [one for one in self._teams.teams.values() if one.state is not TeamState.GONE]
        return [
            TeamId(one)
            for one in self._stale(workspace_id, [team.id for team in alive if team.workspace_id == workspace_id])
        ][:limit]

    def people(self, workspace_id: WorkspaceId, limit: int) -> list[UserId]:
        here = [user_id for at, user_id in self._people.people if at == workspace_id]
        return [UserId(one) for one in self._stale(workspace_id, here)][:limit]

    def note_team(self, team_id: TeamId, now: datetime) -> None:
        team = self._teams.get(team_id)
        self.looked_at[team.workspace_id, team_id] = now

    def note_people(self, workspace_id: WorkspaceId, users: Collection[UserId], now: datetime) -> None:
        for user_id in users:
            if self._people.find(workspace_id, user_id) is not None:
                self.looked_at[workspace_id, user_id] = now

    def put_off(self, workspace_id: WorkspaceId, seconds: float) -> None:
        self.next_at[workspace_id] = self.machine + seconds

    def _stale(self, workspace_id: WorkspaceId, names: Collection[str]) -> list[str]:
        if workspace_id not in self.since:
            return []
        never = datetime.min.replace(tzinfo=UTC)
        at = {name: self.looked_at.get((workspace_id, name), never) for name in names}
        return sorted((name for name in names if at[name] < self.since[workspace_id]), key=lambda one: (at[one], one))


class FakeLeftInPeace:
    """Keeps marks in a set."""

    def __init__(self) -> None:
        self.marks: set[tuple[WorkspaceId, str]] = set()

    def add(self, workspace_id: WorkspaceId, mark: str) -> None:
        self.marks.add((workspace_id, mark))

    def has(self, workspace_id: WorkspaceId, mark: str) -> bool:
        return (workspace_id, mark) in self.marks

    def remove(self, workspace_id: WorkspaceId, mark: str) -> None:
        self.marks.discard((workspace_id, mark))


class FakeSlackPeople:
    """Slack's view of people and channels: say who is there with ``arrive`` and ``open_channel``.

    ``asked`` are the methods called, ``faults`` what happens to the next calls, ``in_quiet`` who wants peace.
    """

    def __init__(self) -> None:
        self.profiles: dict[UserId, Profile] = {}
        self.channels: dict[ChannelId, ChannelFacts] = {}
        self.inside: dict[ChannelId, set[UserId]] = {}
        self.addresses: dict[UserId, str] = {}
        self.in_quiet: dict[UserId, Quiet] = {}
        self.faults: deque[Exception | None] = deque()
        self.asked: list[str] = []

    def open_channel(self, channel_id: ChannelId, *, is_shared: bool = False, is_private: bool = True) -> None:
        self.channels[channel_id] = ChannelFacts(
            channel_id=channel_id,
            name="team",
            is_shared=is_shared,
            is_archived=False,
            is_private=is_private,
            bot_is_in=True,
        )
        self.inside.setdefault(channel_id, set())

    def archive(self, channel_id: ChannelId) -> None:
        self.channels[channel_id] = replace(self.channels[channel_id], is_archived=True, bot_is_in=False)

    def arrive(
        self,
        user_id: UserId,
        *channels: ChannelId,
        zone: str = "Europe/Berlin",
        standing: Standing = Standing.FULL,
        is_workspace_admin: bool = False,
        away: bool = False,
    ) -> None:
        self.profiles[user_id] = Profile(
            user_id=user_id, zone=zone, standing=standing, is_workspace_admin=is_workspace_admin, away=away
        )
        for channel_id in channels:
            self.inside.setdefault(channel_id, set()).add(user_id)

    def profile(self, workspace_id: WorkspaceId, user_id: UserId) -> Profile:
        self._called("users.info")
        if user_id not in self.profiles:
            raise SlackRefused("user_not_found")
        return self.profiles[user_id]

    def channel(self, workspace_id: WorkspaceId, channel_id: ChannelId) -> ChannelFacts:
        self._called("conversations.info")
        if channel_id not in self.channels:
            raise SlackRefused("channel_not_found")
        return replace(self.channels[channel_id], people=len(self.inside[channel_id]))

    def is_in_channel(self, workspace_id: WorkspaceId, channel_id: ChannelId, user_id: UserId) -> bool:
        return user_id in self.inside.get(channel_id, set())

    def address(self, workspace_id: WorkspaceId, user_id: UserId) -> str | None:
        return self.addresses.get(user_id)

    def absent_from(self, workspace_id: WorkspaceId, channel_id: ChannelId, users: Collection[UserId]) -> set[UserId]:
        self._called("conversations.members")
        return set(users) - self.inside.get(channel_id, set())

    def quiet(self, workspace_id: WorkspaceId, users: Collection[UserId]) -> dict[UserId, Quiet | None]:
        self._called("dnd.teamInfo")
        return {user_id: self.in_quiet.get(user_id) for user_id in users if user_id in self.profiles}

    def _called(self, method: str) -> None:
        self.asked.append(method)
        fault = self.faults.popleft() if self.faults else None
        if fault is not None:
            raise fault
