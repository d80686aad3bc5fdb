"""Teams, members and rounds, in the database."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, tuple_, update

from bot.db.rows import add_new, any_of, columns, delete_some, put
from bot.db.tables import (
    change_log,
    checkin,
    feed,
    meeting,
    meeting_attendee,
    member,
    post,
    practice_shown,
    reading,
    round_,
    series,
    team,
    team_admin,
)
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.kernel.weeks import Weekday
from bot.teams.model import SEASON_ROUNDS, Change, Member, Membership, Round, Team, TeamState

# What is asked about every group of prompts is put together once, here: building a statement costs more than
# running it.
_THESE = select(team).where(team.c.id.in_(any_of("teams")))
_SIZES = (
    select(member.c.team_id, func.count().label("many"))
    .where(member.c.team_id.in_(any_of("teams")))
    .group_by(member.c.team_id)
)
_MEMBERS = select(member).where(member.c.team_id.in_(any_of("teams")), member.c.user_id.in_(any_of("users")))
_ROUNDS = select(round_).where(round_.c.team_id.in_(any_of("teams")), round_.c.number.in_(any_of("numbers")))

# In this order: should a team come back while it is being deleted, it begins again from nothing.
_OF_A_TEAM = (reading, post, practice_shown, change_log, round_, checkin, meeting, feed, series, team_admin)
_NOT_OF_A_TEAM = ("checked_at", "joined_on", "consent_version", "asked_version")


class SqlTeamStore:
    """Keeps teams, who joined them, who may change them, and their rounds."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, team_id: TeamId) -> Team | None:
        return self._team(select(team).where(team.c.id == team_id))

    def get(self, team_id: TeamId) -> Team:
        found = self.find(team_id)
        if found is None:
            raise LookupError("There is no such team.")
        return found

    def find_all(self, teams: Collection[TeamId]) -> dict[TeamId, Team]:
        rows = self._connection.execute(_THESE, {"teams": list(teams)}).mappings()
        return {one.id: one for one in map(_team, rows)}

    def sizes(self, teams: Collection[TeamId]) -> dict[TeamId, int]:
        counted = self._connection.execute(_SIZES, {"teams": list(teams)})
        return dict.fromkeys(teams, 0) | {TeamId(row.team_id): row.many for row in counted}

    def find_members(self, whom: Collection[tuple[TeamId, UserId]]) -> dict[tuple[TeamId, UserId], Member]:
        rows = self._connection.execute(_MEMBERS, columns(whom, "teams", "users"))
        found = {(one.team_id, one.user_id): one for one in map(_member, rows)}
        return {key: one for key, one in found.items() if key in whom}

    def find_rounds(self, which: Collection[tuple[TeamId, int]]) -> dict[tuple[TeamId, int], Round]:
        rows = self._connection.execute(_ROUNDS, columns(which, "teams", "numbers")).mappings()
        found = {(one.team_id, one.number): one for one in (Round(**row) for row in rows)}
        return {key: one for key, one in found.items() if key in which}

    def find_by_channel(self, workspace_id: WorkspaceId, channel_id: ChannelId) -> Team | None:
        return self._team(select(team).where(team.c.workspace_id == workspace_id, team.c.channel_id == channel_id))

    def stopped(self) -> list[Team]:
        paused = select(team).where(team.c.state == TeamState.PAUSED.value).order_by(team.c.id).limit(100)
        return [_team(row) for row in self._connection.execute(paused).mappings()]

    def lock(self, team_id: TeamId) -> None:
        self._connection.execute(select(team.c.id).where(team.c.id == team_id).with_for_update())

    def save(self, changed: Team) -> None:
        put(
            self._connection,
            team,
            {
                "id": changed.id,
                "workspace_id": changed.workspace_id,
                "channel_id": changed.channel_id,
                "state": changed.state.value,
                "reason": changed.reason,
                "zone": changed.zone,
                "post_weekday": int(changed.post_weekday),
                "post_minute": changed.post_minute,
                "too_small_told": changed.too_small_told,
                "country": changed.country,
                "subdivision": changed.subdivision,
                "next_act": changed.next_act,
                "channel_changed_round": changed.channel_changed_round,
                "week_off": changed.week_off,
                "gone_at": changed.gone_at,
            },
        )

    def members(self, team_id: TeamId) -> list[Member]:
        joined = select(member).where(member.c.team_id == team_id).order_by(member.c.user_id)
        return [_member(row) for row in self._connection.execute(joined)]

    def is_member(self, team_id: TeamId, user_id: UserId) -> bool:
        row = select(member.c.user_id).where(member.c.team_id == team_id, member.c.user_id == user_id)
        return self._connection.execute(row).first() is not None

    def find_member(self, team_id: TeamId, user_id: UserId) -> Member | None:
        wanted = select(member).where(member.c.team_id == team_id, member.c.user_id == user_id)
        row = self._connection.execute(wanted).first()
        return None if row is None else _member(row)

    def add_member(self, joined: Member, joined_on: date) -> None:
        row = {
            "team_id": joined.team_id,
            "user_id": joined.user_id,
            "joined_on": joined_on,
            "consent_version": joined.consent_version,
        }
        put(self._connection, member, row)

    def agree(self, workspace_id: WorkspaceId, user_id: UserId, version: int, on: date) -> None:
        self._renew(workspace_id, user_id, consent_version=version, joined_on=on)

    def not_yet_asked(self, version: int) -> list[tuple[WorkspaceId, UserId]]:
        behind = (
            select(team.c.workspace_id, member.c.user_id)
            .join(team, team.c.id == member.c.team_id)
            .where(member.c.consent_version < version, member.c.asked_version < version)
            .where(team.c.state != TeamState.GONE)
            .distinct()
            .order_by(team.c.workspace_id, member.c.user_id)
        )
        return [(WorkspaceId(row.workspace_id), UserId(row.user_id)) for row in self._connection.execute(behind)]

    def note_asked(self, workspace_id: WorkspaceId, user_id: UserId, version: int) -> None:
        self._renew(workspace_id, user_id, asked_version=version)

    def remove_member(self, team_id: TeamId, user_id: UserId) -> None:
        self._connection.execute(delete(member).where(member.c.team_id == team_id, member.c.user_id == user_id))

    def teams_of(self, workspace_id: WorkspaceId, user_id: UserId) -> list[Team]:
        joined = (
            select(team)
            .join(member, member.c.team_id == team.c.id)
            .where(team.c.workspace_id == workspace_id, member.c.user_id == user_id)
            .order_by(team.c.id)
        )
        return [_team(row) for row in self._connection.execute(joined).mappings()]

    def memberships(self, workspace_id: WorkspaceId, user_id: UserId) -> list[Membership]:
        joined = (
            select(team, member.c.joined_on, member.c.consent_version, member.c.asked_version)
            .join(member, member.c.team_id == team.c.id)
            .where(team.c.workspace_id == workspace_id, member.c.user_id == user_id)
            .order_by(team.c.id)
        )
        return [_membership(row) for row in self._connection.execute(joined).mappings()]

    def administered_by(self, workspace_id: WorkspaceId, user_id: UserId) -> list[Team]:
        theirs = (
            select(team)
            .join(team_admin, team_admin.c.team_id == team.c.id)
            .where(team.c.workspace_id == workspace_id, team_admin.c.user_id == user_id)
            .order_by(team.c.id)
        )
        return [_team(row) for row in self._connection.execute(theirs).mappings()]

    def admins(self, team_id: TeamId) -> list[UserId]:
        wanted = select(team_admin.c.user_id).where(team_admin.c.team_id == team_id).order_by(team_admin.c.user_id)
        return [UserId(user_id) for user_id in self._connection.scalars(wanted)]

    def add_admin(self, team_id: TeamId, user_id: UserId) -> None:
        add_new(self._connection, team_admin, [{"team_id": team_id, "user_id": user_id}])

    def remove_admin(self, team_id: TeamId, user_id: UserId) -> None:
        gone = delete(team_admin).where(team_admin.c.team_id == team_id, team_admin.c.user_id == user_id)
        self._connection.execute(gone)

    def gone_before(self, moment: datetime, limit: int) -> list[Team]:
        gone = select(team).where(team.c.gone_at < moment).order_by(team.c.gone_at, team.c.id).limit(limit)
        return [_team(row) for row in self._connection.execute(gone).mappings()]

    def remove_some(self, team_id: TeamId, limit: int) -> int:
        meetings = select(meeting.c.id).where(meeting.c.team_id == team_id)
        left = limit - delete_some(
            self._connection, meeting_attendee, meeting_attendee.c.meeting_id.in_(meetings), limit
        )
        for table in _OF_A_TEAM:
            left -= delete_some(self._connection, table, table.c.team_id == team_id, left)
        return limit - left

    def remove(self, team_id: TeamId) -> None:
        self._connection.execute(delete(team).where(team.c.id == team_id))

    def add_change(self, change: Change) -> None:
        row = {
            "team_id": change.team_id,
            "number": change.number,
            "at": change.at,
            "user_id": change.by,
            "text_id": change.text_id,
            "values": dict(change.values),
        }
        self._connection.execute(insert(change_log).values(row))

    def changes(self, team_id: TeamId, latest: int) -> list[Change]:
        wanted = (
            select(change_log).where(change_log.c.team_id == team_id).order_by(change_log.c.number.desc()).limit(latest)
        )
        return [_change(row) for row in self._connection.execute(wanted).mappings()]

    def changes_naming(self, workspace_id: WorkspaceId, user_id: UserId) -> list[Change]:
        here = change_log.c.team_id.in_(select(team.c.id).where(team.c.workspace_id == workspace_id))
        wanted = select(change_log).where(here).order_by(change_log.c.team_id, change_log.c.number)
        found = [_change(row) for row in self._connection.execute(wanted).mappings()]
        return [change for change in found if change.names(user_id)]

    def forget_changes_of(self, workspace_id: WorkspaceId, user_id: UserId) -> None:
        for change in self.changes_naming(workspace_id, user_id):
            this = (change_log.c.team_id == change.team_id) & (change_log.c.number == change.number)
            self._connection.execute(delete(change_log).where(this))

    def forget_changes_before(self, moment: datetime, limit: int) -> int:
        key = (change_log.c.team_id, change_log.c.number)
        old = select(*key).where(change_log.c.at < moment).limit(limit)
        found = [tuple(row) for row in self._connection.execute(old)]
        if found:
            self._connection.execute(delete(change_log).where(tuple_(*key).in_(found)))
        return len(found)

    def find_open_round(self, team_id: TeamId) -> Round | None:
        return self._round(select(round_).where(round_.c.team_id == team_id, round_.c.is_open))

    def find_last_round(self, team_id: TeamId) -> Round | None:
        return self._round(select(round_).where(round_.c.team_id == team_id).order_by(round_.c.number.desc()).limit(1))

    def find_round(self, team_id: TeamId, number: int) -> Round | None:
        return self._round(select(round_).where(round_.c.team_id == team_id, round_.c.number == number))

    def save_round(self, changed: Round) -> None:
        put(
            self._connection,
            round_,
            {
                "team_id": changed.team_id,
                "number": changed.number,
                "opens_at": changed.opens_at,
                "closes_at": changed.closes_at,
                "posts_at": changed.posts_at,
                "is_open": changed.is_open,
                "act": changed.act,
            },
        )

    def acts(self, team_id: TeamId) -> dict[int, str]:
        of_seasons = (
            select(round_.c.number, round_.c.act)
            .where(round_.c.team_id == team_id, round_.c.number % SEASON_ROUNDS == 1)
            .order_by(round_.c.number)
        )
        return {row.number // SEASON_ROUNDS: row.act for row in self._connection.execute(of_seasons)}

    def rounds_to_close(self, now: datetime, limit: int) -> list[Round]:
        due = (
            select(round_)
            .where(round_.c.is_open, round_.c.closes_at <= now)
            .order_by(round_.c.closes_at, round_.c.team_id)
            .limit(limit)
        )
        return [Round(**row) for row in self._connection.execute(due).mappings()]

    def next_close(self) -> datetime | None:
        wanted = select(func.min(round_.c.closes_at)).where(round_.c.is_open)
        earliest: datetime | None = self._connection.scalar(wanted)
        return earliest

    def _renew(self, workspace_id: WorkspaceId, user_id: UserId, **values: Any) -> None:
        theirs = select(team.c.id).where(team.c.workspace_id == workspace_id)
        which = (member.c.user_id == user_id) & member.c.team_id.in_(theirs)
        self._connection.execute(update(member).where(which).values(**values))

    def _team(self, wanted: Select[Any]) -> Team | None:
        row = self._connection.execute(wanted).mappings().first()
        return None if row is None else _team(row)

    def _round(self, wanted: Select[Any]) -> Round | None:
        row = self._connection.execute(wanted).mappings().first()
        return None if row is None else Round(**row)


def _member(row: Row[Any]) -> Member:
    return Member(team_id=row.team_id, user_id=row.user_id, consent_version=row.consent_version)


def _team(row: Mapping[Any, Any]) -> Team:
    kept = {name: value for name, value in row.items() if name not in _NOT_OF_A_TEAM}
    return Team(**{**kept, "state": TeamState(row["state"]), "post_weekday": Weekday(row["post_weekday"])})


def _membership(row: Mapping[Any, Any]) -> Membership:
    agreed = {name: row[name] for name in ("joined_on", "consent_version", "asked_version")}
    return Membership(team=_team(row), **agreed)


def _change(row: Mapping[Any, Any]) -> Change:
    return Change(**{("by" if name == "user_id" else name): value for name, value in row.items()})
