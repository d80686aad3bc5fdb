"""Chance that a test can repeat, or dictate."""

import random
from collections.abc import Iterable


class SeededChance:
    """The same draws for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def below(self, limit: int) -> int:
        return self._random.randrange(limit)


class ScriptedChance:
    """Exactly these draws, in this order; a draw too many, or one that cannot be, fails the test."""

    def __init__(self, draws: Iterable[int]) -> None:
        self._draws = list(draws)

    def below(self, limit: int) -> int:
        if not self._draws:
            raise AssertionError(f"A draw below {limit} was not expected.")
        draw = self._draws.pop(0)
        if not 0 <= draw < limit:
            raise AssertionError(f"The script says {draw}, but a number below {limit} is drawn.")
        return draw

    @property
    def left(self) -> int:
        """Return how many draws nobody has asked for yet."""
        return len(self._draws)
