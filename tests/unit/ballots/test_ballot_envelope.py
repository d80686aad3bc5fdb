"""The sealed box: its size and its bytes tell nothing of who answered, how many, or in which order."""

import pytest

from bot.ballots.envelope import FEWEST_SLOTS, Envelope, Unreadable
from bot.ballots.keep import Slot
from bot.kernel.chance import SystemChance
from bot.kernel.ids import BatchId, UserId
from tests.fakes.chance import SeededChance

KEY = bytes(range(32))
BATCH = BatchId("b" * 32)
OVERHEAD = 12 + 16  # nonce and tag
ANY = SystemChance()


def slot(value=1, **given):
    return Slot(**{"holds": True, "value": value, "round_key": 1, "rounds": 1, "latest": 1, "changes": 0} | given)


def filled(people, chance=ANY):
    envelope = Envelope(KEY, BATCH)
    for number in range(people):
        envelope.put(UserId(f"U{number}"), slot(number % 2), chance)
    return envelope


@pytest.fixture(scope="module")
def empty_size():
    return len(Envelope(KEY, BATCH).sealed())


@pytest.mark.parametrize("people", [1, 5, 31, 32])
def test_up_to_32_people_make_no_difference_to_the_size(people, empty_size):
    assert len(filled(people).sealed()) == empty_size


@pytest.mark.parametrize(("people", "doublings"), [(33, 1), (64, 1), (65, 2), (1000, 5)])
def test_the_slots_are_doubled_when_they_run_out(people, doublings, empty_size):
    assert len(filled(people).sealed()) - OVERHEAD == (empty_size - OVERHEAD) * 2**doublings


def test_a_full_box_gives_back_every_slot():
    people = 1000
    envelope = Envelope.opened(KEY, BATCH, filled(people).sealed())
    assert [envelope.find(UserId(f"U{number}")) for number in range(people)] == [slot(n % 2) for n in range(people)]
    assert envelope.find(UserId("somebody else")) is None
    assert sum(envelope.held()) == people // 2


def test_every_field_of_a_slot_comes_back():
    kept = slot(6, holds=False, round_key=70_000, rounds=7, latest=70_001, changes=3)
    envelope = Envelope(KEY, BATCH)
    envelope.put(UserId("U1"), kept, ANY)
    assert Envelope.opened(KEY, BATCH, envelope.sealed()).find(UserId("U1")) == kept


def test_the_same_slots_never_look_the_same_twice():
    envelope = filled(3)
    one, other = envelope.sealed(), envelope.sealed()
    assert one[:12] != other[:12]
    same = sum(a == b for a, b in zip(one, other, strict=True))
    assert same < len(one) / 16


def test_blanking_forgets_a_person_and_frees_the_slot(empty_size):
    envelope = filled(FEWEST_SLOTS)
    envelope.blank(UserId("U7"))
    envelope.blank(UserId("U7"))
    assert envelope.find(UserId("U7")) is None
    assert len(envelope.held()) == FEWEST_SLOTS - 1
    envelope.put(UserId("newcomer"), slot(), ANY)
    assert len(envelope.sealed()) == empty_size


def test_a_blanked_slot_is_as_empty_as_one_never_used():
    envelope = Envelope(KEY, BATCH)
    never_used = bytes(envelope._plain)
    envelope.put(UserId("U1"), slot(), ANY)
    envelope.blank(UserId("U1"))
    assert bytes(envelope._plain) == never_used


def test_the_order_of_slots_does_not_tell_the_order_of_taps():
    earlier_first = 0
    for seed in range(400):
        envelope = filled(2, SeededChance(seed))
        earlier_first += envelope._place_of(UserId("U0")) < envelope._place_of(UserId("U1"))
    assert 160 < earlier_first < 240


def test_a_person_stays_in_their_slot():
    envelope = filled(10)
    before = envelope._place_of(UserId("U3"))
    envelope.put(UserId("U3"), slot(0), ANY)
    assert envelope._place_of(UserId("U3")) == before


def test_a_person_has_another_mark_in_every_batch():
    marks = {Envelope(key, BATCH)._holder(UserId("U1")) for key in (KEY, bytes(32))}
    assert len(marks) == 2


def test_only_who_has_a_slot_gets_another():
    with pytest.raises(LookupError, match="Nobody has this slot"):
        filled(3).replace(UserId("stranger"), slot())


@pytest.mark.parametrize(
    ("key", "batch", "change"),
    [
        (bytes(32), BATCH, lambda box: box),
        (KEY, BatchId("c" * 32), lambda box: box),
        (KEY, BATCH, lambda box: box[:-1]),
        (KEY, BATCH, lambda box: box[:40] + bytes([box[40] ^ 1]) + box[41:]),
        (KEY, BATCH, lambda box: b""),
        (KEY, BATCH, lambda box: b"sealed"),
    ],
    ids=["another key", "another batch", "cut short", "one bit turned", "nothing", "no box"],
)
def test_a_box_that_does_not_open_says_so_and_no_more(key, batch, change):
    box = filled(3).sealed()
    with pytest.raises(Unreadable) as raised:
        Envelope.opened(key, batch, change(box))
    assert str(raised.value) == "The box does not open with this key."
    assert raised.value.__cause__ is None
