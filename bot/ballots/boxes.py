"""Opening a batch with its key; one that does not open is set aside."""

from bot.ballots.envelope import FEWEST_SLOTS, Envelope, Unreadable, sealed_size
from bot.ballots.model import Batch, Lost
from bot.ballots.ports import BallotsUnit


def read_box(unit: BallotsUnit, batch: Batch) -> Envelope:
    """Open a batch; raises Unreadable."""
    key = unit.keys.find(batch.id)
    if key is None or batch.box is None:
        raise Unreadable("The box or its key is gone.")
    return Envelope.opened(key, batch.id, batch.box)


def open_box(unit: BallotsUnit, batch: Batch) -> Envelope | None:
    """Open a batch; one that does not open is buried in this transaction, and its loss is noted."""
    try:
        return read_box(unit, batch)
    except Unreadable:
        unit.ballots.bury(batch.id)
        unit.ballots.note_lost(Lost(batch_id=batch.id, scope=batch.scope, item=batch.item))
        return None


def is_size_of_a_box(size: int) -> bool:
    """Return whether a sealed box can have this size: the fewest slots, or those doubled any number of times."""
    slots = FEWEST_SLOTS
    while sealed_size(slots) < size:
        slots *= 2
    return sealed_size(slots) == size
