"""The weekly close on fakes: what becomes of a round, its readings and its post."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.ballots import service as ballots
from bot.ballots.model import HELD_BACK, Ballot, Choice, act_item
from bot.directory.model import Person, Profile, Standing
from bot.kernel.errors import Refused
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.outbox.model import Kind
from bot.practices.catalogue import practices
from bot.practices.model import Act, Barrier, Word
from bot.teams.model import CONSENT_VERSION, Member, Team, TeamState, first_round
from bot.teams.service import Asker
from bot.texts import catalogue
from bot.trends.model import Reading
from bot.trends.seasons import choose_next_act, whose_turn
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
    unit.teams.add_admin(team.id, PEOPLE[0])
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


def at_round(unit: FakeUnit, team: Team, number: int, **changes: object) -> None:
    """Let the team's open round be its n-th."""
    open_ = unit.teams.find_open_round(team.id)
    unit.teams.rounds.clear()
    unit.teams.save_round(replace(open_, number=number, **changes))


def body_of_last(unit: FakeUnit) -> str:
    return str([one.arguments for one in unit.outbox.messages if one.kind is Kind.WEEKLY_POST][-1])


def levels(unit: FakeUnit, team: Team, word: Word, readings: int, item: str = HELD_BACK) -> None:
    for number in range(1, readings + 1):
        kept = Reading(item=item, number=number, round_number=number, level=4 * list(Word).index(word) + 2, word=word)
        unit.trends.add_reading(team.id, kept)


def test_a_holiday_moves_the_next_post():
    unit, team = set_up()
    round_ = unit.teams.find_open_round(team.id)
    holiday = (round_.posts_at + timedelta(weeks=1)).date()
    close_due(unit, round_.closes_at, SeededChance(1), SAY, lambda _: {holiday}.__contains__)
    following = unit.teams.find_open_round(team.id)
    assert following.posts_at == round_.posts_at + timedelta(days=10)  # from Friday to Monday
    assert following.closes_at == following.posts_at - timedelta(hours=1)


def test_every_third_reading_of_a_team_that_holds_much_back_brings_a_nudge_instead():
    nudged = []
    for before in range(2, 9):
        unit, team = set_up()
        levels(unit, team, Word.MOSTLY, before)
        at_round(unit, team, before + 1)
        answer(unit, team, 8, "mattered")
        close(unit, team)
        nudged.append(unit.practices.seen(team.id)[-1].startswith("reset-nudge"))
    assert nudged == [True, False, False, True, False, False, True]


@pytest.mark.parametrize(("word", "answers"), [(Word.SOMETIMES, 8), (Word.RARELY, 8), (Word.MOSTLY, 0)])
def test_no_nudge_where_little_is_held_back_or_nothing_was_read(word, answers):
    unit, team = set_up()
    levels(unit, team, word, 5 if answers else 6)
    at_round(unit, team, 7)
    answer(unit, team, answers)
    close(unit, team)
    assert not unit.practices.seen(team.id)[-1].startswith("reset-nudge")


def test_the_workspaces_clear_barrier_widens_what_is_chosen_from():
    barrier_only = {one.id for one in practices() if Barrier.FUTILE in one.barriers and Act.DISCLOSURE not in one.acts}
    chosen: dict[str, set[str]] = {"futile": set(), "": set()}
    for option, found in chosen.items():
        unit, team = set_up()
        unit.ballots.keep_theme(team.workspace_id, "barrier-2026q1", option)
        for seed in range(10):
            close(unit, team, seed)
        found |= set(unit.practices.seen(team.id))
    assert chosen["futile"] & barrier_only
    assert not chosen[""] & barrier_only


def test_a_team_that_holds_little_back_and_questions_little_is_too_safe_in_every_season():
    def seen(questioned: Word) -> set[str]:
        unit, team = set_up()
        levels(unit, team, Word.RARELY, 3)
        levels(unit, team, questioned, 3, act_item(0))
        at_round(unit, team, 13, act="containment")
        open_ = unit.teams.find_open_round(team.id)
        unit.teams.save_round(replace(open_, number=1, is_open=False, act="provocation"))
        for seed in range(11):
            close(unit, team, seed)
        return set(unit.practices.seen(team.id))

    safe_only = {one.id for one in practices() if one.too_safe and Act.CONTAINMENT not in one.acts}
    assert seen(Word.RARELY) & safe_only
    assert not seen(Word.HALF) & safe_only


def test_the_last_round_of_a_season_closes_it_and_names_the_next_act():
    unit, team = set_up()
    unit.ballots.keep_theme(team.workspace_id, "barrier-2026q1", "futile")
    at_round(unit, team, 12, act="feedback")
    levels(unit, team, Word.HALF, 5, act_item(0))
    close(unit, team)
    said = body_of_last(unit)
    assert "The end of a season: saying how it landed" in said
    assert "“It would change nothing”" in said
    following = unit.teams.find_open_round(team.id)
    assert following.act == "disclosure"  # never in focus so far, and the first of those
    assert "Next comes *letting others see*" in said


def test_a_season_whose_last_week_was_off_is_closed_by_the_next_post():
    unit, team = set_up(week_off=12)
    at_round(unit, team, 11)
    unit.teams.save_round(replace(unit.teams.find_round(team.id, 11), number=1, is_open=False, act="feedback"))
    unit.teams.save_round(replace(unit.teams.find_round(team.id, 11), act="feedback"))
    close(unit, team)
    close(unit, team)
    assert len(posts(unit)) == 1
    close(unit, team)
    said = body_of_last(unit)
    assert "The end of a season: saying how it landed" in said
    assert "A new season: " in said


def test_the_arrow_rests_after_the_channel_has_changed():
    unit, team = set_up(channel_changed_round=9)
    levels(unit, team, Word.SOMETIMES, 9)
    at_round(unit, team, 10)
    answer(unit, team, 8, "small")
    close(unit, team)
    assert re.search("afresh|arrow is resting|not quite the one", body_of_last(unit))


def test_turns_go_to_the_act_that_was_in_focus_longest_ago():
    unit, team = set_up()
    open_ = unit.teams.find_open_round(team.id)
    for season, act in enumerate(("containment", "disclosure", "containment", "feedback", "answering")):
        unit.teams.save_round(replace(open_, number=12 * season + 1, act=act, is_open=False))
    assert whose_turn(unit, team.id) is Act.PROVOCATION
    unit.teams.save_round(replace(open_, number=61, act="provocation", is_open=False))
    assert whose_turn(unit, team.id) is Act.DISCLOSURE


def asker(user_id: UserId = PEOPLE[0]) -> Asker:
    profile = Profile(user_id=user_id, zone="UTC", standing=Standing.FULL)
    return Asker(workspace_id=WorkspaceId("T1"), profile=profile, in_channel=True)


def test_the_next_act_is_chosen_by_administrators_from_those_there_are():
    unit, team = set_up()
    unit.teams.add_admin(team.id, PEOPLE[0])
    assert choose_next_act(unit, team.id, "containment", asker()).next_act == "containment"
    with pytest.raises(Refused, match="trends-unknown-act"):
        choose_next_act(unit, team.id, "juggling", asker())
    with pytest.raises(Refused, match="trust-refused-not-admin"):
        choose_next_act(unit, team.id, "feedback", asker(PEOPLE[1]))
    assert unit.teams.get(team.id).next_act == "containment"
    assert unit.teams.find_open_round(team.id).act == ""  # this season stays as it is
    at_round(unit, team, 12)
    close(unit, team)
    assert "Next comes *room for a worry*" in body_of_last(unit)
    assert unit.teams.find_open_round(team.id).act == "containment"
    assert unit.teams.get(team.id).next_act == ""


def test_a_team_of_four_is_told_again_when_it_has_shrunk_again():
    unit, team = set_up(people=4)
    close(unit, team)
    unit.teams.add_member(Member(team_id=team.id, user_id=PEOPLE[4], consent_version=CONSENT_VERSION), date(2026, 3, 2))
    close(unit, team)
    assert len(posts(unit)) == 1
    unit.teams.remove_member(team.id, PEOPLE[4])
    close(unit, team)
    assert len([one for one in unit.outbox.messages if one.kind is Kind.NOTICE]) == 8


def test_a_week_off_brings_no_post_and_no_reading_and_loses_no_answer():
    unit, team = set_up(week_off=1)
    answer(unit, team, 6)
    now = close(unit, team)
    assert posts(unit) == []
    assert unit.trends.readings(team.id, HELD_BACK, 9) == []
    assert len(unit.ballots.open_in(team.id)) == 1
    close(unit, team)
    assert len(posts(unit)) == 1
    assert [one.round_number for one in unit.trends.readings(team.id, HELD_BACK, 9)] == [2]
    assert "A new season" in body_of_last(unit)  # the opening that the first week's post would have brought
    assert unit.teams.find_last_round(team.id).opens_at > now
