"""Two people and their `/reset`, as both see it; every tap is counted and followed by a look into all that is kept."""

import logging
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from demo.slack.state import Message, User, View
from tests.flows.stage import Stage

NEUTRAL = "A minute for you, when it suits."


class Spy:
    """Looks at a copy of database and write-ahead log, at the log lines, and at what was posted."""

    def __init__(self, on_stage: Stage, database_url: str, folder: Path, lines: list[logging.LogRecord]) -> None:
        self._stage = on_stage
        self._path = Path(database_url.removeprefix("sqlite:///"))
        self._folder = folder
        self._lines = lines
        self._logged = self._called = 0  # how much of both was searched before
        self.looks = 0
        self.steps_seen = 0

    def look(self, pair: "Pair") -> None:
        """Find no text anywhere, and nothing that names or joins the two."""
        self.looks += 1
        folder = self._folder / f"look-{self.looks}"
        folder.mkdir(parents=True)
        for file in self._path.parent.glob(f"{self._path.name}*"):
            shutil.copy(file, folder)
        raw = b"".join(file.read_bytes() for file in folder.iterdir())
        rows = _rows(folder / self._path.name)
        logged = "\n".join(str(record.__dict__) for record in self._lines[self._logged :])
        calls = self._stage.slack.calls()
        said = [call for call in calls[self._called :] if call.method.startswith("chat.")]
        self._logged, self._called = len(self._lines), len(calls)
        for marker in pair.markers:
            assert marker.encode() not in raw
            assert marker not in logged
            assert marker not in str([call.args for call in said])
        both = (pair.asker.id, pair.other.id)
        for table in ("reset", "reset_mark", "reset_block", "delivery", "tombstone"):
            assert not any(person in str(row) for row in rows[table] for person in both), table
        steps = [row for row in rows["outbox"] if row["kind"] == "reset_step"]
        self.steps_seen += len(steps)
        assert len({row["channel"] for row in steps} & set(both)) <= 1
        assert len({row["name"] for row in rows["bucket"]} & set(both)) <= 1
        ids = [row["id"] for row in rows["reset"]]
        assert not any(reset_id in str(row) for row in steps for reset_id in ids)
        assert not any(person in str(call.args.get("blocks")) for call in said for person in both)
        assert not any(person in logged for person in both)
        shutil.rmtree(folder)


class Pair:
    """An asker and the other, and what each of them does; ``taps`` counts them."""

    def __init__(self, on_stage: Stage, asker: User, other: User, spy: Spy | None = None) -> None:
        self.stage = on_stage
        self.slack = on_stage.slack
        self.asker = asker
        self.other = other
        self.markers: list[str] = []
        self.taps: Counter[str] = Counter()
        self._spy = spy

    def type(self, person: User, text: str = "") -> View:
        """Type `/reset` and return the window that opens."""
        assert self.slack.command(person, self.stage.room, "/reset", text).ok
        return self.seen(person)

    def ask(self, *, power: bool = False) -> str:
        """Ask by name and answer the gate; return what the asker reads."""
        self.type(self.asker, f"@{self.other.name}")
        self.tap(self.asker, "resets.power" if power else "resets.equal")
        return self.text(self.asker)

    def tap(self, person: User, action_id: str, option: Any = None) -> None:
        """Tap in the window on top."""
        self.taps[person.id] += 1
        assert self.slack.tap(person, self.seen(person), action_id, option=option).ok
        self.stage.arrive()
        self.look()

    def open(self, person: User) -> None:
        """Tap the button of the last message."""
        self.taps[person.id] += 1
        [*_, last] = self.messages(person)
        assert self.slack.tap(person, last, "resets.open").ok
        self.stage.arrive()
        self.look()

    def write(self, person: User, *texts: str, ready: bool = True) -> str:
        """Fill in the form, and send or save it."""
        self.markers.extend(texts)
        fields = dict(zip(("felt", "did", "passed_on"), texts, strict=False))
        self.taps[person.id] += 1
        if ready:
            typed = {name: {"resets.type": text} for name, text in fields.items()}
            submitted = self.slack.submit(person, self.seen(person), typed)
            assert submitted.outcome == "updated", submitted
        else:
            for name, text in fields.items():
                self.slack.state.modals[person.id][-1].values[name] = {
                    "resets.type": {"type": "plain_text_input", "value": text}
                }
            assert self.slack.tap(person, self.seen(person), "resets.save").ok
        self.stage.arrive()
        self.look()
        return self.text(person)

    def submit(self, person: User) -> str:
        """Press the submit button of a window without fields."""
        self.taps[person.id] += 1
        assert self.slack.submit(person, self.seen(person)).outcome == "updated"
        self.look()
        return self.text(person)

    def close(self, person: User) -> None:
        """Close the window."""
        self.taps[person.id] += 1
        self.slack.close(person)

    def messages(self, person: User) -> list[Message]:
        """The person's messages about resets, the latest last."""
        return [one for one in self.slack.dm(person) if "resets." in str(one.blocks)]

    def seen(self, person: User) -> View:
        """The window on top."""
        view = self.slack.view(person)
        assert view is not None
        return view

    def text(self, person: User) -> str:
        """All that the window says."""
        return str(self.seen(person).blocks)

    def let_pass(self, time: timedelta) -> None:
        """Let time go by, with everything that becomes due, and look at each moment."""
        self.move_to(self.stage.now + time)

    def move_to(self, until: datetime) -> None:
        """Let time go to a moment; the clock steps and the sender are looked at one after the other."""
        while True:
            due = self.stage.candor.next_due()
            at = min(until, due) if due is not None and due > self.stage.now else until
            self.slack.move_to(at)
            self.stage.candor.steps()["reset"](at)
            self.look()
            self.stage.settle()
            self.look()
            if at >= until:
                return

    def look(self) -> None:
        """Search everything that is kept."""
        if self._spy is not None:
            self._spy.look(self)


def _rows(path: Path) -> dict[str, list[dict[str, Any]]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        names = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
        return {name: [dict(row) for row in connection.execute(f'select * from "{name}"')] for name in names}
