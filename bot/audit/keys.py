"""Looks at the key store: whether others may read it, whether it is backed up along, and what belongs to nothing."""

import re
import stat
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bot.audit.model import Finding, KeptKey
from bot.ballots.keys import is_server, open_keys
from bot.ballots.keys.directory import INSTALLATION, TAG
from bot.ballots.keys.store import describe_server
from bot.ballots.model import ORPHANED
from bot.ballots.ports import KeysRefused, KeysUnavailable
from bot.kernel.ids import BatchId
from config.settings import Settings

GRACE = timedelta(days=2)
_KEY = re.compile(r"([0-9a-z]+)\.key")
_DRAFT = re.compile(r"\.[\w.]+\.[0-9a-f]{16}")


def judge_key_store(settings: Settings, installation_id: str) -> tuple[list[KeptKey], list[Finding]]:
    """Return the keys in the key store, with their ages, and what is wrong with how they are kept."""
    directory = settings.keys_directory
    if directory is not None:
        if not directory.is_dir():
            return [], [Finding(f"The key directory {directory} is not there, so no open box can be opened.", False)]
        return _keys_in(directory), list(_judge_directory(directory, installation_id, settings.sqlite_file))
    try:
        return _keys_on(settings.keys_url, installation_id), list(_judge_server(settings))
    except (KeysRefused, KeysUnavailable) as error:
        return [], [Finding(f"The key server could not be looked at: {error}")]


def judge_keys(kept: list[KeptKey], open_ids: set[str], closed_ids: set[str], others: set[str]) -> Iterator[Finding]:
    """Find keys that should be gone, and say of boxes that cannot be opened any more."""
    known = open_ids | closed_ids | others
    if any(key.batch_id not in known and key.age > ORPHANED + GRACE for key in kept):
        yield Finding("The key store holds a key older than seven weeks that belongs to no box.")
    elif any(key.batch_id not in known for key in kept):
        yield Finding(
            "The key store holds a key that belongs to no box: a tap was broken off before it was kept. The key opens "
            "nothing, and goes when it is seven weeks old.",
            False,
        )
    there = {key.batch_id for key in kept}
    if closed_ids & there:
        yield Finding(
            "A box has just been closed, and its key is about to be destroyed; look again in a minute.", False
        )
    if open_ids - there:
        yield Finding("An open box has no key: nobody can open it any more, and the next tap sets it aside.", False)


def _judge_directory(directory: Path, installation_id: str, database: Path | None) -> Iterator[Finding]:
    if stat.S_IMODE(directory.stat().st_mode) & 0o077:
        yield Finding(f"Others on this machine may enter the key directory {directory}.")
    if database is not None and directory.resolve().is_relative_to(database.resolve().parent):
        yield Finding("The key directory lies inside the database's folder: a backup of the one holds the other.")
    if _said(directory / INSTALLATION) != installation_id:
        yield Finding(f"The key directory {directory} belongs to another database.")
    if not (directory / TAG).is_file():
        yield Finding(f"The key directory lacks its {TAG}, which tells backup programs to leave it out.")
    for path in sorted(directory.iterdir()):
        yield from _judge_file(path)


def _judge_file(path: Path) -> Iterator[Finding]:
    mode = path.lstat().st_mode
    if not stat.S_ISREG(mode) or not (path.name in (INSTALLATION, TAG) or _KEY.fullmatch(path.name)):
        if not _DRAFT.fullmatch(path.name):
            yield Finding("The key directory holds something that is not Candor's: it could be a copy of keys.")
    elif stat.S_IMODE(mode) & 0o077 and _KEY.fullmatch(path.name):
        yield Finding("Others on this machine may read a key.")
    elif path.stat().st_nlink > 1 and _KEY.fullmatch(path.name):
        yield Finding("A key has a second name somewhere (a hard link): destroying it would leave that one.")


def _keys_in(directory: Path) -> list[KeptKey]:
    now = time.time()
    found = ((path, _KEY.fullmatch(path.name)) for path in sorted(directory.iterdir()))
    return [
        KeptKey(BatchId(match[1]), timedelta(seconds=now - path.lstat().st_mtime)) for path, match in found if match
    ]


def _keys_on(url: str, installation_id: str) -> list[KeptKey]:
    keys = open_keys(url, installation_id)
    try:
        return [KeptKey(batch_id, age) for batch_id, age in keys.all()]
    finally:
        keys.close()


def _judge_server(settings: Settings) -> Iterator[Finding]:
    keys = describe_server(settings.keys_url)
    if is_server(settings.database_url) and describe_server(settings.database_url).system_id == keys.system_id:
        yield Finding("The keys are on the same server as the database, whose journal holds every key.")
    if keys.archives:
        yield Finding("The key server archives its journal, in which destroyed keys stay.")
    if keys.replicas:
        yield Finding("The key server has replicas, which may keep destroyed keys.")


def _said(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
