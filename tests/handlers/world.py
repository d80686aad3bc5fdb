"""The really built bot in a workspace where everything has happened once: a team, check-ins, posts, a log.

``World`` builds the bot from its settings alone, on a database file that is put back before each test.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import Candor, build
from bot.directory.model import Profile, Standing
from bot.home import service
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.kernel.weeks import Weekday
from bot.meetings.model import Plan, SeriesDraft
from bot.meetings.service import SetUp, set_up
from bot.practices.model import Word
from bot.slack.replies import Replies
from bot.teams.model import Round, Team
from bot.teams.service import Asker
from bot.trends.model import Reading
from bot.workspaces.model import Workspace
from config.settings import Settings
from demo.slack.blocks import check_view, current_state
from demo.slack.blocks.checks import check_message_blocks
from tests.fakes.chance import SeededChance
from tests.fakes.clock import HandClock
from tests.handlers.recorder import Arguments, Recorder
from tests.handlers.slackbot import Heard, Payload, SlackBot

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
HERE, CHANNEL, TEAM = WorkspaceId("T1"), ChannelId("C1"), TeamId("t" * 32)
NEW_CHANNEL, NEW_TEAM = ChannelId("C3"), TeamId("n" * 32)  # invited, and not set up yet
BOSS, ADA, GUEST, OUTSIDER = UserId("U0BOSS"), UserId("U0ADA"), UserId("U0GUEST"), UserId("U0OUTSIDER")
CROWD = tuple(UserId(f"U0CROWD{number}") for number in range(9))
USUAL = (BOSS, ADA, *CROWD[:4])
POSTS = 15


class Waiting(Replies):
    """Replies that wait until the acknowledgement is out, and then run one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[Callable[[], object]] = []

    def __call__(self, do: Callable[[], object]) -> None:
        self.kept.append(do)


class World(SlackBot):
    """The built bot, and Slack's side of it; whatever it shows is held against Slack's limits."""

    def __init__(self, recorder: Recorder, folder: Path) -> None:
        self.folder = folder
        self.url = f"sqlite:///{folder / 'now.db'}"
        self.clock = HandClock(NOON)
        self.replies = Waiting()
        settings = Settings(
            _env_file=None,
            slack_bot_token="xoxb-1",
            slack_app_token="xapp-1",
            slack_api_url=recorder.api_url,
            database_url=self.url,
            keys_url=str(folder / "keys"),
            token_key="A" * 43 + "=",
        )
        self.candor: Candor = build(settings, clock=self.clock, chance=SeededChance(3), replies=self.replies)
        super().__init__(recorder, app=self.candor.bolt, waiting=self.replies.kept)
        people = {"users.info": _user, "conversations.info": _channel, "conversations.members": _members}
        for method, answer in people.items():
            recorder.answer(method, answer)

    def put_back(self, kept: str) -> None:
        """Bring back the state that was kept under a name."""
        self.candor.engine.dispose()
        for leftover in self.folder.glob("now.db*"):
            leftover.unlink()
        shutil.copy(self.folder / f"{kept}.db", self.folder / "now.db")
        shutil.rmtree(self.folder / "keys", ignore_errors=True)
        shutil.copytree(self.folder / f"{kept}.keys", self.folder / "keys")

    def keep(self, name: str) -> None:
        """Keep the state as it is under a name."""
        self.candor.engine.dispose()
        shutil.copy(self.folder / "now.db", self.folder / f"{name}.db")
        shutil.copytree(self.folder / "keys", self.folder / f"{name}.keys")

    def promised(self) -> list[tuple[str, Any]]:
        """Return where each promised message goes, and what it says."""
        with self.candor.work.read() as unit:
            rows = unit.outbox._connection.exec_driver_sql("select key, channel, arguments from outbox order by key")
            return [tuple(row) for row in rows]

    def deliver(self, payload: Payload) -> Heard:
        heard = super().deliver(payload)
        assert problems(heard) == []
        return heard

    def opened(self, heard: Heard) -> Payload:
        """Return a view that was opened or pushed as Slack would send it back, with its fields as they opened."""
        view = heard.view()
        return {**view, "id": "V7", "hash": "7.h", "previous_view_id": "V6"}

    def fill(self, view: Payload, user: str, **typed: Any) -> Heard:
        """Submit a view as it opened, but for some fields: block id to what was entered there."""
        values = current_state(view["blocks"], {})
        for block, entered in typed.items():
            for element in values[block].values():
                element.update(entered_in(element["type"], entered))
        return self.submit(user, view["callback_id"], values, private=view.get("private_metadata", ""), **_kept(view))


def entered_in(kind: str, value: Any) -> Payload:
    """Return what Slack sends for an element of this kind with this entered."""
    if kind in ("static_select", "radio_buttons", "external_select"):
        return {"selected_option": None if value is None else {"value": value}}
    if kind in ("multi_static_select", "checkboxes"):
        return {"selected_options": [{"value": one} for one in ([] if value is None else [value])]}
    if kind == "multi_users_select":
        return {"selected_users": value if isinstance(value, list) else [] if value is None else [value]}
    name = {"timepicker": "selected_time", "datepicker": "selected_date", "users_select": "selected_user"}
    return {name.get(kind, "value"): value}


def problems(heard: Heard) -> list[str]:
    """Return what Slack would refuse of what it heard."""
    found: list[str] = []
    bodies = [heard.body] if isinstance(heard.body, dict) else []
    for body in [*bodies, *heard.replies, *(arguments for _, arguments in heard.calls)]:
        if "view" in body:
            found += check_view(body["view"])
        elif "blocks" in body:
            found += check_message_blocks(body["blocks"])
    return found


def button(found: Any, action_id: str) -> Payload:
    """Return the first button with this action id (or beginning so) in whatever holds blocks."""
    return next(one for one in _elements(found) if one["action_id"].startswith(action_id))


@contextmanager
def a_world(folder: Path, template: Path) -> Iterator[World]:
    """Build the bot on a migrated database and let everything happen once, with the usual members."""
    shutil.copy(template, folder / "now.db")
    recorder = Recorder()
    world = World(recorder, folder)
    try:
        (folder / "keys").mkdir(exist_ok=True)
        world.keep("empty")
        yield world
    finally:
        world.candor.stop()
        recorder.stop()


def let_happen(world: World, joined: Sequence[UserId]) -> None:
    """A team with posts behind it, that met this morning, and in which these people joined."""
    with world.candor.work.write() as unit:
        for workspace_id in (HERE, WorkspaceId("T2")):
            unit.workspaces.save(Workspace(id=workspace_id, bot_user_id="UBOT", bot_id="BBOT"))
        team = Team(id=TEAM, workspace_id=HERE, channel_id=CHANNEL)
        unit.teams.save(team)
        unit.teams.save(Team(id=NEW_TEAM, workspace_id=HERE, channel_id=NEW_CHANNEL))
        _past(unit)
        drafts = tuple(
            SeriesDraft(name=name, weekday=day, start_minute=600, length_minutes=60)
            for name, day in (("Planning", Weekday.MONDAY), ("Review", Weekday.THURSDAY))
        )
        plan = Plan(zone="UTC", drafts=drafts[:1], post_weekday=Weekday.FRIDAY, post_minute=900)
        early = NOON - timedelta(hours=4)
        set_up(unit, SetUp(team_id=TEAM, by=_asker(BOSS), plan=plan, delivery="d"), early, world.candor.say)
        for user_id in joined:
            service.join(unit, TEAM, _asker(user_id), early)
    world.candor.steps()["ask"](NOON - timedelta(minutes=59))


def _past(unit: Any) -> None:
    for number in range(1, POSTS + 1):
        posts_at = NOON - timedelta(days=7 * (POSTS + 1 - number))
        round_ = Round(
            team_id=TEAM,
            number=number,
            opens_at=posts_at - timedelta(days=7),
            closes_at=posts_at - timedelta(hours=1),
            posts_at=posts_at,
            is_open=False,
        )
        unit.teams.save_round(round_)
        unit.trends.add_post(round_, {"text": "t", "blocks": [{"type": "section", "text": {"text": f"Week {number}"}}]})
        unit.trends.add_reading(
            TEAM, Reading(item="held_back", number=number, round_number=number, level=7, word=Word.SOMETIMES)
        )


def _asker(user_id: UserId) -> Asker:
    profile = Profile(user_id=user_id, zone="UTC", standing=Standing.FULL)
    return Asker(workspace_id=HERE, profile=profile, in_channel=True)


def _user(arguments: Arguments) -> dict[str, Any]:
    user_id = arguments["user"]
    user = {"id": user_id, "team_id": HERE, "tz": "Europe/Berlin", "is_restricted": user_id == GUEST, "profile": {}}
    if user_id not in (BOSS, ADA, GUEST, OUTSIDER, *CROWD):
        return {"ok": False, "error": "user_not_found"}
    return {"ok": True, "user": user}


def _channel(arguments: Arguments) -> dict[str, Any]:
    if arguments["channel"] not in (CHANNEL, "C2", NEW_CHANNEL):
        return {"ok": False, "error": "channel_not_found"}
    channel = {"id": arguments["channel"], "name": "product", "is_private": True, "is_member": True}
    return {"ok": True, "channel": channel}


def _members(_: Arguments) -> dict[str, Any]:
    return {"ok": True, "members": ["UBOT", BOSS, ADA, GUEST, *CROWD]}


def _elements(found: Any) -> Iterator[Payload]:
    if isinstance(found, list | tuple):
        for one in found:
            yield from _elements(one)
    elif isinstance(found, dict):
        if "action_id" in found:
            yield found
        for one in found.values():
            yield from _elements(one)


def _kept(view: Payload) -> Payload:
    return {name: view[name] for name in ("previous_view_id", "blocks") if name in view}
