"""`/reset` end to end, as both people see it: equals and with power, declined, blocked, run out; nothing left behind."""

import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.texts import catalogue
from config.logging import set_up_logging
from demo.slack.state import Message
from tests.flows.resetting import NEUTRAL, Pair, Spy
from tests.flows.stage import Stage, stage

SAY = catalogue()
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FELT, DID, PASSED = "marker-felt-zx", "marker-did-zx", "marker-passed-zx"
BACK, BACK_DID = "marker-back-qy", "marker-backdid-qy"


@pytest.fixture
def on_stage(sqlite_url: str, tmp_path: Path) -> Iterator[Stage]:
    with stage(sqlite_url, tmp_path / "keys", "http") as opened:
        opened.invite()
        opened.join(*opened.people[:3])
        yield opened


@pytest.fixture
def pair(on_stage: Stage, sqlite_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Pair:
    """Ada and Ben, both in the team, watched."""
    set_up_logging("DEBUG")
    caplog.set_level(logging.DEBUG)
    caplog.clear()
    spy = Spy(on_stage, sqlite_url, tmp_path / "looks", caplog.records)
    return Pair(on_stage, on_stage.people[0], on_stage.people[1], spy)


def plain(on_stage: Stage, asker: int, other: int) -> Pair:
    return Pair(on_stage, on_stage.people[asker], on_stage.people[other])


def taken_up(pair: Pair) -> None:
    """From `/reset @name` to the yes."""
    pair.ask()
    pair.close(pair.asker)
    pair.let_pass(15 * MINUTE)
    pair.open(pair.other)
    pair.tap(pair.other, "resets.accept")
    pair.close(pair.other)
    pair.let_pass(21 * MINUTE)


def both_ready(pair: Pair) -> None:
    taken_up(pair)
    pair.open(pair.asker)
    pair.write(pair.asker, FELT, DID, PASSED)
    pair.close(pair.asker)
    pair.open(pair.other)
    pair.write(pair.other, BACK, BACK_DID)
    pair.let_pass(5 * MINUTE)


def keys(tmp_path: Path) -> set[str]:
    return {file.name for file in (tmp_path / "keys").glob("reset*.key")}


def test_two_equals_from_the_command_to_the_talk(pair: Pair, tmp_path: Path) -> None:
    assert SAY.say("resets-asked") in pair.ask()
    both_ready_from_the_invitation(pair)
    assert BACK in pair.text(pair.asker)
    assert FELT in pair.text(pair.other)
    for person in (pair.asker, pair.other):
        assert "Now talk for fifteen minutes" in pair.submit(person)
    assert pair.taps[pair.asker.id] <= 8
    assert pair.taps[pair.other.id] <= 8
    assert pair._spy is not None
    assert pair._spy.steps_seen > 0
    pair.let_pass(2 * MINUTE)
    assert len(keys(tmp_path)) == 3  # the pairs key, and two questions a week later; the reset's own is destroyed
    again = [message for message in pair.messages(pair.asker) if "resets.open" in str(message.blocks)]
    pair.slack.close(pair.asker, everything=True)
    pair.slack.tap(pair.asker, again[-1], "resets.open")
    pair.stage.arrive()
    assert SAY.say("resets-ended") in pair.text(pair.asker)


def both_ready_from_the_invitation(pair: Pair) -> None:
    pair.close(pair.asker)
    pair.let_pass(15 * MINUTE)
    pair.open(pair.other)
    assert pair.asker.id in pair.text(pair.other)
    pair.tap(pair.other, "resets.accept")
    pair.close(pair.other)
    pair.let_pass(21 * MINUTE)
    pair.open(pair.asker)
    pair.write(pair.asker, FELT, DID, PASSED)
    pair.close(pair.asker)
    pair.open(pair.other)
    assert FELT not in pair.text(pair.other)
    assert FELT in pair.write(pair.other, BACK, BACK_DID)
    pair.let_pass(5 * MINUTE)
    pair.open(pair.asker)


def test_a_week_later_each_is_asked_alone_at_their_own_time(pair: Pair) -> None:
    both_ready(pair)
    pair.open(pair.asker)
    pair.submit(pair.asker)
    pair.submit(pair.other)
    pair.let_pass(9 * DAY)
    asked = {person.id: pair.messages(person)[-1] for person in (pair.asker, pair.other)}
    assert all("resets.easier_1" in str(message.blocks) for message in asked.values())
    assert asked[pair.asker.id].ts != asked[pair.other.id].ts
    for person, option in ((pair.asker, "resets.easier_1"), (pair.other, "resets.easier_3")):
        assert pair.slack.tap(person, asked[person.id], option).ok
        pair.stage.arrive()
    shown = [str(pair.slack.dm(person)[-1].blocks).split("block_id")[0] for person in (pair.asker, pair.other)]
    assert shown[0] == shown[1]
    with pair.stage.candor.work.read() as unit:
        [batch] = unit.ballots.open_in(pair.slack.team_id)
    assert batch.item == "reset-2026q1"


def test_no_message_names_anybody_and_no_two_have_anything_in_common(pair: Pair) -> None:
    both_ready(pair)
    said: list[Message] = [one for person in (pair.asker, pair.other) for one in pair.messages(person)]
    assert len(said) == 3
    assert all(one.text == NEUTRAL for one in said)
    values = [
        element["value"]
        for one in said
        for block in one.blocks
        for element in block.get("elements", ())
        if "value" in element
    ]
    assert len(set(values)) == len(values) == 3


def test_what_could_break_out_is_shown_letter_by_letter(pair: Pair) -> None:
    hostile = "<!channel> <@U123> *bold* <https://evil.example|click> &lt; :smile: \u202e👩\u200d👧 ض" + "x" * 2900
    taken_up(pair)
    pair.open(pair.asker)
    pair.write(pair.asker, hostile, DID)
    pair.open(pair.other)
    pair.write(pair.other, "fine", "fine too")
    texts = [block["text"] for block in pair.seen(pair.other).blocks if block["type"] == "section"]
    [shown] = [one for one in texts if "channel" in one["text"]]
    assert shown["type"] == "plain_text"
    assert shown["emoji"] is False
    assert "\u202e" not in shown["text"]
    assert "<!channel> <@U123> *bold*" in shown["text"]


def test_a_draft_is_kept_and_a_longer_time_can_be_agreed(pair: Pair) -> None:
    pair.ask()
    pair.let_pass(15 * MINUTE)
    pair.open(pair.other)
    pair.tap(pair.other, "resets.accept")
    later = pair.stage.now + 5 * HOUR
    pair.tap(pair.other, "resets.suggest", option=int(later.timestamp()))
    pair.let_pass(5 * MINUTE)
    pair.open(pair.asker)
    pair.tap(pair.asker, "resets.agree")
    pair.let_pass(HOUR)
    pair.open(pair.asker)
    assert "resets.save" not in pair.text(pair.asker)  # not before the time that both agreed to
    pair.let_pass(5 * HOUR)
    pair.open(pair.asker)
    assert SAY.say("resets-form-saved") in pair.write(pair.asker, FELT, DID, ready=False)
    pair.slack.close(pair.asker, everything=True)
    go_on = pair.type(pair.asker)
    assert pair.slack.tap(pair.asker, go_on, "resets.open").ok
    pair.stage.arrive()
    assert FELT in pair.text(pair.asker)


def test_with_power_the_asker_goes_first_and_is_told_only_of_an_answer(pair: Pair, tmp_path: Path) -> None:
    pair.ask(power=True)
    assert SAY.say("resets-passed-on") in pair.write(pair.asker, FELT, DID, PASSED)
    pair.close(pair.asker)
    pair.let_pass(15 * MINUTE)
    pair.open(pair.other)
    assert FELT in pair.text(pair.other)
    pair.tap(pair.other, "resets.write_back")
    pair.write(pair.other, BACK, BACK_DID)
    pair.let_pass(5 * MINUTE)
    pair.open(pair.asker)
    assert BACK in pair.text(pair.asker)
    assert "Now talk" in pair.submit(pair.asker)
    assert pair.taps[pair.asker.id] <= 8
    pair.let_pass(2 * MINUTE)
    assert len(keys(tmp_path)) == 3


def seen_by_the_asker(pair: Pair) -> list[str]:
    """Everything that reaches the asker in the days after, without ids and tickets."""
    pair.let_pass(6 * DAY)
    window = pair.text(pair.asker).replace(pair.other.id, "…")
    told = [one.text for one in pair.messages(pair.asker)]
    again = pair.slack.command(pair.asker, pair.stage.room, "/reset", f"@{pair.other.name}")
    assert again.ok
    pair.tap(pair.asker, "resets.equal")
    return [_without_tickets(window), *told, _without_tickets(pair.text(pair.asker).replace(pair.other.id, "…"))]


def _without_tickets(text: str) -> str:
    """The window without what differs each time: tickets, and the ids that Slack gives to blocks."""
    return re.sub(r"[\w-]{60,}=*|'block_id': '[^']*'|<!date[^>]*>", "…", text)


@pytest.mark.parametrize("power", [False, True])
def test_declined_closed_blocked_unread_and_never_joined_are_the_same_to_the_asker(
    on_stage: Stage, power: bool
) -> None:
    on_stage.join(on_stage.people[5])
    fates = {}
    no = "resets.put_away" if power else "resets.decline"
    for fate, asker in (("unread", 0), ("declined", 1), ("blocked", 2), ("not joined", 3)):
        pair = plain(on_stage, asker, 7 if fate == "not joined" else 5)
        if fate == "blocked":  # by an invitation of three weeks ago
            block(pair)
            on_stage.advance(on_stage.now + 21 * DAY)
        pair.ask(power=power)
        if power:
            pair.write(pair.asker, FELT, DID)
        if fate == "declined":
            pair.let_pass(15 * MINUTE)
            pair.open(pair.other)
            pair.tap(pair.other, no)
        else:
            pair.let_pass(15 * MINUTE)
        if fate in ("blocked", "not joined"):
            assert fresh(pair) == []
        if fate == "unread":
            assert len(fresh(pair)) == 1
        fates[fate] = seen_by_the_asker(pair)
        on_stage.advance(on_stage.now + DAY)
    assert fates["declined"] == fates["blocked"] == fates["not joined"] == fates["unread"]


def block(pair: Pair) -> None:
    pair.ask()
    pair.let_pass(15 * MINUTE)
    pair.open(pair.other)
    pair.tap(pair.other, "resets.menu", option="never")
    assert "Home tab" in pair.text(pair.other)


def fresh(pair: Pair) -> list[Message]:
    """Messages to the other of the last quarter of an hour."""
    since = pair.stage.now.timestamp() - 900
    return [one for one in pair.messages(pair.other) if float(one.ts) >= since]


def test_a_block_is_undone_in_app_home(on_stage: Stage) -> None:
    pair = plain(on_stage, 0, 1)
    block(pair)
    on_stage.slack.open_home(pair.other)
    on_stage.arrive()
    home = on_stage.slack.home(pair.other)
    assert home is not None
    assert on_stage.slack.tap(pair.other, home, "home.allow_invitations").ok
    on_stage.arrive()
    again = on_stage.slack.home(pair.other)
    assert again is not None
    assert "home.allow_invitations" not in str(again.blocks)
    on_stage.advance(on_stage.now + 16 * DAY)
    pair.ask()
    pair.let_pass(15 * MINUTE)
    assert len(fresh(pair)) == 1


def test_two_who_ask_each_other_have_one_reset(on_stage: Stage) -> None:
    pair = plain(on_stage, 0, 1)
    pair.ask()
    Pair(on_stage, pair.other, pair.asker).ask()
    assert "You and" in pair.text(pair.other)
    pair.let_pass(15 * MINUTE)
    assert pair.messages(pair.other) == []
    assert len(pair.messages(pair.asker)) == 1
    with on_stage.candor.work.read() as unit:
        assert len(unit.resets.of_workspace(on_stage.slack.team_id)) == 1


def test_whoever_never_joined_can_be_reached_after_an_own_reset(on_stage: Stage) -> None:
    newcomer = plain(on_stage, 7, 2)
    newcomer.ask()
    newcomer.let_pass(15 * MINUTE)
    assert len(newcomer.messages(newcomer.other)) == 1
    pair = plain(on_stage, 0, 7)
    pair.ask()
    pair.let_pass(15 * MINUTE)
    assert len(pair.messages(pair.other)) == 1


def test_three_working_days_end_it_unread(pair: Pair, tmp_path: Path) -> None:
    taken_up(pair)
    pair.open(pair.asker)
    pair.write(pair.asker, FELT, DID)
    pair.let_pass(3 * DAY)
    assert keys(tmp_path) == {"resetpairs.key"}
    pair.slack.close(pair.other, everything=True)
    pair.open(pair.other)
    assert SAY.say("resets-ended") in pair.text(pair.other)


def test_one_who_leaves_the_company_takes_the_reset_along(pair: Pair, tmp_path: Path) -> None:
    taken_up(pair)
    pair.open(pair.asker)
    pair.write(pair.asker, FELT, DID)
    pair.slack.change_user(pair.other, deleted=True)
    pair.stage.settle()
    assert keys(tmp_path) == {"resetpairs.key"}
    pair.slack.close(pair.asker, everything=True)
    pair.open(pair.asker)
    assert SAY.say("resets-ended") in pair.text(pair.asker)


def test_a_time_to_talk_is_passed_on_once_and_names_nobody(pair: Pair) -> None:
    both_ready(pair)
    pair.submit(pair.other)
    at = int((pair.stage.now + HOUR).timestamp())
    pair.tap(pair.other, "resets.talk", option=at)
    pair.let_pass(5 * MINUTE)
    told = pair.slack.dm(pair.asker)[-1]
    assert str(at) in str(told.blocks)
    assert told.text == NEUTRAL


def test_the_sentence_for_the_team_is_shown_first_and_posted_once(on_stage: Stage) -> None:
    ada = on_stage.people[0]
    before = len(on_stage.posts())
    for _ in range(2):
        assert on_stage.slack.command(ada, on_stage.room, "/reset", "team").ok
        assert len(on_stage.posts()) in (before, before + 1)
        preview = on_stage.slack.channel(on_stage.room, viewer=ada)[-1]
        assert on_stage.slack.tap(ada, preview, "resets.post").ok
        on_stage.settle()
    assert [SAY.say("resets-team-nudge") in str(post.blocks) for post in on_stage.posts()[before:]] == [True]


def test_alone_nothing_is_kept_and_nothing_is_sent(pair: Pair) -> None:
    calls = len([call for call in pair.slack.calls() if call.method.startswith("chat.")])
    pair.type(pair.asker)
    pair.tap(pair.asker, "resets.alone")
    assert "Nothing here is stored and nothing is sent" in pair.text(pair.asker)
    assert pair.seen(pair.asker).submit is None
    pair.let_pass(10 * MINUTE)
    assert len([call for call in pair.slack.calls() if call.method.startswith("chat.")]) == calls
    with pair.stage.candor.work.read() as unit:
        assert unit.resets.of_workspace(pair.slack.team_id) == []


def test_leaving_at_the_gate_leaves_nothing_behind(pair: Pair, tmp_path: Path) -> None:
    pair.type(pair.asker, f"@{pair.other.name}")
    pair.slack.close(pair.asker)
    pair.let_pass(10 * MINUTE)
    assert keys(tmp_path) <= {"resetpairs.key"}
    assert pair.messages(pair.other) == []


def test_removing_the_bot_destroys_what_is_open(pair: Pair, tmp_path: Path) -> None:
    taken_up(pair)
    pair.slack.uninstall()
    pair.stage.arrive()
    pair.stage.candor.steps()["reset"](pair.stage.now)
    assert keys(tmp_path) == {"resetpairs.key"}
