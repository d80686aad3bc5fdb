"""Signed HTTP delivery to the app's request URL.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import aiohttp

from .carriers import Kind, Reply
from .state import Json

ANSWER_SECONDS = 3.0


def sign(secret: str, timestamp: str, body: str) -> str:
    """Slack's signature, version 0, of a request body."""
    base = f"v0:{timestamp}:{body}"
    return "v0=" + hmac.new(secret.encode(), base.encode(), hashlib.sha256).hexdigest()


def encode(kind: Kind, payload: Json) -> tuple[str, str]:
    """The body and its content type: events as JSON, the rest as forms."""
    if kind == "events_api":
        return json.dumps(payload), "application/json"
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(fields), "application/x-www-form-urlencoded"


class HttpDelivery:
    """Posts each payload to one address, signed, and reads the answer."""

    def __init__(self, url: str, secret: str, patience: float = ANSWER_SECONDS) -> None:
        self._url = url
        self._patience = patience
        self._secret = secret

    async def verify(self) -> bool:
        """Whether the address answers the challenge, as an app's settings page asks it to."""
        challenge = hashlib.sha256(str(time.time()).encode()).hexdigest()
        payload = {"type": "url_verification", "token": "old-verification-token", "challenge": challenge}
        reply = await self.carry("events_api", payload, 0, "")
        return reply.kept and (reply.body == challenge or reply.body == {"challenge": challenge})

    async def carry(self, kind: Kind, payload: Json, attempt: int, reason: str) -> Reply:
        """Post once; anything but a 200 within three seconds is not an acknowledgement."""
        body, content_type = encode(kind, payload)
        stamp = str(int(time.time()))
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": sign(self._secret, stamp, body),
        }
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason}
        timeout = aiohttp.ClientTimeout(total=self._patience)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(self._url, data=body.encode(), headers=headers, allow_redirects=False) as response,
            ):
                text = await response.text()
        except TimeoutError:
            return Reply(False, reason="http_timeout")
        except aiohttp.ClientError:
            return Reply(False, reason="connection_failed")
        no_retry = response.headers.get("X-Slack-No-Retry") == "1"
        if response.status != 200:
            return Reply(False, text, response.status, "http_error", no_retry)
        return Reply(True, _read(text))


def _read(text: str) -> object:
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text
