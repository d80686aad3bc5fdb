"""Calendars for tests: files of many shapes, and a writer of more."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from bot.meetings.feeds.parse import Found, Sought, Unreadable, read, within
from bot.meetings.ports import Wanted

FILES = Path(__file__).parent / "feeds"
AFTER, UNTIL = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 4, 6, tzinfo=UTC)
WANTED = Wanted(title="planning", zone="Europe/Berlin", after=AFTER, until=UNTIL)


def file(name: str) -> bytes:
    return (FILES / f"{name}.ics").read_bytes()


def sought(title: str = "planning") -> Sought:
    return Sought(title=title, invited=5, zone="Europe/Berlin", after=AFTER, until=UNTIL)


def times(found: Iterable[Found]) -> list[str]:
    return [f"{one.starts_at:%m-%d %H:%M}-{one.ends_at:%H:%M}" for one in found]


def ended(raw: bytes, title: str = "planning", seconds: float = 0.9) -> list[Found] | str:
    """Read as the parser's process does: events, or the one word for what is wrong."""
    try:
        with within(seconds):
            return read(raw, sought(title))
    except Unreadable as unreadable:
        return unreadable.trouble


def calendar(*events: str) -> bytes:
    body = "".join(events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//T//T//EN\r\n{body}END:VCALENDAR\r\n".encode()


def event(uid: str, start: str, end: str, *more: str, title: str = "Team planning") -> str:
    lines = ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", f"DTSTART{start}", f"DTEND{end}", *more, "END:VEVENT"]
    return "".join(f"{line}\r\n" for line in lines)
