"""Setting up when a team meets, and which meetings belong to which round."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.directory.model import Profile, Standing
from bot.kernel.errors import Refused
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.kernel.weeks import Weekday
from bot.meetings.model import MeetingState, Plan, SeriesDraft
from bot.meetings.service import SetUp, WasSetUp, find_next_end, plan_round, set_up
from bot.teams.model import Team, TeamState
from bot.teams.service import Asker, follow, retire
from bot.texts import catalogue
from tests.fakes.unit import FakeUnit

SAY = catalogue()
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
HERE, CHANNEL, TEAM = WorkspaceId("T1"), ChannelId("C1"), TeamId("team-1")
ANN, BEN = UserId("U-ann"), UserId("U-ben")
PLANNING = SeriesDraft(name="Planning", weekday=Weekday.MONDAY, start_minute=600, length_minutes=60)
REVIEW = SeriesDraft(name="Review", weekday=Weekday.THURSDAY, start_minute=780, length_minutes=90)
PLAN = Plan(zone="UTC", drafts=(PLANNING, REVIEW), post_weekday=Weekday.FRIDAY, post_minute=900)


@pytest.fixture
def unit() -> FakeUnit:
    found = FakeUnit()
    found.teams.save(Team(id=TEAM, workspace_id=HERE, channel_id=CHANNEL))
    return found


def by(user_id: UserId = ANN, *, inside: bool = True, is_workspace_admin: bool = False) -> Asker:
    profile = Profile(user_id=user_id, zone="UTC", standing=Standing.FULL, is_workspace_admin=is_workspace_admin)
    return Asker(workspace_id=HERE, profile=profile, in_channel=inside)


def done(unit: FakeUnit, plan: Plan = PLAN, now: datetime = NOW, who: Asker | None = None) -> WasSetUp:
    command = SetUp(team_id=TEAM, by=who or by(), plan=plan, delivery=f"d{now.timestamp()}")
    return set_up(unit, command, now, SAY)


def planned(unit: FakeUnit, number: int = 1) -> list[str]:
    names = {one.id: one.name for one in unit.meetings.series_of(TEAM)}
    return [f"{names[one.series_id]} {one.ends_at:%m-%d %H:%M}" for one in unit.meetings.planned_in(TEAM, number)]


class TestTheFirstTime:
    def test_the_first_round_opens_with_its_meetings(self, unit: FakeUnit) -> None:
        outcome = done(unit)
        assert outcome.first
        assert not outcome.later
        assert unit.teams.get(TEAM).state is TeamState.ACTIVE
        assert unit.teams.find_open_round(TEAM) == outcome.round_
        assert outcome.round_.posts_at == datetime(2026, 3, 6, 15, tzinfo=UTC)
        assert planned(unit) == ["Review 03-05 14:30"]

    def test_whoever_does_it_becomes_administrator_and_no_member(self, unit: FakeUnit) -> None:
        done(unit)
        assert unit.teams.admins(TEAM) == [ANN]
        assert unit.teams.members(TEAM) == []

    def test_the_channel_hears_who_did_it_but_no_meetings_name(self, unit: FakeUnit) -> None:
        done(unit)
        (message,) = unit.outbox.messages
        assert message.channel == CHANNEL
        assert f"<@{ANN}>" in message.arguments["text"]
        assert "Review" not in str(message.arguments)


class TestLater:
    def test_the_open_round_keeps_its_times_and_gets_the_new_meetings(self, unit: FakeUnit) -> None:
        first = done(unit)
        moved = replace(REVIEW, weekday=Weekday.WEDNESDAY)
        outcome = done(unit, Plan(zone="UTC", drafts=(moved,), post_weekday=Weekday.TUESDAY, post_minute=600), NOW)
        assert outcome.round_ == first.round_
        assert outcome.later
        assert not outcome.first
        assert planned(unit) == ["Review 03-04 14:30"]
        following = follow(unit, unit.teams.get(TEAM), outcome.round_, outcome.round_.closes_at)
        assert following.posts_at == datetime(2026, 3, 10, 10, tzinfo=UTC)

    def test_a_meeting_that_stays_keeps_its_series_by_name_or_by_time(self, unit: FakeUnit) -> None:
        before = {one.name: one.id for one in done(unit).series}
        renamed = replace(PLANNING, name="Monday planning")
        moved = replace(REVIEW, start_minute=660)
        after = done(unit, replace(PLAN, drafts=(moved, renamed)), NOW + timedelta(hours=1)).series
        assert {one.name: one.id for one in after} == {
            "Monday planning": before["Planning"],
            "Review": before["Review"],
        }

    def test_what_was_asked_about_stays(self, unit: FakeUnit) -> None:
        done(unit)
        (review,) = unit.meetings.planned_in(TEAM, 1)
        unit.meetings.mark(review.id, MeetingState.ASKED)
        done(unit, replace(PLAN, drafts=(REVIEW,)), review.ends_at + timedelta(hours=1))
        assert unit.meetings.find(review.id).state is MeetingState.ASKED
        assert planned(unit) == []

    def test_a_paused_team_goes_on(self, unit: FakeUnit) -> None:
        done(unit)
        unit.teams.save(replace(unit.teams.get(TEAM), state=TeamState.PAUSED, reason="is_archived"))
        done(unit, now=NOW + timedelta(hours=1))
        team = unit.teams.get(TEAM)
        assert (team.state, team.reason) == (TeamState.ACTIVE, "")


class TestWhoMay:
    def test_somebody_else_may_not(self, unit: FakeUnit) -> None:
        done(unit)
        with pytest.raises(Refused, match="trust-refused-not-admin"):
            done(unit, replace(PLAN, drafts=(REVIEW,)), who=by(BEN))
        assert len(unit.meetings.series_of(TEAM)) == 2

    def test_a_workspace_administrator_may(self, unit: FakeUnit) -> None:
        done(unit)
        done(unit, replace(PLAN, drafts=(REVIEW,)), NOW + timedelta(hours=1), by(BEN, is_workspace_admin=True))
        assert unit.teams.admins(TEAM) == [ANN]
        assert len(unit.meetings.series_of(TEAM)) == 1

    def test_nobody_from_outside_the_channel(self, unit: FakeUnit) -> None:
        with pytest.raises(Refused, match="trust-refused-outside"):
            done(unit, who=by(inside=False, is_workspace_admin=True))
        assert unit.teams.get(TEAM).state is TeamState.GREETED

    def test_not_for_a_team_that_is_gone(self, unit: FakeUnit) -> None:
        retire(unit, unit.teams.get(TEAM), "archived", NOW)
        with pytest.raises(Refused, match="trust-gone"):
            done(unit)


class TestRounds:
    def test_a_meeting_belongs_to_the_round_in_which_its_last_prompt_is_due(self, unit: FakeUnit) -> None:
        # The round closes on Friday at 14:00; prompts come up to 15 minutes after the end.
        just_in = replace(REVIEW, name="In", weekday=Weekday.FRIDAY, start_minute=795, length_minutes=30)
        just_out = replace(REVIEW, name="Out", weekday=Weekday.FRIDAY, start_minute=823, length_minutes=5)
        outcome = done(unit, replace(PLAN, drafts=(just_in, just_out)))
        assert planned(unit) == ["In 03-06 13:45"]
        now = outcome.round_.closes_at
        following = follow(unit, outcome.team, outcome.round_, now)
        plan_round(unit, outcome.team, following, now)
        assert planned(unit, 2) == ["Out 03-06 13:48", "In 03-13 13:45"]

    def test_planning_twice_is_planning_once(self, unit: FakeUnit) -> None:
        outcome = done(unit)
        plan_round(unit, outcome.team, outcome.round_, NOW)
        assert planned(unit) == ["Review 03-05 14:30"]

    def test_meetings_of_weeks_in_which_nothing_ran_are_not_planned(self, unit: FakeUnit) -> None:
        outcome = done(unit)
        now = outcome.round_.closes_at + timedelta(days=15)
        following = follow(unit, outcome.team, outcome.round_, now)
        plan_round(unit, outcome.team, following, now)
        assert planned(unit, 2) == ["Planning 03-23 11:00", "Review 03-26 14:30"]

    def test_the_next_end_is_the_earliest_of_all_series(self, unit: FakeUnit) -> None:
        assert find_next_end(unit, TEAM, NOW) is None
        done(unit)
        assert find_next_end(unit, TEAM, NOW) == datetime(2026, 3, 5, 14, 30, tzinfo=UTC)
