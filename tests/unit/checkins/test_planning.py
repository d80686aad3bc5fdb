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
    WORK_FROM,
    WORK_UNTIL,
    Moments,
    Window,
    due_at,
    is_chosen,
    is_too_late,
    may_be_asked,
    meetings_left,
    window_for,
)
from bot.directory.model import Person, Standing
from bot.kernel.ids import UserId, WorkspaceId
from bot.meetings.model import ASK_FROM, ASK_UNTIL, TOO_LATE
from tests.fakes.chance import ScriptedChance, SeededChance

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
FAR = MONDAY + timedelta(weeks=60)
ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Chatham", "Africa/Cairo", "UTC", "Pacific/Apia"]


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


@given(
    st.sampled_from(ZONES),
    st.timedeltas(timedelta(0), timedelta(days=730)).map(lambda passed: MONDAY + passed),
    st.timedeltas(timedelta(0), TOO_LATE),
    st.timedeltas(timedelta(0), timedelta(days=8)),
    st.none() | st.timedeltas(timedelta(hours=-3), timedelta(hours=30)),
    st.integers(0, 2**32),
)
def test_the_limits_hold_whatever_the_zone_and_the_moment(
    zone: str,
    ends_at: datetime,
    found_after: timedelta,
    closes_after: timedelta,
    quiet: timedelta | None,
    seed: int,
) -> None:
    person = somebody(zone, quiet_until=None if quiet is None else ends_at + quiet)
    now, closes_at = ends_at + found_after, ends_at + closes_after
    window = window_for(person, Moments(ends_at, now, closes_at))
    if window is None:
        return
    due = due_at(window, SeededChance(seed))
    local = due.astimezone(person.tz)
    assert WORK_FROM <= local.time() < WORK_UNTIL
    assert local.weekday() < 5
    assert max(ends_at + ASK_FROM, now) <= due < closes_at
    assert window.starts_at <= ends_at + NEXT_MORNING_WITHIN
    assert window.ends_at - window.starts_at <= ASK_UNTIL - ASK_FROM
    assert person.quiet_until is None or due >= person.quiet_until


@pytest.mark.parametrize(
    ("person", "asked"),
    [
        (somebody(), True),
        (somebody(away=True), False),
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
    assert meetings_left(somebody(), ends, at(0, 10), FAR) == 2
