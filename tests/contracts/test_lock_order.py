"""Whoever holds a workspace waits for none of its teams any more, so that nobody waits in a ring; on both databases.

SQLite has one lock for all; there the statements below lock nothing, and the test only walks through them.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event

from bot.app import Candor
from bot.ballots import service as ballots
from bot.ballots.model import BARRIER, HELD_BACK, Ballot, Choice, quarter_item
from bot.ballots.questions import questions
from bot.checkins import service as checkins
from bot.checkins.model import Checkin, Tap
from bot.directory.model import Person, Profile, Standing
from bot.home import service
from bot.home.forgetting import forget_person
from bot.home.uninstalling import disable, uninstall
from bot.kernel.caller import Caller
from bot.kernel.ids import ChannelId, CheckinId, MeetingId, SeriesId, TeamId, UserId, WorkspaceId
from bot.kernel.weeks import Weekday
from bot.meetings.model import Meeting, Series
from bot.teams.model import Member, Team, TeamState
from bot.workspaces.model import Workspace
from tests.fakes.chance import SeededChance

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HERE, ANN = WorkspaceId("T1"), UserId("U-ann")
# By their names the one would come before the workspace and the other after it.
TEAMS = (TeamId("0-team"), TeamId("a-team"))
LOOKED_AFTER = TeamId("b-team")  # Ann has not joined this one


@pytest.fixture
def candor(empty_candor: Candor) -> Candor:
    """Ann is in two teams with something open everywhere, and looks after a third."""
    with empty_candor.work.write() as unit:
        unit.workspaces.save(Workspace(id=HERE, bot_user_id="UBOT"))
        unit.people.save(Person(workspace_id=HERE, user_id=ANN, zone="UTC"))
        for number, team_id in enumerate((*TEAMS, LOOKED_AFTER)):
            channel = ChannelId(f"C{number}")
            unit.teams.save(Team(id=team_id, workspace_id=HERE, channel_id=channel, state=TeamState.ACTIVE))
        unit.teams.add_admin(LOOKED_AFTER, ANN)
        for team_id in TEAMS:
            unit.teams.add_member(Member(team_id=team_id, user_id=ANN, consent_version=1), NOW.date())
            _answer(unit, team_id, HELD_BACK, HELD_BACK)
        _answer(unit, HERE, quarter_item(BARRIER, NOW), BARRIER)
    return empty_candor


def _answer(unit: Any, scope: str, item: str, question: str) -> None:
    choice = Choice(question, questions().get(question).options[0].id)
    ballot = Ballot(scope=scope, item=item, voter=ANN, round_key=1, opened_at=NOW, choice=choice)
    ballots.cast(unit, ballot, SeededChance(1))


def locked(candor: Candor, act: Callable[[Any], object]) -> list[str]:
    """Return which teams and workspaces an act has come to hold, in their order, each where it came to do so."""
    found: list[str] = []

    def note(_: Any, __: Any, statement: str, values: Any, *others: Any) -> None:
        words = " ".join(statement.split())
        for table in ("team", "workspace"):
            holds = f"FROM {table} " in words and ("FOR UPDATE" in words or "FOR NO KEY UPDATE" in words)
            changes = words.startswith((f"UPDATE {table} ", f"INSERT INTO {table} ", f"DELETE FROM {table} "))
            if holds or changes:
                found.extend(one for one in (HERE, *TEAMS, LOOKED_AFTER) if one in str(values) and one not in found)

    event.listen(candor.engine, "before_cursor_execute", note)
    try:
        with candor.work.write() as unit:
            act(unit)
    finally:
        event.remove(candor.engine, "before_cursor_execute", note)
    return found


def _becomes_a_guest(unit: Any) -> None:
    profile = Profile(user_id=ANN, zone="UTC", standing=Standing.GUEST)
    service.note_profile(unit, HERE, profile, now=NOW)


@pytest.mark.parametrize(
    "act",
    [
        _becomes_a_guest,
        lambda unit: service.take_out(unit, HERE, ANN, NOW),
        lambda unit: service.leave_everywhere(unit, HERE, ANN, NOW),
        lambda unit: service.leave(unit, HERE, TEAMS[0], ANN, NOW),
        lambda unit: forget_person(unit, HERE, ANN, NOW),
        lambda unit: disable(unit, HERE, "tokens_revoked", NOW),
        lambda unit: uninstall(unit, HERE),
    ],
    ids=["guest", "taken out", "leaves everywhere", "leaves", "deleted", "revoked", "uninstalled"],
)
def test_the_teams_are_held_before_their_workspace(candor: Candor, act: Callable[[Any], object]) -> None:
    held = locked(candor, act)
    if candor.engine.dialect.name == "postgresql":
        assert len(held) > 1
        assert held[-1] == HERE
    assert held == [*sorted(held[:-1]), *held[-1:]]


def test_a_pause_by_button_holds_the_person_so_that_no_change_of_theirs_is_lost(candor: Candor) -> None:
    statements: list[str] = []
    tap = Tap(caller=Caller(workspace_id=HERE, user_id=ANN, delivery="d1"), checkin_id=CheckinId("c1"))
    meeting = MeetingId("m1")
    with candor.work.write() as unit:
        series = Series(
            id=SeriesId("s1"),
            team_id=TEAMS[0],
            name="P",
            weekday=Weekday.MONDAY,
            start_minute=600,
            length_minutes=60,
            zone="UTC",
        )
        unit.meetings.replace_series(TEAMS[0], [series])
        unit.meetings.add(
            [Meeting(id=meeting, team_id=TEAMS[0], series_id=series.id, round_number=1, starts_at=NOW, ends_at=NOW)]
        )
        checkin = Checkin(
            id=tap.checkin_id, team_id=TEAMS[0], meeting_id=meeting, round_number=1, user_id=ANN, due_at=NOW
        )
        unit.checkins.add([checkin])
    listening = (
        "before_cursor_execute",
        lambda _, __, statement, *others: statements.append(" ".join(statement.split())),
    )
    event.listen(candor.engine, *listening)
    with candor.work.write() as unit:
        checkins.pause(unit, tap, NOW)
    event.remove(candor.engine, *listening)
    with candor.work.read() as unit:
        assert unit.people.find(HERE, ANN).is_paused(NOW)
    if candor.engine.dialect.name == "postgresql":
        assert any("FROM person " in one and "FOR UPDATE" in one for one in statements)
