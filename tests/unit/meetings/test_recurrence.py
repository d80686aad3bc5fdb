"""When weekly meetings take place: laws, and an independent implementation beside them."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz as dateutil_tz
from dateutil.rrule import WEEKLY, rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.kernel.ids import SeriesId, TeamId
from bot.kernel.weeks import Weekday
from bot.meetings.model import Series
from bot.meetings.recurrence import occurrences

ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Pacific/Chatham",
    "Africa/Casablanca",
]


DAY = timedelta(days=1)
CASES = 1500 if os.environ.get("CANDOR_SOAK") else 200


def weekly(zone: str = "Europe/Berlin", weekday: int = 0, start: int = 600, length: int = 60) -> Series:
    return Series(
        id=SeriesId("s"),
        team_id=TeamId("t"),
        name="Weekly",
        weekday=Weekday(weekday),
        start_minute=start,
        length_minutes=length,
        zone=zone,
    )


moments = st.timedeltas(timedelta(0), timedelta(days=1461)).map(lambda since: datetime(2024, 1, 1, tzinfo=UTC) + since)
a_series = st.builds(weekly, st.sampled_from(ZONES), st.integers(0, 6), st.integers(0, 1439), st.integers(5, 480))


@given(a_series, moments, st.lists(st.timedeltas(timedelta(0), timedelta(days=40)), max_size=8))
def test_however_time_is_cut_no_meeting_is_lost_or_counted_twice(series, begin, steps):
    cuts = [begin]
    for step in steps:
        cuts.append(cuts[-1] + step)
    in_pieces = [found for start, end in pairwise(cuts) for found in occurrences(series, start, end)]
    assert in_pieces == list(occurrences(series, cuts[0], cuts[-1]))


@given(a_series, moments)
def test_every_week_of_the_calendar_has_its_meeting(series, begin):
    found = list(occurrences(series, begin, begin + timedelta(days=400)))
    zone = ZoneInfo(series.zone)
    # A time skipped shortly before midnight may show as the next day; taking the day an hour earlier undoes that.
    days = [(one.starts_at - timedelta(hours=1)).astimezone(zone).date() for one in found]
    gaps = {(later - earlier).days for earlier, later in pairwise(days)}
    assert 56 <= len(found) <= 58
    assert gaps <= {6, 7, 8}


@given(a_series, moments)
def test_ends_are_in_order_and_lengths_true(series, begin):
    found = list(occurrences(series, begin, begin + timedelta(days=200)))
    assert all(one.ends_at - one.starts_at == timedelta(minutes=series.length_minutes) for one in found)
    assert [one.ends_at for one in found] == sorted({one.ends_at for one in found})


@pytest.mark.parametrize(
    ("zone", "weekday", "start", "day", "expected"),
    [
        ("Europe/Berlin", 6, 150, date(2026, 3, 29), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # 02:30 is skipped
        ("Europe/Berlin", 6, 150, date(2026, 10, 25), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # 02:30 comes twice
        ("America/New_York", 6, 150, date(2026, 3, 8), datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),
        ("America/New_York", 6, 90, date(2026, 11, 1), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", 6, 135, date(2026, 10, 4), datetime(2026, 10, 3, 15, 45, tzinfo=UTC)),  # half an hour
        ("Asia/Kathmandu", 0, 600, date(2026, 11, 23), datetime(2026, 11, 23, 4, 15, tzinfo=UTC)),
    ],
)
def test_a_clock_change_moves_the_meeting_by_the_stated_rule(zone, weekday, start, day, expected):
    around = datetime(day.year, day.month, day.day, tzinfo=UTC)
    found = occurrences(weekly(zone, weekday, start, 30), around - timedelta(days=2), around + timedelta(days=2))
    assert [one.starts_at for one in found] == [expected]


def test_a_meeting_across_the_spring_change_lasts_as_long_as_planned():
    around = datetime(2026, 3, 29, tzinfo=UTC)
    (found,) = occurrences(weekly("Europe/Berlin", 6, 60, 120), around, around + timedelta(days=1))
    assert found.ends_at.astimezone(ZoneInfo("Europe/Berlin")).hour == 4


def test_the_bounds_are_after_and_until():
    end = datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert [one.ends_at for one in occurrences(weekly(), end - timedelta(days=7), end)] == [end]
    assert list(occurrences(weekly(), end, end + timedelta(days=6))) == []


def every(zone, weekday, start, length, weeks, first_on, skipped):
    return replace(
        weekly(zone, weekday, start, length), every_weeks=weeks, first_on=first_on, skipped=tuple(sorted(skipped))
    )


days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
some_weeks = st.builds(
    every,
    st.sampled_from(ZONES),
    st.integers(0, 6),
    st.integers(0, 1439),
    st.integers(5, 480),
    st.integers(1, 12),
    days,
    st.sets(days, max_size=20),
)


def independently(series, begin, end):
    """The same by dateutil: its rules for the days, and its own reading of the zones for the clock changes."""
    zone = dateutil_tz.gettz(series.zone)
    at = datetime.combine(series.first_on, time(series.start_minute // 60, series.start_minute % 60))
    rule = rrule(WEEKLY, interval=1, byweekday=series.weekday, dtstart=at, until=end.replace(tzinfo=None) + DAY)
    walls = list(rule)[:: series.every_weeks]
    length = timedelta(minutes=series.length_minutes)
    for wall in walls:
        if wall.date() in series.skipped:
            continue
        local = dateutil_tz.resolve_imaginary(wall.replace(tzinfo=zone))
        start = local.astimezone(UTC)
        if begin < start + length <= end:
            yield start, start + length


@pytest.mark.soak
@settings(max_examples=CASES)
@given(some_weeks, moments, st.timedeltas(timedelta(days=1), timedelta(days=500)))
def test_it_agrees_with_an_independent_implementation(series, begin, span):
    ours = [(one.starts_at, one.ends_at) for one in occurrences(series, begin, begin + span)]
    assert ours == list(independently(series, begin, begin + span))


@pytest.mark.soak
@given(some_weeks, moments, st.lists(st.timedeltas(timedelta(0), timedelta(days=90)), max_size=8))
def test_with_several_weeks_between_none_is_lost_or_counted_twice_either(series, begin, steps):
    cuts = [begin]
    for step in steps:
        cuts.append(cuts[-1] + step)
    in_pieces = [found for start, end in pairwise(cuts) for found in occurrences(series, start, end)]
    assert in_pieces == list(occurrences(series, cuts[0], cuts[-1]))
    assert [one.ends_at for one in in_pieces] == sorted({one.ends_at for one in in_pieces})


def test_weeks_are_counted_from_the_first_weekday_on_or_after_the_date():
    fortnightly = replace(
        weekly("UTC", 2), every_weeks=2, first_on=date(2026, 3, 5)
    )  # a Thursday; Wednesday is the 11th
    found = occurrences(fortnightly, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 4, 30, tzinfo=UTC))
    assert [one.starts_at.date() for one in found] == [
        date(2026, 3, 11),
        date(2026, 3, 25),
        date(2026, 4, 8),
        date(2026, 4, 22),
    ]


def test_a_date_that_is_skipped_moves_no_other():
    fortnightly = replace(weekly("UTC", 2), every_weeks=2, first_on=date(2026, 3, 11), skipped=(date(2026, 3, 25),))
    found = occurrences(fortnightly, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 4, 9, tzinfo=UTC))
    assert [one.starts_at.date() for one in found] == [date(2026, 3, 11), date(2026, 4, 8)]
