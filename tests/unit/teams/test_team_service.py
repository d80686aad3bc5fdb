"""Coming into a channel, joining, and the rounds of a team."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.directory.model import ChannelFacts, Person, Profile, Standing
from bot.kernel.errors import Refused
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.outbox.model import Kind
from bot.teams.model import CONSENT_VERSION, MIN_TEAM, Team, TeamState
from bot.teams.service import (
    Arrival,
    Asker,
    Greeted,
    Present,
    Revived,
    TurnedAway,
    follow,
    greet,
    join,
    open_round,
    refuse_unless_may_change,
    retire,
)
from bot.texts import catalogue
from tests.fakes.unit import FakeUnit

SAY = catalogue()
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HERE, CHANNEL, TEAM = WorkspaceId("T1"), ChannelId("C1"), TeamId("team-1")
ANN = UserId("U-ann")


def arrival(delivery: str = "d1", *, is_shared: bool = False, inviter: UserId | None = ANN) -> Arrival:
    channel = ChannelFacts(
        channel_id=CHANNEL, name="c", is_shared=is_shared, is_archived=False, is_private=True, bot_is_in=True
    )
    return Arrival(workspace_id=HERE, channel=channel, inviter=inviter, delivery=delivery)


def asker(
    user_id: str = ANN, *, standing: Standing = Standing.FULL, inside: bool = True, is_workspace_admin: bool = False
) -> Asker:
    profile = Profile(
        user_id=UserId(user_id), zone="Asia/Tokyo", standing=standing, is_workspace_admin=is_workspace_admin
    )
    return Asker(workspace_id=HERE, profile=profile, in_channel=inside)


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


@pytest.fixture
def team(unit: FakeUnit) -> Team:
    found = Team(id=TEAM, workspace_id=HERE, channel_id=CHANNEL)
    unit.teams.save(found)
    return found


def said(unit: FakeUnit) -> list[tuple[Kind, str, str]]:
    return [(one.kind, one.method, one.arguments["text"]) for one in unit.outbox.due]


class TestGreeting:
    def test_a_new_channel_has_a_team_and_one_welcome_with_two_buttons(self, unit: FakeUnit) -> None:
        outcome = greet(unit, arrival(), NOW, SAY)
        assert isinstance(outcome, Greeted)
        team = unit.teams.find_by_channel(HERE, CHANNEL)
        assert team.state is TeamState.GREETED
        (message,) = unit.outbox.messages
        assert (message.kind, message.channel, message.method) == (Kind.WELCOME, CHANNEL, "chat.postMessage")
        assert message.arguments["text"] == SAY.say("welcome-text")
        buttons = message.arguments["blocks"][1]["elements"]
        assert [(one["action_id"], one["value"]) for one in buttons] == [
            ("teams.join", team.id),
            ("teams.privacy", team.id),
        ]

    def test_a_channel_is_greeted_once(self, unit: FakeUnit) -> None:
        greet(unit, arrival(), NOW, SAY)
        assert isinstance(greet(unit, arrival("d2"), NOW, SAY), Present)
        assert len(said(unit)) == 1

    def test_a_shared_channel_is_refused_to_whoever_invited_and_nothing_is_kept(self, unit: FakeUnit) -> None:
        assert isinstance(greet(unit, arrival(is_shared=True), NOW, SAY), TurnedAway)
        (message,) = unit.outbox.messages
        assert (message.method, message.channel, message.arguments["user"]) == ("chat.postEphemeral", CHANNEL, ANN)
        assert unit.teams.teams == {}

    def test_without_a_known_inviter_a_shared_channel_hears_nothing(self, unit: FakeUnit) -> None:
        greet(unit, arrival(is_shared=True, inviter=None), NOW, SAY)
        assert said(unit) == []

    def test_a_team_that_was_gone_comes_back_with_its_members_and_one_short_post(self, unit: FakeUnit) -> None:
        first = greet(unit, arrival(), NOW, SAY)
        join(unit, first.team.id, asker(), NOW)
        retire(unit, first.team, "removed", NOW)
        outcome = greet(unit, arrival("d2"), NOW, SAY)
        assert isinstance(outcome, Revived)
        assert outcome.team.state is TeamState.GREETED
        assert outcome.round_ is None
        assert unit.teams.is_member(first.team.id, ANN)
        assert [text for _, _, text in said(unit)] == [f"{SAY.say('teams-back')}\n{SAY.say('welcome-text')}"]

    def test_a_team_that_had_been_set_up_begins_a_new_round(self, unit: FakeUnit, team: Team) -> None:
        open_round(unit, team, NOW)
        retire(unit, team, "archived", NOW)
        later = NOW + timedelta(days=30)
        outcome = greet(unit, arrival("d2"), later, SAY)
        assert isinstance(outcome, Revived)
        assert outcome.team.state is TeamState.ACTIVE
        assert (outcome.round_.number, outcome.round_.opens_at) == (2, later)


class TestRetiring:
    def test_its_round_ends_and_what_waits_for_it_is_dropped(self, unit: FakeUnit) -> None:
        team = greet(unit, arrival(), NOW, SAY).team
        open_round(unit, team, NOW)
        retire(unit, team, "archived", NOW)
        assert unit.teams.get(team.id).state is TeamState.GONE
        assert unit.teams.rounds_to_close(NOW + timedelta(days=60), 9) == []
        assert unit.outbox.claim(NOW, "me", 30, 9) == []


class TestJoining:
    def test_the_promise_agreed_to_and_the_day_are_kept(self, unit: FakeUnit, team: Team) -> None:
        late = datetime(2026, 3, 2, 20, tzinfo=UTC)  # already the third in Tokyo
        join(unit, TEAM, asker(), late)
        (member,) = unit.teams.members(TEAM)
        assert (member.user_id, member.consent_version) == (ANN, CONSENT_VERSION)
        assert unit.teams.joined_on[TEAM, ANN].day == 3
        assert unit.people.find(HERE, ANN).zone == "Asia/Tokyo"

    def test_joining_twice_is_joining_once(self, unit: FakeUnit, team: Team) -> None:
        assert not join(unit, TEAM, asker(), NOW).before
        assert join(unit, TEAM, asker(), NOW).before
        assert len(unit.teams.members(TEAM)) == 1

    def test_a_second_team_leaves_a_pause_as_it_is(self, unit: FakeUnit, team: Team) -> None:
        until = NOW + timedelta(days=3)
        unit.people.save(Person(workspace_id=HERE, user_id=ANN, zone="UTC", paused_until=until))
        join(unit, TEAM, asker(), NOW)
        assert unit.people.find(HERE, ANN).paused_until == until

    @pytest.mark.parametrize(
        ("who", "text_id"),
        [
            (asker(standing=Standing.GUEST), "trust-refused-guest"),
            (asker(standing=Standing.BOT), "trust-refused-bot"),
            (asker(standing=Standing.STRANGER), "trust-refused-stranger"),
            (asker(standing=Standing.DEACTIVATED), "trust-refused-deactivated"),
            (asker(inside=False), "trust-refused-outside"),
        ],
    )
    def test_only_full_members_of_the_channel_can_join(
        self, unit: FakeUnit, team: Team, who: Asker, text_id: str
    ) -> None:
        with pytest.raises(Refused) as refused:
            join(unit, TEAM, who, NOW)
        assert refused.value.text_id == text_id
        assert SAY.say(text_id)
        assert unit.teams.members(TEAM) == []
        assert unit.people.people == {}

    def test_a_team_that_is_gone_cannot_be_joined(self, unit: FakeUnit, team: Team) -> None:
        retire(unit, team, "archived", NOW)
        with pytest.raises(Refused, match="trust-gone"):
            join(unit, TEAM, asker(), NOW)
        with pytest.raises(Refused, match="trust-gone"):
            join(unit, TeamId("unknown"), asker(), NOW)

    def test_a_channel_that_was_shared_later_says_why(self, unit: FakeUnit, team: Team) -> None:
        retire(unit, team, "shared", NOW)
        with pytest.raises(Refused, match="trust-shared-channel"):
            join(unit, TEAM, asker(), NOW)

    def test_people_wait_until_five_have_joined(self, unit: FakeUnit, team: Team) -> None:
        waits = [join(unit, TEAM, asker(f"U-{number}"), NOW).waiting for number in range(MIN_TEAM + 1)]
        assert waits == [True, True, True, True, False, False]

    def test_nobody_else_hears_that_somebody_joined(self, unit: FakeUnit, team: Team) -> None:
        for number in range(MIN_TEAM):
            join(unit, TEAM, asker(f"U-{number}"), NOW)
        assert said(unit) == []


class TestChanging:
    def test_the_first_to_set_up_may_be_anyone_inside(self, unit: FakeUnit, team: Team) -> None:
        refuse_unless_may_change(unit, team, asker())

    def test_after_that_its_administrators_and_the_workspaces(self, unit: FakeUnit, team: Team) -> None:
        unit.teams.add_admin(TEAM, ANN)
        refuse_unless_may_change(unit, team, asker())
        refuse_unless_may_change(unit, team, asker("U-chief", is_workspace_admin=True))
        with pytest.raises(Refused, match="trust-refused-not-admin"):
            refuse_unless_may_change(unit, team, asker("U-ben"))

    def test_nobody_from_outside_whatever_they_are(self, unit: FakeUnit, team: Team) -> None:
        unit.teams.add_admin(TEAM, ANN)
        for who in (asker(inside=False), asker("U-chief", is_workspace_admin=True, inside=False)):
            with pytest.raises(Refused, match="trust-refused-outside"):
                refuse_unless_may_change(unit, team, who)


class TestRounds:
    def test_the_first_round_leaves_time_for_meetings(self, unit: FakeUnit, team: Team) -> None:
        wednesday = datetime(2026, 3, 4, 12, tzinfo=UTC)
        round_ = open_round(unit, team, wednesday)
        assert (round_.number, round_.opens_at) == (1, wednesday)
        assert round_.posts_at == datetime(2026, 3, 13, 15, tzinfo=UTC)
        assert round_.closes_at == datetime(2026, 3, 13, 14, tzinfo=UTC)

    def test_an_open_round_is_not_opened_again(self, unit: FakeUnit, team: Team) -> None:
        round_ = open_round(unit, team, NOW)
        assert open_round(unit, team, NOW + timedelta(days=1)) == round_
        assert len(unit.teams.rounds) == 1

    def test_rounds_follow_without_a_gap_in_time_or_number(self, unit: FakeUnit, team: Team) -> None:
        first = open_round(unit, team, NOW)
        second = follow(unit, team, first, first.closes_at)
        assert unit.teams.find_open_round(TEAM) == second
        assert unit.teams.find_round(TEAM, 1) == replace(first, is_open=False)
        assert (second.number, second.opens_at) == (2, first.closes_at)
        assert second.closes_at == first.closes_at + timedelta(days=7)

    def test_weeks_that_nobody_closed_are_not_made_up_for(self, unit: FakeUnit, team: Team) -> None:
        first = open_round(unit, team, NOW)
        second = follow(unit, team, first, first.closes_at + timedelta(days=22))
        assert second.number == 2
        assert second.closes_at == first.closes_at + timedelta(days=28)
