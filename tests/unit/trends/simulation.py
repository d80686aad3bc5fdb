"""Weeks of a simulated team through the program's own functions: cast, close, level, word and arrow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.ballots import service as ballots
from bot.ballots.model import HELD_BACK, Ballot, Choice
from bot.kernel.ids import UserId
from bot.practices.model import Direction
from bot.trends import level
from bot.trends.model import Reading
from tests.fakes.chance import SeededChance
from tests.fakes.unit import FakeUnit

BEGINNING = datetime(2026, 3, 2, tzinfo=UTC)


@dataclass
class SimulatedTeam:
    """A team whose rounds are cast and closed in memory; ``published`` is all that anyone but the box gets to see."""

    chance: SeededChance
    roster: int = 8
    unit: FakeUnit = field(default_factory=FakeUnit)
    published: list[Reading] = field(default_factory=list)
    round_number: int = 0

    def week(self, answers: Iterable[int | None]) -> Reading | None:
        """Let each person answer (1, 0) or not (None), close the round, and return its reading if there is one."""
        self.round_number += 1
        for person, bit in enumerate(answers):
            if bit is not None:
                ballots.cast(self.unit, self._ballot(person, bit), self.chance)
        noised = ballots.close(self.unit, "team", HELD_BACK, BEGINNING, self.chance)
        if noised is None:
            return None
        reading = level.next_reading(
            HELD_BACK,
            self.published,
            noised.share,
            roster=self.roster,
            round_number=self.round_number,
            chance=self.chance,
        )
        self.published.append(reading)
        return reading

    def arrow(self) -> Direction | None:
        """Return the arrow as this week's post shows it."""
        return level.arrow(self.published, self.round_number) if self.published else None

    def seen(self) -> tuple[object, ...]:
        """Return everything that the posts so far have shown: levels, words and the arrow."""
        return (*((reading.level, reading.word) for reading in self.published), self.arrow())

    def _ballot(self, person: int, bit: int) -> Ballot:
        return Ballot(
            scope="team",
            item=HELD_BACK,
            voter=UserId(f"U{person}"),
            round_key=self.round_number,
            opened_at=BEGINNING,
            choice=Choice("held_back", "mattered" if bit else "none"),
        )


def best_guess_gain(when_no: Sequence[object], when_yes: Sequence[object]) -> float:
    """Return how much better than a coin the best guess does: learned on one half, measured on the other.

    0 is blind, 1 is certain; with odds that move by 3 at most the theory allows .5.
    """
    half = len(when_no) // 2
    yes, no = _counts(when_yes[:half]), _counts(when_no[:half])
    says_yes = {seen for seen in yes.keys() | no.keys() if yes.get(seen, 0) > no.get(seen, 0)}
    right_yes = sum(seen in says_yes for seen in when_yes[half:]) / (len(when_yes) - half)
    wrong_yes = sum(seen in says_yes for seen in when_no[half:]) / (len(when_no) - half)
    return right_yes - wrong_yes


def _counts(seen: Iterable[object]) -> dict[object, int]:
    counted: dict[object, int] = {}
    for one in seen:
        counted[one] = counted.get(one, 0) + 1
    return counted
