"""What every store of marks, and of who is to be compared with Slack, owes."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.directory.model import Person
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.kernel.unit import Work
from bot.teams.model import Member, Team, TeamState
from bot.workspaces.model import Workspace, WorkspaceState

HERE, THERE = WorkspaceId("T1"), WorkspaceId("T2")
ANN, BEN = UserId("U-ann"), UserId("U-ben")
TEAM, GONE = TeamId("team-1"), TeamId("team-2")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _two_people(work: Work[Any]) -> None:
    with work.write() as unit:
        for workspace_id in (HERE, THERE):
            unit.workspaces.save(Workspace(id=workspace_id, bot_user_id="UBOT"))
        unit.teams.save(Team(id=TEAM, workspace_id=HERE, channel_id=ChannelId("C1"), state=TeamState.ACTIVE))
        unit.teams.save(Team(id=GONE, workspace_id=HERE, channel_id=ChannelId("C2"), state=TeamState.GONE))
        for user_id in (ANN, BEN):
            unit.people.save(Person(workspace_id=HERE, user_id=user_id, zone="UTC"))
            unit.teams.add_member(Member(team_id=TEAM, user_id=user_id, consent_version=1), date(2026, 3, 2))


class TestMarks:
    def test_a_mark_is_there_once_until_it_is_removed(self, work: Work[Any]) -> None:
        with work.write() as unit:
            unit.left_in_peace.add(HERE, "a" * 64)
            unit.left_in_peace.add(HERE, "a" * 64)
        with work.read() as unit:
            assert unit.left_in_peace.has(HERE, "a" * 64)
            assert not unit.left_in_peace.has(HERE, "b" * 64)
            assert not unit.left_in_peace.has(THERE, "a" * 64)
        with work.write() as unit:
            unit.left_in_peace.remove(HERE, "a" * 64)
            unit.left_in_peace.remove(HERE, "a" * 64)
            assert not unit.left_in_peace.has(HERE, "a" * 64)


class TestReconciliations:
    def test_nothing_is_to_be_looked_at_before_the_first_day(self, work: Work[Any]) -> None:
        with work.write() as unit:
            assert unit.reconciliations.claim(60) is None

    def test_a_workspace_is_claimed_by_one_at_a_time(self, work: Work[Any]) -> None:
        with work.write() as unit:
            unit.reconciliations.begin_day(NOON, DAY)
            assert unit.reconciliations.claim(60) == HERE
            assert unit.reconciliations.claim(60) is None
            unit.reconciliations.put_off(HERE, -1)
            assert unit.reconciliations.claim(60) == HERE

    def test_a_workspace_without_people_or_without_a_token_is_not(self, work: Work[Any]) -> None:
        with work.write() as unit:
            unit.workspaces.save(Workspace(id=HERE, bot_user_id="UBOT", state=WorkspaceState.DISABLED))
            unit.reconciliations.begin_day(NOON, DAY)
            assert unit.reconciliations.claim(60) is None

    def test_what_was_looked_at_rests_for_a_day(self, work: Work[Any]) -> None:
        with work.write() as unit:
            unit.reconciliations.begin_day(NOON, DAY)
            assert unit.reconciliations.teams(HERE, 5) == [TEAM]
            assert unit.reconciliations.people(HERE, 5) == [ANN, BEN]
            assert unit.reconciliations.people(HERE, 1) == [ANN]
            assert unit.reconciliations.people(THERE, 5) == []
            unit.reconciliations.note_team(TEAM, NOON)
            unit.reconciliations.note_people(HERE, [ANN], NOON)
            assert unit.reconciliations.teams(HERE, 5) == []
            assert unit.reconciliations.people(HERE, 5) == [BEN]
            unit.reconciliations.note_people(HERE, [BEN], NOON + timedelta(minutes=1))
            assert unit.reconciliations.claim(60) is None
            unit.reconciliations.begin_day(NOON + DAY - timedelta(seconds=1), DAY)
            assert unit.reconciliations.people(HERE, 5) == []
            unit.reconciliations.begin_day(NOON + DAY, DAY)
            assert unit.reconciliations.people(HERE, 5) == [ANN, BEN]
            assert unit.reconciliations.teams(HERE, 5) == [TEAM]

    def test_those_longest_not_looked_at_come_first(self, work: Work[Any]) -> None:
        with work.write() as unit:
            unit.reconciliations.begin_day(NOON, DAY)
            unit.reconciliations.note_people(HERE, [ANN], NOON)
            unit.reconciliations.ask_for(HERE, NOON + timedelta(minutes=1))
            assert unit.reconciliations.people(HERE, 5) == [BEN, ANN]

    def test_asking_for_a_look_never_asks_for_an_earlier_one(self, work: Work[Any]) -> None:
        with work.write() as unit:
            unit.reconciliations.begin_day(NOON, DAY)
            unit.reconciliations.note_people(HERE, [ANN, BEN], NOON)
            unit.reconciliations.ask_for(HERE, NOON - timedelta(minutes=1))
            assert unit.reconciliations.people(HERE, 5) == []
            unit.reconciliations.ask_for(HERE, NOON + timedelta(minutes=1))
            assert unit.reconciliations.people(HERE, 5) == [ANN, BEN]

    def test_saving_a_person_or_a_team_does_not_ask_for_a_look(self, work: Work[Any]) -> None:
        with work.write() as unit:
            unit.reconciliations.begin_day(NOON, DAY)
            unit.reconciliations.note_team(TEAM, NOON)
            unit.reconciliations.note_people(HERE, [ANN, BEN], NOON)
            unit.people.save(Person(workspace_id=HERE, user_id=ANN, zone="Asia/Tokyo"))
            unit.teams.save(Team(id=TEAM, workspace_id=HERE, channel_id=ChannelId("C1"), state=TeamState.PAUSED))
            assert unit.reconciliations.claim(60) is None
