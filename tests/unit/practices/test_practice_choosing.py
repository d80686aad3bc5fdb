"""Which practice is shown next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practices.catalogue import load_practices
from bot.practices.model import Act, Barrier, Direction, Practice, Situation, Word, choose
from tests.fakes.chance import SeededChance

PRACTICES = load_practices()
ANY_WORD = frozenset(Word)
ANY_DIRECTION = frozenset(Direction)


def practice(slug: str, act: Act = Act.FEEDBACK, **fields: object) -> Practice:
    values: dict[str, object] = {"acts": frozenset({act}), "words": ANY_WORD, "directions": ANY_DIRECTION, **fields}
    return Practice(id=slug, **values)  # type: ignore[arg-type]


situations = st.builds(
    Situation,
    act=st.sampled_from(Act),
    direction=st.sampled_from(Direction),
    word=st.none() | st.sampled_from(Word),
    too_safe=st.booleans(),
    barrier=st.none() | st.sampled_from(Barrier),
)
QUIET = Situation(act=Act.FEEDBACK, direction=Direction.STEADY, word=Word.SOMETIMES)


def show(situation: Situation, rounds: int, seed: int) -> list[str]:
    chance = SeededChance(seed)
    seen: list[str] = []
    for _ in range(rounds):
        seen.append(choose(PRACTICES, situation, seen, chance).id)
    return seen


@given(situation=situations, seed=st.integers(0, 2**32))
def test_what_is_chosen_fits(situation: Situation, seed: int) -> None:
    assert choose(PRACTICES, situation, [], SeededChance(seed)).fits(situation)


@given(situation=situations, seed=st.integers(0, 2**32))
def test_none_comes_twice_before_all_that_fit_were_seen(situation: Situation, seed: int) -> None:
    fitting = {one.id for one in PRACTICES if one.fits(situation)}
    seen = show(situation, len(fitting), seed)
    assert sorted(seen) == sorted(fitting)


@given(situation=situations, seed=st.integers(0, 2**32))
def test_after_that_they_come_back_in_the_order_in_which_they_were_shown(situation: Situation, seed: int) -> None:
    fitting = [one for one in PRACTICES if one.fits(situation)]
    seen = show(situation, 2 * len(fitting), seed)
    assert seen[len(fitting) :] == seen[: len(fitting)]


@given(changing=st.lists(situations, min_size=1, max_size=80), seed=st.integers(0, 2**32))
def test_a_situation_that_changes_never_repeats_one_while_a_fresh_one_fits(
    changing: list[Situation], seed: int
) -> None:
    chance = SeededChance(seed)
    seen: list[str] = []
    for situation in changing:
        chosen = choose(PRACTICES, situation, seen, chance).id
        fresh = {one.id for one in PRACTICES if one.fits(situation)} - set(seen)
        assert not fresh or chosen in fresh
        seen.append(chosen)


@given(situation=situations, seed=st.integers(0, 2**32))
def test_the_same_draws_choose_the_same(situation: Situation, seed: int) -> None:
    assert show(situation, 12, seed) == show(situation, 12, seed)


def test_every_fresh_one_may_come_first() -> None:
    fitting = {one.id for one in PRACTICES if one.fits(QUIET)}
    assert {show(QUIET, 1, seed)[0] for seed in range(40 * len(fitting))} == fitting


def test_one_that_was_taken_from_the_catalogue_is_passed_over() -> None:
    assert choose([practice("first")], QUIET, ["gone", "first", "gone"], SeededChance(1)).id == "first"


def test_the_one_shown_longest_ago_counts_from_its_last_showing() -> None:
    both = [practice("a"), practice("b")]
    assert choose(both, QUIET, ["a", "b", "a"], SeededChance(1)).id == "b"


@pytest.mark.parametrize(
    ("one", "situation", "fits"),
    [
        (practice("act"), QUIET, True),
        (practice("other-act", Act.DISCLOSURE), QUIET, False),
        (practice("word", words=frozenset({Word.MOSTLY})), QUIET, False),
        (practice("direction", directions=frozenset({Direction.UP})), QUIET, False),
        (practice("safe", Act.DISCLOSURE, too_safe=True), QUIET, False),
        (
            practice("safe", Act.DISCLOSURE, too_safe=True),
            Situation(act=Act.FEEDBACK, direction=Direction.STEADY, word=Word.RARELY, too_safe=True),
            True,
        ),
        (
            practice("barrier", Act.DISCLOSURE, barriers=frozenset({Barrier.FUTILE})),
            Situation(act=Act.FEEDBACK, direction=Direction.STEADY, word=Word.HALF, barrier=Barrier.FUTILE),
            True,
        ),
        (
            practice("word", words=frozenset({Word.MOSTLY})),
            Situation(act=Act.FEEDBACK, direction=Direction.STEADY),
            True,
        ),
    ],
)
def test_what_fits(one: Practice, situation: Situation, *, fits: bool) -> None:
    assert one.fits(situation) is fits


def test_where_nothing_fits_it_says_what_is_missing() -> None:
    with pytest.raises(LookupError, match=r"practices\.yaml needs one for every act"):
        choose([practice("other", Act.DISCLOSURE)], QUIET, [], SeededChance(1))
