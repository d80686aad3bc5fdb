"""Somebody comes into a team's channel or leaves it: only that it happened is kept, and only of small channels."""

import logging
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.home import events
from bot.kernel.errors import SlackUnreachable
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.teams.model import Team, TeamState, first_round
from bot.texts import catalogue
from tests.fakes.clock import HandClock
from tests.fakes.directory import FakeSlackPeople
from tests.fakes.unit import FakeUnit, FakeWork
from tests.handlers.slackbot import SlackBot

CHANNEL = ChannelId("C1")
TEAM = Team(id=TeamId("team"), workspace_id=WorkspaceId("T1"), channel_id=CHANNEL, state=TeamState.ACTIVE)
STRANGER = "U-nobody-joined"


class OutOfReach(FakeSlackPeople):
    """Slack, when nobody gets through to it."""

    def channel(self, workspace_id: WorkspaceId, channel_id: ChannelId) -> None:
        raise SlackUnreachable("no connection")


@pytest.fixture
def people() -> FakeSlackPeople:
    return FakeSlackPeople()


@pytest.fixture
def listening(
    slackbot: SlackBot, work: FakeWork, unit: FakeUnit, clock: HandClock, people: FakeSlackPeople
) -> SlackBot:
    unit.teams.save(TEAM)
    unit.teams.save_round(replace(first_round(TEAM, datetime(2026, 3, 2, tzinfo=UTC)), number=6))
    people.open_channel(CHANNEL)
    events.register(slackbot.app, work=work, clock=clock, say=catalogue(), people=people)
    return slackbot


def fill(people: FakeSlackPeople, inside: int) -> None:
    for place in range(inside):
        people.arrive(UserId(f"U{place}"), CHANNEL)


@pytest.mark.parametrize(
    ("event", "inside", "rests"),
    [
        ("member_joined_channel", 12, True),  # eleven before
        ("member_joined_channel", 13, False),
        ("member_left_channel", 11, True),  # twelve before
        ("member_left_channel", 12, False),
    ],
)
def test_a_channel_counts_as_small_by_the_smaller_of_before_and_after(
    listening: SlackBot, unit: FakeUnit, people: FakeSlackPeople, event: str, inside: int, *, rests: bool
) -> None:
    fill(people, inside)
    assert listening.event(event, user=STRANGER, channel=CHANNEL).status == 200
    assert unit.teams.get(TEAM.id).channel_changed_round == (6 if rests else 0)


def test_nothing_tells_who_it_was(
    listening: SlackBot, unit: FakeUnit, people: FakeSlackPeople, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    listening.event("member_joined_channel", user=STRANGER, channel=CHANNEL)
    kept = [vars(store) for store in vars(unit).values()]
    assert STRANGER not in str(kept)
    assert STRANGER not in caplog.text
    assert unit.people.people == {}


def test_another_teams_channel_and_the_bot_itself_are_none_of_it(listening: SlackBot, unit: FakeUnit) -> None:
    listening.event("member_joined_channel", user=STRANGER, channel="C9")
    listening.event("member_joined_channel", user="UBOT", channel=CHANNEL)
    assert unit.teams.get(TEAM.id).channel_changed_round == 0


def test_where_slack_cannot_be_asked_the_arrow_rests(
    slackbot: SlackBot, work: FakeWork, unit: FakeUnit, clock: HandClock
) -> None:
    unit.teams.save(TEAM)
    unit.teams.save_round(first_round(TEAM, datetime(2026, 3, 2, tzinfo=UTC)))
    events.register(slackbot.app, work=work, clock=clock, say=catalogue(), people=OutOfReach())
    assert slackbot.event("member_left_channel", user=STRANGER, channel=CHANNEL).status == 200
    assert unit.teams.get(TEAM.id).channel_changed_round == 1
