"""App Home: my teams, what waits for me, and the buttons that change it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.checkins.model import Checkin, Shown
from bot.directory import handlers as directory
from bot.directory.model import MOST_A_WEEK, Hours
from bot.directory.peace import is_left_in_peace
from bot.home import handlers as home
from bot.kernel.ids import ChannelId, CheckinId, MeetingId, SeriesId, TeamId, UserId, WorkspaceId
from bot.kernel.weeks import Weekday
from bot.meetings.model import Meeting, MeetingState, Series
from bot.teams.model import MIN_TEAM, Team, TeamState, first_round
from bot.texts import catalogue
from bot.workspaces.model import Workspace
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
    assert actions(heard) == ["home.stored", "home.delete"]


def test_who_joined_sees_the_team_and_what_can_be_changed(bot: SlackBot) -> None:
    join(bot, "U1")
    heard = opened(bot)
    assert "<#C1>" in heard.told
    assert actions(heard) == [
        "teams.leave",
        "home.pause",
        "home.hours",
        "home.often",
        "home.stored",
        "home.delete",
    ]


def test_nothing_changes_when_others_join(bot: SlackBot) -> None:
    join(bot, "U1")
    before = opened(bot).view()
    join(bot, *(f"U{number}" for number in range(2, MIN_TEAM + 2)))
    assert opened(bot).view() == before


def test_the_other_tab_is_left_alone(bot: SlackBot) -> None:
    assert bot.event("app_home_opened", user="U1", tab="messages", channel="D1").calls == []


def pause(bot: SlackBot, user: str = "U1", how_long: str = "week", until: str | None = None) -> Heard:
    values = {
        "how_long": {"home.type": {"type": "static_select", "selected_option": {"value": how_long}}},
        "until": {"home.type": {"type": "datepicker", "selected_date": until}},
    }
    return bot.submit(user, "home.pause_form", values)


def keep_hours(bot: SlackBot, days: str, begins: str, ends: str, user: str = "U1") -> Heard:
    values = {
        "days": {"home.type": {"type": "multi_static_select", "selected_options": [{"value": one} for one in days]}},
        "from": {"home.type": {"type": "timepicker", "selected_time": begins}},
        "to": {"home.type": {"type": "timepicker", "selected_time": ends}},
    }
    return bot.submit(user, "home.hours_form", values)


def keep_often(bot: SlackBot, often: str, user: str = "U1") -> Heard:
    values = {"often": {"home.type": {"type": "static_select", "selected_option": {"value": often}}}}
    return bot.submit(user, "home.often_form", values)


def test_pausing_and_resuming_show_at_once(bot: SlackBot, unit: FakeUnit, clock: HandClock) -> None:
    join(bot, "U1")
    assert bot.tap("U1", "home.pause", home=True).view()["callback_id"] == "home.pause_form"
    paused = pause(bot)
    assert paused.status == 200
    assert "home.resume" in actions(paused)
    assert unit.people.find(HERE, UserId("U1")).is_paused(clock.now() + timedelta(days=6))
    assert "home.resume" not in actions(bot.tap("U1", "home.resume", home=True))
    assert not unit.people.find(HERE, UserId("U1")).is_paused(clock.now())


@pytest.mark.parametrize(
    ("how_long", "until", "ends"),
    [
        ("day", None, datetime(2026, 3, 3, 12, tzinfo=UTC)),
        ("week", "2026-05-01", datetime(2026, 3, 9, 12, tzinfo=UTC)),  # the day counts only where it is chosen
        ("date", "2026-03-30", datetime(2026, 3, 29, 22, tzinfo=UTC)),  # midnight in Berlin, the day after its change
        ("date", "2026-03-03", datetime(2026, 3, 2, 23, tzinfo=UTC)),
    ],
)
def test_a_pause_lasts_as_long_as_was_said(
    bot: SlackBot, unit: FakeUnit, how_long: str, until: str | None, ends: datetime
) -> None:
    join(bot, "U1")
    pause(bot, how_long=how_long, until=until)
    assert unit.people.find(HERE, UserId("U1")).paused_until == ends


def test_being_away_by_ones_own_word_is_kept_apart_from_a_pause(bot: SlackBot, unit: FakeUnit) -> None:
    join(bot, "U1")
    assert "You told me you’re away" in pause(bot, how_long="away", until="2026-03-10").told
    kept = unit.people.find(HERE, UserId("U1"))
    assert (kept.paused_until, kept.absent_until) == (None, datetime(2026, 3, 9, 23, tzinfo=UTC))
    bot.tap("U1", "home.resume", home=True)
    assert unit.people.find(HERE, UserId("U1")).absent_until is None


@pytest.mark.parametrize(
    ("how_long", "until", "field"),
    [
        ("date", None, "until"),
        ("away", None, "until"),
        ("date", "2026-03-02", "until"),
        ("date", "1999-01-01", "until"),
        ("date", "2099-01-01", "until"),
        ("date", "not a day", "until"),
        ("for ever", None, "how_long"),
        ("", None, "how_long"),
    ],
)
def test_a_wrong_pause_is_told_at_its_field(
    bot: SlackBot, unit: FakeUnit, how_long: str, until: str | None, field: str
) -> None:
    join(bot, "U1")
    heard = pause(bot, how_long=how_long, until=until)
    assert list(heard.errors) == [field]
    assert unit.people.find(HERE, UserId("U1")).paused_until is None


def test_a_pause_delivered_twice_is_one(bot: SlackBot, unit: FakeUnit, clock: HandClock) -> None:
    join(bot, "U1")
    pause(bot)
    until = unit.people.find(HERE, UserId("U1")).paused_until
    clock.move_to(clock.now() + timedelta(minutes=5))
    assert bot.again().status == 200
    assert unit.people.find(HERE, UserId("U1")).paused_until == until


def test_own_hours_are_kept_and_shown(bot: SlackBot, unit: FakeUnit) -> None:
    join(bot, "U1")
    assert bot.tap("U1", "home.hours", home=True).view()["callback_id"] == "home.hours_form"
    told = keep_hours(bot, "013", "07:30", "15:00").told
    assert "Monday, Tuesday, Thursday, 07:30 to 15:00" in told
    kept = unit.people.find(HERE, UserId("U1")).hours
    assert (kept.from_minute, kept.until_minute, sorted(kept.days)) == (450, 900, [0, 1, 3])


@pytest.mark.parametrize(
    ("days", "begins", "ends", "field"),
    [
        ("", "09:00", "17:00", "days"),
        ("89", "09:00", "17:00", "days"),
        ("0", "17:00", "09:00", "to"),
        ("0", "09:00", "09:30", "to"),
        ("0", "", "17:00", "from"),
        ("0", "09:00", "", "to"),
        ("0", "25:00", "26:00", "from"),
        ("0", "nine", "<!channel>", "from"),
    ],
)
def test_wrong_hours_are_told_at_their_field(
    bot: SlackBot, unit: FakeUnit, days: str, begins: str, ends: str, field: str
) -> None:
    join(bot, "U1")
    assert list(keep_hours(bot, days, begins, ends).errors) == [field]
    assert unit.people.find(HERE, UserId("U1")).hours == Hours()


def test_how_often_is_kept_and_shown(bot: SlackBot, unit: FakeUnit) -> None:
    join(bot, "U1")
    assert bot.tap("U1", "home.often", home=True).view()["callback_id"] == "home.often_form"
    assert "once a week at most" in keep_often(bot, "1").told
    assert unit.people.find(HERE, UserId("U1")).most_a_week == 1


@pytest.mark.parametrize("often", ["0", "4", "-1", "all the time", ""])
def test_more_often_than_three_times_a_week_is_not_to_be_had(bot: SlackBot, unit: FakeUnit, often: str) -> None:
    join(bot, "U1")
    assert list(keep_often(bot, often).errors) == ["often"]
    assert unit.people.find(HERE, UserId("U1")).most_a_week == MOST_A_WEEK


@pytest.mark.parametrize("button", ["home.pause", "home.hours", "home.often"])
def test_who_has_not_joined_has_nothing_to_set(bot: SlackBot, button: str) -> None:
    assert SAY.say("trust-not-joined") in bot.tap("U1", button, home=True).told


@pytest.mark.parametrize("form", ["home.pause_form", "home.hours_form", "home.often_form"])
def test_a_window_that_was_left_open_while_somebody_left_says_so(bot: SlackBot, unit: FakeUnit, form: str) -> None:
    heard = {"home.pause_form": pause, "home.often_form": lambda bot: keep_often(bot, "1")}.get(
        form, lambda bot: keep_hours(bot, "0", "09:00", "17:00")
    )(bot)
    assert SAY.say("trust-not-joined") in heard.told
    assert unit.people.people == {}


def test_what_is_stored_is_listed_for_the_person_alone(bot: SlackBot, unit: FakeUnit) -> None:
    join(bot, "U1", "U2")
    keep_often(bot, "2")
    unit.teams.add_admin(TEAM, UserId("U1"))
    told = bot.tap("U1", "home.stored", home=True).told
    for part in ("<@U1>", "Europe/Berlin", "a full one", "<#C1>", "version 1", "at most: 2", "change the settings"):
        assert part in told
    assert "U2" not in told
    assert SAY.say("home-stored-sealed") in told


def test_deleting_oneself_says_what_it_does_and_what_stays(bot: SlackBot, unit: FakeUnit) -> None:
    join(bot, "U1", "U2")
    asked = bot.tap("U1", "home.delete", home=True)
    assert SAY.say("home-delete-stays") in asked.told
    assert unit.teams.is_member(TEAM, UserId("U1"))
    heard = bot.submit("U1", "home.delete_form", {})
    assert heard.body["response_action"] == "update"
    assert SAY.say("home-deleted") in heard.told
    assert SAY.say("home-no-teams") in heard.told
    assert [member.user_id for member in unit.teams.members(TEAM)] == ["U2"]
    assert is_left_in_peace(unit, HERE, UserId("U1"))
    assert unit.outbox.messages == []  # nobody is told
    join(bot, "U1")
    assert not is_left_in_peace(unit, HERE, UserId("U1"))


def test_nobody_can_delete_anybody_else(bot: SlackBot, unit: FakeUnit) -> None:
    join(bot, "U1")
    bot.submit("U2", "home.delete_form", {}, private="U1")
    assert unit.teams.is_member(TEAM, UserId("U1"))


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
    unit.checkins.note_shown([Shown(HERE, UserId("U1"), date(2026, 3, 2), checkin.id)])
    assert "A check-in is waiting" in opened(bot).told
    clock.move_to(unit.teams.find_open_round(TEAM).closes_at)
    assert "A check-in is waiting" not in opened(bot).told


def test_why_nothing_was_asked_today_is_told_to_that_person_alone(
    bot: SlackBot, unit: FakeUnit, clock: HandClock
) -> None:
    join(bot, "U1", "U2")
    pause(bot)
    held(unit, clock)
    assert SAY.say("home-why-paused") in opened(bot).told
    assert SAY.say("home-why-paused") not in opened(bot, "U2").told
    assert SAY.say("home-passed") not in opened(bot, "U3").told
    clock.move_to(clock.now() + timedelta(days=1))
    assert SAY.say("home-passed") not in opened(bot).told


def held(unit: FakeUnit, clock: HandClock) -> None:
    """Let a meeting have ended and been asked about."""
    series = Series(
        id=SeriesId("s"),
        team_id=TEAM,
        name="Planning",
        weekday=Weekday.MONDAY,
        start_minute=600,
        length_minutes=60,
        zone="UTC",
    )
    unit.meetings.replace_series(TEAM, [series])
    ended = clock.now() - timedelta(minutes=20)
    meeting = Meeting(
        id=MeetingId("m"),
        team_id=TEAM,
        series_id=series.id,
        round_number=1,
        starts_at=ended - timedelta(hours=1),
        ends_at=ended,
        state=MeetingState.ASKED,
    )
    unit.meetings.add([meeting])


def test_slack_holding_events_back_asks_for_a_look_at_everybody(
    bot: SlackBot, unit: FakeUnit, clock: HandClock
) -> None:
    unit.workspaces.save(Workspace(id=HERE, bot_user_id="UBOT"))
    unit.reconciliations.begin_day(clock.now() - timedelta(hours=1), timedelta(days=1))
    told = {"type": "app_rate_limited", "team_id": "T1", "minute_rate_limited": 1, "api_app_id": "A1", "token": "x"}
    assert bot.deliver(told).status == 200
    assert unit.reconciliations.since[HERE] == clock.now()


def test_do_not_disturb_is_kept_for_those_who_joined(bot: SlackBot, unit: FakeUnit, clock: HandClock) -> None:
    join(bot, "U1")
    begins = int(clock.now().timestamp())
    status = {"dnd_enabled": True, "next_dnd_start_ts": begins, "next_dnd_end_ts": begins + 3600}
    for user in ("U1", "U2"):
        assert bot.event("dnd_updated_user", user=user, dnd_status=status).status == 200
    assert unit.people.find(HERE, UserId("U1")).quiet_until == clock.now() + timedelta(hours=1)
    assert unit.people.find(HERE, UserId("U2")) is None
