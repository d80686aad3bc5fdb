"""When two meetings are one, and which of them stands for both."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.ids import MeetingId, SeriesId, TeamId, UserId
from bot.meetings.model import Meeting, Source
from bot.meetings.overlaps import Candidate, is_same, standing

TEN = datetime(2026, 3, 2, 10, tzinfo=UTC)


def meeting(start: int, end: int, name: str = "m", people: str | None = None) -> Meeting:
    """A meeting from so many minutes after ten to so many."""
    return Meeting(
        id=MeetingId(f"{name}-{start}-{end}"),
        team_id=TeamId("t"),
        series_id=SeriesId(name),
        round_number=1,
        starts_at=TEN + timedelta(minutes=start),
        ends_at=TEN + timedelta(minutes=end),
        people=None if people is None else frozenset(UserId(person) for person in people),
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ((0, 60), (0, 60), True),
        ((0, 60), (29, 89), True),
        ((0, 60), (30, 90), False),  # half is not more than half
        ((0, 60), (60, 120), False),
        ((0, 60), (45, 60), True),  # all of the shorter one
        ((0, 60), (50, 90), False),
        ((0, 60), (200, 260), False),
        ((0, 60), (30, 30), True),  # said to have ended while it goes on
        ((0, 60), (0, 0), True),
        ((0, 60), (-1, -1), False),
        ((0, 60), (119, 119), True),  # within the hour after
        ((0, 60), (120, 120), False),
        ((0, 0), (59, 59), True),
        ((0, 0), (60, 60), False),
    ],
)
def test_more_than_half_of_the_shorter_one(one: tuple[int, int], other: tuple[int, int], same: bool) -> None:
    assert is_same(meeting(*one), meeting(*other, "n")) is same
    assert is_same(meeting(*other, "n"), meeting(*one)) is same


def test_meetings_of_different_people_are_different() -> None:
    assert not is_same(meeting(0, 60, people="ab"), meeting(0, 60, "n", people="cd"))
    assert is_same(meeting(0, 60, people="ab"), meeting(0, 60, "n", people="bc"))
    assert is_same(meeting(0, 60, people="ab"), meeting(0, 60, "n"))


def test_who_says_that_it_ended_goes_before_a_calendar_and_that_before_a_weekly_time() -> None:
    told, calendar, weekly = meeting(50, 50, "told"), meeting(5, 65, "calendar"), meeting(0, 60, "weekly")
    all_three = [
        Candidate(Source.WEEKLY, weekly),
        Candidate(Source.CALENDAR, calendar),
        Candidate(Source.ON_DEMAND, told),
    ]
    for order in permutations(all_three):
        assert standing([], order) == [told]
    assert standing([], all_three[:2]) == [calendar]
    assert standing([meeting(0, 60, "asked")], all_three) == []


candidates = st.lists(
    st.builds(
        lambda source, start, length, number: Candidate(
            source, meeting(start, start + (0 if source is Source.ON_DEMAND else length), f"s{number}")
        ),
        st.sampled_from(Source),
        st.integers(0, 600),
        st.integers(5, 240),
        st.integers(0, 4),
    ),
    max_size=12,
    unique_by=lambda one: one.meeting.id,
)


@given(candidates, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter_and_nothing_stands_twice(found, dice):
    kept = standing([], found)
    shuffled = list(found)
    dice.shuffle(shuffled)
    assert standing([], shuffled) == kept
    assert not any(is_same(one, other) for one in kept for other in kept if one is not other)
    # Nothing is lost: what does not stand is the same as one that does.
    assert all(one in kept or any(is_same(one, other) for other in kept) for _, one in found)
