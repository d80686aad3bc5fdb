"""A year of simulated weeks: fifty people in six zones over eight teams, on a real database, with Slack in memory.

Everything goes through the real services, the clock's own steps, the outbox and the last look before a prompt is sent;
Slack, the sender's calls to it and time are played. What is due at one moment shares a transaction, which the real
sender never does: that is what makes a year fit into a minute or so.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from bot.ballots.questions import questions
from bot.checkins import service as checkins
from bot.checkins.model import REMEMBERED_DAYS, Answer, SecondAsked, Step
from bot.checkins.reasons import Reason, Setting, why
from bot.directory import service as directory
from bot.directory.model import Hours, Person, Profile, Quiet, Standing
from bot.home import service
from bot.kernel.caller import Caller
from bot.kernel.ids import ChannelId, CheckinId, MeetingId, TeamId, UserId, WorkspaceId
from bot.kernel.weeks import Weekday, local_day
from bot.meetings.model import Meeting, MeetingState, Plan, SeriesDraft
from bot.meetings.service import SetUp, set_up
from bot.outbox.model import Claimed, Kind, Postponed, Rates, State
from bot.teams.model import Team
from bot.teams.service import Asker
from bot.texts import catalogue
from bot.trends import service as trends
from bot.work import SqlUnit, SqlWork
from bot.workspaces.model import Workspace
from tests.fakes.chance import SeededChance
from tests.fakes.clock import HandClock

SAY = catalogue()
HERE = WorkspaceId("T1")
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
)
COUNTRIES = ("DE", "US", "", "IN", "JP", "AU", "GB", "FR")
PEOPLE, TEAMS = 50, 8
DAY = timedelta(days=1)
KEPT = timedelta(days=REMEMBERED_DAYS)
SENDER_LAG = timedelta(minutes=9)  # how late the sender is at most; what is due meanwhile goes out together
CHANGES = 0.218  # how much of their days people change something about themselves


@dataclass
class Asked:
    """A prompt as Slack took it."""

    at: datetime
    user_id: UserId
    person: Person
    team: Team
    meeting: Meeting


@dataclass
class Year:
    """What came of it; ``reasons`` counts each (meeting, person) once, ``drawn`` the first meeting of a round."""

    asked: list[Asked] = field(default_factory=list)
    meetings: Counter[str] = field(default_factory=Counter)
    reasons: Counter[Reason] = field(default_factory=Counter)
    dealt_with: Counter[MeetingId] = field(default_factory=Counter)
    rounds: dict[tuple[UserId, TeamId, int], list[tuple[MeetingId, Reason]]] = field(
        default_factory=lambda: defaultdict(list)
    )


class World:
    """The people, their teams and their Slack."""

    def __init__(self, work: SqlWork, start: datetime, seed: int) -> None:
        self.work = work
        self.clock = HandClock(start)
        self.year = Year()
        self._life = random.Random(seed)
        self._chance = SeededChance(seed)
        self.users = [UserId(f"U{number:02}") for number in range(PEOPLE)]
        self.zone_of = {user_id: ZONES[number % len(ZONES)] for number, user_id in enumerate(self.users)}
        self._found(start)

    def live(self, weeks: int) -> Year:
        """Live through weeks, from event to event."""
        end = self.clock.now() + timedelta(weeks=weeks)
        tomorrow = self.clock.now()
        while self.clock.now() < end:
            if self.clock.now() >= tomorrow:
                self._let_life_happen(tomorrow)
                tomorrow += DAY
            self._settle()
            due = self._next_due()
            self.clock.move_to(
                min(due or tomorrow, tomorrow, end) if (due or tomorrow) > self.clock.now() else tomorrow
            )
        return self.year

    def _found(self, now: datetime) -> None:
        with self.work.write() as unit:
            unit.workspaces.save(Workspace(id=HERE, bot_user_id="UBOT"))
            for number in range(TEAMS):
                self._found_team(unit, number, now)

    def _found_team(self, unit: SqlUnit, number: int, now: datetime) -> None:
        """Each team meets one to four times a week, in its own zone, and has ten people of all zones."""
        team = Team(
            id=TeamId(f"team-{number}"),
            workspace_id=HERE,
            channel_id=ChannelId(f"C{number}"),
            country=COUNTRIES[number],
        )
        unit.teams.save(team)
        drafts = tuple(
            SeriesDraft(
                name=f"Meeting {place}",
                weekday=Weekday((number + place) % 5),
                start_minute=60 * (9 + (3 * number + 2 * place) % 8),
                length_minutes=45 + 15 * place,
            )
            for place in range(1 + number % 4)
        )
        plan = Plan(zone=ZONES[number % len(ZONES)], drafts=drafts, post_weekday=Weekday.FRIDAY, post_minute=17 * 60)
        members = [self.users[(number * 6 + place) % PEOPLE] for place in range(10)]
        set_up(unit, SetUp(team_id=team.id, by=self._asker(members[0]), plan=plan), now, SAY)
        for user_id in members:
            service.join(unit, team.id, self._asker(user_id), now)

    def _asker(self, user_id: UserId) -> Asker:
        return Asker(workspace_id=HERE, profile=self._profile(user_id), in_channel=True)

    def _profile(self, user_id: UserId, *, away: bool = False, until: datetime | None = None) -> Profile:
        return Profile(user_id=user_id, zone=self.zone_of[user_id], standing=Standing.FULL, away=away, away_until=until)

    def _let_life_happen(self, day: datetime) -> None:
        """Let some people go on leave, come back, pause, want quiet, move, and change their hours and minds."""
        with self.work.write() as unit:
            unit.checkins.forget_before(day - KEPT, 500)
            unit.outbox.forget_before(day - KEPT)
            for user_id in self.users:
                draw = self._life.random()
                if draw > CHANGES or unit.people.find(HERE, user_id) is None:
                    continue
                if draw < 0.02:
                    length = self._life.choice((None, timedelta(days=self._life.randint(1, 14))))
                    until = None if length is None else day + length
                    directory.note_profile(unit, HERE, self._profile(user_id, away=True, until=until))
                elif draw < 0.08:
                    directory.note_profile(unit, HERE, self._profile(user_id))
                elif draw < 0.09:
                    service.pause(unit, HERE, user_id, day, day + timedelta(days=self._life.randint(1, 10)))
                elif draw < 0.10:
                    service.be_absent(unit, HERE, user_id, day, day + timedelta(days=self._life.randint(1, 10)))
                elif draw < 0.20:
                    begins = day + timedelta(hours=self._life.randint(0, 20))
                    ends = begins + timedelta(hours=self._life.randint(1, 14))
                    directory.note_quiet(unit, HERE, user_id, Quiet(starts_at=begins, ends_at=ends))
                elif draw < 0.205:
                    self.zone_of[user_id] = self._life.choice(ZONES)
                    directory.note_profile(unit, HERE, self._profile(user_id))
                elif draw < 0.212:
                    directory.keep_cadence(unit, HERE, user_id, self._life.randint(1, 3))
                elif draw < 0.218:
                    begin = self._life.choice((7, 9, 11)) * 60
                    days = frozenset(Weekday) - {Weekday(self._life.randint(0, 6)), Weekday.SUNDAY}
                    directory.keep_hours(
                        unit, HERE, user_id, Hours(from_minute=begin, until_minute=begin + 8 * 60, days=days)
                    )

    def _settle(self) -> None:
        now = self.clock.now()
        self._ask(now)
        while self._once(lambda unit: trends.close_due(unit, now, self._chance, SAY)):
            pass
        while self._is_due(now):
            with self.work.write() as unit:
                self._send(unit, now)

    def _ask(self, now: datetime) -> None:
        while True:
            with self.work.read() as unit:
                ended = unit.meetings.ended(now, 1)
            if not ended:
                return
            assert self._once(lambda unit: checkins.open_due(unit, now, self._chance, SAY)) == 1
            self._look_at(ended[0].id, now)

    def _once(self, part: object) -> int:
        with self.work.write() as unit:
            return int(part(unit))  # type: ignore[operator]

    def _look_at(self, meeting_id: MeetingId, now: datetime) -> None:
        """Ask for each person, as App Home would, what became of a meeting that has just been dealt with."""
        with self.work.read() as unit:
            meeting = unit.meetings.find(meeting_id)
            assert meeting is not None
            assert meeting.state is not MeetingState.PLANNED
            self.year.dealt_with[meeting_id] += 1
            self.year.meetings[meeting.reason or "asked"] += 1
            team = unit.teams.get(meeting.team_id)
            round_ = unit.teams.find_round(meeting.team_id, meeting.round_number)
            for person in unit.people.of_team(team.id) if round_ else ():
                recent = unit.checkins.of_person(person.user_id, now - timedelta(days=14))
                mine = [one for one in recent if (one.team_id, one.round_number) == (team.id, round_.number)]
                setting = Setting(team=team, round=round_, person=person, mine=mine)
                reason = why(unit, setting, meeting, now)
                self.year.reasons[reason] += 1
                self.year.rounds[person.user_id, team.id, round_.number].append((meeting_id, reason))

    def _send(self, unit: SqlUnit, now: datetime) -> None:
        """Send what is due, after the last look that the sender takes, and let most people answer."""
        unit.outbox.expire(now)
        for claimed in unit.outbox.claim(now, "year", 60, 50, Rates.unlimited()):
            assert unit.outbox.begin_sending([claimed])
            wanted = claimed.message.kind is not Kind.PROMPT or self._is_wanted(unit, claimed, now)
            if isinstance(wanted, Postponed):
                unit.outbox.postpone(claimed, wanted)
                continue
            unit.outbox.record(claimed.id, State.SENT if wanted else State.DROPPED)
            if wanted and claimed.message.kind is Kind.PROMPT:
                self._note_sent(unit, claimed, now)

    def _is_wanted(self, unit: SqlUnit, claimed: Claimed, now: datetime) -> bool | Postponed:
        return checkins.before_prompts(unit, [claimed.message], now, self._chance)[0]

    def _note_sent(self, unit: SqlUnit, claimed: Claimed, now: datetime) -> None:
        user_id, checkin_id = UserId(claimed.message.channel), CheckinId(claimed.message.subject)
        person, checkin = unit.people.find(HERE, user_id), unit.checkins.find(checkin_id)
        assert person is not None
        assert checkin is not None
        meeting = unit.meetings.find(checkin.meeting_id)
        assert meeting is not None
        self.year.asked.append(Asked(now, user_id, person, unit.teams.get(checkin.team_id), meeting))
        if self._life.random() < 0.6:
            self._answer(unit, user_id, checkin_id, now)

    def _answer(self, unit: SqlUnit, user_id: UserId, checkin_id: CheckinId, now: datetime) -> None:
        caller = Caller(workspace_id=HERE, user_id=user_id, delivery=f"tap-{checkin_id}")
        option = self._life.choice(questions().held_back.options).id
        given = Answer(caller=caller, checkin_id=checkin_id, question=Step.FIRST, option=option)
        assert isinstance(checkins.answer(unit, given, now, self._chance), SecondAsked)

    def _is_due(self, now: datetime) -> bool:
        with self.work.read() as unit:
            due = unit.outbox.next_due()
        return due is not None and due <= now

    def _next_due(self) -> datetime | None:
        with self.work.read() as unit:
            due = unit.outbox.next_due()
            moments = (unit.meetings.next_end(), unit.teams.next_close(), due and due + SENDER_LAG)
        later = [moment for moment in moments if moment is not None and moment > self.clock.now()]
        return min(later, default=None)


def is_at_work(one: Asked) -> bool:
    """Say by the wall clock alone whether somebody was asked at a decent time."""
    local = one.at.astimezone(one.person.tz)
    hours = one.person.hours
    begins, ends = (time(minute // 60, minute % 60) for minute in (hours.from_minute, hours.until_minute))
    free = one.team.holidays.has(local.date()) or local.weekday() not in hours.days
    quiet = one.person.quiet_from is not None and one.person.quiet_from <= one.at < one.person.quiet_until
    return begins <= local.time() < ends and not free and not quiet


def days_of(asked: list[Asked]) -> Iterator[tuple[UserId, int]]:
    """Yield each person's prompts as day numbers of their own calendar."""
    for one in asked:
        yield one.user_id, local_day(one.at, one.person.tz).toordinal()
