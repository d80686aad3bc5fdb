"""The export: only what was published, whole when its pieces are put together, and harmless in a spreadsheet."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.administration.export import COLUMNS, LONGEST_PIECE, Format, safe_cell, said, written
from bot.administration.messages import export
from bot.administration.model import POSTS_A_PAGE, Page, Published, Settings
from bot.kernel.ids import ChannelId, SeriesId, TeamId, UserId, WorkspaceId
from bot.kernel.weeks import Weekday
from bot.meetings.model import Series
from bot.practices.catalogue import practices
from bot.practices.model import Word
from bot.teams.model import Round, Team
from bot.texts import catalogue
from demo.slack.blocks import check_view

SAY = catalogue()
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TEAM = TeamId("team-1")
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "|cmd", "%0A=1", "ok\n=HYPERLINK()", "=\n="]


def settings(name: str = "Planning") -> Settings:
    series = Series(
        id=SeriesId("s"),
        team_id=TEAM,
        name=name,
        weekday=Weekday.MONDAY,
        start_minute=600,
        length_minutes=60,
        zone="UTC",
    )
    team = Team(id=TEAM, workspace_id=WorkspaceId("T1"), channel_id=ChannelId("C1"))
    return Settings(team=team, series=(series,), admins=(UserId("U1"),))


def post(number: int, text: str = "What to try", **said_: Any) -> Published:
    posts_at = NOW + number * timedelta(days=7)
    round_ = Round(team_id=TEAM, number=number, opens_at=NOW, closes_at=posts_at, posts_at=posts_at, is_open=False)
    body = {"text": "t", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]}
    return Published(round=round_, body=body, **said_)


def whole(pieces: list[str]) -> str:
    """What somebody has who copied every box."""
    return unescape("\n".join(pieces))


def rows(*posts: Published) -> list[list[str]]:
    _, pieces = written(SAY, settings(), Page(number=0, posts=posts, has_earlier=False), Format.CSV)
    return list(csv.reader(io.StringIO(whole(pieces))))


def test_a_row_says_what_a_post_said() -> None:
    practice = practices()[0]
    head, row = rows(post(4, word=Word.HALF, level=9, act_word=Word.RARELY, practice_id=practice.id))
    assert tuple(head) == COLUMNS
    title = SAY.say(f"{practice.text_id}.title")
    assert row == ["4", "1", "2026-03-30", "about half the time", "45", "rarely", title, "What to try"]


def test_what_a_post_did_not_say_is_left_empty() -> None:
    _, row = rows(post(1))
    assert row[3:7] == ["", "", "", ""]


def test_json_says_the_same_and_can_be_read_again() -> None:
    page = Page(number=0, posts=(post(4, "A\nB", word=Word.HALF, level=9),), has_earlier=False)
    kept, pieces = written(SAY, settings(), page, Format.JSON)
    (found,) = json.loads(whole(pieces))
    assert found["post"] == ["A", "B"]
    assert (found["round"], found["word"], found["level"], found["act_word"]) == (4, "about half the time", 45, None)
    assert json.loads(whole(kept))["meetings"][0]["name"] == "Planning"


@pytest.mark.parametrize("cell", HOSTILE)
def test_no_line_of_a_cell_begins_a_formula(cell: str) -> None:
    for line in safe_cell(cell).split("\n"):
        assert not line.lstrip().startswith(("=", "+", "-", "@", "|", "%"))


@pytest.mark.parametrize("typed", [one for one in HOSTILE if "\n" not in one])
def test_a_meetings_name_is_no_formula_either(typed: str) -> None:
    kept, _ = written(SAY, settings(typed), Page(number=0, posts=(), has_earlier=False), Format.CSV)
    for row in csv.reader(io.StringIO(whole(kept))):
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@", "|", "%")) for cell in row)


@given(texts=st.lists(st.text(max_size=2000), max_size=POSTS_A_PAGE))
def test_the_pieces_fit_and_together_are_the_whole(texts: list[str]) -> None:
    posts = tuple(post(number, text or "-") for number, text in enumerate(texts, 1))
    page = Page(number=0, posts=posts, has_earlier=False)
    for form in Format:
        for pieces in written(SAY, settings(), page, form):
            assert all(len(piece) <= LONGEST_PIECE for piece in pieces)
    _, found = written(SAY, settings(), page, Format.JSON)
    assert [one["round"] for one in json.loads(whole(found))] == [one.round.number for one in posts]
    assert len(rows(*posts)) == len(posts) + 1


def test_buttons_and_charts_are_no_text() -> None:
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": "Head"}},
        {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "Tap"}}]},
        {"type": "data_visualization", "title": "Chart"},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "small &amp; print"}]},
    ]
    assert said({"blocks": blocks}) == ["Head", "small & print"]


@pytest.mark.parametrize("form", Format)
def test_three_years_are_twelve_windows_that_slack_takes(form: Format) -> None:
    posts = [post(number, "A practice, in two sentences. " * 60) for number in range(1, 157)]
    for number in range(0, 156 // POSTS_A_PAGE):
        some = tuple(posts[number * POSTS_A_PAGE : (number + 1) * POSTS_A_PAGE])
        page = Page(number=number, posts=some, has_earlier=number < 11)
        body = export(SAY, settings(), page, form).body()
        assert check_view(body) == []
        assert len(json.dumps(body)) < 250_000
