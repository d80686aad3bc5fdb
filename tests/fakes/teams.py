"""Teams for tests, in memory."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.teams.model import Change, Member, Membership, Round, Team, TeamState


class FakeTeamStore:
    """Keeps teams, members, administrators and rounds in dicts."""

    def __init__(self) -> None:
        self.teams: dict[TeamId, Team] = {}
        self.joined: dict[tuple[TeamId, UserId], Member] = {}
        self.joined_on: dict[tuple[TeamId, UserId], date] = {}
        self.sent: dict[tuple[TeamId, UserId], int] = {}
        self.administrators: set[tuple[TeamId, UserId]] = set()
        self.rounds: dict[tuple[TeamId, int], Round] = {}
        self.logged: list[Change] = []

    def find(self, team_id: TeamId) -> Team | None:
        return self.teams.get(team_id)

    def get(self, team_id: TeamId) -> Team:
        if team_id not in self.teams:
            raise LookupError("There is no such team.")
        return self.teams[team_id]

    def find_all(self, teams: Collection[TeamId]) -> dict[TeamId, Team]:
        return {one: self.teams[one] for one in teams if one in self.teams}

    def sizes(self, teams: Collection[TeamId]) -> dict[TeamId, int]:
        return {one: len(self.members(one)) for one in teams}

    def find_members(self, whom: Collection[tuple[TeamId, UserId]]) -> dict[tuple[TeamId, UserId], Member]:
        return {one: self.joined[one] for one in whom if one in self.joined}

    def find_rounds(self, which: Collection[tuple[TeamId, int]]) -> dict[tuple[TeamId, int], Round]:
        return {one: self.rounds[one] for one in which if one in self.rounds}

    def find_by_channel(self, workspace_id: WorkspaceId, channel_id: ChannelId) -> Team | None:
        for team in self.teams.values():
            if (team.workspace_id, team.channel_id) == (workspace_id, channel_id):
                return team
        return None

    def stopped(self) -> list[Team]:
        paused = [team for team in self.teams.values() if team.state is TeamState.PAUSED]
        return sorted(paused, key=lambda team: team.id)[:100]

    def lock(self, team_id: TeamId) -> None:
        """Nothing else runs at the same time here."""

    def save(self, changed: Team) -> None:
        self.teams[changed.id] = changed

    def members(self, team_id: TeamId) -> list[Member]:
        return [self.joined[key] for key in sorted(self.joined) if key[0] == team_id]

    def is_member(self, team_id: TeamId, user_id: UserId) -> bool:
        return (team_id, user_id) in self.joined

    def find_member(self, team_id: TeamId, user_id: UserId) -> Member | None:
        return self.joined.get((team_id, user_id))

    def agree(self, workspace_id: WorkspaceId, user_id: UserId, version: int, on: date) -> None:
        for team in self.teams_of(workspace_id, user_id):
            key = team.id, user_id
            self.joined[key] = replace(self.joined[key], consent_version=version)
            self.joined_on[key] = on

    def not_yet_asked(self, version: int) -> list[tuple[WorkspaceId, UserId]]:
        behind = {
            (self.teams[team_id].workspace_id, user_id)
            for (team_id, user_id), member in self.joined.items()
            if member.consent_version < version
            and self.sent.get((team_id, user_id), 0) < version
            and self.teams[team_id].state is not TeamState.GONE
        }
        return sorted(behind)

    def note_asked(self, workspace_id: WorkspaceId, user_id: UserId, version: int) -> None:
        for team in self.teams_of(workspace_id, user_id):
            self.sent[team.id, user_id] = version

    def add_member(self, joined: Member, joined_on: date) -> None:
        self.joined[joined.team_id, joined.user_id] = joined
        self.joined_on[joined.team_id, joined.user_id] = joined_on

    def remove_member(self, team_id: TeamId, user_id: UserId) -> None:
        self.joined.pop((team_id, user_id), None)
        self.joined_on.pop((team_id, user_id), None)
        self.sent.pop((team_id, user_id), None)

    def teams_of(self, workspace_id: WorkspaceId, user_id: UserId) -> list[Team]:
        found = [self.teams[team_id] for team_id, member in sorted(self.joined) if member == user_id]
        return [team for team in found if team.workspace_id == workspace_id]

    def memberships(self, workspace_id: WorkspaceId, user_id: UserId) -> list[Membership]:
        return [
            Membership(
                team=team,
                joined_on=self.joined_on[team.id, user_id],
                consent_version=self.joined[team.id, user_id].consent_version,
                asked_version=self.sent.get((team.id, user_id), 0),
            )
            for team in self.teams_of(workspace_id, user_id)
        ]

    def administered_by(self, workspace_id: WorkspaceId, user_id: UserId) -> list[Team]:
        found = [self.teams[team_id] for team_id, admin in sorted(self.administrators) if admin == user_id]
        return [team for team in found if team.workspace_id == workspace_id]

    def admins(self, team_id: TeamId) -> list[UserId]:
        return sorted(user_id for team, user_id in self.administrators if team == team_id)

    def add_admin(self, team_id: TeamId, user_id: UserId) -> None:
        self.administrators.add((team_id, user_id))

    def remove_admin(self, team_id: TeamId, user_id: UserId) -> None:
        self.administrators.discard((team_id, user_id))

    def gone_before(self, moment: datetime, limit: int) -> list[Team]:
        gone = [team for team in self.teams.values() if team.gone_at is not None and team.gone_at < moment]
        return sorted(gone, key=lambda team: (team.gone_at, team.id))[:limit]

    def remove_some(self, team_id: TeamId, limit: int) -> int:
        rounds = [key for key in self.rounds if key[0] == team_id][:limit]
        for key in rounds:
            del self.rounds[key]
        return len(rounds)

    def remove(self, team_id: TeamId) -> None:
        self.teams.pop(team_id, None)
        self.joined = {key: member for key, member in self.joined.items() if key[0] != team_id}
        self.joined_on = {key: day for key, day in self.joined_on.items() if key[0] != team_id}
        self.administrators = {key for key in self.administrators if key[0] != team_id}
        self.rounds = {key: round_ for key, round_ in self.rounds.items() if key[0] != team_id}
        self.logged = [change for change in self.logged if change.team_id != team_id]

    def add_change(self, change: Change) -> None:
        assert (change.team_id, change.number) not in {(one.team_id, one.number) for one in self.logged}
        self.logged.append(change)

    def changes(self, team_id: TeamId, latest: int) -> list[Change]:
        found = [change for change in self.logged if change.team_id == team_id]
        return sorted(found, key=lambda change: -change.number)[:latest]

    def changes_naming(self, workspace_id: WorkspaceId, user_id: UserId) -> list[Change]:
        found = [
            change
            for change in self.logged
            if self.teams[change.team_id].workspace_id == workspace_id and change.names(user_id)
        ]
        return sorted(found, key=lambda change: (change.team_id, change.number))

    def forget_changes_of(self, workspace_id: WorkspaceId, user_id: UserId) -> None:
        gone = self.changes_naming(workspace_id, user_id)
        self.logged = [change for change in self.logged if change not in gone]

    def forget_changes_before(self, moment: datetime, limit: int) -> int:
        old = [change for change in self.logged if change.at < moment][:limit]
        self.logged = [change for change in self.logged if change not in old]
        return len(old)

    def find_open_round(self, team_id: TeamId) -> Round | None:
        found = [round_ for round_ in self.rounds.values() if round_.team_id == team_id and round_.is_open]
        return found[0] if found else None

    def find_last_round(self, team_id: TeamId) -> Round | None:
        found = [round_ for round_ in self.rounds.values() if round_.team_id == team_id]
        return max(found, key=lambda round_: round_.number, default=None)

    def find_round(self, team_id: TeamId, number: int) -> Round | None:
        return self.rounds.get((team_id, number))

    def acts(self, team_id: TeamId) -> dict[int, str]:
        firsts = [one for key, one in sorted(self.rounds.items()) if key[0] == team_id and one.place == 1]
        return {first.season: first.act for first in firsts}

    def save_round(self, changed: Round) -> None:
        self.rounds[changed.team_id, changed.number] = changed

    def rounds_to_close(self, now: datetime, limit: int) -> list[Round]:
        due = [round_ for round_ in self.rounds.values() if round_.is_open and round_.closes_at <= now]
        return sorted(due, key=lambda round_: (round_.closes_at, round_.team_id))[:limit]

    def next_close(self) -> datetime | None:
        return min((round_.closes_at for round_ in self.rounds.values() if round_.is_open), default=None)
