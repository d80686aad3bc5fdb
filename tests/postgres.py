"""A PostgreSQL server of the tests' own: in a folder that goes away, without the network, not durable but fast."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "32MB",
    "timezone": "UTC",
}


class PostgresAbsent(Exception):
    """PostgreSQL's server programs are not on this machine."""


class PostgresServer:
    """Starts on creation; ``stop()`` ends it and removes all that it held."""

    def __init__(self) -> None:
        self._programs = _programs()
        self._as_root = os.geteuid() == 0
        # A socket's path has room for about a hundred characters, and root's TMPDIR may be closed to others.
        self.folder = Path(tempfile.mkdtemp(prefix="candor-pg-", dir="/tmp" if self._as_root else None))
        if self._as_root:
            shutil.chown(self.folder, "postgres", "postgres")
        self._run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync", "-D", self._data)
        self._start("start")

    def url(self, database: str = "postgres") -> str:
        """Return the address of one of the server's databases."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def restart(self) -> None:
        """Cut every connection, end the server and start it again on what it holds."""
        self._start("restart", "-m", "fast")

    def stop(self) -> None:
        """End the server at once and remove its folder."""
        self._run("pg_ctl", "-w", "-D", self._data, "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self, *how: str) -> None:
        options = " ".join(f"-c {name}='{value}'" for name, value in self._settings.items())
        self._run("pg_ctl", "-w", "-D", self._data, "-l", str(self.folder / "log"), "-o", options, *how)

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    @property
    def _settings(self) -> dict[str, str]:
        return {**_SETTINGS, "unix_socket_directories": str(self.folder)}

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        if self._as_root:  # the server refuses to run as root
            command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        ran = subprocess.run(
            command,
            cwd=self.folder,
            env=clean,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        if ran.returncode != 0:
            raise RuntimeError(f"{program} failed: {ran.stderr.strip()}")


def _programs() -> Path:
    in_path = shutil.which("pg_ctl")
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    for folder in [*([Path(in_path).parent] if in_path else []), *reversed(packaged)]:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise PostgresAbsent("PostgreSQL's programs (initdb, pg_ctl) are neither in PATH nor in /usr/lib/postgresql.")
