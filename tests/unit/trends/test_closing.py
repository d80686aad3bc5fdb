"""The weekly close on fakes: what becomes of a round, its readings and its post."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.ballots import service as ballots
from bot.ballots.model import HELD_BACK, Ballot, Choice, act_item
from bot.directory.model import Person
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.outbox.model import Kind
from bot.teams.model import CONSENT_VERSION, Member, Team, TeamState, first_round
from bot.texts import catalogue
from bot.trends.service import close_due
from tests.fakes.chance import SeededChance
from tests.fakes.unit import FakeUnit

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
SAY = catalogue()
PEOPLE = [UserId(f"U{place}") for place in range(8)]


def set_up(people: int = 8, **changes: object) -> tuple[FakeUnit, Team]:
    unit = FakeUnit()
    team = replace(
        Team(id=TeamId("team"), workspace_id=WorkspaceId("T1"), channel_id=ChannelId("C1"), state=TeamState.ACTIVE),
        **changes,
    )
    unit.teams.save(team)
    for user_id in PEOPLE[:people]:
        unit.people.save(Person(workspace_id=team.workspace_id, user_id=user_id, zone="UTC"))
        unit.teams.add_member(
            Member(team_id=team.id, user_id=user_id, consent_version=CONSENT_VERSION), date(2026, 3, 2)
        )
    unit.teams.save_round(first_round(team, MONDAY))
    return unit, team


def answer(unit: FakeUnit, team: Team, people: int, option: str = "none") -> None:
    round_ = unit.teams.find_open_round(team.id)
    assert round_ is not None
    for user_id in PEOPLE[:people]:
        ballot = Ballot(
            scope=team.id,
            item=HELD_BACK,
            voter=user_id,
            round_key=round_.number,
            opened_at=round_.opens_at,
            choice=Choice("held_back", option),
        )
        ballots.cast(unit, ballot, SeededChance(1))


def close(unit: FakeUnit, team: Team, seed: int = 1) -> datetime:
    """Close the open round at its time; return that time."""
    round_ = unit.teams.find_open_round(team.id)
    assert round_ is not None
    assert close_due(unit, round_.closes_at, SeededChance(seed), SAY) == 1
    return round_.closes_at


def posts(unit: FakeUnit) -> list[str]:
    return [one.arguments["text"] for one in unit.outbox.messages if one.kind is Kind.WEEKLY_POST]


def test_nothing_happens_a_second_before_the_close():
    unit, team = set_up()
    round_ = unit.teams.find_open_round(team.id)
    assert close_due(unit, round_.closes_at - timedelta(seconds=1), SeededChance(1), SAY) == 0
    assert posts(unit) == []


def test_a_close_hands_over_the_post_for_an_hour_later_and_opens_the_next_round():
    unit, team = set_up()
    answer(unit, team, 6)
    closed_at = close(unit, team)
    [post] = [one for one in unit.outbox.messages if one.kind is Kind.WEEKLY_POST]
    assert post.method == "chat.scheduleMessage"
    assert post.arguments["post_at"] == int((closed_at + timedelta(hours=1)).timestamp())
    following = unit.teams.find_open_round(team.id)
    assert (following.number, following.opens_at) == (2, closed_at)
    assert following.closes_at == closed_at + timedelta(weeks=1)


def test_two_closes_of_one_round_make_one_reading_and_one_post():
    unit, team = set_up()
    answer(unit, team, 6)
    closed_at = close(unit, team)
    assert close_due(unit, closed_at, SeededChance(2), SAY) == 0
    assert len(posts(unit)) == 1
    assert len(unit.trends.readings(team.id, HELD_BACK, 12)) == 1


@pytest.mark.parametrize("answers", [0, 1, 4])
def test_under_five_answers_there_is_no_reading_and_always_the_same_words(answers):
    unit, team = set_up()
    answer(unit, team, answers)
    close(unit, team)
    silent, of_nobody = set_up()
    close(silent, of_nobody)
    assert unit.trends.readings(team.id, HELD_BACK, 12) == []
    assert posts(unit) == posts(silent)


def test_a_batch_under_five_carries_on_until_five_people_have_answered():
    unit, team = set_up()
    answer(unit, team, 4)
    close(unit, team)
    answer(unit, team, 5)
    close(unit, team)
    [reading] = unit.trends.readings(team.id, HELD_BACK, 12)
    assert (reading.number, reading.round_number) == (1, 2)


def test_after_the_close_nothing_of_the_batch_is_left_but_its_tombstone():
    unit, team = set_up()
    answer(unit, team, 6)
    [batch] = unit.ballots.open_in(team.id)
    close(unit, team)
    assert unit.ballots.open_in(team.id) == []
    assert unit.ballots.tombstones() == [batch.id]


def test_a_team_under_five_is_silent_in_the_channel_and_each_member_is_told_once():
    unit, team = set_up(people=4)
    close(unit, team)
    close(unit, team)
    told = [one for one in unit.outbox.messages if one.kind is Kind.NOTICE]
    assert posts(unit) == []
    assert sorted(one.channel for one in told) == PEOPLE[:4]
    assert not any(character.isdigit() for one in told for character in one.arguments["text"])


@pytest.mark.parametrize("state", [TeamState.PAUSED, TeamState.GREETED])
def test_a_team_that_rests_gets_no_post_and_its_rounds_go_on(state):
    unit, team = set_up(state=state)
    close(unit, team)
    assert posts(unit) == []
    assert unit.teams.find_open_round(team.id).number == 2


def test_a_close_that_comes_late_schedules_the_post_for_the_next_minute():
    unit, team = set_up()
    round_ = unit.teams.find_open_round(team.id)
    late = round_.posts_at + timedelta(hours=5)
    close_due(unit, late, SeededChance(1), SAY)
    [post] = [one for one in unit.outbox.messages if one.kind is Kind.WEEKLY_POST]
    assert post.arguments["post_at"] == int((late + timedelta(minutes=1)).timestamp())
    assert unit.teams.find_open_round(team.id).closes_at > late


def test_at_a_seasons_end_the_unfinished_act_is_destroyed_unread():
    unit, team = set_up()
    open_ = unit.teams.find_open_round(team.id)
    unit.teams.save_round(replace(open_, is_open=False))
    unit.teams.save_round(replace(open_, number=12))
    ballot = Ballot(
        scope=team.id,
        item=act_item(0),
        voter=PEOPLE[0],
        round_key=12,
        opened_at=open_.opens_at,
        choice=Choice("disclosure", "yes"),
    )
    ballots.cast(unit, ballot, SeededChance(1))
    close(unit, team)
    assert unit.ballots.open_in(team.id) == []


def test_no_practice_comes_twice_in_the_first_weeks_and_each_is_recalled():
    unit, team = set_up()
    for seed in range(8):
        close(unit, team, seed)
    seen = unit.practices.seen(team.id)
    assert len(set(seen)) == len(seen) == 8
