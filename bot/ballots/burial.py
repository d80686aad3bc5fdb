"""Destroying keys: by tombstone, and those that belong to nothing once they are old enough."""

from bot.ballots.model import ORPHANED, is_of_another
from bot.ballots.ports import BallotsUnit
from bot.directory.peace import KEY as MARKS_KEY
from bot.kernel.unit import Work

TOMBSTONES_AT_ONCE = 500


def bury_keys(work: Work[BallotsUnit]) -> int:
    """Destroy the keys of all batches with a committed tombstone, then the tombstones; return how many there were.

    It opens units of its own, since a tombstone that is not committed yet must not cost a key.
    """
    with work.read() as unit:
        buried = unit.ballots.tombstones()
        for batch_id in buried:
            unit.keys.destroy(batch_id)
    buried.sort()  # the same order for all who do so
    for first in range(0, len(buried), TOMBSTONES_AT_ONCE):
        with work.write() as unit:
            for batch_id in buried[first : first + TOMBSTONES_AT_ONCE]:
                unit.ballots.remove_tombstone(batch_id)
    return len(buried)


def sweep_keys(work: Work[BallotsUnit]) -> int:
    """Destroy batches' keys older than seven weeks with neither batch nor tombstone; return how many there were.

    Keys of other features are theirs to sweep. A key is older than its batch for the length of one transaction; the
    seven weeks keep such a key safe.
    """
    with work.read() as unit:
        ages = [(batch_id, age) for batch_id, age in unit.keys.all() if batch_id != MARKS_KEY]
        old = [batch_id for batch_id, age in ages if age > ORPHANED and not is_of_another(batch_id)]
        known = unit.ballots.all_batches() | set(unit.ballots.tombstones()) if old else set()
        orphans = [batch_id for batch_id in old if batch_id not in known]
        for batch_id in orphans:
            unit.keys.destroy(batch_id)
    return len(orphans)
