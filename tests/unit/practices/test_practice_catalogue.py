"""The file of practices: what it holds, what is refused, and that every practice has its words."""

import re
from itertools import product
from pathlib import Path

import pytest
from fluent.syntax import ast, parse

from bot.practices.catalogue import CatalogueRefused, load_practices
from bot.practices.model import Act, Barrier, Direction, Practice, Situation, Word
from bot.texts import FOLDER, Texts, catalogue

PRACTICES = load_practices()
SENTENCE_END = re.compile(r"[.?!]”?(?=\s+[A-Z“]|$)")
GOOD = "{id: good, acts: [disclosure, feedback, provocation, answering, containment], words: any, directions: any}"


@pytest.fixture(scope="module")
def texts() -> Texts:
    return catalogue()


each_practice = pytest.mark.parametrize("practice", PRACTICES, ids=lambda practice: practice.id)


def test_there_are_enough_and_a_third_is_for_whoever_leads() -> None:
    leading = [practice for practice in PRACTICES if practice.leader]
    assert len(PRACTICES) >= 30
    assert 0.3 <= len(leading) / len(PRACTICES) <= 0.4


def test_each_situation_has_five_to_choose_from() -> None:
    for act, word, direction in product(Act, Word, Direction):
        situation = Situation(act=act, word=word, direction=direction)
        assert sum(practice.fits(situation) for practice in PRACTICES) >= 5, situation


def test_a_season_of_any_act_can_pass_without_a_repetition() -> None:
    for act, word in product(Act, (Word.RARELY, Word.SOMETIMES)):
        situation = Situation(act=act, word=word, direction=Direction.STEADY)
        assert sum(practice.fits(situation) for practice in PRACTICES) >= 11, situation


def test_each_barrier_and_too_safe_have_some_of_their_own() -> None:
    assert all(sum(barrier in practice.barriers for practice in PRACTICES) >= 3 for barrier in Barrier)
    too_safe = [practice for practice in PRACTICES if practice.too_safe]
    assert len(too_safe) >= 5
    assert all(Word.RARELY in practice.words for practice in too_safe)


@each_practice
def test_two_sentences(practice: Practice, texts: Texts) -> None:
    body = texts.say(practice.text_id)
    assert len(SENTENCE_END.findall(body)) == 2
    assert len(body) <= 300


@each_practice
def test_a_short_title(practice: Practice, texts: Texts) -> None:
    title = texts.say(f"{practice.text_id}.title")
    assert 0 < len(title) <= 60
    assert not title.endswith(".")


@each_practice
def test_a_first_step_of_one_sentence(practice: Practice, texts: Texts) -> None:
    step = texts.say(f"{practice.text_id}.first-step")
    assert len(SENTENCE_END.findall(step)) == 1
    assert len(step) <= 150


@each_practice
def test_a_recall_that_goes_on_from_last_weeks(practice: Practice, texts: Texts) -> None:
    recall = texts.say(f"{practice.text_id}.recall")
    assert recall[0].islower()
    assert not recall.endswith((".", "?", "!"))
    assert len(recall) <= 70


@each_practice
def test_nothing_that_touches_the_reading(practice: Practice, texts: Texts) -> None:
    """Nobody is asked for their answer, and what Candor posted is not made a subject."""
    parts = ("", ".title", ".first-step", ".recall")
    words = " ".join(texts.say(practice.text_id + part) for part in parts).lower()
    assert not re.search(r"\b(score|trend|arrow|reading|check-in|candor|survey|anonym\w*|who answered)\b", words)


def test_every_wording_belongs_to_a_practice_and_no_title_is_there_twice(texts: Texts) -> None:
    written = parse((FOLDER / "en" / "practices.ftl").read_text(encoding="utf-8"))
    ids = {entry.id.name for entry in written.body if isinstance(entry, ast.Message)}
    assert ids == {practice.text_id for practice in PRACTICES}
    titles = [texts.say(f"{practice.text_id}.title") for practice in PRACTICES]
    recalls = [texts.say(f"{practice.text_id}.recall") for practice in PRACTICES]
    assert len(set(titles)) == len(set(recalls)) == len(PRACTICES)


def read(folder: Path, *entries: str) -> tuple[Practice, ...]:
    path = folder / "practices.yaml"
    path.write_text("practices:\n" + "".join(f"  - {entry}\n" for entry in entries), encoding="utf-8")
    return load_practices(path)


def test_the_shortest_good_entry(tmp_path: Path) -> None:
    (practice,) = read(tmp_path, GOOD)
    assert practice.text_id == "practice-good"
    assert practice.words == frozenset(Word)
    assert not practice.leader


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (GOOD.replace("id: good", "id: Not Good"), "entry 1 (Not Good): id must be lower-case words"),
        (GOOD.replace("id: good, ", ""), "entry 1: id must be lower-case words"),
        (GOOD.replace("feedback", "gossip"), "entry 1 (good): acts must be a list of disclosure, feedback"),
        (GOOD.replace("words: any", "words: [often]"), "words must be any, or a list of rarely, sometimes"),
        (GOOD.replace("directions: any", "directions: []"), "directions must be any, or a list of up, down"),
        (GOOD.replace("}", ", barriers: [fear]}"), "barriers must be a list of risky, futile"),
        (GOOD.replace("}", ", leader: perhaps}"), "leader must be true, or leave it out"),
        (GOOD.replace("}", ", colour: red}"), "colour is not known here; use id, acts"),
        ("just words", "entry 1: write it with id, acts"),
    ],
)
def test_a_wrong_entry_is_named_with_what_to_write(tmp_path: Path, entry: str, sentence: str) -> None:
    with pytest.raises(CatalogueRefused) as refused:
        read(tmp_path, entry)
    assert sentence in str(refused.value)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(CatalogueRefused) as refused:
        read(tmp_path, GOOD.replace("feedback", "gossip").replace("words: any", "words: 3"), "nothing")
    assert len(str(refused.value).splitlines()) == 3


def test_an_id_used_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueRefused, match="the id good is used 2 times"):
        read(tmp_path, GOOD, GOOD)


def test_a_situation_that_nothing_fits_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueRefused) as refused:
        read(tmp_path, GOOD.replace("words: any", "words: [rarely, sometimes, half]"))
    assert "nothing fits the act answering at mostly, up; add a practice for it." in str(refused.value)


@pytest.mark.parametrize("content", ["", "practices: 3", "- a\n- b", "practices: [", "\tpractices:"])
def test_a_file_of_another_shape_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "practices.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CatalogueRefused, match=r"practices\.yaml"):
        load_practices(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueRefused, match="cannot be read: put the file there"):
        load_practices(tmp_path / "practices.yaml")
