"""Planning prompts by the workspace's rate when they are promised: pure counting, minute by minute."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.kernel.chance import Chance
from bot.kernel.ids import WorkspaceId
from bot.outbox.model import POST, SLACKS_RATES, Rates

MINUTE = 60
SHARE = 0.9  # of the rate that prompts may take; the rest is for what nobody can plan
LONGEST_WAIT = timedelta(hours=2)  # behind the moment that was drawn; later than this a prompt is not planned at all
TOO_MANY = "more_than_the_rate_carries"  # why a meeting is skipped whose people do not all find a place in time

Drawn = tuple[datetime, datetime]  # the moment that was drawn for a prompt, and the last at which it may come


class Plan(Protocol):
    """What waits already; every outbox is one."""

    def planned(
        self, workspace_id: WorkspaceId, method: str, since: datetime, until: datetime
    ) -> Mapping[int, int]: ...


def pace(
    plan: Plan, workspace_id: WorkspaceId, drawn: list[Drawn], chance: Chance, rates: Rates = SLACKS_RATES
) -> list[datetime] | None:
    """Return when each prompt can be carried, all people of a check-in together; None where one finds no place.

    Each keeps the moment that was drawn if its minute has room in this workspace, else it comes in the first minute
    behind it that has, within two hours and before its own last moment.
    """
    most = int(MINUTE * SHARE / rates.spacing(POST)) if rates.spacing(POST) else 0
    if not drawn or not most:
        return [at for at, _ in drawn]
    since, until = min(at for at, _ in drawn), max(at for at, _ in drawn) + LONGEST_WAIT
    planned = plan.planned(workspace_id, POST, _minute_begins(since), until + timedelta(seconds=MINUTE))
    return _placed(drawn, planned, most, chance)


def minute_of(moment: datetime) -> int:
    """Return the number of the minute since 1970."""
    return int(moment.timestamp()) // MINUTE


def count_minutes(moments: Iterable[datetime]) -> Counter[int]:
    """Return how many of the moments lie in each minute."""
    return Counter(minute_of(moment) for moment in moments)


def _placed(drawn: list[Drawn], planned: Mapping[int, int], most: int, chance: Chance) -> list[datetime] | None:
    taken, places = Counter(planned), []
    for at, last in drawn:
        place = _place(at, min(last, at + LONGEST_WAIT), taken, most, chance)
        if place is None:
            return None
        taken[minute_of(place)] += 1
        places.append(place)
    return places


def _place(at: datetime, last: datetime, taken: Mapping[int, int], most: int, chance: Chance) -> datetime | None:
    if taken[minute_of(at)] < most:
        return at
    for minute in range(minute_of(at) + 1, minute_of(last) + 1):
        if taken[minute] < most:
            place = datetime.fromtimestamp(minute * MINUTE + chance.below(MINUTE), UTC)
            return place if place <= last else None
    return None


def _minute_begins(moment: datetime) -> datetime:
    return datetime.fromtimestamp(minute_of(moment) * MINUTE, UTC)
