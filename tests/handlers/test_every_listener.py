"""Everything that the built bot listens to has an act in `acts.py`, and bears whatever people and Slack do with it."""

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import BoltRequest, BoltResponse

from tests.handlers.acts import ACTS, WORDS, Act, Form, Prepared
from tests.handlers.listening import Listening, listeners
from tests.handlers.slackbot import Heard
from tests.handlers.world import (
    ADA,
    BOSS,
    CHANNEL,
    CROWD,
    GUEST,
    HERE,
    OUTSIDER,
    TEAM,
    USUAL,
    World,
    a_world,
    let_happen,
)

HOSTILE = [
    None,
    "a" * 5000,
    "=HYPERLINK(1)",
    "<!channel> <@U1> &amp;",
    "‮\u0000\u2028drop\ttable",
    "٣:٠٠",
    "-1",
    "9" * 40,
    "25:61",
    "مرحبا 👩‍👩‍👧",
]
FORMS = [name for name, act in ACTS.items() if isinstance(act, Form)]
# Who joins is told whether check-ins have begun for the team: the one sentence that may depend on the others.
MAY_DEPEND = {"action teams.join"}
NEEDS_A_PROMPT = re.compile(r"^action \^?checkin")
MANY = {
    "nobody": (),
    "three": CROWD[:3],
    "five others": CROWD[4:],
    "nine": CROWD,
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, _sqlite_template: Path) -> Iterator[World]:
    """The built bot, with a kept state for each number of members."""
    with a_world(tmp_path_factory.mktemp("world"), _sqlite_template) as world:
        for name, joined in {"usual": USUAL, **MANY}.items():
            world.put_back("empty")
            let_happen(world, joined)
            world.keep(name)
        yield world


@pytest.fixture
def world(built: World, caplog: pytest.LogCaptureFixture) -> Iterator[World]:
    """The usual state; whatever a test did, nothing failed and nothing went unheard."""
    caplog.set_level(logging.INFO)
    built.put_back("usual")
    yield built
    wrong = [
        one for one in caplog.records if getattr(one, "action", "") in ("edge.failed", "edge.unhandled", "reply.failed")
    ]
    assert [one.getMessage() for one in wrong] == []


def test_every_listener_has_an_act(built: World) -> None:
    names = {one.name for one in listeners(built.app)}
    missing = sorted(names - set(ACTS))
    assert missing == [], f"no test for {', '.join(missing)}: write an act for each in tests/handlers/acts.py"
    left = sorted(set(ACTS) - names)
    assert left == [], f"nothing listens to {', '.join(left)} any more: take it out of tests/handlers/acts.py"


def test_a_listener_without_an_act_would_be_found(built: World) -> None:
    """The names are really read from the app: one more listener is one more name."""
    before = len(listeners(built.app))
    built.app.action("planted.act")(lambda ack: ack())
    try:
        assert [one.name for one in listeners(built.app)][before:] == ["action planted.act"]
    finally:
        built.app._listeners.pop()


@pytest.mark.parametrize("name", ACTS)
def test_an_act_reaches_its_listener_and_is_answered(world: World, name: str) -> None:
    heard = ACTS[name](world, BOSS)
    assert heard.status == 200
    assert answering(world) == name
    if not name.startswith("event"):
        assert heard.told or heard.body or heard.calls or name in ("view meetings.set_up",)


@pytest.mark.parametrize("name", ACTS)
def test_twice_is_once(world: World, name: str) -> None:
    ACTS[name](world, BOSS)
    before = world.promised()
    assert world.again().status == 200
    assert world.promised() == before


@pytest.mark.parametrize("user", [ADA, GUEST, OUTSIDER, "U0UNKNOWN"])
@pytest.mark.parametrize("name", [name for name in ACTS if "admin." in name or name.endswith(("settings", "export"))])
def test_only_administrators_look_after_a_team(world: World, name: str, user: str) -> None:
    before = world.promised()
    heard = ACTS[name](world, user)
    assert world.promised() == before
    assert heard.told
    assert "admin." not in str([arguments["view"].get("callback_id") for arguments in views(heard)])


@pytest.mark.parametrize("name", [name for name in ACTS if not name.startswith("event")])
def test_nobody_of_another_workspace_changes_anything(world: World, name: str) -> None:
    act = prepared(world, name)
    before = (world.promised(), rows(world))
    world.workspace_id = "T2"
    try:
        heard = act(world, BOSS)
    finally:
        world.workspace_id = HERE
    assert heard.status == 200
    assert (world.promised(), rows(world)) == before


@pytest.mark.parametrize("name", ACTS)
def test_too_late_is_said_and_not_crashed_on(world: World, name: str) -> None:
    act = prepared(world, name)
    world.event("channel_left", channel=CHANNEL)
    assert act(world, BOSS).status == 200


@pytest.mark.parametrize("name", FORMS)
def test_a_form_bears_every_value_in_every_field(world: World, name: str) -> None:
    act = ACTS[name]
    assert isinstance(act, Form)
    view = act.before(world)
    fields = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    for field in fields:
        for value in HOSTILE:
            heard = world.fill(view, BOSS, **{**act.typed, field: value})
            assert heard.status == 200, (field, value)
            assert set(heard.errors) <= set(fields), (field, value)
            assert all(heard.errors.values()), (field, value)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_without_anything_in_it_is_answered(world: World, name: str) -> None:
    act = ACTS[name]
    assert isinstance(act, Form)
    view = act.before(world)
    for state in ({}, {"unknown": {"x": {"type": "plain_text_input", "value": "y"}}}):
        heard = world.submit(BOSS, view["callback_id"], state, private=view.get("private_metadata", ""))
        assert heard.status == 200
    for private in ("", "no-such-team", " ", "a" * 3000):
        heard = world.submit(BOSS, view["callback_id"], {}, private=private)
        assert heard.status == 200


@pytest.mark.parametrize("channel", ["D1", "C9"])
@pytest.mark.parametrize("word", ["setup", "settings", "export", "join", "leave", ""])
def test_a_command_where_no_team_is_says_so(world: World, word: str, channel: str) -> None:
    heard = world.command(BOSS, "/trust", word, channel=channel)
    assert heard.told
    assert heard.calls == []
    assert heard.body["response_type"] == "ephemeral"


@pytest.mark.parametrize(("command", "word"), [(command, word) for command in WORDS for word in WORDS[command]])
def test_every_word_is_answered_for_the_asker_only(world: World, command: str, word: str) -> None:
    heard = world.command(BOSS, command, word)
    assert heard.told
    assert isinstance(heard.body, dict)
    assert heard.body["response_type"] == "ephemeral"


@pytest.mark.parametrize("name", [name for name in ACTS if name not in MAY_DEPEND and not NEEDS_A_PROMPT.search(name)])
def test_nothing_shows_who_joined_or_how_many(world: World, name: str) -> None:
    """What somebody who did not join hears is the same, letter by letter, whoever else did."""
    heard = {}
    for state in MANY:
        world.put_back(state)
        heard[state] = as_text(ACTS[name](world, BOSS))
    assert len(set(heard.values())) == 1, heard


def prepared(world: World, name: str) -> Act:
    """Return an act with what comes before it done already, by the administrator and in time."""
    act = ACTS[name]
    if not isinstance(act, Prepared):
        return act
    before = act.before(world)
    return lambda where, user: act.do(where, user, before)


def answering(world: World) -> str:
    """Return the name of the listener that the last payload is for: the first one that takes it."""
    request = BoltRequest(body=world.last, mode="socket_mode")
    first = next(one for one in listeners(world.app) if takes(one, request))
    said = f"command {world.last.get('command')} {world.last.get('text', '')}".rstrip()
    same = [one.name for one in listeners(world.app) if one.listener is first.listener]
    return said if said in same else first.name


def takes(one: Listening, request: BoltRequest) -> bool:
    return all(matcher.matches(request, BoltResponse(status=200)) for matcher in one.listener.matchers)


def views(heard: Heard) -> list[dict[str, Any]]:
    return [arguments for method, arguments in heard.calls if method.startswith("views.")]


def rows(world: World) -> list[tuple[Any, ...]]:
    """Return the team as it is set up."""
    with world.candor.work.read() as unit:
        team = unit.teams.get(TEAM)
        return [
            (team, tuple(unit.meetings.series_of(TEAM)), tuple(unit.teams.admins(TEAM)), len(unit.teams.members(TEAM)))
        ]


def as_text(heard: Heard) -> str:
    asked = [call for call in heard.calls if call[0].startswith(("views.", "chat."))]
    told = json.dumps([heard.status, heard.body, heard.replies, [arguments.get("view") for _, arguments in asked]])
    told = re.sub(r"\b[0-9a-f]{32}\b", "an id", told)  # ids and tickets are drawn anew for each of the states
    return re.sub(r"\"[\w-]{64,}=*\"", '"a ticket"', told)
