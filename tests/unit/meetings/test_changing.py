"""Changing where meetings come from, one thing at a time: what is planned then, who may, and what the channel hears."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.kernel.errors import Refused
from bot.kernel.ids import SeriesId
from bot.kernel.weeks import Weekday
from bot.meetings import changing
from bot.meetings.model import MOST_CALENDARS, MOST_SERIES, Feed, MeetingState, Rhythm, Series
from bot.meetings.service import plan_round
from bot.teams.model import TeamState
from bot.teams.service import follow
from tests.fakes.unit import FakeUnit
from tests.unit.meetings.room import BEN, DAY, HOUR, NOW, PLANNING, SAY, TEAM, change, planned, room, told

REVIEW = replace(PLANNING, name="Review", weekday=Weekday.THURSDAY)
ADDRESS = "https://calendar.example/secret.ics"


def weekly(unit: FakeUnit, draft=REVIEW, rhythm=Rhythm(), series_id=None) -> Series:  # noqa: B008
    return changing.put_weekly(unit, change(), series_id, draft, rhythm, NOW, SAY)


def calendar(unit: FakeUnit, feed_id=None, *, title="planning", address=ADDRESS) -> Feed:
    return changing.put_calendar(unit, change(), feed_id, "Project meetings", title, address, NOW, SAY)


class TestWeekly:
    def test_one_is_added_beside_those_there_are(self) -> None:
        unit = room(PLANNING)
        weekly(unit)
        assert planned(unit) == ["Planning 03-03 11:00", "Review 03-05 11:00"]

    def test_one_is_changed_and_keeps_what_it_was(self) -> None:
        unit = room(PLANNING)
        (before,) = unit.meetings.series_of(TEAM)
        after = weekly(unit, replace(PLANNING, name="Monday planning", start_minute=660), series_id=before.id)
        assert after.id == before.id
        assert planned(unit) == ["Monday planning 03-03 12:00"]

    def test_every_other_week_from_a_date_without_some_days(self) -> None:
        unit = room(PLANNING)
        (before,) = unit.meetings.series_of(TEAM)
        rhythm = Rhythm(every_weeks=2, first_on=date(2026, 3, 10), skipped=(date(2026, 1, 6), date(2026, 3, 24)))
        after = weekly(unit, PLANNING, rhythm, before.id)
        assert after.skipped == (date(2026, 3, 24),)  # what is over is not kept
        found = [planned(unit)]
        for _ in range(5):
            team, round_ = unit.teams.get(TEAM), unit.teams.find_open_round(TEAM)
            opened = follow(unit, team, round_, round_.closes_at)
            plan_round(unit, team, opened, round_.closes_at)
            found.append(planned(unit, opened.number))
        assert found == [[], ["Planning 03-10 11:00"], [], [], [], ["Planning 04-07 11:00"]]

    def test_without_a_date_weeks_are_counted_from_today(self) -> None:
        assert weekly(room(PLANNING), REVIEW, Rhythm(every_weeks=3)).first_on == NOW.date()
        assert weekly(room(PLANNING), REVIEW, Rhythm()).first_on is None

    def test_saving_the_first_form_again_keeps_the_weeks(self) -> None:
        unit = room(PLANNING)
        (before,) = unit.meetings.series_of(TEAM)
        weekly(unit, PLANNING, Rhythm(every_weeks=2, first_on=date(2026, 3, 10)), before.id)
        changing.set_post(unit, change(), "Europe/Berlin", Weekday.THURSDAY, 540, NOW, SAY)
        (after,) = unit.meetings.series_of(TEAM)
        assert (after.every_weeks, after.first_on, after.zone) == (2, date(2026, 3, 10), "Europe/Berlin")

    def test_there_is_a_limit_and_no_twin(self) -> None:
        unit = room(PLANNING)
        with pytest.raises(Refused, match="meetings-twin"):
            weekly(unit, replace(PLANNING, name="PLANNING"))
        for number in range(1, MOST_SERIES):
            weekly(unit, replace(REVIEW, start_minute=60 * number))
        with pytest.raises(Refused, match="meetings-enough"):
            weekly(unit, replace(REVIEW, start_minute=900))

    def test_one_that_somebody_removed_meanwhile_is_gone(self) -> None:
        with pytest.raises(Refused, match="meetings-source-gone"):
            weekly(room(PLANNING), series_id=SeriesId("gone"))

    def test_what_was_asked_about_stays(self) -> None:
        unit = room(PLANNING)
        (asked,) = unit.meetings.planned_in(TEAM, 1)
        unit.meetings.mark(asked.id, MeetingState.ASKED)
        (series,) = unit.meetings.series_of(TEAM)
        changing.put_weekly(
            unit, change(), series.id, replace(PLANNING, length_minutes=90), Rhythm(), asked.ends_at + HOUR, SAY
        )
        assert unit.meetings.find(asked.id).state is MeetingState.ASKED
        assert planned(unit) == []


class TestCalendars:
    def test_one_is_kept_with_its_address_apart_and_read_at_once(self) -> None:
        unit = room(PLANNING)
        feed = calendar(unit)
        assert unit.feeds.find(feed.id).poll_at == NOW
        assert unit.feeds.get_address(feed.id) == ADDRESS
        assert "secret" not in f"{feed!r}{unit.meetings.series}{unit.feeds.feeds}{unit.outbox.messages}"

    def test_a_changed_one_keeps_its_address_and_is_read_anew(self) -> None:
        unit = room(PLANNING)
        feed = calendar(unit)
        unit.feeds.save(replace(feed, etag='"1"', digest="d", read_at=NOW, poll_at=NOW + DAY))
        calendar(unit, feed.id, title="review", address="")
        assert unit.feeds.find(feed.id) == replace(feed, title="review")
        assert unit.feeds.get_address(feed.id) == ADDRESS

    def test_without_a_key_for_secrets_there_is_a_sentence(self) -> None:
        unit = room(PLANNING)
        unit.feeds.has_key = False
        with pytest.raises(Refused, match="feeds-no-key"):
            calendar(unit)

    def test_there_is_a_limit(self) -> None:
        unit = room(PLANNING)
        for _ in range(MOST_CALENDARS):
            calendar(unit)
        with pytest.raises(Refused, match="meetings-enough-calendars"):
            calendar(unit)

    def test_another_teams_calendar_cannot_be_changed(self) -> None:
        with pytest.raises(Refused, match="meetings-source-gone"):
            calendar(room(PLANNING), SeriesId("theirs"))


class TestTheRest:
    def test_a_source_that_goes_takes_along_what_was_planned(self) -> None:
        unit = room(PLANNING, REVIEW)
        planning = next(one for one in unit.meetings.series_of(TEAM) if one.name == "Planning")
        changing.remove_source(unit, change(), planning.id, NOW, SAY)
        changing.remove_source(unit, change(), planning.id, NOW, SAY)  # a second click
        assert planned(unit) == ["Review 03-05 11:00"]
        assert len(told(unit)) == 1

    def test_a_new_time_of_the_post_leaves_the_open_round_alone(self) -> None:
        unit = room(PLANNING)
        before = unit.teams.find_open_round(TEAM)
        changing.set_post(unit, change(), "UTC", Weekday.WEDNESDAY, 600, NOW, SAY)
        assert unit.teams.find_open_round(TEAM) == before
        assert follow(unit, unit.teams.get(TEAM), before, before.closes_at).posts_at.weekday() == Weekday.WEDNESDAY

    def test_a_team_can_begin_without_a_weekly_meeting(self) -> None:
        unit = room()
        assert planned(unit) == []
        assert unit.teams.get(TEAM).state is TeamState.ACTIVE

    def test_a_resting_team_starts_again(self) -> None:
        unit = room(PLANNING)
        unit.teams.save(replace(unit.teams.get(TEAM), state=TeamState.PAUSED, reason="is_archived"))
        changing.start_again(unit, change(), NOW, SAY)
        team = unit.teams.get(TEAM)
        assert (team.state, team.reason) == (TeamState.ACTIVE, "")
        changing.start_again(unit, change(), NOW, SAY)
        assert len(told(unit)) == 1

    def test_a_name_for_what_people_say_has_ended(self) -> None:
        unit = room(PLANNING)
        changing.name_on_demand(unit, change(), "our talk", NOW, SAY)
        changing.name_on_demand(unit, change(), "our meeting", NOW, SAY)
        assert unit.meetings.find_on_demand(TEAM).name == "our meeting"


ACTS: list[Callable[[FakeUnit, changing.Change], object]] = [
    lambda unit, by: changing.put_weekly(unit, by, None, REVIEW, Rhythm(), NOW, SAY),
    lambda unit, by: changing.put_calendar(unit, by, None, "Meetings", "x", ADDRESS, NOW, SAY),
    lambda unit, by: changing.remove_source(unit, by, unit.meetings.series_of(TEAM)[0].id, NOW, SAY),
    lambda unit, by: changing.set_post(unit, by, "UTC", Weekday.MONDAY, 600, NOW, SAY),
    lambda unit, by: changing.name_on_demand(unit, by, "our talk", NOW, SAY),
]


@pytest.mark.parametrize("act", ACTS)
def test_each_change_is_told_in_one_sentence_that_names_no_meeting(act) -> None:
    unit = room(PLANNING)
    act(unit, change(delivery="d1"))
    (sentence,) = told(unit)
    assert sentence.startswith("<@U-ann>")
    assert not any(word in sentence for word in ("Planning", "Review", "our talk", "calendar.example"))


@pytest.mark.parametrize("act", ACTS)
def test_who_may_not_changes_nothing(act) -> None:
    unit = room(PLANNING)
    before = (dict(unit.meetings.series), dict(unit.meetings.meetings), unit.teams.get(TEAM), dict(unit.feeds.feeds))
    with pytest.raises(Refused, match="trust-refused-not-admin"):
        act(unit, change(BEN))
    with pytest.raises(Refused, match="trust-refused-outside"):
        act(unit, change(inside=False))
    assert before == (unit.meetings.series, unit.meetings.meetings, unit.teams.get(TEAM), unit.feeds.feeds)
    assert told(unit) == []
