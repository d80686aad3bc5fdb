"""The only part of Candor that posts: takes what is due, calls Slack, and has noted what became of it."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import datetime
from threading import Event
from time import monotonic, sleep
from types import MappingProxyType
from typing import Generic, TypeVar

from bot.kernel.chance import Chance, SystemChance
from bot.kernel.clock import Clock
from bot.kernel.errors import SlackRefused, SlackUnclear, SlackUnreachable
from bot.kernel.ids import MessageId
from bot.kernel.unit import Work
from bot.outbox.lookup import in_time, look_up
from bot.outbox.model import SLACKS_RATES, Claimed, Kind, Outgoing, Postponed, Rates
from bot.outbox.noting import Ended, Noter, OnConsequence
from bot.outbox.policy import Delayed, Fate, LeftOpen, Throttled, failed, pause, taken, unneeded
from bot.outbox.ports import OutboxUnit, Slack
from bot.outbox.queue import Queue

U = TypeVar("U", bound=OutboxUnit)
Before = Callable[[U, Sequence[Outgoing], datetime], Sequence[bool | Postponed]]
Hold = Callable[[U, Sequence[Outgoing]], None]

LEASE_SECONDS = 60.0  # longer than a call can last, whatever Slack does
PACE_SECONDS = 0.2  # between two claims, so that taps find the database free
AHEAD_SECONDS = 2.5 * PACE_SECONDS  # what starts until the claim after the next is claimed now
EARLY_SECONDS = 0.03  # how long before its turn a message is marked, so that it goes out exactly then
GROUP_SECONDS = 0.002  # how long the first thread that is free waits for others, to set off with them
TIDY_SECONDS = 2.0  # between two looks for leases that ran out and messages that expired
LAST_SECONDS = 8.0  # how long a sender that is told to stop waits for calls on their way
SPARE = 8  # messages claimed for each thread: enough to keep it busy from one claim to the next

_log = logging.getLogger(__name__)


class Sender(Generic[U]):
    """Sends what is due, each message by one sender and never twice on purpose.

    Messages of a kind that set off together are marked in one transaction. In it ``before`` says of each whether it is
    still wanted, or wanted later; it is asked again when Slack had refused the first attempt, so it must not say no
    after a yes. ``hold`` locks first, always in the same order, what will be looked at for that.
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
        hold: Mapping[Kind, Hold[U]] = MappingProxyType({}),
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
        self._hold = hold
        self._noter = Noter(work, on_consequence)
        self._threads = threads
        self._rates = rates
        self._lease_seconds = lease_seconds
        self._chance = chance or SystemChance()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="slack")
        self._queue = Queue()
        self._flights: dict[Future[Fate], Claimed] = {}
        self._ended: list[Ended] = []
        self._next_claim = self._next_tidying = 0.0
        self._is_busy = False  # the last claim found something, so that the next will most likely

    def step(self, now: datetime) -> int:
        """Do once what is due and wait for it; return how many messages changed."""
        with self._work.read() as unit:
            if not unit.outbox.has_work(now):
                return 0
        tidied = self._tidy(now)
        self._claim(now, self._threads)
        self._set_off(now)
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
            self._guarded(self._set_off)  # first, so that no thread waits for what is noted or claimed
            self._guarded(self._land)
            self._guarded(self._look)
            self._rest(stopping)
        self._guarded(self._hand_back)
        wait(self._flights, timeout=LAST_SECONDS)
        self._guarded(self._land)
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _guarded(self, part: Callable[[datetime], object]) -> None:
        try:
            part(self._clock.now())
        except Exception as error:
            _log.error("goes on after an error", extra={"action": "sender.stumbled", "error": type(error).__name__})

    def _look(self, now: datetime) -> None:
        """At every pace, tidy up and claim what starts before the claim after the next."""
        if monotonic() < self._next_claim:
            return
        self._next_claim = monotonic() + PACE_SECONDS
        if not self._is_busy:
            with self._work.read() as unit:
                if not unit.outbox.has_work(now, AHEAD_SECONDS):
                    return
        if monotonic() >= self._next_tidying:
            self._next_tidying = monotonic() + TIDY_SECONDS
            self._tidy(now)
        self._is_busy = self._claim(now, SPARE * self._threads, AHEAD_SECONDS) > 0

    def _rest(self, stopping: Event) -> None:
        """Sleep until a call has ended, the next message starts or the next claim is due."""
        is_free = len(self._flights) < self._threads
        until = min(self._next_claim, self._queue.next_start - EARLY_SECONDS) if is_free else self._next_claim
        seconds = min(max(until - monotonic(), 0.0), PACE_SECONDS)
        if not self._flights:
            stopping.wait(seconds)
        elif self._none_has_ended() and wait(self._flights, timeout=seconds, return_when=FIRST_COMPLETED).done:
            stopping.wait(GROUP_SECONDS)

    def _none_has_ended(self) -> bool:
        return not any(flight.done() for flight in self._flights)

    def _tidy(self, now: datetime) -> int:
        with self._work.write() as unit:
            settled = unit.outbox.settle_expired_leases()
        with self._work.write() as unit:
            expired = unit.outbox.expire(now)
        return settled + expired

    def _claim(self, now: datetime, most: int, ahead: float = 0.0) -> int:
        """Lease what may be said, so that ``most`` are under way or wait here; return how many that were."""
        room = most - len(self._flights) - len(self._queue)
        if room <= 0:
            return 0
        with self._work.write() as unit:
            unclear = unit.outbox.claim_unclear(self._owner, self._lease_seconds, min(room, self._threads))
            room -= len(unclear)
            began = monotonic()
            due = unit.outbox.claim(now, self._owner, self._lease_seconds, room, self._rates, ahead) if room else []
        for claimed in unclear:
            self._flights[self._pool.submit(look_up, self._slack, claimed.message, now)] = claimed
        self._queue.add(due, began, gives_up_at=began + self._lease_seconds / 2)
        return len(unclear) + len(due)

    def _set_off(self, now: datetime) -> None:
        """Call Slack for what has its turn, as long as threads are free; nothing marked ever waits for one."""
        self._collect()
        turns: dict[MessageId, float] = {}
        groups: dict[Kind, list[Claimed]] = {}
        for one, starts_at in self._queue.take(self._threads - len(self._flights), EARLY_SECONDS):
            turns[one.id] = starts_at
            groups.setdefault(one.message.kind, []).append(one)
        for group in groups.values():
            self._begin(group, turns, now)

    def _begin(self, group: list[Claimed], turns: Mapping[MessageId, float], now: datetime) -> None:
        """Mark messages as being sent, commit, and call Slack in other threads; one that cannot be prepared waits."""
        try:
            with self._work.write() as unit:
                marked = self._marked(unit, group, now)
        except Exception as error:
            if len(group) > 1:  # one must not keep the others from being said
                for claimed in group:
                    self._begin([claimed], turns, now)
                return
            # Noted like an outcome, so that it is noted even if the database is away for a while.
            kind, name = group[0].message.kind.value, type(error).__name__
            _log.error("%s could not be prepared", kind, extra={"action": "outbox.not_prepared", "error": name})
            self._ended.append((group[0], Delayed(pause(group[0].attempts, self._chance), "not_prepared")))
            return
        for claimed, is_wanted in marked:
            if is_wanted:
                self._flights[self._pool.submit(self._call, claimed, turns[claimed.id])] = claimed
            else:  # it takes the same course as what was sent, so that the rows of both look the same
                self._ended.append((claimed, unneeded(claimed.message)))

    def _marked(self, unit: U, group: list[Claimed], now: datetime) -> list[tuple[Claimed, bool]]:
        """Mark what is still ours, as it will be said, with whether it is to be; what is postponed is left out."""
        kind = group[0].message.kind
        if kind in self._hold:
            self._hold[kind](unit, [claimed.message for claimed in group])
        ours = unit.outbox.begin_sending(group)
        before = self._before.get(kind, _always)
        marked = []
        for claimed, wanted in zip(ours, before(unit, [one.message for one in ours], now), strict=True):
            if isinstance(wanted, Postponed):
                unit.outbox.postpone(claimed, wanted)
            else:
                marked.append((_ready(unit, claimed, now), wanted))
        return marked

    def _call(self, claimed: Claimed, starts_at: float) -> Fate:
        message = claimed.message
        sleep(max(0.0, starts_at - monotonic()))
        try:
            body = {"channel": message.channel, **message.arguments}
            return taken(message, self._slack.call(message.workspace_id, message.method, body))
        except (SlackRefused, SlackUnreachable, SlackUnclear) as error:
            return failed(message, error, claimed.attempts, self._chance)
        except Exception as error:
            _log.error("a call ended strangely", extra={"action": "outbox.strange", "error": type(error).__name__})
            return LeftOpen("unexpected_error")

    def _collect(self) -> None:
        """Take in what has ended; after a 429 what was claimed ahead rests as long as Slack asks."""
        for flight in [flight for flight in self._flights if flight.done()]:
            claimed, fate = self._flights.pop(flight), flight.result()
            self._ended.append((claimed, fate))
            if isinstance(fate, Throttled):
                self._give_back(self._queue.drop_like(claimed.message), fate.seconds, fate.reason)

    def _land(self, now: datetime) -> int:
        """Note what has ended; it is kept in mind until that has succeeded."""
        self._collect()
        noted = len(self._ended)
        self._noter.note(self._ended, now)
        self._ended.clear()
        return noted

    def _hand_back(self, _: datetime) -> None:
        """Leave what has not begun to other senders at once, instead of when the lease ends."""
        self._give_back(self._queue.drop_all(), 0.0, "handed_back")

    def _give_back(self, waiting: Iterable[Claimed], seconds: float, reason: str) -> None:
        self._ended += [(claimed, Delayed(seconds, reason)) for claimed in waiting]


def _always(_: OutboxUnit, messages: Sequence[Outgoing], __: datetime) -> list[bool]:
    return [True] * len(messages)


def _ready(unit: OutboxUnit, claimed: Claimed, now: datetime) -> Claimed:
    arguments = in_time(claimed.message, now)
    if arguments == claimed.message.arguments:
        return claimed
    unit.outbox.rewrite(claimed.id, arguments)
    return replace(claimed, message=replace(claimed.message, arguments=arguments))
