"""Fetches a calendar and has it parsed by a process that may be ended: what a calendar holds stays out of this one."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from bot.kernel.errors import Refused
from bot.meetings.feeds.fetch import Fetched
from bot.meetings.ports import Event, Read, Unchanged, Version, Wanted

PARSER = Path(__file__).with_name("parse.py")
NICENESS = 15  # a tap comes first
BYTES_A_SECOND = 40_000  # of the processor; a calendar of which every event is wanted takes half of it
LEAST_SECONDS, MOST_SECONDS = 0.9, 15.0
START_SECONDS = 30.0  # by the wall, beside what it may take of the processor: the machine may be busy

_TROUBLES = {
    "no_calendar": "feeds-no-calendar",
    "broken": "feeds-broken",
    "restless": "feeds-restless",
    "too_much": "feeds-too-much",
    "too_long": "feeds-too-long",
}


class Fetches(Protocol):
    """Fetches a feed."""

    def fetch(self, address: str, known: Version) -> Fetched | None:
        """Return the feed, or None where it is unchanged; raises Refused."""
        ...


class CalendarReader:
    """Reads calendars that strangers wrote."""

    def __init__(self, fetcher: Fetches, invited: int) -> None:
        self._fetcher = fetcher
        self._invited = invited

    def read(self, address: str, known: Version, wanted: Wanted) -> Unchanged | Read:
        """Return the wanted events, or that nothing changed; raises Refused with a sentence."""
        fetched = self._fetcher.fetch(address, known)
        if fetched is None:
            return Unchanged(known)
        digest = sha256(fetched.body).hexdigest()
        version = Version(etag=fetched.etag, last_modified=fetched.last_modified, digest=digest)
        if digest == known.digest:
            return Unchanged(version)
        return Read(version, parsed(fetched.body, wanted, self._invited))


def parsed(raw: bytes, wanted: Wanted, invited: int) -> tuple[Event, ...]:
    """Return the events of a calendar, parsed in a process of its own; raises Refused."""
    seconds = seconds_for(raw)
    question = {
        "title": wanted.title,
        "invited": invited,
        "zone": wanted.zone,
        "after": wanted.after.isoformat(),
        "until": wanted.until.isoformat(),
        "seconds": seconds,
    }
    answer = _ask(json.dumps(question).encode() + b"\n" + raw, seconds)
    if "trouble" in answer:
        raise Refused(_TROUBLES.get(answer["trouble"], "feeds-broken"))
    return tuple(_event(one) for one in answer["events"])


def seconds_for(raw: bytes) -> float:
    """Return how much of the processor a calendar may take, by its size."""
    return min(MOST_SECONDS, max(LEAST_SECONDS, len(raw) / BYTES_A_SECOND))


def ended_with(status: int) -> Refused:
    """Return what is said of a parser that did not end by itself: the kernel ends what takes too long."""
    return Refused("feeds-too-long" if status < 0 else "feeds-too-much")


def _ask(question: bytes, seconds: float) -> Mapping[str, Any]:
    """Run the parser with no setting, token or folder of ours; a parser that was ended took too long or too much."""
    command = [sys.executable, "-I", "-X", "utf8", str(PARSER)]
    with subprocess.Popen(  # noqa: S603 - our own interpreter and file, no shell
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={},
        start_new_session=True,
    ) as process:
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
        try:
            told, _ = process.communicate(question, timeout=START_SECONDS + 4 * seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            raise Refused("feeds-too-long") from None
    if process.returncode != 0:
        raise ended_with(process.returncode)
    answer: Mapping[str, Any] = json.loads(told)
    return answer


def _event(told: Mapping[str, Any]) -> Event:
    return Event(
        starts_at=datetime.fromisoformat(told["start"]),
        ends_at=datetime.fromisoformat(told["end"]),
        addresses=frozenset(told["addresses"]),
        listed=told["listed"],
    )
