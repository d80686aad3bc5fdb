"""Reads config/practices.yaml and refuses it, entry by entry, where it is not as it has to be."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.kernel.errors import CandorError
from bot.practices.model import Act, Barrier, Direction, Practice, Situation, Word

FILE = Path(__file__).parents[2] / "config" / "practices.yaml"
ANY = "any"
NOT_FIT = {
    "id": "lower-case words joined by hyphens, at most 64 characters",
    "acts": f"a list of {', '.join(Act)}",
    "barriers": f"a list of {', '.join(Barrier)}, or leave it out",
    "words": f"any, or a list of {', '.join(Word)}",
    "directions": f"any, or a list of {', '.join(Direction)}",
    "too_safe": "true, or leave it out",
    "leader": "true, or leave it out",
}


class CatalogueRefused(CandorError):
    """The file cannot be used; the message says which entry is wrong and what to write there."""

    def __init__(self, faults: Iterable[str]) -> None:
        super().__init__("\n".join(faults))


def _all_words(written: object) -> object:
    return list(Word) if written == ANY else written


def _all_directions(written: object) -> object:
    return list(Direction) if written == ANY else written


class Entry(BaseModel):
    """One entry as it is written in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$", max_length=64)]
    acts: Annotated[frozenset[Act], Field(min_length=1)]
    barriers: frozenset[Barrier] = frozenset()
    words: Annotated[frozenset[Word], BeforeValidator(_all_words), Field(min_length=1)]
    directions: Annotated[frozenset[Direction], BeforeValidator(_all_directions), Field(min_length=1)]
    too_safe: Literal[True] | None = None
    leader: Literal[True] | None = None

    def practice(self) -> Practice:
        return Practice(
            id=self.id,
            acts=self.acts,
            words=self.words,
            directions=self.directions,
            barriers=self.barriers,
            too_safe=bool(self.too_safe),
            leader=bool(self.leader),
        )


def load_practices(path: Path = FILE) -> tuple[Practice, ...]:
    """Return the practices in the order of the file; raises CatalogueRefused with a line for each fault."""
    practices = tuple(entry.practice() for entry in _entries(path))
    faults = [*_repeated(practices), *_uncovered(practices)]
    if faults:
        raise CatalogueRefused(f"{path.name}: {fault}" for fault in faults)
    return practices


@cache
def practices() -> tuple[Practice, ...]:
    """Return the practices of config/practices.yaml, read once."""
    return load_practices()


def _entries(path: Path) -> list[Entry]:
    written = _written(path)
    entries: list[Entry] = []
    faults: list[str] = []
    for place, entry in enumerate(written, start=1):
        try:
            entries.append(Entry.model_validate(entry))
        except ValidationError as error:
            faults += [f"{path.name}, {_named(place, entry)}: {fault}" for fault in _faults(error)]
    if faults:
        raise CatalogueRefused(faults)
    return entries


def _written(path: Path) -> list[Any]:
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CatalogueRefused([f"{path} cannot be read: put the file there."]) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CatalogueRefused([f"{path.name} is not YAML in UTF-8: {error}"]) from error
    if not isinstance(document, dict) or not isinstance(document.get("practices"), list):
        raise CatalogueRefused([f"{path.name}: write one list under the word practices."])
    return list(document["practices"])


def _named(place: int, entry: object) -> str:
    slug = entry.get("id") if isinstance(entry, dict) else None
    return f"entry {place} ({slug})" if slug else f"entry {place}"


def _faults(error: ValidationError) -> list[str]:
    fields = dict.fromkeys(str(fault["loc"][0]) if fault["loc"] else "" for fault in error.errors())
    return [_fault(field) for field in fields]


def _fault(field: str) -> str:
    if not field:
        return f"write it with {', '.join(NOT_FIT)}."
    if field not in NOT_FIT:
        return f"{field} is not known here; use {', '.join(NOT_FIT)}."
    return f"{field} must be {NOT_FIT[field]}."


def _repeated(practices: Sequence[Practice]) -> list[str]:
    counted = Counter(practice.id for practice in practices)
    return [f"the id {slug} is used {times} times; give each its own." for slug, times in counted.items() if times > 1]


def _uncovered(practices: Sequence[Practice]) -> list[str]:
    return [
        f"nothing fits the act {act} at {word}, {direction}; add a practice for it."
        for act, word, direction in product(Act, Word, Direction)
        if not any(practice.fits(Situation(act=act, word=word, direction=direction)) for practice in practices)
    ]
