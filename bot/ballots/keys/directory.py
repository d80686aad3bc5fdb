"""Batch keys as files in a directory that only this program may enter."""

import os
import secrets
import stat
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from bot.ballots.envelope import KEY_BYTES
from bot.ballots.ports import KeysRefused, KeysUnavailable
from bot.kernel.ids import BatchId

INSTALLATION = "installation"
TAG = "CACHEDIR.TAG"
_TAGGED = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# The keys of Candor's open batches. Backups must leave this directory out: a key that was copied\n"
    "# can open the copies of a box that was meant to be closed for good.\n"
)
_SUFFIX = ".key"
_DIRECTORY_MODE, _FILE_MODE = 0o700, 0o600


class KeyDirectory:
    """One file a key, named after its batch; written durably before it is used."""

    def __init__(self, path: Path, installation_id: str, machine: Callable[[], float] = time.time) -> None:
        self._path = path
        self._installation_id = installation_id
        self._machine = machine
        try:
            self._set_up()
        except OSError as error:
            raise KeysRefused(f"The key directory {path} cannot be used ({error.strerror}): check KEYS_URL.") from error

    def create(self, batch_id: BatchId) -> bytes:
        key = secrets.token_bytes(KEY_BYTES)
        self._expect_ours()
        try:
            _write(self._file(batch_id), key)
            _sync_directory(self._path)
        except FileExistsError:
            raise
        except OSError as error:
            raise KeysUnavailable(f"The key directory takes no new key: {error.strerror}.") from error
        return key

    def find(self, batch_id: BatchId) -> bytes | None:
        try:
            key = self._file(batch_id).read_bytes()
        except FileNotFoundError:
            self._expect_ours()  # an unmounted directory has no keys, but has lost none either
            return None
        except OSError as error:
            raise KeysUnavailable(f"The key directory cannot be read: {error.strerror}.") from error
        return key if len(key) == KEY_BYTES else None

    def destroy(self, batch_id: BatchId) -> None:
        self._expect_ours()
        path = self._file(batch_id)
        try:
            _overwrite(path)
            path.unlink()
        except FileNotFoundError:
            return
        except OSError as error:
            raise KeysUnavailable(f"A key cannot be destroyed: {error.strerror}.") from error
        _sync_directory(self._path)

    def all(self) -> list[tuple[BatchId, timedelta]]:
        self._expect_ours()
        now = self._machine()
        return [
            (BatchId(path.name.removesuffix(_SUFFIX)), timedelta(seconds=now - made))
            for path in sorted(self._path.glob(f"*{_SUFFIX}"))
            if (made := _made_at(path)) is not None
        ]

    def close(self) -> None:
        """There is nothing to let go of."""

    def _file(self, batch_id: BatchId) -> Path:
        if not batch_id.isalnum():
            raise ValueError("A batch's id consists of letters and digits.")
        return self._path / f"{batch_id}{_SUFFIX}"

    def _set_up(self) -> None:
        self._path.mkdir(mode=_DIRECTORY_MODE, parents=True, exist_ok=True)
        mode = stat.S_IMODE(self._path.stat().st_mode)
        if mode & 0o077:
            raise KeysRefused(f"Others may enter the key directory {self._path}: run chmod 700 on it.")
        _write_once(self._path / TAG, _TAGGED)
        _write_once(self._path / INSTALLATION, f"{self._installation_id}\n")
        if self._carried() != self._installation_id:
            raise KeysRefused(
                f"The key directory {self._path} belongs to another database: "
                "point KEYS_URL to this database's own, or to a new one."
            )

    def _expect_ours(self) -> None:
        if self._carried() != self._installation_id:
            raise KeysUnavailable("The key directory is not the one this program started with.")

    def _carried(self) -> str | None:
        try:
            return (self._path / INSTALLATION).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None


def _write_once(path: Path, content: str) -> None:
    """Keep a small file unless it is there; whoever reads it meanwhile sees all of it or nothing."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    _write(draft, content.encode())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    _sync_directory(path.parent)


def _write(path: Path, content: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _FILE_MODE)
    try:
        os.write(file, content)
        os.fsync(file)
    finally:
        os.close(file)


def _overwrite(path: Path) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(file, bytes(KEY_BYTES))
        os.fsync(file)
    finally:
        os.close(file)


def _sync_directory(path: Path) -> None:
    directory = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def _made_at(path: Path) -> float | None:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return None
