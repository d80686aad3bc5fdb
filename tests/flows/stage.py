"""The whole of Candor on a stage: the stand-in for Slack, the real bot, and a clock that the test moves."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any

from waitress import wasyncore
from waitress.server import create_server

from bot.app import Candor, build
from bot.db.migrate import upgrade
from bot.meetings.ports import FeedReader
from bot.outbox.model import Rates
from bot.slack.socket import SocketMode
from bot.web import web_app
from config.settings import Settings
from demo.slack.clock import HandClock
from demo.slack.server import SlackServer
from demo.slack.state import Channel, Message, User

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
NAMES = ("ada", "ben", "chioma", "dmitri", "elif", "farid", "grace", "hana")
MANY_STEPS = 500  # an event that never gets done would go round for ever

Reaction = Callable[[User, Message], None]


class Stage:
    """Eight people in a channel, the bot invited, and time that moves from event to event."""

    def __init__(self, slack: SlackServer, bot: "RunningBot") -> None:
        self.slack = slack
        self._bot = bot
        self.people = [slack.add_user(name, real_name=name.title(), tz="Europe/Berlin") for name in NAMES]
        self.room: Channel = slack.add_channel("product", private=True, members=self.people)
        self.answered: set[tuple[str, str]] = set()

    @property
    def candor(self) -> Candor:
        """The bot that runs now."""
        return self._bot.candor

    def restart(self) -> None:
        """Stop the bot and start another on the same database and keys."""
        self._bot.stop()
        self._bot.start()

    @property
    def now(self) -> datetime:
        """Domain time."""
        return self.slack.clock.now()

    def settle(self) -> None:
        """Let everything that is on its way arrive, on both sides."""
        self.arrive()
        while self.candor.settle():
            self.arrive()

    def arrive(self) -> None:
        """Let what is on its way to the bot, and what it replies, arrive; nothing that is due is done."""
        self.slack.wait_idle(quiet=0)
        self.candor.replies.wait()

    def invite(self) -> None:
        """Bring the bot into the channel."""
        self.slack.invite_bot(self.room, by=self.people[0])
        self.settle()

    def join(self, *people: User) -> None:
        """Let these people tap Join on the welcome."""
        welcome = self.welcome()
        for person in people:
            assert self.slack.tap(person, welcome, "teams.join").ok
        self.settle()

    def welcome(self) -> Message:
        """The first thing the bot said in the channel."""
        return self.posts()[0]

    def posts(self) -> list[Message]:
        """What everybody in the channel sees of the bot."""
        return [one for one in self.slack.channel(self.room) if one.from_bot and one.ephemeral_to is None]

    def set_up(self, by: User, **fields: Any) -> Any:
        """Fill in the set-up form: Monday planning and Wednesday review, the post on Friday at three."""
        assert self.slack.command(by, self.room, "/trust", "setup").ok
        typed = {
            "name-0": "Planning",
            "day-0": "0",
            "start-0": "10:00",
            "length-0": "60",
            "zone": "Europe/Berlin",
            "post_day": "4",
            "post_at": "15:00",
        } | {field.replace("__", "-"): value for field, value in fields.items()}
        view = self.slack.view(by)
        assert view is not None
        submitted = self.slack.submit(by, view, {block: {"meetings.type": value} for block, value in typed.items()})
        self.settle()
        return submitted

    def advance(self, to: datetime, react: Reaction | None = None) -> None:
        """Move to a moment by way of everything that becomes due before it, with people reacting to their DMs."""
        for _ in range(MANY_STEPS):
            upcoming = self._next(to)
            self.slack.move_to(upcoming)
            self.settle()
            if react is not None:
                self._let_react(react)
            if upcoming >= to:
                return
        raise AssertionError("Something is due and is never done.")

    def prompts(self, person: User) -> list[Message]:
        """The person's messages from the bot that ask the first question."""
        return [one for one in self.slack.dm(person) if "checkin.answer_1" in str(one.blocks)]

    def _next(self, to: datetime) -> datetime:
        scheduled = [datetime.fromtimestamp(one.post_at, UTC) for one in self.slack.scheduled()]
        due = self.candor.next_due()
        moments = [moment for moment in [*scheduled, due] if moment is not None and self.now < moment < to]
        return min(moments, default=to)

    def _let_react(self, react: Reaction) -> None:
        before = len(self.answered)
        for person in self.people:
            for prompt in self.prompts(person):
                if (person.id, prompt.ts) not in self.answered:
                    self.answered.add((person.id, prompt.ts))
                    react(person, prompt)
        if len(self.answered) > before:
            self.settle()


class RunningBot:
    """The bot as a process would run it; it can be stopped and started again on what it has kept."""

    def __init__(self, slack: SlackServer, settings: Settings, carrier: str, feeds: FeedReader | None) -> None:
        self._slack = slack
        self._feeds = feeds
        self._settings = settings
        self._over = {"socket": _over_sockets, "http": _over_http}[carrier]
        self._open = ExitStack()
        self.candor = self.start()

    def start(self) -> Candor:
        """Build it from its settings alone, and let it hear Slack."""
        self.candor = build(self._settings, clock=self._slack.clock, rates=Rates.unlimited(), feeds=self._feeds)
        self._open.callback(self.candor.stop)
        self.candor.start()
        self._open.enter_context(self._over(self._slack, self.candor))
        return self.candor

    def stop(self) -> None:
        """Hear nothing more, finish what has begun, and let go of the database."""
        self._open.close()


@contextmanager
def stage(
    database_url: str, keys: Path, carrier: str, at: datetime = MONDAY, feeds: FeedReader | None = None
) -> Iterator[Stage]:
    """Open the stage on a database, over Socket Mode ("socket") or signed HTTP ("http")."""
    upgrade(database_url)
    with SlackServer(clock=HandClock(at)) as slack:
        settings = Settings(
            _env_file=None,
            slack_bot_token=slack.bot_token,
            slack_app_token=slack.app_token,
            slack_signing_secret=slack.signing_secret,
            slack_api_url=slack.api_url,
            database_url=database_url,
            keys_url=str(keys),
            keys_shared=True,
            token_key=b64encode(bytes(32)).decode(),
        )
        bot = RunningBot(slack, settings, carrier, feeds)
        try:
            yield Stage(slack, bot)
        finally:
            bot.stop()


@contextmanager
def _over_sockets(slack: SlackServer, candor: Candor) -> Iterator[None]:
    token = candor.settings.slack_app_token
    assert token is not None
    line = SocketMode(candor.bolt, token.get_secret_value())
    line.start()
    try:
        slack.wait_connected()
        yield
    finally:
        line.stop()


@contextmanager
def _over_http(slack: SlackServer, candor: Candor) -> Iterator[None]:
    server = create_server(web_app(candor), host="127.0.0.1", port=0, threads=8)
    leaving = Event()

    def answer() -> None:
        while not leaving.is_set():
            wasyncore.loop(timeout=0.05, map=server._map, count=1)

    thread = Thread(target=answer, daemon=True)
    thread.start()
    try:
        slack.deliver_over_http(f"http://127.0.0.1:{server.effective_port}/slack/events")
        yield
    finally:
        leaving.set()
        thread.join(timeout=5)  # first, so that nothing is closed under its hands
        server.task_dispatcher.shutdown(timeout=1)
        wasyncore.close_all(server._map, ignore_all=True)
