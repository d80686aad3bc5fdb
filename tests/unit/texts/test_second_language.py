"""A second language is a folder of its own and nothing else: shown with one whose every letter is another."""

import dataclasses
import re
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from fluent.syntax import FluentParser, FluentSerializer, ast
from fluent.syntax.visitor import Visitor
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from bot.directory.holidays import names
from bot.texts import ENGLISH, FOLDER, Texts, catalogue
from tests.unit.test_messages import FOUND, _argument, _strategies

__all__ = ["_strategies"]  # what every message is built from; a fixture of this module, too

PSEUDO = "xx"
WIDE = {ord(letter): ord(letter) + 0xFEE0 for letter in map(chr, range(0x21, 0x7F)) if letter.isalpha()}
NOT_SAID = re.compile(r"`[^`]*`|<[^>]*>|&\w+;")  # commands to type, mentions, moments, escapes
ENGLISH_WORD = re.compile(r"[A-Za-z]{2,}")
NAMED_BY_THE_WORLD = " ".join(["CSV JSON", *names().values()])  # formats and countries
ZONE_NAMES = re.compile(r"\b(?:[A-Z]\w+(?:/\w+)+|UTC)\b")


class _Widened(Visitor):
    """Replaces the letters of a pattern, but for what stands between backticks: that is typed, whatever the language."""

    def visit_Pattern(self, pattern: ast.Pattern) -> None:
        is_code = False
        for element in pattern.elements:
            if isinstance(element, ast.TextElement):
                parts = element.value.split("`")
                element.value = "`".join(
                    part if is_code ^ bool(place % 2) else _wide(part) for place, part in enumerate(parts)
                )
                is_code ^= len(parts) % 2 == 0
            else:
                self.generic_visit(element)


def _wide(text: str) -> str:
    kept = NOT_SAID.findall(text)
    widened = [part.translate(WIDE) for part in NOT_SAID.split(text)]
    return "".join(part + (kept[place] if place < len(kept) else "") for place, part in enumerate(widened))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of languages that holds no English."""
    made = tmp_path_factory.mktemp("texts")
    (made / PSEUDO).mkdir()
    for path in (FOLDER / ENGLISH).glob("*.ftl"):
        written = FluentParser().parse(path.read_text(encoding="utf-8"))
        _Widened().visit(written)
        (made / PSEUDO / path.name).write_text(FluentSerializer().serialize(written), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def pseudo(folder: Path) -> Texts:
    return catalogue(PSEUDO, folder)


def seen(shown: Any) -> Iterator[str]:
    """Every text of a message or view that a person sees or hears."""
    if isinstance(shown, list | tuple):
        for one in shown:
            yield from seen(one)
    elif isinstance(shown, dict):
        for name, value in shown.items():
            if isinstance(value, str):
                yield from [value] if name in ("text", "title", "name", "label", "x_label", "y_label") else []
            else:
                yield from seen(value)


def english_in(text: str) -> list[str]:
    """The English words in a text, besides what is typed, mentioned or named by the world."""
    return ENGLISH_WORD.findall(ZONE_NAMES.sub(" ", NOT_SAID.sub(" ", text)))


def held(value: Any) -> Iterator[str]:
    """Every text and number in a value, also where its own words leave it out."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from (*held(name), *held(one))
    elif dataclasses.is_dataclass(value):
        for one in dataclasses.fields(value):
            yield from held(getattr(value, one.name))
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from held(one)
    elif not isinstance(value, Texts):
        yield str(value)


@pytest.mark.parametrize("name", FOUND)
@settings(
    max_examples=4,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(values=st.data())
def test_no_message_says_anything_beside_the_catalogue(name: str, pseudo: Texts, values: st.DataObject) -> None:
    function = FOUND[name]
    hints = {one: hint for one, hint in typing.get_type_hints(function).items() if one != "return"}
    given_values = {
        one: pseudo if hint is Texts else values.draw(_argument(one, hint), label=one) for one, hint in hints.items()
    }
    put_in = "\n".join(held(given_values))  # what somebody typed, or Slack calls something, may come out again
    assume("`" not in put_in)  # which would begin a command where there is none
    put_in += "".join(filter(str.isprintable, put_in)) + NAMED_BY_THE_WORLD
    said = [word for text in seen(function(**given_values).body()) for word in english_in(text)]
    assert [word for word in said if word not in put_in] == []


def test_what_stands_beside_the_catalogue_is_found() -> None:
    assert english_in("Ｓｔｉｌｌ and ｍｏｒｅ, `/trust` <#C1> (Europe/Berlin)") == ["and"]
    assert list(seen({"text": {"type": "plain_text", "text": "a"}, "value": "b", "blocks": [{"title": "c"}]})) == [
        "a",
        "c",
    ]
    assert all(ZONE_NAMES.fullmatch(zone) for zone in ("Europe/Berlin", "America/Argentina/ComodRivadavia", "UTC"))


def test_the_folder_of_a_language_is_all_that_is_needed(pseudo: Texts) -> None:
    assert pseudo.say("checkin-thanks") != catalogue().say("checkin-thanks")
    assert catalogue(PSEUDO).say("checkin-thanks") == catalogue().say("checkin-thanks")  # what is lacking, in English


class _Wanted(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.names.add(node.id.name)


def faults(language: Path) -> set[str]:
    """The texts of a language that English does not have, that are not Fluent, or that want other values."""
    english = wanted(FOLDER / ENGLISH)
    return {name for name, wants in wanted(language).items() if english.get(name, {"unknown"}) != wants}


def wanted(language: Path) -> dict[str, set[str]]:
    """The values that each text, or a part of it, wants."""
    found: dict[str, set[str]] = {}
    for path in language.glob("*.ftl"):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            if isinstance(entry, ast.Junk):
                found[entry.content or path.name] = set()
            if isinstance(entry, ast.Message):
                visitor = _Wanted()
                visitor.visit(entry)
                found[entry.id.name] = visitor.names
    return found


def test_every_language_fits_the_program(folder: Path, tmp_path: Path) -> None:
    for language in [one for one in FOLDER.iterdir() if any(one.glob("*.ftl"))]:
        assert faults(language) == set(), language.name
    assert faults(folder / PSEUDO) == set()
    (tmp_path / "wrong.ftl").write_text("word-half = { $word }\nno-such-text = x\n", encoding="utf-8")
    assert faults(tmp_path) == {"word-half", "no-such-text"}
