"""What is asked, from config/questions.yaml: ids, scores and the ids of the texts."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.ballots.model import BARRIER, CHANGE, HELD_BACK, RESET
from bot.kernel.errors import CandorError
from bot.teams.model import SEASON_ROUNDS, Round

FILE = Path(__file__).parents[2] / "config" / "questions.yaml"

_SLUG = r"^[a-z]+([-_][a-z]+)*$"
_TEXT = r"^question-[a-z0-9]+(-[a-z0-9]+)*$"


class Score(StrEnum):
    """What an answer is worth before it is sealed."""

    ZERO = "zero"
    COIN = "coin"
    ONE = "one"


class QuestionsRefused(CandorError):
    """The file cannot be used; the message says which entry is wrong and what to write there."""

    def __init__(self, faults: Iterable[str]) -> None:
        super().__init__("\n".join(faults))


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Option(_Entry):
    """A button: ``text_id`` is its label; no score where answers are counted over the whole workspace."""

    id: Annotated[str, Field(pattern=_SLUG, max_length=32)]
    score: Score | None = None
    text_id: Annotated[str, Field(pattern=_TEXT, alias="label")]


class Question(_Entry):
    """A question with its buttons in their order."""

    id: Annotated[str, Field(pattern=_SLUG, max_length=24)]
    text_id: Annotated[str, Field(pattern=_TEXT, alias="text")]
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=8)]

    def place_of(self, option: str) -> int | None:
        """Return the place of an option among the others; None where it is not one of them."""
        return next((place for place, known in enumerate(self.options) if known.id == option), None)


class Act(Question):
    """A season's question, with the act's short name and the sentences with which its season opens."""

    name: Annotated[str, Field(pattern=_TEXT)]
    about: Annotated[str, Field(pattern=_TEXT)]


class Questions(_Entry):
    """Everything that Candor asks."""

    held_back: Annotated[Question, Field(alias="first")]
    acts: Annotated[tuple[Act, ...], Field(min_length=1)]
    barrier: Question
    change: Question
    reset: Question
    closing_lines: Annotated[tuple[str, ...], Field(min_length=SEASON_ROUNDS, max_length=SEASON_ROUNDS)]

    def act(self, season: int) -> Act:
        """Return the act in focus in a season, counted from 0, where all had their turn."""
        return self.acts[season % len(self.acts)]

    def act_of(self, round_: Round) -> Act:
        """Return the act that a round's season has in focus."""
        return self.act_named(round_.act, round_.season)

    def act_named(self, act_id: str, season: int) -> Act:
        """Return the act of this id; for no id, or one that is gone, the one whose turn it is in that season."""
        return next((act for act in self.acts if act.id == act_id), self.act(season))

    def closing_line(self, place: int) -> str:
        """Return the text of the line that ends a check-in in a round's place, 1 to 12."""
        return self.closing_lines[place - 1]

    def get(self, question_id: str) -> Question:
        """Return a question; raises LookupError where there is none."""
        found = next((question for question in self.all() if question.id == question_id), None)
        if found is None:
            raise LookupError("There is no such question.")
        return found

    def all(self) -> tuple[Question, ...]:
        return self.held_back, *self.acts, self.barrier, self.change, self.reset


@cache
def questions() -> Questions:
    """Return the questions of this program."""
    return load_questions()


def load_questions(path: Path = FILE) -> Questions:
    """Read a file of questions; raises QuestionsRefused with a line for each fault."""
    try:
        asked = Questions.model_validate(_written(path))
    except ValidationError as error:
        raise QuestionsRefused(
            f"{path.name}, {_where(fault['loc'])}: {_what(fault)}" for fault in error.errors()
        ) from None
    faults = list(_faults(asked))
    if faults:
        raise QuestionsRefused(f"{path.name}, {fault}" for fault in faults)
    return asked


def _written(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise QuestionsRefused([f"{path} cannot be read: put the file there."]) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise QuestionsRefused([f"{path.name} is not YAML in UTF-8: {error}"]) from error


def _where(place: tuple[int | str, ...]) -> str:
    return " ".join(f"{step + 1}" if isinstance(step, int) else step for step in place) or "the whole file"


def _what(fault: Any) -> str:
    match fault["type"]:
        case "missing":
            return "is missing; write it."
        case "extra_forbidden":
            return "is not known here; take it out."
        case "string_type":
            return "must be text; put quotes around it."
        case _:
            return f"{fault['msg'][0].lower()}{fault['msg'][1:]}."


def _faults(asked: Questions) -> Iterable[str]:
    counted = Counter(question.id for question in asked.all())
    yield from (
        f"{name}: the id is used more than once; give each question its own." for name in counted if counted[name] > 1
    )
    unscored = {BARRIER: asked.barrier, CHANGE: asked.change, RESET: asked.reset}
    for name, question in {HELD_BACK: asked.held_back, **unscored}.items():
        if question.id != name:
            yield f"{question.id}: the id must stay {name}."
    for question in asked.all():
        yield from _faults_of(question, scored=question not in unscored.values())


def _faults_of(question: Question, *, scored: bool) -> Iterable[str]:
    if len({option.id for option in question.options}) < len(question.options):
        yield f"{question.id}: two options have the same id; give each its own."
    scores = [option.score for option in question.options]
    if scored and sorted(score or "" for score in scores) != sorted(Score):
        yield f"{question.id}: needs three options, one with each of the scores zero, coin and one."
    if not scored and any(scores):
        yield f"{question.id}: its options have no score, since they are counted over the whole workspace."
