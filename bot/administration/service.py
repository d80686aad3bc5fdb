"""Changing a team's settings one at a time: who may is looked at each time, and the channel is told each time."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.administration.model import MOST_ADMINS, POSTS_A_PAGE, LookedAfter, Page, PostTime, Settings, Week
from bot.administration.ports import AdministrationUnit
from bot.directory.holidays import Place, place_name
from bot.directory.model import Standing
from bot.kernel.errors import Refused
from bot.kernel.ids import TeamId, UserId, WorkspaceId
from bot.meetings.changing import Change, set_post
from bot.meetings.wording import moment_text
from bot.practices.model import Act
from bot.teams.changes import note_change
from bot.teams.model import NO_ACT, PAUSED_BY_ADMIN, Round, Team, TeamState, next_round
from bot.teams.service import Asker, get_living, refuse_unless_may_change
from bot.texts import Texts
from bot.trends.messages import name_of
from bot.trends.seasons import choose_next_act

ADMINS, WEEK = "admins", "week"  # the fields of forms at which a rule may say no


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Somebody asks to change a team."""

    team_id: TeamId
    by: Asker

    @property
    def user_id(self) -> UserId:
        """Return who it is."""
        return self.by.profile.user_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Who becomes an administrator, as Slack describes them right now, and who is one no longer."""

    added: tuple[Asker, ...] = field(default=(), repr=False)
    removed: frozenset[UserId] = field(default=frozenset(), repr=False)


def look(unit: AdministrationUnit, request: Request, now: datetime) -> Settings:
    """Return a team's settings, for those who may change them."""
    return describe(unit, _permitted(unit, request), now)


def teams_looked_after(unit: AdministrationUnit, workspace_id: WorkspaceId, user_id: UserId) -> tuple[LookedAfter, ...]:
    """Return the teams that name somebody as an administrator and whose channel can be reached."""
    found = unit.teams.administered_by(workspace_id, user_id)
    return tuple(
        LookedAfter(team=team, problems=tuple(unit.outbox.problems(workspace_id, team.channel_id)))
        for team in found
        if team.state is not TeamState.GONE
    )


def set_post_time(unit: AdministrationUnit, request: Request, wanted: PostTime, now: datetime, say: Texts) -> None:
    """Move the weekly post and the team's zone; the open round keeps its times, so that no answer's cut-off moves.

    A team that rests goes on resting.
    """
    team = _changing(unit, request)
    if (team.zone, team.post_weekday, team.post_minute) == (wanted.zone, wanted.weekday, wanted.minute):
        return
    change = Change(team_id=team.id, by=request.by)
    changed = set_post(unit, change, wanted.zone, wanted.weekday, wanted.minute, now, say)
    unit.teams.save(replace(changed, state=team.state, reason=team.reason))


def skip_week(unit: AdministrationUnit, request: Request, round_number: int, now: datetime, say: Texts) -> None:
    """Ask nobody and post nothing in the open round or the one after; 0 takes a skipped week back.

    Answers given already are not lost: their batch is carried on.
    """
    team = _changing(unit, request)
    weeks = {week.round_number: week for week in _weeks(unit, team, now)}
    if round_number and round_number not in weeks:
        raise Refused("admin-week-over", field=WEEK)
    before = next((week for week in weeks.values() if team.skips(week.round_number)), None)
    if (before.round_number if before else 0) == round_number:
        return
    unit.teams.save(replace(team, week_off=round_number))
    if round_number:
        _drop_prompts(unit, team, round_number)
        when = moment_text(weeks[round_number].posts_at)
        note_change(unit, team, request.user_id, "change-week-skipped", {"when": when}, now, say)
    elif before is not None:
        when = moment_text(before.posts_at)
        note_change(unit, team, request.user_id, "change-week-kept", {"when": when}, now, say)


def set_place(unit: AdministrationUnit, request: Request, place: Place, now: datetime, say: Texts) -> None:
    """Keep the public holidays of a country from now on; the open round keeps its times."""
    team = _changing(unit, request)
    if (team.country, team.subdivision) == (place.country, place.subdivision):
        return
    unit.teams.save(replace(team, country=place.country, subdivision=place.subdivision))
    if place.country:
        note_change(unit, team, request.user_id, "change-country", {"country": place_name(place)}, now, say)
    else:
        note_change(unit, team, request.user_id, "change-country-none", {}, now, say)


def set_next_act(unit: AdministrationUnit, request: Request, act: str, now: datetime, say: Texts) -> None:
    """Choose what the next season has in focus, or leave it to their turns."""
    team = _changing(unit, request)
    if team.next_act == act:
        return
    choose_next_act(unit, team.id, act, request.by)
    if act == NO_ACT:
        note_change(unit, team, request.user_id, "change-act-turn", {}, now, say)
    else:
        name = name_of(say, Act(act))
        note_change(unit, team, request.user_id, "change-act", {"act": name}, now, say)


def pause(unit: AdministrationUnit, request: Request, now: datetime, say: Texts) -> None:
    """Let the whole team rest until somebody resumes it: nobody is asked, and nothing is posted."""
    team = _changing(unit, request)
    if team.state is not TeamState.ACTIVE:
        return
    unit.teams.save(replace(team, state=TeamState.PAUSED, reason=PAUSED_BY_ADMIN))
    round_ = unit.teams.find_open_round(team.id)
    if round_ is not None:
        _drop_prompts(unit, team, round_.number)
    note_change(unit, team, request.user_id, "change-paused", {}, now, say)


def resume(unit: AdministrationUnit, request: Request, now: datetime, say: Texts) -> None:
    """End the rest of a team, whoever or whatever brought it about."""
    team = _changing(unit, request)
    if team.state is not TeamState.PAUSED:
        return
    unit.teams.save(replace(team, state=TeamState.ACTIVE, reason=""))
    note_change(unit, team, request.user_id, "change-resumed", {"next": _next_post(unit, team)}, now, say)


def name_admins(unit: AdministrationUnit, request: Request, naming: Naming, now: datetime, say: Texts) -> None:
    """Add and remove administrators; only a workspace's administrator may leave a team without any."""
    team = _changing(unit, request)
    current = set(unit.teams.admins(team.id))
    if any(one.profile.standing is not Standing.FULL or not one.in_channel for one in naming.added):
        raise Refused("admin-not-full", field=ADMINS)
    added = {one.profile.user_id for one in naming.added} - current
    removed = (naming.removed & current) - added
    left = (current | added) - removed
    if not left and removed and not request.by.profile.is_workspace_admin:
        raise Refused("admin-last", field=ADMINS)
    if len(left) > MOST_ADMINS:
        raise Refused("admin-too-many", field=ADMINS, most=MOST_ADMINS)
    for user_id in sorted(added):
        unit.teams.add_admin(team.id, user_id)
    for user_id in sorted(removed):
        unit.teams.remove_admin(team.id, user_id)
    if added:
        note_change(unit, team, request.user_id, "change-admins-added", {"names": _names(added)}, now, say)
    if removed:
        note_change(unit, team, request.user_id, "change-admins-removed", {"names": _names(removed)}, now, say)


def tell_of_export(unit: AdministrationUnit, request: Request, now: datetime, say: Texts) -> None:
    """Tell the channel that somebody takes what was published."""
    team = _changing(unit, request)
    note_change(unit, team, request.user_id, "change-exported", {}, now, say)


def read_export(unit: AdministrationUnit, request: Request, number: int, now: datetime) -> tuple[Settings, Page]:
    """Return a page of an export of which the channel has been told."""
    team = _permitted(unit, request)
    found = unit.exports.published(team.id, now, POSTS_A_PAGE + 1, number * POSTS_A_PAGE)
    posts = tuple(reversed(found[:POSTS_A_PAGE]))
    page = Page(number=number, posts=posts, has_earlier=len(found) > POSTS_A_PAGE)
    return describe(unit, team, now), page


def describe(unit: AdministrationUnit, team: Team, now: datetime) -> Settings:
    """Return how a team is set up, as everybody in its channel may know it."""
    return Settings(
        team=team,
        series=tuple(unit.meetings.sources_of(team.id)),
        admins=tuple(unit.teams.admins(team.id)),
        weeks=_weeks(unit, team, now),
    )


def _permitted(unit: AdministrationUnit, request: Request) -> Team:
    team = get_living(unit, request.team_id)
    refuse_unless_may_change(unit, team, request.by)
    if team.state is TeamState.GREETED:
        raise Refused("admin-not-set-up")
    return team


def _changing(unit: AdministrationUnit, request: Request) -> Team:
    unit.teams.lock(request.team_id)
    return _permitted(unit, request)


def _weeks(unit: AdministrationUnit, team: Team, now: datetime) -> tuple[Week, ...]:
    round_ = unit.teams.find_open_round(team.id)
    if round_ is None:
        return ()
    return tuple(_week(one) for one in (round_, next_round(team, round_, now)))


def _week(round_: Round) -> Week:
    return Week(round_number=round_.number, posts_at=round_.posts_at)


def _next_post(unit: AdministrationUnit, team: Team) -> str:
    round_ = unit.teams.find_open_round(team.id)
    return moment_text(round_.posts_at) if round_ is not None else "-"


def _drop_prompts(unit: AdministrationUnit, team: Team, round_number: int) -> None:
    planned = unit.checkins.in_round(team.id, round_number)
    unit.outbox.cancel(team.workspace_id, *(checkin.id for checkin in planned))


def _names(users: Collection[UserId]) -> str:
    return ", ".join(f"<@{user_id}>" for user_id in sorted(users))
