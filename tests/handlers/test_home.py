"""App Home: my teams, what waits for me, and the buttons that change it."""

from datetime import date, timedelta

import pytest

from bot.checkins.model import Checkin
from bot.directory import handlers as directory
from bot.home import handlers as home
from bot.kernel.ids import ChannelId, CheckinId, MeetingId, TeamId, UserId, WorkspaceId
from bot.teams.model import MIN_TEAM, Team, TeamState, first_round
from bot.texts import catalogue
from tests.fakes.clock import HandClock
from tests.fakes.directory import FakeSlackPeople
from tests.fakes.unit import FakeUnit, FakeWork
from tests.handlers.slackbot import Heard, SlackBot

SAY = catalogue()
HERE, CHANNEL, TEAM = WorkspaceId("T1"), ChannelId("C1"), TeamId("team-1")


@pytest.fixture
def bot(slackbot: SlackBot, work: FakeWork, unit: FakeUnit, clock: HandClock) -> SlackBot:
    people = FakeSlackPeople()
    people.open_channel(CHANNEL)
    for number in range(1, MIN_TEAM + 2):
        people.arrive(UserId(f"U{number}"), CHANNEL)
    team = Team(id=TEAM, workspace_id=HERE, channel_id=CHANNEL, state=TeamState.ACTIVE)
    unit.teams.save(team)
    unit.teams.save_round(first_round(team, clock.now()))
    home.register(slackbot.app, work=work, clock=clock, say=SAY, people=people, later=slackbot.later)
    directory.register(slackbot.app, work=work, clock=clock)
    return slackbot


def opened(bot: SlackBot, user: str = "U1") -> Heard:
    return bot.event("app_home_opened", user=user, tab="home", channel="D1")


def join(bot: SlackBot, *users: str) -> None:
    for user in users:
        bot.tap(user, "teams.join", TEAM)


def actions(heard: Heard) -> list[str]:
    blocks = heard.view()["blocks"]
    return [one["action_id"] for block in blocks if block["type"] == "actions" for one in block["elements"]]


def test_who_has_not_joined_sees_that_and_the_promise(bot: SlackBot) -> None:
    heard = opened(bot)
    assert heard.view()["type"] == "home"
    assert SAY.say("home-no-teams") in heard.told
    assert SAY.say("privacy-tap") in heard.told
    assert actions(heard) == []


def test_who_joined_sees_the_team_and_what_can_be_changed(bot: SlackBot) -> None:
    join(bot, "U1")
    heard = opened(bot)
    assert "<#C1>" in heard.told
    assert actions(heard) == ["teams.leave", "home.pause"]


def test_nothing_changes_when_others_join(bot: SlackBot) -> None:
    join(bot, "U1")
    before = opened(bot).view()
    join(bot, *(f"U{number}" for number in range(2, MIN_TEAM + 2)))
    assert opened(bot).view() == before


def test_the_other_tab_is_left_alone(bot: SlackBot) -> None:
    assert bot.event("app_home_opened", user="U1", tab="messages", channel="D1").calls == []


def test_pausing_and_resuming_show_at_once(bot: SlackBot, unit: FakeUnit, clock: HandClock) -> None:
    join(bot, "U1")
    paused = bot.tap("U1", "home.pause", home=True)
    assert actions(paused) == ["teams.leave", "home.resume"]
    assert unit.people.find(HERE, UserId("U1")).is_paused(clock.now() + timedelta(days=6))
    assert actions(bot.tap("U1", "home.resume", home=True)) == ["teams.leave", "home.pause"]
    assert not unit.people.find(HERE, UserId("U1")).is_paused(clock.now())


def test_a_pause_delivered_twice_is_one(bot: SlackBot, unit: FakeUnit, clock: HandClock) -> None:
    join(bot, "U1")
    bot.tap("U1", "home.pause", home=True)
    until = unit.people.find(HERE, UserId("U1")).paused_until
    clock.move_to(clock.now() + timedelta(minutes=5))
    assert bot.again().status == 200
    assert unit.people.find(HERE, UserId("U1")).paused_until == until


def test_leaving_shows_at_once(bot: SlackBot, unit: FakeUnit) -> None:
    join(bot, "U1")
    heard = bot.tap("U1", "teams.leave", TEAM, home=True)
    assert SAY.say("home-no-teams") in heard.told
    assert unit.teams.members(TEAM) == []


def test_a_button_that_no_longer_fits_opens_a_sentence(bot: SlackBot) -> None:
    assert SAY.say("trust-not-joined") in bot.tap("U1", "home.pause", home=True).told


def test_a_check_in_that_was_sent_waits_until_the_close(bot: SlackBot, unit: FakeUnit, clock: HandClock) -> None:
    join(bot, "U1")
    checkin = Checkin(
        id=CheckinId("c"),
        team_id=TEAM,
        meeting_id=MeetingId("m"),
        round_number=1,
        user_id=UserId("U1"),
        due_at=clock.now(),
    )
    unit.checkins.add([checkin])
    unit.checkins.note_shown(HERE, UserId("U1"), date(2026, 3, 2), checkin.id)
    assert "A check-in is waiting" in opened(bot).told
    clock.move_to(unit.teams.find_open_round(TEAM).closes_at)
    assert "A check-in is waiting" not in opened(bot).told


def test_do_not_disturb_is_kept_for_those_who_joined(bot: SlackBot, unit: FakeUnit, clock: HandClock) -> None:
    join(bot, "U1")
    begins = int(clock.now().timestamp())
    status = {"dnd_enabled": True, "next_dnd_start_ts": begins, "next_dnd_end_ts": begins + 3600}
    for user in ("U1", "U2"):
        assert bot.event("dnd_updated_user", user=user, dnd_status=status).status == 200
    assert unit.people.find(HERE, UserId("U1")).quiet_until == clock.now() + timedelta(hours=1)
    assert unit.people.find(HERE, UserId("U2")) is None
