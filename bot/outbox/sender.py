"""The only part of Candor that posts: takes what is due, calls Slack, and notes what became of it."""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import datetime
from threading import Event
from typing import Generic, TypeVar, assert_never

from bot.kernel.chance import Chance, SystemChance
from bot.kernel.clock import Clock
from bot.kernel.errors import SlackRefused, SlackUnclear, SlackUnreachable
from bot.kernel.unit import Work
from bot.outbox.lookup import in_time, look_up
from bot.outbox.model import SLACKS_RATES, UNCONFIRMED, Claimed, Kind, Outgoing, Rates, State
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
    failed,
    pause,
    taken,
)
from bot.outbox.ports import OutboxUnit, Slack

U = TypeVar("U", bound=OutboxUnit)
Before = Callable[[U, Outgoing, datetime], bool]
OnConsequence = Callable[[U, Outgoing, Consequence, str, datetime], None]

LEASE_SECONDS = 60.0  # longer than a call can last, whatever Slack does
PACE_SECONDS = 0.2  # one round of claiming and noting; so that taps find the database free
LAST_SECONDS = 9.0  # how long a sender that is told to stop waits for calls on their way

_log = logging.getLogger(__name__)


class Sender(Generic[U]):
    """Sends what is due, each message by one sender and never twice on purpose.

    ``before`` says for a kind whether a message is still wanted, in the transaction that marks it as being sent; it is
    asked again when Slack had refused the first attempt, so it must say yes to the same message twice.
    ``on_consequence`` carries out what a refusal means, in the transaction that notes it.
    One thread uses a sender; its own threads do nothing but call Slack.
    """

    def __init__(
        self,
        work: Work[U],
        slack: Slack,
        clock: Clock,
        *,
        owner: str,
        before: Mapping[Kind, Before[U]],
        on_consequence: OnConsequence[U],
        threads: int = 16,
        rates: Rates = SLACKS_RATES,
        lease_seconds: float = LEASE_SECONDS,
        chance: Chance | None = None,
    ) -> None:
        self._work = work
        self._slack = slack
        self._clock = clock
        self._owner = owner
        self._before = before
        self._on_consequence = on_consequence
        self._threads = threads
        self._rates = rates
        self._lease_seconds = lease_seconds
        self._chance = chance or SystemChance()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="slack")
        self._flights: dict[Future[Fate], Claimed] = {}

    def step(self, now: datetime) -> int:
        """Do once what is due and wait for it; return how many messages changed."""
        changed = self._begin(now)
        wait(self._flights)
        return changed + self._land(now)

    def drain(self, now: datetime) -> int:
        """Repeat steps until one finds nothing it may do at this moment; return how many messages changed."""
        total = 0
        while changed := self.step(now):
            total += changed
        return total

    def run(self, stopping: Event) -> None:
        """Send until told to stop, then wait a few seconds for what is on its way."""
        while not stopping.is_set():
            self._guarded(self._begin)
            stopping.wait(PACE_SECONDS)
            self._guarded(self._land)
        wait(self._flights, timeout=LAST_SECONDS)
        self._guarded(self._land)
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _guarded(self, part: Callable[[datetime], int]) -> None:
        try:
            part(self._clock.now())
        except Exception as error:
            _log.error("The sender stumbled over %s and goes on.", type(error).__name__)

    def _begin(self, now: datetime) -> int:
        with self._work.read() as unit:
            if not unit.outbox.has_work(now):
                return 0
        return self._tidy(now) + self._launch(now)

    def _tidy(self, now: datetime) -> int:
        with self._work.write() as unit:
            settled = unit.outbox.settle_expired_leases()
        with self._work.write() as unit:
            return settled + unit.outbox.expire(now)

    def _launch(self, now: datetime) -> int:
        free = self._threads - len(self._flights)
        if free <= 0:
            return 0
        with self._work.write() as unit:
            unclear = unit.outbox.claim_unclear(self._owner, self._lease_seconds, free)
            free -= len(unclear)
            due = unit.outbox.claim(now, self._owner, self._lease_seconds, free, self._rates) if free else []
        for claimed in unclear:
            self._flights[self._pool.submit(look_up, self._slack, claimed.message, now)] = claimed
        dropped = 0
        for claimed in due:
            if ready := self._mark(claimed, now):
                self._flights[self._pool.submit(self._call, ready)] = ready
            else:
                dropped += 1
        return dropped

    def _mark(self, claimed: Claimed, now: datetime) -> Claimed | None:
        """Mark a message as being sent, in a commit of its own; None where it is not to be sent."""
        try:
            with self._work.write() as unit:
                return self._ready(unit, claimed, now)
        except Exception as error:
            _log.error("A %s could not be prepared: %s.", claimed.message.kind, type(error).__name__)
            with self._work.write() as unit:
                again = unit.outbox.machine_now() + pause(claimed.attempts, self._chance)
                unit.outbox.put_back(claimed, again, "not_prepared")
            return None

    def _ready(self, unit: U, claimed: Claimed, now: datetime) -> Claimed | None:
        if not unit.outbox.begin_sending(claimed):
            return None
        message = claimed.message
        wanted = self._before.get(message.kind)
        if wanted is not None and not wanted(unit, message, now):
            # The row of one that was said: what only a sealed box knows must not show in what became of a prompt.
            unit.outbox.record(claimed.id, State.SENT)
            return None
        arguments = in_time(message, now)
        if arguments != message.arguments:
            unit.outbox.rewrite(claimed.id, arguments)
        return replace(claimed, message=replace(message, arguments=arguments))

    def _call(self, claimed: Claimed) -> Fate:
        message = claimed.message
        try:
            body = {"channel": message.channel, **message.arguments}
            return taken(self._slack.call(message.workspace_id, message.method, body))
        except (SlackRefused, SlackUnreachable, SlackUnclear) as error:
            return failed(message, error, claimed.attempts, self._chance)
        except Exception as error:
            _log.error("A call of %s ended in %s.", message.method, type(error).__name__)
            return LeftOpen("unexpected_error")

    def _land(self, now: datetime) -> int:
        """Note the calls that have ended: together, but for those with a consequence."""
        ended = [flight for flight in self._flights if flight.done()]
        plain = [flight for flight in ended if _consequence(flight.result()) is Consequence.NONE]
        if plain:
            with self._work.write() as unit:
                for flight in plain:
                    self._note(unit, self._flights[flight], flight.result())
            for flight in plain:
                del self._flights[flight]
        for flight in ended:
            if flight in self._flights:
                self._note_consequence(self._flights[flight], flight.result(), now)
                del self._flights[flight]
        return len(ended)

    def _note_consequence(self, claimed: Claimed, fate: Fate, now: datetime) -> None:
        consequence = _consequence(fate)
        reason = fate.reason if isinstance(fate, Rejected) else UNCONFIRMED
        try:
            with self._work.write() as unit:
                self._note(unit, claimed, fate)
                self._on_consequence(unit, claimed.message, consequence, reason, now)
        except Exception as error:
            _log.error("The consequence %s could not be carried out: %s.", consequence, type(error).__name__)
            with self._work.write() as unit:
                self._note(unit, claimed, fate)

    def _note(self, unit: U, claimed: Claimed, fate: Fate) -> None:
        box, message = unit.outbox, claimed.message
        match fate:
            case Delivered(slack_ref):
                box.record(claimed.id, State.SENT, slack_ref="" if message.kind is Kind.PROMPT else slack_ref)
            case Delayed(seconds, reason):
                box.put_back(claimed, box.machine_now() + seconds, reason)
            case Throttled(seconds, reason):
                until = box.machine_now() + seconds
                box.hold(message.workspace_id, message.method, until)
                box.put_back(claimed, until, reason)
            case Simplified(arguments):
                box.rewrite(claimed.id, arguments)
                box.put_back(claimed, 0.0, "without_chart")
            case Rejected(reason, _):
                _log.warning("Slack refused a %s in workspace %s: %s.", message.kind, message.workspace_id, reason)
                box.record(claimed.id, State.REFUSED, reason)
            case LeftOpen(reason):
                _log.warning("Whether a %s in workspace %s was said is open.", message.kind, message.workspace_id)
                box.record(claimed.id, State.UNKNOWN, reason)
            case Unconfirmed():
                box.record(claimed.id, State.UNKNOWN, UNCONFIRMED)
            case _:
                assert_never(fate)


def _consequence(fate: Fate) -> Consequence:
    if isinstance(fate, Rejected):
        return fate.consequence
    return Consequence.TELL_ADMINS if isinstance(fate, Unconfirmed) else Consequence.NONE
