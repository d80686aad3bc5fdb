"""Whoever goes takes their resets along; who stays behind is told nothing, and keys go by tombstone."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.ballots import service as ballots
from bot.directory.model import Person
from bot.kernel.caller import Caller
from bot.kernel.errors import Refused
from bot.kernel.ids import UserId, WorkspaceId, new_id
from bot.resets import limits, service, steps
from bot.resets.asking import Ask
from bot.resets.keys import PAIRS, pairs_of
from bot.resets.outcomes import Ended
from bot.texts import catalogue
from tests.fakes.chance import SeededChance
from tests.fakes.unit import FakeUnit, FakeWork

HERE = WorkspaceId("T1")
ADA, BEN, EVE = UserId("UA"), UserId("UB"), UserId("UE")
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
CHANCE = SeededChance(3)
SAY = catalogue()


@pytest.fixture
def unit():
    unit = FakeUnit()
    for person in (ADA, BEN, EVE):
        unit.people.save(Person(workspace_id=HERE, user_id=person, zone="UTC"))
    return unit


def caller(person):
    return Caller(workspace_id=HERE, user_id=person, delivery=new_id())


def ask(unit, asker, other, *, power=False):
    ask = Ask(caller=caller(asker), other=other, with_power=power, gate=new_id())
    return service.start(unit, ask, NOW, CHANCE)


@pytest.mark.parametrize("leaver", [ADA, BEN])
def test_a_reset_ends_with_either_of_the_two(unit, leaver):
    ticket = ask(unit, ADA, BEN).ticket
    ask(unit, EVE, ADA if leaver is BEN else BEN)
    service.forget_person(unit, HERE, leaver)
    assert len(unit.resets.boxes) == 1
    stays = BEN if leaver is ADA else ADA
    assert service.look(unit, caller(stays), ticket, NOW) == Ended()
    ballots.bury_keys(FakeWork(unit))
    assert len(unit.keys.keys) == 2  # the pairs key, and the other reset's


def test_what_is_kept_of_somebodys_limits_and_blocks_goes(unit):
    ask(unit, ADA, BEN)
    limits.block(unit, HERE, ADA, EVE)
    assert limits.has_blocks(unit, HERE, ADA)
    service.forget_person(unit, HERE, ADA)
    assert not limits.has_blocks(unit, HERE, ADA)
    pair = pairs_of(unit).token("pair", HERE, ADA, BEN)
    assert set(unit.resets.marks) == {pair}  # a keyed hash that ends within a fortnight


def test_what_is_about_to_be_said_to_them_is_not_said(unit):
    ask(unit, ADA, BEN)
    later = NOW + timedelta(minutes=15)
    steps.take_step(unit, later, CHANCE, SAY)
    assert len(unit.outbox.messages) == 1
    service.forget_person(unit, HERE, BEN)
    assert unit.outbox.messages == []


def test_a_message_is_not_wanted_any_more_once_the_reset_is_over(unit):
    ticket = ask(unit, ADA, BEN).ticket
    later = NOW + timedelta(minutes=15)
    steps.take_step(unit, later, CHANCE, SAY)
    [message] = unit.outbox.messages
    assert steps.before_steps(unit, [message], later) == [True]
    service.stop(unit, caller(ADA), ticket, later)
    assert steps.before_steps(unit, [message], later) == [False]


def test_a_box_without_its_key_is_buried_and_keeps_nothing_from_going_on(unit):
    ask(unit, ADA, BEN)
    for key in [key for key in unit.keys.keys if key != PAIRS]:
        unit.keys.destroy(key)
    ask(unit, EVE, BEN)
    later = NOW + timedelta(minutes=15)
    while steps.take_step(unit, later, CHANCE, SAY):
        pass
    assert [one.channel for one in unit.outbox.messages] == [BEN]
    assert len(unit.resets.boxes) == 1


def test_without_the_pairs_key_tickets_are_over_and_limits_begin_anew(unit):
    ticket = ask(unit, ADA, BEN).ticket
    with pytest.raises(Refused):
        ask(unit, ADA, BEN)
    unit.keys.destroy(PAIRS)
    assert service.look(unit, caller(BEN), ticket, NOW) == Ended()
    assert ask(unit, ADA, BEN) is not None


def test_removing_candor_buries_every_box_of_the_workspace(unit):
    ask(unit, ADA, BEN)
    ask(unit, BEN, EVE, power=True)
    service.end_all(unit, HERE)
    assert unit.resets.boxes == {}
    assert len(unit.ballots.tombstones()) == 2


def test_an_invitation_waits_for_working_hours_and_for_the_end_of_a_pause(unit):
    unit.people.save(Person(workspace_id=HERE, user_id=BEN, zone="UTC", paused_until=NOW + timedelta(days=1)))
    ask(unit, ADA, BEN)
    steps.take_step(unit, NOW + timedelta(minutes=15), CHANCE, SAY)
    assert unit.outbox.messages == []
    assert unit.resets.next_look() > NOW + timedelta(days=1)
    steps.take_step(unit, NOW + timedelta(days=1, hours=1), CHANCE, SAY)
    assert len(unit.outbox.messages) == 1


def test_two_messages_of_a_reset_have_nothing_in_common(unit):
    ask(unit, ADA, BEN)
    steps.take_step(unit, NOW + timedelta(minutes=15), CHANCE, SAY)
    [invitation] = unit.outbox.messages
    later = NOW + timedelta(minutes=20)
    service.accept(unit, caller(BEN), steps.ticket_in(invitation), later, CHANCE)
    steps.take_step(unit, later + timedelta(minutes=10), CHANCE, SAY)
    first, second = unit.outbox.messages
    assert (first.channel, second.channel) == (BEN, ADA)
    assert first.key != second.key
    assert first.subject == second.subject == ""
    assert first.expires_at != second.expires_at
    assert steps.ticket_in(first) != steps.ticket_in(second)
    deadline = next(iter(unit.resets.boxes.values())).look_at
    assert deadline not in (first.expires_at, second.expires_at, first.due_at, second.due_at)
