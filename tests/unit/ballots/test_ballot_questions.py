"""config/questions.yaml is read whole or refused with a line for each fault that says where."""

import copy

import pytest
import yaml

from bot.ballots.questions import FILE, QuestionsRefused, Score, load_questions, questions

WRITTEN = yaml.safe_load(FILE.read_text(encoding="utf-8"))


@pytest.fixture
def written(tmp_path):
    def write(change):
        document = copy.deepcopy(WRITTEN)
        change(document)
        path = tmp_path / "questions.yaml"
        path.write_text(yaml.safe_dump(document), encoding="utf-8")
        return path

    return write


def test_our_questions_are_read():
    asked = questions()
    assert [option.score for option in asked.held_back.options] == [Score.ZERO, Score.COIN, Score.ONE]
    assert len(asked.barrier.options) == 7
    assert len(asked.change.options) == 4


def test_acts_follow_one_another_and_begin_again():
    assert [questions().act(season).id for season in (0, 1, 4, 5)] == [
        "disclosure",
        "feedback",
        "containment",
        "disclosure",
    ]


def test_every_place_of_a_season_has_its_closing_line():
    assert questions().closing_line(1) == "question-closing-1"
    assert questions().closing_line(12) == "question-closing-12"


def test_an_option_has_its_place():
    assert questions().held_back.place_of("small") == 1
    assert questions().held_back.place_of("other") is None


def rescore(document):
    document["first"]["options"][1]["score"] = "one"


def no_score(document):
    del document["acts"][1]["options"][0]["score"]


def score_barrier(document):
    document["barrier"]["options"][0]["score"] = "one"


def odd_score(document):
    document["first"]["options"][0]["score"] = "half"


def same_id(document):
    document["acts"][1]["id"] = "disclosure"


def same_option(document):
    document["acts"][2]["options"][0]["id"] = "no"


def no_label(document):
    del document["acts"][0]["options"][2]["label"]


def unknown(document):
    document["barrier"]["colour"] = "red"


def renamed(document):
    document["first"]["id"] = "unsaid"


def bare_yes(document):
    document["change"]["options"][0]["id"] = True


def eleven_lines(document):
    document["closing_lines"].pop()


def no_barrier(document):
    del document["barrier"]


def words(document):
    document["change"]["text"] = "Has anything changed?"


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (rescore, r"held_back: needs three options, one with each of the scores"),
        (no_score, r"feedback: needs three options"),
        (score_barrier, r"barrier: its options have no score"),
        (odd_score, r"first options 1 score: input should be 'zero', 'coin' or 'one'"),
        (same_id, r"disclosure: the id is used more than once"),
        (same_option, r"provocation: two options have the same id"),
        (no_label, r"acts 1 options 3 label: is missing; write it"),
        (unknown, r"barrier colour: is not known here; take it out"),
        (renamed, r"unsaid: the id must stay held_back"),
        (bare_yes, r"change options 1 id: must be text; put quotes around it"),
        (eleven_lines, r"closing_lines: tuple should have at least 12 items"),
        (no_barrier, r"barrier: is missing; write it"),
        (words, r"change text: string should match pattern"),
    ],
)
def test_a_fault_is_named_with_its_place(written, change, line):
    with pytest.raises(QuestionsRefused, match=rf"questions\.yaml, {line}"):
        load_questions(written(change))


@pytest.mark.parametrize(
    ("content", "line"), [(b"first: [", "is not YAML"), (b"\xff\xfe", "is not YAML"), (b"", "whole")]
)
def test_what_is_no_such_file_is_refused(tmp_path, content, line):
    path = tmp_path / "questions.yaml"
    path.write_bytes(content)
    with pytest.raises(QuestionsRefused, match=line):
        load_questions(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(QuestionsRefused, match="put the file there"):
        load_questions(tmp_path / "questions.yaml")
