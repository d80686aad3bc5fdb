"""What every practice store owes."""

from typing import Any

import pytest

from bot.kernel.ids import ChannelId, TeamId, WorkspaceId
from bot.kernel.unit import Work
from bot.teams.model import Team
from bot.workspaces.model import Workspace

WORKSPACE = WorkspaceId("T1")
TEAM, OTHER = TeamId("team-1"), TeamId("team-2")


@pytest.fixture(autouse=True)
def _two_teams(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.workspaces.save(Workspace(id=WORKSPACE, bot_user_id="UBOT"))
        for team_id in (TEAM, OTHER):
            unit.teams.save(Team(id=team_id, workspace_id=WORKSPACE, channel_id=ChannelId(f"C-{team_id}")))


def test_a_new_team_has_seen_nothing(work: Work[Any]) -> None:
    with work.read() as unit:
        assert unit.practices.seen(TEAM) == []


def test_what_was_shown_comes_back_in_the_order_of_the_rounds(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.practices.note_shown(TEAM, "five-seconds", 10)
        unit.practices.note_shown(TEAM, "second-voice", 2)
    with work.write() as unit:
        unit.practices.note_shown(TEAM, "five-seconds", 1)
    with work.read() as unit:
        assert unit.practices.seen(TEAM) == ["five-seconds", "second-voice", "five-seconds"]


def test_a_round_keeps_the_practice_it_was_given_first(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.practices.note_shown(TEAM, "five-seconds", 1)
    with work.write() as unit:
        unit.practices.note_shown(TEAM, "second-voice", 1)
    with work.read() as unit:
        assert unit.practices.seen(TEAM) == ["five-seconds"]


def test_each_team_has_its_own(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.practices.note_shown(TEAM, "five-seconds", 1)
        unit.practices.note_shown(OTHER, "second-voice", 1)
    with work.read() as unit:
        assert unit.practices.seen(OTHER) == ["second-voice"]
