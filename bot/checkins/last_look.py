"""The last look at prompts before they are sent: whether each is still wanted, and that it is being sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.ballots import service as ballots
from bot.ballots.model import HELD_BACK
from bot.checkins.model import Checkin, Shown
from bot.checkins.planning import WEEK, Moments, due_at, expires_at, fits_now, window_for
from bot.checkins.ports import CheckinsUnit
from bot.directory.hours import may_be_asked
from bot.directory.model import Person
from bot.kernel.chance import Chance
from bot.kernel.ids import CheckinId
from bot.kernel.weeks import local_day
from bot.meetings.model import Meeting
from bot.outbox.model import Outgoing, Postponed
from bot.teams.model import MIN_TEAM, Member, Round, Team, TeamState


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prompt:
    """A prompt whose check-in, team and person are all still there."""

    checkin: Checkin
    team: Team
    size: int
    round: Round
    meeting: Meeting
    person: Person
    member: Member

    def moments(self, now: datetime) -> Moments:
        return Moments(self.meeting.ends_at, now, self.round.closes_at, self.team.holidays)


def hold_teams(unit: CheckinsUnit, prompts: Sequence[Outgoing]) -> None:
    """Lock the teams that prompts are about, always in the same order, so that no two senders wait for each other."""
    unit.checkins.lock_teams([CheckinId(prompt.subject) for prompt in prompts])


def before_prompts(
    unit: CheckinsUnit, prompts: Sequence[Outgoing], now: datetime, chance: Chance
) -> list[bool | Postponed]:
    """Return of each prompt whether it is still to be sent, and note that it is; or when it is to be sent instead.

    Whoever has moved, changed their hours or wants quiet meanwhile is asked later, by the rules of the planning. A
    second prompt in a round goes only to those who have made no first tap in it: the box is opened to see, after
    everything that leaves a trace, so that what is kept does not tell which it was. The teams are locked already.
    """
    found = _look_up(unit, [CheckinId(prompt.subject) for prompt in prompts])
    wanted = {key: one for key, one in found.items() if _is_wanted(one, now)}
    later = {key: one for key, one in wanted.items() if not fits_now(one.person, one.moments(now))}
    shown = _note_shown(unit, [one for key, one in wanted.items() if key not in later], now)
    seconds = _seconds(unit, [found[key] for key in shown])
    answers: list[bool | Postponed] = []
    for key in (CheckinId(prompt.subject) for prompt in prompts):
        if key in later:
            answers.append(_postponed(unit, later[key], now, chance))
        else:
            answers.append(key in shown and not (key in seconds and _has_answered(unit, found[key].checkin)))
    return answers


def _look_up(unit: CheckinsUnit, ids: Sequence[CheckinId]) -> dict[CheckinId, _Prompt]:
    """Return what there is of these check-ins, in a few looks for all of them together."""
    checkins = unit.checkins.find_all(ids)
    teams = unit.teams.find_all({one.team_id for one in checkins})
    sizes = unit.teams.sizes(teams)
    rounds = unit.teams.find_rounds({(one.team_id, one.round_number) for one in checkins})
    members = unit.teams.find_members({(one.team_id, one.user_id) for one in checkins})
    meetings = unit.meetings.find_all({one.meeting_id for one in checkins})
    people = unit.people.find_all({(teams[one.team_id].workspace_id, one.user_id) for one in checkins})
    found = {}
    for one in checkins:
        team = teams[one.team_id]
        round_, meeting = rounds.get((one.team_id, one.round_number)), meetings.get(one.meeting_id)
        person, member = people.get((team.workspace_id, one.user_id)), members.get((one.team_id, one.user_id))
        if round_ and meeting and person and member:
            found[one.id] = _Prompt(
                checkin=one, team=team, size=sizes[team.id], round=round_, meeting=meeting, person=person, member=member
            )
    return found


def _is_wanted(prompt: _Prompt, now: datetime) -> bool:
    team, round_ = prompt.team, prompt.round
    if team.state is not TeamState.ACTIVE or team.skips(round_.number) or not round_.takes_answers(now):
        return False
    return prompt.size >= MIN_TEAM and prompt.member.has_agreed and may_be_asked(prompt.person, now)


def _note_shown(unit: CheckinsUnit, prompts: Sequence[_Prompt], now: datetime) -> set[CheckinId]:
    """Note who is asked today, and return which prompts that are: none beyond what a person wants in seven days."""
    today = {one.checkin.id: local_day(now, one.person.tz) for one in prompts}
    before = unit.checkins.shown_to({(one.person.workspace_id, one.person.user_id) for one in prompts})
    noted: list[Shown] = []
    for one in prompts:
        key, person = one.checkin.id, one.person
        if _count_shown(person, [*before, *noted], today[key], key) < person.most_a_week:
            noted.append(Shown(person.workspace_id, person.user_id, today[key], key))
    again = {one.checkin_id for one in before}  # on whatever day: a prompt is tried again also the next morning
    unit.checkins.note_shown([one for one in noted if one.checkin_id not in again])
    return {one.checkin_id for one in noted}


def _count_shown(person: Person, shown: Sequence[Shown], today: date, besides: CheckinId) -> int:
    """Return how many prompts the person was sent in seven days up to today, over all teams, besides this one."""
    who = (person.workspace_id, person.user_id)
    theirs = [one for one in shown if (one.workspace_id, one.user_id) == who and one.checkin_id != besides]
    return sum(one.local_day > today - WEEK for one in theirs)


def _seconds(unit: CheckinsUnit, prompts: Sequence[_Prompt]) -> set[CheckinId]:
    """Return which of the prompts are not the first of their person in their round."""
    keys = {(one.checkin.team_id, one.checkin.round_number, one.checkin.user_id) for one in prompts}
    earlier: dict[tuple[object, ...], datetime] = {}
    for one in unit.checkins.of_people(keys):
        earlier.setdefault((one.team_id, one.round_number, one.user_id), one.due_at)
    return {
        one.id
        for one in (prompt.checkin for prompt in prompts)
        if earlier[one.team_id, one.round_number, one.user_id] < one.due_at
    }


def _postponed(unit: CheckinsUnit, prompt: _Prompt, now: datetime, chance: Chance) -> bool | Postponed:
    window = window_for(prompt.person, prompt.moments(now))
    if window is None:
        return False
    due = due_at(window, chance)
    unit.checkins.postpone(prompt.checkin.id, due)
    return Postponed(due_at=due, expires_at=expires_at(due, prompt.round.closes_at))


def _has_answered(unit: CheckinsUnit, checkin: Checkin) -> bool:
    return ballots.has_cast(unit, checkin.team_id, HELD_BACK, checkin.user_id, checkin.round_number)
