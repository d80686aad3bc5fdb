"""Chance that takes every way at once, so that a rule's distribution comes out exactly."""

from collections import defaultdict
from collections.abc import Callable, Hashable
from fractions import Fraction
from typing import TypeVar

from bot.kernel.chance import Chance

T = TypeVar("T", bound=Hashable)


class _Undecided(Exception):
    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class _Way:
    def __init__(self, draws: list[int]) -> None:
        self._draws = draws
        self._drawn = 0

    def below(self, limit: int) -> int:
        if self._drawn == len(self._draws):
            raise _Undecided(limit)
        self._drawn += 1
        return self._draws[self._drawn - 1]


def exact_distribution(rule: Callable[[Chance], T], most_draws: int = 12) -> dict[T | None, Fraction]:
    """Return each outcome's probability; ways with more draws than ``most_draws`` are summed up under None."""
    found: dict[T | None, Fraction] = defaultdict(Fraction)
    waiting: list[tuple[list[int], Fraction]] = [([], Fraction(1))]
    while waiting:
        draws, probability = waiting.pop()
        try:
            found[rule(_Way(draws))] += probability
        except _Undecided as undecided:
            if len(draws) == most_draws:
                found[None] += probability
            else:
                share = probability / undecided.limit
                waiting += [([*draws, draw], share) for draw in range(undecided.limit)]
    return dict(found)
