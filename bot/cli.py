"""`python -m bot`: the processes of Candor and what an operator needs beside them."""

import argparse
import fcntl
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.app import Candor, build
from bot.audit.examination import audit as audit_installation
from bot.audit.report import lines
from bot.db.engine import check_database, open_engine
from bot.db.migrate import find_trouble, upgrade
from bot.doctor import examine
from bot.kernel.clock import SystemClock
from bot.kernel.errors import CandorError
from bot.slack.socket import SocketMode
from bot.web import health, serve
from bot.worker import Heart, run_worker, told_to_stop
from config.logging import set_up_logging
from config.settings import Settings, SettingsError, load_settings

FINE, FAILED, WRONG_USE = 0, 1, 2


class Unstartable(CandorError):
    """The process cannot start as things are; the message says what to do."""


def main(arguments: list[str] | None = None) -> int:
    """Run a command; return 0 when all went well, 1 when it failed, 2 for wrong use or settings."""
    given = vars(_parser().parse_args(arguments))
    command = given.pop("command")
    try:
        return int(command(**given))
    except SettingsError as error:
        return _give_up(error, WRONG_USE)
    except CandorError as error:
        return _give_up(error, FAILED)
    except KeyboardInterrupt:
        return FINE


def run() -> int:
    """Socket Mode, clock and sender in one process; on SQLite it brings the database up to date by itself."""
    settings = _settings(Settings.for_run)
    with _alone(settings), _built(settings, migrates=settings.sqlite_file is not None) as candor:
        token = settings.slack_app_token
        line = SocketMode(candor.bolt, token.get_secret_value() if token else "", settings.listener_threads)
        told, hearts = told_to_stop(), list[Heart]()
        line.start()
        try:
            with health(candor, lambda: candor.trouble() or _stillness(line, hearts)):
                run_worker(candor, told, hearts.append)
        finally:
            line.stop()
    return FINE


def web() -> int:
    """Slack's requests over HTTP, and /healthz, /readyz, /metrics; any number of these."""
    with _built(_settings(Settings.for_web)) as candor:
        serve(candor, told_to_stop())
    return FINE


def worker() -> int:
    """Clock and sender; any number of these on PostgreSQL."""
    with _built(_settings(Settings.for_worker)) as candor:
        run_worker(candor, told_to_stop())
    return FINE


def migrate() -> int:
    """Bring the database up to date."""
    settings = _settings()
    engine = open_engine(settings.database_url, 1)
    check_database(engine)
    upgrade(settings.database_url)
    print("The database is up to date.")
    return FINE


def doctor() -> int:
    """Look at settings, database, keys and Slack, and say line by line what is well and what to do."""
    findings = examine(_settings())
    for finding in findings:
        print(finding)
    return FINE if all(finding.is_well for finding in findings) else FAILED


def audit(logs: list[Path]) -> int:
    """Say what is stored here, table by table, and whom it can be linked to; 1 if anything of it is forbidden."""
    report = audit_installation(_settings(), logs, SystemClock().now())
    print("\n".join(lines(report)))
    return FINE if report.is_clean else FAILED


def demo() -> int:
    """A Slack-like workspace on this machine, with the real bot behind it; no account, no tokens."""
    os.execv(sys.executable, [sys.executable, "-m", "demo"])  # noqa: S606 - our own interpreter, no shell


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="Candor: meeting trust check-ins in Slack whose answers nobody can read off.",
        epilog="Settings come from the environment and .env; .env.example explains each.",
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    for command in (run, web, worker, migrate, doctor, demo):
        told = (command.__doc__ or "").strip()
        commands.add_parser(command.__name__, help=told, description=told).set_defaults(command=command)
    audited = commands.add_parser("audit", help=audit.__doc__, description=audit.__doc__)
    audited.add_argument("logs", nargs="*", type=Path, help="log files, or folders of them, to look through as well")
    audited.set_defaults(command=audit)
    return parser


def _settings(check: Callable[[Settings], Settings] = lambda settings: settings) -> Settings:
    settings = load_settings(check)
    set_up_logging(settings.log_level)
    return settings


@contextmanager
def _built(settings: Settings, *, migrates: bool = False) -> Iterator[Candor]:
    if migrates:
        upgrade(settings.database_url)
    trouble = find_trouble(open_engine(settings.database_url, 1))
    if trouble:
        raise Unstartable(trouble)
    candor = build(settings)
    try:
        candor.start()
        yield candor
    finally:
        candor.stop()


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """Refuse a second `run` on the same SQLite file: two would send side by side what one has to pace."""
    file = settings.sqlite_file
    if file is None:
        yield
        return
    lock = Path(f"{file}.lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unstartable(
                "Another `run` is at work on this database file; stop it first, or give this one its own DATABASE_URL."
            ) from None
        yield


def _stillness(line: SocketMode, hearts: list[Heart]) -> str:
    """Return what of a running bot stands still, in one sentence, or nothing."""
    if not line.is_alive():
        return "Slack is not connected; a new connection is being made."
    return "" if all(heart.is_beating for heart in hearts) else "The clock or the sender stands still."


def _give_up(error: Exception, code: int) -> int:
    with suppress(OSError):
        print(error, file=sys.stderr)
    return code
