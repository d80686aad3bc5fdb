"""Casting, changing and withdrawing a ballot, and closing a batch to one blurred figure.

Whoever calls these holds the team's row already or not at all: each locks what it needs, a team before its workspace.
"""

from datetime import datetime
from fractions import Fraction

from bot.ballots import keep
from bot.ballots.boxes import open_box, read_box
from bot.ballots.burial import bury_keys, sweep_keys
from bot.ballots.counting import count_workspaces, destroy_expired
from bot.ballots.envelope import Envelope, Unreadable
from bot.ballots.model import (
    K_PEOPLE,
    Ballot,
    Batch,
    Cast,
    Choice,
    Kept,
    Noised,
    TooOftenChanged,
    quarter_starts,
    question_of,
    too_old_to_read,
)
from bot.ballots.noise import FLIP_ONE_IN, coin, flipped, one_of_all, two_sided_geometric
from bot.ballots.ports import BallotsUnit
from bot.ballots.questions import Score, questions
from bot.kernel.chance import Chance
from bot.kernel.errors import Refused
from bot.kernel.ids import BatchId, UserId, new_id

__all__ = [
    "blank",
    "bury_keys",
    "cast",
    "close",
    "count_workspaces",
    "destroy_expired",
    "end_item",
    "has_cast",
    "sweep_keys",
    "withdraw",
]

_ALWAYS_THE_SAME_ROUND = 0  # a workspace's batch is one round, whichever team somebody is asked in


def cast(unit: BallotsUnit, ballot: Ballot, chance: Chance) -> Cast:
    """Put an answer into the envelope: scored and flipped first, so that what is kept proves nothing."""
    unit.ballots.lock(ballot.scope)
    value = _value(ballot.choice, chance)
    batch, envelope = _to_fill(unit, ballot)
    slot = keep.taken(envelope.find(ballot.voter), _round(ballot.item, ballot.round_key), value, chance)
    if slot is None:
        return TooOftenChanged()
    envelope.put(ballot.voter, slot, chance)
    unit.ballots.put_box(batch.id, envelope.sealed())
    return Kept()


def withdraw(unit: BallotsUnit, scope: str, item: str, voter: UserId, round_key: int) -> None:
    """Take this round's ballot out again, if it is the one kept; the box is rewritten whether or not there was one."""
    unit.ballots.lock(scope)
    batch = unit.ballots.find(scope, item)
    envelope = open_box(unit, batch) if batch else None
    if batch is None or envelope is None:
        return
    slot = envelope.find(voter)
    if slot is not None:
        envelope.replace(voter, keep.withdrawn(slot, _round(item, round_key)))
    unit.ballots.put_box(batch.id, envelope.sealed())


def has_cast(unit: BallotsUnit, scope: str, item: str, voter: UserId, round_key: int) -> bool:
    """Return whether somebody answered in this round, also where they withdrew it again; writes nothing."""
    batch = unit.ballots.find(scope, item)
    try:
        envelope = read_box(unit, batch) if batch else None
    except Unreadable:
        return False
    slot = envelope.find(voter) if envelope else None
    return slot is not None and slot.latest == _round(item, round_key)


def blank(unit: BallotsUnit, scope: str, voter: UserId) -> None:
    """Remove every open ballot of a person in a scope, and that they ever answered; every box is rewritten."""
    unit.ballots.lock(scope)
    for batch in unit.ballots.open_in(scope):
        envelope = open_box(unit, batch)
        if envelope is not None:
            envelope.blank(voter)
            unit.ballots.put_box(batch.id, envelope.sealed())


def close(unit: BallotsUnit, scope: str, item: str, now: datetime, chance: Chance) -> Noised | None:
    """Turn a batch of five people or more into its blurred share, once, and bury it.

    None where there is no reading: no ballot, fewer than five people (the batch carries on), or a batch older than six
    weeks (destroyed unread). Nothing that this returns or leaves behind tells these apart.
    """
    unit.ballots.lock(scope)
    batch = unit.ballots.find(scope, item)
    if batch is None:
        return None
    if too_old_to_read(batch.opened_at, now):
        unit.ballots.bury(batch.id)
        return None
    envelope = open_box(unit, batch)
    bits = envelope.held() if envelope else []
    if len(bits) < K_PEOPLE:
        return None
    unit.ballots.bury(batch.id)
    return Noised(_unblurred(sum(bits) + two_sided_geometric(chance), len(bits)))


def end_item(unit: BallotsUnit, scope: str, item: str) -> None:
    """Destroy an item's open batch unread, as at a season's end."""
    unit.ballots.lock(scope)
    batch = unit.ballots.find(scope, item)
    if batch is not None:
        unit.ballots.bury(batch.id)


def _value(choice: Choice, chance: Chance) -> int:
    question = questions().get(choice.question)
    place = question.place_of(choice.option)
    if place is None:
        raise Refused("ballot-unknown-answer")
    score = question.options[place].score
    if score is None:
        return one_of_all(place, len(question.options), chance)
    tossed = coin(chance)  # drawn for every answer, so that the draws tell none
    return flipped({Score.ZERO: 0, Score.ONE: 1, Score.COIN: tossed}[score], chance)


def _unblurred(blurred_sum: int, people: int) -> Fraction:
    flips = Fraction(people, FLIP_ONE_IN)
    return (blurred_sum - flips) / (people - 2 * flips)


def _round(item: str, round_key: int) -> int:
    return round_key if question_of(item) is None else _ALWAYS_THE_SAME_ROUND


def _to_fill(unit: BallotsUnit, ballot: Ballot) -> tuple[Batch, Envelope]:
    of_workspace = question_of(ballot.item) is not None
    batch = unit.ballots.find(ballot.scope, ballot.item)
    if batch is not None and not of_workspace and ballot.needs_a_new_batch(batch.opened_at):
        unit.ballots.bury(batch.id)
        batch = None
    envelope = open_box(unit, batch) if batch else None
    if batch is None or envelope is None:
        opened_at = quarter_starts(ballot.item) if of_workspace else ballot.opened_at
        return _new(unit, ballot.scope, ballot.item, opened_at)
    return batch, envelope


def _new(unit: BallotsUnit, scope: str, item: str, opened_at: datetime) -> tuple[Batch, Envelope]:
    batch_id = BatchId(new_id())
    envelope = Envelope(unit.keys.create(batch_id), batch_id)
    batch = Batch(id=batch_id, scope=scope, item=item, opened_at=opened_at, box=envelope.sealed())
    unit.ballots.add(batch)
    return batch, envelope
