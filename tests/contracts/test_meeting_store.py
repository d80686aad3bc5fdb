"""What every store of meetings owes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.kernel.ids import ChannelId, MeetingId, SeriesId, TeamId, UserId, WorkspaceId
from bot.kernel.unit import Work
from bot.kernel.weeks import Weekday
from bot.meetings.model import Meeting, MeetingState, Series, Source
from bot.teams.model import Team
from bot.workspaces.model import Workspace

HERE = WorkspaceId("T1")
OURS, THEIRS = TeamId("team-1"), TeamId("team-2")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _two_teams(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.workspaces.save(Workspace(id=HERE, bot_user_id="UBOT"))
        for team_id in (OURS, THEIRS):
            unit.teams.save(Team(id=team_id, workspace_id=HERE, channel_id=ChannelId(f"C-{team_id}")))


def series(name: str = "Planning", weekday: int = 0, start: int = 600, team_id: TeamId = OURS) -> Series:
    return Series(
        id=SeriesId(f"{team_id}-{name}"),
        team_id=team_id,
        name=name,
        weekday=Weekday(weekday),
        start_minute=start,
        length_minutes=60,
        zone="Europe/Berlin",
    )


def meeting(day: int, name: str = "Planning", team_id: TeamId = OURS, round_number: int = 1) -> Meeting:
    return Meeting(
        id=MeetingId(f"{team_id}-{name}-{day}"),
        team_id=team_id,
        series_id=SeriesId(f"{team_id}-{name}"),
        round_number=round_number,
        starts_at=NOON + day * DAY,
        ends_at=NOON + day * DAY + timedelta(hours=1),
    )


def test_series_come_in_the_order_of_the_week(work: Work[Any]) -> None:
    late, early, first = series("Review", 4), series("Planning", 0, 700), series("Standup", 0, 540)
    with work.write() as unit:
        unit.meetings.replace_series(OURS, [late, early, first])
    with work.read() as unit:
        assert unit.meetings.series_of(OURS) == [first, early, late]
        assert unit.meetings.find_series(late.id) == late
        assert unit.meetings.find_series(SeriesId("none")) is None


def test_series_that_stay_keep_their_meetings_and_the_others_take_theirs_along(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.meetings.replace_series(OURS, [series(), series("Review", 4)])
        unit.meetings.replace_series(THEIRS, [series(team_id=THEIRS)])
        unit.meetings.add([meeting(0), meeting(4, "Review"), meeting(1, team_id=THEIRS)])
        renamed = replace(series(), name="Monday planning")
        unit.meetings.replace_series(OURS, [renamed])
    with work.read() as unit:
        assert unit.meetings.series_of(OURS) == [renamed]
        assert unit.meetings.find(meeting(0).id) == meeting(0)
        assert unit.meetings.find(meeting(4, "Review").id) is None
        assert unit.meetings.find(meeting(1, team_id=THEIRS).id) is not None


def test_a_team_can_lose_all_its_series(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.meetings.replace_series(OURS, [series()])
        unit.meetings.replace_series(OURS, [])
        assert unit.meetings.series_of(OURS) == []


def test_a_second_meeting_at_the_same_start_is_passed_over(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.meetings.replace_series(OURS, [series()])
        unit.meetings.add([meeting(0)])
        unit.meetings.add([replace(meeting(0), id=MeetingId("other")), meeting(7)])
        unit.meetings.add([])
    with work.read() as unit:
        assert [one.id for one in unit.meetings.planned_in(OURS, 1)] == [meeting(0).id, meeting(7).id]


def test_what_has_ended_and_is_still_planned(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.meetings.replace_series(OURS, [series()])
        unit.meetings.add([meeting(2), meeting(0), meeting(1), meeting(3)])
        unit.meetings.mark(meeting(0).id, MeetingState.ASKED)
        unit.meetings.mark(meeting(1).id, MeetingState.SKIPPED, "too_late")
        now = meeting(3).ends_at
        assert unit.meetings.ended(now, 5) == [meeting(2), meeting(3)]
        assert unit.meetings.ended(now, 1) == [meeting(2)]
        assert unit.meetings.ended(now - timedelta(seconds=1), 5) == [meeting(2)]
        assert unit.meetings.next_end() == meeting(2).ends_at
        skipped = unit.meetings.find(meeting(1).id)
        assert (skipped.state, skipped.reason) == (MeetingState.SKIPPED, "too_late")


def test_planning_anew_removes_only_what_is_planned_and_to_come(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.meetings.replace_series(OURS, [series()])
        unit.meetings.replace_series(THEIRS, [series(team_id=THEIRS)])
        unit.meetings.add([meeting(0), meeting(1), meeting(2), meeting(2, team_id=THEIRS)])
        unit.meetings.mark(meeting(2).id, MeetingState.ASKED)
        unit.meetings.remove_planned(OURS, after=meeting(0).ends_at)
    with work.read() as unit:
        kept = [unit.meetings.find(meeting(day).id) is not None for day in range(3)]
        assert kept == [True, False, True]
        assert unit.meetings.find(meeting(2, team_id=THEIRS).id) is not None


def test_meetings_of_one_round_of_one_team(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.meetings.replace_series(OURS, [series()])
        unit.meetings.replace_series(THEIRS, [series(team_id=THEIRS)])
        unit.meetings.add([meeting(1), meeting(0), meeting(7, round_number=2), meeting(0, team_id=THEIRS)])
    with work.read() as unit:
        assert unit.meetings.planned_in(OURS, 1) == [meeting(0), meeting(1)]


def test_with_nothing_planned_nothing_ends(work: Work[Any]) -> None:
    with work.read() as unit:
        assert unit.meetings.next_end() is None


def test_weeks_dates_and_sources_come_back(work: Work[Any]) -> None:
    weekly = replace(series(), every_weeks=2, first_on=date(2026, 3, 2), skipped=(date(2026, 3, 9), date(2026, 3, 16)))
    calendar = replace(series("Calendar"), source=Source.CALENDAR)
    told = replace(series("Told"), source=Source.ON_DEMAND)
    with work.write() as unit:
        for one in (calendar, told, weekly):
            unit.meetings.put_series(one)
    with work.read() as unit:
        assert unit.meetings.series_of(OURS) == [weekly]
        assert unit.meetings.sources_of(OURS) == [weekly, calendar]
        assert unit.meetings.find_on_demand(OURS) == told
        assert unit.meetings.find_on_demand(THEIRS) is None
        assert unit.meetings.find_series(calendar.id) == calendar
    with work.write() as unit:
        unit.meetings.replace_series(OURS, [])
        assert unit.meetings.sources_of(OURS) == [calendar]
        unit.meetings.put_series(replace(calendar, name="Renamed"))
        unit.meetings.remove_series(told.id)
        assert unit.meetings.find_on_demand(OURS) is None
        assert unit.meetings.find_series(calendar.id).name == "Renamed"


def test_whom_a_meeting_is_for(work: Work[Any]) -> None:
    ann, ben = UserId("U-ann"), UserId("U-ben")
    some, nobody = replace(meeting(0), people=frozenset({ann, ben})), replace(meeting(1), people=frozenset())
    with work.write() as unit:
        unit.meetings.put_series(series())
        unit.meetings.add([some, nobody, meeting(2)])
        unit.meetings.add([replace(some, id=MeetingId("again"), people=frozenset({ben}))])  # passed over, people too
    with work.read() as unit:
        assert unit.meetings.planned_in(OURS, 1) == [some, nobody, meeting(2)]
        assert [one.concerns(ann) for one in unit.meetings.since(OURS, NOON)] == [True, False, True]
        assert [unit.meetings.count_for(HERE, user_id) for user_id in (ann, ben, UserId("U-new"))] == [1, 1, 0]
    with work.write() as unit:
        unit.meetings.remove_person(THEIRS, ann)
        assert unit.meetings.find(some.id) == some
        unit.meetings.remove_person(OURS, ann)
        assert unit.meetings.find(some.id).people == {ben}
        unit.meetings.remove_person(OURS, ben)
        assert not unit.meetings.find(some.id).concerns(ben)  # and not: for everybody
        moved = replace(some, ends_at=some.ends_at + DAY, people=frozenset({ann}), state=MeetingState.NOTED)
        unit.meetings.save(moved)
        assert unit.meetings.find(some.id) == moved
        unit.meetings.remove([some.id, nobody.id])
        assert unit.meetings.since(OURS, NOON) == [meeting(2)]


def test_whom_meetings_were_for_is_forgotten(work: Work[Any]) -> None:
    ann = frozenset({UserId("U-ann")})
    with work.write() as unit:
        unit.meetings.put_series(series())
        unit.meetings.add([replace(meeting(day), people=ann) for day in range(4)])
        before = meeting(2).ends_at
        assert unit.meetings.forget_people(before, 1) == 1
        assert unit.meetings.forget_people(before, 5) == 1
        assert unit.meetings.forget_people(before, 5) == 0
        assert [one.people for one in unit.meetings.since(OURS, NOON)] == [frozenset(), frozenset(), ann, ann]


def test_of_one_source_only_its_planned_meetings_go(work: Work[Any]) -> None:
    calendar = replace(series("Calendar"), source=Source.CALENDAR)
    with work.write() as unit:
        for one in (series(), calendar):
            unit.meetings.put_series(one)
        unit.meetings.add([meeting(1), replace(meeting(2), state=MeetingState.NOTED), meeting(3, "Calendar")])
        unit.meetings.remove_planned(OURS, after=NOON, source=Source.WEEKLY)
        assert unit.meetings.since(OURS, NOON) == [meeting(3, "Calendar")]
        unit.meetings.remove_planned(OURS, after=NOON)
        assert unit.meetings.since(OURS, NOON) == []


def test_meetings_that_ended_are_found_whatever_became_of_them(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.meetings.replace_series(OURS, [series()])
        unit.meetings.replace_series(THEIRS, [series(team_id=THEIRS)])
        unit.meetings.add([meeting(day) for day in range(4)])
        unit.meetings.add([meeting(2, team_id=THEIRS), meeting(9, round_number=2)])
        unit.meetings.mark(meeting(1).id, MeetingState.SKIPPED, "too_late")
        found = unit.meetings.ended_in(OURS, 1, meeting(1).ends_at, meeting(2).ends_at)
    assert [one.id for one in found] == [meeting(1).id, meeting(2).id]
