"""Where meetings come from, end to end: a calendar over TLS, its parser, the forms in Slack, and who is asked."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.meetings.feeds.fetch import Fetcher
from bot.meetings.feeds.reader import CalendarReader
from bot.teams.model import MIN_TEAM
from tests.fakes.feed_server import FeedServer
from tests.flows.stage import MONDAY, Stage, stage
from tests.unit.meetings.calendars import calendar, event

HOUR = timedelta(hours=1)
FRIDAY = MONDAY + timedelta(days=4)
SECRET = "/very-secret-address.ics"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[FeedServer]:
    found = FeedServer(tmp_path)
    yield found
    found.stop()


@pytest.fixture
def on_stage(sqlite_url: str, tmp_path: Path, server: FeedServer) -> Iterator[Stage]:
    fetcher = Fetcher(resolve=lambda host, port: ["127.0.0.1"], trust=server.trust, loopback=True)
    with stage(sqlite_url, tmp_path / "keys", "socket", feeds=CalendarReader(fetcher, MIN_TEAM)) as opened:
        yield opened


def hold(server: FeedServer, raw: bytes) -> None:
    tag = f'"{hash(raw)}"'
    server.answer = lambda request: (
        request.send(304) if request.headers.get("If-None-Match") == tag else request.send(200, raw, ETag=tag)
    )


def press(on_stage: Stage, action_id: str) -> None:
    """Press a button of the modal on top; what it opens is then on top."""
    admin = on_stage.people[0]
    view = on_stage.slack.view(admin)
    assert view is not None
    assert on_stage.slack.tap(admin, view, action_id).ok


def submit(on_stage: Stage, **fields: str) -> None:
    admin = on_stage.people[0]
    view = on_stage.slack.view(admin)
    assert view is not None
    done = on_stage.slack.submit(admin, view, {name: {"meetings.type": value} for name, value in fields.items()})
    assert done.errors == {}
    on_stage.settle()


def test_a_calendar_is_added_followed_and_forgotten(on_stage: Stage, server: FeedServer) -> None:
    tuesday = event("a", ":20260303T090000Z", ":20260303T100000Z")
    hold(server, calendar(tuesday, event("b", ":20260304T090000Z", ":20260304T100000Z", title="Secret merger")))
    on_stage.invite()
    on_stage.join(*on_stage.people)
    on_stage.set_up(on_stage.people[0], day__0="6")
    assert on_stage.slack.command(on_stage.people[0], on_stage.room, "/trust", "setup").ok
    press(on_stage, "meetings.add_calendar")
    submit(on_stage, name="Project meetings", address=server.address(SECRET), title="team")
    told = [one for one in on_stage.slack.dm(on_stage.people[0]) if "Project meetings" in str(one.blocks)]
    assert ["One event of the next four weeks counts" in str(one.blocks) for one in told] == [True]
    requests = len(server.requests)

    on_stage.advance(FRIDAY)
    asked = [len(on_stage.prompts(person)) for person in on_stage.people]
    assert asked == [1] * len(on_stage.people)
    assert all("Project meetings" in str(on_stage.prompts(person)[0].blocks) for person in on_stage.people)
    everything = str([on_stage.slack.dm(person) for person in on_stage.people] + [on_stage.posts()])
    assert not any(word in everything for word in ("Secret merger", "Team planning", SECRET))
    conditional = [headers for _, headers in server.requests[requests:]]
    assert conditional
    assert all("If-None-Match" in headers for headers in conditional)

    on_stage.slack.command(on_stage.people[0], on_stage.room, "/trust", "setup")
    view = on_stage.slack.view(on_stage.people[0])
    assert view is not None
    assert SECRET not in str(view.blocks)
    [feed] = [one for one in view.blocks if "from a calendar" in str(one)]
    assert "Last read" in str(feed)


def test_a_meeting_that_is_called_off_is_not_asked_about(on_stage: Stage, server: FeedServer) -> None:
    hold(server, calendar(event("a", ":20260303T090000Z", ":20260303T100000Z")))
    on_stage.invite()
    on_stage.join(*on_stage.people)
    on_stage.set_up(on_stage.people[0], day__0="6")
    on_stage.slack.command(on_stage.people[0], on_stage.room, "/trust", "setup")
    press(on_stage, "meetings.add_calendar")
    submit(on_stage, name="Project meetings", address=server.address(), title="team")
    on_stage.advance(MONDAY + timedelta(days=1, hours=1, minutes=30))
    hold(server, calendar())
    on_stage.advance(FRIDAY)
    assert [on_stage.prompts(person) for person in on_stage.people] == [[]] * len(on_stage.people)


def test_a_meeting_that_a_member_tells_of_and_every_other_week(on_stage: Stage) -> None:
    on_stage.invite()
    on_stage.join(*on_stage.people)
    on_stage.set_up(on_stage.people[0], day__0="2")
    on_stage.slack.command(on_stage.people[0], on_stage.room, "/trust", "setup")
    press(on_stage, "meetings.change_weekly")
    submit(on_stage, every="2", first="2026-03-09", skipped="2026-03-25")
    view = on_stage.slack.view(on_stage.people[0])
    assert view is not None
    assert "Wednesday of every 2 weeks" in str(view.blocks)
    on_stage.advance(MONDAY + 2 * HOUR)
    for person in on_stage.people[1:4]:
        assert on_stage.slack.command(person, on_stage.room, "/checkin").ok
    on_stage.settle()
    on_stage.advance(FRIDAY)
    prompts = [on_stage.prompts(person) for person in on_stage.people]
    assert [len(found) for found in prompts] == [1] * len(on_stage.people)
    assert "the meeting that just ended" in str(prompts[0][0].blocks)
