import os
import time
from contextlib import ExitStack, closing
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.ballots.keys import open_keys
from bot.ballots.ports import KeysRefused
from bot.db.engine import open_engine
from bot.kernel.ids import BatchId
from tests.conftest import ON_POSTGRES
from tests.fakes.ballots import FakeKeyStore

OURS, THEIRS = "installation-1", "installation-2"
FIRST, SECOND = BatchId("a" * 32), BatchId("b" * 32)
WEEK = timedelta(weeks=1)


@pytest.fixture(params=["directory", ON_POSTGRES])
def keys_url(request, tmp_path):
    return str(tmp_path / "keys") if request.param == "directory" else request.getfixturevalue("new_postgres")


@pytest.fixture
def opening():
    """Opens key stores, and closes them when the test is over."""
    with ExitStack() as opened:
        yield lambda url, installation_id: opened.enter_context(closing(open_keys(url, installation_id)))


@pytest.fixture(params=["fake", "directory", ON_POSTGRES])
def keys(request, tmp_path, opening):
    if request.param == "fake":
        return FakeKeyStore()
    return opening(
        str(tmp_path / "keys") if request.param == "directory" else request.getfixturevalue("new_postgres"), OURS
    )


def test_a_key_has_32_random_bytes_and_is_found_again(keys):
    first, second = keys.create(FIRST), keys.create(SECOND)
    assert len(first) == len(second) == 32
    assert first != second
    assert keys.find(FIRST) == first


def test_a_batch_gets_one_key(keys):
    key = keys.create(FIRST)
    with pytest.raises(FileExistsError):
        keys.create(FIRST)
    assert keys.find(FIRST) == key


def test_no_key_is_none(keys):
    assert keys.find(FIRST) is None


def test_a_destroyed_key_is_gone_and_destroying_again_does_nothing(keys):
    keys.create(FIRST)
    kept = keys.create(SECOND)
    keys.destroy(FIRST)
    keys.destroy(FIRST)
    assert keys.find(FIRST) is None
    assert keys.find(SECOND) == kept


def test_all_keys_tell_their_age(keys):
    keys.create(FIRST)
    keys.create(SECOND)
    ages = dict(keys.all())
    assert set(ages) == {FIRST, SECOND}
    assert all(timedelta(seconds=-1) < age < timedelta(minutes=1) for age in ages.values())


def test_an_old_key_says_so(keys_url, opening):
    keys = opening(keys_url, OURS)
    keys.create(FIRST)
    make_older(keys_url, FIRST, WEEK)
    [(_, age)] = keys.all()
    assert WEEK <= age < WEEK + timedelta(minutes=1)


def test_the_same_installation_opens_its_store_again(keys_url, opening):
    key = opening(keys_url, OURS).create(FIRST)
    assert opening(keys_url, OURS).find(FIRST) == key


def test_another_database_is_refused_and_told_what_to_do(keys_url, opening):
    key = opening(keys_url, OURS).create(FIRST)
    with pytest.raises(KeysRefused, match="belongs to another database: point KEYS_URL"):
        opening(keys_url, THEIRS)
    assert opening(keys_url, OURS).find(FIRST) == key


def make_older(keys_url, batch_id, by):
    if keys_url.startswith("postgres"):
        engine = open_engine(keys_url, 1)
        with engine.begin() as connection:
            connection.execute(text("update batch_key set made_at = made_at - cast(:by as interval)"), {"by": by})
        engine.dispose()
    else:
        then = time.time() - by.total_seconds()
        os.utime(f"{keys_url}/{batch_id}.key", (then, then))
