"""No transaction of the clock writes more than 500 rows, however large a team or long a backlog is; on both databases.

Counted by the database, so that what a deletion takes with it counts as well.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, text, update

from bot.app import Candor
from bot.ballots.model import Batch
from bot.db.tables import outbox
from bot.directory.model import Person
from bot.home.reconciling import Reconciler
from bot.home.uninstalling import disable
from bot.kernel.ids import BatchId, ChannelId, MeetingId, SeriesId, TeamId, UserId, WorkspaceId
from bot.kernel.weeks import Weekday
from bot.meetings.model import Feed, Meeting, MeetingState, Series, Source
from bot.meetings.polling import FeedPoller
from bot.meetings.ports import Event, Read, Version
from bot.outbox.model import Kind, Outgoing, State
from bot.teams.model import CONSENT_VERSION, Member, Round, Team, TeamState
from bot.work import SqlUnit, SqlWork
from bot.workspaces.model import Workspace
from bot.workspaces.seal import TokenSeal
from tests.fakes.directory import FakeSlackPeople
from tests.fakes.meetings import FakeFeedReader

pytestmark = pytest.mark.soak

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MOST = 500
MANY = 1000 if os.environ.get("CANDOR_SOAK") else 260  # people; twice as many rows are too many in any case
HERE, TEAM, CHANNEL = WorkspaceId("T1"), TeamId("team"), ChannelId("C1")
ADDRESS = "https://calendar.example/a.ics"
PEOPLE = [UserId(f"U{number:04}") for number in range(MANY)]


class Writes:
    """How many rows each transaction wrote, the largest and all together."""

    def __init__(self, candor: Candor) -> None:
        self.largest, self.total = 0, 0
        self._before: dict[int, int] = {}
        for name, note in (("begin", self._begin), ("commit", self._commit)):
            event.listen(candor.engine, name, note)

    def _begin(self, connection: Connection) -> None:
        self._before[id(connection)] = _rows(connection)

    def _commit(self, connection: Connection) -> None:
        written = _rows(connection) - self._before.pop(id(connection))
        self.largest, self.total = max(self.largest, written), self.total + written

    @contextmanager
    def counted(self, at_least: int) -> Iterator[None]:
        self.largest = self.total = 0
        yield
        assert self.total >= at_least
        assert self.largest <= MOST


def _rows(connection: Connection) -> int:
    """Return how many rows this connection has ever written, as far as the database tells."""
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.dbapi_connection
        return int(driver.total_changes)
    count = text("select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) from pg_stat_xact_user_tables")
    return int(connection.execute(count).scalar_one())


@pytest.fixture
def candor(empty_candor: Candor) -> Candor:
    """A large team, whose meeting has just ended."""
    with empty_candor.work.write() as unit:
        unit.workspaces.save(Workspace(id=HERE, bot_user_id="UBOT"))
        add_team(unit, TEAM, CHANNEL, PEOPLE)
        add_series(unit, Source.WEEKLY)
        unit.meetings.add([a_meeting("m1", NOW - HOUR)])
    return empty_candor


def add_team(unit: SqlUnit, team: TeamId, channel: ChannelId, people: list[UserId]) -> None:
    unit.teams.save(Team(id=team, workspace_id=HERE, channel_id=channel, state=TeamState.ACTIVE, zone="UTC"))
    unit.teams.save_round(
        Round(team_id=team, number=1, opens_at=NOW - DAY, closes_at=NOW + 3 * DAY, posts_at=NOW + 3 * DAY, is_open=True)
    )
    for user in people:
        unit.people.save(Person(workspace_id=HERE, user_id=user, zone="UTC"))
        unit.teams.add_member(Member(team_id=team, user_id=user, consent_version=CONSENT_VERSION), NOW.date())


def add_series(unit: SqlUnit, source: Source) -> SeriesId:
    series = Series(
        id=SeriesId(f"s-{source.value}"),
        team_id=TEAM,
        name="Planning",
        weekday=Weekday.MONDAY,
        start_minute=600,
        length_minutes=60,
        zone="UTC",
        source=source,
    )
    unit.meetings.put_series(series)
    return series.id


def a_meeting(name: str, starts_at: datetime, people: list[UserId] | None = None) -> Meeting:
    return Meeting(
        id=MeetingId(name),
        team_id=TEAM,
        series_id=SeriesId("s-weekly"),
        round_number=1,
        starts_at=starts_at,
        ends_at=starts_at + HOUR - timedelta(minutes=1),
        state=MeetingState.PLANNED,
        people=None if people is None else frozenset(people),
    )


def tidy(candor: Candor, now: datetime) -> None:
    candor.steps()["tidy"](now)


def notices(unit: SqlUnit, due: datetime, lives: timedelta) -> None:
    unit.outbox.enqueue(
        Outgoing(
            workspace_id=HERE,
            key=f"{due}:{user}",
            kind=Kind.NOTICE,
            method="chat.postMessage",
            channel=user,
            arguments={"text": "Hello"},
            due_at=due,
            expires_at=due + lives,
        )
        for user in (*PEOPLE, *(UserId(f"V{number}") for number in range(MANY)))
    )


def test_asking_a_large_team_and_the_end_of_what_nobody_sent(candor: Candor) -> None:
    writes = Writes(candor)
    with writes.counted(2 * MANY):
        candor.steps()["ask"](NOW)
    with candor.work.write() as unit:
        notices(unit, NOW, HOUR)
    with writes.counted(2 * MANY):
        candor.sender.drain(NOW + 2 * DAY)


def test_a_large_team_that_goes_and_is_forgotten(candor: Candor) -> None:
    candor.steps()["ask"](NOW)
    with candor.work.write() as unit:
        unit.meetings.add(a_meeting(f"x{day}", NOW + day * DAY, PEOPLE[:90]) for day in range(1, 8))
    people = FakeSlackPeople()  # which knows of no such channel
    candor.reconciler = Reconciler(candor.work, people, candor.say)
    writes = Writes(candor)
    with writes.counted(3):
        candor.reconciler.step(NOW)
    with candor.work.read() as unit:
        assert unit.teams.get(TEAM).state is TeamState.GONE
    with writes.counted(4 * MANY):
        tidy(candor, NOW + DAY)
    with candor.work.read() as unit:
        assert unit.teams.find(TEAM) is None


def test_many_who_left_a_channel_unheard(candor: Candor) -> None:
    candor.steps()["ask"](NOW)
    people = FakeSlackPeople()
    people.open_channel(CHANNEL)
    candor.reconciler = Reconciler(candor.work, people, candor.say)
    writes = Writes(candor)
    with writes.counted(4 * MANY):
        candor.reconciler.step(NOW)


def test_a_workspace_whose_token_is_revoked_and_that_is_forgotten(candor: Candor) -> None:
    teams = [TeamId(f"t{number}") for number in range(180)]
    with candor.work.write() as unit:
        for number, team in enumerate(teams):
            add_team(unit, team, ChannelId(f"C-{number}"), [])
            unit.ballots.add(Batch(id=BatchId(f"b{number}"), scope=team, item="held_back", opened_at=NOW, box=b""))
        notices(unit, NOW, DAY)
    writes = Writes(candor)
    with writes.counted(100), candor.work.write() as unit:
        disable(unit, HERE, "token_revoked", NOW)
    with writes.counted(300):
        tidy(candor, NOW + HOUR)
        candor.steps()["close"](NOW + HOUR)
    with candor.work.read() as unit:
        assert unit.ballots.scopes() == set()
    with writes.counted(4 * MANY):
        tidy(candor, NOW + DAY)
    with candor.work.read() as unit:
        assert unit.workspaces.find(HERE) is None


def test_what_is_old_is_forgotten(candor: Candor) -> None:
    candor.steps()["ask"](NOW)
    with candor.work.write() as unit:
        unit.meetings.add([a_meeting(f"x{day}", NOW - day * DAY, PEOPLE[:150]) for day in range(1, 8)])
        notices(unit, NOW, DAY)
        for number in range(MANY):
            unit.outbox.hold(HERE, f"old-{number}", 1.0)
        for number in range(MANY):
            opened = NOW - 50 * DAY
            unit.ballots.add(
                Batch(id=BatchId(f"b{number}"), scope=f"x{number}", item="held_back", opened_at=opened, box=b"")
            )
    with candor.engine.begin() as connection:
        connection.execute(update(outbox).values(state=State.SENT))
    writes = Writes(candor)
    with writes.counted(6 * MANY):
        tidy(candor, NOW + 30 * DAY)
        candor.steps()["close"](NOW + DAY)


def test_a_calendar_with_many_meetings_for_many_people(candor: Candor) -> None:
    people, reader = FakeSlackPeople(), FakeFeedReader()
    for user in PEOPLE:
        people.addresses[user] = f"{user}@acme.example"
    work = SqlWork(candor.engine, candor.keys, TokenSeal(bytes(32)))
    with work.write() as unit:
        feed = Feed(id=add_series(unit, Source.CALENDAR), team_id=TEAM, title="p", poll_at=NOW)
        unit.feeds.save(feed)
        unit.feeds.keep_address(feed.id, ADDRESS)
    candor.poller = FeedPoller(work, reader, people, candor.say)
    writes = Writes(candor)
    for later, length in enumerate((30, 45, 0)):
        invited = frozenset(people.addresses[user] for user in PEOPLE[:60])
        start = NOW + DAY
        events = [
            Event(
                starts_at=start + day * DAY,
                ends_at=start + day * DAY + timedelta(minutes=length),
                addresses=invited,
                listed=60,
            )
            for day in range(20 if length else 0)
        ]
        reader.answers[ADDRESS] = Read(Version(etag=str(later)), events)
        with writes.counted(20 * 60):
            candor.poller.step(NOW + later * timedelta(minutes=20))


def test_the_days_of_many_workspaces_begin(candor: Candor) -> None:
    with candor.work.write() as unit:
        for number in range(2 * MANY):
            unit.workspaces.save(Workspace(id=WorkspaceId(f"W{number}"), bot_user_id="UBOT"))
    writes = Writes(candor)
    for now in (NOW, NOW + 2 * DAY):
        with writes.counted(2 * MANY):
            for _ in range(10):
                with candor.work.write() as unit:
                    unit.reconciliations.begin_day(now, DAY)
