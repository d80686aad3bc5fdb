"""Leaving, pausing, looking at one's own things, and channels that come and go."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.ballots import service as ballots
from bot.ballots.model import BARRIER, HELD_BACK, Ballot, Choice, act_item, quarter_item
from bot.ballots.questions import questions
from bot.checkins.model import Checkin, Shown
from bot.directory.model import ChannelFacts, Profile, Standing
from bot.home import service
from bot.kernel.errors import Refused
from bot.kernel.ids import ChannelId, CheckinId, MeetingId, TeamId, UserId, WorkspaceId
from bot.kernel.weeks import Weekday
from bot.meetings.model import Plan, SeriesDraft
from bot.meetings.service import SetUp, set_up
from bot.outbox.model import Kind, Outgoing, State
from bot.teams.model import Team, TeamState
from bot.teams.service import Arrival, Asker, Revived
from bot.texts import catalogue
from tests.fakes.chance import SeededChance
from tests.fakes.unit import FakeUnit

SAY = catalogue()
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HERE, CHANNEL, TEAM, OTHER = WorkspaceId("T1"), ChannelId("C1"), TeamId("team-1"), TeamId("team-2")
ANN, BEN = UserId("U-ann"), UserId("U-ben")
PLAN = Plan(
    zone="UTC",
    drafts=(SeriesDraft(name="Review", weekday=Weekday.THURSDAY, start_minute=780, length_minutes=60),),
    post_weekday=Weekday.FRIDAY,
    post_minute=900,
)


def asker(user_id: UserId = ANN) -> Asker:
    return Asker(
        workspace_id=HERE, profile=Profile(user_id=user_id, zone="UTC", standing=Standing.FULL), in_channel=True
    )


@pytest.fixture
def unit() -> FakeUnit:
    """Two teams that are set up; Ann is in both, Ben in the first."""
    found = FakeUnit()
    for team_id in (TEAM, OTHER):
        found.teams.save(Team(id=team_id, workspace_id=HERE, channel_id=ChannelId(f"C{team_id[-1]}")))
        set_up(found, SetUp(team_id=team_id, by=asker(), plan=PLAN), NOW, SAY)
        service.join(found, team_id, asker(), NOW)
    service.join(found, TEAM, asker(BEN), NOW)
    return found


def asked(unit: FakeUnit, user_id: UserId = ANN, team_id: TeamId = TEAM) -> CheckinId:
    """Let somebody be asked: the check-in is there and its prompt waits."""
    checkin = Checkin(
        id=CheckinId(f"{team_id}-{user_id}"),
        team_id=team_id,
        meeting_id=MeetingId(f"meeting-{team_id}"),
        round_number=1,
        user_id=user_id,
        due_at=NOW,
    )
    prompt = Outgoing(
        workspace_id=HERE,
        key=checkin.id,
        kind=Kind.PROMPT,
        method="chat.postMessage",
        channel=user_id,
        arguments={},
        due_at=NOW,
        expires_at=NOW + timedelta(hours=2),
        subject=checkin.id,
    )
    unit.checkins.add([checkin])
    unit.outbox.enqueue([prompt])
    return checkin.id


def answer(unit: FakeUnit, user_id: UserId = ANN, team_id: TeamId = TEAM, item: str = HELD_BACK) -> None:
    question = questions().held_back if item == HELD_BACK else questions().act(0)
    round_ = unit.teams.find_open_round(team_id)
    ballot = Ballot(
        scope=team_id,
        item=item,
        voter=user_id,
        round_key=round_.number,
        opened_at=round_.opens_at,
        choice=Choice(question.id, question.options[0].id),
    )
    ballots.cast(unit, ballot, SeededChance(1))


def answered(unit: FakeUnit, user_id: UserId, team_id: TeamId = TEAM) -> bool:
    return ballots.has_cast(unit, team_id, HELD_BACK, user_id, 1)


class TestLeaving:
    def test_nothing_of_the_person_stays_in_that_team(self, unit: FakeUnit) -> None:
        checkin = asked(unit)
        answer(unit)
        service.leave(unit, HERE, TEAM, ANN, NOW)
        assert not unit.teams.is_member(TEAM, ANN)
        assert not answered(unit, ANN)
        assert unit.checkins.find(checkin) is None
        assert unit.outbox.state_of(checkin) is State.DROPPED

    def test_other_teams_and_other_people_stay_as_they_are(self, unit: FakeUnit) -> None:
        others = [asked(unit, BEN), asked(unit, team_id=OTHER)]
        for user_id, team_id in ((BEN, TEAM), (ANN, OTHER)):
            answer(unit, user_id, team_id)
        service.leave(unit, HERE, TEAM, ANN, NOW)
        assert answered(unit, BEN)
        assert answered(unit, ANN, OTHER)
        assert [unit.outbox.state_of(one) for one in others] == [State.DUE, State.DUE]
        assert unit.people.find(HERE, ANN) is not None

    def test_whoever_leaves_their_last_team_is_forgotten(self, unit: FakeUnit) -> None:
        for team_id in (TEAM, OTHER):
            service.leave(unit, HERE, team_id, ANN, NOW)
        assert unit.people.find(HERE, ANN) is None
        assert unit.people.find(HERE, BEN) is not None

    def test_the_workspaces_open_ballots_are_blanked_with_any_team(self, unit: FakeUnit) -> None:
        item = quarter_item(BARRIER, NOW)
        option = questions().barrier.options[0].id
        choice = Choice(questions().barrier.id, option)
        ballot = Ballot(scope=HERE, item=item, voter=ANN, round_key=1, opened_at=NOW, choice=choice)
        ballots.cast(unit, ballot, SeededChance(1))
        assert ballots.has_cast(unit, HERE, item, ANN, 1)
        service.leave(unit, HERE, TEAM, ANN, NOW)
        assert not ballots.has_cast(unit, HERE, item, ANN, 1)

    def test_leaving_without_being_in_is_said(self, unit: FakeUnit) -> None:
        with pytest.raises(Refused, match="trust-not-joined-here"):
            service.leave(unit, HERE, OTHER, BEN, NOW)

    def test_the_channel_hears_nothing(self, unit: FakeUnit) -> None:
        before = len(unit.outbox.messages)
        service.leave(unit, HERE, TEAM, ANN, NOW)
        assert len(unit.outbox.messages) == before

    def test_leaving_the_channel_is_leaving_the_team(self, unit: FakeUnit) -> None:
        service.leave_channel(unit, HERE, CHANNEL, BEN, NOW)
        service.leave_channel(unit, HERE, CHANNEL, BEN, NOW)
        service.leave_channel(unit, HERE, ChannelId("C-unknown"), ANN, NOW)
        assert [one.user_id for one in unit.teams.members(TEAM)] == [ANN]


class TestChangedPeople:
    @pytest.mark.parametrize("standing", [Standing.GUEST, Standing.DEACTIVATED, Standing.STRANGER])
    def test_who_may_no_longer_take_part_leaves_every_team(self, unit: FakeUnit, standing: Standing) -> None:
        profile = Profile(user_id=ANN, zone="UTC", standing=standing)
        service.note_profile(unit, HERE, profile, now=NOW)
        assert unit.teams.teams_of(HERE, ANN) == []
        assert unit.people.find(HERE, ANN) is None
        assert unit.teams.admins(TEAM) == []
        assert unit.teams.is_member(TEAM, BEN)

    def test_a_new_zone_is_kept_and_nobody_leaves(self, unit: FakeUnit) -> None:
        profile = Profile(user_id=ANN, zone="Asia/Tokyo", standing=Standing.FULL)
        service.note_profile(unit, HERE, profile, now=NOW)
        assert unit.people.find(HERE, ANN).zone == "Asia/Tokyo"
        assert len(unit.teams.teams_of(HERE, ANN)) == 2

    def test_people_who_never_joined_leave_no_trace(self, unit: FakeUnit) -> None:
        profile = Profile(user_id=UserId("U-new"), zone="UTC", standing=Standing.DEACTIVATED)
        service.note_profile(unit, HERE, profile, now=NOW)
        assert unit.people.find(HERE, UserId("U-new")) is None


class TestPausing:
    def test_what_was_about_to_be_asked_is_dropped_in_every_team(self, unit: FakeUnit) -> None:
        mine = [asked(unit), asked(unit, team_id=OTHER)]
        bens = asked(unit, BEN)
        until = service.pause(unit, HERE, ANN, NOW)
        assert [unit.outbox.state_of(one) for one in mine] == [State.DROPPED, State.DROPPED]
        assert unit.outbox.state_of(bens) is State.DUE
        assert service.look(unit, HERE, ANN, NOW).paused_until == until
        service.resume(unit, HERE, ANN)
        assert service.look(unit, HERE, ANN, NOW).paused_until is None

    def test_a_pause_that_is_over_is_not_shown(self, unit: FakeUnit) -> None:
        until = service.pause(unit, HERE, ANN, NOW)
        assert service.look(unit, HERE, ANN, until).paused_until is None


class TestLooking:
    def test_a_check_in_waits_from_its_prompt_to_its_answer(self, unit: FakeUnit) -> None:
        closes = unit.teams.find_open_round(TEAM).closes_at
        checkin = asked(unit)
        assert self.waiting(unit) == []
        unit.checkins.note_shown([Shown(HERE, ANN, date(2026, 3, 2), checkin)])
        assert self.waiting(unit) == [(TEAM, closes)]
        answer(unit)
        assert self.waiting(unit) == []

    @pytest.mark.parametrize(
        ("changes", "weeks", "asks"),
        [
            ({}, 0, True),
            ({"week_off": 1}, 1, False),
            ({"week_off": 2}, 0, True),
            ({"state": TeamState.PAUSED}, None, False),
        ],
    )
    def test_only_what_really_comes_is_announced(
        self, unit: FakeUnit, changes: dict[str, object], weeks: int | None, asks: bool
    ) -> None:
        posts_at = unit.teams.find_open_round(TEAM).posts_at
        unit.teams.save(replace(unit.teams.get(TEAM), **changes))  # type: ignore[arg-type]
        (seen,) = service.look(unit, HERE, BEN, NOW).teams
        assert seen.posts_at == (None if weeks is None else posts_at + timedelta(weeks=weeks))
        assert (seen.next_end is not None) is asks

    def test_nothing_waits_after_the_close(self, unit: FakeUnit) -> None:
        unit.checkins.note_shown([Shown(HERE, ANN, date(2026, 3, 2), asked(unit))])
        assert self.waiting(unit, unit.teams.find_open_round(TEAM).closes_at) == []

    def test_one_sees_ones_own_teams_only(self, unit: FakeUnit) -> None:
        assert [one.team.id for one in service.look(unit, HERE, BEN, NOW).teams] == [TEAM]
        assert service.look(unit, HERE, UserId("U-new"), NOW).teams == ()

    def waiting(self, unit: FakeUnit, now: datetime = NOW) -> list[tuple[TeamId, datetime]]:
        seen = service.look(unit, HERE, ANN, now).teams
        return [(one.team.id, one.open_until) for one in seen if one.open_until is not None]


class TestChannels:
    def test_a_channel_that_goes_takes_everything_open_with_it(self, unit: FakeUnit) -> None:
        checkin = asked(unit)
        answer(unit)
        answer(unit, item=act_item(0))
        answer(unit, team_id=OTHER)
        service.depart(unit, HERE, CHANNEL, "archived", NOW)
        assert unit.teams.get(TEAM).state is TeamState.GONE
        assert unit.outbox.state_of(checkin) is State.DROPPED
        assert unit.meetings.planned_in(TEAM, 1) == []
        assert unit.ballots.open_in(TEAM) == []
        assert len(unit.ballots.tombstones()) == 2
        assert unit.teams.get(OTHER).state is TeamState.ACTIVE
        assert len(unit.ballots.open_in(OTHER)) == 1

    def test_going_twice_or_unknown_is_nothing(self, unit: FakeUnit) -> None:
        service.depart(unit, HERE, CHANNEL, "archived", NOW)
        service.depart(unit, HERE, CHANNEL, "removed", NOW)
        service.depart(unit, HERE, ChannelId("C-unknown"), "removed", NOW)
        assert unit.teams.get(TEAM).reason == "archived"

    def test_a_team_that_is_gone_is_not_shown_and_can_still_be_left(self, unit: FakeUnit) -> None:
        service.depart(unit, HERE, CHANNEL, "archived", NOW)
        assert [one.team.id for one in service.look(unit, HERE, ANN, NOW).teams] == [OTHER]
        service.leave(unit, HERE, TEAM, ANN, NOW)
        assert not unit.teams.is_member(TEAM, ANN)

    def test_a_channel_that_comes_back_has_a_new_round_with_its_meetings(self, unit: FakeUnit) -> None:
        service.depart(unit, HERE, CHANNEL, "archived", NOW)
        channel = ChannelFacts(
            channel_id=CHANNEL, name="c", is_shared=False, is_archived=False, is_private=True, bot_is_in=True
        )
        later = NOW + timedelta(days=21)
        outcome = service.arrive(unit, Arrival(workspace_id=HERE, channel=channel, delivery="d9"), later, SAY)
        assert isinstance(outcome, Revived)
        (meeting,) = unit.meetings.planned_in(TEAM, 2)
        assert meeting.ends_at == datetime(2026, 3, 26, 14, tzinfo=UTC)
