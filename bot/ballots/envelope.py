"""The sealed box of a batch: a fixed number of slots, re-sealed whole at every change.

Its size tells only how often the number of slots was doubled; the order of the slots tells nothing.
"""

import hmac
import secrets
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from bot.ballots.keep import Slot
from bot.kernel.chance import Chance, one_of
from bot.kernel.errors import CandorError
from bot.kernel.ids import BatchId, UserId

FEWEST_SLOTS = 32
KEY_BYTES = 32

_HOLDER = 16
# In use, then the fields of a Slot in their order. 29 bytes a slot: a box of 32 slots then lies within a database page.
_CONTENT = struct.Struct(">??BIBIB")
_WIDTH = _HOLDER + _CONTENT.size
_NONCE, _TAG = 12, 16


def sealed_size(slots: int) -> int:
    """Return the bytes of a sealed box with so many slots, used or not."""
    return _NONCE + slots * _WIDTH + _TAG


class Unreadable(CandorError):
    """The box does not open with this key, or is no box."""


class Envelope:
    """The slots of one batch, open in memory; a person is found by a keyed hash of their id."""

    def __init__(self, key: bytes, batch_id: BatchId, plain: bytearray | None = None) -> None:
        self._cipher = ChaCha20Poly1305(hmac.digest(key, b"candor box", "sha256"))
        self._holder_key = hmac.digest(key, b"candor slot", "sha256")
        self._bound_to = f"candor-1:{batch_id}".encode()
        self._plain = bytearray(FEWEST_SLOTS * _WIDTH) if plain is None else plain

    @classmethod
    def opened(cls, key: bytes, batch_id: BatchId, box: bytes) -> "Envelope":
        """Open a sealed box; raises Unreadable."""
        envelope = cls(key, batch_id)
        try:
            plain = envelope._cipher.decrypt(box[:_NONCE], box[_NONCE:], envelope._bound_to)
        except (InvalidTag, ValueError):
            raise Unreadable("The box does not open with this key.") from None
        envelope._plain = bytearray(plain)
        return envelope

    def sealed(self) -> bytes:
        """Return the box under a fresh nonce."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher.encrypt(nonce, bytes(self._plain), self._bound_to)

    def find(self, voter: UserId) -> Slot | None:
        """Return what is known of a person."""
        at = self._place_of(voter)
        return None if at is None else self._slot(at)

    def put(self, voter: UserId, slot: Slot, chance: Chance) -> None:
        """Keep a person's slot: in its place, or in a free one drawn at random."""
        at = self._place_of(voter)
        if at is None:
            at = one_of(chance, self._free_places())
        self._write(at, voter, slot)

    def blank(self, voter: UserId) -> None:
        """Forget a person altogether."""
        at = self._place_of(voter)
        if at is not None:
            self._plain[at : at + _WIDTH] = bytes(_WIDTH)

    def replace(self, voter: UserId, slot: Slot) -> None:
        """Keep another slot for a person who has one."""
        at = self._place_of(voter)
        if at is None:
            raise LookupError("Nobody has this slot.")
        self._write(at, voter, slot)

    def held(self) -> list[int]:
        """Return what the ballots to be counted say, in no order that means anything."""
        slots = (self._slot(at) for at in self._places() if self._in_use(at))
        return [slot.value for slot in slots if slot.holds]

    def _places(self) -> range:
        return range(0, len(self._plain), _WIDTH)

    def _in_use(self, at: int) -> bool:
        return self._plain[at + _HOLDER] != 0

    def _slot(self, at: int) -> Slot:
        _, holds, value, round_key, rounds, latest, changes = _CONTENT.unpack_from(self._plain, at + _HOLDER)
        return Slot(holds=holds, value=value, round_key=round_key, rounds=rounds, latest=latest, changes=changes)

    def _write(self, at: int, voter: UserId, slot: Slot) -> None:
        content = _CONTENT.pack(True, slot.holds, slot.value, slot.round_key, slot.rounds, slot.latest, slot.changes)
        self._plain[at : at + _WIDTH] = self._holder(voter) + content

    def _free_places(self) -> list[int]:
        free = [at for at in self._places() if not self._in_use(at)]
        if not free:
            free = list(range(len(self._plain), 2 * len(self._plain), _WIDTH))
            self._plain.extend(bytes(len(self._plain)))
        return free

    def _holder(self, voter: UserId) -> bytes:
        return hmac.digest(self._holder_key, voter.encode(), "sha256")[:_HOLDER]

    def _place_of(self, voter: UserId) -> int | None:
        holder = self._holder(voter)
        return next((at for at in self._places() if self._plain[at : at + _HOLDER] == holder), None)
