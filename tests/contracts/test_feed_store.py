"""What every store of calendars' feeds owes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.kernel.errors import CandorError
from bot.kernel.ids import ChannelId, SeriesId, TeamId, WorkspaceId
from bot.kernel.unit import Work
from bot.kernel.weeks import Weekday
from bot.meetings.model import Feed, Series, Source
from bot.teams.model import Team, TeamState
from bot.workspaces.model import Workspace

OURS, THEIRS = TeamId("team-1"), TeamId("team-2")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _two_teams(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.workspaces.save(Workspace(id=WorkspaceId("T1"), bot_user_id="UBOT"))
        for team_id in (OURS, THEIRS):
            unit.teams.save(
                Team(
                    id=team_id,
                    workspace_id=WorkspaceId("T1"),
                    channel_id=ChannelId(f"C-{team_id}"),
                    state=TeamState.ACTIVE,
                )
            )


def feed(name: str, poll_at: datetime = NOON, team_id: TeamId = OURS, **more: Any) -> Feed:
    return Feed(id=SeriesId(name), team_id=team_id, poll_at=poll_at, **more)


def keep(unit: Any, *feeds: Feed) -> None:
    for one in feeds:
        unit.meetings.put_series(
            Series(
                id=one.id,
                team_id=one.team_id,
                name="Meetings",
                weekday=Weekday.MONDAY,
                start_minute=0,
                length_minutes=0,
                zone="UTC",
                source=Source.CALENDAR,
            )
        )
        unit.feeds.save(one)


def test_a_feed_is_kept_with_all_that_is_known_of_it(work: Work[Any]) -> None:
    whole = feed(
        "a",
        title="planning",
        etag='"1"',
        last_modified="yesterday",
        digest="d" * 64,
        roster="r" * 64,
        read_at=NOON,
        read_until=NOON + HOUR,
        trouble="feeds-away",
        failures=3,
    )
    with work.write() as unit:
        keep(unit, whole, feed("b", team_id=THEIRS))
    with work.read() as unit:
        assert unit.feeds.find(whole.id) == whole
        assert unit.feeds.of_team(OURS) == [whole]
        assert unit.feeds.find(SeriesId("none")) is None


def test_an_address_comes_back_only_for_its_own_feed(work: Work[Any]) -> None:
    with work.write() as unit:
        keep(unit, feed("a"), feed("b"))
        unit.feeds.keep_address(SeriesId("a"), "https://calendar.example/secret")
        unit.feeds.save(feed("a", NOON + HOUR))
    with work.read() as unit:
        assert unit.feeds.get_address(SeriesId("a")) == "https://calendar.example/secret"
        with pytest.raises(CandorError):
            unit.feeds.get_address(SeriesId("b"))
    with pytest.raises(LookupError), work.write() as unit:
        unit.feeds.keep_address(SeriesId("none"), "https://calendar.example/")


def test_the_feed_that_is_due_first_is_claimed_once(work: Work[Any]) -> None:
    late, early, later = feed("a"), feed("b", NOON - HOUR), feed("c", NOON + HOUR)
    with work.write() as unit:
        keep(unit, late, early, later)
        assert unit.feeds.next_poll() == early.poll_at
        assert unit.feeds.claim(NOON, "one", 60) == early
    with work.write() as unit:
        assert unit.feeds.claim(NOON, "two", 60) == late
        assert unit.feeds.claim(NOON, "three", 60) is None


def test_a_claim_that_ran_out_is_free_for_others(work: Work[Any]) -> None:
    with work.write() as unit:
        keep(unit, feed("a"))
        assert unit.feeds.claim(NOON, "one", 0) is not None
        assert unit.feeds.claim(NOON, "two", 60) is not None
        assert not unit.feeds.finish(feed("a", NOON + HOUR), "one")
        assert unit.feeds.finish(feed("a", NOON + HOUR), "two")
        assert not unit.feeds.finish(feed("a", NOON + 2 * HOUR), "two")
        assert unit.feeds.find(SeriesId("a")) == feed("a", NOON + HOUR)


def test_whoever_changes_a_feed_takes_it_from_who_reads_it(work: Work[Any]) -> None:
    with work.write() as unit:
        keep(unit, feed("a"))
        unit.feeds.claim(NOON, "one", 60)
        unit.feeds.save(feed("a", title="changed"))
        assert not unit.feeds.finish(feed("a", etag="of the old address"), "one")
        assert unit.feeds.find(SeriesId("a")) == feed("a", title="changed")


def test_a_team_that_rests_or_is_gone_has_nothing_read(work: Work[Any]) -> None:
    with work.write() as unit:
        keep(unit, feed("a"))
        unit.teams.save(replace(unit.teams.get(OURS), state=TeamState.PAUSED))
        assert unit.feeds.claim(NOON, "one", 60) is None
        assert unit.feeds.next_poll() is None


def test_a_series_that_goes_takes_its_feed_along(work: Work[Any]) -> None:
    with work.write() as unit:
        keep(unit, feed("a"))
        unit.meetings.remove_series(SeriesId("a"))
        assert unit.feeds.find(SeriesId("a")) is None
        assert unit.feeds.of_team(OURS) == []
        assert unit.feeds.claim(NOON, "one", 60) is None
