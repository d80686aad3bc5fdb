"""The sentence on holding back: which one it is, in one of several wordings that follow each other by the week."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from bot.practices.model import Direction, Word
from bot.texts import Texts
from bot.trends.model import FIRST_WORD, SHOWN_WORDS, Trend, WeeklyPost

# How many variants of a sentence the catalogue has.
_WARMING_NONE, _CHANGED, _SAME, _STEADY, _RESTS, _CLEAR, _NONE = 3, 3, 4, 10, 4, 3, 5


def headline(say: Texts, post: WeeklyPost) -> list[str]:
    """Return the headline and, below a changed word, how it compares with eight weeks ago."""
    trend, week = post.held_back, post.round_number
    if trend.word is None:
        return [_warming(say, trend, week)]
    word = word_of(say, trend.word)
    if not trend.is_new:
        return [say.say(f"post-none-{week % _NONE + 1}", word=word)]
    if trend.number == FIRST_WORD:
        return [say.say("post-first", word=word)]
    if trend.before not in (None, trend.word):
        changed = say.say(f"post-changed-{week % _CHANGED + 1}", word=word, before=word_of(say, trend.before))
        return [changed, *_comparison(say, trend)]
    return [_same(say, trend, word, week)]


def last_words(say: Texts, trend: Trend) -> list[str]:
    """Return the last six words as a line, once there is more than one."""
    if len(trend.words) < 2:
        return []
    shown = trend.words[-SHOWN_WORDS:]
    if len(set(shown)) == 1:
        return [say.say("post-last-words-alike", count=len(shown), word=word_of(say, shown[0]))]
    return [say.say("post-last-words", count=len(shown), words=" · ".join(in_a_row(say, shown)))]


def in_a_row(say: Texts, words: Iterable[Word]) -> Iterator[str]:
    """Yield each word with how often it came in a row, where that is more than once."""
    for word, row in groupby(words):
        count = len(list(row))
        yield say.say("post-word-repeated", word=word_of(say, word), count=count) if count > 1 else word_of(say, word)


def word_of(say: Texts, word: Word) -> str:
    """Return the word as people read it."""
    return say.say(f"word-{word.value}")


def _warming(say: Texts, trend: Trend, week: int) -> str:
    if trend.is_new:
        return say.say(f"post-warming-{trend.number}", number=trend.number)
    return say.say(f"post-warming-none-{week % _WARMING_NONE + 1}", number=trend.number)


def _same(say: Texts, trend: Trend, word: str, week: int) -> str:
    if trend.rests:
        return say.say(f"post-rests-{week % _RESTS + 1}", word=word)
    match trend.direction:
        case None:
            return say.say(f"post-same-{week % _SAME + 1}", word=word)
        case Direction.STEADY:
            return say.say(f"post-steady-{week % _STEADY + 1}", word=word)
        case Direction.UP | Direction.DOWN:
            return say.say(f"post-{trend.direction.value}-{week % _CLEAR + 1}", word=word)


def _comparison(say: Texts, trend: Trend) -> list[str]:
    if trend.rests:
        return [say.say("post-arrow-rests")]
    return [say.say(f"post-arrow-{trend.direction.value}")] if trend.direction else []
