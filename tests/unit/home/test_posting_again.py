"""A post that may be missing: shown to administrators, posted again only when one of them asks, and only once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.directory.model import Profile, Standing
from bot.home.again import PostAgain, post_again
from bot.home.consequences import carry_out
from bot.kernel.errors import Refused
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.outbox.model import SCHEDULE, UNCONFIRMED, Kind, Outgoing, Rates, State
from bot.outbox.policy import Consequence
from bot.teams.model import Team, TeamState
from bot.teams.service import Asker
from bot.texts import catalogue
from tests.fakes.unit import FakeUnit

NOW = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
T1, TEAM, ADMIN = WorkspaceId("T1"), TeamId("team"), UserId("UADMIN")
KEY = "post:team:7"
POST = Outgoing(
    workspace_id=T1,
    key=KEY,
    kind=Kind.WEEKLY_POST,
    method=SCHEDULE,
    channel="C1",
    arguments={"text": "Sometimes", "post_at": int(NOW.timestamp())},
    due_at=NOW - timedelta(hours=1),
    expires_at=NOW + timedelta(days=1),
    subject=TEAM,
)


@pytest.fixture
def unit() -> FakeUnit:
    unit = FakeUnit()
    unit.teams.save(Team(id=TEAM, workspace_id=T1, channel_id=ChannelId("C1"), state=TeamState.ACTIVE))
    unit.teams.add_admin(TEAM, ADMIN)
    unit.outbox.enqueue([POST])
    (claimed,) = unit.outbox.claim(NOW, "s", 60.0, 1, Rates.unlimited())
    unit.outbox.begin_sending([claimed])
    unit.outbox.record(claimed.id, State.UNKNOWN, UNCONFIRMED)
    return unit


def by(user: UserId = ADMIN) -> Asker:
    return Asker(workspace_id=T1, profile=Profile(user_id=user, zone="UTC", standing=Standing.FULL), in_channel=True)


def again(unit: FakeUnit, key: str = KEY, user: UserId = ADMIN) -> None:
    post_again(unit, PostAgain(key=key, by=by(user)), NOW)


def test_administrators_get_a_button_that_names_the_post_and_nobody(unit: FakeUnit) -> None:
    carry_out(unit, POST, Consequence.TELL_ADMINS, UNCONFIRMED, NOW, say=catalogue())
    (told,) = unit.outbox.due
    assert told.channel == ADMIN
    (button,) = told.arguments["blocks"][-1]["elements"]
    assert (button["action_id"], button["value"]) == ("home.post_again", KEY)


def test_it_is_handed_over_once_more_with_the_same_words_under_a_key_of_its_own(unit: FakeUnit) -> None:
    again(unit)
    (post,) = unit.outbox.due
    assert (post.key, post.arguments["text"], post.channel) == (f"{KEY}:again", "Sometimes", "C1")
    assert post.arguments["post_at"] > NOW.timestamp() + 120
    assert unit.outbox.problems(T1, "C1") == []


def test_a_double_click_posts_once(unit: FakeUnit) -> None:
    again(unit)
    again(unit)
    assert len(unit.outbox.due) == 1


def test_a_second_uncertain_one_can_be_asked_for_too(unit: FakeUnit) -> None:
    again(unit)
    (claimed,) = unit.outbox.claim(NOW, "s", 60.0, 1, Rates.unlimited())
    unit.outbox.begin_sending([claimed])
    unit.outbox.record(claimed.id, State.UNKNOWN, UNCONFIRMED)
    (problem,) = unit.outbox.problems(T1, "C1")
    assert problem.can_be_posted_again
    again(unit, problem.key)
    assert [post.key for post in unit.outbox.due] == [f"{KEY}:again:again"]


def test_only_those_who_may_change_the_team_can(unit: FakeUnit) -> None:
    with pytest.raises(Refused, match="trust-refused-not-admin"):
        again(unit, user=UserId("USOMEBODY"))
    assert unit.outbox.due == []


def test_a_post_that_may_still_be_looked_up_is_left_alone(unit: FakeUnit) -> None:
    kept = unit.outbox.find(KEY)
    assert kept is not None
    unit.outbox.record(kept.id, State.UNKNOWN, "no_clear_answer")
    with pytest.raises(Refused, match="home-post-settled"):
        again(unit)


@pytest.mark.parametrize("key", ["post:team:8", "", "prompt:1"])
def test_what_is_not_kept_cannot_be_posted(unit: FakeUnit, key: str) -> None:
    with pytest.raises(Refused, match="home-post-settled"):
        again(unit, key)


def test_a_post_that_was_found_cannot_be_posted_again(unit: FakeUnit) -> None:
    kept = unit.outbox.find(KEY)
    assert kept is not None
    unit.outbox.record(kept.id, State.SENT)
    with pytest.raises(Refused, match="home-post-settled"):
        again(unit)


def test_a_team_that_is_paused_gets_no_post(unit: FakeUnit) -> None:
    unit.teams.save(replace(unit.teams.get(TEAM), state=TeamState.PAUSED))
    with pytest.raises(Refused, match="home-post-settled"):
        again(unit)
