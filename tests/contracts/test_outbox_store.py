"""What every outbox owes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.kernel.ids import MessageId, WorkspaceId
from bot.kernel.unit import Work
from bot.outbox.model import POSTED_AGAIN, SCHEDULE, Claimed, Kind, Outgoing, Postponed, Priority, Rates, State
from bot.outbox.pacing import minute_of
from bot.workspaces.model import Workspace

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
T1, T2 = WorkspaceId("T1"), WorkspaceId("T2")
FREELY = Rates.unlimited()
OVER = -1.0  # a lease that is over at once


@pytest.fixture(autouse=True)
def _two_workspaces(work: Work[Any]) -> None:
    with work.write() as unit:
        for workspace_id in (T1, T2):
            unit.workspaces.save(Workspace(id=workspace_id, bot_user_id="UBOT"))


def a_prompt(key: str, **changed: Any) -> Outgoing:
    usual: dict[str, Any] = {
        "workspace_id": T1,
        "key": key,
        "kind": Kind.PROMPT,
        "method": "chat.postMessage",
        "channel": f"U-{key}",
        "arguments": {"text": "A minute for you, when it suits.", "blocks": [{"type": "divider"}]},
        "due_at": NOW,
        "expires_at": NOW + HOUR,
    }
    return Outgoing(**usual | changed)


def a_post(key: str, **changed: Any) -> Outgoing:
    return a_prompt(key, kind=Kind.WEEKLY_POST, method=SCHEDULE, channel=f"C-{key}", **changed)


def promise(work: Work[Any], *messages: Outgoing) -> None:
    with work.write() as unit:
        unit.outbox.enqueue(messages)


def claim(
    work: Work[Any], *, now: datetime = NOW, lease: float = 60.0, limit: int = 100, rates: Rates = FREELY
) -> list[Claimed]:
    with work.write() as unit:
        claimed: list[Claimed] = unit.outbox.claim(now, "sender", lease, limit, rates)
        return claimed


def keys(claimed: list[Claimed]) -> list[str]:
    return [one.message.key for one in claimed]


def do(work: Work[Any], act: Callable[[Any], Any]) -> Any:
    with work.write() as unit:
        return act(unit.outbox)


def send(work: Work[Any], claimed: Claimed) -> bool:
    return bool(do(work, lambda box: box.begin_sending([claimed])))


def claim_unclear(work: Work[Any]) -> list[Claimed]:
    return list(do(work, lambda box: box.claim_unclear("sender", 60.0, 100)))


def test_a_message_comes_back_as_it_was_promised(work: Work[Any]) -> None:
    message = a_prompt("a", subject="checkin-1", priority=Priority.STEP)
    promise(work, message)
    (claimed,) = claim(work)
    assert claimed.message == message
    assert claimed.attempts == 0


def test_a_key_is_promised_once_whatever_became_of_it(work: Work[Any]) -> None:
    promise(work, a_prompt("a"), a_prompt("a", channel="U2"))
    (claimed,) = claim(work)
    do(work, lambda box: box.record(claimed.id, State.SENT))
    promise(work, a_prompt("a"), a_prompt("b"))
    assert keys(claim(work)) == ["b"]


def test_a_promise_holds_only_if_its_transaction_does(work: Work[Any]) -> None:
    def promise_and_fail(box: Any) -> None:
        box.enqueue([a_prompt("a")])
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        do(work, promise_and_fail)
    assert claim(work) == []


def test_nothing_is_claimed_before_it_is_due_or_after_it_expired(work: Work[Any]) -> None:
    promise(work, a_prompt("later", due_at=NOW + HOUR, expires_at=NOW + 2 * HOUR), a_prompt("old", expires_at=NOW))
    assert claim(work) == []
    assert keys(claim(work, now=NOW + HOUR)) == ["later"]


def test_the_most_urgent_goes_first_then_the_earliest(work: Work[Any]) -> None:
    promise(
        work,
        a_prompt("bulk-late", due_at=NOW - timedelta(minutes=1)),
        a_prompt("bulk-early", due_at=NOW - timedelta(minutes=2)),
        a_prompt("step", priority=Priority.STEP),
    )
    assert keys(claim(work)) == ["step", "bulk-early", "bulk-late"]


def test_a_claimed_message_is_nobody_elses(work: Work[Any]) -> None:
    promise(work, a_prompt("a"))
    assert keys(claim(work)) == ["a"]
    assert claim(work) == []


def test_one_message_of_a_channel_is_on_its_way_at_a_time(work: Work[Any]) -> None:
    promise(
        work, a_prompt("a", channel="U1"), a_prompt("b", channel="U1"), a_prompt("c", workspace_id=T2, channel="U1")
    )
    first = claim(work)
    assert sorted(one.message.workspace_id for one in first) == [T1, T2]
    assert claim(work) == []
    for one in first:
        do(work, lambda box, one=one: box.record(one.id, State.SENT))
    assert len(claim(work)) == 1


def test_two_methods_to_one_channel_go_one_after_the_other(work: Work[Any]) -> None:
    promise(work, a_prompt("a", channel="C1"), a_prompt("b", channel="C1", method="chat.postEphemeral"))
    (first,) = claim(work)
    do(work, lambda box: box.record(first.id, State.SENT))
    (second,) = claim(work)
    assert {first.message.key, second.message.key} == {"a", "b"}


def test_workspaces_take_turns(work: Work[Any]) -> None:
    promise(work, *(a_prompt(f"many-{n}", due_at=NOW - HOUR, channel=f"U{n}") for n in range(20)))
    promise(work, a_prompt("few", workspace_id=T2))
    assert "few" in keys(claim(work, limit=2))


def test_a_workspace_with_slow_calls_leaves_room_for_others(work: Work[Any]) -> None:
    rates = Rates(methods={}, other_methods=0, channel=0, workspace_at_once=3)
    promise(work, *(a_prompt(f"slow-{n}") for n in range(10)), a_prompt("other", workspace_id=T2))
    assert len(claim(work, rates=rates)) == 4
    assert claim(work, rates=rates) == []


def test_a_method_is_spaced_in_its_workspace(work: Work[Any]) -> None:
    rates = Rates(methods={"chat.postMessage": 1000.0}, channel=0, catch_up=0)
    promise(work, *(a_prompt(f"a{n}") for n in range(3)), a_prompt("b", workspace_id=T2), a_post("c"))
    claimed = keys(claim(work, rates=rates))
    assert sorted(key[0] for key in claimed) == ["a", "b", "c"]
    assert claim(work, rates=rates) == []


def test_a_channel_is_spaced_over_all_methods(work: Work[Any]) -> None:
    rates = Rates(methods={}, other_methods=0, channel=1000.0, catch_up=0)
    promise(work, a_prompt("a", channel="C1"), a_post("b"), a_prompt("c", channel="C-b", method="chat.postEphemeral"))
    first = claim(work, rates=rates)
    for one in first:
        do(work, lambda box, one=one: box.record(one.id, State.SENT))
    assert len(first) == 2
    assert claim(work, rates=rates) == []


def test_a_held_method_waits_and_the_others_do_not(work: Work[Any]) -> None:
    promise(work, a_prompt("a"), a_post("b"), a_prompt("c", workspace_id=T2))
    do(work, lambda box: box.hold(T1, "chat.postMessage", box.machine_now() + 1000))
    do(work, lambda box: box.hold(T1, "chat.postMessage", box.machine_now() + 1))
    assert sorted(keys(claim(work))) == ["b", "c"]


def test_a_sender_marks_what_it_claimed_once(work: Work[Any]) -> None:
    promise(work, a_prompt("a"))
    (claimed,) = claim(work)
    assert send(work, claimed)
    assert not send(work, claimed)


def test_a_lease_that_ran_out_is_given_to_the_next_and_lost_to_the_first(work: Work[Any]) -> None:
    promise(work, a_prompt("a"))
    (lost,) = claim(work, lease=OVER)
    assert do(work, lambda box: box.settle_expired_leases()) == 1
    (ours,) = claim(work)
    assert not send(work, lost)
    do(work, lambda box: box.put_back(lost, 0.0))
    assert claim(work) == []
    assert send(work, ours)


def test_a_message_whose_sender_died_in_the_call_is_unknown_and_never_claimed_again(work: Work[Any]) -> None:
    promise(work, a_prompt("a"))
    (claimed,) = claim(work, lease=OVER)
    assert send(work, claimed)
    assert do(work, lambda box: box.settle_expired_leases()) == 1
    assert do(work, lambda box: box.settle_expired_leases()) == 0
    assert claim(work) == []
    assert claim_unclear(work) == []


def test_a_lease_that_holds_is_not_settled(work: Work[Any]) -> None:
    promise(work, a_prompt("a"))
    (claimed,) = claim(work)
    assert send(work, claimed)
    assert do(work, lambda box: box.settle_expired_leases()) == 0


def test_a_weekly_post_left_open_can_be_looked_up_once_its_lease_is_over(work: Work[Any]) -> None:
    promise(work, a_post("now"), a_post("held"))
    (one,) = claim(work, lease=OVER, limit=1)
    (other,) = claim(work)
    for claimed in (one, other):
        assert send(work, claimed)
        do(work, lambda box, claimed=claimed: box.record(claimed.id, State.UNKNOWN, "no_clear_answer"))
    (found,) = claim_unclear(work)
    assert (found.id, found.message) == (one.id, one.message)
    assert claim_unclear(work) == []


def test_a_post_found_missing_is_sent_again_and_one_given_up_is_not_looked_up_again(work: Work[Any]) -> None:
    promise(work, a_post("a"), a_post("b"))
    for claimed in claim(work, lease=OVER):
        assert send(work, claimed)
        do(work, lambda box, claimed=claimed: box.record(claimed.id, State.UNKNOWN))
    again, given_up = claim_unclear(work)
    do(work, lambda box: box.put_back(again, 0.0, "not_scheduled"))
    do(work, lambda box: box.record(given_up.id, State.UNKNOWN, "unconfirmed"))
    (claimed,) = claim(work)
    assert claimed.id == again.id
    assert claim_unclear(work) == []


def test_a_message_put_back_waits_counts_and_keeps_its_words(work: Work[Any]) -> None:
    promise(work, a_prompt("a"), a_prompt("b"))
    a, b = claim(work)
    do(work, lambda box: box.put_back(a, box.machine_now() - 1, "unreachable"))
    do(work, lambda box: box.put_back(b, box.machine_now() + 1000, "unreachable"))
    (claimed,) = claim(work)
    assert (claimed.id, claimed.attempts, claimed.message) == (a.id, 1, a.message)


def test_sent_holds_over_all_and_nothing_else_changes_what_is_finished(work: Work[Any]) -> None:
    promise(work, a_prompt("a", due_at=NOW - HOUR), a_prompt("b"))
    a, b = claim(work)
    do(work, lambda box: box.record(a.id, State.UNKNOWN))
    do(work, lambda box: box.record(a.id, State.SENT, slack_ref="17.1"))
    do(work, lambda box: box.put_back(a, 0.0))
    do(work, lambda box: box.record(b.id, State.REFUSED, "is_archived"))
    do(work, lambda box: box.record(b.id, State.UNKNOWN))
    do(work, lambda box: box.put_back(b, 0.0))
    assert claim(work) == []


def test_what_will_be_said_can_be_rewritten(work: Work[Any]) -> None:
    promise(work, a_prompt("a"))
    (claimed,) = claim(work)
    do(work, lambda box: box.rewrite(claimed.id, {"text": "Shorter."}))
    do(work, lambda box: box.put_back(claimed, 0.0))
    (again,) = claim(work)
    assert again.message.arguments == {"text": "Shorter."}


def test_what_is_due_about_a_subject_can_be_cancelled(work: Work[Any]) -> None:
    promise(work, a_prompt("a", subject="s"), a_prompt("b", subject="t"), a_prompt("c", subject="s", workspace_id=T2))
    do(work, lambda box: box.cancel(T1, "s"))
    assert sorted(keys(claim(work))) == ["b", "c"]


def test_what_nobody_could_say_in_time_expires(work: Work[Any]) -> None:
    promise(work, a_prompt("a"), a_prompt("b", expires_at=NOW + 2 * HOUR))
    assert do(work, lambda box: box.expire(NOW + HOUR)) == 1
    assert do(work, lambda box: box.expire(NOW + HOUR)) == 0
    assert keys(claim(work, now=NOW)) == ["b"]


def test_the_next_due_is_the_earliest_that_waits(work: Work[Any]) -> None:
    assert do(work, lambda box: box.next_due()) is None
    promise(work, a_prompt("a", due_at=NOW + HOUR), a_prompt("b", due_at=NOW))
    assert do(work, lambda box: box.next_due()) == NOW
    claim(work)
    assert do(work, lambda box: box.next_due()) == NOW + HOUR


def test_only_finished_messages_are_forgotten(work: Work[Any]) -> None:
    promise(work, a_prompt("done"), a_prompt("waiting", due_at=NOW + timedelta(seconds=1)), a_prompt("also-done"))
    for claimed in claim(work):
        do(work, lambda box, claimed=claimed: box.record(claimed.id, State.SENT))
    later = NOW + timedelta(days=14)
    assert do(work, lambda box: box.forget_before(NOW, 500)) == 0
    assert do(work, lambda box: box.forget_before(later, 1)) == 1
    assert do(work, lambda box: box.forget_before(later, 500)) == 1
    assert keys(claim(work, now=NOW + timedelta(seconds=1))) == ["waiting"]


def test_there_is_work_when_something_can_be_done_now(work: Work[Any]) -> None:
    def has_work(now: datetime = NOW) -> bool:
        with work.read() as unit:
            return bool(unit.outbox.has_work(now))

    assert not has_work()
    promise(work, a_prompt("a"))
    assert not has_work(NOW - HOUR)
    assert has_work()
    (claimed,) = claim(work)
    assert not has_work(NOW + 10 * HOUR)
    do(work, lambda box: box.put_back(claimed, box.machine_now() + 1000))
    assert not has_work()
    assert has_work(NOW + HOUR)


def test_there_is_work_when_a_lease_is_over(work: Work[Any]) -> None:
    promise(work, a_post("a"))
    (claimed,) = claim(work, lease=OVER)
    send(work, claimed)
    with work.read() as unit:
        assert unit.outbox.has_work(NOW)
    do(work, lambda box: box.settle_expired_leases())
    with work.read() as unit:
        assert unit.outbox.has_work(NOW)
    do(work, lambda box: box.record(MessageId(claimed.id), State.SENT))
    with work.read() as unit:
        assert not unit.outbox.has_work(NOW)


def test_what_starts_a_little_later_can_be_claimed_ahead(work: Work[Any]) -> None:
    rates = Rates(methods={"chat.postMessage": 10.0}, channel=0)
    promise(work, *(a_prompt(f"a{n}") for n in range(4)))
    claimed = do(work, lambda box: box.claim(NOW, "sender", 60.0, 100, rates, 25.0))
    assert [round(one.wait) for one in claimed] == [0, 10, 20]
    with work.read() as unit:
        assert not unit.outbox.has_work(NOW)
        assert unit.outbox.has_work(NOW, 31.0)


def test_what_waits_is_counted_by_the_minute(work: Work[Any]) -> None:
    late = timedelta(seconds=59)
    promise(
        work,
        a_prompt("a"),
        a_prompt("b", due_at=NOW + late),
        a_prompt("c", due_at=NOW + 2 * late),
        a_prompt("d", workspace_id=T2),
        a_post("e"),
        a_prompt("f", due_at=NOW + HOUR),
    )
    minute = minute_of(NOW)
    planned = do(work, lambda box: box.planned(T1, "chat.postMessage", NOW, NOW + HOUR))
    assert dict(planned) == {minute: 2, minute + 1: 1}


def test_what_was_refused_or_is_unknown_can_be_seen_and_names_nobody(work: Work[Any]) -> None:
    promise(work, a_prompt("a"), a_prompt("b"), a_post("c", subject="team"), a_prompt("d", workspace_id=T2))
    for claimed in claim(work):
        reason = "unconfirmed" if claimed.message.kind is Kind.WEEKLY_POST else "user_not_found"
        state = State.UNKNOWN if claimed.message.kind is Kind.WEEKLY_POST else State.REFUSED
        do(work, lambda box, claimed=claimed, s=state, r=reason: box.record(claimed.id, s, r))
    with work.read() as unit:
        found = unit.outbox.problems(T1)
        assert len(unit.outbox.problems()) == 3
        (post,) = unit.outbox.problems(T1, "C-c")
    assert {(one.kind, one.state, one.reason, one.channel, one.many) for one in found} == {
        (Kind.PROMPT, State.REFUSED, "user_not_found", "", 2),
        (Kind.WEEKLY_POST, State.UNKNOWN, "unconfirmed", "C-c", 1),
    }
    assert "U-" not in str(found)
    assert post.key == "c"
    assert post.can_be_posted_again
    kept = do(work, lambda box: box.find("c"))
    assert (kept.message.arguments["text"], kept.state) == ("A minute for you, when it suits.", State.UNKNOWN)
    do(work, lambda box: box.record(kept.id, State.UNKNOWN, POSTED_AGAIN))
    with work.read() as unit:
        assert unit.outbox.problems(T1, "C-c") == []
    assert do(work, lambda box: box.find("never")) is None


def test_how_late_the_longest_waiting_is(work: Work[Any]) -> None:
    assert do(work, lambda box: box.lateness(NOW)) == 0
    promise(work, a_prompt("a", due_at=NOW - timedelta(minutes=2)), a_prompt("b", due_at=NOW + HOUR))
    assert do(work, lambda box: box.lateness(NOW)) == 120


def test_a_message_that_is_put_off_is_due_later_as_if_promised_for_then(work: Work[Any]) -> None:
    promise(work, a_prompt("a"))
    (claimed,) = claim(work)
    send(work, claimed)
    later = Postponed(due_at=NOW + 5 * HOUR, expires_at=NOW + 6 * HOUR)
    do(work, lambda box: box.postpone(claimed, later))
    assert claim(work, now=NOW + 5 * HOUR - timedelta(seconds=1)) == []
    assert do(work, lambda box: box.expire(NOW + 2 * HOUR)) == 0
    (again,) = claim(work, now=NOW + 5 * HOUR)
    assert (again.message.due_at, again.message.expires_at) == (later.due_at, later.expires_at)
    assert again.attempts == 0
    assert again.message.arguments == claimed.message.arguments


def test_whoever_has_lost_the_lease_puts_nothing_off(work: Work[Any]) -> None:
    promise(work, a_prompt("a"))
    (lost,) = claim(work, lease=OVER)
    do(work, lambda box: box.settle_expired_leases())
    claim(work)
    do(work, lambda box: box.postpone(lost, Postponed(due_at=NOW - HOUR, expires_at=NOW)))
    assert do(work, lambda box: box.counts()) == {"claimed": 1}


def test_everything_to_somebody_can_be_deleted_also_what_is_on_its_way(work: Work[Any]) -> None:
    promise(
        work,
        a_prompt("said", channel="U-ann"),
        a_prompt("waiting", channel="U-ann", due_at=NOW + HOUR),
        a_prompt("elsewhere", channel="U-ann", workspace_id=T2),
        a_prompt("others", channel="U-ben"),
    )
    for claimed in claim(work):
        if claimed.message.key == "said":
            do(work, lambda box, claimed=claimed: box.record(claimed.id, State.SENT))
    promise(work, a_prompt("sending", channel="U-ann"))
    (under_way,) = [one for one in claim(work) if one.message.key == "sending"]
    send(work, under_way)
    assert do(work, lambda box: box.count_to(T1, "U-ann")) == 3
    do(work, lambda box: box.forget_channel(T1, "U-ann"))
    assert do(work, lambda box: box.count_to(T1, "U-ann")) == 0
    assert do(work, lambda box: box.count_to(T2, "U-ann")) == 1
    assert do(work, lambda box: box.count_to(T1, "U-ben")) == 1
    do(work, lambda box: box.record(under_way.id, State.SENT))  # its sender comes back and finds nothing
    do(work, lambda box: box.put_back(under_way, 0.0))
    assert do(work, lambda box: box.begin_sending([under_way])) == []
    assert do(work, lambda box: box.count_to(T1, "U-ann")) == 0
