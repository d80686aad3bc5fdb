"""Whom to ask when a meeting has ended, and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.checkins import messages
from bot.checkins.model import Checkin, FirstAsked
from bot.checkins.planning import WEEK, Moments, due_at, expires_at, is_chosen, is_too_late, meetings_left, window_for
from bot.checkins.ports import CheckinsUnit
from bot.directory.hours import may_be_asked
from bot.directory.model import Person
from bot.kernel.chance import Chance
from bot.kernel.ids import CheckinId, UserId, new_id
from bot.meetings.model import Meeting, MeetingState
from bot.outbox.model import SLACKS_RATES, Kind, Outgoing, Rates
from bot.outbox.pacing import TOO_MANY, pace
from bot.teams.model import MIN_TEAM, Member, Round, Team, TeamState
from bot.texts import Texts

ASKED_AT_ONCE = 250  # people; each is a check-in and a prompt, and a transaction holds at most 500 rows


@dataclass(frozen=True, slots=True, kw_only=True)
class _Occasion:
    """An ended meeting that people are asked about."""

    meeting: Meeting
    team: Team
    round: Round
    series: str
    now: datetime

    @property
    def moments(self) -> Moments:
        return Moments(self.meeting.ends_at, self.now, self.round.closes_at, self.team.holidays)


def open_due(unit: CheckinsUnit, now: datetime, chance: Chance, say: Texts, rates: Rates = SLACKS_RATES) -> int:
    """Plan the prompts of the meeting that ended first, or skip it with a reason; return 0 when none is due.

    Of a large team 250 people are planned a call; the meeting stays due until the last of them was looked at.
    """
    ended = unit.meetings.ended(now, 1)
    if not ended:
        return 0
    unit.teams.lock(ended[0].team_id)
    meeting = unit.meetings.find(ended[0].id)
    if meeting is None or meeting.state is not MeetingState.PLANNED:
        return 1
    occasion = _occasion(unit, meeting, now)
    if isinstance(occasion, str):
        unit.meetings.mark(meeting.id, MeetingState.SKIPPED, occasion)
        return 1
    chosen = _paced(unit, occasion, _choose(unit, occasion, chance), chance, rates)
    if chosen is None:
        unit.meetings.mark(meeting.id, MeetingState.SKIPPED, TOO_MANY)
        return 1
    unit.checkins.add(chosen)
    unit.outbox.enqueue(_prompt(occasion, checkin, say) for checkin in chosen)
    if len(chosen) < ASKED_AT_ONCE:
        unit.meetings.mark(meeting.id, MeetingState.ASKED)
    return 1


def _occasion(unit: CheckinsUnit, meeting: Meeting, now: datetime) -> _Occasion | str:
    """Return what people are asked about, or why nobody is."""
    team = unit.teams.get(meeting.team_id)
    round_ = unit.teams.find_round(meeting.team_id, meeting.round_number)
    series = unit.meetings.find_series(meeting.series_id)
    if is_too_late(meeting.ends_at, now):
        return "found_too_late"
    if team.state is not TeamState.ACTIVE:
        return f"team_{team.state.value}"
    if team.skips(meeting.round_number):
        return "week_off"
    if round_ is None or series is None or not round_.takes_answers(now):
        return "round_closed"
    if len(unit.teams.members(team.id)) < MIN_TEAM:
        return "team_too_small"
    return _Occasion(meeting=meeting, team=team, round=round_, series=series.name, now=now)


def _choose(unit: CheckinsUnit, occasion: _Occasion, chance: Chance) -> list[Checkin]:
    """Draw who is asked, in the order of user ids, going on behind the last one chosen for this meeting before."""
    in_round = unit.checkins.in_round(occasion.team.id, occasion.round.number)
    done = max((one.user_id for one in in_round if one.meeting_id == occasion.meeting.id), default="")
    people = [person for person in _people_of(unit, occasion) if person.user_id > done]
    planned = unit.checkins.planned_since([person.user_id for person in people], occasion.now - WEEK)
    planned_meetings = unit.meetings.planned_in(occasion.team.id, occasion.round.number)
    mine: dict[UserId, list[Checkin]] = {}
    for one in in_round:
        mine.setdefault(one.user_id, []).append(one)
    chosen: list[Checkin] = []
    for person in sorted(people, key=lambda person: person.user_id):
        if planned.get(person.user_id, 0) >= person.most_a_week:
            continue
        ends = [one.ends_at for one in planned_meetings if one.concerns(person.user_id)]
        due = _draw(occasion, person, mine.get(person.user_id, []), ends, chance)
        if due is not None:
            chosen.append(_checkin(occasion, person, due))
        if len(chosen) == ASKED_AT_ONCE:
            break
    return chosen


def _paced(
    unit: CheckinsUnit, occasion: _Occasion, chosen: list[Checkin], chance: Chance, rates: Rates
) -> list[Checkin] | None:
    """Move prompts behind those that fill the workspace's rate already; None where they find no place in time."""
    last = occasion.round.closes_at - timedelta(seconds=1)
    drawn = [(checkin.due_at, last) for checkin in chosen]
    places = pace(unit.outbox, occasion.team.workspace_id, drawn, chance, rates)
    return None if places is None else [replace(one, due_at=at) for one, at in zip(chosen, places, strict=True)]


def _people_of(unit: CheckinsUnit, occasion: _Occasion) -> list[Person]:
    """Return those who may be asked about this meeting: who has agreed to the promise, and was to be there."""
    agreed = _agreed(unit.teams.members(occasion.team.id))
    joined = unit.people.of_team(occasion.team.id)
    return [one for one in joined if occasion.meeting.concerns(one.user_id) and one.user_id in agreed]


def _draw(
    occasion: _Occasion, person: Person, before: Sequence[Checkin], ends: Sequence[datetime], chance: Chance
) -> datetime | None:
    """Return when the person is to be asked after this meeting; None where they are not."""
    window = window_for(person, occasion.moments)
    still_waiting = any(one.due_at >= occasion.now for one in before)
    if window is None or still_waiting or not may_be_asked(person, occasion.now):
        return None
    left = meetings_left(person, ends, occasion.moments)
    return due_at(window, chance) if is_chosen(len(before), left, chance) else None


def _checkin(occasion: _Occasion, person: Person, due: datetime) -> Checkin:
    return Checkin(
        id=CheckinId(new_id()),
        team_id=occasion.team.id,
        meeting_id=occasion.meeting.id,
        round_number=occasion.round.number,
        user_id=person.user_id,
        due_at=due,
    )


def _prompt(occasion: _Occasion, checkin: Checkin, say: Texts) -> Outgoing:
    until = occasion.round.closes_at
    asked = FirstAsked(checkin_id=checkin.id, series=occasion.series, until=until)
    return Outgoing(
        workspace_id=occasion.team.workspace_id,
        key=f"prompt:{checkin.id}",
        kind=Kind.PROMPT,
        method="chat.postMessage",
        channel=checkin.user_id,
        arguments=messages.first_question(say, asked).body(),
        due_at=checkin.due_at,
        expires_at=expires_at(checkin.due_at, until),
        subject=checkin.id,
    )


def _agreed(members: Iterable[Member]) -> set[UserId]:
    """Return the members who agreed to the promise as it is now; the others count, but are asked nothing."""
    return {member.user_id for member in members if member.has_agreed}
