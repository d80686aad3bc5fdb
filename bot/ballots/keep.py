"""Which one of a person's ballots counts, when a batch runs over several rounds or a round's answer is changed."""

from dataclasses import dataclass, field, replace

from bot.ballots.model import MAX_CHANGES
from bot.kernel.chance import Chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """What a batch knows of one person. Never printed.

    ``holds`` says whether there is a ballot to count, ``value`` what it says, ``round_key`` the round that it came
    from; ``rounds`` is j, how many rounds' ballots it was drawn from; ``latest`` is the last round in which the person
    answered, ``changes`` how often they changed their answer in it.
    """

    holds: bool = field(repr=False)
    value: int = field(repr=False)
    round_key: int = field(repr=False)
    rounds: int = field(repr=False)
    latest: int = field(repr=False)
    changes: int = field(repr=False)


def taken(slot: Slot | None, round_key: int, value: int, chance: Chance) -> Slot | None:
    """Return the slot after a ballot; None where this round's answer has been changed as often as it may be."""
    if slot is None:
        return Slot(holds=True, value=value, round_key=round_key, rounds=1, latest=round_key, changes=0)
    if slot.latest == round_key:
        return _changed(slot, value)
    return _carried_on(slot, round_key, value, chance)


def withdrawn(slot: Slot, round_key: int) -> Slot:
    """Return the slot without this round's ballot, if that is the one it holds; it stays known that they answered."""
    if slot.round_key != round_key:
        return slot
    return replace(slot, holds=False, value=0)


def _changed(slot: Slot, value: int) -> Slot | None:
    if slot.changes >= MAX_CHANGES:
        return None
    counted = replace(slot, changes=slot.changes + 1)
    return replace(counted, holds=True, value=value) if slot.round_key == slot.latest else counted


def _carried_on(slot: Slot, round_key: int, value: int, chance: Chance) -> Slot:
    # A slot whose ballot was withdrawn takes the next one in its place; else the j-th replaces one time in j.
    rounds = slot.rounds + 1 if slot.holds else slot.rounds
    replaces = chance.below(rounds) == 0 or not slot.holds
    seen = replace(slot, rounds=rounds, latest=round_key, changes=0)
    return replace(seen, holds=True, value=value, round_key=round_key) if replaces else seen
