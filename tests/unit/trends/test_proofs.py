"""What colluders can learn from all that is published, and whether the trend is of any use."""

import os
from collections import Counter

import pytest

from bot.practices.model import Direction, Word
from tests.fakes.chance import SeededChance
from tests.unit.trends.simulation import PostedTeam, SimulatedTeam, best_guess_gain

FULL = bool(os.environ.get("CANDOR_SOAK"))
GAMES = 1_200 if FULL else 300  # a side and strategy
POSTED = 400 if FULL else 60  # a side and strategy; each is two weekly closes with their posts
SAMPLING = {400: 0.1, 60: 0.2}  # three standard deviations of a gain measured on half as many
TEAMS = 2_000 if FULL else 150
USEFUL_TEAMS = 200 if FULL else 60
STRATEGIES = {
    "all say no": [0] * 7,
    "all say yes": [1] * 7,
    "half and half": [0, 1, 0, 1, 0, 1, 0],
    "three stay away": [0, 0, 0, 0, None, None, None],
    "three stay away, four say yes": [1, 1, 1, 1, None, None, None],
}


def seen_after(seed: int, victim: int, colluders: list[int | None]) -> object:
    team = SimulatedTeam(SeededChance(seed))
    team.week([victim, *colluders])
    return team.seen()


@pytest.mark.soak
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_seven_of_eight_colluding_gain_less_than_theory_allows(strategy, record_property):
    colluders = STRATEGIES[strategy]
    no = [seen_after(2 * game, 0, colluders) for game in range(GAMES)]
    yes = [seen_after(2 * game + 1, 1, colluders) for game in range(GAMES)]
    gain = best_guess_gain(no, yes)
    record_property("best_guess_gain", round(gain, 3))
    assert gain <= 0.5 + (0 if FULL else 0.1)


@pytest.mark.soak
@pytest.mark.parametrize("strategy", ["all say no", "three stay away"])
def test_whole_posts_of_a_team_in_its_twelfth_week_tell_no_more(strategy, record_property):
    """Word, arrow, chart and the text around them, as they are posted; the attacker knows every week before."""
    colluders, before = STRATEGIES[strategy], PostedTeam(SeededChance(1))
    for week in range(11):
        before.week([week % 3 == 0, *colluders])
    no, yes = ([before.next_posts([bit, *colluders], seed=2 * game + bit) for game in range(POSTED)] for bit in (0, 1))
    assert len({post for post, _ in no}) > 1
    gain = best_guess_gain(no, yes)
    record_property("best_guess_gain", round(gain, 3))
    assert gain <= 0.5 + SAMPLING[POSTED]


@pytest.mark.soak
def test_how_many_answered_cannot_be_told_from_what_is_kept(record_property):
    chance = SeededChance(7)
    rows: list[tuple[object, int]] = []
    for _ in range(TEAMS):
        team = SimulatedTeam(chance)
        for week in range(6):
            answers = [chance.below(4) == 0 if chance.below(10) < 7 else None for _ in range(8)]
            before = team.published[-1].level if team.published else None
            reading = team.week([None if bit is None else int(bit) for bit in answers])
            if reading is not None:
                rows.append(((week, before, reading.level), sum(bit is not None for bit in answers)))
    half = len(rows) // 2
    usual = Counter(people for _, people in rows[:half]).most_common(1)[0][0]
    by_state: dict[object, Counter[int]] = {}
    for state, people in rows[:half]:
        by_state.setdefault(state, Counter())[people] += 1
    looked = [by_state[state].most_common(1)[0][0] if state in by_state else usual for state, _ in rows[half:]]
    right = sum(guess == people for guess, (_, people) in zip(looked, rows[half:], strict=True)) / len(looked)
    blind = sum(usual == people for _, people in rows[half:]) / len(looked)
    record_property("guessed_right", round(right, 3))
    record_property("guessed_blind", round(blind, 3))
    assert right <= blind + 0.03


def answers(chance: SeededChance, per_mille: int) -> list[int | None]:
    return [int(chance.below(1000) < per_mille) if chance.below(10) < 7 else None for _ in range(8)]


@pytest.mark.soak
def test_a_rate_that_doubles_shows_within_thirteen_weeks(record_property):
    noticed = 0
    for seed in range(USEFUL_TEAMS):
        chance = SeededChance(seed)
        team = SimulatedTeam(chance)
        for _ in range(13):
            team.week(answers(chance, 250))
        before = team.published[-1].word
        words = list(Word)
        for _ in range(13):
            team.week(answers(chance, 500))
            if team.arrow() is Direction.UP or words.index(team.published[-1].word) > words.index(before):
                noticed += 1
                break
    record_property("noticed", noticed / USEFUL_TEAMS)
    assert noticed / USEFUL_TEAMS >= (0.70 if FULL else 0.6)


@pytest.mark.soak
def test_a_quiet_half_year_rarely_has_an_arrow(record_property):
    false = 0
    for seed in range(USEFUL_TEAMS):
        chance = SeededChance(10_000 + seed)
        team = SimulatedTeam(chance)
        arrows = []
        for _ in range(26):
            team.week(answers(chance, 250))
            arrows.append(team.arrow())
        false += Direction.UP in arrows or Direction.DOWN in arrows
    record_property("false_arrows", false / USEFUL_TEAMS)
    assert false / USEFUL_TEAMS <= (0.20 if FULL else 0.3)
