"""All that was published about a team, for one reader's eyes, a few seasons at a time."""

from dataclasses import dataclass
from datetime import datetime

from bot.ballots.model import HELD_BACK, act_item
from bot.kernel.ids import TeamId
from bot.practices.model import Act, Word
from bot.teams.model import SEASON_ROUNDS
from bot.trends.model import FIRST_CHART, FIRST_WORD, Reading
from bot.trends.ports import TrendsUnit
from bot.trends.seasons import acts_so_far

SEASONS_A_PAGE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonSeen:
    """What was published in a season, counted from 1: words, and the levels of holding back once they are charted."""

    number: int
    act: Act
    act_words: tuple[Word, ...] = ()
    held_back_words: tuple[Word, ...] = ()
    charted: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A page of a team's history, the latest season first; page 0 holds the latest."""

    team_id: TeamId
    page: int = 0
    seasons: tuple[SeasonSeen, ...] = ()
    has_earlier: bool = False


def look_back(unit: TrendsUnit, team_id: TeamId, page: int, now: datetime) -> History:
    """Gather a page of what has appeared in the channel by now; a reading whose post is yet to come is left out."""
    last = unit.trends.last_post(team_id, by=now)
    if last is None:
        return History(team_id=team_id)
    acts = acts_so_far(unit, team_id)
    latest = (last - 1) // SEASON_ROUNDS - page * SEASONS_A_PAGE
    wanted = [season for season in range(latest, latest - SEASONS_A_PAGE, -1) if season in acts]
    return History(
        team_id=team_id,
        page=page,
        seasons=tuple(_season(unit, team_id, season, acts[season], last) for season in wanted),
        has_earlier=latest - SEASONS_A_PAGE in acts,
    )


def _season(unit: TrendsUnit, team_id: TeamId, season: int, act: Act, last: int) -> SeasonSeen:
    first_round = season * SEASON_ROUNDS + 1
    last_round = min(last, first_round + SEASON_ROUNDS - 1)
    held_back = unit.trends.readings_in(team_id, HELD_BACK, first_round, last_round)
    is_charted = bool(held_back) and held_back[-1].number >= FIRST_CHART
    return SeasonSeen(
        number=season + 1,
        act=act,
        act_words=_words(unit.trends.readings_in(team_id, act_item(season), first_round, last_round)),
        held_back_words=_words(held_back),
        charted=tuple(held_back) if is_charted else (),
    )


def _words(readings: list[Reading]) -> tuple[Word, ...]:
    return tuple(reading.word for reading in readings if reading.number >= FIRST_WORD)
