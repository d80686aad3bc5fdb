"""The overview of where meetings come from, its forms, and `/checkin`, as Slack delivers them."""

import logging
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.home import handlers as home
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.kernel.weeks import Weekday
from bot.meetings import handlers as meetings
from bot.meetings.model import MOST_CALENDARS, MOST_SERIES, Plan, Series, SeriesDraft
from bot.meetings.service import SetUp, set_up
from bot.teams.model import Member, Team, TeamState
from bot.teams.service import Asker
from bot.texts import catalogue
from tests.fakes.clock import HandClock
from tests.fakes.directory import FakeSlackPeople
from tests.fakes.unit import FakeUnit, FakeWork
from tests.handlers.slackbot import Heard, SlackBot

SAY = catalogue()
CHANNEL, TEAM = ChannelId("C1"), TeamId("team-1")
ABOUT = f"{TEAM} private"
SECRET = "https://calendar.example/very-secret.ics"
PLANNING = SeriesDraft(name="Planning", weekday=Weekday.TUESDAY, start_minute=600, length_minutes=60)

Values = dict[str, dict[str, Any]]


@pytest.fixture
def people() -> FakeSlackPeople:
    found = FakeSlackPeople()
    found.open_channel(CHANNEL)
    for name in ("U1", "U2", "U3"):
        found.arrive(UserId(name), CHANNEL)
        found.addresses[UserId(name)] = f"{name}@acme.example".lower()
    return found


@pytest.fixture
def bot(slackbot: SlackBot, work: FakeWork, unit: FakeUnit, clock: HandClock, people: FakeSlackPeople) -> SlackBot:
    unit.teams.save(Team(id=TEAM, workspace_id=WorkspaceId("T1"), channel_id=CHANNEL))
    asker = Asker(
        workspace_id=WorkspaceId("T1"), profile=people.profile(WorkspaceId("T1"), UserId("U1")), in_channel=True
    )
    plan = Plan(zone="Europe/Berlin", drafts=(PLANNING,), post_weekday=Weekday.FRIDAY, post_minute=900)
    set_up(unit, SetUp(team_id=TEAM, by=asker, plan=plan, delivery="d"), clock.now(), SAY)
    meetings.register(slackbot.app, work=work, clock=clock, say=SAY, people=people, later=slackbot.later)
    home.register(slackbot.app, work=work, clock=clock, say=SAY, people=people, later=slackbot.later)
    return slackbot


def planning(unit: FakeUnit) -> Series:
    return next(one for one in unit.meetings.series_of(TEAM) if one.name == "Planning")


def typed(value: str | None) -> dict[str, Any]:
    return {"meetings.type": {"type": "plain_text_input", "value": value}}


def weekly(**changed: str) -> Values:
    values = {"name": "Review", "length": "45", "every": "2", "skipped": "2026-03-19"} | changed
    return {field: typed(value) for field, value in values.items()} | {
        "day": {"meetings.type": {"selected_option": {"value": changed.get("day", "3")}}},
        "start": {"meetings.type": {"selected_time": changed.get("start", "13:00")}},
        "first": {"meetings.type": {"selected_date": changed.get("first", "2026-03-05")}},
    }


def calendar(name: str = "Project", address: str | None = SECRET, title: str | None = "planning") -> Values:
    return {"name": typed(name), "address": typed(address), "title": typed(title)}


def press(bot: SlackBot, action_id: str, value: str, user: str = "U1") -> Heard:
    return bot.tap(
        user, action_id, value, modal={"id": "V5", "callback_id": "meetings.overview", "private_metadata": ABOUT}
    )


def submit(bot: SlackBot, form: str, values: Values, about: str = "new", user: str = "U1", **view: Any) -> Heard:
    return bot.submit(user, form, values, private=f"{ABOUT} {about}", previous_view_id="V5", **view)


def setup_text(bot: SlackBot) -> str:
    return bot.command("U1", "/trust", "setup").told


class TestOverview:
    def test_it_shows_each_source_with_its_buttons(self, bot: SlackBot, unit: FakeUnit) -> None:
        view = bot.command("U1", "/trust", "setup").view()
        assert (view["callback_id"], view["private_metadata"]) == ("meetings.overview", ABOUT)
        actions = [
            element["action_id"]
            for block in view["blocks"]
            for element in block.get("elements", ())
            if "action_id" in element
        ]
        assert actions == [
            "meetings.change_weekly",
            "meetings.remove",
            "meetings.add_weekly",
            "meetings.add_calendar",
            "meetings.change_on_demand",
            "meetings.change_post",
        ]
        assert "*Planning*: every Tuesday, 10:00 to 11:00 (Europe/Berlin)" in str(view)

    def test_full_is_full(self, bot: SlackBot, unit: FakeUnit) -> None:
        for number in range(MOST_SERIES - 1):
            submit(bot, "meetings.weekly", weekly(name=f"More {number}"))
        for number in range(MOST_CALENDARS):
            submit(bot, "meetings.calendar", calendar(f"Calendar {number}"))
        shown = str(bot.command("U1", "/trust", "setup").view())
        assert "meetings.add_weekly" not in shown
        assert "meetings.add_calendar" not in shown

    def test_a_resting_team_can_be_started_again_there(self, bot: SlackBot, unit: FakeUnit) -> None:
        unit.teams.save(replace(unit.teams.get(TEAM), state=TeamState.PAUSED, reason="is_archived"))
        assert SAY.say("meetings-resting") in setup_text(bot)
        heard = press(bot, "meetings.start_again", "again")
        assert unit.teams.get(TEAM).state is TeamState.ACTIVE
        assert [name for name, _ in heard.calls] == ["views.update"]
        assert SAY.say("meetings-resting") not in heard.told


class TestWeekly:
    def test_one_is_added_and_the_overview_below_is_brought_up_to_date(self, bot: SlackBot, unit: FakeUnit) -> None:
        form = press(bot, "meetings.add_weekly", "new").view()
        assert (form["callback_id"], form["private_metadata"]) == ("meetings.weekly", f"{ABOUT} new")
        heard = submit(bot, "meetings.weekly", weekly())
        assert heard.body == ""
        ((name, arguments),) = heard.calls
        assert (name, arguments["view_id"]) == ("views.update", "V5")
        line = (
            "*Review*: Thursday of every 2 weeks, 13:00 to 13:45 (Europe/Berlin) from 2026-03-05 on without 2026-03-19"
        )
        assert line in heard.told
        review = next(one for one in unit.meetings.series_of(TEAM) if one.name == "Review")
        assert (review.every_weeks, review.first_on, review.skipped) == (2, date(2026, 3, 5), (date(2026, 3, 19),))

    def test_the_form_of_one_opens_with_what_it_is(self, bot: SlackBot, unit: FakeUnit) -> None:
        submit(bot, "meetings.weekly", weekly(), planning(unit).id)
        (series,) = unit.meetings.series_of(TEAM)
        view = press(bot, "meetings.change_weekly", series.id).view()
        blocks = {block.get("block_id"): block.get("element") for block in view["blocks"]}
        assert blocks["name"]["initial_value"] == "Review"
        assert blocks["every"]["initial_value"] == "2"
        assert blocks["first"]["initial_date"] == "2026-03-05"
        assert blocks["skipped"]["initial_value"] == "2026-03-19"

    @pytest.mark.parametrize(
        ("field", "value", "text_id"),
        [
            ("name", "", "meetings-name-empty"),
            ("name", "x" * 81, "meetings-name-long"),
            ("length", "0", "meetings-length-wrong"),
            ("every", "0", "meetings-weeks-wrong"),
            ("every", "13", "meetings-weeks-wrong"),
            ("skipped", "24.12.2026", "meetings-date-wrong"),
            ("skipped", "2026-02-30", "meetings-date-wrong"),
            (
                "skipped",
                " ".join(f"2026-{month:02}-{day:02}" for month in (1, 2) for day in range(1, 28)),
                "meetings-dates-many",
            ),
            ("first", "2026-13-01", "meetings-date-wrong"),
            ("day", "8", "meetings-day-missing"),
            ("start", "25:00", "meetings-time-wrong"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(
        self, bot: SlackBot, unit: FakeUnit, field: str, value: str, text_id: str
    ) -> None:
        heard = submit(bot, "meetings.weekly", weekly(**{field: value}))
        values = {"most": {"meetings-name-long": 80, "meetings-weeks-wrong": 12}.get(text_id, 50), "least": 5}
        if text_id == "meetings-length-wrong":
            values["most"] = 480
        assert heard.errors == {field: SAY.say(text_id, **values)}
        assert len(unit.meetings.series_of(TEAM)) == 1

    def test_a_double_click_is_one_meeting(self, bot: SlackBot, unit: FakeUnit) -> None:
        submit(bot, "meetings.weekly", weekly())
        bot.again()
        assert len(unit.meetings.series_of(TEAM)) == 2

    def test_it_is_checked_at_the_submission_who_may(self, bot: SlackBot, unit: FakeUnit) -> None:
        assert SAY.say("trust-refused-not-admin") in submit(bot, "meetings.weekly", weekly(), user="U2").told
        assert len(unit.meetings.series_of(TEAM)) == 1

    def test_it_goes_after_a_question(self, bot: SlackBot, unit: FakeUnit) -> None:
        series = planning(unit)
        form = press(bot, "meetings.remove", series.id).view()
        assert "*Planning*" in str(form)
        heard = submit(bot, "meetings.removal", {}, series.id)
        assert SAY.say("meetings-nothing-yet") in heard.told
        assert unit.meetings.series_of(TEAM) == []

    def test_one_that_is_gone_is_said_to_be_gone(self, bot: SlackBot) -> None:
        for action_id in ("meetings.change_weekly", "meetings.change_calendar", "meetings.remove"):
            assert SAY.say("meetings-source-gone") in press(bot, action_id, "gone").told


class TestCalendar:
    def test_one_is_added_and_its_address_never_shown(
        self, bot: SlackBot, unit: FakeUnit, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG, "bot")
        heard = submit(bot, "meetings.calendar", calendar())
        (feed,) = unit.feeds.of_team(TEAM)
        assert unit.feeds.get_address(feed.id) == SECRET
        assert "*Project*: from a calendar" in heard.told
        shown = [heard, bot.command("U1", "/trust", "setup"), press(bot, "meetings.change_calendar", feed.id)]
        everything = f"{shown}{unit.outbox.messages}{[vars(record) for record in caplog.records]}"
        assert "very-secret" not in everything
        assert "calendar.example" not in everything

    def test_the_form_of_one_keeps_the_address_when_it_is_left_empty(self, bot: SlackBot, unit: FakeUnit) -> None:
        submit(bot, "meetings.calendar", calendar())
        (feed,) = unit.feeds.of_team(TEAM)
        assert submit(bot, "meetings.calendar", calendar("Renamed", None, "review"), feed.id).errors == {}
        assert unit.feeds.get_address(feed.id) == SECRET
        assert unit.meetings.find_series(feed.id).name == "Renamed"
        assert submit(bot, "meetings.calendar", calendar(address=None)).errors == {
            "address": SAY.say("feeds-no-address")
        }

    @pytest.mark.parametrize(
        ("address", "text_id"),
        [
            ("http://calendar.example/", "feeds-not-https"),
            ("calendar", "feeds-no-address"),
            ("https://a:b@calendar.example/", "feeds-with-password"),
        ],
    )
    def test_a_wrong_address_is_said_at_its_field(self, bot: SlackBot, address: str, text_id: str) -> None:
        assert submit(bot, "meetings.calendar", calendar(address=address)).errors == {"address": SAY.say(text_id)}

    def test_without_leave_to_read_addresses_a_title_is_needed(
        self, bot: SlackBot, unit: FakeUnit, people: FakeSlackPeople
    ) -> None:
        assert submit(bot, "meetings.calendar", calendar(title=None)).errors == {}
        people.addresses.clear()
        heard = submit(bot, "meetings.calendar", calendar("Second", title=None))
        assert heard.errors == {"title": SAY.say("meetings-needs-title")}
        assert len(unit.feeds.of_team(TEAM)) == 1

    def test_without_a_key_it_says_who_can_mend_that(self, bot: SlackBot, unit: FakeUnit) -> None:
        unit.feeds.has_key = False
        assert SAY.say("feeds-no-key") in submit(bot, "meetings.calendar", calendar()).told
        assert unit.feeds.of_team(TEAM) == []

    def test_what_keeps_it_from_being_read_is_shown(self, bot: SlackBot, unit: FakeUnit) -> None:
        submit(bot, "meetings.calendar", calendar())
        (feed,) = unit.feeds.of_team(TEAM)
        assert SAY.say("meetings-feed-new") in setup_text(bot)
        unit.feeds.save(replace(feed, trouble="feeds-gone"))
        assert SAY.say("feeds-gone") in setup_text(bot)


class TestTheFirstTime:
    def test_a_team_can_begin_with_a_calendar_alone(
        self, bot: SlackBot, unit: FakeUnit, people: FakeSlackPeople
    ) -> None:
        other = TeamId("team-2")
        people.open_channel(ChannelId("C2"))
        people.arrive(UserId("U1"), ChannelId("C2"))
        unit.teams.save(Team(id=other, workspace_id=WorkspaceId("T1"), channel_id=ChannelId("C2")))
        values = {"zone": typed("Asia/Kathmandu"), "name-0": typed("")}
        values["post_at"] = {"meetings.type": {"selected_time": "09:00"}}
        form = {"callback_id": "meetings.set_up", "private_metadata": f"{other} public", "state": {"values": values}}
        view = bot.tap("U1", "meetings.otherwise", modal=form).view()
        assert view["callback_id"] == "meetings.post"
        assert "Asia/Kathmandu" in str(view)
        values["post_day"] = {"meetings.type": {"selected_option": {"value": "0"}}}
        heard = bot.submit("U1", "meetings.post", values, private=f"{other} public")
        assert heard.body["response_action"] == "update"
        assert heard.view()["callback_id"] == "meetings.overview"
        assert SAY.say("meetings-nothing-yet") in heard.told
        team = unit.teams.get(other)
        assert (team.state, team.zone, team.post_minute) == (TeamState.ACTIVE, "Asia/Kathmandu", 540)


class TestPostAndName:
    def test_the_post_gets_another_time(self, bot: SlackBot, unit: FakeUnit) -> None:
        assert press(bot, "meetings.change_post", "post").view()["callback_id"] == "meetings.post"
        values = {
            "zone": typed("berlin"),
            "post_day": {"meetings.type": {"selected_option": {"value": "0"}}},
            "post_at": {"meetings.type": {"selected_time": "09:00"}},
        }
        assert set(submit(bot, "meetings.post", values, "").errors) == {"zone"}
        values["zone"] = typed("Europe/Paris")
        assert "every Monday at 09:00 (Europe/Paris)" in submit(bot, "meetings.post", values, "").told

    def test_what_is_told_gets_another_name(self, bot: SlackBot, unit: FakeUnit) -> None:
        assert "the meeting that just ended" in str(press(bot, "meetings.change_on_demand", "name").view())
        assert submit(bot, "meetings.on_demand", {"name": typed(" ")}, "").errors == {
            "name": SAY.say("meetings-name-empty")
        }
        assert (
            "*our <talk>*".replace("<", "&lt;").replace(">", "&gt;")
            in submit(bot, "meetings.on_demand", {"name": typed("our <talk>")}, "").told
        )


def join(unit: FakeUnit, *users: str) -> None:
    for user in users:
        unit.teams.add_member(Member(team_id=TEAM, user_id=UserId(user), consent_version=1), date(2026, 3, 1))


class TestCheckin:
    @pytest.mark.parametrize("word", ["", "now", "NOW please"])
    def test_a_meeting_that_just_ended(self, bot: SlackBot, unit: FakeUnit, clock: HandClock, word: str) -> None:
        join(unit, "U2")
        heard = bot.command("U2", "/checkin", word)
        assert heard.body["response_type"] == "ephemeral"
        assert heard.told.splitlines()[0] == SAY.say("checkin-now-noted")
        assert [one.ends_at for one in unit.meetings.ended(clock.now(), 5)] == [clock.now()]
        assert heard.calls == []

    def test_the_answer_is_the_same_whatever_came_of_it_and_whoever_joined(self, bot: SlackBot, unit: FakeUnit) -> None:
        join(unit, "U2")
        first = bot.command("U2", "/checkin").body
        join(unit, "U3", "U4", "U5", "U6", "U7")
        assert bot.command("U3", "/checkin", "now").body == first
        assert bot.again().body == first

    def test_who_has_not_joined_cannot_tell_whether_anybody_has(self, bot: SlackBot, unit: FakeUnit) -> None:
        alone = bot.command("U1", "/checkin").body
        join(unit, "U2", "U3", "U4", "U5", "U6")
        bot.command("U2", "/checkin")
        assert bot.command("U1", "/checkin").body == alone
        assert SAY.say("checkin-now-not-joined") in str(alone)

    def test_leaving_out_the_next(self, bot: SlackBot, unit: FakeUnit) -> None:
        heard = bot.command("U1", "/checkin", "skip")
        assert "nobody is asked after the meeting that ends <!date^" in heard.told
        assert unit.meetings.planned_in(TEAM, 1) == []
        assert "leave out the check-in" in unit.outbox.messages[-1].arguments["text"]
        assert bot.command("U1", "/checkin", "skip").told == SAY.say("checkin-skip-nothing")
        assert bot.command("U2", "/checkin", "skip").told == SAY.say("trust-refused-not-admin")

    def test_a_break_for_oneself_and_a_word_nobody_knows(self, bot: SlackBot, unit: FakeUnit) -> None:
        assert bot.command("U2", "/checkin", "pause").told == SAY.say("trust-not-joined")
        bot.tap("U2", "teams.join", TEAM)
        assert "break until" in bot.command("U2", "/checkin", "pause").told
        assert bot.command("U2", "/checkin", "dance").told.splitlines()[0] == SAY.say(
            "home-unknown-word", command="/checkin"
        )

    def test_outside_a_teams_channel(self, bot: SlackBot) -> None:
        assert bot.command("U1", "/checkin", channel="D1").told == SAY.say("trust-needs-channel")
        assert bot.command("U1", "/checkin", channel="C9").told == SAY.say("trust-not-here")
