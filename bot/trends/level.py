"""The level: how a closed batch's blurred share moves it, and the word and arrow read from it.

The numbers are those of the anonymity rule and no settings: starting level .35, gain from a table, bands at .2, .4
and .6 with a hysteresis of .04, an arrow from a move of more than .26.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import cache

from bot.kernel.chance import Chance
from bot.practices.model import Direction, Word
from bot.teams.model import NO_ROUND
from bot.trends.model import FIRST_WORD, Reading

START = 7  # twentieths: .35
STEPS = 20
ARROW_ROUNDS = 8
ARROW_MOVE = Fraction(26, 100)
BOUNDS = (Fraction(2, 10), Fraction(4, 10), Fraction(6, 10))
WORDS = tuple(Word)  # from the lowest level to the highest
HYSTERESIS = Fraction(4, 100)

_SHARE_AT_START = 0.35
_VARIANCE_AT_START = 0.04
_DRIFT_A_WEEK = 0.0025
_RESPONSE = 0.7
_NOISE_VARIANCE = 0.625
_LONGEST_GAP = 52


@cache
def gain(roster: int, number: int, weeks: int) -> Fraction:
    """Return how far reading ``number`` (from 1) pulls the level, in thousandths.

    It depends on the size of the roster, never on how many answered; ``weeks`` is the time since the last reading.
    """
    people = max(5, round(_RESPONSE * roster))
    share = 1 / 8 + 3 / 4 * _SHARE_AT_START
    variance = (people * share * (1 - share) + _NOISE_VARIANCE) / (people * 3 / 4) ** 2
    spread, pull = _VARIANCE_AT_START, 0.0
    for gap in [1] * (number - 1) + [min(weeks, _LONGEST_GAP)]:
        spread += _DRIFT_A_WEEK * gap
        pull = spread / (spread + variance)
        spread *= 1 - pull
    return Fraction(round(pull * 1000), 1000)


def moved(level: int, share: Fraction, pull: Fraction, chance: Chance) -> int:
    """Return the level in twentieths after a reading, rounded up or down at random without bias."""
    before = Fraction(level, STEPS)
    after = min(Fraction(1), max(Fraction(0), before + pull * (share - before))) * STEPS
    whole = after.numerator // after.denominator
    rest = after - whole
    return whole + (chance.below(rest.denominator) < rest.numerator)


def word_after(word: Word, level: int) -> Word:
    """Return the word after a reading: it moves by one step, and only well past the bound."""
    value, place = Fraction(level, STEPS), WORDS.index(word)
    if place < len(BOUNDS) and value >= BOUNDS[place] + HYSTERESIS:
        return WORDS[place + 1]
    if place > 0 and value < BOUNDS[place - 1] - HYSTERESIS:
        return WORDS[place - 1]
    return word


def next_reading(
    item: str, before: Sequence[Reading], share: Fraction, *, roster: int, round_number: int, chance: Chance
) -> Reading:
    """Return the reading that follows ``before`` (the item's readings, the oldest first)."""
    last = before[-1] if before else Reading(item=item, number=0, round_number=0, level=START, word=Word.SOMETIMES)
    number = last.number + 1
    pull = gain(roster, number, round_number - last.round_number)
    level = moved(last.level, share, pull, chance)
    return Reading(item=item, number=number, round_number=round_number, level=level, word=word_after(last.word, level))


def rests(readings: Sequence[Reading], round_number: int, changed_round: int) -> bool:
    """Return whether a comparison is left out because the small channel has changed within eight weeks."""
    is_recent = changed_round > NO_ROUND and round_number - changed_round < ARROW_ROUNDS
    return is_recent and arrow(readings, round_number) is not None


def arrow(readings: Sequence[Reading], round_number: int, changed_round: int = NO_ROUND) -> Direction | None:
    """Return where the level went against eight weeks ago; None while nothing is that old.

    After a small channel has changed, nothing is compared with a reading from before the change.
    """
    then = [one for one in readings if changed_round <= one.round_number <= round_number - ARROW_ROUNDS]
    if not then or readings[-1].number < FIRST_WORD:
        return None
    move = Fraction(readings[-1].level - then[-1].level, STEPS)
    if abs(move) <= ARROW_MOVE:
        return Direction.STEADY
    return Direction.UP if move > 0 else Direction.DOWN
