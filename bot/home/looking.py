"""What App Home shows to one person: all of it about themselves, gathered when they look."""

from dataclasses import dataclass
from datetime import UTC, datetime, time

from bot.administration.model import LookedAfter
from bot.administration.service import teams_looked_after
from bot.ballots import service as ballots
from bot.ballots.model import HELD_BACK
from bot.checkins.planning import window_for
from bot.checkins.reasons import Reason, Setting, keeps_away, why
from bot.directory.model import Person
from bot.home.ports import HomeUnit
from bot.kernel.ids import UserId, WorkspaceId
from bot.kernel.weeks import local_day, moment
from bot.meetings.model import MeetingState
from bot.resets.limits import has_blocks
from bot.teams.consent import has_agreed
from bot.teams.model import Round, Team, TeamState, next_post_at

SAID = (Reason.ASKED, Reason.COMING)  # what becomes of these is seen elsewhere, or will be


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A meeting of today that the person was not asked about, and why."""

    series: str
    ended_at: datetime
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamSeen:
    """One of somebody's teams; ``open_until`` where a check-in waits for them there.

    ``next_end`` is when the next meeting ends that they may be asked about; ``passed`` are today's they were not.
    """

    team: Team
    posts_at: datetime | None
    open_until: datetime | None
    next_end: datetime | None = None
    passed: tuple[Passed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeSeen:
    """What App Home shows to one person; ``person`` is None for who has joined no team."""

    teams: tuple[TeamSeen, ...]
    person: Person | None
    paused_until: datetime | None
    absent_until: datetime | None = None
    must_agree: bool = False
    blocks_some: bool = False  # takes no invitations to a reset from one person or more
    looked_after: tuple[LookedAfter, ...] = ()


def look(unit: HomeUnit, workspace_id: WorkspaceId, user_id: UserId, now: datetime) -> HomeSeen:
    """Gather what App Home shows to somebody about themselves."""
    looked_after = teams_looked_after(unit, workspace_id, user_id)
    person = unit.people.find(workspace_id, user_id)
    blocks_some = has_blocks(unit, workspace_id, user_id)
    if person is None:
        return HomeSeen(teams=(), person=None, paused_until=None, blocks_some=blocks_some, looked_after=looked_after)
    living = [team for team in unit.teams.teams_of(workspace_id, user_id) if team.state is not TeamState.GONE]
    return HomeSeen(
        teams=tuple(_team(unit, team, person, now) for team in living),
        person=person,
        paused_until=person.paused_until if person.is_paused(now) else None,
        absent_until=person.absent_until if person.is_absent(now) else None,
        must_agree=not has_agreed(unit, workspace_id, user_id),
        blocks_some=blocks_some,
        looked_after=looked_after,
    )


def _team(unit: HomeUnit, team: Team, person: Person, now: datetime) -> TeamSeen:
    round_ = unit.teams.find_open_round(team.id)
    if round_ is None or not round_.takes_answers(now):
        return TeamSeen(team=team, posts_at=None, open_until=None)
    mine = [
        checkin
        for checkin in unit.checkins.of_person(person.user_id, round_.opens_at)
        if (checkin.team_id, checkin.round_number) == (team.id, round_.number)
    ]
    setting = Setting(team=team, round=round_, person=person, mine=mine)
    return TeamSeen(
        team=team,
        posts_at=next_post_at(team, round_, now),
        open_until=round_.closes_at if _waits(unit, setting) else None,
        next_end=_next_end(unit, setting, now),
        passed=_passed_today(unit, setting, now),
    )


def _waits(unit: HomeUnit, setting: Setting) -> bool:
    asked = any(unit.checkins.was_shown(one.id) for one in setting.mine)
    return asked and not _has_cast(unit, setting.team, setting.person, setting.round)


def _has_cast(unit: HomeUnit, team: Team, person: Person, round_: Round) -> bool:
    return ballots.has_cast(unit, team.id, HELD_BACK, person.user_id, round_.number)


def _next_end(unit: HomeUnit, setting: Setting, now: datetime) -> datetime | None:
    """Return when the next meeting ends after which the person may be asked; what is drawn is not told ahead."""
    rests = setting.team.state is not TeamState.ACTIVE or setting.team.skips(setting.round.number)
    if rests or keeps_away(setting.person, now) is not None:
        return None
    planned = unit.meetings.planned_in(setting.team.id, setting.round.number)
    meetings = [one for one in planned if one.concerns(setting.person.user_id)]
    fitting = (one.ends_at for one in meetings if window_for(setting.person, setting.moments(one)) is not None)
    return next((ends_at for ends_at in fitting if ends_at > now), None)


def _passed_today(unit: HomeUnit, setting: Setting, now: datetime) -> tuple[Passed, ...]:
    since = moment(local_day(now, setting.person.tz), time(), setting.person.tz).astimezone(UTC)
    found = []
    for meeting in unit.meetings.ended_in(setting.team.id, setting.round.number, since, now):
        series = unit.meetings.find_series(meeting.series_id)
        reason = why(unit, setting, meeting, now)
        # One that is only noted has another standing for it, which is told instead.
        if series is not None and reason not in SAID and meeting.state is not MeetingState.NOTED:
            found.append(Passed(series=series.name, ended_at=meeting.ends_at, reason=reason))
    return tuple(found)
