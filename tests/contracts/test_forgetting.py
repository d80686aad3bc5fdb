"""Nothing of a team or a workspace that is gone stays in the database, and its keys go at once; on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.app import Candor
from bot.ballots import service as ballots
from bot.ballots.model import HELD_BACK, Ballot, Choice
from bot.ballots.questions import questions
from bot.checkins.model import Shown
from bot.db import tables
from bot.directory.model import ChannelFacts, Profile, Standing
from bot.home import ending, service
from bot.home.uninstalling import disable, uninstall
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.kernel.weeks import Weekday
from bot.meetings.model import Plan, SeriesDraft
from bot.meetings.service import SetUp, set_up
from bot.practices.model import Word
from bot.teams.changes import note_change
from bot.teams.model import Team
from bot.teams.service import Arrival, Asker
from bot.trends.model import Reading
from bot.workspaces.model import Workspace, WorkspaceState

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
HERE, THERE = WorkspaceId("T-here"), WorkspaceId("T-there")
GONE, STAYS = TeamId("team-that-goes"), TeamId("team-that-stays")
CHANNELS = {GONE: ChannelId("C-goes"), STAYS: ChannelId("C-stays")}
SERIES = "Planning of the unmistakable"
PEOPLE = [UserId(f"U-person-{number}") for number in range(21)]
IN_BOTH = PEOPLE[0]


@pytest.fixture
def candor(empty_candor: Candor) -> Candor:
    """The whole bot on a database of its own, with one team that will go and one that stays."""
    with empty_candor.work.write() as unit:
        for workspace_id in (HERE, THERE):
            unit.workspaces.save(Workspace(id=workspace_id, bot_user_id="UBOT"))
    fill(empty_candor, GONE, HERE, PEOPLE)
    fill(empty_candor, STAYS, HERE, [IN_BOTH])
    return empty_candor


def asker(user_id: UserId, workspace_id: WorkspaceId) -> Asker:
    return Asker(
        workspace_id=workspace_id, profile=Profile(user_id=user_id, zone="UTC", standing=Standing.FULL), in_channel=True
    )


def fill(candor: Candor, team_id: TeamId, workspace_id: WorkspaceId, people: list[UserId]) -> None:
    """Let a team leave its traces everywhere: set-up, members, answers, prompts, posts, a log."""
    say = candor.say
    with candor.work.write() as unit:
        team = Team(id=team_id, workspace_id=workspace_id, channel_id=CHANNELS[team_id])
        unit.teams.save(team)
        draft = SeriesDraft(name=SERIES, weekday=Weekday.MONDAY, start_minute=600, length_minutes=60)
        plan = Plan(zone="UTC", drafts=(draft,), post_weekday=Weekday.FRIDAY, post_minute=900)
        by = asker(people[0], workspace_id)
        round_ = set_up(unit, SetUp(team_id=team_id, by=by, plan=plan), NOW - 4 * HOUR, say).round_
        for person in people:
            service.join(unit, team_id, asker(person, workspace_id), NOW - 4 * HOUR)
        note_change(unit, team, people[0], "change-paused", {}, NOW, say)
        for item in (HELD_BACK, "act-0"):
            unit.trends.add_reading(team_id, Reading(item=item, number=1, round_number=1, level=7, word=Word.SOMETIMES))
        unit.trends.add_post(round_, {"text": SERIES, "blocks": []})
        unit.practices.note_shown(team_id, "any", 1)
    while candor.steps()["ask"](NOW):
        pass
    with candor.work.write() as unit:
        for checkin in unit.checkins.in_round(team_id, round_.number):
            unit.checkins.note_shown([Shown(workspace_id, checkin.user_id, NOW.date(), checkin.id)])
        for person in people[:6]:
            answer = questions().held_back.options[0].id
            ballots.cast(
                unit,
                Ballot(
                    scope=team_id,
                    item=HELD_BACK,
                    voter=person,
                    round_key=round_.number,
                    opened_at=round_.opens_at,
                    choice=Choice(questions().held_back.id, answer),
                ),
                candor.chance,
            )


def here(channel_id: ChannelId) -> ChannelFacts:
    return ChannelFacts(
        channel_id=channel_id, name="c", is_shared=False, is_archived=False, is_private=True, bot_is_in=True
    )


def rows_with(candor: Candor, *needles: str) -> list[str]:
    """Return where any of these stands, in whatever column of whatever table."""
    found = []
    with candor.engine.connect() as connection:
        for name, table in tables.metadata.tables.items():
            for row in connection.execute(select(table)).all():
                found += [f"{name}: {needle}" for needle in needles if needle in repr(tuple(row))]
    return found


def keys(candor: Candor) -> int:
    return len(candor.keys.all())


def tidy(candor: Candor, now: datetime) -> None:
    candor.steps()["tidy"](now)


def depart(candor: Candor) -> None:
    with candor.work.write() as unit:
        ending.lose_channel(unit, HERE, CHANNELS[GONE], "removed", NOW, candor.say)
    ballots.bury_keys(candor.work)


def test_the_traces_are_there_at_first(candor: Candor) -> None:
    """Without this, the tests below would pass on a team that left none."""
    touched = {line.partition(":")[0] for line in rows_with(candor, GONE)}
    assert touched >= {"team", "team_admin", "member", "round", "series", "meeting", "checkin", "batch", "reading"}
    assert touched >= {"post", "practice_shown", "outbox", "change_log"}
    assert {"person", "shown"} <= {line.partition(":")[0] for line in rows_with(candor, PEOPLE[-1])}
    assert keys(candor) == 2


def test_the_keys_of_a_team_that_goes_are_destroyed_at_once(candor: Candor) -> None:
    depart(candor)
    assert keys(candor) == 1
    with candor.work.read() as unit:
        assert unit.ballots.open_in(GONE) == []
        assert unit.ballots.tombstones() == []


def test_within_a_day_no_row_of_it_is_left(candor: Candor) -> None:
    depart(candor)
    tidy(candor, NOW + 11 * HOUR)
    assert "team: team-that-goes" in rows_with(candor, GONE)
    tidy(candor, NOW + 13 * HOUR)
    assert rows_with(candor, GONE, CHANNELS[GONE], *PEOPLE[1:]) == []
    assert any(line.startswith("member") for line in rows_with(candor, IN_BOTH))
    assert keys(candor) == 1


def test_who_comes_back_in_time_finds_everything_and_nothing_is_deleted_later(candor: Candor) -> None:
    depart(candor)
    with candor.work.write() as unit:
        team = unit.teams.get(GONE)
        channel = CHANNELS[GONE]
        arrival = Arrival(workspace_id=HERE, channel=here(channel), delivery="d")
        service.arrive(unit, arrival, NOW + HOUR, candor.say)
    tidy(candor, NOW + 48 * HOUR)
    with candor.work.read() as unit:
        assert unit.teams.get(team.id).gone_at is None
        assert len(unit.teams.members(GONE)) == len(PEOPLE)


def test_who_comes_back_too_late_starts_afresh(candor: Candor) -> None:
    depart(candor)
    tidy(candor, NOW + 13 * HOUR)
    with candor.work.write() as unit:
        arrival = Arrival(workspace_id=HERE, channel=here(CHANNELS[GONE]), delivery="d")
        outcome = service.arrive(unit, arrival, NOW + 14 * HOUR, candor.say)
        assert outcome.team.id != GONE
        assert unit.teams.members(outcome.team.id) == []


def test_uninstalling_leaves_nothing_at_once(candor: Candor) -> None:
    with candor.work.write() as unit:
        unit.ballots.keep_theme(HERE, "barrier-2026q1", "risky")
        uninstall(unit, HERE)
    ballots.bury_keys(candor.work)
    assert rows_with(candor, HERE, GONE, STAYS, *CHANNELS.values(), *PEOPLE) == []
    assert keys(candor) == 0


def test_a_revoked_token_costs_the_keys_at_once_and_the_data_within_a_day(candor: Candor) -> None:
    with candor.work.write() as unit:
        disable(unit, HERE, "token_revoked", NOW)
        disable(unit, HERE, "token_revoked", NOW + 10 * HOUR)
    ballots.bury_keys(candor.work)
    assert keys(candor) == 0
    tidy(candor, NOW + 11 * HOUR)
    assert "workspace: T-here" in rows_with(candor, HERE)
    tidy(candor, NOW + 13 * HOUR)
    assert rows_with(candor, HERE, GONE, STAYS, *CHANNELS.values(), *PEOPLE) == []
    assert rows_with(candor, THERE)


def test_a_token_that_can_be_mended_costs_nothing(candor: Candor) -> None:
    with candor.work.write() as unit:
        disable(unit, HERE, "missing_scope", NOW)
    tidy(candor, NOW + 48 * HOUR)
    with candor.work.read() as unit:
        assert unit.workspaces.find(HERE).state is WorkspaceState.DISABLED
        assert len(unit.teams.members(GONE)) == len(PEOPLE)
    assert keys(candor) == 2


def test_every_table_goes_with_its_team_or_its_workspace() -> None:
    """A new table that names a team or a workspace is deleted with it, or this test says where it would stay."""
    swept = {"bucket"}  # deleted by hand with the workspace, and after an idle day
    stays = [
        f"{table.name}.{column.name}"
        for table in tables.metadata.tables.values()
        for column in table.columns
        if column.name in ("team_id", "workspace_id") and table.name not in swept
        if not any(key.ondelete == "CASCADE" for key in column.foreign_keys)
        if not any(key.ondelete == "CASCADE" for other in table.columns for key in other.foreign_keys)
    ]
    assert stays == []
