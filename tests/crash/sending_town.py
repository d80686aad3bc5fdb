"""Teams with people, meetings and rounds in a database, the stand-in Slack they live in, and what it received."""

import json
import re
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.app import Candor
from bot.ballots.envelope import Envelope
from bot.ballots.model import HELD_BACK
from bot.db.tables import checkin, outbox, round_
from bot.directory.model import Person
from bot.kernel.ids import ChannelId, MeetingId, SeriesId, TeamId, UserId, WorkspaceId
from bot.kernel.weeks import Weekday
from bot.meetings.model import ASK_FROM, Meeting, Series
from bot.outbox.model import UNCONFIRMED, Kind, Problem, State
from bot.teams.model import CONSENT_VERSION, Member, Round, Team, TeamState
from bot.workspaces.model import Workspace
from demo.slack.server import SlackServer
from demo.slack.state import Message, User

PEOPLE = 8
TRIES = 5
TUESDAY = datetime(2026, 3, 3, 10, tzinfo=UTC)  # in everybody's working hours
HOUR = timedelta(hours=1)
_CHECKIN = re.compile(r"\b[0-9a-f]{32}\b")


@dataclass
class Town:
    """Half of the teams ask after a meeting and stay open; the other half close their round and post."""

    slack: SlackServer
    candor: Candor
    people: dict[TeamId, list[User]] = field(default_factory=dict)
    acknowledged: set[tuple[TeamId, str]] = field(default_factory=set)
    refused: int = 0
    taps_begun: int = 0
    calls_begun: int = 0  # of those that Slack takes its time to answer
    all_answered: bool = False  # every prompt that was taken has been tapped and acknowledged

    def answer_slowly(self, seconds: float) -> None:
        """Let Slack take its time to answer what is said, so that kills find calls on their way."""
        for method in ("chat.postMessage", "chat.scheduleMessage"):
            self.slack.fail(method, times=1_000_000, delay=seconds, only_when=self._note_call)

    def _note_call(self, _: object) -> bool:
        self.calls_begun += 1
        return True

    def grow(self, stopping: threading.Event, pause: float) -> None:
        """Add teams one after the other: of one a meeting has ended, of the next the round closes at this moment."""
        while not stopping.wait(pause):
            now, number = self.candor.clock.now(), len(self.people)
            asks = number % 2 == 0
            self.add_team(number, now - ASK_FROM if asks else None, TUESDAY + timedelta(days=6) if asks else now)

    def add_team(self, number: int, ends_at: datetime | None, closes_at: datetime) -> Team:
        users = [self.slack.add_user(f"u{number}-{one}", tz="UTC") for one in range(PEOPLE)]
        room = self.slack.add_channel(f"team-{number}", private=True, members=users, with_bot=True)
        team = Team(
            id=TeamId(f"{number:032x}"),
            workspace_id=WorkspaceId(self.slack.state.id),
            channel_id=ChannelId(room.id),
            state=TeamState.ACTIVE,
        )
        self._try_to_keep(team, users, ends_at, closes_at)
        self.people[team.id] = users
        return team

    def _try_to_keep(self, team: Team, users: list[User], ends_at: datetime | None, closes_at: datetime) -> None:
        """Keep a team, again if the database was in use for too long: as whoever sets one up would tap again."""
        for _ in range(TRIES - 1):
            with suppress(OperationalError):
                return self._keep(team, users, ends_at, closes_at)
        return self._keep(team, users, ends_at, closes_at)

    def _keep(self, team: Team, users: list[User], ends_at: datetime | None, closes_at: datetime) -> None:
        opens_at = TUESDAY - timedelta(days=2)
        with self.candor.work.write() as unit:
            if unit.workspaces.find(team.workspace_id) is None:
                unit.workspaces.save(Workspace(id=team.workspace_id, bot_user_id=self.slack.state.bot.id))
            unit.teams.save(team)
            unit.teams.save_round(
                Round(team_id=team.id, number=1, opens_at=opens_at, closes_at=closes_at, posts_at=closes_at + HOUR)
            )
            for user in users:
                unit.people.save(Person(workspace_id=team.workspace_id, user_id=UserId(user.id), zone="UTC"))
                member = Member(team_id=team.id, user_id=UserId(user.id), consent_version=CONSENT_VERSION)
                unit.teams.add_member(member, date(2026, 1, 1))
            series = SeriesId(f"s{team.id[1:]}")
            unit.meetings.replace_series(team.id, [a_series(series, team.id)])
            if ends_at is not None:
                unit.meetings.add([a_meeting(team.id, series, ends_at)])

    def let_people_answer(self, stopping: threading.Event) -> None:
        """Tap the first answer of every prompt, again and again until it is acknowledged, as a patient person would."""
        seen = 0
        waiting: list[tuple[TeamId, User, Message]] = []
        while not stopping.is_set():
            owners = {user.id: (team, user) for team, users in list(self.people.items()) for user in users}
            prompts = self.slack.calls("chat.postMessage")[seen:]
            seen += len(prompts)
            for call in prompts:
                if call.accepted and call.args["channel"] in owners:
                    team, user = owners[call.args["channel"]]
                    waiting.append((team, user, self.slack.dm(user)[-1]))
            still: list[tuple[TeamId, User, Message]] = []
            for team, user, message in waiting:
                if self._tap(user, message):
                    self.acknowledged.add((team, user.id))
                elif not stopping.is_set():
                    still.append((team, user, message))
            waiting = still
            self.all_answered = not waiting
            stopping.wait(0.05)

    def _tap(self, user: User, message: Message) -> bool:
        self.taps_begun += 1
        ok = bool(self.slack.tap(user, message, "checkin.answer_1").ok)
        self.refused += not ok
        return ok

    def settled(self) -> bool:
        """Whether nothing is left to do: no meeting, no close, no message that waits and none to be looked up."""
        now = self.candor.clock.now()
        with self.candor.work.read() as unit:
            counts, close = unit.outbox.counts(), unit.teams.next_close()
            open_posts = [one for one in unit.outbox.problems() if _is_still_looked_up(one)]
            to_do = unit.meetings.ended(now, 1) or unit.outbox.has_work(now) or (close is not None and close <= now)
        return not to_do and not open_posts and not any(counts.get(state) for state in ("due", "claimed", "sending"))


def _is_still_looked_up(problem: Problem) -> bool:
    return problem.kind is Kind.WEEKLY_POST and problem.state is State.UNKNOWN and problem.reason != UNCONFIRMED


def a_series(series_id: SeriesId, team_id: TeamId) -> Series:
    return Series(
        id=series_id,
        team_id=team_id,
        name="Planning",
        weekday=Weekday.SATURDAY,
        start_minute=600,
        length_minutes=60,
        zone="UTC",
    )


def a_meeting(team_id: TeamId, series_id: SeriesId, ends_at: datetime) -> Meeting:
    return Meeting(
        id=MeetingId(f"m{team_id[1:]}"),
        team_id=team_id,
        series_id=series_id,
        round_number=1,
        starts_at=ends_at - HOUR,
        ends_at=ends_at,
    )


@dataclass(frozen=True)
class Audit:
    """What the stand-in Slack received, beside what the database says."""

    prompts: Counter[str]  # by check-in: how often Slack took it
    called: set[str]  # check-ins whose prompt reached Slack, whatever it answered
    posts: Counter[str]  # by channel: how often Slack scheduled it
    states: dict[str, str]  # by key
    unconfirmed: set[str]  # keys of posts of which it is said that nobody knows
    checkins: set[str]
    posts_missing: set[TeamId]  # closed, and Slack has scheduled nothing
    missing_ballots: set[tuple[TeamId, str]]

    def keys_in(self, *states: str) -> set[str]:
        """Return the keys of all messages in these states."""
        return {key for key, state in self.states.items() if state in states}


def audit(town: Town) -> Audit:
    """Look at everything once all is settled."""
    posts = Counter(call.args["channel"] for call in town.slack.calls("chat.scheduleMessage") if call.accepted)
    prompts, called = Counter[str](), set[str]()
    for call in town.slack.calls("chat.postMessage"):
        for found in set(_CHECKIN.findall(json.dumps(call.args.get("blocks", [])))):
            called.add(found)
            prompts[found] += call.accepted
    with town.candor.engine.connect() as connection:
        rows = connection.execute(select(outbox.c.key, outbox.c.state, outbox.c.reason)).all()
        checkins = set(connection.scalars(select(checkin.c.id)))
        first = select(round_.c.team_id).where(round_.c.number == 1, round_.c.is_open.is_(False))
        closed_teams = set(connection.scalars(first))
    with town.candor.work.read() as unit:
        unposted = {TeamId(team) for team in closed_teams if not posts[unit.teams.get(TeamId(team)).channel_id]}
        missing = {one for one in town.acknowledged if one[0] not in closed_teams and not _is_sealed(unit, *one)}
    states = {row.key: row.state for row in rows}
    unconfirmed = {row.key for row in rows if row.reason == UNCONFIRMED}
    return Audit(prompts, called, posts, states, unconfirmed, checkins, unposted, missing)


def _is_sealed(unit: object, team: TeamId, user: str) -> bool:
    batch = unit.ballots.find(team, HELD_BACK)  # type: ignore[attr-defined]
    if batch is None:
        return False
    key = unit.keys.find(batch.id)  # type: ignore[attr-defined]
    return Envelope.opened(key, batch.id, batch.box).find(UserId(user)) is not None
