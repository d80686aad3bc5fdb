"""Why somebody was not asked after a meeting: worked out when they look, for their own eyes, and kept nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.checkins.model import Checkin
from bot.checkins.planning import WEEK, Moments, meetings_left, window_for
from bot.checkins.ports import CheckinsUnit
from bot.directory.model import Person
from bot.kernel.weeks import local_day
from bot.meetings.model import ASK_FROM, Meeting, MeetingState
from bot.outbox.pacing import TOO_MANY
from bot.teams.model import Round, Team


class Reason(StrEnum):
    """What became of a meeting for one person."""

    ASKED = "asked"
    COMING = "coming"  # their prompt is planned
    SECOND_TRY = "second-try"  # sent only to who has not finished one; whether it was is not said
    NOT_YET = "not-yet"  # the meeting is just being looked at
    # Nobody in the team was asked.
    FOUND_LATE = "found-late"
    RESTING = "resting"
    CLOSED = "closed"
    TOO_FEW = "too-few"
    TOO_MANY = "too-many"
    # The person's own.
    NOT_INVITED = "not-invited"
    PAUSED = "paused"
    ABSENT = "absent"
    AWAY = "away"
    HOLIDAY = "holiday"
    DAY_OFF = "day-off"
    QUIET = "quiet"
    OUT_OF_HOURS = "out-of-hours"
    ENOUGH = "enough"
    # The draw.
    OTHER_DRAWN = "other-drawn"
    LATER = "later"
    NOT_KEPT = "not-kept"  # something that held then and does not any more


_SKIPPED = {
    "found_too_late": Reason.FOUND_LATE,
    "round_closed": Reason.CLOSED,
    "team_too_small": Reason.TOO_FEW,
    TOO_MANY: Reason.TOO_MANY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One person's round in a team, with the person's check-ins in it."""

    team: Team
    round: Round
    person: Person
    mine: Sequence[Checkin]

    def moments(self, meeting: Meeting) -> Moments:
        """Return what bounds a prompt about a meeting, as of the meeting's end."""
        return Moments(meeting.ends_at, meeting.ends_at, self.round.closes_at, self.team.holidays)


def why(unit: CheckinsUnit, setting: Setting, meeting: Meeting, now: datetime) -> Reason:
    """Return why the person was not asked after a meeting, or that they were.

    It is worked out from what holds now; what held only then is not known any more, and NOT_KEPT says so.
    """
    if meeting.state is MeetingState.SKIPPED:
        return _SKIPPED.get(meeting.reason, Reason.RESTING)
    if meeting.state is not MeetingState.ASKED:
        return Reason.NOT_YET
    if not meeting.concerns(setting.person.user_id):
        return Reason.NOT_INVITED
    planned = [one for one in setting.mine if one.meeting_id == meeting.id]
    if planned:
        return _of_planned(unit, setting, planned[0], now)
    found = keeps_away(setting.person, now) or out_of_time(setting.person, setting.moments(meeting))
    return found or _of_draw(unit, setting, now)


def keeps_away(person: Person, now: datetime) -> Reason | None:
    """Return what keeps a person from being asked at all, by their own word first."""
    if person.is_paused(now):
        return Reason.PAUSED
    if person.is_absent(now):
        return Reason.ABSENT
    return Reason.AWAY if person.is_away(now) else None


def out_of_time(person: Person, moments: Moments) -> Reason | None:
    """Return why no moment after a meeting fits, or None where one does."""
    if window_for(person, moments) is not None:
        return None
    earliest = moments.ended_at + ASK_FROM
    day = local_day(earliest, person.tz)
    if moments.holidays.has(day):
        return Reason.HOLIDAY
    if day.weekday() not in person.hours.days:
        return Reason.DAY_OFF
    return Reason.QUIET if person.after_quiet(earliest) != earliest else Reason.OUT_OF_HOURS


def _of_planned(unit: CheckinsUnit, setting: Setting, checkin: Checkin, now: datetime) -> Reason:
    if unit.checkins.was_shown(checkin.id):
        is_second = any(one.due_at < checkin.due_at for one in setting.mine)
        return Reason.SECOND_TRY if is_second else Reason.ASKED
    if checkin.due_at > now:
        return Reason.COMING
    return keeps_away(setting.person, now) or Reason.NOT_KEPT


def _of_draw(unit: CheckinsUnit, setting: Setting, now: datetime) -> Reason:
    person = setting.person
    if setting.mine:
        return Reason.OTHER_DRAWN
    if unit.checkins.planned_since([person.user_id], now - WEEK).get(person.user_id, 0) >= person.most_a_week:
        return Reason.ENOUGH
    planned = unit.meetings.planned_in(setting.team.id, setting.round.number)
    ends = [one.ends_at for one in planned if one.concerns(person.user_id)]
    moments = Moments(now, now, setting.round.closes_at, setting.team.holidays)
    return Reason.LATER if meetings_left(person, ends, moments) else Reason.NOT_KEPT
