"""The samplers against their exact distributions: by going every way, and by counting seeded draws."""

import os
from collections import Counter
from fractions import Fraction
from math import sqrt

import pytest

from bot.ballots.noise import coin, flipped, one_of_all, two_sided_geometric
from tests.fakes.chance import ScriptedChance, SeededChance
from tests.fakes.every_chance import exact_distribution

DRAWS = 400_000 if os.environ.get("CANDOR_SOAK") else 20_000
Q = 5


def geometric(m):
    return Fraction(Q - 1, Q + 1) * Fraction(1, Q) ** abs(m)


def test_a_bit_is_flipped_exactly_one_time_in_eight():
    assert exact_distribution(lambda chance: flipped(1, chance)) == {0: Fraction(1, 8), 1: Fraction(7, 8)}
    assert exact_distribution(lambda chance: flipped(0, chance)) == {1: Fraction(1, 8), 0: Fraction(7, 8)}


def test_the_coin_is_fair():
    assert exact_distribution(coin) == {0: Fraction(1, 2), 1: Fraction(1, 2)}


@pytest.mark.parametrize("options", [4, 7])
def test_an_option_is_kept_with_two_parts_in_k_plus_two(options):
    kept = Fraction(2, options + 2)
    other = (1 - kept) / options
    for option in range(options):
        expected = {any_: other + (kept if any_ == option else 0) for any_ in range(options)}
        assert exact_distribution(lambda chance, option=option: one_of_all(option, options, chance)) == expected


def test_the_noise_is_two_sided_geometric_exactly():
    found = exact_distribution(two_sided_geometric, most_draws=9)
    for m in range(-6, 7):
        assert found[m] == geometric(m)


def test_neighbouring_noises_differ_in_probability_by_five_at_most():
    found = exact_distribution(two_sided_geometric, most_draws=9)
    assert {max(found[m] / found[m + 1], found[m + 1] / found[m]) for m in range(-6, 6)} == {Q}


def test_the_noise_draws_as_the_rule_writes_it():
    assert two_sided_geometric(ScriptedChance([3])) == 0
    assert two_sided_geometric(ScriptedChance([4, 1, 1])) == 1
    assert two_sided_geometric(ScriptedChance([5, 0, 0, 4, 0])) == -3


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        (coin, {0: 0.5, 1: 0.5}),
        (lambda chance: flipped(1, chance), {0: 1 / 8, 1: 7 / 8}),
        (lambda chance: one_of_all(2, 7, chance), {any_: 1 / 9 + (2 / 9) * (any_ == 2) for any_ in range(7)}),
        (lambda chance: one_of_all(0, 4, chance), {any_: 1 / 6 + (2 / 6) * (any_ == 0) for any_ in range(4)}),
        (two_sided_geometric, {m: float(geometric(m)) for m in range(-4, 5)}),
    ],
    ids=["coin", "flip", "seven options", "four options", "noise"],
)
@pytest.mark.soak
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_seeded_frequencies_match(sample, expected, seed):
    chance = SeededChance(seed)
    counted = Counter(sample(chance) for _ in range(DRAWS))
    assert chi_square(counted, expected) < four_sigma(len(expected))


def test_the_chi_square_would_notice_a_flip_of_one_in_seven():
    chance = SeededChance(1)
    counted = Counter(int(chance.below(7) == 0) for _ in range(DRAWS))
    assert chi_square(counted, {0: 7 / 8, 1: 1 / 8}) > four_sigma(2)


def chi_square(counted, expected):
    rest = 1 - sum(expected.values())
    cells = [(counted[outcome], DRAWS * p) for outcome, p in expected.items()]
    if rest > 1e-9:
        cells.append((DRAWS - sum(seen for seen, _ in cells), DRAWS * rest))
    return sum((seen - mean) ** 2 / mean for seen, mean in cells)


def four_sigma(cells):
    return cells + 4 * sqrt(2 * cells)
