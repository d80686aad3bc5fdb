"""Workspaces, teams, people and prompts to measure with, in a database of their own."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.app import Candor, build
from bot.checkins import messages
from bot.checkins.model import Checkin, FirstAsked
from bot.db.migrate import upgrade
from bot.directory.model import Person
from bot.kernel.ids import ChannelId, CheckinId, MeetingId, SeriesId, TeamId, UserId, WorkspaceId, new_id
from bot.kernel.weeks import Weekday
from bot.meetings.model import Meeting, Series
from bot.outbox.model import Kind, Outgoing, Rates
from bot.teams.model import CONSENT_VERSION, Member, Round, Team, TeamState
from bot.workspaces.model import Workspace
from config.settings import Settings

_SHIFT = datetime(2026, 11, 24, 10, tzinfo=UTC) - datetime.now(UTC)


@contextmanager
def a_bot(api_url: str, *, rates: Rates | None = None, url: str | None = None) -> Iterator[Candor]:
    """The bot as a worker builds it, on a fresh SQLite file on the project's own disk (or on a migrated database)."""
    folder = Path("build")
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as name:
        if url is None:
            url = f"sqlite:///{Path(name).resolve()}/bench.db"
            upgrade(url)
        settings = Settings(
            _env_file=None,
            slack_bot_token="xoxb-bench",
            slack_api_url=api_url,
            database_url=url,
            keys_url=str(Path(name).resolve() / "keys"),
            keys_shared=True,
        )
        candor = build(settings, clock=OfficeClock(), rates=rates)
        try:
            yield candor
        finally:
            candor.stop()


def add_team(candor: Candor, number: int, people: int, now: datetime, workspace: str | None = None) -> Team:
    """A team that meets, with its people joined and a round that stays open."""
    workspace_id = WorkspaceId(workspace or f"T{number}")
    team = Team(
        id=TeamId(f"team-{number}"),
        workspace_id=workspace_id,
        channel_id=ChannelId(f"C{number}"),
        state=TeamState.ACTIVE,
    )
    users = [UserId(f"U{number}-{one}") for one in range(people)]
    far = now + timedelta(days=3)
    with candor.work.write() as unit:
        unit.workspaces.save(Workspace(id=workspace_id, bot_user_id="UBOT"))
        unit.teams.save(team)
        unit.teams.save_round(
            Round(team_id=team.id, number=1, opens_at=now - timedelta(days=1), closes_at=far, posts_at=far)
        )
        for user in users:
            unit.people.save(Person(workspace_id=workspace_id, user_id=user, zone="UTC"))
            unit.teams.add_member(
                Member(team_id=team.id, user_id=user, consent_version=CONSENT_VERSION), date(2026, 1, 1)
            )
        unit.meetings.replace_series(team.id, [_series(team)])
    return team


def add_meeting(candor: Candor, team: Team, ends_at: datetime) -> MeetingId:
    """A meeting of the team's open round."""
    meeting = Meeting(
        id=MeetingId(new_id()),
        team_id=team.id,
        series_id=SeriesId(f"series-{team.id}"),
        round_number=1,
        starts_at=ends_at - timedelta(hours=1),
        ends_at=ends_at,
    )
    with candor.work.write() as unit:
        unit.meetings.add([meeting])
    return meeting.id


def add_prompts(candor: Candor, team: Team, many: int, due_at: datetime) -> None:
    """A prompt for each of the team's first people, as planning would have promised it."""
    meeting_id = add_meeting(candor, team, due_at + timedelta(days=2))
    until = due_at + timedelta(days=3)
    with candor.work.write() as unit:
        checkins = [
            Checkin(
                id=CheckinId(new_id()),
                team_id=team.id,
                meeting_id=meeting_id,
                round_number=1,
                user_id=member.user_id,
                due_at=due_at,
            )
            for member in unit.teams.members(team.id)[:many]
        ]
        unit.checkins.add(checkins)
        unit.outbox.enqueue(_prompt(candor, team, checkin, until) for checkin in checkins)


def _prompt(candor: Candor, team: Team, checkin: Checkin, until: datetime) -> Outgoing:
    asked = FirstAsked(checkin_id=checkin.id, series="Planning", until=until)
    return Outgoing(
        workspace_id=team.workspace_id,
        key=f"prompt:{checkin.id}",
        kind=Kind.PROMPT,
        method="chat.postMessage",
        channel=checkin.user_id,
        arguments=messages.first_question(candor.say, asked).body(),
        due_at=checkin.due_at,
        expires_at=until,
        subject=checkin.id,
    )


def _series(team: Team) -> Series:
    return Series(
        id=SeriesId(f"series-{team.id}"),
        team_id=team.id,
        name="Planning",
        weekday=Weekday.MONDAY,
        start_minute=600,
        length_minutes=60,
        zone="UTC",
    )


def now() -> datetime:
    """The bot's time: the machine's, shifted so that it is working hours on a Tuesday whenever this is run."""
    return datetime.now(UTC) + _SHIFT


class OfficeClock:
    """Gives a bot that time."""

    def now(self) -> datetime:
        return now()
