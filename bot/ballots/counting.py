"""What is counted over the whole workspace, once a quarter, and named only where it is clear."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from bot.ballots.boxes import open_box
from bot.ballots.model import EXPIRE, NAMED_FROM, quarter_counts_at, question_of, too_old_to_read
from bot.ballots.ports import BallotsUnit
from bot.ballots.questions import questions

_NOTHING_CLEAR = ""


def top_option(values: Sequence[int]) -> int | None:
    """Return the option named most often, if there are ballots enough and its lead over the second is clear.

    The lead is clear from 2.5·√(first + second) on; squared here, so that it stays exact.
    """
    if len(values) < NAMED_FROM:
        return None
    (option, first), (_, second) = [*Counter(values).most_common(2), (None, 0)][:2]
    return option if 4 * (first - second) ** 2 >= 25 * (first + second) else None


def count_workspace(unit: BallotsUnit, scope: str, item: str) -> str | None:
    """Count a workspace's item, bury its batch and keep what it named; return that, or None for no clear theme."""
    unit.ballots.lock(scope)
    batch = unit.ballots.find(scope, item)
    question = question_of(item)
    envelope = open_box(unit, batch) if batch else None
    if batch is None or question is None or envelope is None:
        return None
    place = top_option(envelope.held())
    named = None if place is None else questions().get(question).options[place].id
    unit.ballots.bury(batch.id)
    unit.ballots.keep_theme(scope, item, named or _NOTHING_CLEAR)
    return named


def count_workspaces(unit: BallotsUnit, now: datetime) -> int:
    """Count one workspace's item whose quarter is over; return 1, or 0 when none is due."""
    due = (batch for batch in unit.ballots.opened_before(now) if question_of(batch.item) is not None)
    for batch in due:
        if now >= quarter_counts_at(batch.item):
            count_workspace(unit, batch.scope, batch.item)
            return 1
    return 0


def destroy_expired(unit: BallotsUnit, now: datetime) -> int:
    """Destroy one team's batch older than six weeks unread, whether or not its round closes; return 1, or 0."""
    for batch in unit.ballots.opened_before(now - EXPIRE):
        if question_of(batch.item) is None and too_old_to_read(batch.opened_at, now):
            unit.ballots.lock(batch.scope)
            unit.ballots.bury(batch.id)
            return 1
    return 0
