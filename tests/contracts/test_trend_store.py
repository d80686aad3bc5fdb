"""Readings and posts: one contract for the fake and both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.ballots.model import HELD_BACK, act_item
from bot.kernel.ids import ChannelId, TeamId, WorkspaceId
from bot.practices.model import Word
from bot.teams.model import Team, first_round
from bot.trends.model import Reading
from bot.workspaces.model import Workspace

TEAM = Team(id=TeamId("team"), workspace_id=WorkspaceId("T1"), channel_id=ChannelId("C1"))
ROUND = first_round(TEAM, datetime(2026, 3, 2, 8, tzinfo=UTC))


@pytest.fixture
def unit(work):
    with work.write() as unit:
        unit.workspaces.save(Workspace(id=TEAM.workspace_id, bot_user_id="UBOT"))
        unit.teams.save(TEAM)
        yield unit


def reading(number: int, item: str = HELD_BACK) -> Reading:
    return Reading(item=item, number=number, round_number=number + 1, level=number % 20, word=Word.HALF)


def test_the_latest_readings_come_back_oldest_first(unit):
    for number in range(1, 16):
        unit.trends.add_reading(TEAM.id, reading(number))
    assert unit.trends.readings(TEAM.id, HELD_BACK, 12) == [reading(number) for number in range(4, 16)]


def test_items_and_teams_are_kept_apart(unit):
    unit.trends.add_reading(TEAM.id, reading(1, act_item(0)))
    assert unit.trends.readings(TEAM.id, HELD_BACK, 12) == []
    assert unit.trends.readings(TeamId("other"), act_item(0), 12) == []


def test_a_post_is_kept_as_it_was_written(unit):
    body = {"text": "Größe ☕", "blocks": [{"type": "divider"}], "post_at": 1}
    unit.trends.add_post(ROUND, body)
    assert unit.trends.find_post(TEAM.id, ROUND.number) == body
    assert unit.trends.find_post(TEAM.id, ROUND.number + 1) is None


@pytest.mark.parametrize("twice", ["reading", "post"])
def test_nothing_is_published_twice(work, twice):
    def publish() -> None:
        with work.write() as unit:
            if twice == "reading":
                unit.trends.add_reading(TEAM.id, reading(1))
            else:
                unit.trends.add_post(ROUND, {"text": "once"})

    with work.write() as unit:
        unit.workspaces.save(Workspace(id=TEAM.workspace_id, bot_user_id="UBOT"))
        unit.teams.save(TEAM)
    publish()
    with pytest.raises(Exception, match=r"."):
        publish()


def test_readings_of_some_rounds(unit):
    for number in range(1, 8):
        unit.trends.add_reading(TEAM.id, reading(number))
    unit.trends.add_reading(TEAM.id, reading(3, act_item(0)))
    found = unit.trends.readings_in(TEAM.id, HELD_BACK, 3, 5)
    assert [one.round_number for one in found] == [3, 4, 5]
    assert unit.trends.readings_in(TEAM.id, HELD_BACK, 90, 99) == []


def test_the_latest_post_and_the_latest_by_a_moment(unit):
    assert unit.trends.last_post(TEAM.id) is None
    later = replace(ROUND, number=2, posts_at=ROUND.posts_at + timedelta(weeks=1))
    unit.trends.add_post(ROUND, {"text": "one"})
    unit.trends.add_post(later, {"text": "two"})
    assert unit.trends.last_post(TEAM.id) == 2
    assert unit.trends.last_post(TEAM.id, by=ROUND.posts_at) == 1
    assert unit.trends.last_post(TEAM.id, by=ROUND.posts_at - timedelta(seconds=1)) is None
    assert unit.trends.last_post(TeamId("another")) is None
