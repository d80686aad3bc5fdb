"""`/trust setup`: the form, one more meeting in it, wrong values at their field, and who may."""

from typing import Any

import pytest

from bot.directory.model import Standing
from bot.home import handlers as home
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.meetings import handlers as meetings
from bot.teams.model import Team, TeamState
from bot.texts import catalogue
from tests.fakes.clock import HandClock
from tests.fakes.directory import FakeSlackPeople
from tests.fakes.unit import FakeUnit, FakeWork
from tests.handlers.slackbot import Heard, SlackBot

SAY = catalogue()
CHANNEL, TEAM = ChannelId("C1"), TeamId("team-1")
PRIVATE = f"{TEAM} private"

Values = dict[str, dict[str, Any]]


@pytest.fixture
def people() -> FakeSlackPeople:
    found = FakeSlackPeople()
    found.open_channel(CHANNEL)
    found.arrive(UserId("U1"), CHANNEL, zone="Asia/Kathmandu")
    found.arrive(UserId("U2"), CHANNEL)
    found.arrive(UserId("U-chief"), CHANNEL, is_workspace_admin=True)
    found.arrive(UserId("U-guest"), CHANNEL, standing=Standing.GUEST)
    found.arrive(UserId("U-outside"), is_workspace_admin=True)
    return found


@pytest.fixture
def bot(slackbot: SlackBot, work: FakeWork, unit: FakeUnit, clock: HandClock, people: FakeSlackPeople) -> SlackBot:
    unit.teams.save(Team(id=TEAM, workspace_id=WorkspaceId("T1"), channel_id=CHANNEL))
    meetings.register(slackbot.app, work=work, clock=clock, say=SAY, people=people)
    home.register(slackbot.app, work=work, clock=clock, say=SAY, people=people, later=slackbot.later)
    return slackbot


def chosen(value: str) -> dict[str, Any]:
    return {"meetings.type": {"type": "static_select", "selected_option": {"value": value}}}


def typed(value: str | None) -> dict[str, Any]:
    return {"meetings.type": {"type": "plain_text_input", "value": value}}


def at(value: str | None) -> dict[str, Any]:
    return {"meetings.type": {"type": "timepicker", "selected_time": value}}


def meeting(
    number: int = 0, name: str = "Planning", day: str = "3", start: str = "13:00", length: str = "60"
) -> Values:
    return {
        f"name-{number}": typed(name),
        f"day-{number}": chosen(day),
        f"start-{number}": at(start),
        f"length-{number}": typed(length),
    }


def entered(*meetings_: Values, zone: str = "UTC", post_day: str = "4", post_at: str = "15:00") -> Values:
    values: Values = {"zone": typed(zone), "post_day": chosen(post_day), "post_at": at(post_at)}
    for one in meetings_ or (meeting(),):
        values |= one
    return values


def submit(bot: SlackBot, values: Values | None = None, user: str = "U1", **view: Any) -> Heard:
    return bot.submit(user, "meetings.set_up", values or entered(), private=PRIVATE, **view)


class TestOpening:
    def test_the_form_opens_in_the_zone_of_whoever_asks(self, bot: SlackBot) -> None:
        view = bot.command("U1", "/trust", "setup").view()
        blocks = {block.get("block_id"): block for block in view["blocks"]}
        assert blocks["zone"]["element"]["initial_value"] == "Asia/Kathmandu"
        assert view["private_metadata"] == PRIVATE
        assert "name-0" in blocks
        assert "name-1" not in blocks

    @pytest.mark.parametrize("word", ["Setup", "  SETUP  now"])
    def test_the_word_may_be_written_as_people_write(self, bot: SlackBot, word: str) -> None:
        assert bot.command("U1", "/trust", word).view()["callback_id"] == "meetings.set_up"

    def test_it_shows_what_is_set_up(self, bot: SlackBot) -> None:
        submit(bot, entered(meeting(name="Planning"), meeting(1, "Review", "1", "09:30", "45"), zone="Europe/Berlin"))
        heard = bot.command("U1", "/trust", "setup")
        assert heard.view()["callback_id"] == "meetings.overview"
        assert "*Review*: every Tuesday, 09:30 to 10:15 (Europe/Berlin)" in heard.told
        assert "*Planning*: every Thursday, 13:00 to 14:00 (Europe/Berlin)" in heard.told

    @pytest.mark.parametrize(
        ("user", "text_id"), [("U-guest", "trust-refused-guest"), ("U-outside", "trust-refused-outside")]
    )
    def test_who_may_not_gets_a_sentence_and_no_form(self, bot: SlackBot, user: str, text_id: str) -> None:
        heard = bot.command(user, "/trust", "setup")
        assert heard.told == SAY.say(text_id)
        assert heard.calls == []

    def test_outside_a_teams_channel_there_is_nothing_to_set_up(self, bot: SlackBot) -> None:
        assert bot.command("U1", "/trust", "setup", channel="D1").told == SAY.say("trust-needs-channel")
        assert bot.command("U1", "/trust", "setup", channel="C9").told == SAY.say("trust-not-here")

    def test_a_channel_shared_meanwhile_is_refused(self, bot: SlackBot, people: FakeSlackPeople) -> None:
        people.open_channel(CHANNEL, is_shared=True)
        assert bot.command("U1", "/trust", "setup").told == SAY.say("trust-shared-channel")


class TestOneMore:
    def test_it_keeps_what_was_typed_right_or_wrong(self, bot: SlackBot) -> None:
        values = entered(meeting(name="Retro & co", length=""), zone="Nowhere", post_at="08:00")
        shown = {"private_metadata": PRIVATE, "state": {"values": values}}
        view = bot.tap("U1", "meetings.add", modal=shown).view()
        blocks = {block.get("block_id"): block for block in view["blocks"]}
        assert blocks["name-0"]["element"]["initial_value"] == "Retro & co"
        assert blocks["day-0"]["element"]["initial_option"]["value"] == "3"
        assert blocks["zone"]["element"]["initial_value"] == "Nowhere"
        assert blocks["post_at"]["element"]["initial_time"] == "08:00"
        assert "initial_value" not in blocks["name-1"]["element"]
        assert view["private_metadata"] == PRIVATE

    def test_the_fifth_is_the_last(self, bot: SlackBot) -> None:
        values = entered(*(meeting(number) for number in range(4)))
        view = bot.tap("U1", "meetings.add", modal={"private_metadata": PRIVATE, "state": {"values": values}}).view()
        ids = [block.get("block_id") for block in view["blocks"]]
        assert "name-4" in ids
        assert "more" not in ids


class TestSubmitting:
    def test_it_is_kept_shown_in_words_and_said_in_the_channel(self, bot: SlackBot, unit: FakeUnit) -> None:
        heard = submit(bot)
        assert heard.body["response_action"] == "update"
        assert "every Thursday, 13:00 to 14:00 (UTC)" in heard.told
        assert unit.teams.get(TEAM).state is TeamState.ACTIVE
        assert unit.teams.admins(TEAM) == ["U1"]
        assert len(unit.meetings.planned_in(TEAM, 1)) == 1
        (message,) = unit.outbox.messages
        assert message.channel == CHANNEL
        assert "<@U1>" in message.arguments["text"]

    def test_wrong_values_are_answered_at_their_field_and_nothing_is_kept(self, bot: SlackBot, unit: FakeUnit) -> None:
        values = entered(meeting(name="", length="3"), zone="Berlin", post_at="")
        heard = submit(bot, values)
        assert heard.errors == {
            "zone": SAY.say("meetings-zone-nearly", zone="Europe/Berlin"),
            "name-0": SAY.say("meetings-name-missing"),
            "post_at": SAY.say("meetings-time-wrong"),
        }
        assert unit.teams.get(TEAM).state is TeamState.GREETED
        assert unit.outbox.messages == []

    def test_after_a_mistake_the_same_form_can_be_sent_again(self, bot: SlackBot, unit: FakeUnit) -> None:
        submit(bot, entered(zone="?"), id="V5", hash="5.h")
        assert submit(bot, id="V5", hash="5.h").body["response_action"] == "update"
        assert unit.teams.get(TEAM).state is TeamState.ACTIVE

    def test_a_double_click_is_one_set_up(self, bot: SlackBot, unit: FakeUnit) -> None:
        submit(bot)
        assert bot.again().status == 200
        assert len(unit.outbox.messages) == 1

    def test_an_old_submission_delivered_late_does_not_undo_a_newer_one(self, bot: SlackBot, unit: FakeUnit) -> None:
        submit(bot, id="V5", hash="5.h")
        submit(bot, entered(meeting(name="Newer")), user="U-chief")
        submit(bot, id="V5", hash="5.h")
        assert [one.name for one in unit.meetings.series_of(TEAM)] == ["Newer"]

    def test_it_is_checked_again_who_may(self, bot: SlackBot, unit: FakeUnit, people: FakeSlackPeople) -> None:
        submit(bot)
        heard = submit(bot, entered(meeting(name="Mine now")), user="U2")
        assert SAY.say("trust-refused-not-admin") in heard.told
        assert [one.name for one in unit.meetings.series_of(TEAM)] == ["Planning"]
        people.inside[CHANNEL].discard(UserId("U1"))
        assert SAY.say("trust-refused-outside") in submit(bot, entered(meeting(name="Later"))).told
        assert [one.name for one in unit.meetings.series_of(TEAM)] == ["Planning"]

    def test_a_workspace_administrator_may_change_it(self, bot: SlackBot, unit: FakeUnit) -> None:
        submit(bot)
        submit(bot, entered(meeting(name="By the chief")), user="U-chief")
        assert [one.name for one in unit.meetings.series_of(TEAM)] == ["By the chief"]

    def test_a_form_without_fields_is_answered_and_not_crashed_on(self, bot: SlackBot) -> None:
        assert set(submit(bot, {"zone": typed(None)}).errors) == {"zone", "name-0", "post_day", "post_at"}

    def test_a_form_of_a_team_that_is_gone_says_so(self, bot: SlackBot) -> None:
        heard = bot.submit("U1", "meetings.set_up", entered(), private="never-was private")
        assert SAY.say("trust-gone") in heard.told
