"""Whether a request was signed by Slack, decided on its raw bytes before anything reads them."""

import hmac
from hashlib import sha256

STALE_SECONDS = 300


def is_signed(secret: str, body: bytes, timestamp: str, signature: str, machine_now: float) -> bool:
    """Return whether the signature is Slack's for this body, and not older than five minutes.

    https://docs.slack.dev/authentication/verifying-requests-from-slack
    """
    if not (timestamp.isascii() and timestamp.isdigit()) or abs(machine_now - int(timestamp)) > STALE_SECONDS:
        return False
    expected = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, sha256).hexdigest()
    return hmac.compare_digest(f"v0={expected}".encode(), signature.encode())
