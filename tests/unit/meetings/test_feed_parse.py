"""Calendars of many shapes, each with what is to come of it; each trouble ends in its own word."""

import pytest

from bot.meetings.feeds.parse import MOST_EVENTS, MOST_INSTANCES
from tests.unit.meetings.calendars import FILES, calendar, ended, event, file, times

SHAPES = {
    # Weekly in Berlin: without the date that is taken out, and at 10:00 on the wall before and after the change.
    "recurring": ["03-02 09:00-10:00", "03-09 09:00-10:00", "03-23 09:00-10:00", "03-30 08:00-09:00"],
    # The second was moved to the next day; the third no longer has the word in its title.
    "moved": ["03-02 09:00-10:00", "03-10 13:00-14:00", "03-23 09:00-10:00"],
    "cancelled": ["03-03 09:00-10:00", "03-05 09:00-10:00"],
    "all_day": [],  # nor what takes longer than eight hours, nor what takes no time
    "floating": ["03-04 09:00-09:45"],  # in the team's zone
    "windows_zones": ["03-04 04:15-05:15", "03-24 09:00-10:00", "03-31 08:00-09:00"],
    "overlapping": ["03-04 10:00-11:00", "03-04 10:15-11:00", "03-04 10:00-11:30", "03-04 10:50-11:50"],
    "odd_zones": ["03-03 23:00-23:45", "03-04 09:00-10:00"],  # a zone nobody knows is the team's
    # 02:30 is skipped on the 29th; the meeting keeps its length and is not lost.
    "clock_change": ["03-28 01:30-02:30", "03-29 01:30-02:30", "03-30 00:30-01:30"],
    "bad_events_beside_a_good_one": ["03-05 10:00-11:00"],
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_calendar_of_this_shape(name: str) -> None:
    found = ended(file(name))
    assert not isinstance(found, str)
    assert times(found) == SHAPES[name]


@pytest.mark.parametrize("name", sorted(path.stem for path in FILES.glob("trouble_*.ics")))
def test_a_trouble_ends_in_its_word(name: str) -> None:
    word = ended(file(name))
    assert isinstance(word, str)
    assert name.removeprefix("trouble_").startswith(word)


def test_years_of_days_are_no_trouble() -> None:
    assert len(ended(file("daily_since_1970"))) == 35


def test_invitations_without_those_who_declined_and_without_rooms() -> None:
    found = ended(file("invited"), title="")
    assert not isinstance(found, str)
    five, four = found  # the talk between two has fewer than five people in any case
    assert sorted(five.addresses) == [f"{name}@acme.example" for name in ("ada", "ben", "chioma", "elif", "farid")]
    assert (five.listed, four.listed) == (6, 5)


def test_a_title_is_found_whatever_its_case_and_an_empty_one_is_no_filter_by_title() -> None:
    raw = calendar(event("a", ":20260304T100000Z", ":20260304T110000Z", title="Sprint PLANNING ünïcode"))
    assert len(ended(raw, "planning ÜN")) == 1
    assert ended(raw, "") == []


def test_too_many_events_and_too_many_repetitions_are_too_much() -> None:
    small = "BEGIN:VEVENT\r\nUID:{}\r\nEND:VEVENT\r\n"
    many = calendar(*(small.format(number) for number in range(MOST_EVENTS + 1)))
    assert ended(many, seconds=30) == "too_much"
    busy = [
        event(str(number), ":20260301T080000Z", ":20260301T090000Z", "RRULE:FREQ=DAILY")
        for number in range(MOST_INSTANCES // 35 + 2)
    ]
    assert ended(calendar(*busy), seconds=30) == "too_much"


def test_a_calendar_within_a_calendar_and_several_in_a_row_are_read() -> None:
    one = event("a", ":20260304T100000Z", ":20260304T110000Z")
    two = event("b", ":20260305T100000Z", ":20260305T110000Z")
    assert times(ended(calendar(one) + calendar(two))) == ["03-04 10:00-11:00", "03-05 10:00-11:00"]
    assert times(ended(b"\xef\xbb\xbf\r\n" + calendar(one))) == ["03-04 10:00-11:00"]
