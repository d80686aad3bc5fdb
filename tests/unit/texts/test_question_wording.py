"""The questions: what is scored how is part of the anonymity rule, and every option has a button's worth of words."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.practices.model import Act, Barrier
from bot.texts import catalogue

FILE = Path(__file__).parents[3] / "config" / "questions.yaml"
QUESTIONS: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
ASKED: list[dict[str, Any]] = [QUESTIONS["first"], *QUESTIONS["acts"], QUESTIONS["barrier"], QUESTIONS["change"]]
LABELS = [option["label"] for question in ASKED for option in question["options"]]


def scores(question: dict[str, Any]) -> dict[str, str]:
    return {option["id"]: option["score"] for option in question["options"]}


def test_the_first_tap_is_scored_as_the_rule_says() -> None:
    assert scores(QUESTIONS["first"]) == {"none": "zero", "small": "coin", "mattered": "one"}


@pytest.mark.parametrize("act", QUESTIONS["acts"], ids=lambda act: act["id"])
def test_an_act_is_scored_as_the_rule_says(act: dict[str, Any]) -> None:
    assert scores(act) == {"yes": "one", "little": "coin", "no": "zero"}


def test_acts_and_barriers_are_those_that_practices_are_chosen_by() -> None:
    assert [act["id"] for act in QUESTIONS["acts"]] == list(Act)
    assert [option["id"] for option in QUESTIONS["barrier"]["options"]] == [*Barrier, "cannot-say"]
    assert [option["id"] for option in QUESTIONS["change"]["options"]] == ["yes", "bit", "no", "cannot-tell"]


@pytest.mark.parametrize("label", LABELS)
def test_a_button_is_worded_and_fits(label: str) -> None:
    assert 0 < len(catalogue().say(label)) <= 75


@pytest.mark.parametrize("question", ASKED, ids=lambda question: question["id"])
def test_a_question_is_one_and_its_buttons_differ(question: dict[str, Any]) -> None:
    said = catalogue().say(question["text"], series="Monday planning")
    labels = [catalogue().say(option["label"]) for option in question["options"]]
    assert said.count("?") == 1
    assert said.endswith("?")
    assert len(set(labels)) == len(labels)


def test_the_first_tap_names_the_series_and_nothing_else() -> None:
    said = catalogue().say(QUESTIONS["first"]["text"], series="Monday planning")
    assert said == "Did you leave *Monday planning* with something unsaid that you would have liked to say?"


@pytest.mark.parametrize("act", QUESTIONS["acts"], ids=lambda act: act["id"])
def test_an_act_is_explained_in_three_sentences(act: dict[str, Any]) -> None:
    about = catalogue().say(act["about"])
    assert len(about.splitlines()) == 3
    assert all(line.endswith(".") for line in about.splitlines())
    assert len(catalogue().say(act["name"])) <= 40


def test_every_round_of_a_season_has_its_own_closing_line() -> None:
    lines = [catalogue().say(line) for line in QUESTIONS["closing_lines"]]
    assert len(set(lines)) == len(lines) == 12
    assert all(line.startswith("One for yourself: ") and line.endswith("?") for line in lines)
