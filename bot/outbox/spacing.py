"""Which of the waiting messages may go now, so that Slack's rates are kept: pure arithmetic on bucket times."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from bot.kernel.ids import MessageId
from bot.outbox.model import Rates


class Bucket(NamedTuple):
    """What is counted together: a method in a workspace, or one channel; ``name`` is the method or the channel."""

    workspace_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that could be sent now, as far as spacing goes."""

    id: MessageId
    method: Bucket
    channel: Bucket


def choose(
    waiting: Iterable[Waiting], free_from: dict[Bucket, float], machine: float, rates: Rates, ahead: float = 0.0
) -> tuple[dict[MessageId, float], dict[Bucket, float]]:
    """Return when each message that may go now starts, and from when on each bucket that they used is free again.

    What starts within ``ahead`` seconds is chosen too, so that a sender that looks now and then loses no time. A method
    that was idle may make up for ``rates.catch_up`` seconds; a channel may not, and is never booked ahead.
    """
    free_from = dict(free_from)
    chosen: dict[MessageId, float] = {}
    used: dict[Bucket, float] = {}
    for one in waiting:
        method_free = free_from.get(one.method, 0.0)
        if method_free > machine + ahead or free_from.get(one.channel, 0.0) > machine:
            continue
        starts_at = chosen[one.id] = max(method_free, machine)
        for bucket, next_at in (
            (one.method, max(method_free, machine - rates.catch_up) + rates.spacing(one.method.name)),
            (one.channel, starts_at + rates.channel),
        ):
            if next_at > machine - rates.catch_up:
                free_from[bucket] = used[bucket] = next_at
    return chosen, used
