"""How tokens are kept: sealed with TOKEN_KEY, which is in no database."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.kernel.errors import CandorError

KEY_BYTES = 32
_NONCE_BYTES = 12


class NoTokenKey(CandorError):
    """There is no key to seal with; nothing is kept in clear instead."""

    def __init__(self) -> None:
        super().__init__("TOKEN_KEY is not set, so no token can be kept; put 32 random bytes there, as base64.")


class WrongTokenKey(CandorError):
    """A box was sealed with another key, or for something else."""

    def __init__(self) -> None:
        super().__init__("TOKEN_KEY does not open what was sealed before; put back the key it was sealed with.")


class TokenSeal:
    """Seals short secrets; without a key it refuses to."""

    def __init__(self, key: bytes | None) -> None:
        if key is not None and len(key) != KEY_BYTES:
            raise ValueError(f"A key has {KEY_BYTES} bytes.")
        self._cipher = None if key is None else AESGCM(key)

    def seal(self, secret: str, about: str) -> bytes:
        """Return a box that opens only with the same ``about``: a workspace's token cannot pass for another's."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._keyed().encrypt(nonce, secret.encode(), about.encode())

    def open(self, box: bytes, about: str) -> str:
        """Return what was sealed; raises WrongTokenKey where key or ``about`` are not those it was sealed with."""
        cipher = self._keyed()
        try:
            return cipher.decrypt(box[:_NONCE_BYTES], box[_NONCE_BYTES:], about.encode()).decode()
        except (InvalidTag, ValueError):
            raise WrongTokenKey from None

    def _keyed(self) -> AESGCM:
        if self._cipher is None:
            raise NoTokenKey
        return self._cipher
