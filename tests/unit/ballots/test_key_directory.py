"""The key directory: closed to others, written durably, and never mistaken for empty."""

import os
import shutil
import stat
from datetime import timedelta

import pytest

from bot.ballots.keys import open_keys
from bot.ballots.keys.directory import KeyDirectory
from bot.ballots.ports import KeysRefused, KeysUnavailable
from bot.kernel.ids import BatchId

OURS = "installation-1"
BATCH = BatchId("a" * 32)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "var" / "keys"


@pytest.fixture
def keys(path):
    return KeyDirectory(path, OURS)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_only_this_program_may_enter_and_read(keys, path):
    keys.create(BATCH)
    assert mode(path) == 0o700
    assert {mode(file) for file in path.iterdir()} == {0o600}


def test_backups_are_told_to_leave_it_out(keys, path):
    assert (path / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")


def test_a_directory_that_others_may_enter_is_refused(path):
    path.mkdir(parents=True)
    path.chmod(0o755)
    with pytest.raises(KeysRefused, match="run chmod 700"):
        KeyDirectory(path, OURS)


def test_a_file_in_the_place_of_the_directory_is_refused(path):
    path.parent.mkdir()
    path.write_text("no directory")
    with pytest.raises(KeysRefused, match="check KEYS_URL"):
        KeyDirectory(path, OURS)


@pytest.mark.parametrize("spelling", ["{}", "file:{}", "file://{}"])
def test_an_address_may_be_spelt_in_three_ways(path, spelling):
    open_keys(spelling.format(path), OURS).create(BATCH)
    assert (path / f"{BATCH}.key").exists()


def test_a_directory_that_went_away_has_lost_no_key(keys, path, tmp_path):
    key = keys.create(BATCH)
    away = tmp_path / "away"
    shutil.move(path, away)
    for act in (lambda: keys.find(BATCH), lambda: keys.destroy(BATCH), lambda: keys.create(BatchId("b")), keys.all):
        with pytest.raises(KeysUnavailable):
            act()
    shutil.move(away, path)
    assert keys.find(BATCH) == key


def test_an_empty_directory_put_in_its_place_is_not_mistaken_for_it(keys, path):
    keys.create(BATCH)
    shutil.rmtree(path)
    path.mkdir(mode=0o700)
    with pytest.raises(KeysUnavailable):
        keys.find(BATCH)


def test_a_destroyed_key_is_overwritten_before_it_goes(keys, path, tmp_path):
    key = keys.create(BATCH)
    kept = tmp_path / "link"
    os.link(path / f"{BATCH}.key", kept)
    keys.destroy(BATCH)
    assert kept.read_bytes() == bytes(len(key))


def test_a_key_that_was_cut_short_is_none(keys, path):
    keys.create(BATCH)
    os.truncate(path / f"{BATCH}.key", 7)
    assert keys.find(BATCH) is None


def test_nothing_else_lies_about_after_several_starts(path):
    for _ in range(3):
        KeyDirectory(path, OURS)
    assert sorted(file.name for file in path.iterdir()) == ["CACHEDIR.TAG", "installation"]


def test_age_is_told_by_the_machines_clock(path):
    keys = KeyDirectory(path, OURS, machine=lambda: 1_000_000.0)
    keys.create(BATCH)
    os.utime(path / f"{BATCH}.key", (999_000.0, 999_000.0))
    assert keys.all() == [(BATCH, timedelta(seconds=1000))]


def test_a_batch_id_cannot_lead_out_of_the_directory(keys):
    with pytest.raises(ValueError, match="letters and digits"):
        keys.find(BatchId("../other"))
