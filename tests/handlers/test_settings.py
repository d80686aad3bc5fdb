"""The settings in Slack: what an administrator sees, changes and hands over, and that the channel hears of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.texts import catalogue
from tests.handlers.acts import settings
from tests.handlers.slackbot import Heard
from tests.handlers.world import ADA, BOSS, CHANNEL, CROWD, GUEST, OUTSIDER, TEAM, USUAL, World, a_world, let_happen

SAY = catalogue()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, _sqlite_template: Path) -> Iterator[World]:
    with a_world(tmp_path_factory.mktemp("world"), _sqlite_template) as world:
        world.put_back("empty")
        let_happen(world, USUAL)
        world.keep("usual")
        yield world


@pytest.fixture
def world(built: World) -> World:
    built.put_back("usual")
    return built


def change(world: World, what: str, user: str = BOSS, **typed: Any) -> Heard:
    """Open one of the small forms from the settings, fill it in and send it."""
    view = world.opened(world.tap(user, f"admin.change_{what}", modal=settings()))
    return world.fill(view, user, **typed)


def channel_heard(world: World) -> str:
    return "\n".join(str(arguments) for key, channel, arguments in world.promised() if key.startswith("change:"))


def team(world: World) -> Any:
    with world.candor.work.read() as unit:
        return unit.teams.get(TEAM)


def admins(world: World) -> list[str]:
    with world.candor.work.read() as unit:
        return list(unit.teams.admins(TEAM))


def test_the_settings_say_what_is_set(world: World) -> None:
    heard = world.command(BOSS, "/trust", "settings")
    assert "every Friday at 15:00 (UTC)" in heard.told
    assert "*Planning*" in heard.told
    assert f"<@{BOSS}>" in heard.told


def test_a_change_closes_the_form_shows_in_the_settings_and_is_told(world: World) -> None:
    heard = change(world, "post", post_day="1", post_at="09:30", zone="asia/tokyo")
    assert heard.body == ""
    ((method, arguments),) = [call for call in heard.calls if call[0].startswith("views.")]
    assert (method, arguments["view_id"]) == ("views.update", "V6")
    assert "every Tuesday at 09:30 (Asia/Tokyo)" in heard.told
    assert "My weekly post comes every Tuesday at 09:30" in channel_heard(world)


def test_what_is_wrong_is_said_at_each_field_and_nothing_is_kept(world: World) -> None:
    heard = change(world, "post", post_day="7", post_at="", zone="Berlin")
    assert heard.errors == {
        "post_day": SAY.say("meetings-day-missing"),
        "post_at": SAY.say("meetings-time-wrong"),
        "zone": SAY.say("meetings-zone-nearly", zone="Europe/Berlin"),
    }
    assert channel_heard(world).count("has set up when") == 2  # text and block of the first set-up
    assert team(world).zone == "UTC"


def test_a_week_off_is_chosen_from_this_and_the_next(world: World) -> None:
    view = world.opened(world.tap(BOSS, "admin.change_week", modal=settings()))
    (menu,) = [block["element"] for block in view["blocks"] if block["type"] == "input"]
    assert [one["value"] for one in menu["options"]] == ["0", "16", "17"]
    assert world.fill(view, BOSS, week="17").body == ""
    assert team(world).week_off == 17
    assert change(world, "week", week="18").errors == {"week": SAY.say("admin-week-over")}
    assert change(world, "week", week="next").errors == {"week": SAY.say("admin-choose")}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("Germany", ("DE", "")), ("de-by", ("DE", "BY")), (" united states / CA ", ("US", "CA")), ("", ("", ""))],
)
def test_a_country_is_chosen_by_name_or_letters(world: World, typed: str, kept: tuple[str, str]) -> None:
    assert change(world, "country", country=typed).body == ""
    assert (team(world).country, team(world).subdivision) == kept


@pytest.mark.parametrize("typed", ["Atlantis", "DE-XX", "D", "-BY", "🇩🇪", "x" * 100])
def test_a_country_that_is_not_known_is_said_at_its_field(world: World, typed: str) -> None:
    assert change(world, "country", country=typed).errors == {"country": SAY.say("admin-country-unknown")}
    assert team(world).country == ""


def test_the_next_act_is_chosen_and_left_to_its_turn_again(world: World) -> None:
    assert change(world, "act", act="containment").body == ""
    assert team(world).next_act == "containment"
    assert "what the next season is about: room for a worry" in channel_heard(world)
    assert change(world, "act", act="turn").body == ""
    assert team(world).next_act == ""
    assert change(world, "act", act="gossip").errors == {"act": SAY.say("trends-unknown-act")}


def test_pausing_and_starting_again_shows_at_once(world: World) -> None:
    assert SAY.say("admin-resume") in world.tap(BOSS, "admin.pause", modal=settings()).told
    assert "paused by an administrator" in world.command(ADA, "/trust").told
    assert SAY.say("admin-pause") in world.tap(BOSS, "admin.resume", modal=settings()).told


@pytest.mark.parametrize("who", [GUEST, OUTSIDER, "UBOT", "U0UNKNOWN"])
def test_who_cannot_be_an_administrator_is_refused_at_the_field(world: World, who: str) -> None:
    assert change(world, "admins", admins=[BOSS, who]).errors == {"admins": SAY.say("admin-not-full")}
    assert admins(world) == [BOSS]


def test_the_last_administrator_cannot_be_taken_off(world: World) -> None:
    assert change(world, "admins", admins=[]).errors == {"admins": SAY.say("admin-last")}
    assert admins(world) == [BOSS]


def test_whoever_takes_themselves_off_is_shown_nothing_more(world: World) -> None:
    heard = change(world, "admins", admins=[ADA])
    assert heard.body == {"response_action": "clear"}
    assert heard.calls[-1][0] == "conversations.members"
    assert admins(world) == [ADA]
    assert SAY.say("trust-refused-not-admin") in world.command(BOSS, "/trust", "settings").told


def test_it_is_checked_again_when_a_form_is_sent(world: World) -> None:
    """Who opened the form in time may have been taken off since."""
    view = world.opened(world.tap(BOSS, "admin.change_post", modal=settings()))
    change(world, "admins", admins=[ADA])
    before = world.promised()
    assert SAY.say("trust-refused-not-admin") in world.fill(view, BOSS, post_day="2").told
    assert SAY.say("trust-refused-not-admin") in world.fill(view, CROWD[7], post_day="2").told
    assert world.promised() == before


def test_the_log_is_for_administrators_and_names_who_did_it(world: World) -> None:
    world.tap(BOSS, "admin.pause", modal=settings())
    told = world.tap(BOSS, "admin.log", modal=settings()).told
    assert f"<@{BOSS}> paused check-ins and posts here" in told
    assert SAY.say("trust-refused-not-admin") in world.tap(ADA, "admin.log", modal=settings()).told


def test_an_export_is_told_once_and_its_pages_are_not(world: World) -> None:
    heard = world.command(BOSS, "/trust", "export")
    assert "Week 15" in heard.told
    assert "Week 2\n" not in heard.told
    assert channel_heard(world).count("exported") > 0
    before = world.promised()
    earlier = world.tap(BOSS, "admin.earlier", "json 1", modal=settings())
    assert '"Week 2"' in earlier.told
    assert "Week 15" not in earlier.told
    assert world.promised() == before


def test_app_home_lists_the_teams_somebody_looks_after(world: World) -> None:
    heard = world.event("app_home_opened", user=BOSS, tab="home")
    assert SAY.say("admin-home-title") in heard.told
    assert SAY.say("admin-state-well") in heard.told
    assert SAY.say("admin-home-title") not in world.event("app_home_opened", user=ADA, tab="home").told


def test_the_overview_is_for_everybody_and_the_button_for_administrators(world: World) -> None:
    assert f"Looked after by <@{BOSS}>" in world.command(CROWD[8], "/trust").told
    assert "admin.open" in str(world.command(BOSS, "/trust").body)
    assert "admin.open" not in str(world.command(ADA, "/trust").body)


def test_a_guest_who_was_an_administrator_is_one_no_longer(world: World) -> None:
    change(world, "admins", admins=[BOSS, CROWD[8]])
    guest = {"id": CROWD[8], "team_id": "T1", "tz": "UTC", "is_restricted": True, "profile": {}}
    world.event("user_change", user=guest)
    assert admins(world) == [BOSS]


def test_the_administrators_hear_what_follows_when_the_bot_has_to_go(world: World) -> None:
    world.event("channel_left", channel=CHANNEL)
    (told,) = [arguments for key, channel, arguments in world.promised() if key.startswith("gone:")]
    assert f"<#{CHANNEL}>" in told
    assert world.candor.keys.all() == []
