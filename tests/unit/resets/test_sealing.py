"""Boxes, tokens and tickets: what opens with which key, and what tells nothing without one."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.ids import UserId, WorkspaceId
from bot.resets.boxes import Question, opened, sealed
from bot.resets.model import News, Part, Reset, ResetId, Side, Stage, Suggestion, Telling
from bot.resets.sealing import SMALLEST_BOX, Pairs, Unreadable, padded, unpadded

KEY, ANOTHER = bytes(range(32)), bytes(32)
HERE, ID = WorkspaceId("T1"), ResetId("a" * 32)
NOW = datetime(2026, 3, 2, 10, 11, 12, 345678, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
PARTS = st.builds(Part, TEXTS, TEXTS, TEXTS)


def reset(parts: dict[Side, Part]) -> Reset:
    return Reset(
        id=ID,
        workspace_id=HERE,
        asker=UserId("UA"),
        other=UserId("UB"),
        stage=Stage.ONE_READY,
        deadline=NOW,
        reached=True,
        opens_at=NOW,
        wakes_at=NOW,
        suggestion=Suggestion(Side.OTHER, NOW),
        parts=parts,
        ready=frozenset({Side.ASKER}),
        read=frozenset({Side.OTHER}),
        tellings=(Telling(Side.ASKER, News.TAKEN_UP, NOW),),
    )


@given(st.dictionaries(st.sampled_from(Side), PARTS))
def test_a_reset_comes_back_as_it_was(parts: dict[Side, Part]) -> None:
    assert opened(KEY, ID, HERE, sealed(KEY, reset(parts))) == reset(parts)


def test_a_question_comes_back_as_it_was() -> None:
    question = Question(id=ID, workspace_id=HERE, user_id=UserId("UA"), look_at=NOW)
    assert opened(KEY, ID, HERE, sealed(KEY, question)) == question


def test_a_question_a_reset_and_two_ordinary_texts_are_of_one_size() -> None:
    part = Part("x" * 1000, "ü" * 500, "y" * 300)
    question = Question(id=ID, workspace_id=HERE, user_id=UserId("UA"), look_at=NOW)
    sizes = {len(sealed(KEY, one)) for one in (question, reset({}), reset({Side.ASKER: part, Side.OTHER: part}))}
    assert len(sizes) == 1
    assert sizes.pop() > SMALLEST_BOX


def test_the_longest_texts_fit() -> None:
    longest = Part(*(["👩" * 3000] * 3))
    full = reset({Side.ASKER: longest, Side.OTHER: longest})
    assert opened(KEY, ID, HERE, sealed(KEY, full)) == full


def test_a_box_opens_with_its_own_key_and_as_itself_alone() -> None:
    box = sealed(KEY, reset({}))
    for key, reset_id, content in (
        (ANOTHER, ID, box),
        (KEY, ResetId("b" * 32), box),
        (KEY, ID, box[:-1]),
        (KEY, ID, b""),
    ):
        with pytest.raises(Unreadable):
            opened(key, reset_id, HERE, content)


def test_the_same_content_never_looks_the_same() -> None:
    assert sealed(KEY, reset({})) != sealed(KEY, reset({}))


@pytest.mark.parametrize("filled", [b"", b"\xff\xff\xff\xff", (100).to_bytes(4, "big")])
def test_damaged_filling_is_no_content(filled: bytes) -> None:
    if filled:
        with pytest.raises(Unreadable):
            unpadded(filled)
    assert unpadded(padded(filled)) == filled


def test_a_token_needs_its_key_and_keeps_words_apart() -> None:
    pairs = Pairs(KEY)
    assert pairs.token("pair", "T1", "UA", "UB") == pairs.token("pair", "T1", "UA", "UB")
    tokens = {
        pairs.token("pair", "T1", "UA", "UB"),
        pairs.token("pair", "T1", "UB", "UA"),
        pairs.token("pair", "T1", "UAU", "B"),
        pairs.token("blocked", "T1", "UA", "UB"),
        Pairs(ANOTHER).token("pair", "T1", "UA", "UB"),
    }
    assert len(tokens) == 5


def test_a_ticket_is_another_each_time_and_reads_the_same() -> None:
    pairs = Pairs(KEY)
    first, second = pairs.ticket("reset", ID), pairs.ticket("reset", ID)
    assert first != second
    assert pairs.read("reset", first) == pairs.read("reset", second) == ID
    assert ID not in first


@pytest.mark.parametrize("ticket", ["", "x", "ü", "a" * 80, "=" * 9, ID])
def test_what_is_no_ticket_is_refused(ticket: str) -> None:
    with pytest.raises(Unreadable):
        Pairs(KEY).read("reset", ticket)


def test_a_ticket_of_another_kind_or_key_is_refused() -> None:
    ticket = Pairs(KEY).ticket("talk", "words")
    for pairs, about in ((Pairs(KEY), "reset"), (Pairs(ANOTHER), "talk")):
        with pytest.raises(Unreadable):
            pairs.read(about, ticket)
