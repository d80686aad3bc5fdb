"""The sender, on an outbox and a Slack in memory: what is said, how often, and what is kept of it."""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.kernel.errors import SlackRefused, SlackUnclear, SlackUnreachable
from bot.kernel.ids import WorkspaceId
from bot.outbox.model import SCHEDULE, Kind, Outgoing, Rates, State
from bot.outbox.policy import Consequence
from bot.outbox.sender import Sender
from tests.fakes.chance import SeededChance
from tests.fakes.clock import HandClock
from tests.fakes.outbox import FakeOutbox, Kept
from tests.fakes.slack import FakeSlack, Fault

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
T1 = WorkspaceId("T1")
CHART = {"type": "data_visualization", "title": "Six weeks"}
UNREACHABLE, UNCLEAR = Fault(SlackUnreachable()), Fault(SlackUnclear())
LOST_ANSWER = Fault(SlackUnclear(), lands=True)


class Desk:
    """An outbox with a sender, and what the sender was told to do."""

    def __init__(self) -> None:
        self.outbox = FakeOutbox()
        self.slack = FakeSlack()
        self.clock = HandClock(NOW)
        self.unwanted: set[str] = set()
        self.asked: list[str] = []
        self.consequences: list[tuple[str, Consequence, str]] = []
        self.fails = False
        self.broken: set[str] = set()
        self.sender: Sender[Desk] = self.new_sender()

    def new_sender(self, lease_seconds: float = 60.0) -> "Sender[Desk]":
        return Sender(
            self,
            self.slack,
            self.clock,
            owner="sender",
            before={Kind.PROMPT: self.is_wanted, Kind.WELCOME: self.is_wanted},
            on_consequence=self.on_consequence,
            threads=4,
            rates=Rates.unlimited(),
            lease_seconds=lease_seconds,
            chance=SeededChance(1),
        )

    @contextmanager
    def write(self) -> "Iterator[Desk]":
        yield self

    @contextmanager
    def read(self) -> "Iterator[Desk]":
        yield self

    def is_wanted(self, unit: "Desk", messages: Sequence[Outgoing], now: datetime) -> list[bool]:
        keys = [message.key for message in messages]
        self.asked += keys
        if self.fails or self.broken & set(keys):
            raise RuntimeError(str(keys))
        return [key not in self.unwanted for key in keys]

    def on_consequence(
        self, unit: "Desk", outgoing: Outgoing, consequence: Consequence, reason: str, now: datetime
    ) -> None:
        if self.fails:
            raise RuntimeError(outgoing.key)
        self.consequences.append((outgoing.key, consequence, reason))

    def promise(self, *messages: Outgoing) -> None:
        self.outbox.enqueue(messages)

    def kept(self, key: str) -> Kept:
        return next(kept for kept in self.outbox.kept.values() if kept.message.key == key)

    def state(self, key: str) -> tuple[State, str]:
        kept = self.kept(key)
        return kept.state, kept.reason

    def later(self, seconds: float, by: timedelta = timedelta()) -> int:
        """Let machine time, and domain time where said, go by, and send what is due then."""
        self.outbox.machine += seconds
        self.clock.move_to(self.clock.now() + by)
        return self.sender.drain(self.clock.now())


@pytest.fixture
def desk() -> Desk:
    return Desk()


def a_prompt(key: str, **changed: Any) -> Outgoing:
    usual: dict[str, Any] = {
        "workspace_id": T1,
        "key": key,
        "kind": Kind.PROMPT,
        "method": "chat.postMessage",
        "channel": f"U-{key}",
        "arguments": {"text": "A minute for you, when it suits."},
        "due_at": NOW,
        "expires_at": NOW + HOUR,
    }
    return Outgoing(**usual | changed)


def a_post(key: str = "post", **changed: Any) -> Outgoing:
    posts_at = NOW + HOUR
    arguments = {"text": "Sometimes", "blocks": [CHART], "post_at": int(posts_at.timestamp())}
    usual: dict[str, Any] = {
        "kind": Kind.WEEKLY_POST,
        "method": SCHEDULE,
        "channel": "C1",
        "arguments": arguments,
        "expires_at": posts_at + 24 * HOUR,
    }
    return a_prompt(key, **usual | changed)


def a_welcome(key: str = "welcome") -> Outgoing:
    return a_prompt(key, kind=Kind.WELCOME, channel="C1")


def test_what_is_due_is_said_and_noted(desk: Desk) -> None:
    desk.promise(a_welcome(), a_prompt("later", due_at=NOW + MINUTE))
    assert desk.sender.drain(NOW) == 1
    (call,) = desk.slack.said
    assert (call.method, call.arguments) == (
        "chat.postMessage",
        {"channel": "C1", "text": "A minute for you, when it suits."},
    )
    assert desk.kept("welcome").slack_ref == "1.000100"
    assert desk.state("welcome") == (State.SENT, "")
    assert desk.sender.drain(NOW) == 0


def test_a_message_that_is_not_wanted_any_more_is_not_said(desk: Desk) -> None:
    desk.promise(a_welcome())
    desk.unwanted.add("welcome")
    desk.sender.drain(NOW)
    assert desk.slack.calls == []
    assert desk.state("welcome") == (State.DROPPED, "not_wanted")


def test_a_prompt_not_wanted_leaves_the_same_row_as_one_that_was_sent(desk: Desk) -> None:
    desk.promise(a_prompt("sent"), a_prompt("not-sent"))
    desk.unwanted.add("not-sent")
    desk.sender.drain(NOW)
    assert [call.channel for call in desk.slack.said] == ["U-sent"]

    def row(key: str) -> tuple[Any, ...]:
        kept = desk.kept(key)
        return kept.state, kept.reason, kept.slack_ref, kept.attempts, kept.not_before, kept.message.arguments

    assert row("sent") == row("not-sent")


@pytest.mark.parametrize("fault", [UNREACHABLE, Fault(SlackRefused("service_unavailable"))])
def test_what_was_surely_not_said_is_tried_again(desk: Desk, fault: Fault) -> None:
    desk.promise(a_prompt("a"))
    desk.slack.faults.append(fault)
    desk.sender.drain(NOW)
    assert desk.state("a")[0] is State.DUE
    assert desk.sender.drain(NOW) == 0
    desk.later(10)
    assert desk.state("a")[0] is State.SENT
    assert len(desk.slack.said) == 1
    assert desk.asked == ["a", "a"]


def test_an_hour_without_slack_expires_what_has_lost_its_sense_and_says_the_rest(desk: Desk) -> None:
    desk.promise(a_prompt("short", expires_at=NOW + 30 * MINUTE), a_prompt("long", expires_at=NOW + 2 * HOUR))
    desk.slack.faults.extend([UNREACHABLE] * 40)
    for _ in range(12):
        desk.later(300, 5 * MINUTE)
    desk.slack.faults.clear()
    desk.later(300, MINUTE)
    assert desk.state("short")[0] is State.EXPIRED
    assert desk.state("long")[0] is State.SENT
    assert [call.channel for call in desk.slack.said] == ["U-long"]


@pytest.mark.parametrize("fault", [UNCLEAR, LOST_ANSWER, Fault(SlackRefused("internal_error"), lands=True)])
def test_a_prompt_that_may_have_been_said_is_never_said_again(desk: Desk, fault: Fault) -> None:
    desk.promise(a_prompt("a"))
    desk.slack.faults.append(fault)
    desk.sender.drain(NOW)
    for _ in range(5):
        desk.later(1000, MINUTE)
    assert desk.state("a")[0] is State.UNKNOWN
    assert len(desk.slack.calls) == 1


def test_a_sender_that_died_in_the_call_leaves_a_prompt_unknown(desk: Desk) -> None:
    desk.promise(a_prompt("a"))
    (claimed,) = desk.outbox.claim(NOW, "dead", 60.0, 1)
    desk.outbox.begin_sending([claimed])
    desk.later(61)
    assert desk.state("a") == (State.UNKNOWN, "interrupted")
    assert desk.slack.calls == []


def test_a_sender_that_died_before_the_call_loses_nothing(desk: Desk) -> None:
    desk.promise(a_prompt("a"))
    desk.outbox.claim(NOW, "dead", 60.0, 1)
    assert desk.later(30) == 0
    desk.later(31)
    assert len(desk.slack.said) == 1


def test_too_many_calls_hold_the_whole_method_for_this_workspace(desk: Desk) -> None:
    desk.promise(a_prompt("a", due_at=NOW - MINUTE), a_prompt("b"), a_prompt("c", workspace_id=WorkspaceId("T2")))
    desk.slack.faults.append(Fault(SlackRefused("ratelimited", 17.0)))
    one_at_a_time = Sender(
        desk, desk.slack, desk.clock, owner="s", before={}, on_consequence=desk.on_consequence, threads=1,
        rates=Rates.unlimited(), chance=SeededChance(1),
    )  # fmt: skip
    one_at_a_time.drain(NOW)
    assert [call.channel for call in desk.slack.said] == ["U-c"]
    assert len(desk.slack.calls) == 2
    desk.outbox.machine += 16.9
    assert one_at_a_time.drain(NOW) == 0
    desk.outbox.machine += 0.2
    one_at_a_time.drain(NOW)
    assert len(desk.slack.said) == 3


def test_a_final_no_is_noted_with_slacks_word_and_has_its_consequence(desk: Desk) -> None:
    desk.promise(a_prompt("a"), a_welcome())
    desk.slack.refusals = {"U-a": "user_not_found", "C1": "is_archived"}
    desk.sender.drain(NOW)
    desk.later(1000, MINUTE)
    assert desk.state("a") == (State.REFUSED, "user_not_found")
    assert desk.state("welcome") == (State.REFUSED, "is_archived")
    assert sorted(desk.consequences) == [
        ("a", Consequence.LEAVE_PERSON_OUT, "user_not_found"),
        ("welcome", Consequence.PAUSE_TEAM, "is_archived"),
    ]
    assert len(desk.slack.calls) == 2


def test_a_consequence_that_fails_keeps_the_outcome(desk: Desk) -> None:
    desk.promise(a_post())
    desk.slack.refusals = {"C1": "is_archived"}
    desk.fails = True
    desk.sender.drain(NOW)
    assert desk.state("post") == (State.REFUSED, "is_archived")


def test_a_check_that_fails_puts_its_message_off_and_no_other(desk: Desk) -> None:
    desk.promise(a_prompt("a"), a_post())
    desk.fails = True
    desk.sender.drain(NOW)
    assert desk.state("a") == (State.DUE, "not_prepared")
    assert desk.state("post")[0] is State.SENT
    desk.fails = False
    desk.later(10)
    assert desk.state("a")[0] is State.SENT


def test_a_chart_that_slack_refuses_is_left_out(desk: Desk) -> None:
    desk.promise(a_post())
    desk.slack.faults.append(Fault(SlackRefused("invalid_blocks")))
    desk.sender.drain(NOW)
    assert [call.arguments["blocks"] for call in desk.slack.calls] == [[CHART], []]
    assert desk.state("post")[0] is State.SENT


def test_a_post_that_is_late_is_handed_over_for_a_minute_from_now(desk: Desk) -> None:
    desk.promise(a_post())
    late = NOW + 2 * HOUR
    desk.sender.drain(late)
    assert desk.slack.said[0].arguments["post_at"] == int((late + MINUTE).timestamp())
    assert desk.kept("post").slack_ref == "Q1"


def test_a_post_that_landed_unseen_is_found_again(desk: Desk) -> None:
    desk.promise(a_post())
    desk.slack.faults.append(LOST_ANSWER)
    desk.sender.drain(NOW)
    assert desk.state("post")[0] is State.UNKNOWN
    assert desk.later(59, MINUTE) == 0
    desk.later(2)
    assert desk.state("post") == (State.SENT, "")
    assert desk.kept("post").slack_ref == "Q1"
    assert len(desk.slack.said) == 1


def test_a_post_that_did_not_land_is_handed_over_again(desk: Desk) -> None:
    desk.promise(a_post())
    desk.slack.faults.append(UNCLEAR)
    desk.sender.drain(NOW)
    desk.later(61, MINUTE)
    assert desk.state("post")[0] is State.SENT
    assert len(desk.slack.scheduled) == 1


def test_a_post_in_doubt_at_its_hour_is_told_and_never_repeated(desk: Desk) -> None:
    desk.promise(a_post())
    desk.slack.faults.append(LOST_ANSWER)
    desk.sender.drain(NOW)
    desk.slack.appear(NOW + HOUR)
    desk.later(61, HOUR - MINUTE + timedelta(seconds=1))
    assert desk.state("post") == (State.UNKNOWN, "unconfirmed")
    assert desk.consequences == [("post", Consequence.TELL_ADMINS, "unconfirmed")]
    desk.later(1000, HOUR)
    assert len(desk.slack.said) == 1
    assert len(desk.consequences) == 1


def test_a_post_is_looked_up_until_slack_answers(desk: Desk) -> None:
    desk.promise(a_post())
    desk.slack.faults.extend([LOST_ANSWER, UNREACHABLE, UNCLEAR])
    desk.sender.drain(NOW)
    for _ in range(3):
        desk.later(61, MINUTE)
    assert desk.state("post")[0] is State.SENT
    assert len(desk.slack.said) == 1


def test_a_post_whose_sender_died_is_looked_up(desk: Desk) -> None:
    desk.promise(a_post())
    (claimed,) = desk.outbox.claim(NOW, "dead", 60.0, 1)
    desk.outbox.begin_sending([claimed])
    desk.later(61, MINUTE)
    assert desk.state("post")[0] is State.SENT
    assert len(desk.slack.said) == 1


def test_no_log_line_holds_a_person_or_a_text(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    desk.promise(*(a_prompt(key) for key in "abcd"))
    desk.slack.refusals = {"U-a": "user_not_found"}
    desk.slack.faults.extend([UNCLEAR, UNREACHABLE])
    desk.sender.drain(NOW)
    assert caplog.records
    for record in caplog.records:
        assert "U-" not in str(vars(record))
        assert "minute" not in str(vars(record))


def test_running_sends_until_told_to_stop(desk: Desk) -> None:
    stopping = threading.Event()
    desk.promise(a_prompt("a"))
    running = threading.Thread(target=desk.sender.run, args=(stopping,))
    running.start()
    assert desk.slack.called.wait(10)
    stopping.set()
    running.join(10)
    assert not running.is_alive()
    assert desk.state("a")[0] is State.SENT
