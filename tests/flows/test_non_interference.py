"""Two lives that differ in what one person taps, with the same chance in both, are the same to everybody who watches.

The real bot on a real database: what Slack hears, byte for byte, every log line at DEBUG, every row that is not sealed,
and the sizes of all files, after every act until the round closes.
"""

import json
import logging
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from bot.app import Candor, build
from bot.outbox.model import Rates
from config.logging import OneLine, set_up_logging
from config.settings import Settings
from tests.crash.whole_tap import OPENS, PEOPLE, make_team
from tests.fakes.chance import SeededChance
from tests.fakes.clock import HandClock
from tests.handlers.recorder import Recorder
from tests.handlers.slackbot import Heard, SlackBot

TOKEN = "xoxb-MARKER-TOKEN"
FIRST = ("none", "small", "mattered")
SECOND = ("yes", "little", "no")
BASE = ("none", "no")
EVERY = [*((first, "no") for first in FIRST[1:]), *(("mattered", second) for second in ("yes", "little", None))]
CHOICES = EVERY if os.environ.get("CANDOR_SOAK") else [("small", "yes"), ("mattered", None)]
ANSWERING = 6  # of eight
ONE = 3  # the person whose choice differs
_ID = re.compile(r"\b[0-9a-f]{32}\b")
OF_THE_MACHINE = {
    "outbox": {"lease_until", "lease_owner", "not_before"},
    "bucket": {"next_at"},
    "reconciliation": {"next_at"},
}
SEALED = {"envelope": {"box"}}


@dataclass
class Seen:
    """All that there is to see, in its order."""

    heard: list[Any] = field(default_factory=list)
    logged: list[str] = field(default_factory=list)
    stored: list[Any] = field(default_factory=list)
    sizes: list[Any] = field(default_factory=list)


class Life:
    """One life of a team: asked after a meeting, answering, changing, looking; ids are told by their order."""

    def __init__(self, candor: Candor, clock: HandClock, recorder: Recorder, lines: list[str]) -> None:
        self.candor = candor
        self.clock = clock
        self.recorder = recorder
        self.slack = SlackBot(recorder)
        self.slack.app = candor.bolt
        self.seen = Seen(logged=lines)
        self._names: dict[str, str] = {}

    def be_asked(self) -> dict[str, str]:
        """Let the meeting end and the prompts go out; return each person's check-in."""
        make_team(self.candor.work)
        until = OPENS + timedelta(hours=2)
        while self.clock.now() < until:
            due = self.candor.next_due()
            self.clock.move_to(min(due, until) if due and due > self.clock.now() else until)
            self.candor.settle()
        prompts = self.recorder.called("chat.postMessage")
        return {one["channel"]: re.findall(r"([0-9a-f]{32}):none", json.dumps(one["blocks"]))[0] for one in prompts}

    def tap(self, person: str, action: str, value: str) -> Heard:
        """Tap, wait for what follows, and note all that can be seen then."""
        before = len(self.recorder.replies)
        heard = self.slack.tap(person, action, value)
        _until(lambda: len(self.recorder.replies) > before)
        self.look([heard.status, heard.body, self.recorder.replies[before:]])
        return heard

    def look(self, heard: object = None) -> None:
        self.seen.heard.append(self._named(json.dumps(heard)))
        rows = _rows(self.candor).items()
        self.seen.stored.append({table: sorted(self._known(json.dumps(row)) for row in held) for table, held in rows})
        self.seen.sizes.append(sorted((_kind(file), file.stat().st_size) for file in _files(self.candor)))

    def finish(self) -> Seen:
        self.candor.settle()
        self.look(self.recorder.calls)
        self.seen.logged = [self._named(re.sub(r"^\S+ ", "", line)) for line in self.seen.logged]
        return self.seen

    def _named(self, text: str) -> str:
        """Replace each random id by its place among those seen so far, and leave everything else as it is."""
        return _ID.sub(lambda id_: self._names.setdefault(id_[0], f"id-{len(self._names)}"), text)

    def _known(self, text: str) -> str:
        """The same for a row, whose place among others goes by its random id: one not seen elsewhere has no number."""
        return _ID.sub(lambda id_: self._names.get(id_[0], "id"), text)


@pytest.fixture(scope="module")
def template(_sqlite_template: Path) -> Path:
    return _sqlite_template


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, template: Path) -> Seen:
    """What is seen where everybody, the one included, taps as they did first."""
    return live(BASE, tmp_path_factory.mktemp("base") / "life", template)


@pytest.mark.soak
def test_what_one_person_chooses_changes_nothing_that_anybody_sees(base: Seen, tmp_path: Path, template: Path) -> None:
    assert len(base.heard) == 2 * ANSWERING + 4
    assert len([line for line in base.logged if "a check-in was tapped" in line]) == 2 * ANSWERING + 3
    for number, choice in enumerate(CHOICES):
        other = live(choice, tmp_path / f"life-{number}", template)
        assert other.heard == base.heard
        assert other.logged == base.logged
        assert other.stored == base.stored
        assert other.sizes == base.sizes


def test_the_comparison_would_notice_who_answers(base: Seen, tmp_path: Path, template: Path) -> None:
    other = live(BASE, tmp_path / "other", template, tapping=PEOPLE[: ANSWERING - 1])
    assert other.heard != base.heard
    assert other.logged != base.logged


def test_no_answer_no_name_and_no_token_in_any_line_at_any_level_when_everything_fails(
    tmp_path: Path, template: Path
) -> None:
    with opened(tmp_path / "life", template) as life:
        asked = life.be_asked()
        with life.candor.engine.begin() as connection:
            connection.exec_driver_sql("drop table envelope")
        life.slack.tap(PEOPLE[0], "checkin.answer_3", f"{asked[PEOPLE[0]]}:mattered")
        shutil.rmtree(tmp_path / "life" / "keys")
        life.slack.tap(PEOPLE[1], "checkin.answer_3", f"{asked[PEOPLE[1]]}:mattered")
        life.slack.tap(PEOPLE[2], "checkin.answer_3", f"{asked[PEOPLE[2]]}:MARKER-ANSWER")
        life.slack.tap(PEOPLE[2], "checkin.answer_9", "MARKER-ANSWER")
        life.slack.tap(PEOPLE[2], "checkin.unheard_of", "MARKER-ANSWER")
        life.slack.deliver({"type": "block_actions", "MARKER-ANSWER": "MARKER-NAME"})
        _until(lambda: len(life.recorder.replies) >= 4)
        lines = list(life.seen.logged)
    assert len([line for line in lines if " ERROR " in line or " WARNING " in line]) >= 3, lines
    text = "\n".join(lines)
    for marker in ("mattered", "MARKER", *PEOPLE, TOKEN, asked[PEOPLE[0]]):
        assert marker not in text, marker


def live(choice: tuple[str, str | None], folder: Path, template: Path, tapping: list[Any] = PEOPLE[:ANSWERING]) -> Seen:
    """Let six of eight answer; the one answers by ``choice``, changes nothing, and looks at App Home."""
    with opened(folder, template) as life:
        asked = life.be_asked()
        for number, person in enumerate(tapping):
            first, second = choice if number == ONE else (FIRST[number % 3], SECOND[number % 2])
            check_in = asked[person]
            life.tap(person, f"checkin.answer_{FIRST.index(first) + 1}", f"{check_in}:{first}")
            if second is None:
                life.tap(person, "checkin.second_skip", check_in)
            else:
                life.tap(person, f"checkin.second_{SECOND.index(second) + 1}", f"{check_in}:{second}")
        one = tapping[ONE]
        life.tap(one, "checkin.change", asked[one])
        life.tap(one, f"checkin.answer_{FIRST.index(choice[0]) + 1}", f"{asked[one]}:{choice[0]}")
        life.slack.event("app_home_opened", user=one, tab="home", channel="D1")
        life.tap(one, "checkin.withdraw", asked[one])
        return life.finish()


@contextmanager
def opened(folder: Path, template: Path) -> Iterator[Life]:
    """Build the bot on a database of its own, with a seeded chance and a clock that is moved by hand."""
    (folder / "db").mkdir(parents=True)
    shutil.copy(template, folder / "db" / "candor.db")
    recorder = Recorder()
    recorder.answer("chat.postMessage", {"ok": True, "ts": "17.1", "channel": "D1"})
    recorder.answer("conversations.info", {"ok": True, "channel": {"id": "C1", "is_member": True}})
    recorder.answer("conversations.members", {"ok": True, "members": [*PEOPLE, "UBOT"]})
    recorder.answer("users.info", lambda asked: {"ok": True, "user": {"id": asked["user"], "team_id": "T1"}})
    settings = Settings(
        _env_file=None,
        slack_bot_token=TOKEN,
        slack_api_url=recorder.api_url,
        database_url=f"sqlite:///{folder / 'db' / 'candor.db'}",
        keys_url=str(folder / "keys"),
    )
    clock = HandClock(OPENS)
    candor = build(settings, clock=clock, chance=SeededChance(20261102), rates=Rates.unlimited())
    with recorded() as lines:
        try:
            candor.start()
            yield Life(candor, clock, recorder, lines)
        finally:
            candor.stop()
            recorder.stop()


@contextmanager
def recorded() -> Iterator[list[str]]:
    """Collect every line as the program writes it when DEBUG is asked for."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    handler = _Lines()
    set_up_logging("DEBUG")
    handler.filters = root.handlers[0].filters
    root.handlers[:] = [handler]
    try:
        yield handler.lines
    finally:
        root.handlers[:] = before
        root.setLevel(level)


class _Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(OneLine())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


def _kind(file: Path) -> str:
    return _ID.sub("id", file.name)


def _files(candor: Candor) -> list[Path]:
    database = candor.settings.sqlite_file
    assert database is not None
    return sorted([*database.parent.iterdir(), *Path(candor.settings.keys_url).iterdir()])


def _rows(candor: Candor) -> dict[str, list[dict[str, Any]]]:
    """Return every table as it lies there, without what is sealed and without the machine's own time."""
    with closing(sqlite3.connect(candor.settings.sqlite_file or "")) as connection:
        connection.row_factory = sqlite3.Row
        tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        return {
            table: [_plain(table, row) for row in connection.execute(f'select * from "{table}"')] for table in tables
        }


def _plain(table: str, row: sqlite3.Row) -> dict[str, Any]:
    hidden, sealed = OF_THE_MACHINE.get(table, set()), SEALED.get(table, set())
    shown = {name: value for name, value in dict(row).items() if name not in hidden}
    return {name: len(value) if name in sealed else value for name, value in shown.items()}


def _until(holds: Any) -> None:
    moment = Event()
    for _ in range(2000):
        if holds():
            return
        moment.wait(0.005)
    raise AssertionError("It did not come.")
