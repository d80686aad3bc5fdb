from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
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
