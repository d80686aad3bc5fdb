"""The buttons below a changed promise, tapped in the message and in App Home."""

from datetime import date

import pytest

from bot.directory.model import Person
from bot.home import consenting
from bot.home import handlers as home
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.teams.model import CONSENT_VERSION, Member, Team, TeamState
from bot.texts import catalogue
from tests.fakes.clock import HandClock
from tests.fakes.directory import FakeSlackPeople
from tests.fakes.unit import FakeUnit, FakeWork
from tests.handlers.slackbot import SlackBot

SAY = catalogue()
HERE, ANN = WorkspaceId("T1"), UserId("U1")
TEAMS = [TeamId("team-1"), TeamId("team-2")]


@pytest.fixture
def bot(slackbot: SlackBot, work: FakeWork, unit: FakeUnit, clock: HandClock) -> SlackBot:
    """Ann is in two teams, and the promise has been raised since she joined."""
    for team_id in TEAMS:
        channel = ChannelId(f"C{team_id[-1]}")
        unit.teams.save(Team(id=team_id, workspace_id=HERE, channel_id=channel, state=TeamState.ACTIVE))
        older = Member(team_id=team_id, user_id=ANN, consent_version=CONSENT_VERSION - 1)
        unit.teams.add_member(older, date(2026, 1, 5))
    unit.people.save(Person(workspace_id=HERE, user_id=ANN, zone="UTC"))
    consenting.register(slackbot.app, work=work, clock=clock, say=SAY, later=slackbot.later)
    home.register(slackbot.app, work=work, clock=clock, say=SAY, people=FakeSlackPeople(), later=slackbot.later)
    return slackbot


def test_agreeing_replaces_the_message_and_renews_every_team(bot: SlackBot, unit: FakeUnit) -> None:
    heard = bot.tap(ANN, "teams.agree", str(CONSENT_VERSION))
    assert heard.status == 200
    assert heard.replies[0]["replace_original"]
    assert heard.told == "\n".join([SAY.say("home-agreed")] * 2)
    assert all(member.has_agreed for member in unit.teams.joined.values())
    assert bot.again().replies[0]["text"] == SAY.say("home-agreed")


def test_the_button_of_an_older_message_shows_the_promise_as_it_is_now(bot: SlackBot, unit: FakeUnit) -> None:
    for value in (str(CONSENT_VERSION - 1), "", "x"):
        assert SAY.say("teams-promise-changed") in bot.tap(ANN, "teams.agree", value).told
    assert not any(member.has_agreed for member in unit.teams.joined.values())


def test_leaving_ends_every_membership_at_once(bot: SlackBot, unit: FakeUnit) -> None:
    heard = bot.tap(ANN, "teams.leave_everywhere")
    assert heard.replies[0]["text"] == SAY.say("home-left")
    assert unit.teams.joined == {}
    assert unit.people.people == {}
    assert bot.again().replies[0]["text"] == SAY.say("home-left")


def test_app_home_asks_the_same_and_is_redrawn(bot: SlackBot) -> None:
    shown = bot.event("app_home_opened", user=ANN, tab="home", channel="D1")
    assert SAY.say("teams-promise-changed") in shown.told
    assert "<#C1>" not in shown.told
    heard = bot.tap(ANN, "teams.agree", str(CONSENT_VERSION), home=True)
    assert "<#C1>" in heard.told
    assert SAY.say("teams-promise-changed") not in heard.told
