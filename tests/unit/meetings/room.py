"""A team with members in memory, for tests of where its meetings come from."""

from datetime import UTC, date, datetime, timedelta

from bot.directory.model import Person, Profile, Standing
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.kernel.weeks import Weekday
from bot.meetings.changing import Change
from bot.meetings.model import Plan, SeriesDraft
from bot.meetings.service import SetUp, set_up
from bot.teams.model import Member, Team
from bot.teams.service import Asker
from bot.texts import catalogue
from tests.fakes.unit import FakeUnit

SAY = catalogue()
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday; the round closes on Friday at 14:00
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HERE, CHANNEL, TEAM = WorkspaceId("T1"), ChannelId("C1"), TeamId("team-1")
ANN, BEN = UserId("U-ann"), UserId("U-ben")
NAMES = ("ada", "ben", "chioma", "dmitri", "elif", "farid")
PLANNING = SeriesDraft(name="Planning", weekday=Weekday.TUESDAY, start_minute=600, length_minutes=60)


def by(user_id: UserId = ANN, *, inside: bool = True) -> Asker:
    return Asker(
        workspace_id=HERE, profile=Profile(user_id=user_id, zone="UTC", standing=Standing.FULL), in_channel=inside
    )


def change(user_id: UserId = ANN, delivery: str = "", *, inside: bool = True) -> Change:
    return Change(team_id=TEAM, by=by(user_id, inside=inside), delivery=delivery)


def join(unit: FakeUnit, *names: str) -> None:
    for name in names:
        user_id = UserId(f"U-{name}")
        unit.teams.add_member(Member(team_id=TEAM, user_id=user_id, consent_version=1), date(2026, 3, 1))
        unit.people.save(Person(workspace_id=HERE, user_id=user_id, zone="UTC"))


def room(*drafts: SeriesDraft) -> FakeUnit:
    """A team that was set up by Ann, on Monday at noon."""
    unit = FakeUnit()
    unit.teams.save(Team(id=TEAM, workspace_id=HERE, channel_id=CHANNEL))
    plan = Plan(zone="UTC", drafts=drafts, post_weekday=Weekday.FRIDAY, post_minute=900)
    set_up(unit, SetUp(team_id=TEAM, by=by(), plan=plan, delivery="first"), NOW, SAY)
    return unit


def planned(unit: FakeUnit, number: int = 1) -> list[str]:
    names = {one.id: one.name for one in unit.meetings.series.values()}
    return [f"{names[one.series_id]} {one.ends_at:%m-%d %H:%M}" for one in unit.meetings.planned_in(TEAM, number)]


def told(unit: FakeUnit) -> list[str]:
    """What the channel heard since it was set up."""
    set_up = f"change:{TEAM}:1:"
    heard = [one for one in unit.outbox.messages if one.channel == CHANNEL and not one.key.startswith(set_up)]
    return [str(message.arguments["text"]) for message in heard]
