"""A team of eight who were all asked after one meeting, in a database and a key store of its own; and their taps."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.ballots.keys import open_keys
from bot.checkins import service
from bot.checkins.model import Answer, Checkin, Finished, Outcome, SecondAsked, Shown, Step, Tap
from bot.db.engine import open_engine
from bot.directory.model import Person
from bot.kernel.caller import Caller
from bot.kernel.chance import SystemChance
from bot.kernel.ids import ChannelId, CheckinId, MeetingId, SeriesId, TeamId, UserId, WorkspaceId
from bot.kernel.weeks import Weekday
from bot.meetings.model import Meeting, Series
from bot.teams.model import CONSENT_VERSION, Member, Round, Team, TeamState
from bot.work import SqlWork, find_installation
from bot.workspaces.model import Workspace
from bot.workspaces.seal import TokenSeal

OPENS = datetime(2026, 11, 2, 14, tzinfo=UTC)
NOW = OPENS + timedelta(days=1)
T1, TEAM, SERIES, MEETING = WorkspaceId("T1"), TeamId("team-1"), SeriesId("series-1"), MeetingId("meeting-1")
PEOPLE = [UserId(f"UPERSON{number}") for number in range(8)]
ANY = SystemChance()
_HOUR, _WEEK = timedelta(hours=1), timedelta(weeks=1)


@contextmanager
def filled(url: str, keys: Path) -> Iterator[SqlWork]:
    """Fill a migrated database; nobody has tapped yet."""
    engine = open_engine(url)
    store = open_keys(str(keys), find_installation(engine))
    work = SqlWork(engine, store, TokenSeal(bytes(32)))
    try:
        make_team(work)
        _ask(work)
        yield work
    finally:
        store.close()
        engine.dispose()


def tap(work: SqlWork, number: int, delivery: str, step: Step, option: str) -> Outcome:
    """Let one of the eight tap an answer."""
    caller = Caller(workspace_id=T1, user_id=PEOPLE[number], delivery=delivery)
    given = Answer(caller=caller, checkin_id=CheckinId(f"checkin-{number}"), question=step, option=option)
    with work.write() as unit:
        return service.answer(unit, given, NOW, ANY)


def finish(work: SqlWork, number: int, first: str, second: str | None) -> None:
    """Answer both questions, or skip the second."""
    assert isinstance(tap(work, number, f"{number}-first", Step.FIRST, first), SecondAsked)
    if second is not None:
        assert isinstance(tap(work, number, f"{number}-second", Step.SECOND, second), Finished)
        return
    caller = Caller(workspace_id=T1, user_id=PEOPLE[number], delivery=f"{number}-second")
    with work.write() as unit:
        skipped = Tap(caller=caller, checkin_id=CheckinId(f"checkin-{number}"))
        assert isinstance(service.skip_second(unit, skipped, NOW), Finished)


def make_team(work: SqlWork) -> None:
    """Add the team, its eight members, its first round and one meeting in it, about which nobody was asked yet."""
    with work.write() as unit:
        unit.workspaces.save(Workspace(id=T1, bot_user_id="UBOT"))
        unit.teams.save(Team(id=TEAM, workspace_id=T1, channel_id=ChannelId("C1"), state=TeamState.ACTIVE))
        closes = OPENS + _WEEK
        unit.teams.save_round(Round(team_id=TEAM, number=1, opens_at=OPENS, closes_at=closes, posts_at=closes + _HOUR))
        series = Series(
            id=SERIES,
            team_id=TEAM,
            name="Planning",
            weekday=Weekday.MONDAY,
            start_minute=660,
            length_minutes=60,
            zone="UTC",
        )
        unit.meetings.replace_series(TEAM, [series])
        meeting = Meeting(
            id=MEETING, team_id=TEAM, series_id=SERIES, round_number=1, starts_at=OPENS, ends_at=OPENS + _HOUR
        )
        unit.meetings.add([meeting])
        for person in PEOPLE:
            unit.people.save(Person(workspace_id=T1, user_id=person, zone="UTC"))
            joined = Member(team_id=TEAM, user_id=person, consent_version=CONSENT_VERSION)
            unit.teams.add_member(joined, date(2026, 11, 2))


def _ask(work: SqlWork) -> None:
    with work.write() as unit:
        for number, person in enumerate(PEOPLE):
            asked = Checkin(
                id=CheckinId(f"checkin-{number}"),
                team_id=TEAM,
                meeting_id=MEETING,
                round_number=1,
                user_id=person,
                due_at=OPENS + _HOUR,
            )
            unit.checkins.add([asked])
            unit.checkins.note_shown([Shown(T1, person, date(2026, 11, 3), asked.id)])
