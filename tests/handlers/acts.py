"""One act for each thing that the built bot listens to: this is where a new listener gets its first test.

The names are those of `listening.py`: the kind, the id, and the word after a command. An act does what a person or
Slack would do, and returns what was heard. A view's act opens the form first, as an administrator, and then fills it in:

    "action teams.join": lambda world, user: world.tap(user, "teams.join", TEAM),
    "view admin.save_week": form(lambda world: world.tap(BOSS, "admin.change_week", modal=settings()), week="17"),

`test_every_listener.py` runs each act: by whom it is for, by people it is not for, twice, on a team that is gone, and
each form with wrong, huge, empty, other-language and hostile values in each of its fields.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.outbox.model import UNCONFIRMED, Kind, Outgoing, State
from tests.handlers.slackbot import Heard, Payload
from tests.handlers.world import ADA, BOSS, CHANNEL, HERE, NEW_CHANNEL, NOON, TEAM, World, button

OVER = "0" * 32
IN_A_RESET = ("accept", "agree", "alone", "decline", "open", "put_away", "save", "stop", "write_back")
SOON = int((NOON + timedelta(days=1)).timestamp())
CALENDAR = "https://calendar.example.com/team.ics"

Act = Callable[[World, str], Heard]


@dataclass(frozen=True)
class Prepared:
    """An act that something comes before, done by the administrator in time: ``do`` is given what that brought."""

    before: Callable[[World], Any]
    do: Callable[[World, str, Any], Heard]

    def __call__(self, world: World, user: str) -> Heard:
        return self.do(world, user, self.before(world))


@dataclass(frozen=True)
class Form(Prepared):
    """A form: how it opens, and what is entered where it does not stay as it opened."""

    typed: dict[str, Any] = field(default_factory=dict)


def form(open_: Callable[[World], Heard], **typed: Any) -> Form:
    def fill(world: World, user: str, view: Payload) -> Heard:
        return world.fill(view, user, **typed)

    return Form(lambda world: world.opened(open_(world)), fill, typed)


def settings() -> Payload:
    """The settings as they are open in somebody's window."""
    return {"id": "V5", "hash": "5.h", "private_metadata": TEAM, "callback_id": "admin.settings"}


def trust(word: str) -> Act:
    return lambda world, user: world.command(user, "/trust", word)


def checkin(word: str) -> Act:
    return lambda world, user: world.command(user, "/checkin", word)


def event(kind: str, **fields: Any) -> Act:
    return lambda world, _: world.event(kind, **fields)


def in_settings(action_id: str, value: str = "") -> Act:
    return lambda world, user: world.tap(user, action_id, value, modal=settings())


def after(*earlier: str, tap: str) -> Prepared:
    """Tap a button of what the administrator's earlier taps, beginning at their prompt, brought."""

    def before(world: World) -> Payload:
        found: Any = _prompt(world)
        for action_id in earlier:
            pressed = button(found, action_id)
            found = world.tap(BOSS, pressed["action_id"], pressed["value"]).replies
        return button(found, tap)

    return Prepared(before, lambda world, user, found: world.tap(user, found["action_id"], found["value"]))


def at_home(action_id: str) -> Act:
    return lambda world, user: world.tap(user, action_id, home=True)


def in_window(action_id: str, value: str = "", *, private: str = OVER, **action: Any) -> Act:
    """Tap something in a reset's window, by itself of a reset that is over."""
    window = {"id": "V5", "hash": "5.h", "private_metadata": private, "callback_id": "resets.window"}
    return lambda world, user: world.tap(user, action_id, value, modal=window, **action)


def a_window_too_late(callback_id: str) -> Act:
    return lambda world, user: world.submit(user, callback_id, {}, private=OVER)


def first_set_up(world: World) -> Heard:
    return world.command(BOSS, "/trust", "setup", channel=NEW_CHANNEL)


def in_set_up(action_id: str) -> Prepared:
    """Tap a button of the form for the first set-up."""
    return Prepared(
        lambda world: world.opened(first_set_up(world)),
        lambda world, user, view: world.tap(user, action_id, modal=view),
    )


def in_sources(action_id: str, before: Callable[[World], object] = lambda world: None) -> Prepared:
    """Tap a button of the list of where the meetings come from."""

    def opened(world: World) -> Payload:
        before(world)
        return world.opened(trust("setup")(world, BOSS))

    def tap(world: World, user: str, view: Payload) -> Heard:
        return world.tap(user, action_id, button(view, action_id).get("value", ""), modal=view)

    return Prepared(opened, tap)


def with_a_calendar(world: World) -> Heard:
    return ACTS["view meetings.calendar"](world, BOSS)


def an_unclear_post(world: World) -> str:
    """Let it be unknown whether a weekly post appeared; return its key."""
    post = Outgoing(
        workspace_id=HERE,
        key=f"post:{TEAM}:15",
        kind=Kind.WEEKLY_POST,
        method="chat.scheduleMessage",
        channel=CHANNEL,
        arguments={"text": "t", "blocks": []},
        due_at=NOON,
        expires_at=NOON + timedelta(days=1),
        subject=TEAM,
    )
    with world.candor.work.write() as unit:
        unit.outbox.enqueue([post])
        kept = unit.outbox.find(post.key)
        assert kept is not None
        unit.outbox.record(kept.id, State.UNKNOWN, UNCONFIRMED)
    return post.key


def _prompt(world: World) -> Any:
    (body,) = (
        arguments for key, channel, arguments in world.promised() if key.startswith("prompt") and channel == BOSS
    )
    return json.loads(body)["blocks"]


ACTS: dict[str, Act] = {
    # what anybody may type
    "command /trust": trust(""),
    "command /checkin": checkin(""),
    "command /checkin now": checkin("now"),
    "command /checkin skip": checkin("skip"),
    "command /checkin help": checkin("help"),
    "command /reset": lambda world, user: world.command(user, "/reset"),
    "command /trust setup": trust("setup"),
    "command /trust settings": trust("settings"),
    "command /trust export": trust("export"),
    "command /trust trends": trust("trends"),
    "action trends.earlier": lambda world, user: world.tap(user, "trends.earlier", f"{TEAM}:1"),
    "action trends.later": lambda world, user: world.tap(user, "trends.later", f"{TEAM}:0"),
    # joining and the like
    "action teams.join": lambda world, user: world.tap(user, "teams.join", TEAM),
    "action teams.leave": lambda world, user: world.tap(user, "teams.leave", TEAM),
    "action teams.privacy": lambda world, user: world.tap(user, "teams.privacy", TEAM),
    "action home.pause": lambda world, user: world.tap(user, "home.pause", home=True),
    "action home.hours": at_home("home.hours"),
    "action home.often": at_home("home.often"),
    "action home.stored": at_home("home.stored"),
    "action home.delete": at_home("home.delete"),
    "view home.pause_form": form(lambda world: at_home("home.pause")(world, BOSS)),
    "view home.hours_form": form(lambda world: at_home("home.hours")(world, BOSS)),
    "view home.often_form": form(lambda world: at_home("home.often")(world, BOSS)),
    "view home.delete_form": form(lambda world: at_home("home.delete")(world, BOSS)),
    "action home.resume": lambda world, user: world.tap(user, "home.resume", home=True),
    "action teams.agree": lambda world, user: world.tap(user, "teams.agree", "1"),
    "action teams.leave_everywhere": lambda world, user: world.tap(user, "teams.leave_everywhere"),
    # check-ins
    r"action ^checkin\.answer_\d+$": after(tap="checkin.answer_1"),
    r"action ^checkin\.second_\d+$": after("checkin.answer_1", tap="checkin.second_1"),
    "action checkin.second_skip": after("checkin.answer_1", tap="checkin.second_skip"),
    "action checkin.absent": after(tap="checkin.absent"),
    "action checkin.pause": after(tap="checkin.pause"),
    "action checkin.change": after("checkin.answer_1", "checkin.second_skip", tap="checkin.change"),
    "action checkin.withdraw": after("checkin.answer_1", "checkin.second_skip", tap="checkin.withdraw"),
    # when the team meets
    "action meetings.add": in_set_up("meetings.add"),
    "action meetings.otherwise": in_set_up("meetings.otherwise"),
    "view meetings.set_up": form(first_set_up, **{"name-0": "Planning"}),
    "action meetings.add_weekly": in_sources("meetings.add_weekly"),
    "action meetings.change_weekly": in_sources("meetings.change_weekly"),
    "action meetings.add_calendar": in_sources("meetings.add_calendar"),
    "action meetings.change_calendar": in_sources("meetings.change_calendar", with_a_calendar),
    "action meetings.remove": in_sources("meetings.remove"),
    "action meetings.change_post": in_sources("meetings.change_post"),
    "action meetings.change_on_demand": in_sources("meetings.change_on_demand"),
    "action meetings.start_again": in_sources(
        "meetings.start_again", lambda world: in_settings("admin.pause")(world, BOSS)
    ),
    "view meetings.weekly": form(lambda world: in_sources("meetings.add_weekly")(world, BOSS), name="Retro"),
    "view meetings.calendar": form(
        lambda world: in_sources("meetings.add_calendar")(world, BOSS), name="Talks", address=CALENDAR, title="Talks"
    ),
    "view meetings.post": form(lambda world: in_sources("meetings.change_post")(world, BOSS), post_day="1"),
    "view meetings.on_demand": form(lambda world: in_sources("meetings.change_on_demand")(world, BOSS), name="Chat"),
    "view meetings.removal": form(lambda world: in_sources("meetings.remove")(world, BOSS)),
    "action home.post_again": Prepared(
        lambda world: an_unclear_post(world), lambda world, user, key: world.tap(user, "home.post_again", key)
    ),
    # looking after a team
    "action admin.open": lambda world, user: world.tap(user, "admin.open", TEAM, home=True),
    "action admin.change_post": in_settings("admin.change_post"),
    "action admin.change_week": in_settings("admin.change_week"),
    "action admin.change_country": in_settings("admin.change_country"),
    "action admin.change_act": in_settings("admin.change_act"),
    "action admin.change_admins": in_settings("admin.change_admins"),
    "action admin.pause": in_settings("admin.pause"),
    "action admin.resume": in_settings("admin.resume"),
    "action admin.log": in_settings("admin.log"),
    "action admin.export": in_settings("admin.export"),
    "action admin.as_csv": in_settings("admin.as_csv", "csv 0"),
    "action admin.as_json": in_settings("admin.as_json", "json 0"),
    "action admin.earlier": in_settings("admin.earlier", "csv 1"),
    "action admin.later": in_settings("admin.later", "json 0"),
    "view admin.save_post": form(lambda world: in_settings("admin.change_post")(world, BOSS), post_day="2"),
    "view admin.save_week": form(lambda world: in_settings("admin.change_week")(world, BOSS), week="17"),
    "view admin.save_country": form(lambda world: in_settings("admin.change_country")(world, BOSS), country="Germany"),
    "view admin.save_act": form(lambda world: in_settings("admin.change_act")(world, BOSS), act="feedback"),
    "view admin.save_admins": form(lambda world: in_settings("admin.change_admins")(world, BOSS), admins=[BOSS, ADA]),
    # resets: each of one that is over by now; tests/flows/test_reset.py walks through living ones
    "command /reset help": lambda world, user: world.command(user, "/reset", "help"),
    "command /reset settings": lambda world, user: world.command(user, "/reset", "settings"),
    "command /reset team": lambda world, user: world.command(user, "/reset", "team"),
    "action home.allow_invitations": at_home("home.allow_invitations"),
    r"action ^resets\.easier_\d+$": lambda world, user: world.tap(user, "resets.easier_1", OVER),
    "action resets.choose": in_window("resets.choose", selected_user=ADA),
    "action resets.equal": in_window("resets.equal", private=f"{ADA} Europe/Berlin"),
    "action resets.power": in_window("resets.power", private=f"{ADA} Europe/Berlin"),
    "action resets.menu": in_window("resets.menu", selected_option={"value": "never"}),
    "action resets.suggest": in_window("resets.suggest", selected_date_time=SOON),
    "action resets.talk": in_window("resets.talk", selected_date_time=SOON),
    "action resets.team": in_window("resets.team", TEAM),
    "action resets.post": in_window("resets.post", TEAM),
    **{f"action resets.{verb}": in_window(f"resets.{verb}") for verb in IN_A_RESET},
    **{f"view resets.{name}": a_window_too_late(f"resets.{name}") for name in ("read", "ready", "settings")},
    # what Slack tells by itself
    "event app_home_opened": lambda world, user: world.event("app_home_opened", user=user, tab="home"),
    "event member_joined_channel": event("member_joined_channel", user="UBOT", channel="C2", inviter=BOSS),
    "event member_left_channel": event("member_left_channel", user=ADA, channel=CHANNEL),
    "event user_change": event("user_change", user={"id": ADA, "team_id": "T1", "tz": "Asia/Tokyo", "profile": {}}),
    "event dnd_updated_user": event("dnd_updated_user", user=ADA, dnd_status={"dnd_enabled": False}),
    "event channel_unarchive": event("channel_unarchive", channel="C2", user=BOSS),
    "event group_unarchive": event("group_unarchive", channel="C2", user=BOSS),
    **{
        f"event {kind}": event(kind, channel=CHANNEL)
        for kind in (
            "channel_left",
            "group_left",
            "channel_archive",
            "group_archive",
            "channel_deleted",
            "group_deleted",
            "channel_shared",
        )
    },
    "event app_uninstalled": event("app_uninstalled"),
    "event tokens_revoked": event("tokens_revoked", tokens={"bot": ["UBOT"]}),
}

# Words that one listener understands besides the one it is registered with.
WORDS = {
    "/trust": ("help", "privacy", "join", "leave", "pause", "resume", "nonsense"),
    "/checkin": ("help", "nonsense"),
    "/reset": ("help", "nonsense"),
}
