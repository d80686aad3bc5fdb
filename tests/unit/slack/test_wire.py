"""Connections that are kept: used again while they surely stand, and never mistaken for one that broke in the call."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.request import Request

import pytest

from bot.slack.wire import NotConnected, Wire

ANSWER = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{"ok":true}'
CLOSING = ANSWER.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)


class Server:
    """Takes connections and does with each request what ``react`` says; remembers how many of both there were."""

    def __init__(self) -> None:
        self.react: Callable[[socket.socket], object] = lambda line: line.sendall(ANSWER)
        self.connections: list[socket.socket] = []
        self.requests = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}/api/chat.postMessage"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self._listening.accept()
            except OSError:
                return
            self.connections.append(line)
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        heard = b""
        while True:
            try:
                read = line.recv(65536)
            except OSError:
                return
            if not read:
                line.close()
                return
            heard += read
            if heard.endswith(b'{"text":"Hello"}'):
                heard = b""
                self.requests += 1
                self.react(line)

    def stop(self) -> None:
        for line in (self._listening, *self.connections):  # shut down first, or a thread would go on using it
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()


@pytest.fixture
def wire() -> Iterator[Wire]:
    wire = Wire()
    yield wire
    wire.close()


def post(wire: Wire, server: Server) -> int:
    request = Request(server.url, b'{"text":"Hello"}', {"Content-Type": "application/json"}, method="POST")
    status: int = wire.exchange(request)["status"]
    return status


def test_a_connection_is_used_again(server: Server, wire: Wire) -> None:
    assert [post(wire, server) for _ in range(5)] == [200] * 5
    assert (server.requests, len(server.connections)) == (5, 1)


def test_calls_at_once_have_a_connection_each(server: Server, wire: Wire) -> None:
    together = threading.Barrier(2)

    def react(line: socket.socket) -> None:
        together.wait(10)
        line.sendall(ANSWER)

    server.react = react
    threads = [threading.Thread(target=post, args=(wire, server)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.connections) == 2


def test_a_connection_that_the_other_side_closed_meanwhile_leaves_nothing_in_doubt(server: Server, wire: Wire) -> None:
    post(wire, server)
    server.connections[0].shutdown(socket.SHUT_RDWR)
    server.connections[0].close()
    assert post(wire, server) == 200
    assert (server.requests, len(server.connections)) == (2, 2)


def test_a_connection_with_a_stray_answer_is_not_used_again(server: Server, wire: Wire) -> None:
    post(wire, server)
    server.connections[0].sendall(ANSWER)
    assert post(wire, server) == 200
    assert len(server.connections) == 2


def test_a_connection_that_slack_wants_closed_is_closed(server: Server, wire: Wire) -> None:
    server.react = lambda line: line.sendall(CLOSING)
    post(wire, server)
    post(wire, server)
    assert len(server.connections) == 2


def test_a_call_that_broke_takes_its_connection_with_it(server: Server, wire: Wire) -> None:
    post(wire, server)
    server.react = lambda line: line.shutdown(socket.SHUT_RDWR)
    with pytest.raises(ConnectionError):
        post(wire, server)
    server.react = lambda line: line.sendall(ANSWER)
    assert post(wire, server) == 200
    assert server.requests == 3  # the broken call was written once


def test_a_server_that_went_away_was_never_reached(server: Server, wire: Wire) -> None:
    post(wire, server)
    server.stop()
    with pytest.raises(NotConnected):
        post(wire, server)
