"""Whoever looks, wherever they look: it is the same whether others have joined, left or deleted themselves."""

import logging

import pytest

from bot.directory import handlers as directory
from bot.home import events
from bot.home import handlers as home
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.meetings import handlers as meetings
from bot.teams.model import MIN_TEAM, Team, TeamState, first_round
from bot.texts import catalogue
from bot.workspaces.model import Workspace
from tests.fakes.clock import HandClock
from tests.fakes.directory import FakeSlackPeople
from tests.fakes.unit import FakeUnit, FakeWork
from tests.handlers.slackbot import Heard, SlackBot

SAY = catalogue()
HERE, CHANNEL, TEAM = WorkspaceId("T1"), ChannelId("C1"), TeamId("team-1")
OTHERS = [f"U-other-{number}" for number in range(2 * MIN_TEAM)]
MEMBER, BYSTANDER, ADMIN = "U-member", "U-bystander", "U-admin"
LOOKERS = [MEMBER, BYSTANDER, ADMIN]


@pytest.fixture
def bot(slackbot: SlackBot, work: FakeWork, unit: FakeUnit, clock: HandClock) -> SlackBot:
    people = FakeSlackPeople()
    people.open_channel(CHANNEL)
    for user_id in [*OTHERS, *LOOKERS]:
        people.arrive(UserId(user_id), CHANNEL, is_workspace_admin=user_id == ADMIN)
    unit.workspaces.save(Workspace(id=HERE, bot_user_id="UBOT"))
    team = Team(id=TEAM, workspace_id=HERE, channel_id=CHANNEL, state=TeamState.ACTIVE)
    unit.teams.save(team)
    unit.teams.save_round(first_round(team, clock.now()))
    unit.teams.add_admin(TEAM, UserId(ADMIN))
    meetings.register(slackbot.app, work=work, clock=clock, say=SAY, people=people)
    events.register(slackbot.app, work=work, clock=clock, say=SAY, people=people)
    directory.register(slackbot.app, work=work, clock=clock)
    home.register(slackbot.app, work=work, clock=clock, say=SAY, people=people, later=slackbot.later)
    slackbot.tap(MEMBER, "teams.join", TEAM)
    return slackbot


def looks(bot: SlackBot, user: str) -> list[str]:
    """Everything that somebody can look at without changing anything."""
    heard: list[Heard] = [bot.command(user, "/trust", word) for word in ("", "help", "privacy", "no such word")]
    heard += [bot.command(user, "/trust", "setup")] if user == ADMIN else []
    heard += [bot.command(user, "/checkin", "help")]
    heard += [bot.event("app_home_opened", user=user, tab="home", channel="D1")]
    heard += [bot.tap(user, button, home=True) for button in ("home.stored", "home.delete", "home.hours", "home.often")]
    return [f"{one.status} {one.told}" for one in heard]


def test_every_surface_looks_the_same_whoever_joins_leaves_or_deletes_themselves(bot: SlackBot, unit: FakeUnit) -> None:
    before = {user: looks(bot, user) for user in LOOKERS}
    said = len(unit.outbox.messages)
    for user in OTHERS:
        bot.tap(user, "teams.join", TEAM)
        assert {user: looks(bot, user) for user in LOOKERS} == before
    for user in OTHERS[:4]:
        bot.tap(user, "teams.leave", TEAM)
    for user in OTHERS[4:]:
        bot.submit(user, "home.delete_form", {})
    assert {user: looks(bot, user) for user in LOOKERS} == before
    assert len(unit.outbox.messages) == said  # and nobody was told anything


def test_what_one_does_oneself_is_answered_the_same_however_many_there_are(bot: SlackBot, unit: FakeUnit) -> None:
    def leave_and_pause() -> list[str]:
        heard = [bot.command(MEMBER, "/trust", word) for word in ("pause", "resume", "leave", "leave")]
        heard.append(bot.command(BYSTANDER, "/trust", "leave"))
        bot.tap(MEMBER, "teams.join", TEAM)
        return [one.told for one in heard]

    few = leave_and_pause()
    for user in OTHERS:
        bot.tap(user, "teams.join", TEAM)
    assert leave_and_pause() == few


def test_nobodys_name_is_in_a_log_line(bot: SlackBot, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bot")
    for user in OTHERS:
        bot.tap(user, "teams.join", TEAM)
    bot.submit(OTHERS[0], "home.delete_form", {})
    bot.tap(BYSTANDER, "home.hours", home=True)
    lines = [f"{record.getMessage()} {vars(record)}" for record in caplog.records if record.name.startswith("bot")]
    assert not [line for line in lines if "U-other" in line or BYSTANDER in line]


def test_an_event_about_somebody_says_the_same_whether_they_joined(bot: SlackBot) -> None:
    told = []
    for user in (MEMBER, BYSTANDER):
        profile = {"id": user, "team_id": "T1", "tz": "Asia/Tokyo", "profile": {"status_emoji": ":palm_tree:"}}
        quiet = {"dnd_enabled": True, "next_dnd_start_ts": 1_800_000_000, "next_dnd_end_ts": 1_800_003_600}
        heard = [
            bot.event("user_change", user=profile),
            bot.event("dnd_updated_user", user=user, dnd_status=quiet),
            bot.event("member_left_channel", user=user, channel=CHANNEL),
        ]
        told.append([(one.status, one.body, one.replies, one.calls) for one in heard])
    assert told[0] == told[1]
