"""`/reset` in Slack: who may be asked, what is refused and how, buttons tapped twice, too late or by somebody else."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.directory.model import Person, Standing
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.resets import handlers as resets
from bot.resets import steps
from bot.resets.days import after_working_days
from bot.teams.model import Team, TeamState
from bot.texts import catalogue
from tests.fakes.chance import SeededChance
from tests.fakes.clock import HandClock
from tests.fakes.directory import FakeSlackPeople
from tests.fakes.unit import FakeUnit, FakeWork
from tests.handlers.slackbot import Heard, SlackBot

SAY = catalogue()
HERE, CHANNEL, TEAM = WorkspaceId("T1"), ChannelId("C1"), TeamId("team-1")
PEOPLE = [f"U{number}" for number in range(1, 15)]
STANDINGS = {
    "UBOT2": Standing.BOT,
    "UGUEST": Standing.GUEST,
    "UOTHER": Standing.STRANGER,
    "UGONE": Standing.DEACTIVATED,
}
CHANCE = SeededChance(7)


@pytest.fixture
def bot(slackbot: SlackBot, work: FakeWork, unit: FakeUnit, clock: HandClock) -> SlackBot:
    people = FakeSlackPeople()
    for user in PEOPLE:
        people.arrive(UserId(user), CHANNEL, is_workspace_admin=user == "U1")
        unit.people.save(Person(workspace_id=HERE, user_id=UserId(user), zone="UTC"))
    for user, standing in STANDINGS.items():
        people.arrive(UserId(user), CHANNEL, standing=standing)
    unit.teams.save(Team(id=TEAM, workspace_id=HERE, channel_id=CHANNEL, state=TeamState.ACTIVE))
    resets.register(slackbot.app, work=work, clock=clock, chance=CHANCE, say=SAY, people=people, later=slackbot.later)
    return slackbot


def gate(bot: SlackBot, user: str, other: str) -> Heard:
    return bot.command(user, "/reset", f"<@{other}|x>")


def ask(bot: SlackBot, user: str, other: str, *, power: bool = False, view: str = "") -> Heard:
    shown = {"id": view or f"V{user}{other}", "private_metadata": f"{other} UTC"}
    return bot.tap(user, "resets.power" if power else "resets.equal", modal=shown)


def in_window(bot: SlackBot, user: str, action: str, ticket: str, **more: Any) -> Heard:
    return bot.tap(user, action, value=ticket, modal={"private_metadata": ticket}, **more)


def ticket_of(unit: FakeUnit, user: str) -> str:
    """The ticket in the last message to somebody."""
    sent = [one for one in unit.outbox.messages if one.channel == user]
    ticket = steps.ticket_in(sent[-1])
    assert ticket is not None
    return ticket


def pass_time(clock: HandClock, work: FakeWork, **time: float) -> None:
    clock.move_to(clock.now() + timedelta(**time))
    while True:
        with work.write() as unit:
            if not steps.take_step(unit, clock.now(), CHANCE, SAY):
                return


def invited(bot: SlackBot, unit: FakeUnit, work: FakeWork, clock: HandClock) -> str:
    ask(bot, "U1", "U2")
    pass_time(clock, work, minutes=12)
    return ticket_of(unit, "U2")


def writing(bot: SlackBot, unit: FakeUnit, work: FakeWork, clock: HandClock) -> str:
    ticket = invited(bot, unit, work, clock)
    in_window(bot, "U2", "resets.accept", ticket)
    pass_time(clock, work, minutes=25)
    return ticket


def submitted(bot: SlackBot, user: str, ticket: str, *texts: str) -> Heard:
    values = {
        name: {"resets.type": {"type": "plain_text_input", "value": text}}
        for name, text in zip(("felt", "did", "passed_on"), texts, strict=False)
    }
    return bot.submit(user, "resets.ready", values, private=ticket)


@pytest.mark.parametrize("typed", ["help", "HELP", "help me"])
def test_help(bot: SlackBot, typed: str) -> None:
    heard = bot.command("U1", "/reset", typed)
    assert heard.body["response_type"] == "ephemeral"
    assert SAY.say("resets-help") in heard.told
    assert heard.calls == []


@pytest.mark.parametrize(
    ("typed", "text_id"),
    [
        ("nonsense", "resets-unknown-word"),
        ("@ben", "resets-unknown-word"),
        ("<!channel>", "resets-unknown-word"),
        ("<@U2|b> <@U3|c>", "resets-one-person"),
    ],
)
def test_what_is_no_person_is_said_to_be_none(bot: SlackBot, typed: str, text_id: str) -> None:
    heard = bot.command("U1", "/reset", typed)
    assert heard.told == SAY.say(text_id)
    assert heard.calls == []


@pytest.mark.parametrize(
    ("other", "text_id"),
    [
        ("UBOT2", "resets-refused-bot"),
        ("UGUEST", "resets-refused-guest"),
        ("UOTHER", "resets-refused-stranger"),
        ("UGONE", "resets-refused-deactivated"),
        ("U1", "resets-refused-self"),
    ],
)
def test_who_cannot_be_asked_gets_a_clear_sentence(bot: SlackBot, unit: FakeUnit, other: str, text_id: str) -> None:
    assert gate(bot, "U1", other).told == SAY.say(text_id)
    chosen = bot.tap("U1", "resets.choose", modal={}, type="users_select", selected_user=other)
    assert SAY.say(text_id) in chosen.told
    assert unit.resets.boxes == {}


def test_a_guest_cannot_ask(bot: SlackBot) -> None:
    assert gate(bot, "UGUEST", "U2").told == SAY.say("resets-refused-asker")


def test_the_gate_comes_first_with_the_formal_way(bot: SlackBot, unit: FakeUnit) -> None:
    assert SAY.say("resets-gate-no-way") in gate(bot, "U1", "U2").told
    unit.resets.keep_formal_way(HERE, "https://help.example/here")
    told = gate(bot, "U1", "U2").told
    assert "<https://help.example/here|" in told
    assert unit.resets.boxes == {}
    assert unit.resets.marks == {}


def test_choosing_in_the_window_leads_to_the_same_gate(bot: SlackBot) -> None:
    opened = bot.command("U1", "/reset")
    assert "resets.choose" in str(opened.view())
    chosen = bot.tap("U1", "resets.choose", modal={}, type="users_select", selected_user="U2")
    assert chosen.view()["private_metadata"] == "U2 Europe/Berlin"


def test_ten_in_a_row_meet_a_calm_limit_that_depends_on_the_asker_alone(
    bot: SlackBot, unit: FakeUnit, clock: HandClock, work: FakeWork
) -> None:
    told = [ask(bot, "U1", other).told for other in PEOPLE[1:11]]
    assert [SAY.say("resets-asked") in one for one in told] == [True] * 3 + [False] * 7
    assert all(SAY.say("resets-asked-enough", most=3) in one for one in told[3:])
    pass_time(clock, work, days=8)
    assert SAY.say("resets-asked") in ask(bot, "U1", "U12").told


@pytest.mark.parametrize("power", [False, True])
def test_one_invitation_a_pair_in_fourteen_days(
    bot: SlackBot, unit: FakeUnit, clock: HandClock, work: FakeWork, power: bool
) -> None:
    ask(bot, "U1", "U2", power=power)
    for days in (0, 7, 6.9):
        pass_time(clock, work, days=days)
        for again in (False, True):
            told = ask(bot, "U1", "U2", power=again, view=f"V{days}{again}").told
            assert SAY.say("resets-asked-before") in told
    pass_time(clock, work, days=2)
    assert SAY.say("resets-asked") in ask(bot, "U1", "U2", view="later").told


def test_the_asking_takes_the_same_course_whatever_the_other_allows(
    bot: SlackBot, unit: FakeUnit, clock: HandClock, work: FakeWork
) -> None:
    """Equal in what is called, and so in time: no block, no membership and no earlier answer is looked at."""
    open_to_all = course(bot, unit, "U1", "U2")
    unit.people.forget(HERE, UserId("U4"))
    assert course(bot, unit, "U3", "U4") == open_to_all
    ticket = ticket_after(bot, unit, clock, work, "U5", "U6")
    bot.tap(
        "U6", "resets.menu", modal={"private_metadata": ticket}, type="overflow", selected_option={"value": "never"}
    )
    assert len(unit.resets.blocks) == 1
    pass_time(clock, work, days=16)
    assert course(bot, unit, "U5", "U6") == open_to_all
    before = len(unit.outbox.messages)
    pass_time(clock, work, minutes=12)
    assert len(unit.outbox.messages) == before  # and nothing is sent


def ticket_after(bot: SlackBot, unit: FakeUnit, clock: HandClock, work: FakeWork, asker: str, other: str) -> str:
    ask(bot, asker, other)
    pass_time(clock, work, minutes=12)
    return ticket_of(unit, other)


def course(bot: SlackBot, unit: FakeUnit, asker: str, other: str) -> list[str]:
    """The store's methods that asking calls, and the sentences that the asker reads."""
    called: list[str] = []
    unit.resets = Watched(unit.resets, called)  # type: ignore[assignment]
    told = ask(bot, asker, other, view=f"course-{asker}-{len(unit.resets.marks)}").told
    unit.resets = unit.resets.watched  # type: ignore[attr-defined]
    unit.resets.boxes.clear()
    return [*called, told]


class Watched:
    """A store that notes the names of what is called."""

    def __init__(self, watched: Any, called: list[str]) -> None:
        self.watched = watched
        self._called = called

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.watched, name)
        if callable(found):
            self._called.append(name)
        return found

    def __deepcopy__(self, memo: dict[int, Any]) -> "Watched":
        return self


def test_the_same_button_twice_is_one_invitation(bot: SlackBot, unit: FakeUnit) -> None:
    first = ask(bot, "U1", "U2", view="V1")
    again = bot.again()
    clicked = ask(bot, "U1", "U2", view="V1")
    assert SAY.say("resets-asked") in first.told
    assert again.calls == clicked.calls == []
    assert len(unit.resets.boxes) == 1


def test_yes_twice_shows_the_same(bot: SlackBot, unit: FakeUnit, work: FakeWork, clock: HandClock) -> None:
    ticket = invited(bot, unit, work, clock)
    yes = in_window(bot, "U2", "resets.accept", ticket)
    assert "You and <@U1>" in yes.told
    assert in_window(bot, "U2", "resets.accept", ticket).told == yes.told
    assert in_window(bot, "U2", "resets.decline", ticket).told == yes.told  # a stale window's other button


def test_a_reset_is_for_its_two_people_alone(bot: SlackBot, unit: FakeUnit, work: FakeWork, clock: HandClock) -> None:
    ticket = writing(bot, unit, work, clock)
    for action in (
        "resets.open",
        "resets.accept",
        "resets.agree",
        "resets.write_back",
        "resets.put_away",
        "resets.save",
    ):
        assert SAY.say("resets-ended") in in_window(bot, "U3", action, ticket).told
    in_window(bot, "U3", "resets.stop", ticket)
    assert len(unit.resets.boxes) == 1


@pytest.mark.parametrize("ticket", ["", "x", "0" * 32, "A" * 80])
def test_a_made_up_ticket_opens_nothing(bot: SlackBot, ticket: str) -> None:
    assert SAY.say("resets-ended") in bot.tap("U1", "resets.open", value=ticket).told


def test_the_asker_cannot_look_at_what_they_wait_for(
    bot: SlackBot, unit: FakeUnit, work: FakeWork, clock: HandClock
) -> None:
    ticket = invited(bot, unit, work, clock)
    assert SAY.say("resets-ended") in in_window(bot, "U1", "resets.open", ticket).told
    assert "resets.open" not in str(bot.command("U1", "/reset").view())
    assert "resets.open" in str(bot.command("U2", "/reset").view())


def test_taking_back_says_the_same_whatever_there_was(
    bot: SlackBot, unit: FakeUnit, work: FakeWork, clock: HandClock
) -> None:
    asked = ask(bot, "U1", "U2").view()
    ticket = next(one["value"] for block in asked["blocks"] for one in block.get("elements", ()) if "value" in one)
    pass_time(clock, work, minutes=12)
    in_window(bot, "U2", "resets.decline", ticket_of(unit, "U2"))
    after_no = in_window(bot, "U1", "resets.stop", ticket).told
    unread = ask(bot, "U3", "U4").view()
    ticket = next(one["value"] for block in unread["blocks"] for one in block.get("elements", ()) if "value" in one)
    assert in_window(bot, "U3", "resets.stop", ticket).told == after_no


def test_before_its_time_there_is_no_form(bot: SlackBot, unit: FakeUnit, work: FakeWork, clock: HandClock) -> None:
    ticket = invited(bot, unit, work, clock)
    assert "resets.save" not in str(in_window(bot, "U2", "resets.accept", ticket).view())
    early = submitted(bot, "U2", ticket, "felt", "did")
    assert early.body["view"]["callback_id"] == "resets.shown"
    clock.move_to(clock.now() + timedelta(minutes=21))
    assert "resets.save" in str(in_window(bot, "U2", "resets.open", ticket).view())


def test_a_time_that_does_not_fit_is_said_to_be_none(
    bot: SlackBot, unit: FakeUnit, work: FakeWork, clock: HandClock
) -> None:
    ticket = invited(bot, unit, work, clock)
    in_window(bot, "U2", "resets.accept", ticket)
    for at in (clock.now() - timedelta(hours=1), after_working_days(clock.now(), 4, ZoneInfo("UTC"))):
        picked = int(at.timestamp())
        heard = in_window(bot, "U2", "resets.suggest", ticket, type="datetimepicker", selected_date_time=picked)
        assert SAY.say("resets-time-does-not-fit") in heard.told


@pytest.mark.parametrize("texts", [("", "did"), ("felt", ""), ("  \n ", "did"), ("\u200b\u202e", "did")])
def test_an_empty_part_is_not_sent(
    bot: SlackBot, unit: FakeUnit, work: FakeWork, clock: HandClock, texts: tuple[str, str]
) -> None:
    ticket = writing(bot, unit, work, clock)
    heard = submitted(bot, "U1", ticket, *texts)
    assert list(heard.errors.values()) == [SAY.say("resets-form-empty")]


@pytest.mark.parametrize(
    "text", ["ü" * 3000, "👩‍👩‍👧" * 400, "\ud800 half a pair", "a\x00b", "<!channel> & <@U3>", "ض‮"]
)
def test_any_text_is_taken_and_shown_as_it_is(
    bot: SlackBot, unit: FakeUnit, work: FakeWork, clock: HandClock, text: str
) -> None:
    ticket = writing(bot, unit, work, clock)
    assert "view" in submitted(bot, "U1", ticket, text, "did").body
    view = submitted(bot, "U2", ticket, "felt", "did").body["view"]
    shown = [block["text"] for block in view["blocks"] if block["type"] == "section"]
    assert all(one["type"] == "plain_text" for one in shown[1:])
    assert shown[1]["text"] == "".join(one for one in text if one.isprintable() or one == "\u200d").strip()


def test_ready_twice_is_ready_once(bot: SlackBot, unit: FakeUnit, work: FakeWork, clock: HandClock) -> None:
    ticket = writing(bot, unit, work, clock)
    first = submitted(bot, "U1", ticket, "felt", "did")
    assert bot.again().told == first.told
    late = submitted(bot, "U1", ticket, "another text", "did")
    assert late.told == first.told
    assert "another text" not in str(submitted(bot, "U2", ticket, "felt", "did").body)


def test_an_expired_reset_says_so_in_every_window(
    bot: SlackBot, unit: FakeUnit, work: FakeWork, clock: HandClock
) -> None:
    ticket = writing(bot, unit, work, clock)
    clock.move_to(clock.now() + timedelta(days=3))  # the clock step has not looked yet
    assert SAY.say("resets-ended") in submitted(bot, "U1", ticket, "felt", "did").told
    for action in ("resets.open", "resets.accept", "resets.save", "resets.agree"):
        assert SAY.say("resets-ended") in in_window(bot, "U2", action, ticket).told
    read = bot.submit("U2", "resets.read", {}, private=ticket)
    assert SAY.say("resets-ended") in read.told


def test_closing_what_was_handed_over_is_told_to_nobody(
    bot: SlackBot, unit: FakeUnit, work: FakeWork, clock: HandClock
) -> None:
    view = ask(bot, "U1", "U2", power=True).view()
    assert SAY.say("resets-form-hand-over") == view["submit"]["text"]
    submitted(bot, "U1", view["private_metadata"], "felt", "did")
    pass_time(clock, work, minutes=12)
    ticket = ticket_of(unit, "U2")
    assert "<@U1>" in in_window(bot, "U2", "resets.open", ticket).told
    assert SAY.say("resets-closed") in in_window(bot, "U2", "resets.put_away", ticket).told
    pass_time(clock, work, days=5)
    assert [one.channel for one in unit.outbox.messages] == ["U2"]


def test_a_time_to_talk_is_suggested_once(bot: SlackBot, unit: FakeUnit, work: FakeWork, clock: HandClock) -> None:
    ticket = writing(bot, unit, work, clock)
    submitted(bot, "U1", ticket, "felt", "did")
    submitted(bot, "U2", ticket, "felt", "did")
    slip = bot.submit("U2", "resets.read", {}, private=ticket).body["view"]["private_metadata"]

    def suggest(user: str, at: float) -> str:
        picked = int(clock.now().timestamp() + at)
        return in_window(bot, user, "resets.talk", slip, type="datetimepicker", selected_date_time=picked).told

    assert SAY.say("resets-talk-does-not-fit") in suggest("U2", -60)
    assert SAY.say("resets-ended") in suggest("U3", 3600)
    assert "I’ll tell them" in suggest("U2", 3600)
    assert SAY.say("resets-talk-suggested") in suggest("U2", 7200)
    told = [one for one in unit.outbox.messages if "talk at" in str(one.arguments)]
    assert [one.channel for one in told] == ["U1"]
    assert "U2" not in str(told[0].arguments)


def test_the_question_a_week_later_is_counted_once_a_delivery(bot: SlackBot, unit: FakeUnit) -> None:
    first = bot.tap("U1", "resets.easier_1", value="easier")
    assert SAY.say("resets-week-later-thanks") in first.told
    assert bot.again().replies == []
    other = bot.tap("U2", "resets.easier_4", value="not-said")
    assert other.told == first.told
    assert [batch.item for batch in unit.ballots.open_in(HERE)] == ["reset-2026q1"]


def test_settings_are_for_the_workspaces_administrators(bot: SlackBot, unit: FakeUnit) -> None:
    def save(user: str, address: str) -> Heard:
        return bot.submit(user, "resets.settings", {"way": {"resets.type": {"value": address}}})

    assert bot.command("U2", "/reset", "settings").told == SAY.say("resets-settings-not-admin")
    assert SAY.say("resets-settings-not-admin") in save("U2", "https://a.example").told
    assert "resets.settings" in str(bot.command("U1", "/reset", "settings").view())
    for wrong in ("http://a.example", "javascript:x", "https://a.example|x>", "https://" + "a" * 300, "two words"):
        assert save("U1", wrong).errors == {"way": SAY.say("resets-settings-wrong")}
    assert SAY.say("resets-settings-saved") in save("U1", "https://a.example/way").told
    assert unit.resets.formal_way(HERE) == "https://a.example/way"
    save("U1", "")
    assert unit.resets.formal_way(HERE) == ""


def test_the_team_sentence_needs_a_team(bot: SlackBot, unit: FakeUnit) -> None:
    assert bot.command("U1", "/reset", "team", channel="C9").told == SAY.say("trust-not-here")
    shown = bot.command("U1", "/reset", "team")
    assert SAY.say("resets-team-nudge") in shown.told
    assert unit.outbox.messages == []
    assert SAY.say("resets-team-posted") in bot.tap("U1", "resets.post", value=TEAM).told
    assert [one.channel for one in unit.outbox.messages] == [CHANNEL]
    assert "U1" not in str(unit.outbox.messages)


def test_what_this_is_can_be_read_without_deciding(
    bot: SlackBot, unit: FakeUnit, work: FakeWork, clock: HandClock
) -> None:
    ticket = invited(bot, unit, work, clock)
    shown = {"private_metadata": ticket}
    heard = bot.tap("U2", "resets.menu", modal=shown, type="overflow", selected_option={"value": "what"})
    assert SAY.say("resets-start-intro") in heard.told
    assert len(unit.resets.boxes) == 1
