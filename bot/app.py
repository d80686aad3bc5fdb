"""The composition root: the only place where things are built and wired together."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from slack_bolt import App

from bot.administration import handlers as administration_handlers
from bot.ballots import service as ballots
from bot.ballots.keys import open_keys
from bot.ballots.losses import tell_losses
from bot.checkins import handlers as checkin_handlers
from bot.checkins import service as checkins
from bot.db.engine import open_engine
from bot.db.migrate import find_trouble
from bot.db.wal import WriteAheadLog
from bot.directory import handlers as directory_handlers
from bot.home import again, consenting, consequences, ending, events, uninstalling
from bot.home import handlers as home_handlers
from bot.home.reconciling import Reconciler
from bot.kernel.chance import Chance, SystemChance
from bot.kernel.clock import Clock, SystemClock
from bot.kernel.ids import new_id
from bot.meetings import handlers as meeting_handlers
from bot.meetings import service as meetings
from bot.meetings.feeds.fetch import Fetcher
from bot.meetings.feeds.reader import CalendarReader
from bot.meetings.polling import BEFORE_AN_END, FeedPoller
from bot.meetings.ports import FeedReader
from bot.outbox.model import Kind, Rates
from bot.outbox.sender import LEASE_SECONDS, Sender
from bot.resets import handlers as reset_handlers
from bot.resets import service as resets
from bot.resets import steps as reset_steps
from bot.slack.edge import open_bolt
from bot.slack.gateway import WebGateway
from bot.slack.replies import Replies
from bot.slack.tokens import Tokens, authorizing
from bot.teams import handlers as team_handlers
from bot.teams.changes import forget_changes
from bot.teams.consent import ask_again
from bot.teams.model import MIN_TEAM
from bot.texts import catalogue
from bot.trends import handlers as trend_handlers
from bot.trends import service as trends
from bot.work import SqlUnit, SqlWork, find_installation
from bot.workspaces.seal import TokenSeal
from config.settings import Settings

KEPT = timedelta(days=14)  # how long it is kept what became of a message
MOST_AT_ONCE = 500  # rows in a clock's transaction
TIDY_EVERY = timedelta(minutes=1)  # of domain time, where steps are taken by hand

Step = Callable[[datetime], int]  # does what is due at this moment, and returns how much there was


class Candor:
    """The bot, built from its settings and not yet started: what comes in, what is due, and what goes out."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock | None = None,
        chance: Chance | None = None,
        rates: Rates | None = None,
        replies: Replies | None = None,
        feeds: FeedReader | None = None,
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:
        self.settings = settings
        self.clock = clock or SystemClock()
        self.chance = chance or SystemChance()
        self.say = catalogue(settings.bot_language)
        self.engine = open_engine(settings.database_url, settings.pool_size)
        self.wal = WriteAheadLog(self.engine)
        self.keys = open_keys(settings.keys_url, find_installation(self.engine))
        self.work = SqlWork(self.engine, self.keys, TokenSeal(settings.token_key_bytes))
        own = settings.slack_bot_token
        self.tokens = Tokens(self.work, own.get_secret_value() if own else None)
        self.slack = WebGateway(self.tokens.of, settings.slack_api_url)
        self.replies = replies or Replies()
        self.rates = rates or rates_of(settings)
        self.reconciler = Reconciler(self.work, self.slack, self.say)
        self.sender: Sender[SqlUnit] = Sender(
            self.work,
            self.slack,
            self.clock,
            owner=new_id(),
            before={
                Kind.PROMPT: partial(checkins.before_prompts, chance=self.chance),
                Kind.RESET_STEP: reset_steps.before_steps,
            },
            hold={Kind.PROMPT: checkins.hold_teams},
            on_consequence=partial(consequences.carry_out, say=self.say),
            rates=self.rates,
            lease_seconds=lease_seconds,
            chance=self.chance,
        )
        reader = feeds or CalendarReader(Fetcher(), invited=MIN_TEAM)
        self.poller = FeedPoller(self.work, reader, self.slack, self.say)
        self.bolt = self._bolt()
        self._tidied_at: datetime | None = None

    def steps(self) -> dict[str, Step]:
        """Return the clock's steps; any of them may run in any number of processes at once."""
        return {
            "feeds": self.poller.step,
            "ask": self._until_done(lambda unit, now: checkins.open_due(unit, now, self.chance, self.say, self.rates)),
            "reset": self._reset,
            "close": self._close,
            "look": self.reconciler.step,
            "tidy": self._tidy,
        }

    def settle(self) -> int:
        """Do all that is due at this moment, including sending; return how much there was.

        As the heartbeat does, it tidies when a minute has passed, not after each thing that was done.
        """
        steps = self.steps()
        tidy = steps.pop("tidy")
        total, doing = 0, [*steps.values(), self.sender.drain]
        while (done := sum(step(self.clock.now()) for step in doing)) or self._tidies():
            total += done
            if not done:  # last, so that nothing of what was just sent is left lying
                tidy(self.clock.now())
        return total

    def next_due(self) -> datetime | None:
        """Return the earliest moment at which a meeting ends, a round closes, a reset goes on or a message is due.

        Calendars are looked at every few minutes; of that only the last look before a meeting ends is a moment.
        """
        with self.work.read() as unit:
            end, poll = unit.meetings.next_end(), unit.feeds.next_poll()
            look = max(poll, end - BEFORE_AN_END) if end is not None and poll is not None and poll < end else None
            moments = (end, look, unit.teams.next_close(), unit.resets.next_look(), unit.outbox.next_due())
        return min((moment for moment in moments if moment is not None), default=None)

    def start(self) -> None:
        """Learn whose token it is; raises NotAdmitted where Slack does not let us in."""
        self.tokens.adopt(self.slack)

    def trouble(self) -> str:
        """Return what keeps the database from being used, in one sentence, or nothing."""
        return find_trouble(self.engine)

    def stop(self) -> None:
        """Finish the replies on their way and close the database."""
        self.replies.stop()
        self.slack.close()
        self.keys.close()
        self.engine.dispose()

    def _tidies(self) -> bool:
        """Return whether it is time to tidy, which is noted as done."""
        now, before = self.clock.now(), self._tidied_at
        self._tidied_at = now if before is None or now - before >= TIDY_EVERY else before
        return self._tidied_at != before

    def _close(self, now: datetime) -> int:
        closed = self._until_done(lambda unit, at: trends.close_due(unit, at, self.chance, self.say))(now)
        return closed + self._bury()

    def _reset(self, now: datetime) -> int:
        done = self._until_done(lambda unit, at: reset_steps.take_step(unit, at, self.chance, self.say))(now)
        return done + self._bury()

    def _bury(self) -> int:
        """Destroy the keys of closed batches; then nothing of them is left in SQLite's log either."""
        buried = ballots.bury_keys(self.work)
        if buried:
            self.wal.owe()
        self.wal.settle()
        return buried

    def _tidy(self, now: datetime) -> int:
        for part in self._tidying():
            self._until_done(part)(now)
        ballots.sweep_keys(self.work)
        resets.sweep_keys(self.work)
        self.wal.owe()  # what was forgotten or taken back is to leave the log as well
        self.wal.settle()
        return 0

    def _tidying(self) -> Iterator[Callable[[SqlUnit, datetime], int]]:
        yield lambda unit, now: ask_again(unit, now, self.say)
        yield checkins.forget
        yield lambda unit, now: meetings.forget_people(unit, now, MOST_AT_ONCE)
        yield reset_steps.forget
        yield lambda unit, now: unit.outbox.forget_before(now - KEPT, MOST_AT_ONCE)
        yield ending.give_up_lost
        yield ending.forget_gone
        yield ending.forget_lost
        yield forget_changes
        yield lambda unit, now: tell_losses(unit, now, self.say)
        yield lambda unit, now: ballots.count_workspaces(unit, now)
        yield lambda unit, now: ballots.destroy_expired(unit, now)

    def _until_done(self, part: Callable[[SqlUnit, datetime], int]) -> Step:
        def step(now: datetime) -> int:
            total = 0
            while done := self._once(part, now):
                total += done
            return total

        return step

    def _once(self, part: Callable[[SqlUnit, datetime], int], now: datetime) -> int:
        with self.work.write() as unit:
            return part(unit, now)

    def _bolt(self) -> App:
        bolt = open_bolt(
            authorizing(self.tokens), say=self.say, later=self.replies, api_url=self.settings.slack_api_url
        )
        common: dict[str, Any] = {"work": self.work, "say": self.say}
        timed = common | {"clock": self.clock}
        meeting_handlers.register(bolt, people=self.slack, later=self.replies, **timed)
        events.register(bolt, people=self.slack, **timed)
        team_handlers.register(bolt, say=self.say)
        checkin_handlers.register(bolt, chance=self.chance, later=self.replies, **timed)
        directory_handlers.register(bolt, work=self.work, clock=self.clock)
        trend_handlers.register(bolt, later=self.replies, **timed)
        reset_handlers.register(bolt, people=self.slack, chance=self.chance, later=self.replies, **timed)
        uninstalling.register(bolt, work=self.work, clock=self.clock)
        administration_handlers.register(bolt, people=self.slack, later=self.replies, **timed)
        consenting.register(bolt, later=self.replies, **timed)
        again.register(bolt, people=self.slack, later=self.replies, **timed)
        home_handlers.register(bolt, people=self.slack, later=self.replies, **timed)
        return bolt


def rates_of(settings: Settings) -> Rates:
    """Return how fast messages may follow each other."""
    return Rates.a_minute(
        posts=settings.posts_a_minute,
        schedules=settings.schedules_a_minute,
        ephemerals=settings.ephemerals_a_minute,
        others=settings.other_calls_a_minute,
        channel=settings.channel_seconds,
    )


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    chance: Chance | None = None,
    rates: Rates | None = None,
    replies: Replies | None = None,
    feeds: FeedReader | None = None,
    lease_seconds: float = LEASE_SECONDS,
) -> Candor:
    """Build the bot; raises CandorError with a sentence where database or key store cannot be used."""
    return Candor(
        settings, clock=clock, chance=chance, rates=rates, replies=replies, feeds=feeds, lease_seconds=lease_seconds
    )
