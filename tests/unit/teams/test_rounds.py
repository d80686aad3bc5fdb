"""When a round closes and posts: holidays, seasons and the acts they have in focus."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.ids import ChannelId, TeamId, WorkspaceId
from bot.kernel.weeks import Weekday
from bot.teams.model import SEASON_ROUNDS, Team, first_round, is_small, next_round, post_moment
from bot.teams.service import follow, note_channel_changed, open_round
from tests.fakes.unit import FakeUnit

TEAM = Team(id=TeamId("team"), workspace_id=WorkspaceId("T1"), channel_id=ChannelId("C1"), zone="Europe/Berlin")
MONDAY = datetime(2026, 3, 30, 8, tzinfo=UTC)
EASTER = {date(2026, 4, 3), date(2026, 4, 6)}  # Good Friday and Easter Monday


def local_post(team: Team, after: datetime, *free: date) -> str:
    return f"{post_moment(team, after, set(free).__contains__).astimezone(team.tz):%a %d %b %H:%M}"


def test_a_post_on_a_holiday_moves_to_the_next_working_days_same_time() -> None:
    assert local_post(TEAM, MONDAY, *EASTER) == "Tue 07 Apr 15:00"
    assert local_post(TEAM, MONDAY) == "Fri 03 Apr 15:00"


def test_after_a_moved_post_the_next_one_is_on_the_teams_own_day() -> None:
    moved = post_moment(TEAM, MONDAY, EASTER.__contains__)
    assert local_post(TEAM, moved, *EASTER) == "Fri 10 Apr 15:00"
    assert local_post(TEAM, moved - timedelta(hours=1), *EASTER) == "Tue 07 Apr 15:00"


def test_a_holiday_that_is_not_the_posts_day_changes_nothing() -> None:
    assert local_post(TEAM, MONDAY, date(2026, 4, 2), date(2026, 4, 6)) == "Fri 03 Apr 15:00"


def test_a_week_without_a_working_day_has_no_post_and_the_round_runs_on() -> None:
    week = [date(2026, 4, 3) + timedelta(days=day) for day in range(7)]
    assert local_post(TEAM, MONDAY, *week) == "Fri 10 Apr 15:00"
    round_ = first_round(TEAM, MONDAY - timedelta(days=3), set(week).__contains__)
    assert round_.closes_at - round_.opens_at > timedelta(days=7)


def test_a_team_that_posts_on_sundays_keeps_its_sunday() -> None:
    sunday = replace(TEAM, post_weekday=Weekday.SUNDAY)
    assert local_post(sunday, MONDAY) == "Sun 05 Apr 15:00"
    assert local_post(sunday, MONDAY, date(2026, 4, 5)) == "Mon 06 Apr 15:00"


@given(
    weekday=st.sampled_from(Weekday),
    minute=st.integers(0, 1439),
    free=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=40),
    start=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_posts_are_never_on_a_free_day_and_about_a_week_apart(
    weekday: Weekday, minute: int, free: frozenset[date], start: datetime
) -> None:
    team = replace(TEAM, post_weekday=weekday, post_minute=minute)
    before = start
    for _ in range(6):
        moment = post_moment(team, before, free.__contains__)
        assert moment > before
        assert moment.astimezone(team.tz).date() not in free
        before = moment


def test_a_calendar_in_which_every_day_is_free_ends_the_search() -> None:
    assert post_moment(TEAM, MONDAY, lambda _: True) > MONDAY


def test_the_rounds_of_a_season_have_one_act_and_the_next_has_what_was_chosen() -> None:
    chosen = replace(TEAM, next_act="containment")
    first = replace(first_round(TEAM, MONDAY), act="feedback")
    assert next_round(chosen, first, MONDAY).act == "feedback"
    last = replace(first, number=SEASON_ROUNDS)
    assert next_round(chosen, last, MONDAY, act="answering").act == "containment"
    assert next_round(TEAM, last, MONDAY, act="answering").act == "answering"


@pytest.mark.parametrize("number", [SEASON_ROUNDS, 5])
def test_a_choice_holds_for_one_season(number: int) -> None:
    unit = FakeUnit()
    chosen = replace(TEAM, next_act="containment")
    unit.teams.save(chosen)
    last = replace(first_round(TEAM, MONDAY), number=number, act="feedback")
    unit.teams.save_round(last)
    opened = follow(unit, chosen, last, last.closes_at, act="answering")
    begins = number == SEASON_ROUNDS
    assert opened.act == ("containment" if begins else "feedback")
    assert unit.teams.get(TEAM.id).next_act == ("" if begins else "containment")


def test_a_team_that_comes_back_goes_on_with_its_seasons_act() -> None:
    unit = FakeUnit()
    unit.teams.save(TEAM)
    unit.teams.save_round(replace(first_round(TEAM, MONDAY), number=7, act="feedback", is_open=False))
    back = open_round(unit, TEAM, MONDAY + timedelta(weeks=9))
    assert (back.number, back.act) == (8, "feedback")


def test_a_change_of_the_channel_is_kept_as_the_round_alone() -> None:
    unit = FakeUnit()
    unit.teams.save(TEAM)
    note_channel_changed(unit, TEAM.id)
    assert unit.teams.get(TEAM.id) == TEAM  # nothing is open yet, so there is nothing to compare
    unit.teams.save_round(replace(first_round(TEAM, MONDAY), number=4))
    note_channel_changed(unit, TEAM.id)
    assert unit.teams.get(TEAM.id) == replace(TEAM, channel_changed_round=4)


@pytest.mark.parametrize(("people", "small"), [(11, True), (12, False), (None, True)])
def test_a_channel_under_twelve_people_is_small(people: int | None, *, small: bool) -> None:
    assert is_small(people) is small
