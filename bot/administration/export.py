"""The export: what was published about a team, and its settings, as CSV and as JSON text, cut into pieces.

A row says what one weekly post said, and nothing else: no word before the reading with which words begin, no level
before the one with which the line begins, and never an act's level, since no post has it.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from html import unescape
from typing import Any

from bot.administration.model import Page, Published, Settings
from bot.blockkit import escape
from bot.meetings.fields import clock
from bot.meetings.model import Series, Source
from bot.practices.catalogue import practices
from bot.practices.model import Word
from bot.texts import Texts
from bot.trends.headline import word_of

LONGEST_LINE = 500  # characters; longer ones are cut, so that every piece fits into a block
LONGEST_POST = 3000  # characters of one post; the longest that is made has about half of it
LONGEST_PIECE = 2900  # as Slack counts them, of the 3,000 that a block takes
COLUMNS = ("round", "season", "posted_on", "word", "level", "act_word", "practice", "post")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%")  # with these a spreadsheet begins to calculate

_PERCENT = 5  # a level counts in twentieths


class Format(StrEnum):
    """How an export is written."""

    CSV = "csv"
    JSON = "json"


def written(say: Texts, settings: Settings, page: Page, form: Format) -> tuple[list[str], list[str]]:
    """Return the settings and the page's posts, each in pieces that joined by line ends are the whole text."""
    if form is Format.JSON:
        posts = [{**_cells(say, post), "post": said(post.body)} for post in page.posts]
        return _pieces(_json(_settings(settings))), _pieces(_json(posts))
    kept = [("setting", "value"), *((name, value) for name, value in _flat(_settings(settings)))]
    return _pieces(_csv(kept)), _pieces(_csv([COLUMNS, *(_row(_cells(say, post)) for post in page.posts)]))


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula, whichever of its lines it looks at."""
    return "\n".join(f"'{line}" if line.lstrip().startswith(FORMULA) else line for line in text.split("\n"))


def said(body: Mapping[str, Any]) -> list[str]:
    """Return what people could read in a post, line by line, without buttons."""
    texts = [text for block in body.get("blocks", ()) for text in _texts(block)]
    lines = unescape("\n".join(texts))[:LONGEST_POST].splitlines()
    return [part for line in lines for part in _short("".join(filter(str.isprintable, line))) if part.strip()]


def _texts(block: Mapping[str, Any]) -> Iterator[str]:
    if block.get("type") in ("header", "section"):
        yield str(block.get("text", {}).get("text", ""))
    if block.get("type") == "context":
        yield from (str(element.get("text", "")) for element in block.get("elements", ()))


def _short(line: str) -> list[str]:
    return [line[start : start + LONGEST_LINE] for start in range(0, len(line), LONGEST_LINE)]


def _settings(settings: Settings) -> dict[str, Any]:
    team = settings.team
    return {
        "channel": team.channel_id,
        "state": team.state.value,
        "zone": team.zone,
        "post_day": team.post_weekday.name.lower(),
        "post_at": clock(team.post_minute),
        "public_holidays": "-".join(filter(None, (team.country, team.subdivision))),
        "next_act": team.next_act or "by turn",
        "administrators": list(settings.admins),
        "meetings": [_meeting(one) for one in settings.series],
    }


def _meeting(series: Series) -> dict[str, Any]:
    from_where = {"name": series.name, "from": series.source.value}
    if series.source is not Source.WEEKLY:
        return from_where
    return from_where | {
        "day": series.weekday.name.lower(),
        "start": clock(series.start_minute),
        "minutes": series.length_minutes,
        "zone": series.zone,
        "every_weeks": series.every_weeks,
    }


def _flat(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in found.items():
        for one in value if isinstance(value, list) else [value]:
            yield name, " · ".join(map(str, one.values())) if isinstance(one, dict) else str(one)


def _cells(say: Texts, post: Published) -> dict[str, Any]:
    fields = (
        post.round.number,
        post.round.season + 1,
        post.round.posts_at.date().isoformat(),
        _word(say, post.word),
        None if post.level is None else post.level * _PERCENT,
        _word(say, post.act_word),
        _practice(say, post.practice_id),
        "\n".join(said(post.body)),
    )
    return dict(zip(COLUMNS, fields, strict=True))


def _word(say: Texts, word: Word | None) -> str | None:
    return None if word is None else word_of(say, word)


def _practice(say: Texts, practice_id: str) -> str | None:
    known = next((one for one in practices() if one.id == practice_id), None)
    return say.say(f"{known.text_id}.title") if known else practice_id or None


def _row(cells: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple("" if value is None else str(value) for value in cells.values())


def _csv(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([[safe_cell(cell) for cell in row] for row in rows])
    return text.getvalue()


def _json(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1)


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    size = LONGEST_PIECE
    for line in text.rstrip("\n").split("\n"):
        shown = _shown(line)
        if size + 1 + len(shown) > LONGEST_PIECE:
            pieces.append(shown)
            size = len(shown)
        else:
            pieces[-1] += "\n" + shown
            size += 1 + len(shown)
    return pieces


def _shown(line: str) -> str:
    """Return a line as a block of code shows it letter by letter; three backticks would end the block."""
    return escape(line).replace("```", "'''")
