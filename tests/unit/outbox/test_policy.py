"""What each answer of Slack's means for a message."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.kernel.errors import SlackRefused, SlackUnclear, SlackUnreachable
from bot.kernel.ids import WorkspaceId
from bot.outbox.model import SCHEDULE, Kind, Outgoing
from bot.outbox.policy import (
    LONGEST_PAUSE,
    Consequence,
    Delayed,
    Delivered,
    Fate,
    LeftOpen,
    Rejected,
    Simplified,
    Throttled,
    Unneeded,
    failed,
    pause,
    taken,
    unneeded,
)
from tests.fakes.chance import SeededChance

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
CHART = {"type": "data_visualization", "title": "Six weeks"}
TEXT = {"type": "divider"}


def a_message(**changed: Any) -> Outgoing:
    usual: dict[str, Any] = {
        "workspace_id": WorkspaceId("T1"),
        "key": "a",
        "kind": Kind.PROMPT,
        "method": "chat.postMessage",
        "channel": "U1",
        "arguments": {"text": "Hello"},
        "due_at": NOW,
        "expires_at": NOW + timedelta(hours=1),
    }
    return Outgoing(**usual | changed)


def refused(word: str, retry_after: float | None = None, *, attempts: int = 0, **changed: Any) -> Fate:
    return failed(a_message(**changed), SlackRefused(word, retry_after), attempts, SeededChance(1))


@pytest.mark.parametrize(
    ("answer", "ref"),
    [({"ts": "17.1"}, "17.1"), ({"scheduled_message_id": "Q1"}, "Q1"), ({"message_ts": "3.1"}, "3.1"), ({}, "")],
)
def test_an_ok_is_delivered_with_slacks_name_for_it(answer: dict[str, Any], ref: str) -> None:
    assert taken(a_message(kind=Kind.NOTICE), {"ok": True} | answer) == Delivered(ref)


@pytest.mark.parametrize("kind", [Kind.PROMPT, Kind.RESET_STEP])
def test_what_was_not_wanted_ends_like_what_was_sent_where_that_must_leave_no_trace(kind: Kind) -> None:
    assert taken(a_message(kind=kind), {"ok": True, "ts": "17.1"}) == unneeded(a_message(kind=kind))
    assert unneeded(a_message(kind=Kind.NOTICE)) == Unneeded()


def test_too_fast_holds_the_method_for_as_long_as_slack_says() -> None:
    assert refused("ratelimited", 17.0) == Throttled(17.0, "ratelimited")
    assert refused("rate_limited") == Throttled(30.0, "rate_limited")


@pytest.mark.parametrize("word", ["service_unavailable", "request_timeout", "team_added_to_org", "restricted_too_many"])
def test_what_may_pass_is_tried_again(word: str) -> None:
    fate = refused(word)
    assert isinstance(fate, Delayed)
    assert fate.reason == word


@pytest.mark.parametrize("word", ["internal_error", "fatal_error"])
def test_errors_after_which_it_may_have_been_said_are_left_open(word: str) -> None:
    assert refused(word) == LeftOpen(word)


def test_no_connection_may_be_tried_again_and_no_clear_answer_may_not() -> None:
    assert isinstance(failed(a_message(), SlackUnreachable(), 0, SeededChance(1)), Delayed)
    assert failed(a_message(), SlackUnclear(), 0, SeededChance(1)) == LeftOpen("no_clear_answer")


@pytest.mark.parametrize(
    ("word", "channel", "consequence"),
    [
        ("channel_not_found", "C1", Consequence.PAUSE_TEAM),
        ("is_archived", "C1", Consequence.PAUSE_TEAM),
        ("not_in_channel", "G1", Consequence.PAUSE_TEAM),
        ("restricted_action", "C1", Consequence.PAUSE_TEAM),
        ("channel_not_found", "U1", Consequence.LEAVE_PERSON_OUT),
        ("user_not_found", "W1", Consequence.LEAVE_PERSON_OUT),
        ("cannot_dm_bot", "U1", Consequence.LEAVE_PERSON_OUT),
        ("account_inactive", "U1", Consequence.DISABLE_WORKSPACE),
        ("token_revoked", "C1", Consequence.DISABLE_WORKSPACE),
        ("invalid_auth", "U1", Consequence.DISABLE_WORKSPACE),
        ("missing_scope", "C1", Consequence.DISABLE_WORKSPACE),
        ("msg_too_long", "C1", Consequence.NONE),
        ("invalid_blocks", "U1", Consequence.NONE),
        ("a_word_of_tomorrow", "U1", Consequence.NONE),
    ],
)
def test_a_final_no_has_its_consequence(word: str, channel: str, consequence: Consequence) -> None:
    assert refused(word, channel=channel) == Rejected(word, consequence)


def test_an_ephemeral_sentence_that_cannot_be_said_changes_nothing() -> None:
    fate = refused("not_in_channel", channel="C1", arguments={"text": "Hello", "user": "U1"})
    assert fate == Rejected("not_in_channel", Consequence.NONE)


def test_a_chart_that_slack_does_not_know_is_left_out_once() -> None:
    arguments = {"text": "Sometimes", "blocks": [TEXT, CHART], "post_at": 17}
    fate = refused("invalid_blocks", kind=Kind.WEEKLY_POST, arguments=arguments)
    assert fate == Simplified({"text": "Sometimes", "blocks": [TEXT], "post_at": 17})
    assert isinstance(refused("invalid_blocks", arguments={"text": "Sometimes", "blocks": [TEXT]}), Rejected)


def test_a_time_that_slipped_into_the_past_is_handed_over_anew() -> None:
    assert isinstance(refused("time_in_past", kind=Kind.WEEKLY_POST, method=SCHEDULE), Delayed)


def test_pauses_grow_are_never_alike_and_have_an_end() -> None:
    chance = SeededChance(1)
    pauses = [[pause(attempts, chance) for _ in range(50)] for attempts in range(12)]
    for attempts, drawn in enumerate(pauses):
        longest = min(2.0 ** (attempts + 1), LONGEST_PAUSE)
        assert all(longest / 2 <= seconds <= longest for seconds in drawn)
        assert len(set(drawn)) > 10


def test_only_a_plain_word_becomes_a_reason() -> None:
    fate = refused("Hello <@U1>, your answer " + "x" * 100)
    assert isinstance(fate, Rejected)
    assert len(fate.reason) <= 64
    assert fate.reason.replace("_", "").isalnum()
