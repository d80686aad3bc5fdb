"""What goes into a week's post: gathered from the stores, decided by the rules, worded elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.ballots.model import ACT_ROUNDS, act_item
from bot.kernel.chance import Chance
from bot.practices.catalogue import practices
from bot.practices.model import NUDGES, Act, Direction, Situation, Suggestion, Word, choose, next_nudge
from bot.teams.model import SEASON_ROUNDS, Round, Team
from bot.trends.model import FIRST_WORD, Closing, Trend, WeeklyPost
from bot.trends.ports import TrendsUnit
from bot.trends.seasons import act_of, acts_so_far, barrier_of, closing_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A round that has been closed, with its readings and the round that follows."""

    team: Team
    round: Round
    following: Round
    held_back: Trend
    act_trend: Trend


def compose(unit: TrendsUnit, week: Week, chance: Chance) -> WeeklyPost:
    """Choose what to suggest and gather the rest of the post."""
    round_ = week.round
    last = unit.trends.last_post(week.team.id)
    seen = unit.practices.seen(week.team.id)
    opens = last is None or _season(last) != round_.season
    return WeeklyPost(
        team_id=week.team.id,
        round_number=round_.number,
        act=act_of(round_),
        suggestion=_suggestion(unit, week, seen, chance),
        recalled=_recalled(seen),
        recalls_last_week=last == round_.number - 1,
        held_back=week.held_back,
        act_trend=week.act_trend,
        act_is_asked=round_.place <= ACT_ROUNDS,
        opens=opens,
        closing=_closing(unit, week, last),
        next_act=act_of(week.following) if round_.place == SEASON_ROUNDS else None,
    )


def _suggestion(unit: TrendsUnit, week: Week, seen: Sequence[str], chance: Chance) -> Suggestion:
    if week.held_back.asks_for_a_nudge:
        return next_nudge(seen)
    return choose(practices(), _situation(unit, week), seen, chance)


def _situation(unit: TrendsUnit, week: Week) -> Situation:
    held_back = week.held_back
    return Situation(
        act=act_of(week.round),
        word=held_back.word,
        direction=held_back.direction or Direction.STEADY,
        too_safe=held_back.word is Word.RARELY and _questioned(unit, week) is Word.RARELY,
        barrier=barrier_of(unit, week.team.workspace_id),
    )


def _questioned(unit: TrendsUnit, week: Week) -> Word | None:
    """Return how often things are questioned, as the latest season that asked about it has it."""
    if act_of(week.round) is Act.PROVOCATION and week.act_trend.word is not None:
        return week.act_trend.word
    asked = [season for season, act in acts_so_far(unit, week.team.id).items() if act is Act.PROVOCATION]
    for season in sorted(asked, reverse=True):
        latest = unit.trends.readings(week.team.id, act_item(season), 1)
        if latest and latest[-1].number >= FIRST_WORD:
            return latest[-1].word
    return None


def _recalled(seen: Sequence[str]) -> Suggestion | None:
    known: tuple[Suggestion, ...] = (*practices(), *NUDGES)
    return next((one for one in known if seen and one.id == seen[-1]), None)


def _closing(unit: TrendsUnit, week: Week, last: int | None) -> Closing | None:
    """Return what a season showed: in its last post or, where that one did not come, in the next season's first."""
    round_ = week.round
    if round_.place == SEASON_ROUNDS:
        return closing_of(unit, week.team, round_.season, act_of(round_))
    is_owed = last is not None and _season(last) == round_.season - 1 and last % SEASON_ROUNDS != 0
    if not is_owed:
        return None
    before = round_.season - 1
    return closing_of(unit, week.team, before, acts_so_far(unit, week.team.id)[before])


def _season(number: int) -> int:
    return (number - 1) // SEASON_ROUNDS
