"""A new administrator, from the invitation to the first check-in, and what they may change and take along later."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.flows.stage import MONDAY, Stage, stage

MOST_CLICKS = 12


@pytest.fixture
def on_stage(sqlite_url: str, tmp_path: Path) -> Iterator[Stage]:
    with stage(sqlite_url, tmp_path / "keys", "http") as opened:
        yield opened


def test_from_the_invitation_to_the_first_check_in(
    on_stage: Stage, record_property: Callable[[str, Any], None]
) -> None:
    """Counts each command, each tap, each field that has to be filled in, and opening the messages as one click."""
    slack, (admin, *others) = on_stage.slack, on_stage.people
    clicks = ["/invite"]
    on_stage.invite()
    clicks.append("/trust setup")
    assert slack.command(admin, on_stage.room, "/trust", "setup").ok
    clicks += ["into the name's field", "Save"]
    form = slack.view(admin)
    assert form is not None
    assert slack.submit(admin, form, {"name-0": {"meetings.type": "Planning"}}).errors == {}
    on_stage.settle()
    clicks.append("Good")
    slack.close(admin)
    clicks.append("Join")
    on_stage.join(admin)
    on_stage.join(*others[:5])  # their own clicks
    on_stage.advance(MONDAY + timedelta(hours=4))
    clicks.append("the bot's messages")
    (prompt, *_) = on_stage.prompts(admin)
    for action_id in ("checkin.answer_1", "checkin.second_1"):
        clicks.append(action_id)
        (now,) = [one for one in slack.dm(admin) if one.ts == prompt.ts]
        assert slack.tap(admin, now, action_id).ok
        on_stage.arrive()
    record_property("clicks from the invitation to the first check-in", len(clicks))
    assert len(clicks) <= MOST_CLICKS


def test_settings_are_changed_in_windows_and_the_channel_hears(on_stage: Stage) -> None:
    slack, admin = on_stage.slack, on_stage.people[0]
    on_stage.invite()
    on_stage.set_up(admin)
    assert slack.command(admin, on_stage.room, "/trust", "settings").ok
    assert slack.tap(admin, top(on_stage), "admin.change_post").ok
    form = top(on_stage)
    assert form.callback_id == "admin.save_post"
    assert slack.submit(admin, form, {"post_at": {"admin.type": "16:30"}}).errors == {}
    on_stage.settle()
    assert top(on_stage).callback_id == "admin.settings"
    assert "every Friday at 16:30" in str(top(on_stage).blocks)
    assert "every Friday at 16:30" in on_stage.posts()[-1].text
    assert slack.tap(admin, top(on_stage), "admin.pause").ok
    on_stage.settle()
    assert "paused by an administrator" in str(top(on_stage).blocks)


def test_three_weeks_can_be_taken_along(on_stage: Stage) -> None:
    slack, admin = on_stage.slack, on_stage.people[0]
    on_stage.invite()
    on_stage.join(*on_stage.people)
    on_stage.set_up(admin)
    on_stage.advance(MONDAY + timedelta(days=19, hours=10))
    assert slack.command(admin, on_stage.room, "/trust", "export").ok
    on_stage.settle()
    first = str(top(on_stage).blocks)
    assert [day in first for day in ("2026-03-06", "2026-03-13", "2026-03-20")] == [True, True, True]
    assert "exported" in on_stage.posts()[-1].text
    assert slack.tap(admin, top(on_stage), "admin.as_json").ok
    assert '"season": 1' in str(top(on_stage).blocks)


def test_who_removes_the_bot_by_mistake_can_bring_it_back(on_stage: Stage) -> None:
    on_stage.invite()
    on_stage.join(*on_stage.people[:5])
    on_stage.set_up(on_stage.people[0])
    on_stage.slack.remove_bot(on_stage.room)
    on_stage.settle()
    assert "no longer in" in on_stage.slack.dm(on_stage.people[0])[-1].text
    on_stage.slack.move_to(on_stage.now + timedelta(hours=1))
    on_stage.invite()
    on_stage.slack.move_to(on_stage.now + timedelta(hours=48))
    on_stage.settle()
    with on_stage.candor.work.read() as unit:
        (team,) = unit.teams.teams_of(on_stage.slack.state.id, on_stage.people[0].id)
        assert team.gone_at is None
        assert len(unit.teams.members(team.id)) == 5


def top(on_stage: Stage) -> Any:
    view = on_stage.slack.view(on_stage.people[0])
    assert view is not None
    return view
