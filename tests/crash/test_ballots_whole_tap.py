"""The whole tap, from the check-in to the box: what a copy of the database says of one who answered and one who did not."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.ballots.keys import open_keys
from bot.checkins import service
from bot.checkins.model import Answer, Checkin, Finished, SecondAsked, Step, Tap
from bot.db.engine import open_engine
from bot.kernel.caller import Caller
from bot.kernel.chance import SystemChance
from bot.kernel.ids import ChannelId, CheckinId, MeetingId, SeriesId, TeamId, UserId, WorkspaceId
from bot.kernel.weeks import Weekday
from bot.meetings.model import Meeting, Series
from bot.teams.model import Member, Round, Team, TeamState
from bot.work import SqlWork
from bot.workspaces.model import Workspace
from bot.workspaces.seal import TokenSeal

OPENS = datetime(2026, 11, 2, 14, tzinfo=UTC)
NOW = OPENS + timedelta(days=1)
T1, TEAM, SERIES, MEETING = WorkspaceId("T1"), TeamId("team-1"), SeriesId("series-1"), MeetingId("meeting-1")
PEOPLE = [UserId(f"UPERSON{number}") for number in range(8)]
ANY = SystemChance()


@pytest.fixture
def stored(sqlite_url, tmp_path):
    """A team of eight who were all asked after one meeting."""
    engine, keys = open_engine(sqlite_url), open_keys(str(tmp_path / "keys"), "ours")
    work = SqlWork(engine, keys, TokenSeal(bytes(32)))
    with work.write() as unit:
        unit.workspaces.save(Workspace(id=T1, bot_user_id="UBOT"))
        unit.teams.save(Team(id=TEAM, workspace_id=T1, channel_id=ChannelId("C1"), state=TeamState.ACTIVE))
        week = timedelta(weeks=1)
        unit.teams.save_round(
            Round(team_id=TEAM, number=1, opens_at=OPENS, closes_at=OPENS + week, posts_at=OPENS + week)
        )
        series = Series(
            id=SERIES,
            team_id=TEAM,
            name="Planning",
            weekday=Weekday.MONDAY,
            start_minute=660,
            length_minutes=60,
            zone="UTC",
        )
        unit.meetings.replace_series(TEAM, [series])
        hour = timedelta(hours=1)
        unit.meetings.add(
            [Meeting(id=MEETING, team_id=TEAM, series_id=SERIES, round_number=1, starts_at=OPENS, ends_at=OPENS + hour)]
        )
        for number, person in enumerate(PEOPLE):
            unit.teams.add_member(Member(team_id=TEAM, user_id=person, consent_version=1), date(2026, 11, 2))
            asked = Checkin(
                id=CheckinId(f"checkin-{number}"),
                team_id=TEAM,
                meeting_id=MEETING,
                round_number=1,
                user_id=person,
                due_at=OPENS + hour,
            )
            unit.checkins.add([asked])
            unit.checkins.note_shown(T1, person, date(2026, 11, 3), asked.id)
    yield work, Path(sqlite_url.removeprefix("sqlite:///"))
    keys.close()
    engine.dispose()


def tap(work, number, delivery, step, option):
    caller = Caller(workspace_id=T1, user_id=PEOPLE[number], delivery=delivery)
    given = Answer(caller=caller, checkin_id=CheckinId(f"checkin-{number}"), question=step, option=option)
    with work.write() as unit:
        return service.answer(unit, given, NOW, ANY)


def finish(work, number, first, second):
    """Answer both questions, or skip the second."""
    assert isinstance(tap(work, number, f"{number}-first", Step.FIRST, first), SecondAsked)
    if second is not None:
        assert isinstance(tap(work, number, f"{number}-second", Step.SECOND, second), Finished)
        return
    caller = Caller(workspace_id=T1, user_id=PEOPLE[number], delivery=f"{number}-second")
    with work.write() as unit:
        skipped = Tap(caller=caller, checkin_id=CheckinId(f"checkin-{number}"))
        assert isinstance(service.skip_second(unit, skipped, NOW), Finished)


def copied(path, folder):
    folder.mkdir()
    for file in path.parent.glob(f"{path.name}*"):
        shutil.copy(file, folder)
    with closing(sqlite3.connect(folder / path.name)) as connection:
        names = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        return {name: connection.execute(f'select * from "{name}"').fetchall() for name in sorted(names)}


def test_a_tap_touches_the_boxes_and_the_delivery_and_nothing_else(stored, tmp_path):
    work, path = stored
    finish(work, 0, "none", "no")
    before = copied(path, tmp_path / "before")
    for number, answers in enumerate([("none", "yes"), ("small", "little"), ("mattered", None)], start=1):
        finish(work, number, *answers)
        after = copied(path, tmp_path / f"after-{number}")
        assert [name for name in after if after[name] != before[name]] == ["delivery", "envelope"]
        assert [(row[0], len(row[1])) for row in after["envelope"]] == [
            (row[0], len(row[1])) for row in before["envelope"]
        ]
        assert len(after["delivery"]) == len(before["delivery"]) + 2
        before = after


def test_no_row_joins_a_tap_to_a_person(stored, tmp_path):
    """Only who joined and who was asked is linked to a person; the rows that a tap writes hold no id of one."""
    work, path = stored
    for number in range(6):
        finish(work, number, "mattered", "yes" if number % 2 else None)
    tables = copied(path, tmp_path / "copy")
    with_people = {name for name, rows in tables.items() if any(person in str(rows) for person in PEOPLE)}
    assert with_people == {"checkin", "member", "shown"}
    for name in with_people:
        mentioned = {person for person in PEOPLE if person in str(tables[name])}
        assert mentioned == set(PEOPLE), f"{name} tells the six who answered from the two who did not"
    assert "mattered" not in str(tables)


def test_who_answered_cannot_be_told_from_the_order_of_rows(stored, tmp_path):
    """The same rows in the same order stand there before the first tap and after the last."""
    work, path = stored
    kept = ("checkin", "member", "shown")
    before = copied(path, tmp_path / "before")
    for number in (5, 1, 7, 2):
        finish(work, number, "small", "little")
    after = copied(path, tmp_path / "after")
    assert [after[name] for name in kept] == [before[name] for name in kept]
