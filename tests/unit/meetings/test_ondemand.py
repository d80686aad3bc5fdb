"""`/checkin`: a meeting that just ended, the next one left out; nothing that is said depends on who else joined."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.kernel.errors import Refused
from bot.kernel.ids import MeetingId, SeriesId, UserId
from bot.meetings import changing
from bot.meetings.model import Meeting, MeetingState, Series, Source
from bot.meetings.ondemand import skip_next, tell_ended
from bot.meetings.service import arrange, plan_round
from bot.teams.model import Team, TeamState
from bot.teams.service import follow
from tests.fakes.unit import FakeUnit
from tests.unit.meetings.room import (
    ANN,
    BEN,
    DAY,
    HERE,
    HOUR,
    NOW,
    PLANNING,
    SAY,
    TEAM,
    change,
    join,
    planned,
    room,
    told,
)

MINUTE = timedelta(minutes=1)
TUESDAY_TEN = NOW + 22 * HOUR  # when Planning begins


@pytest.fixture
def unit() -> FakeUnit:
    unit = room(PLANNING)
    join(unit, "ben")
    return unit


def ended(unit: FakeUnit, now: datetime, who: UserId = BEN) -> None:
    tell_ended(unit, unit.teams.get(TEAM), who, now, SAY)


class TestOurMeetingJustEnded:
    def test_it_is_a_meeting_that_ended_now(self, unit: FakeUnit) -> None:
        ended(unit, NOW)
        assert planned(unit) == ["the meeting that just ended 03-02 12:00", "Planning 03-03 11:00"]
        assert unit.meetings.ended(NOW, 5)[0].people is None

    def test_once_an_hour_a_team(self, unit: FakeUnit) -> None:
        join(unit, "ada")
        ended(unit, NOW)
        ended(unit, NOW + MINUTE, UserId("U-ada"))
        ended(unit, NOW + 59 * MINUTE)
        assert len(planned(unit)) == 2
        ended(unit, NOW + 60 * MINUTE)
        assert len(planned(unit)) == 3

    def test_once_an_hour_also_when_the_first_was_asked_about(self, unit: FakeUnit) -> None:
        ended(unit, NOW)
        unit.meetings.mark(unit.meetings.ended(NOW, 1)[0].id, MeetingState.ASKED)
        ended(unit, NOW + 30 * MINUTE)
        assert unit.meetings.ended(NOW + HOUR, 5) == []

    @pytest.mark.parametrize("after", [0, 1, 59])
    def test_a_planned_meeting_that_is_over_is_not_asked_about_twice(self, unit: FakeUnit, after: int) -> None:
        ended(unit, TUESDAY_TEN + HOUR + after * MINUTE)
        assert planned(unit) == ["Planning 03-03 11:00"]

    def test_a_planned_meeting_that_ends_early_is_asked_about_now(self, unit: FakeUnit) -> None:
        ended(unit, TUESDAY_TEN + 40 * MINUTE)
        assert planned(unit) == ["the meeting that just ended 03-03 10:40"]
        assert len(unit.meetings.since(TEAM, NOW)) == 2  # the planned one is known, and stands behind

    def test_a_planned_meeting_that_has_hardly_begun_is_waited_for(self, unit: FakeUnit) -> None:
        ended(unit, TUESDAY_TEN + 5 * MINUTE)
        assert planned(unit) == ["Planning 03-03 11:00"]

    def test_another_meeting_later_that_day_is_another_meeting(self, unit: FakeUnit) -> None:
        ended(unit, TUESDAY_TEN + 4 * HOUR)
        assert len(planned(unit)) == 2

    def test_just_before_the_close_it_waits_for_the_next_round(self, unit: FakeUnit) -> None:
        round_ = unit.teams.find_open_round(TEAM)
        ended(unit, round_.closes_at - 10 * MINUTE)
        assert planned(unit) == ["Planning 03-03 11:00"]
        following = follow(unit, unit.teams.get(TEAM), round_, round_.closes_at)
        plan_round(unit, unit.teams.get(TEAM), following, round_.closes_at)
        assert planned(unit, 2)[0] == "the meeting that just ended 03-06 13:50"

    def test_it_has_the_name_that_the_team_gave_it(self, unit: FakeUnit) -> None:
        changing.name_on_demand(unit, change(), "our talk", NOW, SAY)
        ended(unit, NOW)
        assert planned(unit)[0] == "our talk 03-02 12:00"

    def test_it_is_for_those_who_joined(self, unit: FakeUnit) -> None:
        with pytest.raises(Refused, match="checkin-now-not-joined"):
            ended(unit, NOW, ANN)
        assert len(planned(unit)) == 1

    def test_who_has_not_joined_hears_the_same_in_every_team(self, unit: FakeUnit) -> None:
        for state in (TeamState.ACTIVE, TeamState.PAUSED, TeamState.GREETED):
            unit.teams.save(replace(unit.teams.get(TEAM), state=state))
            with pytest.raises(Refused, match="checkin-now-not-joined"):
                ended(unit, NOW, ANN)

    def test_a_resting_team_and_one_that_was_never_set_up_say_so(self, unit: FakeUnit) -> None:
        unit.teams.save(replace(unit.teams.get(TEAM), state=TeamState.PAUSED))
        with pytest.raises(Refused, match="checkin-now-paused"):
            ended(unit, NOW)
        fresh = FakeUnit()
        fresh.teams.save(Team(id=TEAM, workspace_id=HERE, channel_id=unit.teams.get(TEAM).channel_id))
        join(fresh, "ben")
        with pytest.raises(Refused, match="checkin-now-not-set-up"):
            ended(fresh, NOW)


class TestLeavingOut:
    def test_the_next_meeting_is_left_out_and_stays_so(self, unit: FakeUnit) -> None:
        done = skip_next(unit, change(delivery="d"), NOW, SAY)
        assert done.ends_at == TUESDAY_TEN + HOUR
        assert planned(unit) == []
        changing.set_post(unit, change(), "UTC", unit.teams.get(TEAM).post_weekday, 900, NOW, SAY)
        assert planned(unit) == []

    def test_the_channel_hears_who_did_it(self, unit: FakeUnit) -> None:
        skip_next(unit, change(delivery="d"), NOW, SAY)
        (sentence,) = told(unit)
        assert sentence.startswith("<@U-ann>")
        assert "Planning" not in sentence

    def test_another_source_does_not_bring_it_back(self, unit: FakeUnit) -> None:
        skip_next(unit, change(), NOW, SAY)
        calendar_event(unit, TUESDAY_TEN, TUESDAY_TEN + HOUR)
        assert planned(unit) == []

    def test_with_nothing_planned_there_is_nothing_to_leave_out(self, unit: FakeUnit) -> None:
        skip_next(unit, change(), NOW, SAY)
        with pytest.raises(Refused, match="checkin-skip-nothing"):
            skip_next(unit, change(), NOW, SAY)

    def test_it_is_for_whoever_may_change_the_team(self, unit: FakeUnit) -> None:
        with pytest.raises(Refused, match="trust-refused-not-admin"):
            skip_next(unit, change(BEN), NOW, SAY)
        assert len(planned(unit)) == 1

    @pytest.mark.parametrize("counts", [True, False])
    def test_where_people_decide_which_events_count_the_answer_does_not_tell(
        self, unit: FakeUnit, counts: bool
    ) -> None:
        unit.meetings.remove_series(unit.meetings.series_of(TEAM)[0].id)
        feed = changing.put_calendar(unit, change(), None, "Meetings", "", "https://calendar.example/", NOW, SAY)
        if counts:
            calendar_event(unit, TUESDAY_TEN, TUESDAY_TEN + HOUR, feed.id)
        assert skip_next(unit, change(), NOW, SAY).ends_at is None
        assert told(unit)[1:] == [SAY.say("checkin-skip-notice", who="<@U-ann>")]
        assert planned(unit) == []


def calendar_event(unit: FakeUnit, start: datetime, end: datetime, series_id: SeriesId = SeriesId("cal")) -> None:  # noqa: B008
    if series_id not in unit.meetings.series:
        weekly = unit.meetings.series_of(TEAM)[0]
        unit.meetings.put_series(
            Series(
                id=series_id,
                team_id=TEAM,
                name="Calendar",
                weekday=weekly.weekday,
                start_minute=0,
                length_minutes=0,
                zone="UTC",
                source=Source.CALENDAR,
            )
        )
    event = Meeting(
        id=MeetingId(f"{series_id}-{start}"),
        team_id=TEAM,
        series_id=series_id,
        round_number=0,
        starts_at=start,
        ends_at=end,
        state=MeetingState.NOTED,
    )
    unit.meetings.add([event])
    arrange(unit, unit.teams.get(TEAM), unit.teams.find_open_round(TEAM), NOW)


class TestOneMeetingHoweverItIsNamed:
    def test_a_calendar_goes_before_the_weekly_time_and_back(self, unit: FakeUnit) -> None:
        calendar_event(unit, TUESDAY_TEN + 10 * MINUTE, TUESDAY_TEN + 70 * MINUTE)
        assert planned(unit) == ["Calendar 03-03 11:10"]
        unit.meetings.remove_series(SeriesId("cal"))
        arrange(unit, unit.teams.get(TEAM), unit.teams.find_open_round(TEAM), NOW)
        assert planned(unit) == ["Planning 03-03 11:00"]

    def test_what_was_asked_about_stands_before_a_calendar_that_comes_late(self, unit: FakeUnit) -> None:
        ended(unit, TUESDAY_TEN + 40 * MINUTE)
        (told_,) = unit.meetings.planned_in(TEAM, 1)
        unit.meetings.mark(told_.id, MeetingState.ASKED)
        now = TUESDAY_TEN + 45 * MINUTE
        calendar_event(unit, TUESDAY_TEN, TUESDAY_TEN + HOUR)
        arrange(unit, unit.teams.get(TEAM), unit.teams.find_open_round(TEAM), now)
        assert planned(unit) == []

    def test_arranging_again_changes_nothing(self, unit: FakeUnit) -> None:
        calendar_event(unit, TUESDAY_TEN, TUESDAY_TEN + 2 * HOUR)
        calendar_event(unit, TUESDAY_TEN + DAY, TUESDAY_TEN + DAY + HOUR)
        before = dict(unit.meetings.meetings)
        for _ in range(2):
            arrange(unit, unit.teams.get(TEAM), unit.teams.find_open_round(TEAM), NOW)
        assert unit.meetings.meetings == before
