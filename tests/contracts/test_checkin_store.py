"""What every store of check-ins must do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.checkins.model import Checkin
from bot.kernel.ids import ChannelId, CheckinId, MeetingId, SeriesId, TeamId, UserId, WorkspaceId
from bot.kernel.unit import Work
from bot.kernel.weeks import Weekday
from bot.meetings.model import Meeting, Series
from bot.teams.model import Team
from bot.workspaces.model import Workspace

T1 = WorkspaceId("T1")
ANN, BEN = UserId("U-ann"), UserId("U-ben")
OURS, THEIRS = TeamId("team-1"), TeamId("team-2")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TODAY = date(2026, 3, 2)


@pytest.fixture
def stored(work: Work[Any]) -> Work[Any]:
    """Two teams of a workspace, each with one series and meetings on five days."""
    with work.write() as unit:
        unit.workspaces.save(Workspace(id=T1, bot_user_id="UBOT"))
        for team_id in (OURS, THEIRS):
            unit.teams.save(Team(id=team_id, workspace_id=T1, channel_id=ChannelId(f"C-{team_id}")))
            unit.meetings.replace_series(team_id, [_series(team_id)])
            unit.meetings.add(_meeting(team_id, day) for day in range(5))
    return work


def _series(team_id: TeamId) -> Series:
    return Series(
        id=SeriesId(f"series-{team_id}"),
        team_id=team_id,
        name="Planning",
        weekday=Weekday.MONDAY,
        start_minute=660,
        length_minutes=60,
        zone="UTC",
    )


def _meeting(team_id: TeamId, day: int) -> Meeting:
    return Meeting(
        id=MeetingId(f"{team_id}-{day}"),
        team_id=team_id,
        series_id=SeriesId(f"series-{team_id}"),
        round_number=1 + day // 3,
        starts_at=NOON - timedelta(hours=1) + day * DAY,
        ends_at=NOON + day * DAY,
    )


def checkin(name: str, user_id: UserId = ANN, day: int = 0, team_id: TeamId = OURS) -> Checkin:
    return Checkin(
        id=CheckinId(name),
        team_id=team_id,
        meeting_id=MeetingId(f"{team_id}-{day}"),
        round_number=1 + day // 3,
        user_id=user_id,
        due_at=NOON + day * DAY,
    )


def test_a_checkin_is_found_as_it_was_kept(stored: Work[Any]) -> None:
    with stored.write() as unit:
        unit.checkins.add([checkin("one")])
    with stored.read() as unit:
        assert unit.checkins.find(CheckinId("one")) == checkin("one")
        assert unit.checkins.find(CheckinId("other")) is None


def test_nobody_is_asked_twice_for_one_meeting(stored: Work[Any]) -> None:
    with stored.write() as unit:
        unit.checkins.add([checkin("one")])
        unit.checkins.add([replace(checkin("two"), due_at=NOON + DAY), checkin("three", BEN)])
        assert unit.checkins.in_round(OURS, 1) == [checkin("one"), checkin("three", BEN)]


def test_a_round_has_the_checkins_of_everybody_in_one_team(stored: Work[Any]) -> None:
    with stored.write() as unit:
        unit.checkins.add([checkin("late", BEN, day=1), checkin("early"), checkin("next", day=3)])
        unit.checkins.add([checkin("elsewhere", team_id=THEIRS)])
        assert unit.checkins.in_round(OURS, 1) == [checkin("early"), checkin("late", BEN, day=1)]
        assert unit.checkins.in_round(OURS, 3) == []


def test_a_persons_checkins_come_from_all_their_teams(stored: Work[Any]) -> None:
    with stored.write() as unit:
        theirs = [checkin("first", day=0), checkin("second", day=1, team_id=THEIRS), checkin("third", day=2)]
        unit.checkins.add([*reversed(theirs), checkin("somebody-else", BEN)])
        assert unit.checkins.of_person(ANN, NOON + DAY) == theirs[1:]


def test_what_is_planned_is_counted_for_each_person(stored: Work[Any]) -> None:
    with stored.write() as unit:
        unit.checkins.add([checkin("a", day=0), checkin("b", day=1), checkin("c", day=2, team_id=THEIRS)])
        unit.checkins.add([checkin("d", BEN, day=0)])
        assert unit.checkins.planned_since([ANN, BEN], NOON + DAY) == {ANN: 2}
        assert unit.checkins.planned_since([BEN], NOON) == {BEN: 1}
        assert unit.checkins.planned_since([], NOON) == {}


def test_a_prompt_is_noted_once_even_if_it_is_tried_again_the_next_day(stored: Work[Any]) -> None:
    with stored.write() as unit:
        assert unit.checkins.note_shown(T1, ANN, TODAY, CheckinId("one"))
        assert not unit.checkins.note_shown(T1, ANN, TODAY, CheckinId("one"))
        assert not unit.checkins.note_shown(T1, ANN, TODAY + DAY, CheckinId("one"))
        assert unit.checkins.was_shown(CheckinId("one"))
        assert not unit.checkins.was_shown(CheckinId("two"))
        assert unit.checkins.shown_since(T1, ANN, TODAY, CheckinId("other")) == 1


def test_prompts_are_counted_by_day_and_without_the_one_in_hand(stored: Work[Any]) -> None:
    with stored.write() as unit:
        for day in range(3):
            unit.checkins.note_shown(T1, ANN, TODAY + day * DAY, CheckinId(f"c{day}"))
        unit.checkins.note_shown(T1, BEN, TODAY, CheckinId("of-ben"))
        assert unit.checkins.shown_since(T1, ANN, TODAY, CheckinId("c9")) == 3
        assert unit.checkins.shown_since(T1, ANN, TODAY, CheckinId("c0")) == 2
        assert unit.checkins.shown_since(T1, ANN, TODAY + DAY, CheckinId("c9")) == 2
        assert unit.checkins.shown_since(WorkspaceId("T2"), ANN, TODAY, CheckinId("c9")) == 0


def test_old_checkins_go_with_what_was_noted_of_them(stored: Work[Any]) -> None:
    with stored.write() as unit:
        unit.checkins.add([checkin("old", day=0), checkin("young", day=2)])
        unit.checkins.note_shown(T1, ANN, TODAY, CheckinId("old"))
        unit.checkins.note_shown(T1, ANN, TODAY + 2 * DAY, CheckinId("young"))
        assert unit.checkins.forget_before(NOON + DAY, 500) == 1
        assert unit.checkins.find(CheckinId("old")) is None
        assert unit.checkins.find(CheckinId("young")) is not None
        assert unit.checkins.shown_since(T1, ANN, TODAY, CheckinId("")) == 1
        assert unit.checkins.forget_before(NOON + DAY, 500) == 0


def test_forgetting_goes_step_by_step(stored: Work[Any]) -> None:
    with stored.write() as unit:
        unit.checkins.add(checkin(f"c{day}", day=day) for day in range(3))
        assert [unit.checkins.forget_before(NOON + 5 * DAY, 2) for _ in range(3)] == [2, 1, 0]


def test_what_was_noted_of_a_vanished_checkin_goes_by_its_day(stored: Work[Any]) -> None:
    """A meeting that is taken out of the plan takes its check-ins with it."""
    with stored.write() as unit:
        unit.checkins.note_shown(T1, ANN, TODAY, CheckinId("vanished"))
        assert unit.checkins.forget_before(NOON + DAY, 500) == 0
        assert unit.checkins.forget_before(NOON + 2 * DAY, 500) == 1
        assert unit.checkins.shown_since(T1, ANN, TODAY, CheckinId("")) == 0


def test_leaving_a_team_takes_what_was_kept_there(stored: Work[Any]) -> None:
    with stored.write() as unit:
        unit.checkins.add([checkin("ours"), checkin("theirs", team_id=THEIRS), checkin("of-ben", BEN)])
        for name in ("ours", "theirs"):
            unit.checkins.note_shown(T1, ANN, TODAY, CheckinId(name))
        unit.checkins.remove_person(OURS, ANN)
        assert unit.checkins.of_person(ANN, NOON) == [checkin("theirs", team_id=THEIRS)]
        assert unit.checkins.find(CheckinId("of-ben")) is not None
        assert unit.checkins.shown_since(T1, ANN, TODAY, CheckinId("")) == 1


def test_a_check_in_that_is_put_off_is_due_later(stored: Work[Any]) -> None:
    with stored.write() as unit:
        unit.checkins.add([checkin("c1"), checkin("c2", day=1)])
        unit.checkins.postpone(CheckinId("c1"), NOON + 3 * DAY)
        assert unit.checkins.find(CheckinId("c1")) == replace(checkin("c1"), due_at=NOON + 3 * DAY)
        assert unit.checkins.find(CheckinId("c2")) == checkin("c2", day=1)


def test_what_is_kept_of_asking_somebody_is_counted_and_can_be_deleted(stored: Work[Any]) -> None:
    with stored.write() as unit:
        unit.checkins.add([checkin("ours"), checkin("theirs", team_id=THEIRS), checkin("of-ben", BEN)])
        for day, name in enumerate(("ours", "vanished")):
            unit.checkins.note_shown(T1, ANN, TODAY + day * DAY, CheckinId(name))
        unit.checkins.note_shown(T1, BEN, TODAY, CheckinId("of-ben"))
        assert unit.checkins.count_of(T1, ANN) == 2
        assert unit.checkins.shown_days(T1, ANN) == [TODAY, TODAY + DAY]
        unit.checkins.forget_shown(T1, ANN)
        assert unit.checkins.shown_days(T1, ANN) == []
        assert unit.checkins.shown_days(T1, BEN) == [TODAY]


def test_the_teams_of_check_ins_are_found_and_held_together(stored: Work[Any]) -> None:
    names = [CheckinId(name) for name in ("one", "two", "three", "gone")]
    with stored.write() as unit:
        unit.checkins.add([checkin("one"), checkin("two", BEN), checkin("three", team_id=THEIRS)])
        assert unit.checkins.teams_of(names) == {OURS, THEIRS}
        assert unit.checkins.teams_of(names[:2]) == {OURS}
        unit.teams.lock_all({OURS, THEIRS})
