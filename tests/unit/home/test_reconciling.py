"""The daily look at Slack: what events did not tell is found, in portions, by any number of processes."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.directory.model import Person, Quiet, Standing
from bot.home import service
from bot.home.reconciling import DAY, PORTION, REST, SPACING, Reconciler
from bot.kernel.caller import Caller
from bot.kernel.errors import SlackRefused, SlackUnclear, SlackUnreachable
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.outbox.model import Kind
from bot.resets import service as resets
from bot.resets.asking import Ask
from bot.teams.model import Member, Team, TeamState
from bot.teams.service import SHARED, Asker
from bot.texts import catalogue
from bot.workspaces.model import Workspace, WorkspaceState
from tests.fakes.chance import SeededChance
from tests.fakes.directory import FakeSlackPeople
from tests.fakes.unit import FakeUnit, FakeWork

SAY = catalogue()
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HERE, TEAM, CHANNEL = WorkspaceId("T1"), TeamId("team-1"), ChannelId("C1")
EVERYBODY = [UserId(f"U{number:02}") for number in range(30)]
ANN = EVERYBODY[0]


@pytest.fixture
def unit() -> FakeUnit:
    found = FakeUnit()
    found.workspaces.save(Workspace(id=HERE, bot_user_id="UBOT"))
    found.teams.save(Team(id=TEAM, workspace_id=HERE, channel_id=CHANNEL, state=TeamState.ACTIVE))
    for user_id in EVERYBODY:
        found.teams.add_member(Member(team_id=TEAM, user_id=user_id, consent_version=1), NOW.date())
        found.people.save(Person(workspace_id=HERE, user_id=user_id, zone="UTC"))
    return found


@pytest.fixture
def slack() -> FakeSlackPeople:
    found = FakeSlackPeople()
    found.open_channel(CHANNEL)
    for user_id in [*EVERYBODY, UserId("U-not-joined")]:
        found.arrive(user_id, CHANNEL, zone="Europe/Lisbon")
    return found


@pytest.fixture
def reconciler(unit: FakeUnit, slack: FakeSlackPeople) -> Reconciler:
    return Reconciler(FakeWork(unit), slack, SAY)


def look(unit: FakeUnit, reconciler: Reconciler, now: datetime = NOW) -> int:
    """Look until nothing is left, with machine time passing in between."""
    portions = 0
    while reconciler.step(now):
        portions += 1
        unit.reconciliations.machine += SPACING
    return portions


def test_who_left_the_channel_unnoticed_leaves_the_team(
    unit: FakeUnit, slack: FakeSlackPeople, reconciler: Reconciler
) -> None:
    slack.inside[CHANNEL] -= set(EVERYBODY[:3])
    look(unit, reconciler)
    assert [member.user_id for member in unit.teams.members(TEAM)] == EVERYBODY[3:]
    assert unit.people.find(HERE, ANN) is None


@pytest.mark.parametrize("standing", [Standing.GUEST, Standing.DEACTIVATED, Standing.STRANGER])
def test_who_may_no_longer_take_part_is_taken_out(
    unit: FakeUnit, slack: FakeSlackPeople, reconciler: Reconciler, standing: Standing
) -> None:
    slack.arrive(ANN, CHANNEL, standing=standing)
    look(unit, reconciler)
    assert not unit.teams.is_member(TEAM, ANN)


def test_whom_slack_does_not_know_any_more_is_taken_out(
    unit: FakeUnit, slack: FakeSlackPeople, reconciler: Reconciler
) -> None:
    del slack.profiles[ANN]
    look(unit, reconciler)
    assert len(unit.teams.members(TEAM)) == len(EVERYBODY) - 1


def test_whom_slack_does_not_know_any_more_leaves_nothing_open(
    unit: FakeUnit, slack: FakeSlackPeople, reconciler: Reconciler
) -> None:
    other = TeamId("team-2")
    unit.teams.save(Team(id=other, workspace_id=HERE, channel_id=ChannelId("C2"), state=TeamState.GREETED))
    slack.open_channel(ChannelId("C2"))
    unit.teams.add_admin(other, ANN)
    ask = Ask(
        caller=Caller(workspace_id=HERE, user_id=ANN, delivery="d1"), other=EVERYBODY[1], with_power=False, gate="g"
    )
    resets.start(unit, ask, NOW, SeededChance(1))
    del slack.profiles[ANN]
    look(unit, reconciler)
    assert unit.teams.admins(other) == []
    assert unit.resets.of_workspace(HERE) == []


def test_zone_leave_and_quiet_are_as_slack_has_them_now(
    unit: FakeUnit, slack: FakeSlackPeople, reconciler: Reconciler
) -> None:
    slack.arrive(ANN, CHANNEL, zone="Asia/Tokyo", away=True)
    slack.in_quiet[ANN] = Quiet(starts_at=NOW, ends_at=NOW + timedelta(hours=8))
    look(unit, reconciler)
    kept = unit.people.find(HERE, ANN)
    assert (kept.zone, kept.away, kept.quiet_until) == ("Asia/Tokyo", True, NOW + timedelta(hours=8))
    assert unit.people.find(HERE, EVERYBODY[1]).zone == "Europe/Lisbon"


def test_what_people_want_themselves_stays(unit: FakeUnit, reconciler: Reconciler) -> None:
    service.pause(unit, HERE, ANN, NOW)
    look(unit, reconciler)
    assert unit.people.find(HERE, ANN).is_paused(NOW)


@pytest.mark.parametrize(("fate", "reason"), [("archive", "archived"), ("share", SHARED), ("lose", "removed")])
def test_a_channel_that_is_gone_unnoticed_is_left(
    unit: FakeUnit, slack: FakeSlackPeople, reconciler: Reconciler, fate: str, reason: str
) -> None:
    if fate == "archive":
        slack.archive(CHANNEL)
    elif fate == "share":
        slack.open_channel(CHANNEL, is_shared=True)
    else:
        del slack.channels[CHANNEL]
    unit.teams.add_admin(TEAM, ANN)
    look(unit, reconciler)
    found = unit.teams.get(TEAM)
    assert (found.state, found.reason) == (TeamState.GONE, reason)
    (told,) = unit.outbox.due  # as when Slack tells it: what follows, and until when there is a way back
    assert (told.channel, told.kind) == (ANN, Kind.NOTICE)
    assert "delete everything" in told.arguments["text"]


def test_nothing_is_kept_of_people_who_did_not_join(unit: FakeUnit, reconciler: Reconciler) -> None:
    look(unit, reconciler)
    assert {user_id for _, user_id in unit.people.people} == set(EVERYBODY)
    assert not any("U-not-joined" in name for _, name in unit.reconciliations.looked_at)


def test_a_look_goes_in_portions_below_slacks_rates(
    unit: FakeUnit, slack: FakeSlackPeople, reconciler: Reconciler
) -> None:
    assert look(unit, reconciler) == 1 + 2  # the channel, then thirty people
    assert slack.asked.count("users.info") == len(EVERYBODY)
    assert slack.asked.count("dnd.teamInfo") == 2
    assert PORTION * 60 / SPACING <= 100 / 2  # tier 4 is a hundred a minute; half is left to others


def test_nothing_is_done_twice_a_day_or_before_its_time(
    unit: FakeUnit, slack: FakeSlackPeople, reconciler: Reconciler
) -> None:
    assert reconciler.step(NOW) == 1
    assert reconciler.step(NOW) == 0  # machine time has not passed
    look(unit, reconciler)
    unit.reconciliations.machine += SPACING
    look(unit, reconciler)
    asked = len(slack.asked)
    look(unit, reconciler, NOW + DAY - timedelta(seconds=1))
    assert len(slack.asked) == asked
    look(unit, reconciler, NOW + DAY)
    assert len(slack.asked) == 2 * asked


def test_whoever_has_just_joined_is_looked_at_soon(
    unit: FakeUnit, slack: FakeSlackPeople, reconciler: Reconciler
) -> None:
    look(unit, reconciler)
    new = UserId("U-new")
    slack.arrive(new, CHANNEL)
    slack.in_quiet[new] = Quiet(starts_at=NOW, ends_at=NOW + timedelta(hours=1))
    asker = Asker(workspace_id=HERE, profile=slack.profile(HERE, new), in_channel=True)
    service.join(unit, TEAM, asker, NOW)
    look(unit, reconciler)
    assert unit.people.find(HERE, new).quiet_until == NOW + timedelta(hours=1)


def test_what_slack_held_back_is_looked_up_at_once(
    unit: FakeUnit, slack: FakeSlackPeople, reconciler: Reconciler
) -> None:
    look(unit, reconciler)
    asked = len(slack.asked)
    unit.reconciliations.ask_for(HERE, NOW + timedelta(minutes=5))
    look(unit, reconciler, NOW + timedelta(minutes=5))
    assert len(slack.asked) == 2 * asked


def test_two_processes_share_a_look_and_ask_nothing_twice(unit: FakeUnit, slack: FakeSlackPeople) -> None:
    several = [Reconciler(FakeWork(unit), slack, SAY) for _ in range(3)]
    for _ in range(10):
        for one in several:
            one.step(NOW)
        unit.reconciliations.machine += SPACING
    assert slack.asked.count("users.info") == len(EVERYBODY)


@pytest.mark.parametrize(
    ("fault", "pause"),
    [
        (SlackRefused("ratelimited", 90.0), 90.0),
        (SlackUnreachable("no connection"), REST),
        (SlackUnclear("status 500"), REST),
    ],
)
def test_a_look_that_is_cut_short_goes_on_later_where_it_was(
    unit: FakeUnit, slack: FakeSlackPeople, reconciler: Reconciler, fault: Exception, pause: float
) -> None:
    reconciler.step(NOW)
    unit.reconciliations.machine += SPACING
    slack.asked.clear()
    slack.faults.extend([None] * 11)
    slack.faults.append(fault)
    reconciler.step(NOW)
    unit.reconciliations.machine += pause - 1
    assert reconciler.step(NOW) == 0
    unit.reconciliations.machine += 1
    look(unit, reconciler)
    assert slack.asked.count("users.info") == len(EVERYBODY) + 1


def test_a_refusal_that_says_nothing_of_a_person_takes_nobody_out(
    unit: FakeUnit, slack: FakeSlackPeople, reconciler: Reconciler
) -> None:
    slack.faults.extend([SlackRefused("missing_scope")] * 40)
    look(unit, reconciler)
    assert len(unit.teams.members(TEAM)) == len(EVERYBODY)
    assert unit.teams.get(TEAM).state is TeamState.ACTIVE


def test_a_workspace_whose_token_is_of_no_use_is_left_alone(
    unit: FakeUnit, slack: FakeSlackPeople, reconciler: Reconciler
) -> None:
    unit.workspaces.save(Workspace(id=HERE, bot_user_id="UBOT", state=WorkspaceState.DISABLED))
    assert look(unit, reconciler) == 0
    assert slack.asked == []
