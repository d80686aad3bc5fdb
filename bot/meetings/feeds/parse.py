"""Reads a calendar: bytes in, the events of a stretch of time out, or one word for what is wrong with it.

Runs as a program of its own, with nothing of the bot in it: what a calendar does to this process, it does to nothing
else. It is given one line of JSON (what is wanted) and the calendar, and answers with one line of JSON.
"""

import json
import resource
import signal
import sys
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import FrameType
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

MOST_EVENTS = 10_000  # of a calendar
MOST_INSTANCES = 5_000  # in the stretch of time that is wanted
MOST_PEOPLE = 300  # of an event; who is invited beyond that is not looked at
MOST_A_DAY = 24  # how often an event may repeat within a day
LONGEST = timedelta(hours=8)  # what takes longer is not a meeting
MEMORY = 1 << 29
A_DAY = timedelta(days=1)

_RESTLESS = {"SECONDLY", "MINUTELY"}
_NOT_PEOPLE = {"ROOM", "RESOURCE"}
_TIMES = {"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}


class Unreadable(Exception):
    """A calendar that is not read; ``trouble`` is the word for why."""

    def __init__(self, trouble: str) -> None:
        super().__init__(trouble)
        self.trouble = trouble


@dataclass(frozen=True)
class Sought:
    """Which events are wanted: those with ``title`` in their title, or else those with ``invited`` people."""

    title: str
    invited: int
    zone: str
    after: datetime
    until: datetime


@dataclass(frozen=True)
class Found:
    """One event: when it is, who is invited and has not declined, and how many people it lists."""

    starts_at: datetime
    ends_at: datetime
    addresses: frozenset[str] = field(default=frozenset(), repr=False)
    listed: int = 0


def read(raw: bytes, sought: Sought) -> list[Found]:
    """Return the events in the order of their end; raises Unreadable, and nothing else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(raw, sought)
    except Unreadable:
        raise
    except MemoryError:
        raise Unreadable("too_much") from None
    except Exception:  # whatever the libraries raise at what others wrote
        raise Unreadable("broken") from None


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise Unreadable where this takes more than so many seconds of the processor."""
    before = signal.signal(signal.SIGPROF, _too_long)
    signal.setitimer(signal.ITIMER_PROF, seconds, 0.1)  # again and again: somebody may swallow the first
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def main() -> None:
    """Read what is wanted and the calendar from standard input, and answer on standard output."""
    asked = json.loads(sys.stdin.buffer.readline())
    _bound(asked["seconds"])
    sought = Sought(
        title=asked["title"],
        invited=asked["invited"],
        zone=asked["zone"],
        after=datetime.fromisoformat(asked["after"]),
        until=datetime.fromisoformat(asked["until"]),
    )
    try:
        with within(asked["seconds"]):
            answer: dict[str, Any] = {"events": [_said(found) for found in read(sys.stdin.buffer.read(), sought)]}
    except Unreadable as unreadable:
        answer = {"trouble": unreadable.trouble}
    sys.stdout.write(json.dumps(answer) + "\n")


def _bound(seconds: float) -> None:
    """Let the kernel end this process where its own limits do not hold; it opens and writes no file."""
    patience = int(seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (patience, patience))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _too_long(_number: int, _frame: FrameType | None) -> None:
    raise Unreadable("too_long")


def _said(found: Found) -> dict[str, Any]:
    return {
        "start": found.starts_at.isoformat(),
        "end": found.ends_at.isoformat(),
        "addresses": sorted(found.addresses),
        "listed": found.listed,
    }


def _read(raw: bytes, sought: Sought) -> list[Found]:
    calendar = _calendar(raw)
    events = [part for part in calendar.subcomponents if part.name == "VEVENT"]
    if len(events) > MOST_EVENTS:
        raise Unreadable("too_much")
    whole = [event for event in events if not any(name in _TIMES for name, _ in event.errors)]
    if events and not whole:
        raise Unreadable("broken")
    for event in whole:
        _refuse_bombs(event)
    calendar.subcomponents = [part for part in calendar.subcomponents if part.name != "VEVENT"]
    found = list(_found(_instances(calendar, _promising(whole, sought), sought), sought))
    return sorted(found, key=lambda one: (one.ends_at, one.starts_at))


def _calendar(raw: bytes) -> icalendar.Component:
    text = raw.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:15].upper() != b"BEGIN:VCALENDAR":
        raise Unreadable("no_calendar")
    calendars = icalendar.Calendar.from_ical(text, multiple=True)
    if not isinstance(calendars, list) or not calendars:
        raise Unreadable("broken")
    first = calendars[0]
    for more in calendars[1:]:
        first.subcomponents.extend(more.subcomponents)
    return first


def _refuse_bombs(event: icalendar.Component) -> None:
    for rule in _each(event.get("RRULE")):
        often = {str(part).upper(): _each(values) for part, values in dict(rule).items()}
        kind = {str(value).upper() for value in often.get("FREQ", ())}
        a_day = 24 if "HOURLY" in kind and not often.get("BYHOUR") else 1
        for part in ("BYHOUR", "BYMINUTE", "BYSECOND"):
            a_day *= max(1, len(often.get(part, ())))
        if kind & _RESTLESS or a_day > MOST_A_DAY:
            raise Unreadable("restless")
    if sum(len(getattr(dates, "dts", ())) for dates in _each(event.get("RDATE"))) > MOST_INSTANCES:
        raise Unreadable("too_much")


def _promising(events: Sequence[icalendar.Component], sought: Sought) -> Iterator[list[icalendar.Component]]:
    """Yield the events of each series of which at least one could be wanted; the rest is never unfolded."""
    by_series: defaultdict[str, list[icalendar.Component]] = defaultdict(list)
    for number, event in enumerate(events):
        by_series[str(event.get("UID", f"without {number}"))].append(event)
    for series in by_series.values():
        if any(_is_wanted(event, sought) for event in series):
            yield series


def _instances(
    calendar: icalendar.Component, all_series: Iterable[list[icalendar.Component]], sought: Sought
) -> Iterator[icalendar.Component]:
    """Unfold series by series: one that cannot be made sense of takes no other with it."""
    begin, end, number = sought.after - LONGEST - A_DAY, sought.until + A_DAY, 0
    frame = list(calendar.subcomponents)
    for series in all_series:
        calendar.subcomponents = frame + series
        try:
            unfolded = recurring_ical_events.of(calendar, skip_bad_series=True).between(begin, end)
        except (Unreadable, MemoryError):
            raise
        except Exception:  # noqa: S112 - whatever the library raises at what others wrote
            continue
        number += len(unfolded)
        if number > MOST_INSTANCES:
            raise Unreadable("too_much")
        yield from unfolded


def _found(instances: Iterable[icalendar.Component], sought: Sought) -> Iterator[Found]:
    zone = ZoneInfo(sought.zone)
    for instance in instances:
        times = _times(instance, zone)
        if times is None or str(instance.get("STATUS", "")).upper() == "CANCELLED" or not _is_wanted(instance, sought):
            continue
        starts_at, ends_at = times
        if sought.after < ends_at <= sought.until and timedelta(0) < ends_at - starts_at <= LONGEST:
            people = _people(instance)
            coming = frozenset(address for address, declined in people.items() if not declined)
            yield Found(starts_at, ends_at, coming, len(people))


def _times(instance: icalendar.Component, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Return start and end in UTC; None for an event of whole days. A time without a zone is one of ``zone``."""
    times = [_value(instance, name) for name in ("DTSTART", "DTEND")]
    if not all(isinstance(time, datetime) for time in times):
        return None
    begins, ends = (time if time.tzinfo else time.replace(tzinfo=zone) for time in times)
    starts_at, ends_at = begins.astimezone(UTC), ends.astimezone(UTC)
    if ends_at <= starts_at:  # the clock skips from one to the other; then the length is what was written
        ends_at = starts_at + (ends.replace(tzinfo=None) - begins.replace(tzinfo=None))
    return starts_at, ends_at


def _value(instance: icalendar.Component, name: str) -> Any:
    return getattr(instance.get(name), "dt", None)


def _is_wanted(event: icalendar.Component, sought: Sought) -> bool:
    if sought.title:
        return sought.title.casefold() in str(event.get("SUMMARY", "")).casefold()
    return len(_people(event)) >= sought.invited


def _people(event: icalendar.Component) -> Mapping[str, bool]:
    """Return the addresses of the people it lists, and whether they have declined."""
    found: dict[str, bool] = {}
    for name in ("ORGANIZER", "ATTENDEE"):
        for person in _each(event.get(name))[:MOST_PEOPLE]:
            parameters = getattr(person, "params", {})
            address = str(person).strip().lower().removeprefix("mailto:")
            if "@" in address and str(parameters.get("CUTYPE", "")).upper() not in _NOT_PEOPLE:
                found[address] = str(parameters.get("PARTSTAT", "")).upper() == "DECLINED"
    return found


def _each(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


if __name__ == "__main__":
    main()
