"""Slack's side of the wire for handler tests: takes every call over real HTTP, and keeps it."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

Arguments = dict[str, Any]
Answer = dict[str, Any] | Callable[[Arguments], dict[str, Any]]

USUAL: dict[str, Answer] = {
    "auth.test": {
        "ok": True,
        "team_id": "T1",
        "team": "Acme",
        "user_id": "UBOT",
        "bot_id": "BBOT",
    },
    "views.open": {"ok": True, "view": {"id": "V1", "hash": "1.a"}},
    "views.push": {"ok": True, "view": {"id": "V2", "hash": "1.b"}},
    "views.update": {"ok": True, "view": {"id": "V1", "hash": "1.c"}},
    "views.publish": {"ok": True, "view": {"id": "V3", "hash": "1.d"}},
}


class Recorder:
    """Listens on loopback; ``calls`` are Web API calls, ``replies`` what came to a response_url."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Arguments]] = []
        self.replies: list[dict[str, Any]] = []
        self.answers: dict[str, Answer] = dict(USUAL)
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    @property
    def api_url(self) -> str:
        return f"{self._root}/api/"

    @property
    def response_url(self) -> str:
        return f"{self._root}/respond"

    def answer(self, method: str, answer: Answer) -> None:
        """Let Slack answer a method so from now on, ``ok`` included; a function is given the arguments."""
        self.answers[method] = answer

    def called(self, method: str) -> list[Arguments]:
        """Return the arguments of each call of a method."""
        return [arguments for name, arguments in self.calls if name == method]

    def stop(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def _root(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, recorder: Recorder) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.recorder = recorder


class _Request(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        arguments = _parse(raw, self.headers.get("Content-Type", ""))
        if self.path.startswith("/api/"):
            self._send(self._call(self.path.removeprefix("/api/"), arguments))
        else:
            self.server.recorder.replies.append(arguments)
            self._send({"ok": True})

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        self._send(self._call(path.removeprefix("/api/"), dict(parse_qsl(query))))

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def _call(self, method: str, arguments: Arguments) -> dict[str, Any]:
        self.server.recorder.calls.append((method, arguments))
        answer = self.server.recorder.answers.get(method, {"ok": True})
        return answer(arguments) if callable(answer) else answer

    def _send(self, answer: dict[str, Any]) -> None:
        raw = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)


def _parse(raw: str, content_type: str) -> Arguments:
    if content_type.startswith("application/json"):
        parsed: Arguments = json.loads(raw or "{}")
        return parsed
    return {name: _value(text) for name, text in parse_qsl(raw, keep_blank_values=True)}


def _value(text: str) -> Any:
    return json.loads(text) if text[:1] in ("{", "[") else text
