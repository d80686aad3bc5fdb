"""Changing a team's settings: who may, what follows, and what the channel is told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.administration import service
from bot.administration.model import MOST_ADMINS, PostTime
from bot.administration.service import Naming, Request
from bot.checkins.model import Checkin
from bot.directory.model import Profile, Standing
from bot.kernel.errors import Refused
from bot.kernel.ids import ChannelId, CheckinId, MeetingId, TeamId, UserId, WorkspaceId
from bot.kernel.weeks import Weekday
from bot.meetings.model import Plan, SeriesDraft
from bot.meetings.service import SetUp, set_up
from bot.outbox.model import Kind, Outgoing, State
from bot.teams.changes import LOG_KEPT, forget_changes, note_change
from bot.teams.model import PAUSED_BY_ADMIN, Team, TeamState, next_round
from bot.teams.service import Asker
from bot.texts import catalogue
from tests.fakes.unit import FakeUnit

SAY = catalogue()
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
HERE, CHANNEL, TEAM = WorkspaceId("T1"), ChannelId("C1"), TeamId("team-1")
ANN, BEN, CHIEF = UserId("U-ann"), UserId("U-ben"), UserId("U-chief")
PLAN = Plan(
    zone="Europe/Berlin",
    drafts=(SeriesDraft(name="Review", weekday=Weekday.THURSDAY, start_minute=780, length_minutes=60),),
    post_weekday=Weekday.FRIDAY,
    post_minute=900,
)


def asker(
    user_id: UserId = ANN, *, standing: Standing = Standing.FULL, chief: bool = False, inside: bool = True
) -> Asker:
    profile = Profile(user_id=user_id, zone="UTC", standing=standing, is_workspace_admin=chief)
    return Asker(workspace_id=HERE, profile=profile, in_channel=inside)


def request(user_id: UserId = ANN, **how: bool) -> Request:
    return Request(team_id=TEAM, by=asker(user_id, **how))


@pytest.fixture
def unit() -> FakeUnit:
    """A team that Ann set up."""
    found = FakeUnit()
    found.teams.save(Team(id=TEAM, workspace_id=HERE, channel_id=CHANNEL))
    set_up(found, SetUp(team_id=TEAM, by=asker(), plan=PLAN), NOW, SAY)
    found.outbox.kept.clear()
    found.teams.logged.clear()
    return found


def told(unit: FakeUnit) -> list[str]:
    """What the channel was told of changes."""
    return [one.arguments["text"] for one in unit.outbox.messages if one.key.startswith("change:")]


def prompt(unit: FakeUnit, round_number: int) -> str:
    checkin = Checkin(
        id=CheckinId("c"),
        team_id=TEAM,
        meeting_id=MeetingId("m"),
        round_number=round_number,
        user_id=BEN,
        due_at=NOW,
    )
    unit.checkins.add([checkin])
    waiting = Outgoing(
        workspace_id=HERE,
        key="prompt",
        kind=Kind.PROMPT,
        method="chat.postMessage",
        channel=BEN,
        arguments={},
        due_at=NOW,
        expires_at=NOW + timedelta(hours=2),
        subject=checkin.id,
    )
    unit.outbox.enqueue([waiting])
    return "prompt"


class TestWhoMay:
    def test_who_set_it_up_and_the_workspaces_administrators_may(self, unit: FakeUnit) -> None:
        assert service.look(unit, request(), NOW).admins == (ANN,)
        assert service.look(unit, request(CHIEF, chief=True), NOW).team.id == TEAM

    @pytest.mark.parametrize("who", [{}, {"inside": False}, {"chief": True, "inside": False}])
    def test_nobody_else_may_whatever_they_try(self, unit: FakeUnit, who: dict[str, bool]) -> None:
        wanted, by = PostTime(zone="UTC", weekday=Weekday.MONDAY, minute=0), request(BEN, **who)
        tries = [
            lambda: service.look(unit, by, NOW),
            lambda: service.set_post_time(unit, by, wanted, NOW, SAY),
            lambda: service.skip_week(unit, by, 1, NOW, SAY),
            lambda: service.pause(unit, by, NOW, SAY),
            lambda: service.resume(unit, by, NOW, SAY),
            lambda: service.name_admins(unit, by, Naming(added=(asker(BEN),)), NOW, SAY),
            lambda: service.tell_of_export(unit, by, NOW, SAY),
            lambda: service.read_export(unit, by, 0, NOW),
        ]
        before = unit.teams.get(TEAM)
        for attempt in tries:
            with pytest.raises(Refused, match="trust-refused"):
                attempt()
        assert (unit.teams.get(TEAM), unit.teams.admins(TEAM), told(unit)) == (before, [ANN], [])

    def test_a_team_whose_last_administrator_left_is_not_for_the_next_who_asks(self, unit: FakeUnit) -> None:
        unit.teams.remove_admin(TEAM, ANN)
        with pytest.raises(Refused, match="not-admin"):
            service.look(unit, request(BEN), NOW)
        assert service.look(unit, request(CHIEF, chief=True), NOW).admins == ()

    def test_before_the_set_up_there_is_nothing_to_change(self, unit: FakeUnit) -> None:
        unit.teams.save(replace(unit.teams.get(TEAM), state=TeamState.GREETED))
        with pytest.raises(Refused, match="admin-not-set-up"):
            service.look(unit, request(), NOW)


class TestPostTime:
    def test_the_open_round_stays_and_the_next_one_moves(self, unit: FakeUnit) -> None:
        before = unit.teams.find_open_round(TEAM)
        wanted = PostTime(zone="Asia/Tokyo", weekday=Weekday.TUESDAY, minute=9 * 60)
        service.set_post_time(unit, request(), wanted, NOW, SAY)
        assert unit.teams.find_open_round(TEAM) == before
        team = unit.teams.get(TEAM)
        local = next_round(team, before, before.closes_at).posts_at.astimezone(team.tz)
        assert (local.weekday(), local.hour, local.minute) == (Weekday.TUESDAY, 9, 0)
        (sentence,) = told(unit)
        assert "<@U-ann>" in sentence
        assert "Tuesday at 09:00" in sentence

    def test_a_later_hour_of_the_same_day_brings_no_second_post_that_day(self, unit: FakeUnit) -> None:
        wanted = PostTime(zone="Europe/Berlin", weekday=Weekday.FRIDAY, minute=17 * 60)
        service.set_post_time(unit, request(), wanted, NOW, SAY)
        round_ = unit.teams.find_open_round(TEAM)
        following = next_round(unit.teams.get(TEAM), round_, round_.closes_at)
        assert following.posts_at - round_.posts_at == timedelta(days=7, hours=2)

    def test_what_does_not_change_is_not_told(self, unit: FakeUnit) -> None:
        same = PostTime(zone="Europe/Berlin", weekday=Weekday.FRIDAY, minute=900)
        service.set_post_time(unit, request(), same, NOW, SAY)
        assert told(unit) == []


class TestWeekOff:
    def test_this_week_can_be_skipped_and_its_prompts_are_dropped(self, unit: FakeUnit) -> None:
        key = prompt(unit, 1)
        service.skip_week(unit, request(), 1, NOW, SAY)
        assert unit.teams.get(TEAM).skips(1)
        assert unit.outbox.state_of(key) is State.DROPPED
        assert service.look(unit, request(), NOW).skipped.round_number == 1

    def test_next_week_can_be_skipped_and_taken_back(self, unit: FakeUnit) -> None:
        key = prompt(unit, 1)
        service.skip_week(unit, request(), 2, NOW, SAY)
        assert unit.outbox.state_of(key) is State.DUE
        service.skip_week(unit, request(), 0, NOW, SAY)
        assert not unit.teams.get(TEAM).skips(2)
        assert len(told(unit)) == 2

    @pytest.mark.parametrize("number", [3, 17, 999999])
    def test_no_other_week_can(self, unit: FakeUnit, number: int) -> None:
        with pytest.raises(Refused, match="admin-week-over") as refused:
            service.skip_week(unit, request(), number, NOW, SAY)
        assert refused.value.field == "week"
        assert told(unit) == []

    def test_a_week_off_that_is_over_is_shown_no_more(self, unit: FakeUnit) -> None:
        unit.teams.save(replace(unit.teams.get(TEAM), week_off=7))
        assert service.look(unit, request(), NOW).skipped is None
        service.skip_week(unit, request(), 0, NOW, SAY)
        assert told(unit) == []


class TestResting:
    def test_a_paused_team_drops_its_prompts_and_goes_on_when_resumed(self, unit: FakeUnit) -> None:
        key = prompt(unit, 1)
        service.pause(unit, request(), NOW, SAY)
        service.pause(unit, request(), NOW, SAY)
        assert (unit.teams.get(TEAM).state, unit.teams.get(TEAM).reason) == (TeamState.PAUSED, PAUSED_BY_ADMIN)
        assert unit.outbox.state_of(key) is State.DROPPED
        service.resume(unit, request(), NOW, SAY)
        service.resume(unit, request(), NOW, SAY)
        assert (unit.teams.get(TEAM).state, unit.teams.get(TEAM).reason) == (TeamState.ACTIVE, "")
        assert len(told(unit)) == 2


class TestAdministrators:
    def test_they_can_be_named_and_taken_off_and_need_not_have_joined(self, unit: FakeUnit) -> None:
        service.name_admins(unit, request(), Naming(added=(asker(BEN),)), NOW, SAY)
        assert unit.teams.admins(TEAM) == [ANN, BEN]
        assert not unit.teams.is_member(TEAM, BEN)
        service.name_admins(unit, request(BEN), Naming(removed=frozenset({ANN})), NOW, SAY)
        assert unit.teams.admins(TEAM) == [BEN]
        assert ["<@U-ben>" in one for one in told(unit)] == [True, True]

    def test_somebody_else_named_in_the_meantime_stays(self, unit: FakeUnit) -> None:
        service.name_admins(unit, request(), Naming(added=(asker(BEN),)), NOW, SAY)
        service.name_admins(
            unit, request(), Naming(added=(asker(CHIEF),), removed=frozenset({UserId("U-x")})), NOW, SAY
        )
        assert unit.teams.admins(TEAM) == [ANN, BEN, CHIEF]

    def test_the_last_one_stays_but_for_a_workspaces_administrator(self, unit: FakeUnit) -> None:
        everybody = Naming(removed=frozenset({ANN}))
        with pytest.raises(Refused, match="admin-last") as refused:
            service.name_admins(unit, request(), everybody, NOW, SAY)
        assert refused.value.field == "admins"
        assert unit.teams.admins(TEAM) == [ANN]
        service.name_admins(unit, request(CHIEF, chief=True), everybody, NOW, SAY)
        assert unit.teams.admins(TEAM) == []

    @pytest.mark.parametrize("standing", [one for one in Standing if one is not Standing.FULL])
    def test_only_full_members_can_be_named(self, unit: FakeUnit, standing: Standing) -> None:
        with pytest.raises(Refused, match="admin-not-full"):
            service.name_admins(unit, request(), Naming(added=(asker(BEN, standing=standing),)), NOW, SAY)
        with pytest.raises(Refused, match="admin-not-full"):
            service.name_admins(unit, request(), Naming(added=(asker(BEN, inside=False),)), NOW, SAY)

    def test_there_are_not_too_many(self, unit: FakeUnit) -> None:
        many = tuple(asker(UserId(f"U-{number}")) for number in range(MOST_ADMINS))
        with pytest.raises(Refused, match="admin-too-many"):
            service.name_admins(unit, request(), Naming(added=many), NOW, SAY)
        service.name_admins(unit, request(), Naming(added=many[1:]), NOW, SAY)
        assert len(unit.teams.admins(TEAM)) == MOST_ADMINS


class TestTheLog:
    def test_each_change_is_logged_with_who_and_told_once(self, unit: FakeUnit) -> None:
        service.pause(unit, request(), NOW, SAY)
        service.resume(unit, request(CHIEF, chief=True), NOW, SAY)
        assert [(one.text_id, one.by) for one in unit.teams.changes(TEAM, 9)] == [
            ("change-resumed", CHIEF),
            ("change-paused", ANN),
        ]
        assert len(told(unit)) == 2
        assert all(one.channel == CHANNEL for one in unit.outbox.messages if one.key.startswith("change:"))

    def test_it_is_kept_for_a_year_and_its_numbers_never_hide_a_later_sentence(self, unit: FakeUnit) -> None:
        team = unit.teams.get(TEAM)
        note_change(unit, team, ANN, "change-paused", {}, NOW, SAY)
        assert forget_changes(unit, NOW + LOG_KEPT) == 0
        assert forget_changes(unit, NOW + LOG_KEPT + timedelta(seconds=1)) == 1
        note_change(unit, team, ANN, "change-paused", {}, NOW + LOG_KEPT + timedelta(days=1), SAY)
        assert len(told(unit)) == 2
