"""What a reset is sealed with: its own key for its box, and the installation's pairs key for tokens and tickets."""

import base64
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from bot.kernel.errors import CandorError

SMALLEST_BOX = 16 * 1024  # bytes; two ordinary texts fit, so that the size tells nothing of most resets

_NONCE = 12
_LENGTH = 4


class Unreadable(CandorError):
    """The box does not open with this key, or is no box."""


def seal(key: bytes, about: str, plain: bytes) -> bytes:
    """Return a box that opens only with the same key and ``about``, under a fresh nonce."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + ChaCha20Poly1305(_own(key, "box")).encrypt(nonce, plain, about.encode())


def unseal(key: bytes, about: str, box: bytes) -> bytes:
    """Return what was sealed; raises Unreadable."""
    try:
        return ChaCha20Poly1305(_own(key, "box")).decrypt(box[:_NONCE], box[_NONCE:], about.encode())
    except (InvalidTag, ValueError):
        raise Unreadable("The box does not open with this key.") from None


def padded(plain: bytes) -> bytes:
    """Return the bytes filled up to a power of two, at least 16 KiB."""
    size = SMALLEST_BOX
    while size < _LENGTH + len(plain):
        size *= 2
    return (len(plain).to_bytes(_LENGTH, "big") + plain).ljust(size, b"\0")


def unpadded(filled: bytes) -> bytes:
    """Return what was filled up; raises Unreadable."""
    length = int.from_bytes(filled[:_LENGTH], "big")
    if length > len(filled) - _LENGTH:
        raise Unreadable("The box is damaged.")
    return filled[_LENGTH : _LENGTH + length]


class Pairs:
    """The tokens under which limits and blocks are kept, and the tickets that buttons carry.

    A token is the same each time, and nobody without the key can tell whose it is; a ticket is different each time,
    so that two messages about one reset have nothing in common.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def token(self, *words: str) -> str:
        """Return the keyed hash of some words, in their order."""
        joined = b"".join(len(word.encode()).to_bytes(4, "big") + word.encode() for word in words)
        return hmac.new(_own(self._key, "token"), joined, "sha256").hexdigest()

    def ticket(self, about: str, what: str) -> str:
        """Return what only this program can read, and only as ``about``; fit for a button's value."""
        return base64.urlsafe_b64encode(seal(self._key, about, what.encode())).decode()

    def read(self, about: str, ticket: str) -> str:
        """Return what a ticket says; raises Unreadable."""
        try:
            box = base64.urlsafe_b64decode(ticket.encode())
        except ValueError:
            raise Unreadable("This is no ticket.") from None
        return unseal(self._key, about, box).decode()


def _own(key: bytes, use: str) -> bytes:
    return hmac.digest(key, f"candor reset {use}".encode(), "sha256")
