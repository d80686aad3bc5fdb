"""The slash commands: every word gets a sentence, seen by the one who typed it."""

import pytest

from bot.home import handlers as home
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.meetings import handlers as meetings
from bot.resets import handlers as resets
from bot.teams.messages import PROMISE
from bot.teams.model import MIN_TEAM, Team, TeamState
from bot.texts import catalogue
from tests.fakes.chance import SeededChance
from tests.fakes.clock import HandClock
from tests.fakes.directory import FakeSlackPeople
from tests.fakes.unit import FakeUnit, FakeWork
from tests.handlers.slackbot import Heard, SlackBot

SAY = catalogue()
CHANNEL, TEAM = ChannelId("C1"), TeamId("team-1")


@pytest.fixture
def bot(slackbot: SlackBot, work: FakeWork, unit: FakeUnit, clock: HandClock) -> SlackBot:
    people = FakeSlackPeople()
    people.open_channel(CHANNEL)
    for number in range(1, MIN_TEAM + 2):
        people.arrive(UserId(f"U{number}"), CHANNEL)
    unit.teams.save(Team(id=TEAM, workspace_id=WorkspaceId("T1"), channel_id=CHANNEL))
    meetings.register(slackbot.app, work=work, clock=clock, say=SAY, people=people)
    home.register(slackbot.app, work=work, clock=clock, say=SAY, people=people, later=slackbot.later)
    resets.register(
        slackbot.app, work=work, clock=clock, chance=SeededChance(1), say=SAY, people=people, later=slackbot.later
    )
    return slackbot


def trust(bot: SlackBot, text: str = "", *, user: str = "U1", channel: str = CHANNEL) -> Heard:
    return bot.command(user, "/trust", text, channel=channel)


@pytest.mark.parametrize(
    "typed",
    [
        "/trust",
        "/trust help",
        "/trust privacy",
        "/trust nonsense",
        "/trust join",
        "/checkin",
        "/checkin help",
        "/checkin now",
        "/reset help",
        "/reset team",
        "/reset nonsense",
    ],
)
def test_every_answer_is_seen_by_the_asker_only(bot: SlackBot, typed: str) -> None:
    command, _, text = typed.partition(" ")
    heard = bot.command("U1", command, text)
    assert heard.status == 200
    assert heard.body["response_type"] == "ephemeral"
    assert heard.told
    assert heard.calls == []


@pytest.mark.parametrize(
    ("typed", "text_id"),
    [
        ("/trust help", "home-help"),
        ("/trust HELP me", "home-help"),
        ("/checkin help", "checkin-help"),
        ("/reset help", "resets-help"),
    ],
)
def test_help_says_what_there_is(bot: SlackBot, typed: str, text_id: str) -> None:
    command, _, text = typed.partition(" ")
    assert bot.command("U1", command, text).told.startswith(SAY.say(text_id))


@pytest.mark.parametrize("typed", ["nonsense", "joinn", "<@U2>", "löschen"])
def test_an_unknown_word_is_said_to_be_unknown(bot: SlackBot, unit: FakeUnit, typed: str) -> None:
    expected = SAY.say("home-unknown-word", command="/trust")
    assert trust(bot, typed).told.splitlines()[0] == expected
    assert typed not in trust(bot, typed).told
    assert unit.teams.members(TEAM) == []


def join(bot: SlackBot, user: str = "U1") -> Heard:
    return bot.tap(user, "teams.join", TEAM)


@pytest.mark.parametrize("word", ["", "join", "leave", "setup"])
def test_what_is_about_a_team_needs_its_channel(bot: SlackBot, word: str) -> None:
    assert trust(bot, word, channel="D1").told == SAY.say("trust-needs-channel")
    assert trust(bot, word, channel="C9").told == SAY.say("trust-not-here")


def test_what_is_about_oneself_works_anywhere(bot: SlackBot) -> None:
    assert SAY.say("privacy-tap") in trust(bot, "privacy", channel="D1").told
    join(bot)
    assert "break until" in trust(bot, "pause", channel="D1").told
    assert trust(bot, "resume", channel="C9").told.splitlines()[0] == SAY.say("home-resumed")


def test_a_channel_that_is_gone_is_not_here(bot: SlackBot, unit: FakeUnit) -> None:
    team = Team(id=TEAM, workspace_id=WorkspaceId("T1"), channel_id=CHANNEL, state=TeamState.GONE)
    unit.teams.save(team)
    assert trust(bot, "join").told == SAY.say("trust-not-here")


def test_joining_by_command_shows_the_promise_first(bot: SlackBot, unit: FakeUnit) -> None:
    shown = trust(bot, "join")
    assert all(SAY.say(paragraph) in shown.told for paragraph in PROMISE)
    assert unit.teams.members(TEAM) == []
    [offered] = [block["elements"] for block in shown.body["blocks"] if block["type"] == "actions"]
    assert [(one["action_id"], one["value"]) for one in offered] == [("teams.join", TEAM)]


def test_whoever_may_join_has_the_promise_in_short_above_the_button(bot: SlackBot) -> None:
    assert SAY.say("welcome-text") in trust(bot).told
    join(bot)
    assert SAY.say("welcome-text") not in trust(bot).told


def test_joining_twice_and_leaving_by_command(bot: SlackBot, unit: FakeUnit) -> None:
    assert SAY.say("home-joined") in join(bot).told
    assert SAY.say("home-joined-before") in trust(bot, "join").told
    assert [one.user_id for one in unit.teams.members(TEAM)] == ["U1"]
    assert SAY.say("home-left") in trust(bot, "leave").told
    assert unit.teams.members(TEAM) == []
    assert trust(bot, "leave").told == SAY.say("trust-not-joined-here")


@pytest.mark.parametrize("word", ["pause", "resume"])
def test_pausing_is_for_those_who_joined(bot: SlackBot, word: str) -> None:
    assert trust(bot, word).told == SAY.say("trust-not-joined")


def test_the_overview_is_the_same_whoever_else_has_joined(bot: SlackBot) -> None:
    before = trust(bot)
    for number in range(2, MIN_TEAM + 2):
        join(bot, f"U{number}")
    assert trust(bot).body == before.body
    assert SAY.say("home-overview-out") in before.told
    assert SAY.say("home-overview-not-set-up") in before.told


def test_the_overview_tells_me_about_myself(bot: SlackBot) -> None:
    join(bot)
    assert SAY.say("home-overview-in") in trust(bot).told


def test_no_answer_names_somebody_who_joined(bot: SlackBot) -> None:
    for number in range(2, MIN_TEAM + 2):
        join(bot, f"U{number}")
    told = [trust(bot, word).body for word in ("", "help", "join", "privacy", "pause", "leave")]
    assert not any(f"U{number}" in str(told) for number in range(2, MIN_TEAM + 2))
