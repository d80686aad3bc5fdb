"""Changing where a team's meetings come from, one thing at a time: each change is told in the channel."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.kernel.errors import CandorError, Refused
from bot.kernel.ids import SeriesId, TeamId, new_id
from bot.kernel.weeks import Weekday, local_day
from bot.meetings.model import MOST_CALENDARS, MOST_SERIES, Feed, Rhythm, Series, SeriesDraft, Source
from bot.meetings.ports import MeetingsUnit
from bot.meetings.service import plan_round, read_calendars_anew, tell_set_up
from bot.teams.changes import note_change
from bot.teams.model import Team, TeamState
from bot.teams.service import Asker, get_living, open_round, refuse_unless_may_change
from bot.texts import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Somebody changes something about a team; what it is comes beside this."""

    team_id: TeamId
    by: Asker
    delivery: str = field(default="", repr=False)


def put_weekly(
    unit: MeetingsUnit,
    change: Change,
    series_id: SeriesId | None,
    draft: SeriesDraft,
    rhythm: Rhythm,
    now: datetime,
    say: Texts,
) -> Series:
    """Add a weekly meeting, or change one; with several weeks between, they are counted from a date."""
    team = _admit(unit, change)
    known = unit.meetings.series_of(team.id)
    before = _find(known, series_id)
    others = [one for one in known if one is not before]
    if before is None and len(known) >= MOST_SERIES:
        raise Refused("meetings-enough", most=MOST_SERIES)
    _refuse_twins(others, draft)
    first_on = rhythm.first_on or (local_day(now, team.tz) if rhythm.every_weeks > 1 else None)
    series = Series(
        id=before.id if before else SeriesId(new_id()),
        team_id=team.id,
        name=draft.name,
        weekday=draft.weekday,
        start_minute=draft.start_minute,
        length_minutes=draft.length_minutes,
        zone=team.zone,
        every_weeks=rhythm.every_weeks,
        first_on=first_on,
        skipped=tuple(day for day in rhythm.skipped if day >= local_day(now, team.tz)),
    )
    unit.meetings.put_series(series)
    _plan_anew(unit, team, now)
    note_change(unit, team, change.by.profile.user_id, "meetings-changed-weekly", {}, now, say)
    return series


def put_calendar(
    unit: MeetingsUnit,
    change: Change,
    feed_id: SeriesId | None,
    name: str,
    title: str,
    address: str,
    now: datetime,
    say: Texts,
) -> Feed:
    """Add a calendar, or change one; without an address the one it has stays. It is read within moments."""
    team = _admit(unit, change)
    calendars = unit.feeds.of_team(team.id)
    known = next((one for one in calendars if one.id == feed_id), None)
    if feed_id is not None and known is None:
        raise Refused("meetings-source-gone")
    if known is None and len(calendars) >= MOST_CALENDARS:
        raise Refused("meetings-enough-calendars", most=MOST_CALENDARS)
    feed = Feed(id=known.id if known else SeriesId(new_id()), team_id=team.id, title=title, poll_at=now)
    unit.meetings.put_series(_untimed(feed.id, team, name, Source.CALENDAR))
    unit.feeds.save(feed)
    if address:
        _keep(unit, feed, address)
    note_change(unit, team, change.by.profile.user_id, "meetings-changed-calendar", {}, now, say)
    return feed


def remove_source(unit: MeetingsUnit, change: Change, series_id: SeriesId, now: datetime, say: Texts) -> None:
    """Forget a weekly meeting or a calendar, and with it what was to be asked about its meetings."""
    team = _admit(unit, change)
    if not any(one.id == series_id for one in unit.meetings.sources_of(team.id)):
        return
    unit.meetings.remove_series(series_id)
    _plan_anew(unit, team, now)
    note_change(unit, team, change.by.profile.user_id, "meetings-changed-removed", {}, now, say)


def set_post(
    unit: MeetingsUnit, change: Change, zone: str, weekday: Weekday, minute: int, now: datetime, say: Texts
) -> Team:
    """Set the team's zone and the time of its weekly post, and start a team that rests or has not begun.

    A round that is open keeps its times, so that no answer's cut-off moves.
    """
    before = _admit(unit, change)
    team = replace(before, zone=zone, post_weekday=weekday, post_minute=minute, state=TeamState.ACTIVE, reason="")
    unit.teams.save(team)
    if not unit.teams.admins(team.id):
        unit.teams.add_admin(team.id, change.by.profile.user_id)
    for series in unit.meetings.series_of(team.id):
        unit.meetings.put_series(replace(series, zone=zone))
    open_round(unit, team, now)
    read_calendars_anew(unit, team.id, now)  # times without a zone are the team's
    _plan_anew(unit, team, now)
    tell_set_up(unit, team, change.by.profile.user_id, now, say)
    return team


def start_again(unit: MeetingsUnit, change: Change, now: datetime, say: Texts) -> None:
    """Let a team go on that had been paused."""
    team = _admit(unit, change)
    if team.state is not TeamState.PAUSED:
        return
    set_post(unit, change, team.zone, team.post_weekday, team.post_minute, now, say)


def name_on_demand(unit: MeetingsUnit, change: Change, name: str, now: datetime, say: Texts) -> None:
    """Give what members say has ended the name that prompts show."""
    team = _admit(unit, change)
    on_demand(unit, team, name)
    note_change(unit, team, change.by.profile.user_id, "meetings-changed-on-demand", {}, now, say)


def on_demand(unit: MeetingsUnit, team: Team, name: str) -> Series:
    """Return the series of what members say has ended, with this name."""
    known = unit.meetings.find_on_demand(team.id)
    series = _untimed(known.id if known else SeriesId(new_id()), team, name, Source.ON_DEMAND)
    unit.meetings.put_series(series)
    return series


def _admit(unit: MeetingsUnit, change: Change) -> Team:
    unit.teams.lock(change.team_id)
    team = get_living(unit, change.team_id)
    refuse_unless_may_change(unit, team, change.by)
    return team


def _find(known: list[Series], series_id: SeriesId | None) -> Series | None:
    if series_id is None:
        return None
    found = next((one for one in known if one.id == series_id), None)
    if found is None:
        raise Refused("meetings-source-gone")
    return found


def _refuse_twins(others: list[Series], draft: SeriesDraft) -> None:
    wanted = (draft.name.casefold(), draft.weekday, draft.start_minute)
    if any((one.name.casefold(), one.weekday, one.start_minute) == wanted for one in others):
        raise Refused("meetings-twin")


def _untimed(series_id: SeriesId, team: Team, name: str, source: Source) -> Series:
    return Series(
        id=series_id,
        team_id=team.id,
        name=name,
        weekday=Weekday.MONDAY,
        start_minute=0,
        length_minutes=0,
        zone=team.zone,
        source=source,
    )


def _keep(unit: MeetingsUnit, feed: Feed, address: str) -> None:
    try:
        unit.feeds.keep_address(feed.id, address)
    except CandorError:
        raise Refused("feeds-no-key") from None


def _plan_anew(unit: MeetingsUnit, team: Team, now: datetime) -> None:
    round_ = unit.teams.find_open_round(team.id)
    unit.meetings.remove_planned(team.id, after=now, source=Source.WEEKLY)
    if round_ is not None and team.state is TeamState.ACTIVE:
        plan_round(unit, team, round_, now)
