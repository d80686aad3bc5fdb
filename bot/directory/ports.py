"""Where people and channels come from, and where those who joined are kept."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Protocol

from bot.directory.model import ChannelFacts, Person, Profile, Quiet
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


class SlackMembers(SlackPeople, Protocol):
    """Asks Slack about many people at once; raises like SlackPeople."""

    def absent_from(self, workspace_id: WorkspaceId, channel_id: ChannelId, users: Collection[UserId]) -> set[UserId]:
        """Return which of these people are not in a channel; of everybody else nothing is kept."""
        ...

    def quiet(self, workspace_id: WorkspaceId, users: Collection[UserId]) -> dict[UserId, Quiet | None]:
        """Return the do-not-disturb of up to 50 people (dnd.teamInfo); whom Slack leaves out is left out."""
        ...


class PersonStore(Protocol):
    """Keeps the people who joined a team, and nobody else."""

    def find(self, workspace_id: WorkspaceId, user_id: UserId) -> Person | None: ...

    def find_all(self, whom: Collection[tuple[WorkspaceId, UserId]]) -> dict[tuple[WorkspaceId, UserId], Person]:
        """Return those of the people that there are."""
        ...

    def hold(self, workspace_id: WorkspaceId, user_id: UserId) -> Person | None:
        """Return the person, with their row held until the transaction ends, so that no change of theirs is lost."""
        ...

    def save(self, somebody: Person) -> None:
        """Add the person, or replace all that is kept of them."""
        ...

    def of_team(self, team_id: TeamId) -> list[Person]:
        """Return the team's joined members, sorted by user id."""
        ...

    def forget(self, workspace_id: WorkspaceId, user_id: UserId) -> None:
        """Delete the person's row; does nothing where there is none."""
        ...


class Reconciliations(Protocol):
    """Keeps who is to be compared with Slack: everybody, and every channel, not looked at since a moment.

    A workspace is worked on by one process at a time, in portions; machine time spaces them. Those longest not looked
    at come first, so that asking again and again holds nobody up.
    """

    def begin_day(self, now: datetime, length: timedelta) -> None:
        """Let workspaces that are new, or whose day is over, be looked at once more."""
        ...

    def ask_for(self, workspace_id: WorkspaceId, now: datetime) -> None:
        """Let all of a workspace be looked at besides the daily look."""
        ...

    def claim(self, lease_seconds: float) -> WorkspaceId | None:
        """Take a workspace with something to be looked at, for so many seconds; None where there is none."""
        ...

    def teams(self, workspace_id: WorkspaceId, limit: int) -> list[TeamId]:
        """Return teams in service to be looked at."""
        ...

    def people(self, workspace_id: WorkspaceId, limit: int) -> list[UserId]:
        """Return people to be looked at; who has just joined comes first."""
        ...

    def note_team(self, team_id: TeamId, now: datetime) -> None:
        """Note that a team has been looked at."""
        ...

    def note_people(self, workspace_id: WorkspaceId, users: Collection[UserId], now: datetime) -> None:
        """Note that people have been looked at."""
        ...

    def put_off(self, workspace_id: WorkspaceId, seconds: float) -> None:
        """Let nobody work on the workspace for so many seconds of machine time."""
        ...


class LeftInPeace(Protocol):
    """Keeps the marks of people who want no message again; a mark is made with a key that is not in the database."""

    def add(self, workspace_id: WorkspaceId, mark: str) -> None: ...

    def has(self, workspace_id: WorkspaceId, mark: str) -> bool: ...

    def remove(self, workspace_id: WorkspaceId, mark: str) -> None: ...


class DirectoryUnit(Protocol):
    """The stores that the directory needs."""

    @property
    def people(self) -> PersonStore: ...

    @property
    def reconciliations(self) -> Reconciliations: ...

    @property
    def left_in_peace(self) -> LeftInPeace: ...
