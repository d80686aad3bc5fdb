"""The weekly close: batches become readings, readings a word, and the finished post is handed over."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.ballots import service as ballots
from bot.ballots.model import HELD_BACK, act_item
from bot.ballots.questions import questions
from bot.kernel.chance import Chance
from bot.meetings import service as meetings
from bot.outbox.model import Kind, Outgoing, Priority
from bot.practices.catalogue import practices
from bot.practices.model import Act, Direction, Practice, Situation, Word, choose
from bot.teams import service as teams
from bot.teams.model import MIN_TEAM, SEASON_ROUNDS, Round, Team, TeamState
from bot.texts import Texts
from bot.trends import level, messages
from bot.trends.model import SHOWN_READINGS, Reading, Trend, WeeklyPost
from bot.trends.ports import TrendsUnit

HAND_OVER_AHEAD = timedelta(minutes=1)  # Slack refuses to schedule for a moment that has passed
POST_LIVES = timedelta(days=1)
NOTICE_LIVES = timedelta(hours=8)


def close_due(unit: TrendsUnit, now: datetime, chance: Chance, say: Texts) -> int:
    """Close the round whose close came first; return 1, or 0 when none is due."""
    due = unit.teams.rounds_to_close(now, 1)
    if due:
        close_round(unit, due[0], now, chance, say)
    return len(due)


def close_round(unit: TrendsUnit, due: Round, now: datetime, chance: Chance, say: Texts) -> None:
    """Close one round of a team, open the next, and hand over the post; a round closed already stays as it is."""
    unit.teams.lock(due.team_id)
    round_ = unit.teams.find_round(due.team_id, due.number)
    if round_ is None or not round_.is_open:
        return
    team = unit.teams.get(due.team_id)
    members = unit.teams.members(team.id)
    trends = [_read(unit, round_, item, len(members), now, chance) for item in (HELD_BACK, act_item(round_.season))]
    if round_.place == SEASON_ROUNDS:
        ballots.end_item(unit, team.id, act_item(round_.season))
    following = teams.follow(unit, team, round_, now)
    meetings.plan_round(unit, team, following, now)
    if team.state is not TeamState.ACTIVE:
        return
    if len(members) < MIN_TEAM:
        _tell_too_small(unit, team, round_, now, say)
    else:
        _hand_over(unit, team, round_, trends, now, chance, say)


def _read(unit: TrendsUnit, round_: Round, item: str, roster: int, now: datetime, chance: Chance) -> Trend:
    """Close the item's batch if it can be read, and keep the level; say nothing of why it could not."""
    noised = ballots.close(unit, round_.team_id, item, now, chance)
    before = unit.trends.readings(round_.team_id, item, SHOWN_READINGS)
    if noised is None:
        return _trend(before, round_, is_new=False)
    reading = level.next_reading(item, before, noised.share, roster=roster, round_number=round_.number, chance=chance)
    unit.trends.add_reading(round_.team_id, reading)
    return _trend([*before, reading], round_, is_new=True)


def _trend(readings: Sequence[Reading], round_: Round, *, is_new: bool) -> Trend:
    direction = level.arrow(readings, round_.number) if readings else None
    return Trend(readings=tuple(readings[-SHOWN_READINGS:]), is_new=is_new, direction=direction)


def _hand_over(
    unit: TrendsUnit, team: Team, round_: Round, trends: Sequence[Trend], now: datetime, chance: Chance, say: Texts
) -> None:
    held_back, act_trend = trends
    act = Act(questions().act(round_.season).id)
    seen = unit.practices.seen(team.id)
    practice = choose(practices(), _situation(act, held_back, act_trend), seen, chance)
    post = WeeklyPost(
        team_id=team.id,
        round_number=round_.number,
        place=round_.place,
        act=act,
        practice=practice,
        recalled=_recalled(seen),
        held_back=held_back,
        act_trend=act_trend,
    )
    body = messages.weekly_post(say, post).body()
    unit.practices.note_shown(team.id, practice.id, round_.number)
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
    if team.too_small_told:
        unit.teams.save(replace(team, too_small_told=False))


def _situation(act: Act, held_back: Trend, act_trend: Trend) -> Situation:
    return Situation(
        act=act,
        word=held_back.word,
        direction=held_back.direction or Direction.STEADY,
        too_safe=act is Act.PROVOCATION and held_back.word is act_trend.word is Word.RARELY,
    )


def _recalled(seen: Sequence[str]) -> Practice | None:
    return next((practice for practice in practices() if seen and practice.id == seen[-1]), None)


def _tell_too_small(unit: TrendsUnit, team: Team, round_: Round, now: datetime, say: Texts) -> None:
    """Tell each member once, in private; the channel hears nothing."""
    if team.too_small_told:
        return
    unit.teams.save(replace(team, too_small_told=True))
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
