"""When two meetings that a team's sources name are one and the same, and which of them stands for both."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

from bot.meetings.model import Meeting, Source

AFTERWARDS = timedelta(minutes=60)  # "our meeting just ended" is about one that ended less than this before

# A member who says that it has ended knows best, then the calendar, which is moved and cancelled with the meeting.
_RANK = {Source.ON_DEMAND: 0, Source.CALENDAR: 1, Source.WEEKLY: 2}


class Candidate(NamedTuple):
    """A meeting with the source that names it."""

    source: Source
    meeting: Meeting


def is_same(one: Meeting, other: Meeting) -> bool:
    """Return whether two meetings are one: they share people and more than half of the shorter one.

    What a member says has ended is a moment: it is the same as a meeting that had begun by then and ended less than an
    hour before, and as another such moment within the hour.
    """
    if one.people is not None and other.people is not None and not one.people & other.people:
        return False
    first, second = sorted((one, other), key=lambda meeting: (meeting.starts_at, meeting.ends_at))
    shorter = min(one.ends_at - one.starts_at, other.ends_at - other.starts_at)
    if shorter:
        return (min(one.ends_at, other.ends_at) - second.starts_at) * 2 > shorter
    if first.starts_at == first.ends_at and second.starts_at != second.ends_at:
        return first.starts_at == second.starts_at
    return second.starts_at < first.ends_at + AFTERWARDS


def standing(fixed: Sequence[Meeting], candidates: Iterable[Candidate]) -> list[Meeting]:
    """Return the candidates that are asked about: none is the same as another, or as one that is fixed already.

    The result depends on what is there and never on the order in which it came.
    """
    kept: list[Meeting] = []
    for _, meeting in sorted(candidates, key=_order):
        if not any(is_same(meeting, other) for other in (*fixed, *kept)):
            kept.append(meeting)
    return kept


def _order(candidate: Candidate) -> tuple[object, ...]:
    meeting = candidate.meeting
    return (_RANK[candidate.source], meeting.starts_at, meeting.ends_at, meeting.series_id)
