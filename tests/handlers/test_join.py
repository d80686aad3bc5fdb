"""The bot comes into a channel; people join and leave there, each by a tap of their own."""

import pytest

from bot.directory.model import Standing
from bot.home import events
from bot.home import handlers as home
from bot.kernel.ids import ChannelId, TeamId, UserId
from bot.teams import handlers as teams
from bot.teams.model import MIN_TEAM, Team, TeamState
from bot.texts import catalogue
from tests.fakes.clock import HandClock
from tests.fakes.directory import FakeSlackPeople
from tests.fakes.unit import FakeUnit, FakeWork
from tests.handlers.slackbot import Heard, SlackBot

SAY = catalogue()
CHANNEL = ChannelId("C1")
FIVE = [f"U{number}" for number in range(1, MIN_TEAM + 1)]


@pytest.fixture
def people() -> FakeSlackPeople:
    """A private channel with six people in it, and one who is not."""
    found = FakeSlackPeople()
    found.open_channel(CHANNEL)
    for user_id in [*FIVE, "U6"]:
        found.arrive(UserId(user_id), CHANNEL)
    found.arrive(UserId("U-outside"))
    return found


@pytest.fixture
def bot(slackbot: SlackBot, work: FakeWork, clock: HandClock, people: FakeSlackPeople) -> SlackBot:
    home.register(slackbot.app, work=work, clock=clock, say=SAY, people=people, later=slackbot.later)
    events.register(slackbot.app, work=work, clock=clock, say=SAY, people=people)
    teams.register(slackbot.app, say=SAY)
    return slackbot


@pytest.fixture
def team(bot: SlackBot, unit: FakeUnit) -> TeamId:
    """The bot has just been invited."""
    invited(bot)
    return team_of(unit).id


def invited(bot: SlackBot) -> Heard:
    return bot.event("member_joined_channel", user="UBOT", channel=CHANNEL, inviter="U1")


def team_of(unit: FakeUnit) -> Team:
    (found,) = unit.teams.teams.values()
    return found


def join(bot: SlackBot, team: TeamId, user: str = "U1") -> Heard:
    return bot.tap(user, "teams.join", team)


def members(unit: FakeUnit) -> list[str]:
    return [member.user_id for member in unit.teams.members(team_of(unit).id)]


class TestArriving:
    def test_the_channel_is_welcomed_once_however_often_slack_tells(self, bot: SlackBot, unit: FakeUnit) -> None:
        assert invited(bot).status == 200
        bot.again()
        invited(bot)
        (message,) = unit.outbox.messages
        assert message.arguments["text"] == SAY.say("welcome-text")
        assert message.channel == CHANNEL

    def test_other_people_coming_in_are_none_of_our_business(self, bot: SlackBot, unit: FakeUnit) -> None:
        assert bot.event("member_joined_channel", user="U1", channel=CHANNEL).status == 200
        assert unit.teams.teams == {}

    def test_a_shared_channel_is_turned_away(self, bot: SlackBot, unit: FakeUnit, people: FakeSlackPeople) -> None:
        people.open_channel(CHANNEL, is_shared=True)
        invited(bot)
        (message,) = unit.outbox.messages
        assert (message.method, message.arguments["user"]) == ("chat.postEphemeral", "U1")
        assert "shared beyond this workspace" in message.arguments["text"]
        assert unit.teams.teams == {}

    @pytest.mark.parametrize("event", sorted(events.GONE))
    def test_a_channel_that_is_gone_is_left_alone(
        self, bot: SlackBot, unit: FakeUnit, team: TeamId, event: str
    ) -> None:
        assert bot.event(event, channel=CHANNEL).status == 200
        assert team_of(unit).state is TeamState.GONE

    def test_unarchived_it_is_back_where_the_bot_is_still_in(
        self, bot: SlackBot, unit: FakeUnit, people: FakeSlackPeople, team: TeamId
    ) -> None:
        people.archive(CHANNEL)
        bot.event("channel_archive", channel=CHANNEL)
        bot.event("channel_unarchive", channel=CHANNEL)
        assert team_of(unit).state is TeamState.GONE
        people.open_channel(CHANNEL)
        bot.event("channel_unarchive", channel=CHANNEL)
        assert team_of(unit).state is TeamState.GREETED

    def test_a_removal_told_late_and_again_does_not_undo_the_return(
        self, bot: SlackBot, unit: FakeUnit, team: TeamId
    ) -> None:
        bot.event("member_left_channel", user="UBOT", channel=CHANNEL)
        removal = bot._last
        invited(bot)
        bot.deliver(removal)
        assert team_of(unit).state is TeamState.GREETED


class TestJoining:
    def test_a_tap_joins_and_only_that_person_hears(self, bot: SlackBot, unit: FakeUnit, team: TeamId) -> None:
        heard = join(bot, team)
        assert heard.status == 200
        (reply,) = heard.replies
        assert reply["response_type"] == "ephemeral"
        assert reply["replace_original"] is False
        assert members(unit) == ["U1"]
        assert len(unit.outbox.messages) == 1  # the welcome, as before

    def test_the_reply_says_how_to_stop_and_how_it_stays_private(self, bot: SlackBot, team: TeamId) -> None:
        (reply,) = join(bot, team).replies
        buttons = [one for block in reply["blocks"] for one in block.get("elements", [])]
        assert {one["action_id"] for one in buttons} == {"teams.privacy", "teams.leave"}
        assert SAY.say("home-joined-stop") in str(reply)

    def test_nothing_tells_how_many_have_joined_but_whether_it_has_begun(self, bot: SlackBot, team: TeamId) -> None:
        told = [join(bot, team, user).told for user in [*FIVE, "U6"]]
        assert set(told[:4]) == {told[0]}
        assert set(told[4:]) == {told[4]}
        assert SAY.say("home-joined-waiting") in told[0]
        assert SAY.say("home-joined-waiting") not in told[4]

    def test_the_same_delivery_again_does_nothing(self, bot: SlackBot, unit: FakeUnit, team: TeamId) -> None:
        join(bot, team)
        joined = bot._last
        bot.tap("U1", "teams.leave", team)
        again = bot.deliver(joined)
        assert (again.status, again.replies) == (200, [])
        assert members(unit) == []

    def test_a_second_tap_is_told_so(self, bot: SlackBot, unit: FakeUnit, team: TeamId) -> None:
        join(bot, team)
        assert SAY.say("home-joined-before") in join(bot, team).told
        assert members(unit) == ["U1"]

    @pytest.mark.parametrize(
        ("standing", "text_id"),
        [
            (Standing.GUEST, "trust-refused-guest"),
            (Standing.DEACTIVATED, "trust-refused-deactivated"),
            (Standing.STRANGER, "trust-refused-stranger"),
            (Standing.BOT, "trust-refused-bot"),
        ],
    )
    def test_who_cannot_take_part_is_told_in_a_sentence(
        self,
        bot: SlackBot,
        unit: FakeUnit,
        people: FakeSlackPeople,
        team: TeamId,
        standing: Standing,
        text_id: str,
    ) -> None:
        people.arrive(UserId("U1"), CHANNEL, standing=standing)
        assert join(bot, team).told == SAY.say(text_id)
        assert members(unit) == []

    def test_who_is_not_in_the_channel_is_told_in_a_sentence(self, bot: SlackBot, unit: FakeUnit, team: TeamId) -> None:
        assert join(bot, team, "U-outside").told == SAY.say("trust-refused-outside")
        assert members(unit) == []

    def test_a_button_of_a_team_that_is_gone_says_so(self, bot: SlackBot, team: TeamId) -> None:
        bot.event("channel_archive", channel=CHANNEL)
        assert join(bot, team).told == SAY.say("trust-gone")
        assert join(bot, TeamId("never-was")).told == SAY.say("trust-gone")

    def test_another_workspaces_team_is_not_to_be_had(self, bot: SlackBot, unit: FakeUnit, team: TeamId) -> None:
        join(bot, team, "U1")
        bot.workspace_id = "T2"
        assert join(bot, team, "U2").told == SAY.say("trust-gone")
        assert bot.tap("U1", "teams.leave", team).told == SAY.say("trust-not-joined-here")
        assert members(unit) == ["U1"]

    def test_the_promise_opens_in_a_window(self, bot: SlackBot, team: TeamId) -> None:
        heard = bot.tap("U1", "teams.privacy", team)
        assert heard.view()["callback_id"] == "teams.privacy_read"
        for paragraph in ("privacy-tap", "privacy-cannot", "privacy-change"):
            assert SAY.say(paragraph) in heard.told


class TestLeaving:
    def test_a_tap_leaves_at_once(self, bot: SlackBot, unit: FakeUnit, team: TeamId) -> None:
        join(bot, team)
        assert bot.tap("U1", "teams.leave", team).told.splitlines()[0] == SAY.say("home-left")
        assert members(unit) == []
        assert unit.people.people == {}

    def test_leaving_twice_says_that_there_is_nothing_to_leave(self, bot: SlackBot, team: TeamId) -> None:
        assert bot.tap("U1", "teams.leave", team).told == SAY.say("trust-not-joined-here")

    def test_leaving_the_channel_leaves_the_team(self, bot: SlackBot, unit: FakeUnit, team: TeamId) -> None:
        join(bot, team)
        join(bot, team, "U2")
        bot.event("member_left_channel", user="U1", channel=CHANNEL)
        assert members(unit) == ["U2"]

    def test_who_becomes_a_guest_or_is_deactivated_leaves(self, bot: SlackBot, unit: FakeUnit, team: TeamId) -> None:
        for user in ("U1", "U2", "U3"):
            join(bot, team, user)
        bot.event("user_change", user={"id": "U1", "team_id": "T1", "deleted": True})
        bot.event("user_change", user={"id": "U2", "team_id": "T1", "is_restricted": True})
        bot.event("user_change", user={"id": "U3", "team_id": "T1", "tz": "Asia/Tokyo"})
        assert members(unit) == ["U3"]
        assert unit.people.find("T1", "U3").zone == "Asia/Tokyo"

    def test_changes_of_people_who_did_not_join_are_dropped(self, bot: SlackBot, unit: FakeUnit, team: TeamId) -> None:
        before = dict(unit.deliveries.seen)
        bot.event("user_change", user={"id": "U9", "team_id": "T1", "deleted": True})
        bot.event("member_left_channel", user="U9", channel=CHANNEL)
        assert unit.people.people == {}
        assert unit.deliveries.seen == before
