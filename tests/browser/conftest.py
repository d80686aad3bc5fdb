"""A demo that is really started, and a browser to use it; skips where Chromium is absent, and fails there under CI."""

import fcntl
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
)
START_SECONDS = 200.0  # a busy machine takes its time over ten weeks
PATIENCE_MS = 20_000

expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "page" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(300))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        told = "Chromium is not on this machine."
        if os.environ.get("CI"):
            pytest.fail(f"{told} CI must have it: see .ci/run.")
        pytest.skip(told)
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


class Demo:
    """The demo as a process, in a folder that keeps the history it made; of several at once, one makes it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None

    def start(self, port: int = 0) -> str:
        """Start it and return its address."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "starting").open("w") as one_at_a_time:
            fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
            return self._start(port or _free_port())

    def _start(self, port: int) -> str:
        environment = {"PATH": os.environ["PATH"], "HOME": str(self._folder), "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "demo"],
            cwd=self._folder,
            env=environment | {"DEMO_PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        until = time.monotonic() + START_SECONDS
        said = []
        for line in self._process.stdout or ():
            said.append(line)
            found = re.search(r"is open at (http://127\.0\.0\.1:\d+)", line)
            if found:
                return found[1]
            if time.monotonic() > until:
                break
        raise AssertionError(f"The demo did not start: {''.join(said)}")

    def stop(self) -> int:
        """End it as Ctrl-C does; return its exit code."""
        process, self._process = self._process, None
        if process is None:
            return 0
        process.terminate()
        code = process.wait(15)
        if process.stdout is not None:
            process.stdout.close()
        return code


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def demo(chromium: Browser) -> Iterator[str]:
    """One demo for all the tests here, each with people of its own."""
    running = Demo(ROOT / "build" / "browser")
    try:
        yield running.start()
    finally:
        running.stop()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh page; an error on its console fails the test."""
    context = chromium.new_context(viewport={"width": 1200, "height": 800}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("console", lambda said: _note(said, errors))
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert errors == []


def _note(said: ConsoleMessage, errors: list[str]) -> None:
    if said.type == "error":
        errors.append(said.text)
