"""Whom an invitation reaches, and when: the invited person's own hours and peace, and nothing of it for the asker."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.directory import peace
from bot.directory.model import Hours, Person, Standing
from bot.kernel.caller import Caller
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId, new_id
from bot.outbox.model import Postponed
from bot.resets import limits, service, steps
from bot.resets.asking import Ask
from bot.resets.outcomes import Invitation
from bot.teams.model import Member, Team
from bot.texts import catalogue
from tests.fakes.chance import SeededChance
from tests.fakes.unit import FakeUnit

HERE, TEAM = WorkspaceId("T1"), TeamId("team-1")
ADA, BEN = UserId("UA"), UserId("UB")
MONDAY = datetime(2026, 4, 6, 10, tzinfo=UTC)  # Easter Monday
DAY = timedelta(days=1)
SAY = catalogue()
IDLE = Person(workspace_id=HERE, user_id=BEN, zone="UTC")


def block(unit):
    limits.block(unit, HERE, BEN, ADA)


def leave_in_peace(unit):
    unit.people.forget(HERE, BEN)
    peace.leave_in_peace(unit, HERE, BEN)


def ask_somebody_and_be_left_in_peace(unit):
    leave_in_peace(unit)
    ask = Ask(caller=caller(BEN), other=UserId("UX"), with_power=False, gate=new_id())
    service.start(unit, ask, MONDAY, SeededChance(9))


def keep_easter(unit):
    unit.teams.save(Team(id=TEAM, workspace_id=HERE, channel_id=ChannelId("C1"), country="DE"))
    unit.teams.add_member(Member(team_id=TEAM, user_id=BEN, consent_version=1), date(2026, 1, 5))


def being(**facts):
    def become(unit):
        unit.people.save(replace(IDLE, **facts))

    return become


LATER = {
    "own hours": (being(hours=Hours(from_minute=14 * 60)), MONDAY.replace(hour=14)),
    "day off": (being(hours=Hours(days=frozenset({1, 2}))), MONDAY.replace(day=7, hour=9)),
    "paused": (being(paused_until=MONDAY + DAY), MONDAY + DAY),
    "absent": (being(absent_until=MONDAY + DAY), MONDAY + DAY),
    "away": (being(away=True, away_until=MONDAY + DAY), MONDAY + DAY),
    "quiet": (being(quiet_until=MONDAY + timedelta(hours=3)), MONDAY + timedelta(hours=3)),
    "holiday": (keep_easter, MONDAY.replace(day=7, hour=9)),
}
NEVER = {
    "blocked": block,
    "left in peace": leave_in_peace,
    "left in peace, asking": ask_somebody_and_be_left_in_peace,
    "guest": being(standing=Standing.GUEST),
    "never joined": lambda unit: unit.people.forget(HERE, BEN),
}
REACHED = pytest.mark.parametrize(("become", "at"), LATER.values(), ids=LATER)
UNREACHED = pytest.mark.parametrize("become", NEVER.values(), ids=NEVER)


@pytest.fixture
def unit():
    unit = FakeUnit()
    unit.people.save(replace(IDLE, user_id=ADA))
    unit.people.save(IDLE)
    return unit


def caller(person):
    return Caller(workspace_id=HERE, user_id=person, delivery=new_id())


def ask(unit, *, power=False):
    wanted = Ask(caller=caller(ADA), other=BEN, with_power=power, gate=new_id())
    return service.start(unit, wanted, MONDAY, SeededChance(1))


def pass_time(unit, until):
    while steps.take_step(unit, until, SeededChance(2), SAY):
        pass


def invited(unit):
    return [one for one in unit.outbox.messages if one.channel == BEN]


@REACHED
def test_an_invitation_waits_until_it_suits_the_invited(unit, become, at):
    become(unit)
    ask(unit)
    pass_time(unit, at - timedelta(seconds=1))
    assert invited(unit) == []
    pass_time(unit, at + timedelta(minutes=30))
    assert len(invited(unit)) == 1


@UNREACHED
def test_some_are_never_invited(unit, become):
    become(unit)
    ask(unit)
    pass_time(unit, MONDAY + 2 * DAY)
    assert invited(unit) == []


@pytest.mark.parametrize("become", [*(one for one, _ in LATER.values()), *NEVER.values()], ids=[*LATER, *NEVER])
def test_the_asker_sees_no_difference(unit, become):
    """The window, the limits, what is written at once and when it is looked at next are the same as for anybody."""
    other = FakeUnit()
    for person in (replace(IDLE, user_id=ADA), IDLE):
        other.people.save(person)
    become(unit)
    before = (set(unit.resets.boxes), len(unit.resets.marks))
    outcomes = [ask(unit), ask(other)]
    assert type(outcomes[0]) is type(outcomes[1])
    [new] = set(unit.resets.boxes) - before[0]
    [plain] = other.resets.boxes
    assert unit.resets.boxes[new].look_at == other.resets.boxes[plain].look_at
    assert len(unit.resets.boxes[new].box) == len(other.resets.boxes[plain].box)
    assert len(unit.resets.marks) - before[1] == len(other.resets.marks)
    pass_time(unit, MONDAY + 2 * DAY)
    pass_time(other, MONDAY + 2 * DAY)
    for one in (unit, other):
        assert [sent for sent in one.outbox.messages if sent.channel == ADA] == []
        assert [opened.partner for opened in service.open_for(one, caller(ADA), MONDAY + 2 * DAY)] == []


@REACHED
def test_what_changed_since_it_was_promised_counts_when_it_is_sent(unit, become, at):
    ask(unit)
    pass_time(unit, MONDAY + timedelta(minutes=15))
    [message] = invited(unit)
    become(unit)
    (later,) = steps.before_steps(unit, [message], MONDAY + timedelta(minutes=15))
    assert isinstance(later, Postponed)
    assert later.due_at == at
    assert steps.before_steps(unit, [message], later.due_at) == [True]


@UNREACHED
def test_an_invitation_that_is_not_wanted_any_more_is_not_sent(unit, become):
    ask(unit)
    pass_time(unit, MONDAY + timedelta(minutes=15))
    [message] = invited(unit)
    become(unit)
    assert steps.before_steps(unit, [message], MONDAY + timedelta(minutes=16)) == [False]


def test_an_answer_that_is_waited_for_comes_at_any_hour(unit):
    outcome = ask(unit)
    pass_time(unit, MONDAY + timedelta(minutes=15))
    assert isinstance(service.look(unit, caller(BEN), steps.ticket_in(invited(unit)[0]), MONDAY), Invitation)
    unit.people.save(replace(IDLE, user_id=ADA, hours=Hours(days=frozenset())))
    night = MONDAY + timedelta(hours=16)
    service.accept(unit, caller(BEN), outcome.ticket, night, SeededChance(3))
    pass_time(unit, night + timedelta(minutes=10))
    [taken_up] = [one for one in unit.outbox.messages if one.channel == ADA]
    assert steps.before_steps(unit, [taken_up], night + timedelta(minutes=10)) == [True]


def test_who_deleted_themselves_is_told_of_no_time_to_talk(unit):
    reset_id = new_id()
    slip = limits.pairs_of(unit).ticket("talk", f'["{reset_id}", "{ADA}", "{BEN}"]')
    leave_in_peace(unit)
    message = steps.messages.talk_time(SAY, MONDAY + DAY)
    told = service.suggest_talk(unit, caller(ADA), slip, MONDAY + DAY, MONDAY, SeededChance(3), message)
    assert told.suggested == MONDAY + DAY
    assert invited(unit) == []
