"""Randomness, handed to rules as an argument so that tests can replay it."""

import secrets
from collections.abc import Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class Chance(Protocol):
    """Draws whole numbers; everything else is made from them, exactly."""

    def below(self, limit: int) -> int:
        """Return a number from 0 to ``limit`` - 1, each as likely as the others."""
        ...


class SystemChance:
    """The operating system's randomness, fit for secrets."""

    def below(self, limit: int) -> int:
        return secrets.randbelow(limit)


def one_of(chance: Chance, options: Sequence[T]) -> T:
    """Return one of the options, each as likely as the others."""
    return options[chance.below(len(options))]
