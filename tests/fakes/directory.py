"""People and channels for tests, in memory."""

from dataclasses import replace

from bot.directory.model import ChannelFacts, Person, Profile, Standing
from bot.kernel.errors import SlackRefused
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.teams.ports import TeamStore


class FakePersonStore:
    """Keeps people in a dict; asks the team store who joined."""

    def __init__(self, teams: TeamStore) -> None:
        self._teams = teams
        self.people: dict[tuple[WorkspaceId, UserId], Person] = {}

    def find(self, workspace_id: WorkspaceId, user_id: UserId) -> Person | None:
        return self.people.get((workspace_id, user_id))

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


class FakeSlackPeople:
    """Slack's view of people and channels: say who is there with ``arrive`` and ``open_channel``."""

    def __init__(self) -> None:
        self.profiles: dict[UserId, Profile] = {}
        self.channels: dict[ChannelId, ChannelFacts] = {}
        self.inside: dict[ChannelId, set[UserId]] = {}
        self.addresses: dict[UserId, str] = {}

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
    ) -> None:
        self.profiles[user_id] = Profile(
            user_id=user_id, zone=zone, standing=standing, is_workspace_admin=is_workspace_admin
        )
        for channel_id in channels:
            self.inside.setdefault(channel_id, set()).add(user_id)

    def profile(self, workspace_id: WorkspaceId, user_id: UserId) -> Profile:
        if user_id not in self.profiles:
            raise SlackRefused("user_not_found")
        return self.profiles[user_id]

    def channel(self, workspace_id: WorkspaceId, channel_id: ChannelId) -> ChannelFacts:
        if channel_id not in self.channels:
            raise SlackRefused("channel_not_found")
        return replace(self.channels[channel_id], people=len(self.inside[channel_id]))

    def is_in_channel(self, workspace_id: WorkspaceId, channel_id: ChannelId, user_id: UserId) -> bool:
        return user_id in self.inside.get(channel_id, set())

    def address(self, workspace_id: WorkspaceId, user_id: UserId) -> str | None:
        return self.addresses.get(user_id)
