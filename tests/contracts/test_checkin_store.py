"""What every store of check-ins must do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.checkins.model import Checkin, Shown
from bot.kernel.ids import ChannelId, CheckinId, MeetingId, SeriesId, TeamId, UserId, WorkspaceId
from bot.kernel.unit import Work
from bot.kernel.weeks import Weekday
from bot.meetings.model import Meeting, Series
from bot.teams.model import Team
from bot.workspaces.model import Workspace

T1, T2 = WorkspaceId("T1"), WorkspaceId("T2")
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


def shown(name: str, day: int = 0, user_id: UserId = ANN, workspace_id: WorkspaceId = T1) -> Shown:
    return Shown(workspace_id, user_id, TODAY + day * DAY, CheckinId(name))


def test_a_prompt_is_noted_once_a_day(stored: Work[Any]) -> None:
    with stored.write() as unit:
        unit.checkins.note_shown([shown("one")])
        unit.checkins.note_shown([shown("one"), shown("two")])
        unit.checkins.note_shown([])
        assert unit.checkins.was_shown(CheckinId("one"))
        assert not unit.checkins.was_shown(CheckinId("three"))
        assert sorted(unit.checkins.shown_to({(T1, ANN)})) == [shown("one"), shown("two")]


def test_what_was_noted_is_found_for_exactly_these_people(stored: Work[Any]) -> None:
    with stored.write() as unit:
        unit.workspaces.save(Workspace(id=T2, bot_user_id="UBOT"))
        of_ben = shown("of-ben", user_id=BEN)
        elsewhere = [shown("elsewhere", workspace_id=T2), shown("ben-elsewhere", user_id=BEN, workspace_id=T2)]
        unit.checkins.note_shown([shown("today"), shown("tomorrow", day=1), of_ben, *elsewhere])
        assert set(unit.checkins.shown_to({(T1, ANN)})) == {shown("today"), shown("tomorrow", day=1)}
        assert set(unit.checkins.shown_to({(T1, BEN), (T2, ANN)})) == {of_ben, elsewhere[0]}
        assert unit.checkins.shown_to(set()) == []


def test_the_checkins_of_people_in_rounds_are_found_for_exactly_these(stored: Work[Any]) -> None:
    with stored.write() as unit:
        late, early = checkin("late", day=1), checkin("early", day=0)
        unit.checkins.add(
            [late, early, checkin("of-ben", BEN), checkin("next", day=3), checkin("there", team_id=THEIRS)]
        )
        unit.checkins.add([checkin("ben-next", BEN, day=3)])
        assert unit.checkins.of_people({(OURS, 1, ANN)}) == [early, late]
        assert unit.checkins.of_people({(OURS, 2, BEN), (THEIRS, 1, ANN)}) == [
            checkin("there", team_id=THEIRS),
            checkin("ben-next", BEN, day=3),
        ]
        assert unit.checkins.of_people(set()) == []


def test_several_checkins_are_found_at_once(stored: Work[Any]) -> None:
    with stored.write() as unit:
        unit.checkins.add([checkin("one"), checkin("two", BEN), checkin("three", day=1)])
        found = unit.checkins.find_all([CheckinId("one"), CheckinId("three"), CheckinId("gone")])
        assert sorted(one.id for one in found) == ["one", "three"]
        assert unit.checkins.find_all([]) == []


def test_old_checkins_go_with_what_was_noted_of_them(stored: Work[Any]) -> None:
    with stored.write() as unit:
        unit.checkins.add([checkin("old", day=0), checkin("young", day=2)])
        unit.checkins.note_shown([shown("old")])
        unit.checkins.note_shown([shown("young", day=2)])
        assert unit.checkins.forget_before(NOON + DAY, 500) == 1
        assert unit.checkins.find(CheckinId("old")) is None
        assert unit.checkins.find(CheckinId("young")) is not None
        assert unit.checkins.shown_days(T1, ANN) == [TODAY + 2 * DAY]
        assert unit.checkins.forget_before(NOON + DAY, 500) == 0


def test_forgetting_goes_step_by_step(stored: Work[Any]) -> None:
    with stored.write() as unit:
        unit.checkins.add(checkin(f"c{day}", day=day) for day in range(3))
        assert [unit.checkins.forget_before(NOON + 5 * DAY, 2) for _ in range(3)] == [2, 1, 0]


def test_what_was_noted_of_a_vanished_checkin_goes_by_its_day(stored: Work[Any]) -> None:
    """A meeting that is taken out of the plan takes its check-ins with it."""
    with stored.write() as unit:
        unit.checkins.note_shown([shown("vanished")])
        assert unit.checkins.forget_before(NOON + DAY, 500) == 0
        assert unit.checkins.forget_before(NOON + 2 * DAY, 500) == 1
        assert unit.checkins.shown_days(T1, ANN) == []


def test_leaving_a_team_takes_what_was_kept_there(stored: Work[Any]) -> None:
    with stored.write() as unit:
        unit.checkins.add([checkin("ours"), checkin("theirs", team_id=THEIRS), checkin("of-ben", BEN)])
        for name in ("ours", "theirs"):
            unit.checkins.note_shown([shown(name)])
        unit.checkins.remove_person(OURS, ANN)
        assert unit.checkins.of_person(ANN, NOON) == [checkin("theirs", team_id=THEIRS)]
        assert unit.checkins.find(CheckinId("of-ben")) is not None
        assert unit.checkins.shown_days(T1, ANN) == [TODAY]


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
            unit.checkins.note_shown([shown(name, day)])
        unit.checkins.note_shown([shown("of-ben", user_id=BEN)])
        assert unit.checkins.count_of(T1, ANN) == 2
        assert unit.checkins.shown_days(T1, ANN) == [TODAY, TODAY + DAY]
        unit.checkins.forget_shown(T1, ANN)
        assert unit.checkins.shown_days(T1, ANN) == []
        assert unit.checkins.shown_days(T1, BEN) == [TODAY]


def test_the_teams_of_check_ins_are_held(stored: Work[Any]) -> None:
    """That it is always in the same order shows where two senders meet."""
    with stored.write() as unit:
        unit.checkins.add([checkin("one"), checkin("three", team_id=THEIRS)])
        unit.checkins.lock_teams([CheckinId("one"), CheckinId("three"), CheckinId("gone")])
        unit.checkins.lock_teams([])
