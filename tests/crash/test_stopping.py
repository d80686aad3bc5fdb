"""SIGTERM with real processes: what is in flight is finished, within ten seconds; and a second `run` is refused."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from bot.app import build
from bot.kernel.ids import WorkspaceId
from bot.outbox.model import Kind, Outgoing
from bot.workspaces.model import Workspace
from config.settings import Settings
from demo.slack.server import SlackServer

ROOT = Path(__file__).parents[2]
SECONDS = 10.0


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    with SlackServer() as server:
        yield server


@pytest.fixture
def environment(slack: SlackServer, sqlite_url: str, tmp_path: Path) -> dict[str, str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": sqlite_url,
        "KEYS_URL": str(tmp_path / "keys"),
        "KEYS_SHARED": "1",
        "PORT": str(port),
    }


@contextmanager
def started(command: str, environment: dict[str, str], folder: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", command], cwd=folder, env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for(holds: object, seconds: float = 40.0) -> bool:
    until, pause = time.monotonic() + seconds, threading.Event()
    while time.monotonic() < until:
        if holds():  # type: ignore[operator]
            return True
        pause.wait(0.05)
    return False


def ask(environment: dict[str, str], page: str) -> str:
    try:
        with urlopen(f"http://127.0.0.1:{environment['PORT']}/{page}", timeout=5) as answer:
            return str(answer.read().decode())
    except (URLError, ConnectionError):
        return ""


def stop(process: subprocess.Popen[str]) -> float:
    """Return how many seconds it took to end."""
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=SECONDS + 2) == 0
    return time.monotonic() - began


def test_a_web_that_is_told_to_stop_answers_the_request_it_has_begun(slack, environment, tmp_path):
    ada = slack.add_user("ada")
    room = slack.add_channel("product", members=[ada], with_bot=True)
    with started("web", environment, tmp_path) as process:
        assert wait_for(lambda: ask(environment, "readyz") == "ready")
        slack.deliver_over_http(f"http://127.0.0.1:{environment['PORT']}/slack/events")
        slack.fail("users.info", delay=1.5)
        slack.fail("conversations.info", delay=1.5)
        told = []
        asking = threading.Thread(target=lambda: told.append(slack.command(ada, room, "/trust", "setup")))
        asking.start()
        assert wait_for(lambda: slack.hub.running > 0 or told)
        seconds = stop(process)
        asking.join()
    assert seconds < SECONDS
    assert told[0].status == 200


def test_a_worker_that_is_told_to_stop_notes_what_it_has_begun(slack, environment, tmp_path):
    given = {name.lower(): value for name, value in environment.items() if not name.endswith("PATH")}
    candor = build(Settings(_env_file=None, **given))
    people = [slack.add_user(f"u{number}") for number in range(6)]
    now = candor.clock.now()
    with candor.work.write() as unit:
        unit.workspaces.save(Workspace(id=WorkspaceId(slack.state.id), bot_user_id=slack.bot_user_id))
        unit.outbox.enqueue(
            Outgoing(
                workspace_id=WorkspaceId(slack.state.id),
                key=user.id,
                kind=Kind.NOTICE,
                method="chat.postMessage",
                channel=user.id,
                arguments={"text": "Hello"},
                due_at=now,
                expires_at=now.replace(year=now.year + 1),
            )
            for user in people
        )
    slack.fail("chat.postMessage", times=100, delay=1.0)
    with started("worker", environment, tmp_path) as process:
        assert wait_for(lambda: slack.hub.running > 0)
        assert stop(process) < SECONDS
    taken = len([call for call in slack.calls("chat.postMessage") if call.accepted])
    with candor.work.read() as unit:
        counts = unit.outbox.counts()
    candor.stop()
    assert taken > 0
    assert counts == {"sent": taken, "due": len(people) - taken}


@pytest.mark.timeout(240)
def test_a_run_tells_how_it_is_stops_in_time_and_is_alone_on_its_file(slack, environment, tmp_path):
    with started("run", environment, tmp_path) as process:
        assert wait_for(lambda: ask(environment, "readyz") == "ready")
        assert "candor_late_seconds 0.0" in ask(environment, "metrics")
        with started("run", environment, tmp_path) as second:
            _, said = second.communicate(timeout=40)
            assert second.returncode == 1
            assert said.startswith("Another `run` is at work on this database file")
        slack.fail("apps.connections.open", times=1000, error="internal_error")
        slack.cut_connections()
        assert wait_for(lambda: ask(environment, "readyz") != "ready")
        slack.heal()
        assert wait_for(lambda: ask(environment, "readyz") == "ready")
        assert stop(process) < SECONDS
