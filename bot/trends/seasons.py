"""Seasons: which act comes next, and what one showed when it is over."""

from dataclasses import replace

from bot.ballots.model import BARRIER, CHANGE, HELD_BACK, act_item
from bot.ballots.questions import questions
from bot.kernel.errors import Refused
from bot.kernel.ids import TeamId, WorkspaceId
from bot.practices.model import Act, Barrier, Word
from bot.teams.model import NO_ACT, SEASON_ROUNDS, Round, Team
from bot.teams.service import Asker, get_living, refuse_unless_may_change
from bot.trends.model import FIRST_WORD, SHOWN_READINGS, Closing, Reading
from bot.trends.ports import TrendsUnit


def choose_next_act(unit: TrendsUnit, team_id: TeamId, act: str, by: Asker) -> Team:
    """Keep which act the next season has in focus, or with an empty one that turns go on; this season stays as it is.

    Raises Refused for those who may not change the team, and for an act that there is not.
    """
    unit.teams.lock(team_id)
    team = get_living(unit, team_id)
    refuse_unless_may_change(unit, team, by)
    if act != NO_ACT and act not in {known.id for known in questions().acts}:
        raise Refused("trends-unknown-act", field="act")
    chosen = replace(team, next_act=act)
    unit.teams.save(chosen)
    return chosen


def act_of(round_: Round) -> Act:
    """Return the act that a round's season has in focus."""
    return Act(questions().act_of(round_).id)


def acts_so_far(unit: TrendsUnit, team_id: TeamId) -> dict[int, Act]:
    """Return the act of each of a team's seasons, the current one included."""
    return {season: Act(questions().act_named(act, season).id) for season, act in unit.teams.acts(team_id).items()}


def whose_turn(unit: TrendsUnit, team_id: TeamId) -> Act:
    """Return the act that was in focus longest ago, or never: what comes next where nobody chose."""
    last = {act: season for season, act in sorted(acts_so_far(unit, team_id).items())}
    return min((Act(act.id) for act in questions().acts), key=lambda act: last.get(act, -1))


def closing_of(unit: TrendsUnit, team: Team, season: int, act: Act) -> Closing:
    """Gather what a season showed."""
    held_back = unit.trends.readings(team.id, HELD_BACK, 2 * SHOWN_READINGS)
    return Closing(
        act=act,
        act_words=_words(unit.trends.readings(team.id, act_item(season), SHOWN_READINGS)),
        held_back_words=_words([one for one in held_back if (one.round_number - 1) // SEASON_ROUNDS == season]),
        barrier=_named(unit, team.workspace_id, BARRIER),
        change=_named(unit, team.workspace_id, CHANGE),
    )


def barrier_of(unit: TrendsUnit, workspace_id: WorkspaceId) -> Barrier | None:
    """Return what mostly keeps things unsaid in the workspace, where its last count was clear about it."""
    named = unit.ballots.find_theme(workspace_id, BARRIER)
    return Barrier(named) if named in set(Barrier) else None


def _named(unit: TrendsUnit, workspace_id: WorkspaceId, question: str) -> str | None:
    named = unit.ballots.find_theme(workspace_id, question)
    return next((option.text_id for option in questions().get(question).options if option.id == named), None)


def _words(readings: list[Reading]) -> tuple[Word, ...]:
    return tuple(reading.word for reading in readings if reading.number >= FIRST_WORD)
