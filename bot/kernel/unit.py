"""The unit of work as the features see it: one transaction, all stores on it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, TypeVar

U_co = TypeVar("U_co", covariant=True)


class Work(Protocol[U_co]):
    """Opens units of work; a feature names in its ``ports.py`` the stores that it needs on one."""

    def write(self) -> AbstractContextManager[U_co]:
        """Open a writing transaction: commits on a clean exit, rolls back on an exception."""
        ...

    def read(self) -> AbstractContextManager[U_co]:
        """Open a transaction that only reads."""
        ...


class Deliveries(Protocol):
    """Remembers for an hour which deliveries of Slack have taken effect."""

    def first_time(self, key: str, now: datetime) -> bool:
        """Return True once for each key, within the transaction in which the delivery takes effect.

        Only a hash of the key is kept; a key never holds a user's id.
        """
        ...


class Later(Protocol):
    """Runs what may wait until Slack has its acknowledgement, such as a reply through ``response_url``."""

    def __call__(self, do: Callable[[], object]) -> None: ...
