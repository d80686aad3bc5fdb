"""The randomness that makes ballots deniable, exact and without floating point.

The numbers are those of the anonymity rule and no settings. Every function draws as often whatever the answer is.
"""

from bot.kernel.chance import Chance

FLIP_ONE_IN = 8
NOISE_RATIO = 5  # neighbouring values of the noise differ in probability by this factor


def coin(chance: Chance) -> int:
    """Return 0 or 1, each as likely as the other."""
    return chance.below(2)


def flipped(bit: int, chance: Chance) -> int:
    """Return the bit, turned over one time in eight."""
    return bit ^ (chance.below(FLIP_ONE_IN) == 0)


def one_of_all(option: int, options: int, chance: Chance) -> int:
    """Return the option with probability 2/(k+2) for k options, else any of all k, each as likely as the others."""
    keeps = chance.below(options + 2) < 2
    other = chance.below(options)
    return option if keeps else other


def two_sided_geometric(chance: Chance) -> int:
    """Return m with probability (q-1)/(q+1) · q^-|m|, where q is the ratio of the noise."""
    q = NOISE_RATIO
    if chance.below(q + 1) < q - 1:
        return 0
    m = 1
    while chance.below(q) == 0:
        m += 1
    return m if chance.below(2) else -m
