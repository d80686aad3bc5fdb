"""Which keys resets have in the key store, and what is opened with them."""

from bot.ballots.model import ORPHANED, OTHERS_KEYS
from bot.ballots.ports import BallotsUnit
from bot.kernel.ids import BatchId
from bot.kernel.unit import Work
from bot.resets.model import ResetId
from bot.resets.ports import ResetsUnit
from bot.resets.sealing import Pairs

PAIRS = BatchId(f"{OTHERS_KEYS}pairs")  # one for the installation, for as long as it lives


def key_id(reset_id: ResetId) -> BatchId:
    """Return the name that a box's key has in the store; no batch has such a one."""
    return BatchId(f"{OTHERS_KEYS}{reset_id}")


def pairs_of(unit: BallotsUnit) -> Pairs:
    """Return the installation's tokens and tickets; their key is made where there is none yet."""
    key = unit.keys.find(PAIRS)
    if key is None:
        try:
            key = unit.keys.create(PAIRS)
        except FileExistsError:  # another process was first
            key = unit.keys.find(PAIRS)
    if key is None:
        raise LookupError("The pairs key cannot be found.")
    return Pairs(key)


def sweep_keys(work: Work[ResetsUnit]) -> int:
    """Destroy reset keys older than seven weeks that have neither box nor tombstone; return how many there were."""
    with work.read() as unit:
        old = [name for name, age in unit.keys.all() if age > ORPHANED and _is_of_box(name)]
        known = unit.resets.known_keys() if old else set()
        orphans = [name for name in old if name not in known]
        for name in orphans:
            unit.keys.destroy(name)
    return len(orphans)


def _is_of_box(name: BatchId) -> bool:
    return name.startswith(OTHERS_KEYS) and name != PAIRS
