"""What people say about their meetings with `/checkin`: that one just ended, or that the next is left out."""

from dataclasses import dataclass
from datetime import datetime

from bot.kernel.errors import Refused
from bot.kernel.ids import MeetingId, UserId, new_id
from bot.meetings.changing import Change, on_demand
from bot.meetings.model import Meeting, MeetingState
from bot.meetings.overlaps import AFTERWARDS, is_same
from bot.meetings.ports import MeetingsUnit
from bot.meetings.service import arrange
from bot.teams.changes import note_change
from bot.teams.model import Team, TeamState
from bot.teams.service import get_living, refuse_unless_may_change
from bot.texts import Texts

SKIPPED = "by_administrator"


@dataclass(frozen=True, slots=True)
class Skipped:
    """The next check-in is left out; ``ends_at`` where telling it gives nothing away about who joined."""

    team: Team
    ends_at: datetime | None


def tell_ended(unit: MeetingsUnit, team: Team, user_id: UserId, now: datetime, say: Texts) -> None:
    """Note that the team's meeting has just ended; raises Refused for those who have not joined.

    Within an hour of another such word, and where the meeting is known already, nothing is noted, and nobody can
    tell: which of a calendar's meetings count may depend on who joined.
    """
    unit.teams.lock(team.id)
    team = get_living(unit, team.id)
    if not unit.teams.is_member(team.id, user_id):
        raise Refused("checkin-now-not-joined")
    if team.state is TeamState.PAUSED:
        raise Refused("checkin-now-paused")
    round_ = unit.teams.find_open_round(team.id)
    if round_ is None:
        raise Refused("checkin-now-not-set-up")
    known = unit.meetings.find_on_demand(team.id)
    series = known or on_demand(unit, team, say.say("meetings-on-demand-name"))
    told = Meeting(
        id=MeetingId(new_id()),
        team_id=team.id,
        series_id=series.id,
        round_number=round_.number,
        starts_at=now,
        ends_at=now,
        state=MeetingState.NOTED,
    )
    if not any(_stands_before(one, told, now) for one in unit.meetings.since(team.id, now - AFTERWARDS)):
        unit.meetings.add([told])
        arrange(unit, team, round_, now)


def skip_next(unit: MeetingsUnit, change: Change, now: datetime, say: Texts) -> Skipped:
    """Ask nobody after the team's next planned meeting; the channel is told."""
    unit.teams.lock(change.team_id)
    team = get_living(unit, change.team_id)
    refuse_unless_may_change(unit, team, change.by)
    round_ = unit.teams.find_open_round(team.id)
    planned = [] if round_ is None else unit.meetings.planned_in(team.id, round_.number)
    following = next((one for one in planned if one.ends_at > now), None)
    # Which meetings of such a calendar count depends on who joined, and so would what is said here.
    silent = any(not feed.title for feed in unit.feeds.of_team(team.id))
    if following is None and not silent:
        raise Refused("checkin-skip-nothing")
    if following is not None:
        unit.meetings.mark(following.id, MeetingState.SKIPPED, SKIPPED)
    note_change(unit, team, change.by.profile.user_id, "checkin-skip-notice", {}, now, say)
    return Skipped(team, None if silent or following is None else following.ends_at)


def _stands_before(one: Meeting, told: Meeting, now: datetime) -> bool:
    """Return whether a known meeting leaves nothing to note: one that is over, or has not come to its half yet."""
    if not is_same(one, told):
        return False
    began_just_now = now - one.starts_at < one.ends_at - now
    return one.ends_at <= now or began_just_now
