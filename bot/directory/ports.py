"""Where people and channels come from, and where those who joined are kept."""

from typing import Protocol

from bot.directory.model import ChannelFacts, Person, Profile
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId


class SlackPeople(Protocol):
    """Asks Slack about people and channels; raises SlackRefused, SlackUnreachable or SlackUnclear."""

    def profile(self, workspace_id: WorkspaceId, user_id: UserId) -> Profile:
        """Return what Slack says of somebody (users.info)."""
        ...

    def channel(self, workspace_id: WorkspaceId, channel_id: ChannelId) -> ChannelFacts:
        """Return what Slack says of a channel (conversations.info)."""
        ...

    def is_in_channel(self, workspace_id: WorkspaceId, channel_id: ChannelId, user_id: UserId) -> bool:
        """Return whether somebody is in a channel (conversations.members, page by page)."""
        ...

    def address(self, workspace_id: WorkspaceId, user_id: UserId) -> str | None:
        """Return somebody's e-mail address in lower case, or None where we may not read it (users.info)."""
        ...


class PersonStore(Protocol):
    """Keeps the people who joined a team, and nobody else."""

    def find(self, workspace_id: WorkspaceId, user_id: UserId) -> Person | None: ...

    def save(self, somebody: Person) -> None:
        """Add the person, or replace all that is kept of them."""
        ...

    def of_team(self, team_id: TeamId) -> list[Person]:
        """Return the team's joined members, sorted by user id."""
        ...

    def forget(self, workspace_id: WorkspaceId, user_id: UserId) -> None:
        """Delete the person's row; does nothing where there is none."""
        ...


class DirectoryUnit(Protocol):
    """The stores that the directory needs."""

    @property
    def people(self) -> PersonStore: ...
