"""The only part of Candor that posts: takes what is due, calls Slack, and has noted what became of it."""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import datetime
from threading import Event
from typing import Generic, TypeVar

from bot.kernel.chance import Chance, SystemChance
from bot.kernel.clock import Clock
from bot.kernel.errors import SlackRefused, SlackUnclear, SlackUnreachable
from bot.kernel.unit import Work
from bot.outbox.lookup import in_time, look_up
from bot.outbox.model import SLACKS_RATES, Claimed, Kind, Outgoing, Rates
from bot.outbox.noting import Noter, OnConsequence
from bot.outbox.policy import Fate, LeftOpen, Unneeded, failed, pause, taken
from bot.outbox.ports import OutboxUnit, Slack

U = TypeVar("U", bound=OutboxUnit)
Before = Callable[[U, Outgoing, datetime], bool]

LEASE_SECONDS = 60.0  # longer than a call can last, whatever Slack does
PACE_SECONDS = 0.2  # one round of claiming and noting, so that taps find the database free
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
        self._noter = Noter(work, on_consequence)
        self._threads = threads
        self._rates = rates
        self._lease_seconds = lease_seconds
        self._chance = chance or SystemChance()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="slack")
        self._flights: dict[Future[Fate], Claimed] = {}

    def step(self, now: datetime) -> int:
        """Do once what is due and wait for it; return how many messages changed."""
        tidied = self._begin(now)
        wait(self._flights)
        return tidied + self._land(now)

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
            _log.error("goes on after an error", extra={"action": "sender.stumbled", "error": type(error).__name__})

    def _begin(self, now: datetime) -> int:
        with self._work.read() as unit:
            if not unit.outbox.has_work(now):
                return 0
        with self._work.write() as unit:
            settled = unit.outbox.settle_expired_leases()
        with self._work.write() as unit:
            expired = unit.outbox.expire(now)
        self._launch(now)
        return settled + expired

    def _launch(self, now: datetime) -> None:
        free = self._threads - len(self._flights)
        if free <= 0:
            return
        with self._work.write() as unit:
            unclear = unit.outbox.claim_unclear(self._owner, self._lease_seconds, free)
            free -= len(unclear)
            due = unit.outbox.claim(now, self._owner, self._lease_seconds, free, self._rates) if free else []
        for claimed in unclear:
            self._flights[self._pool.submit(look_up, self._slack, claimed.message, now)] = claimed
        for claimed in due:
            self._set_off(claimed, now)

    def _set_off(self, claimed: Claimed, now: datetime) -> None:
        """Mark a message as being sent, in a commit of its own, and call Slack in another thread."""
        try:
            with self._work.write() as unit:
                if not unit.outbox.begin_sending(claimed):
                    return
                wanted = self._is_wanted(unit, claimed.message, now)
                ready = _ready(unit, claimed, now)
        except Exception as error:
            self._put_off(claimed, error)
            return
        # What is not wanted takes the same course as what is, so that the rows of both look the same.
        flight = self._pool.submit(self._call, ready) if wanted else _nothing_to_say()
        self._flights[flight] = ready

    def _is_wanted(self, unit: U, message: Outgoing, now: datetime) -> bool:
        before = self._before.get(message.kind)
        return before is None or before(unit, message, now)

    def _put_off(self, claimed: Claimed, error: Exception) -> None:
        kind, name = claimed.message.kind.value, type(error).__name__
        _log.error("%s could not be prepared", kind, extra={"action": "outbox.not_prepared", "error": name})
        with self._work.write() as unit:
            again = unit.outbox.machine_now() + pause(claimed.attempts, self._chance)
            unit.outbox.put_back(claimed, again, "not_prepared")

    def _call(self, claimed: Claimed) -> Fate:
        message = claimed.message
        try:
            body = {"channel": message.channel, **message.arguments}
            return taken(self._slack.call(message.workspace_id, message.method, body))
        except (SlackRefused, SlackUnreachable, SlackUnclear) as error:
            return failed(message, error, claimed.attempts, self._chance)
        except Exception as error:
            _log.error("a call ended strangely", extra={"action": "outbox.strange", "error": type(error).__name__})
            return LeftOpen("unexpected_error")

    def _land(self, now: datetime) -> int:
        ended = [flight for flight in self._flights if flight.done()]
        self._noter.note([(self._flights[flight], flight.result()) for flight in ended], now)
        for flight in ended:
            del self._flights[flight]
        return len(ended)


def _ready(unit: OutboxUnit, claimed: Claimed, now: datetime) -> Claimed:
    arguments = in_time(claimed.message, now)
    if arguments != claimed.message.arguments:
        unit.outbox.rewrite(claimed.id, arguments)
    return replace(claimed, message=replace(claimed.message, arguments=arguments))


def _nothing_to_say() -> Future[Fate]:
    """Return a flight that has ended without a call."""
    flight: Future[Fate] = Future()
    flight.set_result(Unneeded())
    return flight
