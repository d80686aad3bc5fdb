"""Deleting oneself: nothing of the person is left in any table, nor in the file itself, but for one mark."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, select

from bot.ballots import service as ballots
from bot.ballots.model import HELD_BACK, Ballot, Choice
from bot.ballots.questions import questions
from bot.checkins.asking import before_prompt, open_due
from bot.db import tables
from bot.db.engine import open_engine, truncate_wal
from bot.directory.model import Profile, Quiet, Standing
from bot.directory.service import note_quiet
from bot.home import service
from bot.home.forgetting import forget_person
from bot.home.stored import find_stored
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.kernel.weeks import Weekday
from bot.meetings.model import Plan, SeriesDraft
from bot.meetings.service import SetUp, set_up
from bot.outbox.model import Kind, Outgoing, Rates, State
from bot.teams.model import MIN_TEAM, Team
from bot.teams.service import Asker
from bot.texts import catalogue
from bot.work import SqlUnit, SqlWork
from bot.workspaces.model import Workspace
from bot.workspaces.seal import TokenSeal
from tests.fakes.ballots import FakeKeyStore
from tests.fakes.chance import SeededChance

SAY, CHANCE = catalogue(), SeededChance(3)
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
ENDED = MONDAY + timedelta(hours=11)
HERE, TEAM = WorkspaceId("T1"), TeamId("team-1")
ANN, BEN = UserId("U0ANNUNIQUE"), UserId("U0BENUNIQUE")
EVERYBODY = (ANN, BEN, *(UserId(f"U{number}") for number in range(MIN_TEAM)))
PLAN = Plan(
    zone="UTC",
    drafts=(SeriesDraft(name="Planning", weekday=Weekday.MONDAY, start_minute=600, length_minutes=60),),
    post_weekday=Weekday.FRIDAY,
    post_minute=900,
)


@pytest.fixture
def engine(sqlite_url: str) -> Iterator[Engine]:
    opened = open_engine(sqlite_url)
    yield opened
    opened.dispose()


@pytest.fixture
def work(engine: Engine) -> SqlWork:
    """A team that was set up by Ann, asked, and answered by her and Ben."""
    found = SqlWork(engine, FakeKeyStore(), TokenSeal(bytes(32)))
    with found.write() as unit:
        unit.workspaces.save(Workspace(id=HERE, bot_user_id="UBOT"))
        unit.teams.save(Team(id=TEAM, workspace_id=HERE, channel_id=ChannelId("C1")))
        set_up(unit, SetUp(team_id=TEAM, by=asker(ANN), plan=PLAN), MONDAY, SAY)
        for user_id in EVERYBODY:
            service.join(unit, TEAM, asker(user_id), MONDAY)
        open_due(unit, ENDED, CHANCE, SAY)
    for user_id in (ANN, BEN):
        with found.write() as unit:
            live_with(unit, user_id)
    return found


def asker(user_id: UserId) -> Asker:
    profile = Profile(user_id=user_id, zone="UTC", standing=Standing.FULL, away=False)
    return Asker(workspace_id=HERE, profile=profile, in_channel=True)


def live_with(unit: SqlUnit, user_id: UserId) -> None:
    """Leave every trace that somebody can leave."""
    unit.teams.add_admin(TEAM, user_id)
    note_quiet(unit, HERE, user_id, Quiet(starts_at=ENDED + timedelta(days=1), ends_at=ENDED + timedelta(days=2)))
    notice = Outgoing(
        workspace_id=HERE,
        key=f"notice:{user_id}",
        kind=Kind.NOTICE,
        method="chat.postMessage",
        channel=user_id,
        arguments={"text": f"for {user_id}"},
        due_at=ENDED,
        expires_at=ENDED + timedelta(days=1),
    )
    unit.outbox.enqueue([notice])
    for claimed in unit.outbox.claim(ENDED + timedelta(minutes=15), "s", 60, 50, Rates.unlimited()):
        if claimed.message.kind is Kind.PROMPT:
            assert before_prompt(unit, claimed.message, ENDED + timedelta(minutes=15), CHANCE) is True
        unit.outbox.record(claimed.id, State.SENT)
    round_ = unit.teams.find_open_round(TEAM)
    choice = Choice(questions().held_back.id, questions().held_back.options[0].id)
    ballots.cast(
        unit,
        Ballot(
            scope=TEAM,
            item=HELD_BACK,
            voter=user_id,
            round_key=round_.number,
            opened_at=round_.opens_at,
            choice=choice,
        ),
        CHANCE,
    )


def everything(engine: Engine) -> str:
    """Every value of every row of every table."""
    with engine.connect() as connection:
        names = set(inspect(connection).get_table_names()) & set(tables.metadata.tables)
        return str([tuple(row) for name in names for row in connection.execute(select(tables.metadata.tables[name]))])


def test_nothing_of_the_person_is_left_and_everything_of_the_others(
    work: SqlWork, engine: Engine, tmp_path: Path
) -> None:
    assert ANN in everything(engine)
    with work.write() as unit:
        forget_person(unit, HERE, ANN, ENDED)
    left = everything(engine)
    assert ANN not in left
    assert BEN in left
    with work.read() as unit:
        assert not ballots.has_cast(unit, TEAM, HELD_BACK, ANN, 1)
        assert ballots.has_cast(unit, TEAM, HELD_BACK, BEN, 1)
        assert not unit.teams.is_member(TEAM, ANN)
        assert unit.teams.admins(TEAM) == [BEN]
    assert truncate_wal(engine)
    raw = b"".join(path.read_bytes() for path in (tmp_path / "db").iterdir())
    assert ANN.encode() not in raw
    assert BEN.encode() in raw


def test_the_mark_is_all_that_is_stored_afterwards(work: SqlWork) -> None:
    with work.write() as unit:
        before = find_stored(unit, HERE, ANN)
        assert (before.person is not None, len(before.memberships), len(before.administers)) == (True, 1, 1)
        assert (before.planned, len(before.asked_on), before.messages) == (1, 1, 2)
        forget_person(unit, HERE, ANN, ENDED)
        after = find_stored(unit, HERE, ANN)
    assert (after.person, after.memberships, after.administers) == (None, (), ())
    assert (after.asked_on, after.planned, after.messages) == ((), 0, 0)
    assert after.is_left_in_peace
    assert not before.is_left_in_peace


def test_nobody_is_told(work: SqlWork) -> None:
    with work.write() as unit:
        before = sum(unit.outbox.counts().values())
        forget_person(unit, HERE, BEN, ENDED)
        assert sum(unit.outbox.counts().values()) <= before


def test_deleting_oneself_twice_or_unknown_is_the_same(work: SqlWork, engine: Engine) -> None:
    stranger = UserId("U0STRANGER")
    with work.write() as unit:
        for user_id in (ANN, ANN, stranger):
            forget_person(unit, HERE, user_id, ENDED)
        assert find_stored(unit, HERE, stranger).is_left_in_peace
    assert "STRANGER" not in everything(engine)


def test_joining_again_is_a_new_beginning(work: SqlWork) -> None:
    with work.write() as unit:
        forget_person(unit, HERE, ANN, ENDED)
        service.join(unit, TEAM, asker(ANN), ENDED)
        found = find_stored(unit, HERE, ANN)
    assert not found.is_left_in_peace
    assert found.asked_on == ()
    assert found.administers == ()
