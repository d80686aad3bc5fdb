"""Local times across clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.weeks import Weekday, local_day, moment, weekly_after

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Santiago"]
moments = st.timedeltas(timedelta(0), timedelta(days=1461)).map(lambda since: datetime(2024, 1, 1, tzinfo=UTC) + since)
times = st.integers(0, 1439).map(lambda minute: time(minute // 60, minute % 60))


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (date(2026, 3, 28), time(2, 30), datetime(2026, 3, 28, 1, 30, tzinfo=UTC)),
        (date(2026, 3, 29), time(1, 59), datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        (date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # skipped: shows as 03:30
        (date(2026, 3, 29), time(3, 0), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # repeated: the first
        (date(2026, 10, 25), time(3, 0), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
    ],
)
def test_skipped_and_repeated_times_follow_the_stated_rule(day: date, at: time, expected: datetime) -> None:
    assert moment(day, at, BERLIN) == expected


def test_a_skipped_time_is_shown_an_hour_later() -> None:
    assert moment(date(2026, 3, 29), time(2, 30), BERLIN).astimezone(BERLIN).time() == time(3, 30)


@given(moments, st.sampled_from(list(Weekday)), times, st.sampled_from(ZONES))
def test_the_next_weekly_moment_is_later_within_eight_days_and_the_first(
    after: datetime, weekday: Weekday, at: time, zone: str
) -> None:
    found = weekly_after(weekday, at, ZoneInfo(zone), after)
    assert after < found <= after + timedelta(days=7, hours=2)
    assert weekly_after(weekday, at, ZoneInfo(zone), found - timedelta(seconds=1)) == found


def test_a_weekly_moment_that_is_now_is_next_weeks() -> None:
    now = datetime(2026, 3, 6, 15, tzinfo=UTC)
    assert weekly_after(Weekday.FRIDAY, time(15), ZoneInfo("UTC"), now) == now + timedelta(days=7)


def test_the_local_day_is_the_readers_own() -> None:
    late = datetime(2026, 3, 2, 23, tzinfo=UTC)
    assert local_day(late, BERLIN) == date(2026, 3, 3)
    assert local_day(late, ZoneInfo("America/New_York")) == date(2026, 3, 2)
