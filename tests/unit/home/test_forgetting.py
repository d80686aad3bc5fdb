"""Deleting oneself: nothing of the person is left in any table, nor in the file itself, but for one mark."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from bot.audit.declaration import load_declaration
from bot.ballots import service as ballots
from bot.ballots.model import HELD_BACK, Ballot, Choice
from bot.ballots.questions import questions
from bot.checkins.asking import open_due
from bot.checkins.last_look import before_prompts
from bot.db.engine import open_engine, truncate_wal
from bot.directory.model import Profile, Quiet, Standing
from bot.directory.service import note_quiet
from bot.home import service
from bot.home.forgetting import forget_person
from bot.home.stored import find_stored
from bot.kernel.caller import Caller
from bot.kernel.ids import ChannelId, MeetingId, TeamId, UserId, WorkspaceId, new_id
from bot.kernel.weeks import Weekday
from bot.meetings.model import Meeting, Plan, SeriesDraft
from bot.meetings.service import SetUp, set_up
from bot.outbox.model import Kind, Outgoing, Rates, State
from bot.resets import limits
from bot.resets import service as resets
from bot.resets.asking import Ask
from bot.resets.keeping import concerns, read
from bot.teams.model import MIN_TEAM, Change, Team
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
OTHER = UserId("U0")
EVERYBODY = (ANN, BEN, *(UserId(f"U{number}") for number in range(MIN_TEAM)))
PLAN = Plan(
    zone="UTC",
    drafts=(SeriesDraft(name="Planning", weekday=Weekday.MONDAY, start_minute=600, length_minutes=60),),
    post_weekday=Weekday.FRIDAY,
    post_minute=900,
)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    opened = open_engine(database_url)
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
    place = EVERYBODY.index(user_id)
    unit.teams.add_change(_change(10 + 2 * place, user_id, "-"))
    unit.teams.add_change(_change(11 + 2 * place, OTHER, f"<@{user_id}>"))
    unit.meetings.add([_listed(unit, user_id)])
    _use_resets(unit, user_id)
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
            assert before_prompts(unit, [claimed.message], ENDED + timedelta(minutes=15), CHANCE) == [True]
        unit.outbox.record(claimed.id, State.SENT)
    unit.outbox.hold(HERE, user_id, 0.0)  # as the sender notes when somebody may next be written to
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


def _listed(unit: SqlUnit, user_id: UserId) -> Meeting:
    """Return a meeting to which a calendar invites one person."""
    [series] = unit.meetings.series_of(TEAM)
    place = EVERYBODY.index(user_id)
    begins = ENDED + timedelta(days=1, minutes=place)
    return Meeting(
        id=MeetingId(f"listed-{place}"),
        team_id=TEAM,
        series_id=series.id,
        round_number=1,
        starts_at=begins,
        ends_at=begins + timedelta(hours=1),
        people=frozenset({user_id}),
    )


def _change(number: int, by: UserId, names: str) -> Change:
    return Change(team_id=TEAM, number=number, at=ENDED, by=by, text_id="change-admins", values={"names": names})


def _use_resets(unit: SqlUnit, user_id: UserId) -> None:
    """Ask somebody to start again, take no invitations from them, and be to be asked in a week."""
    caller = Caller(workspace_id=HERE, user_id=user_id, delivery=new_id())
    ask = Ask(caller=caller, other=OTHER, with_power=False, gate=new_id())
    resets.start(unit, ask, ENDED, CHANCE)
    resets.ask_later(unit, HERE, user_id, ENDED, CHANCE)
    limits.block(unit, HERE, user_id, OTHER)


def everything(engine: Engine) -> dict[str, str]:
    """Every value of every row of every table."""
    with engine.connect() as connection:
        names = inspect(connection).get_table_names()
        rows = {name: connection.execute(text(f'select * from "{name}"')).all() for name in names}
        return {name: str([tuple(row) for row in found]) for name, found in rows.items()}


def tables_with(user_id: UserId, engine: Engine) -> set[str]:
    return {name for name, rows in everything(engine).items() if user_id in rows}


def test_nothing_of_the_person_is_left_and_everything_of_the_others(
    work: SqlWork, engine: Engine, tmp_path: Path
) -> None:
    """Every table that may hold something of a person, as config/stored.yaml has it, holds it before and not after."""
    declared = {name for name, entry in load_declaration().items() if entry.person} - {"left_in_peace"}
    assert tables_with(ANN, engine) == tables_with(BEN, engine) == declared
    with work.write() as unit:
        forget_person(unit, HERE, ANN, ENDED)
    assert tables_with(ANN, engine) == set()
    assert tables_with(BEN, engine) == declared
    with work.read() as unit:
        assert not ballots.has_cast(unit, TEAM, HELD_BACK, ANN, 1)
        assert ballots.has_cast(unit, TEAM, HELD_BACK, BEN, 1)
        assert not unit.teams.is_member(TEAM, ANN)
        assert unit.teams.admins(TEAM) == [BEN]
        boxes = [read(unit, row) for row in unit.resets.of_workspace(HERE)]
        assert [one for one in boxes if concerns(one, ANN)] == []
        assert len([one for one in boxes if concerns(one, BEN)]) == 2
        assert limits.find_marks_of(unit, HERE, ANN) == limits.Marks()
        assert limits.find_marks_of(unit, HERE, BEN) == limits.Marks(asked=1, has_used=True, has_blocks=True)
    if engine.dialect.name != "sqlite":
        return
    assert truncate_wal(engine)
    raw = b"".join(path.read_bytes() for path in (tmp_path / "db").iterdir())
    assert ANN.encode() not in raw
    assert BEN.encode() in raw


def test_the_mark_is_all_that_is_stored_afterwards(work: SqlWork) -> None:
    with work.write() as unit:
        before = find_stored(unit, HERE, ANN)
        assert (before.person is not None, len(before.memberships), len(before.administers)) == (True, 1, 1)
        assert (before.planned, len(before.asked_on), before.messages) == (1, 1, 2)
        assert (before.changes, before.invited_to) == (3, 1)  # she set the team up, too
        assert before.resets == limits.Marks(asked=1, has_used=True, has_blocks=True)
        forget_person(unit, HERE, ANN, ENDED)
        after = find_stored(unit, HERE, ANN)
    assert (after.person, after.memberships, after.administers) == (None, (), ())
    assert (after.asked_on, after.planned, after.messages) == ((), 0, 0)
    assert (after.changes, after.invited_to, after.resets) == (0, 0, limits.Marks())
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
    assert tables_with(stranger, engine) == set()


def test_joining_again_is_a_new_beginning(work: SqlWork) -> None:
    with work.write() as unit:
        forget_person(unit, HERE, ANN, ENDED)
        service.join(unit, TEAM, asker(ANN), ENDED)
        found = find_stored(unit, HERE, ANN)
    assert not found.is_left_in_peace
    assert found.asked_on == ()
    assert found.administers == ()
