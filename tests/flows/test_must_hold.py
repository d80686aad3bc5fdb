"""What must hold whatever happens: each seen from outside, as people and Slack see it."""

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.logging import set_up_logging
from demo.slack.state import Message, User
from tests.flows.stage import MONDAY, Stage, stage

FRIDAY_EVENING = MONDAY + timedelta(days=4, hours=10)
NEUTRAL = "A minute for you, when it suits."


@pytest.fixture
def on_stage(sqlite_url: str, tmp_path: Path) -> Iterator[Stage]:
    with stage(sqlite_url, tmp_path / "keys", "socket") as opened:
        yield opened


def begin(on_stage: Stage, people: int = 8) -> None:
    on_stage.invite()
    on_stage.join(*on_stage.people[:people])
    assert on_stage.set_up(on_stage.people[0]).errors == {}


def now_of(on_stage: Stage, person: User, prompt: Message) -> Message:
    """The message as it stands now, after it was replaced."""
    [found] = [one for one in on_stage.slack.dm(person) if one.ts == prompt.ts]
    return found


def tap(on_stage: Stage, person: User, prompt: Message, action_id: str) -> Message:
    assert on_stage.slack.tap(person, now_of(on_stage, person, prompt), action_id).ok
    on_stage.arrive()
    return now_of(on_stage, person, prompt)


def prompted(on_stage: Stage) -> dict[str, Message]:
    """Let Monday's meeting end; return each person's prompt."""
    on_stage.advance(MONDAY + timedelta(hours=3))
    return {person.id: on_stage.prompts(person)[0] for person in on_stage.people if on_stage.prompts(person)}


def weekly(on_stage: Stage) -> list[Message]:
    return [post for post in on_stage.posts() if "checkin" not in str(post.blocks) and "First step" in str(post.blocks)]


def test_a_team_of_three_is_asked_nothing_and_reads_nothing_in_the_channel(on_stage: Stage) -> None:
    begin(on_stage, people=3)
    on_stage.advance(FRIDAY_EVENING + timedelta(weeks=1))
    assert not any(on_stage.prompts(person) for person in on_stage.people)
    assert weekly(on_stage) == []
    told = [message.text for person in on_stage.people[:3] for message in on_stage.slack.dm(person)]
    assert len(told) == 3
    assert len(set(told)) == 1


def test_a_team_that_shrinks_below_five_falls_silent(on_stage: Stage) -> None:
    begin(on_stage)
    prompts = prompted(on_stage)
    assert len(prompts) == 8
    for person in on_stage.people[:4]:
        assert on_stage.slack.command(person, on_stage.room, "/trust", "leave").ok
    on_stage.advance(FRIDAY_EVENING + timedelta(weeks=1))
    assert weekly(on_stage) == []
    assert [len(on_stage.prompts(person)) for person in on_stage.people] == [1] * 8


def test_an_answer_after_the_close_changes_nothing_and_says_so(on_stage: Stage) -> None:
    begin(on_stage)
    ada = on_stage.people[0]
    prompt = prompted(on_stage)[ada.id]
    on_stage.advance(FRIDAY_EVENING)
    assert "closed" in str(tap(on_stage, ada, prompt, "checkin.answer_1").blocks)


def test_somebody_who_left_cannot_answer_any_more(on_stage: Stage) -> None:
    begin(on_stage)
    ada = on_stage.people[0]
    prompt = prompted(on_stage)[ada.id]
    assert on_stage.slack.command(ada, on_stage.room, "/trust", "leave").ok
    said = str(tap(on_stage, ada, prompt, "checkin.answer_1").blocks)
    assert "checkin.second" not in said


def test_an_archived_channel_ends_the_questions_and_the_posts(on_stage: Stage) -> None:
    begin(on_stage)
    on_stage.slack.archive(on_stage.room)
    on_stage.settle()
    on_stage.advance(FRIDAY_EVENING + timedelta(weeks=1))
    assert not any(on_stage.prompts(person) for person in on_stage.people)
    assert weekly(on_stage) == []


def test_the_same_messages_come_whatever_is_tapped(on_stage: Stage) -> None:
    begin(on_stage)
    prompts = prompted(on_stage)
    shown = []
    for person, first, second in zip(
        on_stage.people, (1, 2, 3, 1, 2, 3), ("second_1", "second_2", "second_3", "second_skip") * 2, strict=False
    ):
        prompt = prompts[person.id]
        asked = tap(on_stage, person, prompt, f"checkin.answer_{first}")
        thanked = tap(on_stage, person, prompt, f"checkin.{second}")
        shown.append([_neutral(asked, on_stage), _neutral(thanked, on_stage)])
    assert shown == [shown[0]] * 6


def _neutral(message: Message, on_stage: Stage) -> tuple[str, str]:
    """The message without the ids that differ from person to person; none of them depends on an answer."""
    return message.text, re.sub(r"[0-9a-f]{32}|'block_id': '[^']*'", "…", str(message.blocks))


def test_meetings_keep_their_local_time_through_a_clock_change(sqlite_url: str, tmp_path: Path) -> None:
    before = datetime(2026, 3, 23, 8, tzinfo=UTC)  # clocks go forward in Berlin on the 29th
    with stage(sqlite_url, tmp_path / "keys", "socket", at=before) as on_stage:
        begin(on_stage)
        on_stage.advance(before + timedelta(days=8))
        ada = on_stage.people[0]
        sent = [datetime.fromtimestamp(float(prompt.ts), UTC) for prompt in on_stage.prompts(ada)]
        assert [(moment.date().isoformat(), moment.hour) for moment in sent] == [("2026-03-23", 10), ("2026-03-30", 9)]


def test_a_restart_in_mid_week_goes_on_where_it_was(sqlite_url: str, tmp_path: Path) -> None:
    with stage(sqlite_url, tmp_path / "keys", "socket") as on_stage:
        begin(on_stage)
        prompts = prompted(on_stage)
        on_stage.restart()
        for person in on_stage.people[:6]:
            tap(on_stage, person, prompts[person.id], "checkin.answer_1")
        on_stage.restart()
        on_stage.advance(FRIDAY_EVENING)
        on_stage.restart()
        on_stage.advance(FRIDAY_EVENING + timedelta(hours=1))
        assert [len(on_stage.prompts(person)) for person in on_stage.people[:6]] == [0] * 6  # replaced by the taps
        assert len(weekly(on_stage)) == 1


def test_no_answer_no_person_and_no_token_in_any_log_line(
    on_stage: Stage, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    set_up_logging("DEBUG")
    caplog.set_level(logging.DEBUG)
    begin(on_stage)
    ada = on_stage.people[0]
    prompt = prompted(on_stage)[ada.id]
    before = len(caplog.records)
    tap(on_stage, ada, prompt, "checkin.answer_3")
    tap(on_stage, ada, prompt, "checkin.second_1")
    tap(on_stage, ada, prompt, "checkin.withdraw")
    written = capfd.readouterr().err + "\n".join(str(record.__dict__) for record in caplog.records[before:])
    for marker in ("mattered", ":yes", ada.id, on_stage.slack.bot_token, on_stage.slack.app_token):
        assert marker not in written
