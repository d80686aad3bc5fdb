"""Where teams, their members and their rounds are kept."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Protocol

from bot.directory.ports import DirectoryUnit
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.kernel.unit import Deliveries
from bot.outbox.ports import OutboxUnit
from bot.teams.model import Change, Member, Membership, Round, Team


class TeamStore(Protocol):
    """Keeps teams, who joined them, who may change them, and their rounds."""

    def find(self, team_id: TeamId) -> Team | None: ...

    def get(self, team_id: TeamId) -> Team:
        """Return the team; raises LookupError where there is none."""
        ...

    def find_all(self, teams: Collection[TeamId]) -> dict[TeamId, Team]:
        """Return those of the teams that there are."""
        ...

    def sizes(self, teams: Collection[TeamId]) -> dict[TeamId, int]:
        """Return how many have joined each of the teams; for our own rules, and shown to nobody."""
        ...

    def find_members(self, whom: Collection[tuple[TeamId, UserId]]) -> dict[tuple[TeamId, UserId], Member]:
        """Return those of the members that there are."""
        ...

    def find_rounds(self, which: Collection[tuple[TeamId, int]]) -> dict[tuple[TeamId, int], Round]:
        """Return those of the rounds, given by team and number, that there are."""
        ...

    def find_by_channel(self, workspace_id: WorkspaceId, channel_id: ChannelId) -> Team | None: ...

    def stopped(self) -> list[Team]:
        """Return the paused teams of all workspaces, sorted by id, a hundred at most."""
        ...

    def lock(self, team_id: TeamId) -> None:
        """Hold the team's row until the transaction ends (FOR UPDATE on PostgreSQL; SQLite holds all already)."""
        ...

    def save(self, changed: Team) -> None:
        """Add the team, or replace what is kept of it; members and rounds stay as they are."""
        ...

    def members(self, team_id: TeamId) -> list[Member]:
        """Return the people who joined, sorted by user id."""
        ...

    def is_member(self, team_id: TeamId, user_id: UserId) -> bool: ...

    def find_member(self, team_id: TeamId, user_id: UserId) -> Member | None: ...

    def add_member(self, joined: Member, joined_on: date) -> None:
        """Add the member, or renew their consent; joining twice is joining once."""
        ...

    def agree(self, workspace_id: WorkspaceId, user_id: UserId, version: int, on: date) -> None:
        """Renew somebody's consent in all their teams of the workspace."""
        ...

    def not_yet_asked(self, version: int) -> list[tuple[WorkspaceId, UserId]]:
        """Return who agreed to an older promise in a team that is not gone, and was not sent this version, sorted."""
        ...

    def note_asked(self, workspace_id: WorkspaceId, user_id: UserId, version: int) -> None:
        """Note that somebody was sent this version, for all their teams of the workspace."""
        ...

    def remove_member(self, team_id: TeamId, user_id: UserId) -> None: ...

    def teams_of(self, workspace_id: WorkspaceId, user_id: UserId) -> list[Team]:
        """Return the teams that somebody joined."""
        ...

    def memberships(self, workspace_id: WorkspaceId, user_id: UserId) -> list[Membership]:
        """Return all that is kept of somebody's joining teams."""
        ...

    def administered_by(self, workspace_id: WorkspaceId, user_id: UserId) -> list[Team]:
        """Return the teams whose settings somebody may change by their own role."""
        ...

    def admins(self, team_id: TeamId) -> list[UserId]: ...

    def add_admin(self, team_id: TeamId, user_id: UserId) -> None: ...

    def remove_admin(self, team_id: TeamId, user_id: UserId) -> None: ...

    def gone_before(self, moment: datetime, limit: int) -> list[Team]:
        """Return teams that have been out of service since before this, the longest gone first."""
        ...

    def remove_some(self, team_id: TeamId, limit: int) -> int:
        """Delete a part of what hangs on the team besides its members and messages; return how many rows went."""
        ...

    def remove(self, team_id: TeamId) -> None:
        """Delete the team with members, administrators, rounds and everything else that hangs on it."""
        ...

    def add_change(self, change: Change) -> None: ...

    def changes(self, team_id: TeamId, latest: int) -> list[Change]:
        """Return the latest changes, the newest first."""
        ...

    def changes_naming(self, workspace_id: WorkspaceId, user_id: UserId) -> list[Change]:
        """Return the changes that somebody made and those that name them, in all teams of the workspace."""
        ...

    def forget_changes_of(self, workspace_id: WorkspaceId, user_id: UserId) -> None:
        """Delete the changes that somebody made, and those that name them, in all teams of the workspace."""
        ...

    def forget_changes_before(self, moment: datetime, limit: int) -> int:
        """Delete changes made before this; return how many."""
        ...

    def find_open_round(self, team_id: TeamId) -> Round | None: ...

    def find_last_round(self, team_id: TeamId) -> Round | None:
        """Return the team's latest round, open or closed."""
        ...

    def find_round(self, team_id: TeamId, number: int) -> Round | None: ...

    def acts(self, team_id: TeamId) -> dict[int, str]:
        """Return the act of each season so far as its first round has it, by the season's number."""
        ...

    def save_round(self, changed: Round) -> None:
        """Add the round, or replace its times and whether it is open."""
        ...

    def rounds_to_close(self, now: datetime, limit: int) -> list[Round]:
        """Return open rounds whose close has come, the earliest first."""
        ...

    def next_close(self) -> datetime | None:
        """Return the earliest close of an open round."""
        ...


class TeamsUnit(DirectoryUnit, OutboxUnit, Protocol):
    """The stores that the teams feature needs."""

    @property
    def teams(self) -> TeamStore: ...

    @property
    def deliveries(self) -> Deliveries: ...
