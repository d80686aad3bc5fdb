"""The key server: told apart from the database's own server, and not mistaken for empty when it is away."""

import pytest

from bot.ballots.keys.store import SqlKeyServer, describe_server
from bot.ballots.ports import KeysRefused, KeysUnavailable
from bot.kernel.ids import BatchId
from tests.postgres import PostgresServer

OURS = "installation-1"
BATCH = BatchId("a" * 32)


def test_two_databases_of_one_server_are_told_from_two_servers(postgres_url, new_postgres):
    server = PostgresServer()
    try:
        here, beside, elsewhere = (describe_server(url) for url in (postgres_url, new_postgres, server.url()))
    finally:
        server.stop()
    assert here.system_id == beside.system_id != elsewhere.system_id
    assert (here.archives, here.replicas) == (False, 0)


@pytest.mark.postgres
def test_a_server_that_went_away_has_lost_no_key():
    server = PostgresServer()
    try:
        keys = SqlKeyServer(server.url(), OURS)
        keys.create(BATCH)
    finally:
        server.stop()
    for act in (lambda: keys.find(BATCH), lambda: keys.destroy(BATCH), lambda: keys.create(BatchId("b")), keys.all):
        with pytest.raises(KeysUnavailable):
            act()
    keys.close()


@pytest.mark.postgres
def test_a_server_that_is_not_there_is_refused_without_its_password(postgres_url):
    with pytest.raises(KeysRefused, match="check the address") as raised:
        SqlKeyServer("postgresql+psycopg://candor:hush@127.0.0.1:9/nothing", OURS)
    assert "hush" not in f"{raised.value} {raised.value.__cause__}"
    with pytest.raises(KeysUnavailable):
        describe_server("postgresql+psycopg://candor:hush@127.0.0.1:9/nothing")


def test_a_refused_database_leaves_no_connection_behind(new_postgres):
    SqlKeyServer(new_postgres, OURS).close()
    with pytest.raises(KeysRefused, match="belongs to another database"):
        SqlKeyServer(new_postgres, "installation-2")
