"""What is published about a team."""

from dataclasses import dataclass

from bot.practices.model import Act, Direction, Practice, Word

FIRST_WORD = 3  # the reading from which on a word is said
FIRST_CHART = 4
SHOWN_READINGS = 12
SHOWN_WORDS = 6


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

    ``is_new`` says whether this round brought a reading; why it did not is never told.
    """

    readings: tuple[Reading, ...]
    is_new: bool
    direction: Direction | None = None

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


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyPost:
    """All that goes into one week's post."""

    team_id: str
    round_number: int
    place: int
    act: Act
    practice: Practice
    recalled: Practice | None
    held_back: Trend
    act_trend: Trend
