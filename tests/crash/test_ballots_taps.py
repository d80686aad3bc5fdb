"""Two processes and two hundred taps on one team: every acknowledged ballot is in the box."""

import multiprocessing

import pytest

from bot.ballots.envelope import Envelope
from bot.ballots.model import HELD_BACK
from tests.conftest import ON_POSTGRES
from tests.crash import ballots_process
from tests.crash.ballots_process import TEAM, BallotsWork, make_team, tap, voter

TAPS = 200
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([ballots_process.__name__])


@pytest.fixture(params=["directory", ON_POSTGRES], ids=["keys in a directory", "keys on a server"])
def keys_url(request, tmp_path):
    return str(tmp_path / "keys") if request.param == "directory" else request.getfixturevalue("new_postgres")


def test_none_of_two_hundred_taps_is_lost(database_url, keys_url):
    make_team(database_url)
    halves = (range(TAPS // 2), range(TAPS // 2, TAPS))
    taps = [PROCESSES.Process(target=tap, args=(database_url, keys_url, numbers)) for numbers in halves]
    for process in taps:
        process.start()
    for process in taps:
        process.join()
        assert process.exitcode == 0
        process.close()
    work = BallotsWork(database_url, keys_url)
    with work.read() as unit:
        batch = unit.ballots.find(TEAM, HELD_BACK)
        envelope = Envelope.opened(unit.keys.find(batch.id), batch.id, batch.box)
        assert unit.ballots.all_batches() == {batch.id}
    work.close()
    assert [number for number in range(TAPS) if envelope.find(voter(number)) is None] == []
    assert len(envelope.held()) == TAPS
