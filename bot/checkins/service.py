"""What a person can do with their check-in: answer, skip, change, withdraw, pause, or say they were not there.

An answer goes straight into the envelope, in the same transaction; nothing about it is kept anywhere else.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from bot.ballots import service as ballots
from bot.ballots.model import (
    ACT_ROUNDS,
    BARRIER_ROUND,
    HELD_BACK,
    Ballot,
    Choice,
    Kept,
    TooOftenChanged,
    counted_from,
    second_place,
)
from bot.ballots.questions import Question, questions
from bot.checkins.asking import open_due
from bot.checkins.last_look import before_prompts, hold_teams
from bot.checkins.model import (
    REMEMBERED_DAYS,
    Answer,
    Checkin,
    Closed,
    Excused,
    Finished,
    FirstAsked,
    LeftUnchanged,
    NotMember,
    NotYours,
    Outcome,
    Paused,
    PromiseChanged,
    Repeated,
    SecondAsked,
    Step,
    Tap,
    Unmoved,
    Withdrawn,
)
from bot.checkins.ports import CheckinsUnit
from bot.directory import service as directory
from bot.directory.service import PAUSE
from bot.kernel.chance import Chance
from bot.kernel.errors import Refused
from bot.teams.model import Round, Team

__all__ = [
    "absent",
    "answer",
    "before_prompts",
    "change",
    "forget",
    "hold_teams",
    "open_due",
    "pause",
    "skip_second",
    "withdraw",
]

FORGOTTEN_AT_ONCE = 250  # check-ins; each has a row of its own and one on when it was shown


@dataclass(frozen=True, slots=True)
class _Reached:
    """A check-in that takes this person's answers now."""

    checkin: Checkin
    team: Team
    round: Round


def answer(unit: CheckinsUnit, given: Answer, now: datetime, chance: Chance) -> Outcome:
    """Put an answer into the envelope; it replaces the one given before in this round."""
    reached = _agreed(unit, _reach(unit, given, now))
    if not isinstance(reached, _Reached):
        return reached
    cast = ballots.cast(unit, _ballot(reached, given), chance)
    match cast:
        case TooOftenChanged():
            return LeftUnchanged(checkin_id=given.checkin_id, until=reached.round.closes_at)
        case Kept():
            return _second(reached) if given.question is Step.FIRST else _finished(reached)
        case _:
            assert_never(cast)


def skip_second(unit: CheckinsUnit, tap: Tap, now: datetime) -> Outcome:
    """Finish the check-in without an answer to the second question; one given before in this round goes."""
    reached = _reach(unit, tap, now)
    if not isinstance(reached, _Reached):
        return reached
    _withdraw(unit, reached, Step.SECOND)
    return _finished(reached)


def absent(unit: CheckinsUnit, tap: Tap, now: datetime) -> Outcome:
    """Note nothing but that this person has no answer for this round."""
    reached = _reach(unit, tap, now)
    if not isinstance(reached, _Reached):
        return reached
    for step in Step:
        _withdraw(unit, reached, step)
    return Excused(checkin_id=tap.checkin_id, until=reached.round.closes_at)


def withdraw(unit: CheckinsUnit, tap: Tap, now: datetime) -> Outcome:
    """Take this round's answers back out of the envelopes."""
    reached = _reach(unit, tap, now)
    if not isinstance(reached, _Reached):
        return reached
    for step in Step:
        _withdraw(unit, reached, step)
    return Withdrawn(checkin_id=tap.checkin_id, until=reached.round.closes_at)


def change(unit: CheckinsUnit, tap: Tap, now: datetime) -> Outcome:
    """Show the first question again; nothing changes before the next tap."""
    reached = _agreed(unit, _reach(unit, tap, now))
    if not isinstance(reached, _Reached):
        return reached
    meeting = unit.meetings.find(reached.checkin.meeting_id)
    series = unit.meetings.find_series(meeting.series_id) if meeting else None
    if series is None:
        return Closed()
    return FirstAsked(checkin_id=tap.checkin_id, series=series.name, until=reached.round.closes_at)


def pause(unit: CheckinsUnit, tap: Tap, now: datetime) -> Outcome:
    """Leave the person in peace for a week, in all their teams."""
    found = _own(unit, tap, now)
    if not isinstance(found, Checkin):
        return found
    until = now + PAUSE
    directory.pause(unit, tap.caller.workspace_id, found.user_id, until)
    return Paused(checkin_id=tap.checkin_id, until=until)


def forget(unit: CheckinsUnit, now: datetime) -> int:
    """Delete what is older than fourteen days; return how many rows went, 0 when nothing is left to forget."""
    return unit.checkins.forget_before(now - timedelta(days=REMEMBERED_DAYS), FORGOTTEN_AT_ONCE)


def _own(unit: CheckinsUnit, tap: Tap, now: datetime) -> Checkin | Unmoved:
    """Return the check-in with its team's row locked, if it is this person's and they are still a member."""
    if not unit.deliveries.first_time(tap.caller.delivery, now):
        return Repeated()
    checkin = unit.checkins.find(tap.checkin_id)
    if checkin is None:
        return Closed()
    if checkin.user_id != tap.caller.user_id:
        return NotYours()
    unit.teams.lock(checkin.team_id)
    return checkin if unit.teams.is_member(checkin.team_id, checkin.user_id) else NotMember()


def _reach(unit: CheckinsUnit, tap: Tap, now: datetime) -> _Reached | Unmoved:
    checkin = _own(unit, tap, now)
    if not isinstance(checkin, Checkin):
        return checkin
    team = unit.teams.get(checkin.team_id)
    if team.workspace_id != tap.caller.workspace_id:
        return NotYours()
    round_ = unit.teams.find_round(checkin.team_id, checkin.round_number)
    if round_ is None or not round_.takes_answers(now):
        return Closed()
    return _Reached(checkin, team, round_)


def _agreed(unit: CheckinsUnit, reached: _Reached | Unmoved) -> _Reached | Unmoved:
    """Let through who agreed to the promise as it is now; taking something back needs no consent."""
    if not isinstance(reached, _Reached):
        return reached
    member = unit.teams.find_member(reached.team.id, reached.checkin.user_id)
    return reached if member is not None and member.has_agreed else PromiseChanged()


def _ballot(reached: _Reached, given: Answer) -> Ballot:
    scope, item, question = _place(reached, given.question)
    if given.option not in {option.id for option in question.options}:
        raise Refused("checkin-unknown-answer")
    return Ballot(
        scope=scope,
        item=item,
        voter=reached.checkin.user_id,
        round_key=reached.round.number,
        opened_at=counted_from(reached.round),
        closes_at=reached.round.closes_at,
        choice=Choice(question.id, given.option),
    )


def _place(reached: _Reached, step: Step) -> tuple[str, str, Question]:
    match step:
        case Step.FIRST:
            return reached.team.id, HELD_BACK, questions().held_back
        case Step.SECOND:
            return *second_place(reached.team, reached.round), _second_question(reached.round)
        case _:
            assert_never(step)


def _second_question(round_: Round) -> Question:
    if round_.place <= ACT_ROUNDS:
        return questions().act_of(round_)
    return questions().barrier if round_.place == BARRIER_ROUND else questions().change


def _withdraw(unit: CheckinsUnit, reached: _Reached, step: Step) -> None:
    scope, item, _ = _place(reached, step)
    ballots.withdraw(unit, scope, item, reached.checkin.user_id, reached.round.number)


def _second(reached: _Reached) -> SecondAsked:
    question = _second_question(reached.round)
    return SecondAsked(
        checkin_id=reached.checkin.id,
        text_id=question.text_id,
        options=tuple((option.id, option.text_id) for option in question.options),
        until=reached.round.closes_at,
        of_workspace=reached.round.place > ACT_ROUNDS,
    )


def _finished(reached: _Reached) -> Finished:
    return Finished(
        checkin_id=reached.checkin.id,
        closing_line=questions().closing_line(reached.round.place),
        until=reached.round.closes_at,
    )
