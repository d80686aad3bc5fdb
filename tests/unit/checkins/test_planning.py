"""When somebody is asked, and after which of the round's meetings."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checkins.model import MOST_A_ROUND
from bot.checkins.planning import (
    NEXT_MORNING_WITHIN,
    Moments,
    due_at,
    fits_now,
    is_chosen,
    is_too_late,
    meetings_left,
    window_for,
)
from bot.directory.holidays import Holidays
from bot.directory.hours import Window, may_be_asked
from bot.directory.model import Hours, Person, Standing
from bot.kernel.ids import UserId, WorkspaceId
from bot.kernel.weeks import Weekday
from bot.meetings.model import ASK_FROM, ASK_UNTIL, TOO_LATE
from tests.fakes.chance import ScriptedChance, SeededChance

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
FAR = MONDAY + timedelta(weeks=60)
ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Chatham", "Africa/Cairo", "UTC", "Pacific/Apia"]
BAVARIA = Holidays("DE", "BY")


def somebody(zone: str = "UTC", **facts: object) -> Person:
    return Person(workspace_id=WorkspaceId("T1"), user_id=UserId("U1"), zone=zone, **facts)  # type: ignore[arg-type]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Days count from the Monday."""
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


def asked_after(meetings: int, draws: tuple[int, ...]) -> tuple[int, ...]:
    """Return after which meetings somebody is asked who could be asked after each of them."""
    chance = ScriptedChance(draws)
    asked: list[int] = []
    for meeting in range(meetings):
        if is_chosen(len(asked), meetings - meeting, chance):
            asked.append(meeting)
    return tuple(asked)


@pytest.mark.parametrize("meetings", [1, 2, 3, 4, 5])
def test_each_of_the_rounds_meetings_is_equally_likely_exactly(meetings: int) -> None:
    draws = list(product(*(range(left) for left in range(meetings, 0, -1))))
    share = Fraction(1, len(draws))
    asked = [asked_after(meetings, draw) for draw in draws]
    first = Counter(one[0] for one in asked)
    assert {meeting: count * share for meeting, count in first.items()} == {
        meeting: Fraction(1, meetings) for meeting in range(meetings)
    }


@pytest.mark.parametrize("meetings", [2, 3, 4, 5])
def test_the_second_is_equally_likely_after_each_later_meeting(meetings: int) -> None:
    draws = product(*(range(left) for left in range(meetings, 0, -1)))
    pairs = Counter(asked_after(meetings, draw) for draw in draws)
    for first in range(meetings - 1):
        counts = {pairs[first, second] for second in range(first + 1, meetings)}
        assert len(counts) == 1
    assert {len(asked) for asked in pairs} <= {1, MOST_A_ROUND}
    assert all(len(asked) == MOST_A_ROUND for asked in pairs if asked[0] < meetings - 1)


@given(st.integers(1, 12), st.integers(0, 2**32))
def test_everybody_is_asked_and_nobody_more_than_twice(meetings: int, seed: int) -> None:
    chance = SeededChance(seed)
    planned = 0
    for meeting in range(meetings):
        planned += is_chosen(planned, meetings - meeting, chance)
    assert 1 <= planned <= MOST_A_ROUND


def test_where_no_meeting_is_left_nothing_is_drawn() -> None:
    assert not is_chosen(0, 0, ScriptedChance([]))
    assert not is_chosen(MOST_A_ROUND, 1, ScriptedChance([]))


def test_a_prompt_comes_5_to_15_minutes_after_the_end() -> None:
    window = window_for(somebody(), Moments(at(0, 10), at(0, 10), FAR))
    assert window == Window(at(0, 10, 5), at(0, 10, 15))
    assert due_at(window, ScriptedChance([0])) == at(0, 10, 5)
    assert due_at(window, ScriptedChance([599])) == at(0, 10, 15) - timedelta(seconds=1)


@pytest.mark.parametrize(
    ("zone", "ends_at", "starts_at"),
    [
        ("UTC", at(0, 17, 50), at(0, 17, 55)),  # a little is left of the day
        ("UTC", at(0, 17, 55), at(1, 9)),  # nothing is left of it: the next morning
        ("UTC", at(0, 7), at(0, 9)),  # before the day begins
        ("UTC", at(4, 18, 30), None),  # Friday evening
        ("UTC", at(5, 11), None),  # Saturday
        ("UTC", at(6, 14), at(7, 9)),  # Sunday afternoon, nineteen hours before Monday morning
        ("UTC", at(6, 12), None),  # Sunday noon: too long before
        ("America/New_York", at(0, 9, 30), at(0, 14)),  # 04:30 there
        ("Asia/Kolkata", at(0, 13), at(1, 3, 30)),  # 18:30 there
    ],
)
def test_working_hours_are_the_persons_own(zone: str, ends_at: datetime, starts_at: datetime | None) -> None:
    window = window_for(somebody(zone), Moments(ends_at, ends_at, FAR))
    assert (window and window.starts_at) == starts_at


def test_what_is_left_of_the_day_bounds_the_spread() -> None:
    window = window_for(somebody(), Moments(at(0, 17, 50), at(0, 17, 50), FAR))
    assert window == Window(at(0, 17, 55), at(0, 18))


def test_nobody_is_asked_past_the_rounds_close() -> None:
    evening = at(0, 19)
    assert window_for(somebody(), Moments(evening, evening, at(1, 9))) is None
    assert window_for(somebody(), Moments(evening, evening, at(1, 9, 4))) == Window(at(1, 9), at(1, 9, 4))


def test_a_meeting_found_late_is_asked_about_from_now_on() -> None:
    window = window_for(somebody(), Moments(at(0, 10), at(0, 11), FAR))
    assert window == Window(at(0, 11), at(0, 11, 10))


def test_two_hours_is_not_yet_too_late() -> None:
    assert not is_too_late(at(0, 10), at(0, 10) + TOO_LATE)
    assert is_too_late(at(0, 10), at(0, 10) + TOO_LATE + timedelta(seconds=1))


def test_do_not_disturb_delays() -> None:
    quiet = somebody(quiet_until=at(0, 12))
    assert window_for(quiet, Moments(at(0, 10), at(0, 10), FAR)) == Window(at(0, 12), at(0, 12, 10))
    all_day = somebody(quiet_until=at(0, 20))
    assert window_for(all_day, Moments(at(0, 10), at(0, 10), FAR)) is None  # 23 hours to the next morning


def test_the_next_morning_comes_earlier_after_a_night_that_lost_an_hour() -> None:
    """Cairo moves its clocks forward on Friday 24 April 2026 at midnight, in the middle of the spread."""
    ends_at = datetime(2026, 4, 23, 21, 50, tzinfo=UTC)  # Thursday 23:50 there
    window = window_for(somebody("Africa/Cairo"), Moments(ends_at, ends_at, FAR))
    assert window is not None
    assert window.starts_at == datetime(2026, 4, 24, 6, 0, tzinfo=UTC)  # 09:00 by the new time
    assert window.starts_at - ends_at == timedelta(hours=8, minutes=10)


def test_a_meeting_that_ends_in_the_hour_that_happens_twice() -> None:
    """In Berlin that is a Sunday night, too long before Monday; in Auckland it is Sunday afternoon."""
    ends_at = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert window_for(somebody("Europe/Berlin"), Moments(ends_at, ends_at, FAR)) is None
    morning = datetime(2026, 10, 25, 20, 0, tzinfo=UTC)
    in_auckland = window_for(somebody("Pacific/Auckland"), Moments(ends_at, ends_at, FAR))
    assert in_auckland is not None
    assert in_auckland.starts_at == morning


def test_do_not_disturb_that_is_still_to_come_delays_too() -> None:
    """Known since Slack told of it, though it had not begun when the meeting ended."""
    lunch = somebody(quiet_from=at(0, 10, 10), quiet_until=at(0, 13))
    assert window_for(lunch, Moments(at(0, 10), at(0, 10), FAR)) == Window(at(0, 10, 5), at(0, 10, 10))
    assert window_for(lunch, Moments(at(0, 10, 6), at(0, 10, 6), FAR)) == Window(at(0, 13), at(0, 13, 10))
    tonight = somebody(quiet_from=at(0, 22), quiet_until=at(1, 8))
    assert window_for(tonight, Moments(at(0, 10), at(0, 10), FAR)) == Window(at(0, 10, 5), at(0, 10, 15))


def test_quiet_into_the_next_morning_is_waited_for() -> None:
    sleeper = somebody(quiet_from=at(0, 22), quiet_until=at(1, 11))
    assert window_for(sleeper, Moments(at(0, 18), at(0, 18), FAR)) == Window(at(1, 11), at(1, 11, 10))
    too_long = somebody(quiet_from=at(0, 22), quiet_until=at(1, 15))
    assert window_for(too_long, Moments(at(0, 18), at(0, 18), FAR)) is None  # 21 hours


def test_own_hours_and_days_hold_instead_of_the_usual_ones() -> None:
    evenings = Hours(from_minute=17 * 60, until_minute=22 * 60, days=frozenset({Weekday.SUNDAY, Weekday.MONDAY}))
    baker = somebody(hours=evenings)
    assert window_for(baker, Moments(at(0, 10), at(0, 10), FAR)) == Window(at(0, 17), at(0, 17, 10))
    assert window_for(baker, Moments(at(6, 20), at(6, 20), FAR)) == Window(at(6, 20, 5), at(6, 20, 15))
    assert window_for(baker, Moments(at(1, 20), at(1, 20), FAR)) is None


@pytest.mark.parametrize(
    ("day", "holidays", "asked"),
    [
        (datetime(2026, 1, 6, 10, tzinfo=UTC), BAVARIA, False),  # Epiphany, a holiday in Bavaria
        (datetime(2026, 1, 6, 10, tzinfo=UTC), Holidays("DE"), True),  # and not in all of Germany
        (datetime(2026, 5, 1, 10, tzinfo=UTC), Holidays("DE"), False),
        (datetime(2026, 5, 1, 10, tzinfo=UTC), Holidays(), True),
        (datetime(2026, 5, 1, 10, tzinfo=UTC), Holidays("XX"), True),  # a country that is not known has none
    ],
)
def test_nobody_is_asked_on_a_public_holiday_of_the_team(day: datetime, holidays: Holidays, asked: bool) -> None:
    assert (window_for(somebody(), Moments(day, day, FAR, holidays)) is not None) is asked


def test_a_holiday_is_the_persons_own_day_not_the_meetings() -> None:
    """Thursday evening in Los Angeles is Friday already in Berlin, where it is the first of May."""
    ends_at = datetime(2026, 5, 1, 0, 0, tzinfo=UTC)
    there = somebody("America/Los_Angeles")
    assert window_for(there, Moments(ends_at, ends_at, FAR, Holidays("DE"))) == Window(
        ends_at + timedelta(minutes=5), ends_at + timedelta(minutes=15)
    )
    assert window_for(somebody("Europe/Berlin"), Moments(ends_at, ends_at, FAR, Holidays("DE"))) is None


def test_the_evening_before_a_holiday_is_not_asked_about_on_it() -> None:
    eve = datetime(2026, 4, 30, 19, tzinfo=UTC)
    assert window_for(somebody(), Moments(eve, eve, FAR, Holidays("DE"))) is None
    assert window_for(somebody(), Moments(eve, eve, FAR)) is not None


MOMENTS = st.timedeltas(timedelta(0), timedelta(days=730)).map(lambda passed: MONDAY + passed)
HOLIDAYS = st.sampled_from([Holidays(), Holidays("DE", "BY"), Holidays("US"), Holidays("IN"), Holidays("JP")])


@st.composite
def people(draw: st.DrawFn, around: datetime) -> Person:
    """Somebody in any zone, with any hours, who may want quiet around a moment."""
    begins = draw(st.integers(0, 22 * 60))
    hours = Hours(
        from_minute=begins,
        until_minute=draw(st.integers(begins + 60, 24 * 60 - 1)),
        days=draw(st.frozensets(st.sampled_from(Weekday), min_size=1)),
    )
    quiet_from = draw(st.none() | st.timedeltas(timedelta(hours=-20), timedelta(hours=30)))
    length = draw(st.timedeltas(timedelta(minutes=1), timedelta(hours=30)))
    return somebody(
        draw(st.sampled_from(ZONES)),
        hours=draw(st.just(hours) | st.just(Hours())),
        quiet_from=None if quiet_from is None else around + quiet_from,
        quiet_until=None if quiet_from is None else around + quiet_from + length,
    )


@st.composite
def occasions(draw: st.DrawFn) -> tuple[Person, Moments]:
    ends_at = draw(MOMENTS)
    now = ends_at + draw(st.timedeltas(timedelta(0), TOO_LATE))
    closes_at = ends_at + draw(st.timedeltas(timedelta(0), timedelta(days=8)))
    return draw(people(ends_at)), Moments(ends_at, now, closes_at, draw(HOLIDAYS))


def is_at_work(person: Person, when: datetime, holidays: Holidays) -> bool:
    """The rule said once more, and not as the program says it: by the wall clock at that moment."""
    local = when.astimezone(person.tz)
    minute = local.hour * 60 + local.minute
    in_hours = person.hours.from_minute <= minute < person.hours.until_minute
    is_quiet = person.quiet_from is not None and person.quiet_from <= when < person.quiet_until
    return in_hours and local.weekday() in person.hours.days and not holidays.has(local.date()) and not is_quiet


@given(occasions(), st.integers(0, 2**32))
def test_the_limits_hold_whatever_the_zone_the_hours_and_the_moment(
    occasion: tuple[Person, Moments], seed: int
) -> None:
    person, moments = occasion
    window = window_for(person, moments)
    if window is None:
        return
    due = due_at(window, SeededChance(seed))
    assert is_at_work(person, due, moments.holidays)
    assert max(moments.ended_at + ASK_FROM, moments.now) <= due < moments.closes_at
    assert window.starts_at <= moments.ended_at + NEXT_MORNING_WITHIN
    assert window.ends_at - window.starts_at <= ASK_UNTIL - ASK_FROM


@given(occasions())
def test_whoever_is_at_work_when_a_meeting_ends_is_asked_soon(occasion: tuple[Person, Moments]) -> None:
    """The other half of the law: no window is lost."""
    person, moments = occasion
    earliest = max(moments.ended_at + ASK_FROM, moments.now)
    if is_at_work(person, earliest, moments.holidays) and earliest < moments.closes_at:
        window = window_for(person, moments)
        assert window is not None
        assert window.starts_at == earliest


@given(occasions())
def test_a_prompt_that_is_due_is_sent_at_work_only(occasion: tuple[Person, Moments]) -> None:
    person, moments = occasion
    expected = is_at_work(person, moments.now, moments.holidays) and moments.now < moments.closes_at
    assert fits_now(person, moments) is expected


@pytest.mark.parametrize(
    ("person", "asked"),
    [
        (somebody(), True),
        (somebody(away=True), False),
        (somebody(away=True, away_until=at(0, 10)), True),  # the status has just ended
        (somebody(away=True, away_until=at(0, 10, 1)), False),
        (somebody(absent_until=at(0, 10)), True),
        (somebody(absent_until=at(0, 10, 1)), False),
        (somebody(paused_until=at(0, 10, 1)), False),
        (somebody(paused_until=at(0, 10)), True),
        (somebody(standing=Standing.GUEST), False),
        (somebody(standing=Standing.DEACTIVATED), False),
    ],
)
def test_away_paused_and_other_standings_are_left_out(person: Person, asked: bool) -> None:
    assert may_be_asked(person, at(0, 10)) is asked


def test_meetings_that_somebody_cannot_be_asked_after_do_not_count() -> None:
    """Else they would be asked less often after the meetings that are left."""
    ends = [at(0, 10), at(2, 10), at(5, 10), at(6, 4)]  # the last two at the weekend
    assert meetings_left(somebody(), ends, Moments(at(0, 10), at(0, 10), FAR)) == 2
    mondays = somebody(hours=Hours(days=frozenset({Weekday.MONDAY})))
    assert meetings_left(mondays, ends, Moments(at(0, 10), at(0, 10), FAR)) == 1
