"""Looks through log files for what must never be in a log: people, answers, tokens, what Slack delivered."""

import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bot.audit.database import TAPPED, TOKEN
from bot.audit.model import Finding
from bot.ballots.questions import questions
from bot.kernel.errors import CandorError
from bot.texts import Texts

_PERSON = re.compile(r"(?<![A-Za-z0-9])[UW](?=[A-Z]*\d)[A-Z0-9]{8,}(?![A-Za-z0-9])")
_DELIVERED = re.compile(
    r"trigger_id|response_url|hooks\.slack\.com|block_actions|view_submission|[\"'](?:actions|payload|view|blocks)[\"']\s*:"
)
_BOUND = re.compile(r"\[parameters: |\[SQL: ")


class LogsAway(CandorError):
    """A file or folder of logs cannot be read."""


def judge_logs(places: Iterable[Path], user_ids: set[str], say: Texts) -> Iterator[Finding]:
    """Find forbidden things in log files; each is told by its kind and file, never quoted."""
    patterns = _patterns(user_ids, say)
    for path in _files(places):
        found = Counter(what for line in _lines(path) for what, pattern in patterns if pattern.search(line))
        for what, lines in sorted(found.items()):
            yield Finding(f"The log file {path} holds {what} ({lines} {'line' if lines == 1 else 'lines'}).")


def _patterns(user_ids: set[str], say: Texts) -> list[tuple[str, re.Pattern[str]]]:
    known = (
        [re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(map(re.escape, user_ids))})(?![A-Za-z0-9])")] if user_ids else []
    )
    labels = {say.say(option.text_id) for question in questions().all() for option in question.options}
    spoken = sorted(label for label in labels if len(label) > len("Can't say") + 3)
    return [
        *(("the id of a person", pattern) for pattern in (known or [_PERSON])),
        *(("an id that looks like a person's", _PERSON) for _ in known),
        ("a token of Slack's", TOKEN),
        ("what somebody has tapped", TAPPED),
        ("the wording of an answer", re.compile("|".join(map(re.escape, spoken)))),
        ("what Slack delivered", _DELIVERED),
        ("values from the database", _BOUND),
    ]


def _files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        if place.is_dir():
            yield from sorted(path for path in place.rglob("*") if path.is_file())
        elif place.is_file():
            yield place
        else:
            raise LogsAway(f"There is no log file and no folder {place}.")


def _lines(path: Path) -> Iterator[str]:
    try:
        with _opened(path) as file:
            yield from file
    except OSError as error:
        raise LogsAway(f"The log file {path} cannot be read: {error.strerror or 'it is damaged'}.") from None


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    opening = gzip.open if path.suffix == ".gz" else open
    with opening(path, "rt", encoding="utf-8", errors="replace") as file:
        yield file
