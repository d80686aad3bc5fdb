"""Reading calendars on time: what becomes planned, what is honoured later, and what administrators hear."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.directory.model import ChannelFacts
from bot.home import service as home
from bot.kernel.errors import Refused, SlackRefused, SlackUnreachable
from bot.kernel.ids import UserId, WorkspaceId
from bot.kernel.weeks import Weekday
from bot.meetings import changing
from bot.meetings.feeds.match import occasions, roster_of
from bot.meetings.model import Feed, MeetingState, Rhythm
from bot.meetings.ondemand import tell_ended
from bot.meetings.polling import EVERY, HORIZON, LONGEST_WAIT, FeedPoller
from bot.meetings.ports import Event, Read, Version
from bot.meetings.service import plan_round
from bot.teams.model import TeamState
from bot.teams.service import Arrival, follow
from tests.fakes.directory import FakeSlackPeople
from tests.fakes.meetings import FakeFeedReader
from tests.fakes.unit import FakeWork
from tests.unit.meetings.room import (
    ANN,
    CHANNEL,
    DAY,
    HERE,
    HOUR,
    NAMES,
    NOW,
    PLANNING,
    SAY,
    TEAM,
    change,
    join,
    planned,
    room,
)

ADDRESS = "https://calendar.example/secret.ics"
MINUTE = timedelta(minutes=1)
WEDNESDAY = NOW + 46 * HOUR  # 10:00
FIVE = frozenset(f"{name}@acme.example" for name in NAMES[:5])


def event(start: datetime = WEDNESDAY, minutes: int = 60, addresses: frozenset[str] = frozenset()) -> Event:
    ends_at = start + minutes * MINUTE
    return Event(starts_at=start, ends_at=ends_at, addresses=addresses, listed=len(addresses))


class Calendar:
    """A team with one calendar, its server, and the clock's step."""

    def __init__(self, *, title: str = "planning") -> None:
        self.unit = room()
        self.people = FakeSlackPeople()
        join(self.unit, *NAMES)
        for name in NAMES:
            self.people.addresses[UserId(f"U-{name}")] = f"{name}@acme.example"
        feed = changing.put_calendar(self.unit, change(), None, "Project", title, ADDRESS, NOW, SAY)
        self.id = feed.id
        self.reader = FakeFeedReader()
        self.poller = FeedPoller(FakeWork(self.unit), self.reader, self.people, SAY)
        self.version = 0

    @property
    def feed(self) -> Feed:
        feed = self.unit.feeds.find(self.id)
        assert feed is not None
        return feed

    def hold(self, *events: Event) -> None:
        """Let the server have these events from now on."""
        self.version += 1
        self.reader.answers[ADDRESS] = Read(Version(etag=f'"{self.version}"'), events)

    def fail(self, text_id: str) -> None:
        self.reader.answers[ADDRESS] = Refused(text_id)

    def read(self, now: datetime = NOW) -> list[str]:
        """Read the calendar if it is due; return what is planned."""
        self.poller.step(now)
        return planned(self.unit)

    def heard(self) -> list[str]:
        """What Ann, the administrator, was told in private."""
        private = [one for one in self.unit.outbox.messages if one.channel == ANN]
        assert all(one.arguments["text"] == SAY.say("prompt-notification") for one in private)
        return [str(one.arguments["blocks"]) for one in private]


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


class TestReading:
    def test_what_counts_is_planned(self, calendar: Calendar) -> None:
        calendar.hold(event(), event(WEDNESDAY + 4 * HOUR))
        assert calendar.read() == ["Project 03-04 11:00", "Project 03-04 15:00"]
        assert (calendar.feed.read_at, calendar.feed.read_until) == (NOW, NOW + HORIZON)

    def test_it_is_asked_with_the_teams_zone_and_the_title(self, calendar: Calendar) -> None:
        calendar.hold()
        calendar.read()
        ((address, known, wanted),) = calendar.reader.asked
        assert (address, known) == (ADDRESS, Version())
        assert (wanted.title, wanted.zone, wanted.after, wanted.until) == ("planning", "UTC", NOW, NOW + HORIZON)

    def test_what_is_unchanged_is_asked_for_by_its_version_and_left_alone(self, calendar: Calendar) -> None:
        calendar.hold(event())
        before = calendar.read()
        assert calendar.read(NOW + EVERY) == before
        assert [known.etag for _, known, _ in calendar.reader.asked] == ["", '"1"']
        assert calendar.feed.read_at == NOW + EVERY

    def test_not_before_it_is_due(self, calendar: Calendar) -> None:
        calendar.hold(event())
        calendar.read()
        calendar.read(NOW + EVERY - MINUTE)
        assert len(calendar.reader.asked) == 1

    def test_a_minute_before_a_meeting_ends_it_is_looked_at_once_more(self, calendar: Calendar) -> None:
        calendar.hold(event())
        calendar.read()
        calendar.read(WEDNESDAY + 50 * MINUTE)
        assert calendar.feed.poll_at == WEDNESDAY + 59 * MINUTE
        calendar.hold()
        assert calendar.read(WEDNESDAY + 59 * MINUTE) == []

    def test_who_joined_in_the_meantime_is_matched_anew(self, calendar: Calendar) -> None:
        calendar.hold(event())
        calendar.read()
        join(calendar.unit, "grace")
        calendar.people.addresses[UserId("U-grace")] = "grace@acme.example"
        calendar.read(NOW + EVERY)
        assert [known for _, known, _ in calendar.reader.asked] == [Version(), Version()]

    def test_an_unchanged_calendar_is_read_anew_before_what_was_taken_runs_out(self, calendar: Calendar) -> None:
        calendar.hold(event())
        calendar.read()
        calendar.read(NOW + 13 * DAY)
        calendar.read(NOW + 15 * DAY)
        assert [known.etag for _, known, _ in calendar.reader.asked] == ["", '"1"', ""]

    def test_a_later_event_waits_for_its_round(self, calendar: Calendar) -> None:
        calendar.hold(event(), event(WEDNESDAY + 7 * DAY))
        assert calendar.read() == ["Project 03-04 11:00"]
        round_ = calendar.unit.teams.find_open_round(TEAM)
        assert round_ is not None
        team = calendar.unit.teams.get(TEAM)
        opened = follow(calendar.unit, team, round_, round_.closes_at)
        plan_round(calendar.unit, team, opened, round_.closes_at)
        assert planned(calendar.unit, 2) == ["Project 03-11 11:00"]

    def test_another_zone_of_the_team_and_a_channel_that_comes_back_read_it_anew(self, calendar: Calendar) -> None:
        calendar.hold(event())
        calendar.read()
        changing.set_post(calendar.unit, change(), "Asia/Kathmandu", Weekday.FRIDAY, 900, NOW, SAY)
        calendar.read()
        assert [(known, wanted.zone) for _, known, wanted in calendar.reader.asked][1:] == [
            (Version(), "Asia/Kathmandu")
        ]
        home.depart(calendar.unit, HERE, CHANNEL, "removed", NOW)
        assert planned(calendar.unit) == []
        facts = ChannelFacts(
            channel_id=CHANNEL, name="team", is_shared=False, is_archived=False, is_private=True, bot_is_in=True
        )
        now = NOW + HOUR
        home.arrive(calendar.unit, Arrival(workspace_id=HERE, channel=facts, delivery="back"), now, SAY)
        calendar.poller.step(now)
        assert planned(calendar.unit, 2) == ["Project 03-04 11:00"]

    def test_a_team_that_rests_is_not_read(self, calendar: Calendar) -> None:
        calendar.unit.teams.save(replace(calendar.unit.teams.get(TEAM), state=TeamState.PAUSED))
        assert calendar.read() == []
        assert calendar.reader.asked == []


class TestChanges:
    def test_moved_longer_and_called_off_up_to_the_end(self, calendar: Calendar) -> None:
        calendar.hold(event(), event(WEDNESDAY + 4 * HOUR))
        calendar.read()
        calendar.hold(event(minutes=90), event(WEDNESDAY + 6 * HOUR))
        now = WEDNESDAY + 59 * MINUTE
        assert calendar.read(now) == ["Project 03-04 11:30", "Project 03-04 17:00"]
        calendar.hold(event(WEDNESDAY + 6 * HOUR))
        assert calendar.read(now + EVERY) == ["Project 03-04 17:00"]

    def test_what_is_over_stays_as_it_was(self, calendar: Calendar) -> None:
        calendar.hold(event())
        calendar.read()
        calendar.hold()
        assert calendar.read(WEDNESDAY + HOUR) == ["Project 03-04 11:00"]

    @pytest.mark.parametrize("state", [MeetingState.ASKED, MeetingState.SKIPPED])
    def test_what_was_dealt_with_is_not_touched(self, calendar: Calendar, state: MeetingState) -> None:
        calendar.hold(event())
        calendar.read()
        (meeting,) = calendar.unit.meetings.planned_in(TEAM, 1)
        calendar.unit.meetings.mark(meeting.id, state)
        calendar.hold(event(minutes=90))
        assert calendar.read(NOW + EVERY) == []
        assert calendar.unit.meetings.find(meeting.id) == replace(meeting, state=state)

    def test_a_meeting_that_stays_keeps_its_id(self, calendar: Calendar) -> None:
        calendar.hold(event())
        calendar.read()
        (before,) = calendar.unit.meetings.planned_in(TEAM, 1)
        calendar.hold(event(addresses=FIVE))
        calendar.read(NOW + EVERY)
        (after,) = calendar.unit.meetings.planned_in(TEAM, 1)
        assert after == replace(before, people=frozenset(UserId(f"U-{name}") for name in NAMES[:5]))


class TestPeople:
    def test_without_a_title_five_who_joined_must_be_invited(self) -> None:
        calendar = Calendar(title="")
        four = frozenset({*list(FIVE)[:4], "stranger@elsewhere.example"})
        calendar.hold(event(addresses=FIVE), event(WEDNESDAY + 4 * HOUR, addresses=four))
        assert calendar.read() == ["Project 03-04 11:00"]
        (meeting,) = calendar.unit.meetings.planned_in(TEAM, 1)
        assert meeting.people == {f"U-{name}" for name in NAMES[:5]}

    def test_somebody_slack_says_nothing_about_is_passed_over(self) -> None:
        calendar = Calendar(title="")
        calendar.people.addresses.clear()
        calendar.hold(event(addresses=FIVE))
        assert calendar.read() == []
        assert calendar.feed.trouble == ""

    @pytest.mark.parametrize("error", [SlackUnreachable(), SlackRefused("ratelimited", 30)])
    def test_while_slack_is_away_nothing_known_is_lost(self, error: Exception) -> None:
        class Away(FakeSlackPeople):
            def address(self, workspace_id: WorkspaceId, user_id: UserId) -> str | None:
                raise error

        calendar = Calendar()
        calendar.hold(event())
        calendar.read()
        poller = FeedPoller(FakeWork(calendar.unit), calendar.reader, Away(), SAY)
        poller.step(NOW + EVERY)
        assert planned(calendar.unit) == ["Project 03-04 11:00"]
        assert calendar.feed.trouble == "feeds-slack"

    def test_which_events_count(self) -> None:
        joined = {f"{name}@acme.example": UserId(f"U-{name}") for name in NAMES}
        pair = frozenset({"ada@acme.example", "ben@acme.example"})
        assert occasions([event(addresses=pair)], "one-to-one", joined) == []
        assert [one.people for one in occasions([event()], "planning", joined)] == [None]
        strangers = frozenset({"x@else.example", "y@else.example", "z@else.example"})
        assert [one.people for one in occasions([event(addresses=strangers)], "planning", joined)] == [None]
        (both,) = occasions([event(addresses=FIVE), event(minutes=90, addresses=FIVE)], "", joined)
        assert both.ends_at == WEDNESDAY + 90 * MINUTE
        assert occasions([event(addresses=FIVE)], "", {}) == []

    def test_the_roster_changes_with_whoever_joins_and_says_nothing_in_clear(self) -> None:
        ada = {"ada@acme.example": UserId("U-ada")}
        assert roster_of(ada) != roster_of({})
        assert "ada" not in roster_of(ada)


class TestTrouble:
    def test_the_last_good_state_is_kept_and_the_administrator_told_once(self, calendar: Calendar) -> None:
        calendar.hold(event())
        calendar.read()
        calendar.fail("feeds-restless")
        for number in range(3):
            assert calendar.read(NOW + (1 + number) * HOUR) == ["Project 03-04 11:00"]
        first, *troubles = calendar.heard()
        assert "One event" in first
        assert len(troubles) == 1
        assert SAY.say("feeds-restless") in troubles[0]
        assert calendar.feed.trouble == "feeds-restless"

    def test_what_may_pass_by_itself_is_told_at_the_third_time(self, calendar: Calendar) -> None:
        calendar.fail("feeds-away")
        for number in range(5):
            calendar.read(NOW + number * 7 * HOUR)
            assert len(calendar.heard()) == int(number >= 2)

    def test_it_is_tried_again_later_and_later_and_then_all_is_well(self, calendar: Calendar) -> None:
        calendar.fail("feeds-away")
        now, waits = NOW, []
        for _ in range(8):
            calendar.read(now)
            waits.append(calendar.feed.poll_at - now)
            now = calendar.feed.poll_at
        assert waits[:3] == [EVERY, 2 * EVERY, 4 * EVERY]
        assert waits == sorted(waits)
        assert waits[-1] == LONGEST_WAIT
        calendar.hold()
        calendar.read(now)
        assert (calendar.feed.trouble, calendar.feed.failures) == ("", 0)

    def test_without_the_key_it_says_so(self, calendar: Calendar) -> None:
        calendar.unit.feeds.addresses.clear()
        calendar.read()
        assert calendar.feed.trouble == "feeds-no-key"

    def test_how_many_events_count_is_not_said_where_it_depends_on_who_joined(self) -> None:
        calendar = Calendar(title="")
        calendar.hold(event(addresses=FIVE))
        calendar.read()
        (with_one,) = calendar.heard()
        calendar = Calendar(title="")
        calendar.hold()
        calendar.read()
        assert calendar.heard() == [with_one]

    def test_nothing_of_an_address_or_a_title_is_logged(
        self, calendar: Calendar, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        calendar.hold(event(addresses=FIVE))
        calendar.read()
        calendar.fail("feeds-away")
        calendar.read(NOW + HOUR)
        logged = str([vars(record) for record in caplog.records])
        assert caplog.records
        assert not any(word in logged for word in ("calendar.example", "planning", "acme.example", "U-ada", "Project"))


class TestSeveralAtOnce:
    def test_who_lost_the_claim_writes_nothing(self, calendar: Calendar) -> None:
        class Slow(FakeFeedReader):
            def read(inner, address, known, wanted):
                changing.put_calendar(calendar.unit, change(), calendar.id, "Project", "review", "", NOW, SAY)
                return super().read(address, known, wanted)

        slow = Slow()
        calendar.hold(event())
        slow.answers = calendar.reader.answers
        feed_before = calendar.feed
        FeedPoller(FakeWork(calendar.unit), slow, calendar.people, SAY)._next(NOW)
        assert planned(calendar.unit) == []
        assert calendar.feed == replace(feed_before, title="review")

    def test_a_feed_that_is_being_read_is_left_to_who_reads_it(self, calendar: Calendar) -> None:
        calendar.hold(event())
        assert calendar.unit.feeds.claim(NOW, "another", 60) is not None
        assert calendar.read() == []
        assert calendar.reader.asked == []


arrivals = st.permutations(["calendar", "weekly", "told", "again"])


@given(arrivals, st.integers(-90, 150), st.integers(15, 180))
def test_in_whatever_order_sources_come_there_is_one_meeting_for_each(
    order: Sequence[str], shift: int, minutes: int
) -> None:
    """The same calendar, weekly time and word of a member, in any order: the same meetings are planned."""
    calendar = Calendar()
    now = WEDNESDAY - 2 * HOUR
    calendar.hold(event(WEDNESDAY + shift * MINUTE, minutes))
    draft = replace(PLANNING, weekday=Weekday.WEDNESDAY)
    weekly = calendar.unit.meetings.series_of(TEAM)
    assert weekly == []

    def do(what: str) -> None:
        if what == "weekly":
            changing.put_weekly(calendar.unit, change(), None, draft, Rhythm(), now, SAY)
        elif what == "told":
            tell_ended(calendar.unit, calendar.unit.teams.get(TEAM), UserId("U-ada"), now, SAY)
        else:
            calendar.poller.step(now)

    for what in order:
        do(what)
    found = [one for one in planned(calendar.unit) if not one.startswith("the meeting")]
    overlap = min(60, shift + minutes) - max(0, shift)
    assert len(found) == (1 if 2 * overlap > min(60, minutes) else 2)
    do("calendar")
    assert [one for one in planned(calendar.unit) if not one.startswith("the meeting")] == found
