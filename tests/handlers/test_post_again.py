"""The button below an uncertain weekly post, tapped through Bolt: once, and only by those who look after the team."""

from datetime import timedelta

import pytest

from bot.directory.model import Standing
from bot.home import again
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.outbox.model import SCHEDULE, UNCONFIRMED, Kind, Outgoing, State
from bot.teams.model import Team, TeamState
from bot.texts import catalogue
from tests.fakes.clock import HandClock
from tests.fakes.directory import FakeSlackPeople
from tests.fakes.unit import FakeUnit, FakeWork
from tests.handlers.slackbot import SlackBot

SAY = catalogue()
HERE, TEAM, CHANNEL = WorkspaceId("T1"), TeamId("team"), ChannelId("C1")
ADMIN, MEMBER, OWNER, OUTSIDE, GUEST = (UserId(f"U{number}") for number in range(1, 6))
KEY = f"post:{TEAM}:7"
POST_AGAIN = "home.post_again"
COMING = SAY.say("home-posting-again", channel=CHANNEL)


@pytest.fixture
def bot(slackbot: SlackBot, work: FakeWork, unit: FakeUnit, clock: HandClock) -> SlackBot:
    """Of one post nobody knows whether it appeared; another team has an administrator of its own."""
    people = FakeSlackPeople()
    people.open_channel(CHANNEL)
    people.open_channel(ChannelId("C2"))
    for user in (ADMIN, MEMBER):
        people.arrive(user, CHANNEL)
    people.arrive(OWNER, CHANNEL, is_workspace_admin=True)
    people.arrive(GUEST, CHANNEL, standing=Standing.GUEST)
    people.arrive(OUTSIDE, ChannelId("C2"))
    for team, channel, admin in ((TEAM, CHANNEL, ADMIN), (TeamId("other"), ChannelId("C2"), OUTSIDE)):
        unit.teams.save(Team(id=team, workspace_id=HERE, channel_id=channel, state=TeamState.ACTIVE))
        unit.teams.add_admin(team, admin)
    unit.teams.add_admin(TEAM, GUEST)  # from before they became one
    promise(unit, clock, Kind.WEEKLY_POST, KEY)
    again.register(slackbot.app, work=work, clock=clock, say=SAY, people=people, later=slackbot.later)
    return slackbot


def promise(unit: FakeUnit, clock: HandClock, kind: Kind, key: str) -> None:
    now = clock.now()
    post = Outgoing(
        workspace_id=HERE,
        key=key,
        kind=kind,
        method=SCHEDULE,
        channel=CHANNEL,
        arguments={"text": "Sometimes", "post_at": int(now.timestamp())},
        due_at=now - timedelta(hours=1),
        expires_at=now + timedelta(days=1),
        subject=TEAM,
    )
    unit.outbox.enqueue([post])
    kept = unit.outbox.find(key)
    assert kept is not None
    unit.outbox.record(kept.id, State.UNKNOWN, UNCONFIRMED)


def test_it_comes_once_more_however_often_and_by_whomever_it_is_tapped(bot: SlackBot, unit: FakeUnit) -> None:
    for user in (ADMIN, ADMIN, OWNER):
        heard = bot.tap(user, POST_AGAIN, KEY)
        assert (heard.status, heard.replies[0]["replace_original"], heard.replies[0]["text"]) == (200, True, COMING)
        assert bot.again().replies == heard.replies
    (post,) = unit.outbox.due
    assert (post.key, post.channel, post.method, post.arguments["text"]) == (
        f"{KEY}:again",
        CHANNEL,
        SCHEDULE,
        "Sometimes",
    )


def test_in_app_home_it_is_the_same_and_the_page_is_redrawn(bot: SlackBot, unit: FakeUnit) -> None:
    heard = bot.tap(ADMIN, POST_AGAIN, KEY, home=True)
    assert heard.status == 200
    assert [method for method, _ in heard.calls] == ["views.publish"]
    assert len(unit.outbox.due) == 1


@pytest.mark.parametrize(
    ("user", "why"),
    [(MEMBER, "trust-refused-not-admin"), (OUTSIDE, "trust-refused-outside"), (GUEST, "trust-refused-guest")],
    ids=["member", "another's", "guest"],
)
def test_nobody_else_may_and_is_told_so(bot: SlackBot, unit: FakeUnit, user: UserId, why: str) -> None:
    heard = bot.tap(user, POST_AGAIN, KEY)
    assert heard.told == SAY.say(why)
    assert not heard.replies[0].get("replace_original")
    assert unit.outbox.due == []


def test_another_workspace_cannot_reach_it(bot: SlackBot, unit: FakeUnit) -> None:
    bot.workspace_id = "T2"
    assert bot.tap(ADMIN, POST_AGAIN, KEY).told == SAY.say("trust-gone")
    assert unit.outbox.due == []


def test_a_post_that_is_settled_or_was_none_says_so(bot: SlackBot, unit: FakeUnit, clock: HandClock) -> None:
    promise(unit, clock, Kind.NOTICE, "notice")
    kept = unit.outbox.find(KEY)
    assert kept is not None
    unit.outbox.record(kept.id, State.SENT)
    for key in (KEY, "notice", "never-was", ""):
        assert bot.tap(ADMIN, POST_AGAIN, key).told == SAY.say("home-post-settled")
    assert unit.outbox.due == []
