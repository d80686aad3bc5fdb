"""The two places where batch keys may live: a directory of files, or a second PostgreSQL server."""

from pathlib import Path

from bot.ballots.keys.directory import KeyDirectory
from bot.ballots.keys.store import SqlKeyServer
from bot.ballots.ports import KeyStore


def open_keys(url: str, installation_id: str) -> KeyStore:
    """Open the key store of this installation, made where there is none yet; raises KeysRefused for another's."""
    if is_server(url):
        return SqlKeyServer(url, installation_id)
    return KeyDirectory(Path(url.removeprefix("file://").removeprefix("file:")), installation_id)


def is_server(url: str) -> bool:
    """Return whether the keys are on a server rather than in a directory."""
    return url.startswith("postgres")
