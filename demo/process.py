"""The bot's process as the demo holds it: started beside the workspace, given orders, and ended with it."""

import base64
import contextlib
import json
import os
import queue
import secrets
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from config.settings import Settings

from .slack import SlackServer

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 40.0
ORDER_SECONDS = 60.0
STOP_SECONDS = 8.0
HANG_UP_SECONDS = 0.4

Answer = dict[str, Any]


class BotGone(Exception):
    """The bot's process has ended or does not answer; the message says where to look."""


class BotProcess:
    """The real bot behind a workspace, over Socket Mode; one order at a time, each with one answer."""

    def __init__(self, slack: SlackServer, home: Path) -> None:
        self._slack = slack
        self._home = home
        self._log = home / "bot.log"
        self._lock = threading.Lock()
        self._answers: queue.Queue[str] = queue.Queue()
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> Self:
        """Start it on this home's database and keys, and wait until it hears the workspace."""
        self._home.mkdir(parents=True, exist_ok=True)
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "demo.bot"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd=ROOT,
                env=environment(self._slack, self._home),
                start_new_session=True,  # Ctrl-C is for the workspace, which then ends the bot
            )
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()
        self._answer(START_SECONDS)
        self._slack.wait_connected()
        return self

    def next_due(self) -> datetime | None:
        """The earliest moment at which something is due."""
        due = self._order(do="next")["next"]
        return None if due is None else datetime.fromisoformat(due)

    def advance(self, to: datetime) -> int:
        """Move its clock and let it do all that is due; says how much there was."""
        return int(self._order(do="advance", to=to.isoformat())["done"])

    @property
    def is_alive(self) -> bool:
        """Whether its process is there."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Let it finish what it has begun; end it by force where it does not."""
        process, self._process = self._process, None
        if process is None or process.stdin is None:
            return
        try:
            process.stdin.write(json.dumps({"do": "stop"}) + "\n")
            process.stdin.close()
            self._hang_up(process)
            process.wait(STOP_SECONDS)
        except (OSError, subprocess.TimeoutExpired):
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()

    def _hang_up(self, process: "subprocess.Popen[str]") -> None:
        """Close its connection from this side: its own reader looks up only every few seconds."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(HANG_UP_SECONDS)
            return
        self._slack.cut_connections()

    def _order(self, **order: Any) -> Answer:
        with self._lock:
            process = self._process
            if process is None or process.stdin is None:
                raise BotGone(self._why())
            try:
                process.stdin.write(json.dumps(order) + "\n")
                process.stdin.flush()
            except OSError:
                raise BotGone(self._why()) from None
            return self._answer(ORDER_SECONDS)

    def _answer(self, seconds: float) -> Answer:
        try:
            line = self._answers.get(timeout=seconds)
        except queue.Empty:
            raise BotGone(self._why("does not answer")) from None
        if not line:
            raise BotGone(self._why())
        answer: Answer = json.loads(line)
        if "error" in answer:
            raise BotGone(self._why(f"could not do what was due ({answer['error']})"))
        return answer

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        try:
            for line in process.stdout or ():
                self._answers.put(line)
        except ValueError:  # closed by `stop` while reading
            return
        self._answers.put("")

    def _why(self, what: str = "has ended") -> str:
        return f"The bot behind the workspace {what}; {self._log} says why."


def environment(slack: SlackServer, home: Path) -> dict[str, str]:
    """The bot's environment: the workspace's tokens, and nothing of what is set for a real Slack."""
    own = {name.upper() for name in Settings.model_fields}
    kept = {name: value for name, value in os.environ.items() if name.upper() not in own}
    return kept | {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": f"sqlite:///{(home / 'candor.db').absolute()}",
        "KEYS_URL": str((home / "keys").absolute()),
        "TOKEN_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),  # for this start: each begins on a copy
        "DEMO_NOW": slack.clock.now().isoformat(),
        "PYTHONUNBUFFERED": "1",
    }
