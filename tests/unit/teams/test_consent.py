"""The consent is kept with the promise's version, and asked for again when the promise changes in substance."""

import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.ballots.model import HELD_BACK
from bot.checkins import service as checkins
from bot.checkins.model import Answer, Checkin, FirstAsked, PromiseChanged, SecondAsked, Step, Tap, Withdrawn
from bot.directory.model import Person
from bot.kernel.caller import Caller
from bot.kernel.ids import ChannelId, CheckinId, MeetingId, SeriesId, TeamId, UserId, WorkspaceId
from bot.kernel.weeks import Weekday
from bot.meetings.model import Meeting, Series
from bot.outbox.model import Kind
from bot.teams.consent import agree, ask_again, has_agreed
from bot.teams.messages import PROMISE
from bot.teams.model import CONSENT_VERSION, Member, Round, Team, TeamState
from bot.texts import catalogue
from tests.fakes.chance import SeededChance
from tests.fakes.unit import FakeUnit

SAY = catalogue()
HERE, TEAM, OTHER, MEETING = WorkspaceId("T1"), TeamId("team-1"), TeamId("team-2"), MeetingId("meeting-1")
OPENS = datetime(2026, 3, 2, 8, tzinfo=UTC)
NOW = OPENS + timedelta(hours=3)
HOUR = timedelta(hours=1)
PEOPLE = [UserId(f"U{number}") for number in range(6)]
ANN, BEN = PEOPLE[0], PEOPLE[1]

# What people have agreed to, by version. A change of wording alone: put the new hash here. A change in substance:
# raise CONSENT_VERSION in bot/teams/model.py first, and add a line, so that everybody is asked again.
AGREED_TO = {1: "21dc1c6b486b47fd"}


@pytest.fixture
def unit() -> FakeUnit:
    """A team of six whose promise has been raised since they joined; a meeting of theirs has just ended."""
    unit = FakeUnit()
    for team_id in (TEAM, OTHER):
        channel = ChannelId(f"C{team_id[-1]}")
        unit.teams.save(Team(id=team_id, workspace_id=HERE, channel_id=channel, state=TeamState.ACTIVE))
    week = timedelta(weeks=1)
    unit.teams.save_round(Round(team_id=TEAM, number=1, opens_at=OPENS, closes_at=OPENS + week, posts_at=OPENS + week))
    series = Series(
        id=SeriesId("series-1"),
        team_id=TEAM,
        name="Planning",
        weekday=Weekday.MONDAY,
        start_minute=600,
        length_minutes=60,
        zone="UTC",
    )
    unit.meetings.replace_series(TEAM, [series])
    ends = NOW - timedelta(minutes=1)
    unit.meetings.add(
        [Meeting(id=MEETING, team_id=TEAM, series_id=series.id, round_number=1, starts_at=ends - HOUR, ends_at=ends)]
    )
    for user_id in PEOPLE:
        joins(unit, user_id)
    joins(unit, ANN, OTHER)
    return unit


def joins(unit: FakeUnit, user_id: UserId, team_id: TeamId = TEAM, version: int = CONSENT_VERSION - 1) -> None:
    unit.teams.add_member(Member(team_id=team_id, user_id=user_id, consent_version=version), date(2026, 1, 5))
    unit.people.save(Person(workspace_id=HERE, user_id=user_id, zone="UTC"))


def all_agree(unit: FakeUnit, people: list[UserId]) -> None:
    for user_id in people:
        assert agree(unit, HERE, user_id, CONSENT_VERSION, NOW)


def prompted(unit: FakeUnit) -> set[str]:
    while checkins.open_due(unit, NOW, SeededChance(1), SAY):
        pass
    return {row.message.channel for row in unit.outbox.kept.values() if row.message.kind is Kind.PROMPT}


def asked(unit: FakeUnit, user_id: UserId) -> Tap:
    """Let somebody have a prompt from before the promise changed."""
    checkin = Checkin(
        id=CheckinId(f"checkin-{user_id}"),
        team_id=TEAM,
        meeting_id=MEETING,
        round_number=1,
        user_id=user_id,
        due_at=NOW,
    )
    unit.checkins.add([checkin])
    return Tap(caller=Caller(workspace_id=HERE, user_id=user_id, delivery=f"tap-{user_id}"), checkin_id=checkin.id)


def answering(tap: Tap, delivery: str) -> Answer:
    caller = Caller(workspace_id=HERE, user_id=tap.caller.user_id, delivery=delivery)
    return Answer(caller=caller, checkin_id=tap.checkin_id, question=Step.FIRST, option="none")


def test_what_people_agreed_to_is_what_the_program_says() -> None:
    said = "\n".join(SAY.say(paragraph) for paragraph in PROMISE)
    assert AGREED_TO.get(CONSENT_VERSION) == hashlib.sha256(said.encode()).hexdigest()[:16], (
        "The promise reads differently from what people agreed to: see AGREED_TO in this file."
    )
    assert max(AGREED_TO) == CONSENT_VERSION


def test_each_person_gets_the_new_promise_once_over_all_their_teams(unit: FakeUnit) -> None:
    assert ask_again(unit, NOW, SAY) == len(PEOPLE)
    assert [ask_again(unit, NOW + day * timedelta(days=1), SAY) for day in range(30)] == [0] * 30
    sent = [row.message for row in unit.outbox.kept.values()]
    assert sorted(message.channel for message in sent) == sorted(PEOPLE)
    for message in sent:
        body = str(message.arguments)
        assert all(SAY.say(paragraph) in body.replace("\\n", "\n") for paragraph in PROMISE)
        assert [name for name in ("teams.agree", "teams.leave_everywhere") if name in body] == [
            "teams.agree",
            "teams.leave_everywhere",
        ]
        assert message.arguments["text"] == SAY.say("prompt-notification")


def test_they_are_asked_nothing_until_they_agree(unit: FakeUnit) -> None:
    all_agree(unit, PEOPLE[2:4])
    assert prompted(unit) == set(PEOPLE[2:4])


def test_a_prompt_on_its_way_is_held_back(unit: FakeUnit) -> None:
    all_agree(unit, PEOPLE)
    prompted(unit)
    [prompt] = [row.message for row in unit.outbox.kept.values() if row.message.channel == ANN]
    unit.teams.agree(HERE, ANN, CONSENT_VERSION - 1, date(2026, 1, 5))
    assert checkins.before_prompts(unit, [prompt], NOW, SeededChance(1)) == [False]
    all_agree(unit, [ANN])
    assert checkins.before_prompts(unit, [prompt], NOW, SeededChance(1)) == [True]


def test_an_answer_to_an_older_prompt_is_not_taken_before_they_agree(unit: FakeUnit) -> None:
    tap = asked(unit, ANN)
    assert checkins.answer(unit, answering(tap, "1"), NOW, SeededChance(1)) == PromiseChanged()
    assert checkins.change(unit, tap, NOW) == PromiseChanged()
    assert unit.ballots.batches == {}
    all_agree(unit, [ANN])
    assert isinstance(checkins.answer(unit, answering(tap, "2"), NOW, SeededChance(1)), SecondAsked)
    assert unit.ballots.find(TEAM, HELD_BACK) is not None


def test_taking_back_needs_no_consent(unit: FakeUnit) -> None:
    tap = asked(unit, ANN)
    all_agree(unit, [ANN])
    checkins.answer(unit, answering(tap, "1"), NOW, SeededChance(1))
    unit.teams.agree(HERE, ANN, CONSENT_VERSION - 1, date(2026, 1, 5))
    assert isinstance(checkins.withdraw(unit, tap, NOW), Withdrawn)


def test_agreeing_is_kept_with_version_and_day_in_every_team(unit: FakeUnit) -> None:
    assert not has_agreed(unit, HERE, ANN)
    all_agree(unit, [ANN])
    assert has_agreed(unit, HERE, ANN)
    for team_id in (TEAM, OTHER):
        member = unit.teams.find_member(team_id, ANN)
        assert member is not None
        assert member.consent_version == CONSENT_VERSION
        assert unit.teams.joined_on[team_id, ANN] == NOW.date()
    assert not has_agreed(unit, HERE, BEN)


def test_a_button_of_an_older_promise_agrees_to_nothing(unit: FakeUnit) -> None:
    assert not agree(unit, HERE, ANN, CONSENT_VERSION - 1, NOW)
    assert not agree(unit, HERE, UserId("U-stranger"), CONSENT_VERSION, NOW)
    assert not has_agreed(unit, HERE, ANN)


def test_whoever_is_on_a_break_is_asked_after_it(unit: FakeUnit) -> None:
    until = NOW + timedelta(days=7)
    unit.people.save(Person(workspace_id=HERE, user_id=ANN, zone="UTC", paused_until=until))
    assert ask_again(unit, NOW, SAY) == len(PEOPLE) - 1
    assert ask_again(unit, until - HOUR, SAY) == 0
    assert ask_again(unit, until + HOUR, SAY) == 1


def test_whoever_joined_with_this_promise_is_not_asked(unit: FakeUnit) -> None:
    all_agree(unit, PEOPLE)
    assert ask_again(unit, NOW, SAY) == 0
    tap = asked(unit, ANN)
    assert isinstance(checkins.change(unit, tap, NOW), FirstAsked)
