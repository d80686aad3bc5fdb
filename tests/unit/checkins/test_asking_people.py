"""Whom a meeting's end leads to, what a prompt does when its person has changed meanwhile, and why others are passed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.checkins.asking import open_due
from bot.checkins.last_look import before_prompts
from bot.checkins.model import Checkin, Shown
from bot.checkins.reasons import Reason, Setting, why
from bot.directory.model import Hours, Person
from bot.home.looking import SAID
from bot.kernel.ids import ChannelId, MeetingId, SeriesId, TeamId, UserId, WorkspaceId
from bot.kernel.weeks import Weekday
from bot.meetings.model import Meeting, MeetingState, Series
from bot.outbox.model import Outgoing, Postponed
from bot.teams.model import MIN_TEAM, Member, Round, Team, TeamState
from bot.texts import catalogue
from tests.fakes.chance import SeededChance
from tests.fakes.unit import FakeUnit

SAY = catalogue()
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
HERE, TEAM, SERIES = WorkspaceId("T1"), TeamId("team-1"), SeriesId("planning")
ANN = UserId("U1")
CHANCE = SeededChance(1)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Days count from the Monday."""
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


@pytest.fixture
def unit() -> FakeUnit:
    """Five people in UTC, a round from Monday to Friday afternoon, and a meeting on Monday from nine to ten."""
    found = FakeUnit()
    found.teams.save(Team(id=TEAM, workspace_id=HERE, channel_id=ChannelId("C1"), state=TeamState.ACTIVE))
    found.teams.save_round(
        Round(team_id=TEAM, number=1, opens_at=at(0, 0), closes_at=at(4, 14), posts_at=at(4, 15), is_open=True)
    )
    series = Series(
        id=SERIES, team_id=TEAM, name="P", weekday=Weekday.MONDAY, start_minute=540, length_minutes=60, zone="UTC"
    )
    found.meetings.replace_series(TEAM, [series])
    for number in range(1, MIN_TEAM + 1):
        user_id = UserId(f"U{number}")
        found.teams.add_member(Member(team_id=TEAM, user_id=user_id, consent_version=1), MONDAY.date())
        found.people.save(Person(workspace_id=HERE, user_id=user_id, zone="UTC"))
    plan(found, "m1", at(0, 10))
    return found


def plan(unit: FakeUnit, name: str, ends_at: datetime) -> None:
    meeting = Meeting(
        id=MeetingId(name),
        team_id=TEAM,
        series_id=SERIES,
        round_number=1,
        starts_at=ends_at - timedelta(hours=1),
        ends_at=ends_at,
    )
    unit.meetings.add([meeting])


def change(unit: FakeUnit, **facts: object) -> None:
    """Let something of Ann be different from now on."""
    unit.people.save(replace(unit.people.find(HERE, ANN), **facts))  # type: ignore[arg-type, type-var]


def ask(unit: FakeUnit, now: datetime) -> None:
    while open_due(unit, now, CHANCE, SAY):
        pass


def prompts(unit: FakeUnit, user_id: UserId = ANN) -> list[Outgoing]:
    return [message for message in unit.outbox.due if message.channel == user_id]


def reason(unit: FakeUnit, now: datetime, meeting: str = "m1") -> Reason:
    mine = [one for one in unit.checkins.of_person(ANN, MONDAY) if one.team_id == TEAM]
    setting = Setting(
        team=unit.teams.get(TEAM), round=unit.teams.find_round(TEAM, 1), person=unit.people.find(HERE, ANN), mine=mine
    )
    return why(unit, setting, unit.meetings.find(MeetingId(meeting)), now)


class TestBeforeAPrompt:
    @pytest.fixture
    def prompt(self, unit: FakeUnit) -> Outgoing:
        ask(unit, at(0, 10))
        (found,) = prompts(unit)
        return found

    def test_it_goes_out_when_nothing_has_changed(self, unit: FakeUnit, prompt: Outgoing) -> None:
        assert before_prompts(unit, [prompt], prompt.due_at, CHANCE) == [True]
        assert unit.checkins.was_shown(prompt.subject)

    @pytest.mark.parametrize(
        ("facts", "earliest", "latest"),
        [
            ({"quiet_from": at(0, 10), "quiet_until": at(0, 12)}, at(0, 12), at(0, 12, 10)),
            ({"quiet_until": at(0, 12)}, at(0, 12), at(0, 12, 10)),
            ({"zone": "America/New_York"}, at(0, 14), at(0, 14, 10)),  # moved: five in the morning there
            ({"hours": Hours(from_minute=13 * 60)}, at(0, 13), at(0, 13, 10)),
            ({"zone": "Australia/Sydney"}, at(0, 22), at(0, 22, 10)),  # nine in the evening there: the next morning
        ],
    )
    def test_it_is_put_off_and_not_lost_where_the_person_cannot_be_asked_now(
        self, unit: FakeUnit, prompt: Outgoing, facts: dict[str, object], earliest: datetime, latest: datetime
    ) -> None:
        change(unit, **facts)
        (later,) = before_prompts(unit, [prompt], prompt.due_at, CHANCE)
        assert isinstance(later, Postponed)
        assert earliest <= later.due_at < latest
        assert later.due_at < later.expires_at <= at(4, 14)
        assert unit.checkins.find(prompt.subject).due_at == later.due_at
        assert not unit.checkins.was_shown(prompt.subject)
        assert before_prompts(unit, [prompt], later.due_at, CHANCE) == [True]

    @pytest.mark.parametrize(
        "facts",
        [
            {"away": True},
            {"absent_until": at(1, 0)},
            {"paused_until": at(1, 0)},
            {"quiet_until": at(1, 7)},  # more than twenty hours after the meeting
            {"hours": Hours(days=frozenset({Weekday.THURSDAY}))},
        ],
    )
    def test_it_is_dropped_without_a_trace_where_it_would_come_too_late_or_to_somebody_away(
        self, unit: FakeUnit, prompt: Outgoing, facts: dict[str, object]
    ) -> None:
        change(unit, **facts)
        assert before_prompts(unit, [prompt], prompt.due_at, CHANCE) == [False]
        assert not unit.checkins.was_shown(prompt.subject)

    def test_whoever_wants_fewer_is_not_asked_more_though_it_was_planned(
        self, unit: FakeUnit, prompt: Outgoing
    ) -> None:
        unit.checkins.note_shown([Shown(HERE, ANN, at(-6, 0).date(), "another-team's")])
        change(unit, most_a_week=1)
        assert before_prompts(unit, [prompt], prompt.due_at, CHANCE) == [False]
        change(unit, most_a_week=2)
        assert before_prompts(unit, [prompt], prompt.due_at, CHANCE) == [True]

    def test_a_status_that_has_ended_by_then_does_not_count(self, unit: FakeUnit, prompt: Outgoing) -> None:
        change(unit, away=True, away_until=prompt.due_at)
        assert before_prompts(unit, [prompt], prompt.due_at, CHANCE) == [True]

    def test_a_holiday_that_was_chosen_meanwhile_counts(self, unit: FakeUnit, prompt: Outgoing) -> None:
        unit.teams.save(replace(unit.teams.get(TEAM), country="ET"))  # Adwa, the second of March
        assert before_prompts(unit, [prompt], prompt.due_at, CHANCE) == [False]  # the next morning is too far
        assert not unit.checkins.was_shown(prompt.subject)


class TestHowOften:
    def test_fewer_a_week_holds_over_all_teams(self, unit: FakeUnit) -> None:
        change(unit, most_a_week=1)
        ask(unit, at(0, 10))
        plan(unit, "m2", at(1, 10))
        ask(unit, at(1, 10))
        assert len(prompts(unit)) == 1
        assert len(prompts(unit, UserId("U2"))) == 2


class TestWhy:
    @pytest.mark.parametrize(
        ("facts", "expected"),
        [
            ({"away": True}, Reason.AWAY),
            ({"absent_until": at(3, 0)}, Reason.ABSENT),
            ({"paused_until": at(3, 0)}, Reason.PAUSED),
            ({"quiet_until": at(2, 0)}, Reason.QUIET),
            ({"hours": Hours(days=frozenset({Weekday.THURSDAY}))}, Reason.DAY_OFF),
            ({"hours": Hours(from_minute=60, until_minute=120)}, Reason.COMING),  # the next night, in time
            (
                {"zone": "Pacific/Auckland", "hours": Hours(from_minute=20 * 60, until_minute=22 * 60)},
                Reason.OUT_OF_HOURS,
            ),
            ({"most_a_week": 0}, Reason.ENOUGH),
            ({}, Reason.COMING),
        ],
    )
    def test_ones_own_reasons(self, unit: FakeUnit, facts: dict[str, object], expected: Reason) -> None:
        change(unit, **facts)
        ask(unit, at(0, 10))
        assert reason(unit, at(0, 10, 1)) is expected
        assert bool(prompts(unit)) is (expected is Reason.COMING)

    def test_a_public_holiday(self, unit: FakeUnit) -> None:
        unit.teams.save(replace(unit.teams.get(TEAM), country="ET"))
        ask(unit, at(0, 10))
        assert reason(unit, at(0, 10)) is Reason.HOLIDAY

    def test_the_draw_is_told_as_far_as_it_is_known(self, unit: FakeUnit) -> None:
        """Another meeting was drawn, or one that is still to come will be; which, nobody kept."""
        plan(unit, "m2", at(1, 10))
        plan(unit, "m3", at(2, 10))
        seen = set()
        for day, name in enumerate(("m1", "m2", "m3")):
            ask(unit, at(day, 10))
            seen.add(reason(unit, at(day, 10), name))
        assert seen <= {Reason.COMING, Reason.LATER, Reason.OTHER_DRAWN, Reason.SECOND_TRY}
        assert len(prompts(unit)) in (1, 2)

    def test_what_kept_it_then_and_not_now_is_not_guessed(self, unit: FakeUnit) -> None:
        change(unit, away=True)
        ask(unit, at(0, 10))
        change(unit, away=False)
        assert reason(unit, at(0, 11)) is Reason.NOT_KEPT

    def test_the_teams_reasons(self, unit: FakeUnit) -> None:
        unit.teams.remove_member(TEAM, UserId("U5"))
        assert reason(unit, at(0, 10)) is Reason.NOT_YET
        ask(unit, at(0, 10))
        assert reason(unit, at(0, 10)) is Reason.TOO_FEW
        for reason_kept, expected in {
            "found_too_late": Reason.FOUND_LATE,
            "team_paused": Reason.RESTING,
            "round_closed": Reason.CLOSED,
        }.items():
            unit.meetings.mark(MeetingId("m1"), MeetingState.SKIPPED, reason_kept)
            assert reason(unit, at(0, 10)) is expected

    def test_whether_a_second_one_was_sent_is_not_told(self, unit: FakeUnit) -> None:
        """It goes only to who has not answered the first; the reason is the same either way."""
        for name, hour in (("m1", 10), ("m2", 12)):
            unit.checkins.note_shown([Shown(HERE, ANN, MONDAY.date(), self._checkin(unit, name, hour))])
        assert reason(unit, at(0, 13), "m1") is Reason.ASKED
        assert reason(unit, at(0, 13), "m2") is Reason.SECOND_TRY

    def _checkin(self, unit: FakeUnit, meeting: str, hour: int) -> str:
        plan(unit, meeting, at(0, hour))
        unit.meetings.mark(MeetingId(meeting), MeetingState.ASKED)
        one = Checkin(
            id=f"c-{meeting}",
            team_id=TEAM,
            meeting_id=MeetingId(meeting),
            round_number=1,
            user_id=ANN,
            due_at=at(0, hour, 5),
        )
        unit.checkins.add([one])
        return one.id


def test_the_reasons_are_all_worded() -> None:
    said = [SAY.say(f"home-why-{one.value}") for one in Reason if one not in SAID]
    assert len(set(said)) == len(said)
