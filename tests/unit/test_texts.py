"""No text is missing, none is left over, and each gets the values it asks for; a second language needs no code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from bot.practices.catalogue import practices
from bot.texts import FOLDER, Texts, catalogue

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "bot").rglob("*.py"))
FILES = sorted((FOLDER / "en").glob("*.ftl"))
ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+(?:\.[a-z-]+)?")


def parsed() -> Iterator[ftl.Message]:
    for path in FILES:
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ftl.Junk), f"{path.name}: {entry.content}"
            if isinstance(entry, ftl.Message):
                yield entry


def names() -> set[str]:
    """Every message and attribute of the catalogue."""
    found = set()
    for message in parsed():
        found.add(message.id.name)
        found |= {f"{message.id.name}.{attribute.id.name}" for attribute in message.attributes}
    return found


def literals() -> tuple[set[str], list[re.Pattern[str]]]:
    """Every string in the code that looks like a text id, and every f-string that could make one."""
    exact, made = set(), []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and ID.fullmatch(node.value):
                exact.add(node.value)
            if isinstance(node, ast.JoinedStr):
                pattern = "".join(
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[a-z0-9_-]+"
                    for part in node.values
                )
                made.append(re.compile(pattern))
    return exact, made


def from_yaml() -> set[str]:
    """Every text id that config/*.yaml holds or implies."""
    words = re.findall(r"[a-z][a-z0-9-]+", (ROOT / "config" / "questions.yaml").read_text(encoding="utf-8"))
    ids = {word for word in words if word.startswith("question-")}
    for practice in practices():
        ids |= {practice.text_id, *(f"{practice.text_id}.{part}" for part in ("title", "first-step", "recall"))}
    return ids


class _Values(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:
        self.names.add(node.id.name)


def wanted_by(message: ftl.Message) -> set[str]:
    visitor = _Values()
    visitor.visit(message)
    return visitor.names


def said() -> Iterator[tuple[str, str, set[str]]]:
    """Every `say.say("…", …)` and `Refused("…", …)` with a literal id, and the values it gives."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            function = node.func
            called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            if called == "note_change":
                text_id, values = node.args[3], node.args[4]
                assert isinstance(text_id, ast.Constant), f"{path.name}: the text of a change is written out"
                assert isinstance(values, ast.Dict), f"{path.name}: the values of a change are written out"
                yield path.name, text_id.value, {"who", *(key.value for key in values.keys)}
            elif called in ("say", "Refused") and isinstance(node.args[0].value, str):
                given = {keyword.arg for keyword in node.keywords if keyword.arg and keyword.arg != "field"}
                yield path.name, node.args[0].value, given


def test_every_text_that_is_said_exists_and_gets_its_values() -> None:
    wanted = {message.id.name: wanted_by(message) for message in parsed()}
    for where, text_id, given in said():
        assert text_id in wanted, f"{where} says {text_id}, which is not in the catalogue"
        assert given == wanted[text_id], f"{where}: {text_id} wants {wanted[text_id]}, and gets {given}"


def test_every_text_of_the_yaml_files_exists() -> None:
    assert from_yaml() - names() == set()


def test_no_text_is_left_over() -> None:
    exact, made = literals()
    used = exact | from_yaml()
    left = {
        name
        for name in names() - used
        if not any(pattern.fullmatch(name) for pattern in made if len(pattern.pattern.replace(r"[a-z0-9_-]+", "")) > 4)
    }
    assert left == set()


def test_no_id_is_given_twice() -> None:
    ids = [message.id.name for message in parsed()]
    assert sorted(ids) == sorted(set(ids))


def test_what_is_missing_is_an_error_and_never_a_silence() -> None:
    with pytest.raises(KeyError):
        catalogue().say("no-such-text")
    with pytest.raises(ValueError, match="question-held-back"):
        catalogue().say("question-held-back")


def test_a_second_language_needs_no_code(tmp_path: Path) -> None:
    bundle = FluentBundle(["en-XA"], use_isolating=False)
    for path in FILES:
        accented = re.sub(r"^([a-z][\w-]* = )", r"\1[!! ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        bundle.add_resource(FluentResource(accented))
    assert Texts(bundle).say("checkin-thanks").startswith("[!! ")


def test_the_questions_file_is_yaml_with_ids_only() -> None:
    text = (ROOT / "config" / "questions.yaml").read_text(encoding="utf-8")
    assert yaml.safe_load(text)
    assert "?" not in re.sub(r"#.*", "", text)
