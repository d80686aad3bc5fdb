"""The weekly close: batches become readings, readings a word, and the finished post is handed over."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.ballots import service as ballots
from bot.ballots.model import HELD_BACK, act_item
from bot.kernel.chance import Chance
from bot.kernel.ids import TeamId
from bot.meetings import service as meetings
from bot.outbox.model import Kind, Outgoing, Priority
from bot.teams import service as teams
from bot.teams.model import (
    MIN_TEAM,
    NO_ACT,
    SEASON_ROUNDS,
    IsFree,
    Round,
    Team,
    TeamState,
    calendar_of,
)
from bot.texts import Texts
from bot.trends import level, messages
from bot.trends.composing import Week, compose
from bot.trends.model import SHOWN_READINGS, Reading, Trend
from bot.trends.ports import TrendsUnit
from bot.trends.seasons import whose_turn

HAND_OVER_AHEAD = timedelta(minutes=1)  # Slack refuses to schedule for a moment that has passed
POST_LIVES = timedelta(days=1)
NOTICE_LIVES = timedelta(hours=8)

Calendar = Callable[[Team], IsFree]  # which days are free for a team


def close_due(unit: TrendsUnit, now: datetime, chance: Chance, say: Texts, calendar: Calendar = calendar_of) -> int:
    """Close the round whose close came first; return 1, or 0 when none is due."""
    due = unit.teams.rounds_to_close(now, 1)
    if due:
        close_round(unit, due[0], now, chance, say, calendar)
    return len(due)


def close_round(
    unit: TrendsUnit, due: Round, now: datetime, chance: Chance, say: Texts, calendar: Calendar = calendar_of
) -> None:
    """Close one round of a team, open the next, and hand over the post; a round closed already stays as it is.

    In a week off nothing is read, and what was answered is carried on.
    """
    unit.teams.lock(due.team_id)
    round_ = unit.teams.find_round(due.team_id, due.number)
    if round_ is None or not round_.is_open:
        return
    team = unit.teams.get(due.team_id)
    if team.skips(round_.number):
        _follow(unit, team, round_, now, calendar)
        return
    roster = len(unit.teams.members(team.id))
    held_back, act_trend = (_read(unit, team, round_, item, roster, now, chance) for item in _items(round_))
    following = _follow(unit, team, round_, now, calendar)
    if team.state is not TeamState.ACTIVE:
        return
    if roster < MIN_TEAM:
        _tell_too_small(unit, team, round_, now, say)
        return
    week = Week(team=team, round=round_, following=following, held_back=held_back, act_trend=act_trend)
    _hand_over(unit, week, now, chance, say)


def _items(round_: Round) -> tuple[str, str]:
    return HELD_BACK, act_item(round_.season)


def _follow(unit: TrendsUnit, team: Team, round_: Round, now: datetime, calendar: Calendar) -> Round:
    turn: str = NO_ACT
    if round_.place == SEASON_ROUNDS:
        ballots.end_item(unit, team.id, act_item(round_.season))
        turn = whose_turn(unit, team.id)
    following = teams.follow(unit, team, round_, now, calendar(team), act=turn)
    meetings.plan_round(unit, team, following, now)
    return following


def _read(unit: TrendsUnit, team: Team, round_: Round, item: str, roster: int, now: datetime, chance: Chance) -> Trend:
    """Close the item's batch if it can be read, and keep the level; say nothing of why it could not."""
    noised = ballots.close(unit, team.id, item, now, chance)
    readings = unit.trends.readings(team.id, item, SHOWN_READINGS)
    if noised is not None:
        reading = level.next_reading(
            item, readings, noised.share, roster=roster, round_number=round_.number, chance=chance
        )
        unit.trends.add_reading(team.id, reading)
        readings = [*readings, reading]
    return _trend(readings, team, round_, is_new=noised is not None)


def _trend(readings: Sequence[Reading], team: Team, round_: Round, *, is_new: bool) -> Trend:
    if not readings:
        return Trend(readings=(), is_new=is_new)
    changed = team.channel_changed_round
    rests = level.rests(readings, round_.number, changed)
    direction = None if rests else level.arrow(readings, round_.number, changed)
    return Trend(readings=tuple(readings[-SHOWN_READINGS:]), is_new=is_new, direction=direction, rests=rests)


def _hand_over(unit: TrendsUnit, week: Week, now: datetime, chance: Chance, say: Texts) -> None:
    team, round_ = week.team, week.round
    post = compose(unit, week, chance)
    body = messages.weekly_post(say, post).body()
    unit.practices.note_shown(team.id, post.suggestion.id, round_.number)
    unit.trends.add_post(round_, body)
    posts_at = max(round_.posts_at, now + HAND_OVER_AHEAD)
    unit.outbox.enqueue(
        [
            Outgoing(
                workspace_id=team.workspace_id,
                key=f"post:{team.id}:{round_.number}",
                kind=Kind.WEEKLY_POST,
                subject=team.id,
                method="chat.scheduleMessage",
                channel=team.channel_id,
                arguments=body | {"post_at": int(posts_at.timestamp())},
                priority=Priority.POST,
                due_at=now,
                expires_at=posts_at + POST_LIVES,
            )
        ]
    )
    _note_told(unit, team.id, told=False)


def _note_told(unit: TrendsUnit, team_id: TeamId, *, told: bool) -> bool:
    """Keep whether the members know that the team is too small; return whether that is news."""
    team = unit.teams.get(team_id)
    if team.too_small_told is told:
        return False
    unit.teams.save(replace(team, too_small_told=told))
    return True


def _tell_too_small(unit: TrendsUnit, team: Team, round_: Round, now: datetime, say: Texts) -> None:
    """Tell each member once, in private; the channel hears nothing."""
    if not _note_told(unit, team.id, told=True):
        return
    body = messages.too_small(say).body()
    unit.outbox.enqueue(
        Outgoing(
            workspace_id=team.workspace_id,
            key=f"too-small:{team.id}:{round_.number}:{member.user_id}",
            kind=Kind.NOTICE,
            subject=team.id,
            method="chat.postMessage",
            channel=member.user_id,
            arguments=body,
            due_at=now,
            expires_at=now + NOTICE_LIVES,
        )
        for member in unit.teams.members(team.id)
    )
