"""Which of a calendar's events are meetings of the team, and which of those who joined are asked about each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from bot.kernel.ids import UserId
from bot.meetings.ports import Event
from bot.teams.model import MIN_TEAM

ONE_TO_ONE = 2  # people; such a talk is never asked about


@dataclass(frozen=True, slots=True)
class Occasion:
    """A meeting that counts; ``people`` is None where all who joined are asked."""

    starts_at: datetime
    ends_at: datetime
    people: frozenset[UserId] | None = field(default=None, repr=False)


def occasions(events: Iterable[Event], title: str, joined: Mapping[str, UserId]) -> list[Occasion]:
    """Return the events that count, one for each start.

    ``joined`` has the addresses of those who joined, as far as we may read them. With a title the reader has chosen
    the events already; without one, five who joined must be invited and not have declined.
    """
    found: dict[datetime, Occasion] = {}
    for event in events:
        people = frozenset(joined[address] for address in event.addresses if address in joined)
        if 0 < event.listed <= ONE_TO_ONE or not (title or len(people) >= MIN_TEAM):
            continue
        fresh = Occasion(event.starts_at, event.ends_at, people or None)
        known = found.get(event.starts_at)
        found[event.starts_at] = fresh if known is None else _both(known, fresh)
    return sorted(found.values(), key=lambda one: (one.ends_at, one.starts_at))


def roster_of(joined: Mapping[str, UserId]) -> str:
    """Return a mark that changes when somebody joins, leaves or has another address."""
    return sha256("\n".join(f"{address} {joined[address]}" for address in sorted(joined)).encode()).hexdigest()


def _both(one: Occasion, other: Occasion) -> Occasion:
    people = None if one.people is None or other.people is None else one.people | other.people
    return Occasion(one.starts_at, max(one.ends_at, other.ends_at), people)
