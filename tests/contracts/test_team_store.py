"""What every store of teams owes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.kernel.unit import Work
from bot.kernel.weeks import Weekday
from bot.teams.model import Change, Member, Membership, Round, Team, TeamState
from bot.workspaces.model import Workspace

HERE, THERE = WorkspaceId("T1"), WorkspaceId("T2")
ANN, BEN = UserId("U-ann"), UserId("U-ben")
OURS, THEIRS = TeamId("team-1"), TeamId("team-2")
CHANNEL = ChannelId("C1")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _two_teams(work: Work[Any]) -> None:
    with work.write() as unit:
        for workspace_id in (HERE, THERE):
            unit.workspaces.save(Workspace(id=workspace_id, bot_user_id="UBOT"))
        unit.teams.save(team(OURS))
        unit.teams.save(team(THEIRS, THERE))


def team(team_id: TeamId = OURS, workspace_id: WorkspaceId = HERE) -> Team:
    return Team(id=team_id, workspace_id=workspace_id, channel_id=CHANNEL)


def member(user_id: UserId = ANN, team_id: TeamId = OURS, consent_version: int = 1) -> Member:
    return Member(team_id=team_id, user_id=user_id, consent_version=consent_version)


def round_(number: int, team_id: TeamId = OURS, *, is_open: bool = True) -> Round:
    opens = NOON + number * 7 * DAY
    return Round(
        team_id=team_id,
        number=number,
        opens_at=opens,
        closes_at=opens + 7 * DAY,
        posts_at=opens + 7 * DAY + timedelta(hours=1),
        is_open=is_open,
    )


def test_a_team_comes_back_as_it_was_kept(work: Work[Any]) -> None:
    whole = replace(
        team(),
        state=TeamState.PAUSED,
        reason="is_archived",
        zone="Asia/Kolkata",
        post_weekday=Weekday.SUNDAY,
        post_minute=1439,
        too_small_told=True,
        country="DE",
        subdivision="BY",
        next_act="containment",
        channel_changed_round=2,
        week_off=7,
        gone_at=NOON,
    )
    with work.write() as unit:
        unit.teams.lock(OURS)
        unit.teams.save(whole)
    with work.read() as unit:
        assert unit.teams.find(OURS) == unit.teams.get(OURS) == whole


def test_a_team_that_is_not_there(work: Work[Any]) -> None:
    with work.read() as unit:
        assert unit.teams.find(TeamId("none")) is None
        with pytest.raises(LookupError):
            unit.teams.get(TeamId("none"))


def test_a_channel_is_looked_up_in_its_workspace(work: Work[Any]) -> None:
    with work.read() as unit:
        assert unit.teams.find_by_channel(THERE, CHANNEL).id == THEIRS
        assert unit.teams.find_by_channel(HERE, ChannelId("C2")) is None


def test_joining_twice_is_joining_once_with_the_newer_consent(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.teams.add_member(member(BEN), TODAY)
        unit.teams.add_member(member(), TODAY)
        unit.teams.add_member(member(consent_version=2), TODAY + DAY)
    with work.read() as unit:
        assert unit.teams.members(OURS) == [member(consent_version=2), member(BEN)]
        assert unit.teams.is_member(OURS, ANN)
        assert not unit.teams.is_member(THEIRS, ANN)


def test_saving_a_team_leaves_its_members_and_rounds(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.teams.add_member(member(), TODAY)
        unit.teams.save_round(round_(1))
        unit.teams.save(replace(team(), state=TeamState.GONE))
    with work.read() as unit:
        assert unit.teams.members(OURS) == [member()]
        assert unit.teams.find_open_round(OURS) == round_(1)


def test_leaving_ends_one_membership(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.teams.add_member(member(), TODAY)
        unit.teams.add_member(member(team_id=THEIRS), TODAY)
        unit.teams.remove_member(OURS, ANN)
        unit.teams.remove_member(OURS, ANN)
    with work.read() as unit:
        assert unit.teams.teams_of(HERE, ANN) == []
        assert [one.id for one in unit.teams.teams_of(THERE, ANN)] == [THEIRS]


def test_administrators(work: Work[Any]) -> None:
    with work.write() as unit:
        for user_id in (BEN, ANN, ANN):
            unit.teams.add_admin(OURS, user_id)
        assert unit.teams.admins(OURS) == [ANN, BEN]
        unit.teams.remove_admin(OURS, BEN)
        assert unit.teams.admins(OURS) == [ANN]
        assert unit.teams.admins(THEIRS) == []


def test_rounds_are_found_by_number_and_by_being_open_or_last(work: Work[Any]) -> None:
    with work.write() as unit:
        assert unit.teams.find_last_round(OURS) is None
        unit.teams.save_round(round_(1))
        unit.teams.save_round(round_(1, is_open=False))
        unit.teams.save_round(round_(2))
        unit.teams.save_round(round_(9, THEIRS))
    with work.read() as unit:
        assert unit.teams.find_round(OURS, 1) == round_(1, is_open=False)
        assert unit.teams.find_round(OURS, 3) is None
        assert unit.teams.find_open_round(OURS) == unit.teams.find_last_round(OURS) == round_(2)


def test_the_rounds_to_close_are_open_and_over(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.teams.save_round(round_(1, is_open=False))
        unit.teams.save_round(round_(3))
        unit.teams.save_round(round_(2, THEIRS))
        assert unit.teams.next_close() == round_(2).closes_at
        assert unit.teams.rounds_to_close(round_(2).closes_at - timedelta(seconds=1), 5) == []
        assert unit.teams.rounds_to_close(round_(2).closes_at, 5) == [round_(2, THEIRS)]
        assert unit.teams.rounds_to_close(NOON + 90 * DAY, 5) == [round_(2, THEIRS), round_(3)]
        assert unit.teams.rounds_to_close(NOON + 90 * DAY, 1) == [round_(2, THEIRS)]


def test_without_an_open_round_nothing_closes(work: Work[Any]) -> None:
    with work.read() as unit:
        assert unit.teams.next_close() is None
        assert unit.teams.find_open_round(OURS) is None


def change(number: int, at: datetime = NOON, team_id: TeamId = OURS) -> Change:
    values = {"day": "Friday", "most": 5}
    return Change(team_id=team_id, number=number, at=at, by=ANN, text_id="change-post", values=values)


def test_changes_come_newest_first_and_go_when_they_are_old(work: Work[Any]) -> None:
    with work.write() as unit:
        for number in (1, 2, 3):
            unit.teams.add_change(change(number, NOON + number * DAY))
        unit.teams.add_change(change(1, NOON, THEIRS))
    with work.write() as unit:
        assert unit.teams.changes(OURS, 2) == [change(3, NOON + 3 * DAY), change(2, NOON + 2 * DAY)]
        assert unit.teams.forget_changes_before(NOON + 2 * DAY, 1) == 1
        assert unit.teams.forget_changes_before(NOON + 2 * DAY, 500) == 1
        assert unit.teams.forget_changes_before(NOON + 2 * DAY, 500) == 0
        assert [one.number for one in unit.teams.changes(OURS, 9)] == [3, 2]
        assert unit.teams.changes(THEIRS, 9) == []


def test_teams_that_went_are_found_by_when_and_removed_whole(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.teams.save(replace(team(), state=TeamState.GONE, gone_at=NOON))
        unit.teams.add_member(member(), TODAY)
        unit.teams.add_admin(OURS, BEN)
        unit.teams.save_round(round_(1))
        unit.teams.add_change(change(1))
        assert unit.teams.gone_before(NOON, 5) == []
        assert [one.id for one in unit.teams.gone_before(NOON + DAY, 5)] == [OURS]
        unit.teams.remove(OURS)
        unit.teams.remove(OURS)
    with work.read() as unit:
        assert unit.teams.find(OURS) is None
        assert unit.teams.find(THEIRS) is not None
        assert (unit.teams.members(OURS), unit.teams.admins(OURS), unit.teams.changes(OURS, 9)) == ([], [], [])
        assert unit.teams.find_last_round(OURS) is None


def test_a_renewed_consent_holds_in_all_teams_of_the_workspace_and_for_nobody_else(work: Work[Any]) -> None:
    second = TeamId("team-3")
    with work.write() as unit:
        unit.teams.save(replace(team(second), channel_id=ChannelId("C2")))
        for joined in (member(), member(team_id=second), member(team_id=THEIRS), member(BEN)):
            unit.teams.add_member(joined, TODAY)
        unit.teams.agree(HERE, ANN, 2, TODAY + DAY)
    with work.read() as unit:
        assert [unit.teams.find_member(one, ANN) for one in (OURS, second)] == [
            member(consent_version=2),
            member(team_id=second, consent_version=2),
        ]
        assert unit.teams.find_member(THEIRS, ANN) == member(team_id=THEIRS)
        assert unit.teams.find_member(OURS, BEN) == member(BEN)
        assert unit.teams.find_member(second, BEN) is None


def test_who_agreed_to_an_older_promise_is_found_once_until_it_is_noted(work: Work[Any]) -> None:
    second, gone = TeamId("team-3"), TeamId("team-4")
    with work.write() as unit:
        unit.teams.save(replace(team(second), channel_id=ChannelId("C2")))
        unit.teams.save(replace(team(gone), channel_id=ChannelId("C3"), state=TeamState.GONE))
        for joined in (member(BEN), member(), member(team_id=second), member(UserId("U-new"), consent_version=2)):
            unit.teams.add_member(joined, TODAY)
        unit.teams.add_member(member(UserId("U-gone"), team_id=gone), TODAY)
        assert unit.teams.not_yet_asked(2) == [(HERE, ANN), (HERE, BEN)]
        assert unit.teams.not_yet_asked(1) == []
        unit.teams.note_asked(HERE, ANN, 2)
    with work.read() as unit:
        assert unit.teams.not_yet_asked(2) == [(HERE, BEN)]
        assert unit.teams.not_yet_asked(3) == [(HERE, ANN), (HERE, BEN), (HERE, UserId("U-new"))]


def test_what_is_kept_of_a_person_is_found_for_their_own_eyes(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.teams.add_member(member(consent_version=2), TODAY)
        unit.teams.add_member(member(BEN), TODAY + DAY)
        unit.teams.add_admin(OURS, ANN)
        unit.teams.add_admin(THEIRS, ANN)
    with work.read() as unit:
        assert unit.teams.memberships(HERE, ANN) == [
            Membership(team=unit.teams.get(OURS), joined_on=TODAY, consent_version=2)
        ]
        assert unit.teams.memberships(THERE, ANN) == []
        assert [one.id for one in unit.teams.administered_by(HERE, ANN)] == [OURS]
        assert unit.teams.administered_by(HERE, BEN) == []


def test_changes_that_somebody_made_or_that_name_them_can_be_forgotten(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.teams.add_change(change(1))
        unit.teams.add_change(replace(change(2), by=BEN, values={"names": f"<@{ANN}>"}))
        unit.teams.add_change(replace(change(3), by=BEN))
        unit.teams.add_change(change(1, team_id=THEIRS))
        unit.teams.add_change(replace(change(4), by=UserId(f"{ANN}X"), values={"names": f"<@{ANN}X>"}))  # somebody else
        assert [one.number for one in unit.teams.changes_naming(HERE, ANN)] == [1, 2]
        unit.teams.forget_changes_of(HERE, ANN)
    with work.read() as unit:
        assert [one.number for one in unit.teams.changes(OURS, 9)] == [4, 3]
        assert [one.number for one in unit.teams.changes(THEIRS, 9)] == [1]


def test_the_acts_of_a_teams_seasons_are_those_of_their_first_rounds(work: Work[Any]) -> None:
    acts = {1: "feedback", 2: "feedback", 12: "feedback", 13: "answering", 14: "answering", 25: ""}
    with work.write() as unit:
        assert unit.teams.acts(OURS) == {}
        for number, act in acts.items():
            unit.teams.save_round(replace(round_(number, is_open=False), act=act))
        unit.teams.save_round(replace(round_(1, THEIRS), act="containment"))
    with work.read() as unit:
        assert unit.teams.acts(OURS) == {0: "feedback", 1: "answering", 2: ""}
        assert unit.teams.find_round(OURS, 13).act == "answering"
