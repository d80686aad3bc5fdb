"""What a practice fits, and which one a team is shown next."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.kernel.chance import Chance, one_of


class Act(StrEnum):
    """What a season has in focus."""

    DISCLOSURE = "disclosure"
    FEEDBACK = "feedback"
    PROVOCATION = "provocation"
    ANSWERING = "answering"
    CONTAINMENT = "containment"


class Barrier(StrEnum):
    """What mostly keeps things unsaid, where the workspace's answers were clear about it."""

    RISKY = "risky"
    FUTILE = "futile"
    HURTFUL = "hurtful"
    UNSURE = "unsure"
    NO_ROOM = "no-room"
    ELSEWHERE = "elsewhere"


class Word(StrEnum):
    """How often a team holds back, as the word it was posted."""

    RARELY = "rarely"
    SOMETIMES = "sometimes"
    HALF = "half"
    MOSTLY = "mostly"


class Direction(StrEnum):
    """Where holding back is heading; steady also where nothing can be said."""

    UP = "up"
    DOWN = "down"
    STEADY = "steady"


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known of a team when a practice is chosen; ``word`` is None until the first one is out.

    ``too_safe``: little is held back and little is questioned. ``barrier``: the workspace's last clear one.
    """

    act: Act
    direction: Direction
    word: Word | None = None
    too_safe: bool = False
    barrier: Barrier | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """A small thing to try; its wording is the message ``practice-<id>`` with title, first-step and recall."""

    id: str
    acts: frozenset[Act]
    words: frozenset[Word]
    directions: frozenset[Direction]
    barriers: frozenset[Barrier] = frozenset()
    too_safe: bool = False
    leader: bool = False

    @property
    def text_id(self) -> str:
        return f"practice-{self.id}"

    def fits(self, situation: Situation) -> bool:
        """Say whether it serves the act, the barrier or a team that is too safe, at this word and direction."""
        return (
            (situation.word is None or situation.word in self.words)
            and situation.direction in self.directions
            and self._serves(situation)
        )

    def _serves(self, situation: Situation) -> bool:
        return (
            situation.act in self.acts or situation.barrier in self.barriers or (situation.too_safe and self.too_safe)
        )


@dataclass(frozen=True, slots=True)
class Nudge:
    """The suggestion to begin the next meeting afresh, in place of a practice; worded under its id like a practice."""

    id: str

    @property
    def text_id(self) -> str:
        return self.id


Suggestion = Practice | Nudge
NUDGES = (
    Nudge("reset-nudge-1"),
    Nudge("reset-nudge-2"),
    Nudge("reset-nudge-3"),
    Nudge("reset-nudge-4"),
    Nudge("reset-nudge-5"),
    Nudge("reset-nudge-6"),
)


def next_nudge(seen: Sequence[str]) -> Nudge:
    """Return the nudge that was shown longest ago, or never."""
    last_shown = {suggested: place for place, suggested in enumerate(seen)}
    return min(NUDGES, key=lambda nudge: last_shown.get(nudge.id, -1))


def choose(practices: Sequence[Practice], situation: Situation, seen: Sequence[str], chance: Chance) -> Practice:
    """Return a fitting practice that was not shown before; once all that fit were, the one shown longest ago.

    ``seen`` holds the ids in the order of showing, the latest last. Raises LookupError where nothing fits, which
    the catalogue makes impossible.
    """
    fitting = [practice for practice in practices if practice.fits(situation)]
    if not fitting:
        raise LookupError("No practice fits; config/practices.yaml needs one for every act, word and direction.")
    fresh = [practice for practice in fitting if practice.id not in seen]
    if fresh:
        return one_of(chance, fresh)
    last_shown = {practice_id: place for place, practice_id in enumerate(seen)}
    return min(fitting, key=lambda practice: last_shown[practice.id])
