"""A connection that looks alive and delivers nothing is noticed and replaced, whatever keeps it silent."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import pytest
from slack_bolt import Ack, App

from bot.slack.socket import SocketMode
from bot.slack.watchdog import Pulse, Watchdog, complaint
from demo.slack.server import SlackServer

NOW = 1000.0


@pytest.mark.parametrize(
    ("pulse", "reason"),
    [
        (Pulse(True, NOW - 29, NOW - 299), ""),
        (Pulse(False, NOW, NOW), "closed"),
        (Pulse(True, NOW - 31, NOW), "pings_unanswered"),
        (Pulse(True, NOW, NOW - 301), "quiet"),
    ],
)
def test_what_is_wrong_with_a_connection(pulse: Pulse, reason: str) -> None:
    assert complaint(pulse, NOW) == reason


class HandLine:
    """A connection whose pulse a test sets; ``fails`` lets the next replacements fail."""

    def __init__(self, pulse: Pulse) -> None:
        self.seen = pulse
        self.fails = 0
        self.replaced = threading.Event()

    def pulse(self) -> Pulse:
        return self.seen

    def replace(self) -> None:
        if self.fails:
            self.fails -= 1
            raise ConnectionError("no network")
        self.replaced.set()


def test_a_replacement_that_fails_is_tried_again() -> None:
    line = HandLine(Pulse(False, 0, 0))
    line.fails = 3
    dog = Watchdog(line, every=0.01)
    dog.start()
    assert line.replaced.wait(10)
    dog.stop()


def test_a_connection_that_is_well_is_left_alone() -> None:
    line = HandLine(Pulse(True, NOW, NOW))
    assert Watchdog(line, clock=lambda: NOW).look() == ""
    assert not line.replaced.is_set()


class Relay:
    """Passes bytes to and fro until it is frozen; then its connections stay open and carry nothing."""

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self._lines: list[socket.socket] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.frozen: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def freeze(self) -> None:
        self.frozen = set(self._lines)

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        for line in (self._listening, *self._lines):
            line.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            far = socket.create_connection(self._target)
            self._lines += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        while True:
            try:
                read = one.recv(65536)
                if one not in self.frozen:
                    other.sendall(read)
            except OSError:
                return
            if not read:
                return


@contextmanager
def connected(
    slack: SlackServer, listener: Callable[..., object] = lambda ack: ack(), **seconds: float
) -> Iterator[SocketMode]:
    app = App(token=slack.bot_token, token_verification_enabled=False)
    app.client.base_url = slack.api_url
    app.command("/trust")(listener)
    line = SocketMode(app, slack.app_token, 2, **seconds)
    line.start()
    try:
        slack.wait_connected()
        yield line
    finally:
        line.stop()


def wait_for(holds: object, seconds: float = 20.0) -> bool:
    until = time.monotonic() + seconds
    pause = threading.Event()
    while time.monotonic() < until:
        if holds():  # type: ignore[operator]
            return True
        pause.wait(0.02)
    return False


def test_a_connection_over_which_nothing_comes_is_replaced_by_one_that_delivers() -> None:
    with SlackServer() as slack:
        ada = slack.add_user("ada")
        room = slack.add_channel("product", members=[ada])
        with connected(slack, every=0.05, quiet=0.4):
            slack.go_silent()
            before = slack.sockets.opened
            assert wait_for(lambda: slack.sockets.opened > before)
            slack.go_silent(silent=False)
            assert slack.command(ada, room, "/trust", "help").ok


def test_a_connection_whose_pings_are_not_answered_is_replaced() -> None:
    with SlackServer() as slack:
        address = urlsplit(slack.base_url)
        with closing(Relay((str(address.hostname), int(address.port or 0)))) as relay:
            slack.hub.base_url = f"http://127.0.0.1:{relay.port}"
            with connected(slack, ping=0.2, every=0.05, missed=1.0) as line:
                before = slack.sockets.opened
                relay.freeze()
                assert wait_for(lambda: not line.is_alive())
                assert wait_for(lambda: slack.sockets.opened > before)
                assert wait_for(line.is_alive)


def test_a_connection_that_slack_ends_without_a_word_is_known_to_be_dead_at_once_and_replaced() -> None:
    with SlackServer() as slack:
        ada = slack.add_user("ada")
        room = slack.add_channel("product", members=[ada])
        with connected(slack, every=0.05) as line:
            assert line.is_alive()
            slack.fail("apps.connections.open", times=1_000_000, error="internal_error")
            slack.cut_connections()
            assert wait_for(lambda: not line.is_alive(), 2.0)
            slack.heal()
            assert wait_for(line.is_alive)
            assert slack.command(ada, room, "/trust", "help").ok


def test_replacing_a_connection_does_not_wait_until_its_reader_tires() -> None:
    with SlackServer() as slack:
        ada = slack.add_user("ada")
        room = slack.add_channel("product", members=[ada])
        with connected(slack) as line:
            assert slack.command(ada, room, "/trust", "help").ok
            began = time.monotonic()
            line.replace()
            assert time.monotonic() - began < 1.5
            assert wait_for(lambda: slack.sockets.connected == 1)  # Slack has seen that the old one is closed
            assert slack.command(ada, room, "/trust", "help").ok


def test_a_line_that_is_stopped_answers_what_has_come_in_and_is_closed_at_once() -> None:
    asked, may_answer = threading.Event(), threading.Event()
    answered: list[bool] = []

    def answer_late(ack: Ack) -> None:
        asked.set()
        may_answer.wait(10)
        ack()

    with SlackServer() as slack:
        ada = slack.add_user("ada")
        room = slack.add_channel("product", members=[ada])
        with connected(slack, answer_late) as line:
            asking = threading.Thread(target=lambda: answered.append(slack.command(ada, room, "/trust", "").ok))
            asking.start()
            assert asked.wait(10)
            stopping = threading.Thread(target=line.stop)
            stopping.start()
            stopping.join(timeout=0.3)
            assert stopping.is_alive()
            began = time.monotonic()
            may_answer.set()
            stopping.join()
            assert time.monotonic() - began < 1.0
            asking.join()
    assert answered == [True]
