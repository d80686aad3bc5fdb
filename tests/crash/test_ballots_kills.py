"""kill -9 at any point of taps and closes: what was acknowledged is in the sum or in the box that is still open."""

import multiprocessing
import os
import random
import signal
import time

import pytest
from sqlalchemy import select

from bot.ballots.envelope import Envelope
from bot.ballots.model import HELD_BACK
from tests.conftest import ON_POSTGRES
from tests.crash import ballots_process
from tests.crash.ballots_process import (
    TEAM,
    BallotsWork,
    at_work,
    closed_batch,
    live,
    make_team,
    start,
    tap_with_a_pause,
    voter,
)

KILLS = 200 if os.environ.get("CANDOR_SOAK") else 10
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([ballots_process.__name__])
START, LONGEST = 0.02, 0.22
LOOK_EVERY = 10  # pairs of kills


@pytest.fixture(params=["sqlite", ON_POSTGRES])
def place(request, tmp_path):
    """A database with a team in it, and its key directory."""
    url = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_database")
    make_team(url)
    return url, str(tmp_path / "keys")


@pytest.fixture
def running():
    """Starts processes, and ends those that a failed test left."""
    started = []

    def run(do, *arguments):
        process = PROCESSES.Process(target=do, args=arguments, daemon=True)
        process.start()
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.join()
        process.close()


@pytest.mark.soak
@pytest.mark.timeout(1200)
def test_no_acknowledged_ballot_is_lost_and_no_batch_closed_twice(place, running, tmp_path, record_property):
    dice, log = random.Random(20261102), tmp_path / "acknowledged"
    log.touch()
    seed = 0
    for number in range(KILLS // 2):
        pair = []
        for _ in range(2):
            seed += 1
            pair.append(running(live, *place, str(log), seed))
        one, other = pair
        wait_for(at_work(str(log), seed - 1), at_work(str(log), seed))
        time.sleep(dice.uniform(START, LONGEST))
        kill(one)
        finish(running(start, *place))  # while the other one is at work
        time.sleep(dice.uniform(START, LONGEST))
        kill(other)
        if number % LOOK_EVERY == 0:
            finish(running(start, *place))  # ends the burial that a kill cut short
            check(place, log)
    finish(running(start, *place))
    acknowledged, closed = check(place, log)
    record_property("kills", KILLS)
    record_property("acknowledged", acknowledged)
    record_property("closed", closed)
    assert acknowledged > KILLS
    assert closed > KILLS / 10


@pytest.mark.parametrize("dies", [False, True], ids=["goes on", "is killed"])
def test_a_second_process_that_starts_leaves_a_key_that_is_not_committed_yet(place, running, tmp_path, dies):
    created, go_on = tmp_path / "created", tmp_path / "go on"
    for pipe in (created, go_on):
        os.mkfifo(pipe)
    tapping = running(tap_with_a_pause, *place, str(created), str(go_on))
    batch_id = created.read_text(encoding="ascii")
    finish(running(start, *place))
    if dies:
        kill(tapping)
        finish(running(start, *place))
    else:
        go_on.write_bytes(b"go on")
        finish(tapping)
    work = BallotsWork(*place)
    with work.read() as unit:
        batch = unit.ballots.find(TEAM, HELD_BACK)
        assert unit.keys.find(batch_id) is not None
        if dies:
            assert batch is None
        else:
            assert Envelope.opened(unit.keys.find(batch_id), batch.id, batch.box).find(voter(1)) is not None
    work.close()


def wait_for(*files):
    """Wait until both are at work: a kill before that would prove nothing."""
    until = time.monotonic() + 30
    while not all(file.exists() for file in files):
        assert time.monotonic() < until
        time.sleep(0.005)


def kill(process):
    assert process.is_alive()
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert process.exitcode == -signal.SIGKILL


def finish(process):
    process.join(30)
    assert process.exitcode == 0


def check(place, log):
    """Return how many ballots were acknowledged and how many batches closed, after looking for every one of them."""
    finished = [line.split() for line in log.read_text(encoding="ascii").splitlines()]
    work = BallotsWork(*place)
    with work.read() as unit:
        batch = unit.ballots.find(TEAM, HELD_BACK)
        closed = unit.connection.execute(select(closed_batch)).all()
        keys = {batch_id for batch_id, _ in unit.keys.all()}
        key = unit.keys.find(batch.id) if batch else None
        assert unit.ballots.lost() == []
    work.close()
    boxes = {row.batch_id: Envelope.opened(row.key, row.batch_id, row.box) for row in closed}
    if batch is not None:
        assert batch.id not in boxes
        boxes[batch.id] = Envelope.opened(key, batch.id, batch.box)
    assert not keys & {row.batch_id for row in closed}
    for batch_id, number in finished:
        assert boxes[batch_id].find(voter(int(number))) is not None
    return len(finished), len(closed)
