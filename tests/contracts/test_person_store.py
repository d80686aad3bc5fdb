"""What every store of people owes."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.directory.model import Hours, Person, Standing
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.kernel.unit import Work
from bot.kernel.weeks import Weekday
from bot.teams.model import Member, Team
from bot.workspaces.model import Workspace

HERE, THERE = WorkspaceId("T1"), WorkspaceId("T2")
ANN, BEN = UserId("U-ann"), UserId("U-ben")
TEAM = TeamId("team-1")


@pytest.fixture(autouse=True)
def _two_workspaces(work: Work[Any]) -> None:
    with work.write() as unit:
        for workspace_id in (HERE, THERE):
            unit.workspaces.save(Workspace(id=workspace_id, bot_user_id="UBOT"))
        unit.teams.save(Team(id=TEAM, workspace_id=HERE, channel_id=ChannelId("C1")))


def ann(workspace_id: WorkspaceId = HERE) -> Person:
    return Person(workspace_id=workspace_id, user_id=ANN, zone="Asia/Kathmandu")


def test_a_person_comes_back_as_they_were_kept(work: Work[Any]) -> None:
    whole = Person(
        workspace_id=HERE,
        user_id=ANN,
        zone="Europe/Lisbon",
        standing=Standing.GUEST,
        paused_until=datetime(2026, 5, 1, 9, 30, tzinfo=UTC),
        away=True,
        away_until=datetime(2026, 5, 2, 10, tzinfo=UTC),
        absent_until=datetime(2026, 5, 3, 10, tzinfo=UTC),
        quiet_from=datetime(2026, 5, 1, 8, tzinfo=UTC),
        quiet_until=datetime(2026, 5, 1, 10, tzinfo=UTC),
        hours=Hours(from_minute=0, until_minute=1439, days=frozenset({Weekday.MONDAY, Weekday.SUNDAY})),
        most_a_week=1,
    )
    with work.write() as unit:
        unit.people.save(whole)
    with work.read() as unit:
        assert unit.people.find(HERE, ANN) == whole
    with work.write() as unit:
        assert unit.people.hold(HERE, ANN) == whole
        assert unit.people.hold(THERE, ANN) is None


def test_saving_again_replaces_everything(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.people.save(replace(ann(), paused_until=datetime(2026, 5, 1, tzinfo=UTC), away=True))
        unit.people.save(ann())
    with work.read() as unit:
        assert unit.people.find(HERE, ANN) == ann()


def test_the_same_id_in_two_workspaces_is_two_people(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.people.save(ann())
        unit.people.save(ann(THERE))
        unit.people.forget(HERE, ANN)
    with work.read() as unit:
        assert unit.people.find(HERE, ANN) is None
        assert unit.people.find(THERE, ANN) == ann(THERE)


def test_forgetting_somebody_unknown_does_nothing(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.people.forget(HERE, BEN)
        assert unit.people.find(HERE, BEN) is None


def test_a_team_is_its_joined_members_of_its_own_workspace(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.people.save(replace(ann(), user_id=BEN))
        unit.people.save(ann())
        unit.people.save(ann(THERE))
        unit.people.save(replace(ann(), user_id=UserId("U-not-joined")))
        for user_id in (BEN, ANN):
            unit.teams.add_member(Member(team_id=TEAM, user_id=user_id, consent_version=1), date(2026, 3, 2))
    with work.read() as unit:
        assert [(one.workspace_id, one.user_id) for one in unit.people.of_team(TEAM)] == [(HERE, ANN), (HERE, BEN)]
        assert unit.people.of_team(TeamId("unknown")) == []
