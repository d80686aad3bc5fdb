"""Requests to the WSGI application, as its server makes them."""

import hmac
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

from bot.web import WebApp


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str


def ask(
    app: WebApp, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None, query: str = ""
) -> Answer:
    """Make one request."""
    headers = {"Content-Length": str(len(body))} | (headers or {})
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "wsgi.input": BytesIO(body),
    }
    for name, value in headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key.startswith("CONTENT_") else f"HTTP_{key}"] = value
    told: list[Any] = []
    parts = app(environ, lambda status, sent, *_: told.extend((status, sent)))  # type: ignore[arg-type, return-value]
    return Answer(int(told[0].split()[0]), dict(told[1]), b"".join(parts).decode())


def bare(secret: str, stamp: str, body: bytes) -> str:
    """Return the hex digits of Slack's signature of raw bytes."""
    return hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, sha256).hexdigest()
