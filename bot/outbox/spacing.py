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
    waiting: Iterable[Waiting], free_from: dict[Bucket, float], machine: float, rates: Rates
) -> tuple[list[MessageId], dict[Bucket, float]]:
    """Return the messages that may go now, and from when on each bucket that they used is free again.

    A method that was idle may make up for ``rates.catch_up`` seconds, since senders never come exactly on time; a
    channel may not.
    """
    free_from = dict(free_from)
    chosen: list[MessageId] = []
    used: dict[Bucket, float] = {}
    for one in waiting:
        if max(free_from.get(one.method, 0.0), free_from.get(one.channel, 0.0)) > machine:
            continue
        chosen.append(one.id)
        start = max(free_from.get(one.method, 0.0), machine - rates.catch_up)
        for bucket, next_at in (
            (one.method, start + rates.spacing(one.method.name)),
            (one.channel, machine + rates.channel),
        ):
            if next_at > machine - rates.catch_up:
                free_from[bucket] = used[bucket] = next_at
    return chosen, used
