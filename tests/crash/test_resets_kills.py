"""kill -9 while people start again: when all is over no text can be read, and no reset's key is left in the store."""

import multiprocessing
import os
import random
import signal
import time
from pathlib import Path

import pytest

from bot.resets.keeping import read
from bot.resets.keys import PAIRS, key_id
from bot.resets.model import Reset
from tests.crash import resets_process
from tests.crash.resets_process import HERE, MARKER, end, fill, live, opened

KILLS = 30 if os.environ.get("CANDOR_SOAK") else 5
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([resets_process.__name__])
LONGEST = 0.5  # seconds of life after the first pair is through


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_after_any_kill_no_text_and_no_key_outlives_its_reset(sqlite_url, tmp_path, record_property):
    dice, keys = random.Random(20261102), str(tmp_path / "keys")
    fill(sqlite_url, keys)
    before, open_at_kill = Copies(tmp_path), 0
    for seed in range(KILLS):
        at_work = tmp_path / f"at-work-{seed}"
        process = PROCESSES.Process(target=live, args=(sqlite_url, keys, str(at_work), seed), daemon=True)
        process.start()
        wait_for(at_work)
        time.sleep(dice.uniform(0, LONGEST))
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        assert process.exitcode == -signal.SIGKILL
        with opened(sqlite_url, keys) as work, work.read() as unit:
            boxes = [(row, read(unit, row)) for row in unit.resets.of_workspace(HERE)]
            open_at_kill += sum(isinstance(content, Reset) for _, content in boxes)
            # Whatever opens has not ended, and what it holds is nowhere in clear.
            before.keep(row for row, content in boxes if isinstance(content, Reset) and content.parts)
        before.look_for(MARKER)
    end(sqlite_url, keys)
    with opened(sqlite_url, keys) as work, work.read() as unit:
        left = unit.resets.of_workspace(HERE)
        assert left == []
        assert unit.ballots.tombstones() == []
        for row in before.rows:
            assert read(unit, row) is None  # a copy of the box taken at the kill opens no more
        orphans = {name for name, _ in unit.keys.all()} - {PAIRS}
        assert not orphans & {key_id(row.id) for row in before.rows}
        # A kill between making a key and the commit leaves a key without a box: at most one a kill, swept by its age.
        assert len(orphans) <= KILLS
    before.look_for(MARKER)
    record_property("kills", KILLS)
    record_property("open_at_kill", open_at_kill)
    record_property("texts_copied", len(before.rows))
    assert before.rows


class Copies:
    """Boxes with texts in them as a thief would have copied them, and the files in which a text may not stand."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.rows = []

    def keep(self, rows):
        self.rows += rows

    def look_for(self, marker):
        files = [*(self._folder / "db").iterdir(), *(self._folder / "keys").iterdir()]
        assert not any(marker.encode() in file.read_bytes() for file in files if file.is_file())


def wait_for(file):
    until = time.monotonic() + 60
    while not file.exists():
        assert time.monotonic() < until
        time.sleep(0.005)
