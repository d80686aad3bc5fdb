"""Socket Mode: Slack in over a connection of ours, for a bot without an address of its own."""

import os
import socket
from contextlib import suppress
from time import time
from typing import Protocol

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.slack.watchdog import EVERY, PONGS_MISSED, QUIET, Pulse, Watchdog

PING_SECONDS = 10


class ConnectionState(Protocol):
    """What the client keeps of a connection: whether its reader is to go on."""

    terminated: bool


class SocketMode:
    """Keeps a connection to Slack and hands what comes in to the app; a connection that died or is deaf is replaced."""

    def __init__(
        self,
        app: App,
        app_token: str,
        listeners: int = 32,
        *,
        ping: float = PING_SECONDS,
        every: float = EVERY,
        missed: float = PONGS_MISSED,
        quiet: float = QUIET,
    ) -> None:
        self._handler = SocketModeHandler(
            app, app_token, web_client=app.client, concurrency=listeners, ping_interval=ping
        )
        self._missed = missed
        self._brought_at = self._made_at = time()
        self._handler.client.on_message_listeners.append(self._note)
        self._watchdog = Watchdog(self, every=every, missed=missed, quiet=quiet)

    def start(self) -> None:
        """Connect, and stay connected until stopped; returns at once."""
        self._handler.connect()  # type: ignore[no-untyped-call]
        self._made_at = time()
        self._watchdog.start()

    def stop(self) -> None:
        """Take nothing new, answer what has come in, and close the connection."""
        self._watchdog.stop()
        self._hear_no_more()
        self._handler.client.message_workers.shutdown()
        self._handler.close()  # type: ignore[no-untyped-call]

    def is_alive(self) -> bool:
        """Return whether the connection stands at both ends and answers our pings."""
        pulse = self.pulse()
        return pulse.stands and time() - pulse.answered_at <= self._missed

    def pulse(self) -> Pulse:
        """Return what can be seen of the connection; a new one has not been asked yet and counts as answering."""
        session = self._handler.client.current_session
        answered = getattr(session, "last_ping_pong_time", None)
        return Pulse(
            stands=bool(self._handler.client.is_connected()) and not _has_ended(getattr(session, "sock", None)),
            answered_at=max(answered or 0.0, self._made_at),
            brought_at=max(self._brought_at, self._made_at),
        )

    def replace(self) -> None:
        """Connect anew, then let go of the old connection; raises what Slack or the network says against it.

        One that Slack has ended is let go of first: its reader would go round and round until a new one stands.
        """
        client = self._handler.client
        line = getattr(client.current_session, "sock", None)
        if not isinstance(client.current_session_state, _Ending):  # as it is where the last attempt has failed
            client.current_session_state = _Ending(client.current_session_state, line)  # type: ignore[assignment]
        if client.current_session is not None and _has_ended(line):
            client.current_session_state.terminated = True
            client.current_session.disconnect()
        client.connect_to_new_endpoint(force=True)
        self._made_at = time()

    def _hear_no_more(self) -> None:
        """End reading but not writing: a reader that waits holds the connection's locks, also against answers."""
        client = self._handler.client
        client.auto_reconnect_enabled = False
        client.current_session_state.terminated = True
        _stop_reading(getattr(client.current_session, "sock", None))
        client.closed = True
        client.message_queue.put(None)  # wakes the thread that takes messages from it
        client.message_processor.shutdown()  # type: ignore[no-untyped-call]

    def _note(self, _: str) -> None:
        self._brought_at = time()


class _Ending:
    """Stands for the state of a connection that is about to be replaced, and wakes its reader once it is to end.

    A reader waits up to three seconds for something to come, and for as long nobody may close its connection, nor is
    the new one read.
    """

    def __init__(self, state: ConnectionState, line: socket.socket | None) -> None:
        self._state = state
        self._line = line

    @property
    def terminated(self) -> bool:
        """Return whether reading has ended or is to end."""
        return self._state.terminated

    @terminated.setter
    def terminated(self, is_over: bool) -> None:
        self._state.terminated = is_over
        if is_over:
            _stop_reading(self._line)


def _stop_reading(line: socket.socket | None) -> None:
    """Wake who reads, and leave writing as it is.

    The plain socket's own shutdown is meant: that of an encrypted one would end the encryption both ways.
    """
    if line is not None:
        with suppress(OSError):
            socket.socket.shutdown(line, socket.SHUT_RD)


def _has_ended(line: socket.socket | None) -> bool:
    """Return whether the other end has hung up, without taking anything from what there is to read, or waiting."""
    if line is None:
        return False
    try:
        with socket.socket(fileno=os.dup(line.fileno())) as twin:
            twin.setblocking(False)  # it is already, beneath its own time limit
            return not twin.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        return True
