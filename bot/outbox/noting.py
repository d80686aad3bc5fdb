"""What is kept of a call once its outcome is known."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Generic, TypeVar, assert_never

from bot.kernel.unit import Work
from bot.outbox.model import UNCONFIRMED, Claimed, Outgoing, State
from bot.outbox.policy import (
    Consequence,
    Delayed,
    Delivered,
    Fate,
    LeftOpen,
    Rejected,
    Simplified,
    Throttled,
    Unconfirmed,
    Unneeded,
)
from bot.outbox.ports import OutboxUnit

U = TypeVar("U", bound=OutboxUnit)
OnConsequence = Callable[[U, Outgoing, Consequence, str, datetime], None]
Ended = tuple[Claimed, Fate]

_log = logging.getLogger(__name__)


class Noter(Generic[U]):
    """Notes outcomes: together where that is all, and each with its consequence where it has one.

    Messages are held in the order of their ids and paces after them, as everywhere; and what a consequence takes hold
    of, before the message, since whoever deletes a team's messages holds the team first.
    """

    def __init__(self, work: Work[U], on_consequence: OnConsequence[U]) -> None:
        self._work = work
        self._on_consequence = on_consequence

    def note(self, ended: list[Ended], now: datetime) -> None:
        """Note all outcomes; an exception means that it must be done again, which does no harm."""
        plain = [(claimed, fate) for claimed, fate in ended if consequence_of(fate) is Consequence.NONE]
        sent = {claimed.id: fate.slack_ref for claimed, fate in plain if isinstance(fate, Delivered)}
        others = sorted((one for one in plain if one[0].id not in sent), key=lambda one: one[0].id)
        if sent:
            with self._work.write() as unit:
                unit.outbox.record_sent(sent)
        if others:
            with self._work.write() as unit:
                for claimed, fate in others:
                    _keep(unit, claimed, fate)
                _let_rest(unit, others)
        for claimed, fate in ended:
            if consequence_of(fate) is not Consequence.NONE:
                self._note_with_consequence(claimed, fate, now)

    def _note_with_consequence(self, claimed: Claimed, fate: Fate, now: datetime) -> None:
        consequence = consequence_of(fate)
        reason = fate.reason if isinstance(fate, Rejected) else UNCONFIRMED
        try:
            with self._work.write() as unit:
                self._on_consequence(unit, claimed.message, consequence, reason, now)
                _keep(unit, claimed, fate)
        except Exception as error:
            _say("consequence_failed", claimed.message, f"{consequence} ended in {type(error).__name__}", logging.ERROR)
            with self._work.write() as unit:
                _keep(unit, claimed, fate)


def consequence_of(fate: Fate) -> Consequence:
    """Return what those above the outbox have to do."""
    if isinstance(fate, Rejected):
        return fate.consequence
    return Consequence.TELL_ADMINS if isinstance(fate, Unconfirmed) else Consequence.NONE


def _keep(unit: OutboxUnit, claimed: Claimed, fate: Fate) -> None:
    box, message = unit.outbox, claimed.message
    match fate:
        case Delivered():
            pass  # kept with all others of its kind
        case Unneeded():
            box.record(claimed.id, State.DROPPED, "not_wanted")
        case Delayed(seconds, reason):
            box.put_back(claimed, box.machine_now() + seconds, reason)
        case Throttled(seconds, reason):
            box.put_back(claimed, box.machine_now() + seconds, reason)
        case Simplified(arguments):
            box.rewrite(claimed.id, arguments)
            box.put_back(claimed, 0.0, "without_chart")
        case Rejected(reason, _):
            _say("refused", message, reason)
            box.record(claimed.id, State.REFUSED, reason)
        case LeftOpen(reason):
            _say("unclear", message, reason)
            box.record(claimed.id, State.UNKNOWN, reason)
        case Unconfirmed():
            _say("unconfirmed", message, UNCONFIRMED)
            box.record(claimed.id, State.UNKNOWN, UNCONFIRMED)
        case _:
            assert_never(fate)


def _let_rest(unit: OutboxUnit, ended: Iterable[Ended]) -> None:
    rests = [
        (c.message.workspace_id, c.message.method, fate.seconds) for c, fate in ended if isinstance(fate, Throttled)
    ]
    for workspace_id, method, seconds in sorted(rests):
        unit.outbox.hold(workspace_id, method, unit.outbox.machine_now() + seconds)


def _say(what: str, message: Outgoing, reason: str, level: int = logging.WARNING) -> None:
    extra = {"action": f"outbox.{what}", "workspace": message.workspace_id, "reason": reason}
    _log.log(level, "%s", message.kind.value, extra=extra)
