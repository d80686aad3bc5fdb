"""A workspace that was kept comes back as it was, and a history belongs to the program that made it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from demo.keeping import fingerprint, moment_of, restore, saved
from demo.slack import HandClock, SlackServer
from tests.unit.demo.conftest import START, World


def kept(world: World) -> dict:
    return json.loads(json.dumps(saved(world.slack.state)))


def restored(world: World) -> SlackServer:
    picture = kept(world)
    slack = SlackServer(clock=HandClock(moment_of(picture)))
    restore(slack.state, picture)
    return slack


def test_people_channels_messages_and_promises_come_back(world: World) -> None:
    world.slack.invite_bot(world.room, by=world.ada)
    world.client.chat_postMessage(channel=world.room.id, text="Hello", blocks=[{"type": "divider"}])
    world.client.chat_postMessage(channel=world.ben.id, text="For you")
    world.client.chat_postEphemeral(channel=world.room.id, user=world.ben.id, text="Psst")
    world.client.chat_scheduleMessage(channel=world.room.id, text="Later", post_at=int(START.timestamp()) + 600)
    world.client.views_publish(user_id=world.ada.id, view={"type": "home", "blocks": [{"type": "divider"}]})
    world.slack.move_to(START + timedelta(minutes=5))
    with restored(world) as again:
        assert saved(again.state) == kept(world)
        assert [one.text for one in again.channel(world.room.id, world.ben.id)] == ["Hello"]
        assert again.clock.now() == START + timedelta(minutes=5)


def test_ids_and_times_go_on_where_they_stopped(world: World) -> None:
    before = {one.id for one in world.slack.state.users.values()}
    last = world.slack.say(world.ada, world.room, "Hi").ts
    with restored(world) as again:
        assert again.add_user("carla").id not in before
        assert float(again.say(world.ada.id, world.room.id, "Still here").ts) > float(last)


def test_what_is_scheduled_is_posted_after_a_restart(world: World) -> None:
    world.slack.invite_bot(world.room, by=world.ada)
    world.client.chat_scheduleMessage(channel=world.room.id, text="Later", post_at=int(START.timestamp()) + 600)
    with restored(world) as again:
        again.move_to(START + timedelta(minutes=11))
        assert [one.text for one in again.channel(world.room.id)] == ["Later"]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    for name in (
        "bot/service.py",
        "bot/texts/en/home.ftl",
        "config/questions.yaml",
        "migrations/1.py",
        "demo/history.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one")
    (tmp_path / "demo/page").mkdir()
    (tmp_path / "demo/page/main.js").write_text("one")
    return tmp_path


@pytest.mark.parametrize("name", ["bot/service.py", "bot/texts/en/home.ftl", "migrations/1.py", "demo/history.py"])
def test_a_changed_program_makes_its_own_history(program: Path, name: str) -> None:
    before = fingerprint(program)
    (program / name).write_text("two")
    assert fingerprint(program) != before


def test_a_new_file_counts_and_the_page_does_not(program: Path) -> None:
    before = fingerprint(program)
    (program / "demo/page/main.js").write_text("two")
    (program / "demo/page/other.json").write_text("{}")
    assert fingerprint(program) == before
    (program / "migrations/2.py").write_text("")
    assert fingerprint(program) != before
