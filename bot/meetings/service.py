"""When a team meets: setting it up, and planning a round's meetings."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.kernel.ids import MeetingId, SeriesId, TeamId, UserId, new_id
from bot.meetings import messages
from bot.meetings.model import ASK_UNTIL, Meeting, Plan, Series, SeriesDraft
from bot.meetings.ports import MeetingsUnit
from bot.meetings.recurrence import occurrences
from bot.teams.model import Round, Team, TeamState
from bot.teams.service import Asker, get_living, open_round, post, refuse_unless_may_change
from bot.texts import Texts

LOOK_AHEAD = timedelta(days=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """Somebody gives a team its meetings and the time of its post."""

    team_id: TeamId
    by: Asker
    plan: Plan
    delivery: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class WasSetUp:
    """The set-up is in force; ``later`` where a new time of the post begins with the following round."""

    team: Team
    series: tuple[Series, ...]
    round_: Round
    first: bool
    later: bool


def set_up(unit: MeetingsUnit, command: SetUp, now: datetime, say: Texts) -> WasSetUp:
    """Replace a team's meetings and post time; the first set-up opens its first round.

    The open round keeps its times, so that no answer's cut-off moves: a new post time holds from the next round on.
    """
    unit.teams.lock(command.team_id)
    team = get_living(unit, command.team_id)
    refuse_unless_may_change(unit, team, command.by)
    by = command.by.profile.user_id
    plan = command.plan
    first = not unit.meetings.series_of(team.id)
    changed = replace(
        team,
        zone=plan.zone,
        post_weekday=plan.post_weekday,
        post_minute=plan.post_minute,
        state=TeamState.ACTIVE,
        reason="",
    )
    unit.teams.save(changed)
    if not unit.teams.admins(team.id):
        unit.teams.add_admin(team.id, by)
    series = _matched(unit.meetings.series_of(team.id), team.id, plan)
    unit.meetings.replace_series(team.id, series)
    round_ = open_round(unit, changed, now)
    unit.meetings.remove_planned(team.id, after=now)
    plan_round(unit, changed, round_, now)
    _tell_channel(unit, changed, by, command.delivery, now, say)
    return WasSetUp(changed, series, round_, first, _posts_later(changed, round_))


def plan_round(unit: MeetingsUnit, team: Team, round_: Round, now: datetime) -> None:
    """Keep the meetings of a round: those whose last prompt falls after its opening (and now) and up to its close."""
    after = max(round_.opens_at, now) - ASK_UNTIL
    until = round_.closes_at - ASK_UNTIL
    planned = [
        Meeting(
            id=MeetingId(new_id()),
            team_id=team.id,
            series_id=series.id,
            round_number=round_.number,
            starts_at=found.starts_at,
            ends_at=found.ends_at,
        )
        for series in unit.meetings.series_of(team.id)
        for found in occurrences(series, after, until)
    ]
    unit.meetings.add(planned)


def find_next_end(unit: MeetingsUnit, team_id: TeamId, now: datetime) -> datetime | None:
    """Return when the team's next meeting ends, for telling somebody when the first question is likely."""
    return earliest_end(unit.meetings.series_of(team_id), now)


def earliest_end(series: Iterable[Series], now: datetime) -> datetime | None:
    """Return the earliest end of a meeting after now."""
    ends = [found.ends_at for one in series for found in occurrences(one, now, now + LOOK_AHEAD)]
    return min(ends, default=None)


def _matched(known: list[Series], team_id: TeamId, plan: Plan) -> tuple[Series, ...]:
    left = list(known)
    return tuple(_series(draft, _take_match(left, draft), team_id, plan.zone) for draft in plan.drafts)


def _take_match(left: list[Series], draft: SeriesDraft) -> Series | None:
    by_name = [one for one in left if one.name == draft.name]
    by_time = [one for one in left if (one.weekday, one.start_minute) == (draft.weekday, draft.start_minute)]
    found = next(iter([one for one in by_name if one in by_time] + by_name + by_time), None)
    if found is not None:
        left.remove(found)
    return found


def _series(draft: SeriesDraft, match: Series | None, team_id: TeamId, zone: str) -> Series:
    return Series(
        id=match.id if match is not None else SeriesId(new_id()),
        team_id=team_id,
        name=draft.name,
        weekday=draft.weekday,
        start_minute=draft.start_minute,
        length_minutes=draft.length_minutes,
        zone=zone,
    )


def _posts_later(team: Team, round_: Round) -> bool:
    local = round_.posts_at.astimezone(team.tz)
    return (local.weekday(), local.time()) != (team.post_weekday, team.post_time)


def _tell_channel(unit: MeetingsUnit, team: Team, by: UserId, delivery: str, now: datetime, say: Texts) -> None:
    post(unit, team, f"set-up:{team.id}:{delivery or new_id()}", messages.channel_notice(say, team, by), now)
