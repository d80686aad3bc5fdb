"""The parser as a process apart: what it may take, and that its end is a clear sentence."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from bot.kernel.errors import Refused
from bot.meetings.feeds.fetch import Fetched
from bot.meetings.feeds.reader import PARSER, CalendarReader, ended_with, parsed, seconds_for
from bot.meetings.ports import Read, Unchanged, Version
from tests.unit.meetings.calendars import WANTED, calendar, event, file

ONE = calendar(event("a", ":20260304T100000Z", ":20260304T110000Z"))


class OneFeed:
    """Hands out one feed; None stands for an unchanged one."""

    def __init__(self, fetched: Fetched | None) -> None:
        self.fetched = fetched
        self.known: list[Version] = []

    def fetch(self, address: str, known: Version) -> Fetched | None:
        self.known.append(known)
        return self.fetched


def test_events_come_back_from_the_process() -> None:
    (found,) = parsed(file("invited"), replace(WANTED, title="secret"), invited=5)
    assert (found.starts_at.isoformat(), found.ends_at.isoformat()) == (
        "2026-03-04T10:00:00+00:00",
        "2026-03-04T11:00:00+00:00",
    )
    assert (len(found.addresses), found.listed) == (5, 6)


@pytest.mark.parametrize(
    ("name", "text_id"),
    [
        ("trouble_no_calendar_page", "feeds-no-calendar"),
        ("trouble_broken_cut_off", "feeds-broken"),
        ("trouble_restless_secondly", "feeds-restless"),
        ("trouble_too_long_never", "feeds-too-long"),
    ],
)
def test_a_trouble_is_a_sentence(name: str, text_id: str) -> None:
    with pytest.raises(Refused) as refused:
        parsed(file(name), WANTED, invited=5)
    assert refused.value.text_id == text_id


def test_the_process_knows_no_setting_and_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere")
    assert parsed(ONE, WANTED, invited=5)
    assert os.environ["PYTHONPATH"] == "/nowhere"


@pytest.mark.parametrize(
    ("greed", "text_id"),
    [("bytearray(1 << 30)", "feeds-too-much"), ("exec('while True: pass')", "feeds-too-long")],
)
def test_the_kernel_holds_the_process_to_its_limits(greed: str, text_id: str) -> None:
    program = f"import runpy; parse = runpy.run_path({str(PARSER)!r}); parse['_bound'](0.9); {greed}"
    ended = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, check=False, cwd="/")
    assert ended_with(ended.returncode).text_id == text_id


def test_an_unchanged_feed_is_never_parsed() -> None:
    known = Version(etag='"1"')
    assert CalendarReader(OneFeed(None), 5).read("x", known, WANTED) == Unchanged(known)


def test_the_same_bytes_without_a_servers_word_are_not_parsed_again() -> None:
    feed = OneFeed(Fetched(ONE))
    first = CalendarReader(feed, 5).read("x", Version(), WANTED)
    assert isinstance(first, Read)
    again = CalendarReader(feed, 5).read("x", first.version, WANTED)
    assert again == Unchanged(first.version)
    feed.fetched = Fetched(ONE + b"\r\n")
    assert isinstance(CalendarReader(feed, 5).read("x", first.version, WANTED), Read)


def test_a_larger_calendar_may_take_longer_and_none_may_take_for_ever() -> None:
    assert seconds_for(b"") < 1
    assert seconds_for(bytes(200_000)) == 5
    assert seconds_for(bytes(5_000_000)) == 15
