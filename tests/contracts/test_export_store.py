"""What an export reads: posts that appeared, with what they said, and nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.ballots.model import HELD_BACK
from bot.kernel.ids import ChannelId, TeamId, WorkspaceId
from bot.kernel.unit import Work
from bot.outbox.model import Kind, Outgoing, Rates, State
from bot.practices.model import Word
from bot.teams.model import Round, Team
from bot.trends.model import Reading
from bot.workspaces.model import Workspace

HERE, TEAM, OTHER = WorkspaceId("T1"), TeamId("team-1"), TeamId("team-2")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WEEK = timedelta(days=7)


def round_(number: int) -> Round:
    posts_at = NOON + number * WEEK
    closes_at = posts_at - timedelta(hours=1)
    return Round(
        team_id=TEAM, number=number, opens_at=posts_at - WEEK, closes_at=closes_at, posts_at=posts_at, is_open=False
    )


@pytest.fixture(autouse=True)
def _six_weeks(work: Work[Any]) -> None:
    """Six rounds: a reading in each but the second; posts in each but the fifth."""
    with work.write() as unit:
        unit.workspaces.save(Workspace(id=HERE, bot_user_id="UBOT"))
        for team_id, channel_id in ((TEAM, "C1"), (OTHER, "C2")):
            unit.teams.save(Team(id=team_id, workspace_id=HERE, channel_id=ChannelId(channel_id)))
        readings = 0
        for number in range(1, 7):
            unit.teams.save_round(round_(number))
            if number != 2:
                readings += 1
                for item in (HELD_BACK, "act-0"):
                    unit.trends.add_reading(TEAM, reading(item, readings, number))
            if number != 5:
                unit.trends.add_post(round_(number), {"text": f"week {number}", "blocks": []})
                unit.practices.note_shown(TEAM, f"practice-{number}", number)


def reading(item: str, number: int, round_number: int) -> Reading:
    word = Word.MOSTLY if item == HELD_BACK else Word.RARELY
    return Reading(item=item, number=number, round_number=round_number, level=number, word=word)


def published(work: Work[Any], now: datetime = NOON + 10 * WEEK, limit: int = 9, offset: int = 0) -> list[Any]:
    with work.read() as unit:
        return unit.exports.published(TEAM, now, limit, offset)


def test_posts_come_newest_first_with_what_they_said(work: Work[Any]) -> None:
    found = published(work)
    assert [one.round.number for one in found] == [6, 4, 3, 2, 1]
    assert found[0].round == round_(6)
    assert (found[0].body["text"], found[0].practice_id) == ("week 6", "practice-6")
    assert [one.word for one in found] == [Word.MOSTLY, Word.MOSTLY, None, None, None]
    assert [one.level for one in found] == [5, None, None, None, None]
    assert [one.act_word for one in found] == [Word.RARELY, Word.RARELY, None, None, None]


def test_they_come_in_pages(work: Work[Any]) -> None:
    assert [one.round.number for one in published(work, limit=2)] == [6, 4]
    assert [one.round.number for one in published(work, limit=2, offset=4)] == [1]
    assert published(work, offset=5) == []


def test_a_post_that_waits_for_its_time_is_not_published(work: Work[Any]) -> None:
    before = round_(6).posts_at - timedelta(seconds=1)
    assert [one.round.number for one in published(work, before)] == [4, 3, 2, 1]
    assert published(work, NOON) == []


@pytest.mark.parametrize("state", [State.REFUSED, State.UNKNOWN])
def test_a_post_that_did_not_surely_appear_is_not_published(work: Work[Any], state: State) -> None:
    with work.write() as unit:
        unit.outbox.enqueue([handed_over(4), handed_over(6)])
        for claimed in unit.outbox.claim(NOON + 7 * WEEK, "me", 60.0, 9, Rates.unlimited()):
            unit.outbox.begin_sending([claimed])
            unit.outbox.record(claimed.id, State.SENT if claimed.message.key.endswith(":4") else state)
    assert [one.round.number for one in published(work)] == [4, 3, 2, 1]


def handed_over(number: int) -> Outgoing:
    return Outgoing(
        workspace_id=HERE,
        key=f"post:{TEAM}:{number}",
        kind=Kind.WEEKLY_POST,
        method="chat.scheduleMessage",
        channel=f"C{number}",
        arguments={},
        due_at=NOON,
        expires_at=NOON + 20 * WEEK,
    )


def test_another_teams_posts_stay_there(work: Work[Any]) -> None:
    with work.read() as unit:
        assert unit.exports.published(OTHER, NOON + 10 * WEEK, 9, 0) == []
