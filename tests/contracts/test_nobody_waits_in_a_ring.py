"""Two transactions of whatever kind never wait for each other; on PostgreSQL, where each holds only what it touches.

The one is stopped before each of its statements that hold something in turn, the other does all it can meanwhile, and both must come to
their end. What is held in another order there than here would end in a lock that nobody gets.
"""

import logging
import os
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import IntegrityError

from bot.app import Candor, build
from bot.ballots import service as ballots
from bot.ballots.model import BARRIER, HELD_BACK, Ballot, Choice, quarter_item
from bot.ballots.questions import questions
from bot.checkins import service as checkins
from bot.checkins.model import Checkin
from bot.db.engine import open_engine
from bot.directory.model import Person, Profile, Standing
from bot.home import consequences, ending, service
from bot.home.forgetting import forget_person
from bot.home.uninstalling import uninstall
from bot.kernel.errors import Refused
from bot.kernel.ids import ChannelId, CheckinId, MeetingId, SeriesId, TeamId, UserId, WorkspaceId
from bot.kernel.weeks import Weekday
from bot.meetings.model import Meeting, MeetingState, Series
from bot.outbox.model import Kind, Outgoing, Rates
from bot.outbox.sender import Sender
from bot.teams.model import Member, Round, Team, TeamState
from bot.teams.service import Asker
from bot.texts import catalogue
from bot.work import SqlUnit
from bot.workspaces.model import Workspace
from config.settings import Settings
from tests.fakes.chance import SeededChance
from tests.fakes.clock import HandClock
from tests.fakes.slack import FakeSlack

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=15)
STEP = 1 if os.environ.get("CANDOR_SOAK") else 2  # before every statement, or every other one
LONGEST = 20.0  # seconds, for a machine that is very busy; a ring ends much sooner, and in an error

Act = Callable[[], object]
Acts = Callable[["Side", "World"], Act]


class World:
    """A workspace of its own: Ann is in two teams, has a prompt in each, and something open everywhere."""

    def __init__(self, candor: Candor, number: int) -> None:
        self.here = WorkspaceId(f"T{number}")
        self.ann = UserId(f"U{number}-ann")
        self.teams = [TeamId(f"{number}-a"), TeamId(f"{number}-b")]
        self.channels = {team: ChannelId(f"C-{team}") for team in self.teams}
        with candor.work.write() as unit:
            unit.workspaces.save(Workspace(id=self.here, bot_user_id="UBOT"))
            for team in self.teams:
                self._fill(unit, team)
            place = quarter_item(BARRIER, NOW)
            self._answer(unit, self.here, place, BARRIER)

    def _fill(self, unit: SqlUnit, team: TeamId) -> None:
        unit.teams.save(
            Team(id=team, workspace_id=self.here, channel_id=self.channels[team], state=TeamState.ACTIVE, zone="UTC")
        )
        week = timedelta(days=3)
        unit.teams.save_round(
            Round(team_id=team, number=1, opens_at=NOW - week, closes_at=NOW + week, posts_at=NOW + week, is_open=True)
        )
        series = Series(
            id=SeriesId(f"s-{team}"),
            team_id=team,
            name="Planning",
            weekday=Weekday.MONDAY,
            start_minute=600,
            length_minutes=60,
            zone="UTC",
        )
        unit.meetings.put_series(series)
        ended = NOW - timedelta(minutes=10)
        unit.meetings.add(
            [
                Meeting(
                    id=MeetingId(f"m-{team}"),
                    team_id=team,
                    series_id=series.id,
                    round_number=1,
                    starts_at=ended - timedelta(hours=1),
                    ends_at=ended,
                    state=MeetingState.ASKED,
                )
            ]
        )
        for user in (self.ann, *(UserId(f"U-{team}-{other}") for other in range(4))):
            unit.people.save(Person(workspace_id=self.here, user_id=user, zone="UTC"))
            unit.teams.add_member(Member(team_id=team, user_id=user, consent_version=99), NOW.date())
            self._ask(unit, team, user)
        unit.teams.add_admin(team, self.ann)
        self._answer(unit, team, HELD_BACK, HELD_BACK)

    def _ask(self, unit: SqlUnit, team: TeamId, user: UserId) -> None:
        due = NOW if user == self.ann else NOW + timedelta(minutes=30)
        checkin = Checkin(
            id=CheckinId(f"{team}-{user}"),
            team_id=team,
            meeting_id=MeetingId(f"m-{team}"),
            round_number=1,
            user_id=user,
            due_at=due,
        )
        unit.checkins.add([checkin])
        unit.outbox.enqueue([self.message(Kind.PROMPT, user, checkin.id, due)])

    def _answer(self, unit: SqlUnit, scope: str, item: str, question: str) -> None:
        choice = Choice(question, questions().get(question).options[0].id)
        ballot = Ballot(scope=scope, item=item, voter=self.ann, round_key=1, opened_at=NOW, choice=choice)
        ballots.cast(unit, ballot, SeededChance(1))

    def message(self, kind: Kind, channel: str, subject: str, due: datetime = NOW) -> Outgoing:
        return Outgoing(
            workspace_id=self.here,
            key=f"{kind.value}:{subject}:{channel}",
            kind=kind,
            method="chat.postMessage",
            channel=channel,
            arguments={"text": "Hello"},
            due_at=due,
            expires_at=due + timedelta(hours=1),
            subject=subject,
        )


class Side:
    """The bot in a thread of its own, which stops before a statement, counted from the first."""

    def __init__(self, url: str, keys: str) -> None:
        settings = Settings(
            _env_file=None,
            slack_bot_token="xoxb-1",
            slack_app_token="xapp-1",
            database_url=url,
            keys_url=keys,
            keys_shared=True,
        )
        self.candor = build(settings, clock=HandClock(NOW), chance=SeededChance(7))
        self.slack = FakeSlack()
        self.stopped = threading.Event()
        self.go_on = threading.Event()
        self.errors: list[Exception] = []
        self._statements = 0
        self._stop_at = -1
        event.listen(self.candor.engine, "before_cursor_execute", self._count)

    def sender(self) -> Sender[SqlUnit]:
        return Sender(
            self.candor.work,
            self.slack,
            self.candor.clock,
            owner="s",
            before={Kind.PROMPT: partial(checkins.before_prompts, chance=SeededChance(3))},
            hold={Kind.PROMPT: checkins.hold_teams},
            on_consequence=partial(consequences.carry_out, say=self.candor.say),
            rates=Rates.unlimited(),
        )

    def begin(self, act: Act, stop_at: int = -1) -> threading.Thread:
        self.stopped.clear()
        self.go_on.clear()
        self._statements, self._stop_at = 0, stop_at
        thread = threading.Thread(target=self._do, args=(act,))
        thread.start()
        return thread

    def _do(self, act: Act) -> None:
        try:
            act()
        except (Refused, IntegrityError):
            pass  # the other was first, and what was to be changed is gone
        except Exception as error:
            self.errors.append(error)

    def _count(self, _: Any, __: Any, statement: str, *others: Any) -> None:
        if statement.startswith("SELECT") and " FOR " not in statement:
            return  # it waits for nobody, and nobody for it
        if self._statements == self._stop_at:
            self.stopped.set()
            self.go_on.wait(LONGEST)
        self._statements += 1


@pytest.fixture
def watcher(postgres_database: str) -> Iterator[Engine]:
    engine = open_engine(postgres_database, 1)
    yield engine
    engine.dispose()


@pytest.fixture
def sides(postgres_database: str, tmp_path: Any) -> Iterator[tuple[Side, Side]]:
    both = Side(postgres_database, str(tmp_path / "keys")), Side(postgres_database, str(tmp_path / "keys"))
    yield both
    for side in both:
        side.candor.stop()


def in_a_transaction(do: Callable[[SqlUnit, World], object]) -> Acts:
    def acts(side: Side, world: World) -> Act:
        def act() -> None:
            with side.candor.work.write() as unit:
                do(unit, world)

        return act

    return acts


def sends(side: Side, world: World) -> Act:
    return lambda: side.sender().drain(NOW)


def is_refused(code: str, channel: Callable[[World], str]) -> Acts:
    """Send a message that Slack refuses for good, with what follows."""

    def acts(side: Side, world: World) -> Act:
        to = channel(world)
        with side.candor.work.write() as unit:
            unit.outbox.erase_all(world.here, 500)
            unit.outbox.enqueue([world.message(Kind.NOTICE, to, "refused")])
        side.slack.refusals[to] = code
        return lambda: side.sender().drain(NOW)

    return acts


def notes_many(side: Side, world: World) -> Act:
    """Note the outcomes of several messages together, half of them after a refusal that passes."""
    with side.candor.work.write() as unit:
        unit.outbox.erase_all(world.here, 500)
        unit.outbox.enqueue(world.message(Kind.NOTICE, f"{world.here}-{one}", world.teams[0]) for one in range(6))
    for one in range(0, 6, 2):
        side.slack.refusals[f"{world.here}-{one}"] = "service_unavailable"
    return lambda: side.sender().step(NOW)


def forgets_what_was_said(side: Side, world: World) -> Act:
    """Tidy away finished messages, while something new is to be said to the same people."""
    people = [world.ann, *(f"{world.here}-{one}" for one in range(5, -1, -1))]
    with side.candor.work.write() as unit:
        for due, kind in ((LONG_AGO, Kind.RESET_STEP), (NOW, Kind.NOTICE)):
            unit.outbox.enqueue(world.message(kind, one, f"{due}", due) for one in people)
            if due is LONG_AGO:
                claimed = unit.outbox.claim(LONG_AGO, "s", 60.0, 50, Rates.unlimited())
                unit.outbox.record_sent({one.id: "" for one in claimed})
    with side.candor.engine.begin() as connection:
        connection.execute(text("update bucket set next_at = 0"))

    def act() -> None:
        with side.candor.work.write() as unit:
            unit.outbox.forget_finished(Kind.RESET_STEP)
        with side.candor.work.write() as unit:
            unit.outbox.forget_before(NOW - timedelta(days=14), 500)

    return act


_SAY = catalogue()


def makes_gone(unit: SqlUnit, world: World) -> None:
    ending.lose_channel(unit, world.here, world.channels[world.teams[0]], "removed", LONG_AGO, say=_SAY)


def forgets_a_gone_team(side: Side, world: World) -> Act:
    with side.candor.work.write() as unit:
        makes_gone(unit, world)

    def act() -> None:
        with side.candor.work.write() as unit:
            while ending.forget_gone(unit, NOW):
                pass  # in one transaction, so that all it holds is held at once

    return act


def joins(unit: SqlUnit, world: World) -> None:
    profile = Profile(user_id=world.ann, zone="UTC", standing=Standing.FULL)
    service.join(unit, world.teams[0], Asker(workspace_id=world.here, profile=profile, in_channel=True), NOW)


_deletes_ann = in_a_transaction(lambda unit, world: forget_person(unit, world.here, world.ann, NOW))
_uninstalls = in_a_transaction(lambda unit, world: uninstall(unit, world.here))
_pauses = in_a_transaction(lambda unit, world: service.pause(unit, world.here, world.ann, NOW))
_departs = in_a_transaction(makes_gone)
_leaves_second = in_a_transaction(lambda unit, world: service.leave(unit, world.here, world.teams[1], world.ann, NOW))

PAIRS: dict[str, tuple[Acts, Acts]] = {
    "a prompt is sent, its person deleted": (sends, _deletes_ann),
    "a prompt is sent, its team goes": (sends, _departs),
    "a prompt is sent, its workspace goes": (sends, _uninstalls),
    "a channel refuses, its team is deleted": (
        is_refused("is_archived", lambda world: world.channels[world.teams[0]]),
        forgets_a_gone_team,
    ),
    "a channel refuses, its workspace goes": (
        is_refused("restricted_action", lambda world: world.channels[world.teams[0]]),
        _uninstalls,
    ),
    "a person cannot be reached and is deleted": (
        is_refused("user_not_found", lambda world: world.ann),
        _deletes_ann,
    ),
    "a token is revoked, its workspace goes": (is_refused("token_revoked", lambda world: world.ann), _uninstalls),
    "outcomes are noted, their workspace goes": (notes_many, _uninstalls),
    "what was said is forgotten, something is sent": (forgets_what_was_said, sends),
    "what was said is forgotten, its person deleted": (forgets_what_was_said, _deletes_ann),
    "a person is deleted, what was said is forgotten": (_deletes_ann, forgets_what_was_said),
    "somebody leaves while pausing": (_deletes_ann, _pauses),
    "somebody pauses while leaving": (_pauses, _deletes_ann),
    "somebody joins while leaving another": (in_a_transaction(joins), _leaves_second),
    "a workspace goes, somebody leaves": (_uninstalls, _deletes_ann),
    "somebody leaves, their workspace goes": (_deletes_ann, _uninstalls),
}
"""Which two acts at once; the first is stopped before each statement of its that holds something."""


@pytest.mark.soak
@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS.keys())
def test_both_come_to_their_end_wherever_one_comes_in(
    sides: tuple[Side, Side], watcher: Engine, pair: tuple[Acts, Acts], caplog: pytest.LogCaptureFixture
) -> None:
    one, other = sides
    for number in count(0, STEP):
        world = World(one.candor, number)
        acts = [acts(side, world) for acts, side in zip(pair, sides, strict=True)]
        first = one.begin(acts[0], stop_at=number)
        while first.is_alive() and not one.stopped.wait(0.01):
            pass
        was_stopped = one.stopped.is_set()
        second = other.begin(acts[1])
        while second.is_alive() and not is_waiting(watcher):
            second.join(0.01)
        one.go_on.set()
        for thread in (first, second):
            thread.join(LONGEST)
        assert (one.errors, other.errors) == ([], []), f"before statement {number}"
        assert [record for record in caplog.records if record.levelno >= logging.ERROR] == [], number
        if not was_stopped:
            break
    assert number > 2


def is_waiting(watcher: Engine) -> bool:
    with watcher.connect() as connection:
        waits = text("select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()")
        return connection.execute(waits).first() is not None
