"""What is published about a team."""

from dataclasses import dataclass

from bot.practices.model import Act, Direction, Suggestion, Word

FIRST_WORD = 3  # the reading from which on a word is said
FIRST_CHART = 4
SHOWN_READINGS = 12
SHOWN_WORDS = 6
NUDGED = frozenset({Word.HALF, Word.MOSTLY})
NUDGE_EVERY = 3  # readings


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The level after a batch was closed: all that is kept of it. ``level`` is in twentieths."""

    item: str
    number: int
    round_number: int
    level: int
    word: Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """An item as the weekly post tells it: its latest twelve readings, and where they went.

    ``is_new`` says whether this round brought a reading; why it did not is never told. ``rests`` says that the
    comparison with eight weeks ago is left out, because the channel has changed since.
    """

    readings: tuple[Reading, ...]
    is_new: bool
    direction: Direction | None = None
    rests: bool = False

    @property
    def number(self) -> int:
        """Return how many readings there have been."""
        return self.readings[-1].number if self.readings else 0

    @property
    def word(self) -> Word | None:
        """Return the word, or None while it is warming up."""
        return self.readings[-1].word if self.number >= FIRST_WORD else None

    @property
    def words(self) -> tuple[Word, ...]:
        """Return the words posted so far, the oldest first."""
        return tuple(reading.word for reading in self.readings if reading.number >= FIRST_WORD)

    @property
    def before(self) -> Word | None:
        """Return the word before the latest, or None where that was the first."""
        return self.words[-2] if len(self.words) > 1 else None

    @property
    def asks_for_a_nudge(self) -> bool:
        """Return whether so much is held back, at every third reading, that beginning afresh is suggested."""
        return self.is_new and self.word in NUDGED and self.number % NUDGE_EVERY == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What a season showed: its act's words, holding back's words in it, and what the whole workspace said.

    ``barrier`` and ``change`` are message ids of answers, where the workspace's last count named one.
    """

    act: Act
    act_words: tuple[Word, ...]
    held_back_words: tuple[Word, ...]
    barrier: str | None = None
    change: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyPost:
    """All that goes into one week's post.

    ``recalls_last_week`` is false where the post before is older. ``opens`` says that it is the first post of its
    season; ``closing`` is there where a season's end is to be told, and ``next_act`` where what follows is known.
    """

    team_id: str
    round_number: int
    act: Act
    suggestion: Suggestion
    recalled: Suggestion | None
    held_back: Trend
    act_trend: Trend
    recalls_last_week: bool = True
    act_is_asked: bool = True
    opens: bool = False
    closing: Closing | None = None
    next_act: Act | None = None
