"""When a team meets: setting it up, and planning a round's meetings."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.kernel.ids import MeetingId, SeriesId, TeamId, UserId, new_id
from bot.meetings.fields import clock
from bot.meetings.model import ASK_UNTIL, Meeting, MeetingState, Plan, Series, SeriesDraft, Source
from bot.meetings.overlaps import Candidate, standing
from bot.meetings.ports import MeetingsUnit
from bot.meetings.recurrence import occurrences
from bot.meetings.wording import weekday
from bot.teams.changes import note_change
from bot.teams.model import Round, Team, TeamState
from bot.teams.service import Asker, get_living, open_round, refuse_unless_may_change
from bot.texts import Texts

LOOK_AHEAD = timedelta(days=15)
LOOK_BACK = timedelta(hours=12)  # no meeting that ended before this touches one that is still to be asked about
PEOPLE_KEPT = timedelta(days=14)  # after a meeting's end, for whom it was


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
    unit.meetings.remove_planned(team.id, after=now, source=Source.WEEKLY)
    plan_round(unit, changed, round_, now)
    tell_set_up(unit, changed, by, now, say)
    return WasSetUp(changed, series, round_, first, _posts_later(changed, round_))


def tell_set_up(unit: MeetingsUnit, team: Team, by: UserId, now: datetime, say: Texts) -> None:
    """Tell the channel that its set-up changed, who changed it, and when the weekly post comes."""
    day, at = weekday(say, team.post_weekday), clock(team.post_minute)
    note_change(unit, team, by, "meetings-changed", {"day": day, "at": at}, now, say)


def plan_round(unit: MeetingsUnit, team: Team, round_: Round, now: datetime) -> None:
    """Keep the meetings of a round: those whose last prompt falls after its opening (and now) and up to its close.

    Weekly meetings are worked out; what calendars and members named is there already, and waits for its round.
    """
    unit.meetings.add(
        Meeting(
            id=MeetingId(new_id()),
            team_id=team.id,
            series_id=series.id,
            round_number=round_.number,
            starts_at=found.starts_at,
            ends_at=found.ends_at,
            state=MeetingState.NOTED,
        )
        for series in unit.meetings.series_of(team.id)
        for found in occurrences(series, _opening(round_, now), round_.closes_at - ASK_UNTIL)
    )
    arrange(unit, team, round_, now)


def arrange(unit: MeetingsUnit, team: Team, round_: Round, now: datetime) -> None:
    """Plan of all that is known what belongs to the round, each meeting once, whoever named it and in whatever order.

    What was asked about or skipped, and what has ended while it was planned, stays as it is.
    """
    known = unit.meetings.since(team.id, now - LOOK_BACK)
    free = [one for one in known if _is_free(one, now)]
    fixed = [one for one in known if not _is_free(one, now) and one.state is not MeetingState.NOTED]
    sources = {one.series_id: _source(unit, one) for one in free}
    kept = {one.id for one in standing(fixed, (Candidate(sources[one.series_id], one) for one in free))}
    for one in free:
        wanted = one.id in kept and _opening(round_, now) < one.ends_at <= round_.closes_at - ASK_UNTIL
        state = MeetingState.PLANNED if wanted else MeetingState.NOTED
        if (one.state, one.round_number) != (state, round_.number):
            unit.meetings.place(one.id, state, round_.number)


def read_calendars_anew(unit: MeetingsUnit, team_id: TeamId, now: datetime) -> None:
    """Have a team's calendars read whole at the next beat, whatever version of them is known."""
    for feed in unit.feeds.of_team(team_id):
        unit.feeds.save(replace(feed, etag="", last_modified="", digest="", poll_at=now))


def forget_people(unit: MeetingsUnit, now: datetime, limit: int) -> int:
    """Delete for whom meetings were that ended two weeks ago, so many people at most; return how many."""
    return unit.meetings.forget_people(now - PEOPLE_KEPT, limit)


def find_next_end(unit: MeetingsUnit, team_id: TeamId, now: datetime) -> datetime | None:
    """Return when the team's next meeting ends, for telling somebody when the first question is likely."""
    return earliest_end(unit.meetings.series_of(team_id), now)


def earliest_end(series: Iterable[Series], now: datetime) -> datetime | None:
    """Return the earliest end of a meeting after now."""
    ends = [found.ends_at for one in series for found in occurrences(one, now, now + LOOK_AHEAD)]
    return min(ends, default=None)


def _opening(round_: Round, now: datetime) -> datetime:
    return max(round_.opens_at, now) - ASK_UNTIL


def _is_free(meeting: Meeting, now: datetime) -> bool:
    """Return whether it is still open if somebody is asked about it."""
    waits = meeting.state is MeetingState.NOTED and meeting.ends_at > now - ASK_UNTIL
    return waits or (meeting.state is MeetingState.PLANNED and meeting.ends_at > now)


def _source(unit: MeetingsUnit, meeting: Meeting) -> Source:
    series = unit.meetings.find_series(meeting.series_id)
    return Source.WEEKLY if series is None else series.source


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
    """Return the series; one that was there keeps its id and the weeks in which it takes place."""
    fresh = Series(
        id=SeriesId(new_id()),
        team_id=team_id,
        name=draft.name,
        weekday=draft.weekday,
        start_minute=draft.start_minute,
        length_minutes=draft.length_minutes,
        zone=zone,
    )
    if match is None:
        return fresh
    return replace(fresh, id=match.id, every_weeks=match.every_weeks, first_on=match.first_on, skipped=match.skipped)


def _posts_later(team: Team, round_: Round) -> bool:
    local = round_.posts_at.astimezone(team.tz)
    return (local.weekday(), local.time()) != (team.post_weekday, team.post_time)
