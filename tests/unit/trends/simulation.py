"""Weeks of a simulated team through the program's own functions: cast, close, level, word and arrow."""

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.ballots import service as ballots
from bot.ballots.model import HELD_BACK, Ballot, Choice
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.practices.model import Direction
from bot.teams.model import CONSENT_VERSION, Member, Team, TeamState, first_round
from bot.texts import catalogue
from bot.trends import level
from bot.trends.model import Reading
from bot.trends.service import close_due
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


class PostedTeam:
    """A team of eight that is closed as in life, week after week; what is seen of it is its finished posts."""

    def __init__(self, chance: SeededChance) -> None:
        self._chance = chance
        self._unit = FakeUnit()
        team = Team(
            id=TeamId("team"), workspace_id=WorkspaceId("T1"), channel_id=ChannelId("C1"), state=TeamState.ACTIVE
        )
        self._unit.teams.save(team)
        for person in range(8):
            joined = Member(team_id=team.id, user_id=UserId(f"U{person}"), consent_version=CONSENT_VERSION)
            self._unit.teams.add_member(joined, BEGINNING.date())
        self._unit.teams.save_round(first_round(team, BEGINNING))

    def week(self, answers: Iterable[int | None]) -> str:
        """Let each person answer (1, 0) or not (None), close the round, and return its post."""
        round_ = self._unit.teams.find_open_round(TeamId("team"))
        assert round_ is not None
        for person, bit in enumerate(answers):
            if bit is not None:
                ballot = Ballot(
                    scope="team",
                    item=HELD_BACK,
                    voter=UserId(f"U{person}"),
                    round_key=round_.number,
                    opened_at=round_.opens_at,
                    choice=Choice(HELD_BACK, "mattered" if bit else "none"),
                )
                ballots.cast(self._unit, ballot, self._chance)
        close_due(self._unit, round_.closes_at, self._chance, catalogue())
        return str(self._unit.trends.find_post(TeamId("team"), round_.number))

    def next_posts(self, answers: Sequence[int | None], seed: int) -> tuple[str, str]:
        """Return what this week's post and the next one would show, with other dice each time; nothing is kept."""
        other = deepcopy(self)
        other._chance = SeededChance(seed)
        return _telling(other.week(answers)), _telling(other.week([None, *answers[1:]]))


def _telling(post: str) -> str:
    """Leave out of a post the practice, which is drawn at random among those that fit."""
    return "".join(re.findall(r"(?:Holding back|word|arrow|[0-9]+(?: · [0-9]+)+|\*[^*]+\*)", post))


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
