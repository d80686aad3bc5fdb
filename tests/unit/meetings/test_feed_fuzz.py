"""Whatever stands in a calendar, reading it ends in events or in one clear word, within a second."""

import os
import random
import time

import pytest

from bot.meetings.feeds.reader import _TROUBLES
from tests.unit.meetings.calendars import AFTER, FILES, UNTIL, calendar, ended, event

CASES = 4000 if os.environ.get("CANDOR_SOAK") else 400
SECOND = 1.0

PARTS = [
    "RRULE:FREQ={freq};INTERVAL={number};COUNT={number};BYDAY={day};BYMONTHDAY={number};BYSETPOS={number}",
    "RRULE:FREQ={freq};UNTIL=2026{number}T000000Z;BYHOUR={number},{number};BYMINUTE={number}",
    "RRULE:FREQ={freq};BYYEARDAY={number};BYWEEKNO={number};WKST={day}",
    "RRULE:RSCALE=HEBREW;FREQ={freq};SKIP=OMIT",
    "EXDATE;TZID={zone}:20260304T1{number}000",
    "RDATE;VALUE=PERIOD:20260304T100000Z/PT{number}H",
    "RECURRENCE-ID;RANGE=THISANDFUTURE:20260304T100000Z",
    "DTSTART;TZID={zone}:20260304T100000",
    "DTSTART;VALUE=DATE:{number}",
    "DTSTART:00010101T000000Z",
    "DTEND:99991231T235959Z",
    "DURATION:P{number}W",
    "DURATION:-PT{number}H",
    "STATUS:{zone}",
    "SEQUENCE:{number}",
    "ATTENDEE;PARTSTAT={zone};CUTYPE={day}:mailto:{number}@{zone}",
    'ORGANIZER;CN="{zone}:mailto:broken',
    "BEGIN:VALARM\r\nTRIGGER:-PT{number}M\r\nEND:VALARM",
    "BEGIN:VEVENT\r\nSUMMARY:planning inside\r\n",
    "END:VEVENT",
    "END:VCALENDAR\r\nBEGIN:VCALENDAR",
    "X-WR-TIMEZONE:{zone}",
    "CALSCALE:{zone}",
    "{zone}{number}",
]
FREQUENCIES = ["SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY", "", "weekly"]
ZONES = ["Europe/Berlin", "../../etc/passwd", "Nepal Standard Time", "", "\x00", "x" * 300, "UTC+25", "CANCELLED"]
DAYS = ["MO", "-1SU", "5FR", "XX", "", "MO,TU,WE,TH,FR,SA,SU"]
NUMBERS = ["0", "1", "-1", "30", "366", "99999999", "1e9", "٣", "", "2147483648"]


def line(dice: random.Random) -> str:
    return dice.choice(PARTS).format(
        freq=dice.choice(FREQUENCIES), zone=dice.choice(ZONES), day=dice.choice(DAYS), number=dice.choice(NUMBERS)
    )


def composed(dice: random.Random) -> bytes:
    """A calendar of events that look right at first sight, with lines that are not."""
    events = []
    for number in range(dice.randint(1, 6)):
        uid = dice.choice(["same", str(number)])
        lines = [line(dice) for _ in range(dice.randint(0, 5))]
        events.append(event(uid, ":20260304T100000Z", ":20260304T110000Z", *lines))
    return calendar(*events)


def damaged(dice: random.Random, whole: bytes) -> bytes:
    """A good calendar with bytes changed, lines doubled, moved or lost."""
    raw = bytearray(whole)
    for _ in range(dice.randint(1, 8)):
        place = dice.randrange(len(raw) + 1)
        match dice.randrange(4):
            case 0:
                raw[place : place + 1] = bytes([dice.randrange(256)])
            case 1:
                del raw[place : place + dice.randint(1, 40)]
            case 2:
                raw[place:place] = raw[: dice.randint(0, 200)]
            case _:
                raw[place:place] = f"\r\n{line(dice)}\r\n".encode(errors="replace")
    return bytes(raw)


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_reading_ends_in_events_or_in_one_word_within_a_second(record_property) -> None:
    dice, good = random.Random(20261125), [path.read_bytes() for path in sorted(FILES.glob("*.ics"))]
    ends: dict[str, int] = {}
    longest = 0.0
    for number in range(CASES):
        raw = composed(dice) if number % 2 else damaged(dice, dice.choice(good))
        began = time.process_time()
        end = ended(raw)
        longest = max(longest, time.process_time() - began)
        if isinstance(end, str):
            assert end in _TROUBLES, raw
        else:
            assert all(AFTER < one.ends_at <= UNTIL and one.starts_at < one.ends_at for one in end)
        word = end if isinstance(end, str) else "events" if end else "nothing"
        ends[word] = ends.get(word, 0) + 1
    record_property("cases", CASES)
    record_property("ends", ends)
    record_property("longest_seconds", round(longest, 3))
    assert longest < SECOND
    assert {"events", "nothing", "broken", "restless", "no_calendar"} <= set(ends)
