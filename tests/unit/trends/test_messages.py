"""The weekly post, read as a team reads it."""

import re

import pytest

from bot.practices.catalogue import practices
from bot.practices.model import Act, Direction, Word
from bot.texts import catalogue
from bot.trends.messages import too_small, weekly_post
from bot.trends.model import Reading, Trend, WeeklyPost

SAY = catalogue()


def trend(*levels_and_words: tuple[int, Word], is_new: bool = True, direction: Direction | None = None) -> Trend:
    readings = tuple(
        Reading(item="held_back", number=number, round_number=number, level=level, word=word)
        for number, (level, word) in enumerate(levels_and_words, 1)
    )
    return Trend(readings=readings, is_new=is_new, direction=direction)


def steady(readings: int, **options: object) -> Trend:
    return trend(*[(7, Word.SOMETIMES)] * readings, **options)


def post(held_back: Trend, *, round_number: int = 5, recalled: bool = False, act_trend: Trend | None = None) -> str:
    message = weekly_post(
        SAY,
        WeeklyPost(
            team_id="team",
            round_number=round_number,
            act=Act.DISCLOSURE,
            suggestion=practices()[0],
            recalled=practices()[1] if recalled else None,
            held_back=held_back,
            act_trend=act_trend or trend(),
        ),
    )
    return str(message.body())


@pytest.mark.parametrize("readings", [0, 1, 2])
def test_there_is_no_word_before_the_third_reading(readings):
    said = post(steady(readings))
    assert "Warming up" in said
    assert "sometimes" not in said


def test_the_first_word_says_that_half_of_it_is_a_guess():
    assert "starting guess" in post(steady(3))


def test_a_changed_word_says_that_words_also_move_by_chance():
    said = post(trend((7, Word.SOMETIMES), (7, Word.SOMETIMES), (7, Word.SOMETIMES), (9, Word.HALF)))
    assert "about half the time" in said
    assert "by chance" in said


def test_an_unchanged_word_is_told_differently_from_week_to_week():
    heads = {post(steady(6), round_number=number).split("'text': '")[1][:400] for number in range(5, 9)}
    assert len(heads) == 4


def test_no_new_reading_keeps_the_word():
    assert re.search(r"[Nn]o new reading", post(steady(6, is_new=False)))


def test_the_chart_comes_with_the_fourth_reading_and_stands_in_the_text_too():
    assert "data_visualization" not in post(steady(3))
    fourth = post(steady(4))
    assert "data_visualization" in fourth
    assert fourth.count("35 · 35 · 35 · 35") == 2  # in the notification's text and below the chart


def test_at_most_six_words_and_twelve_points_are_shown():
    said = post(Trend(readings=steady(20).readings[-12:], is_new=True))
    assert said.count("sometimes · ") == 5
    assert "'categories': ['9', '10'," in said


def test_the_arrow_is_said_in_words():
    assert "more stays unsaid" in post(steady(9, direction=Direction.UP))
    assert "less stays unsaid" in post(steady(9, direction=Direction.DOWN))


def test_the_act_has_its_word_from_its_third_reading_on():
    assert "Too early for a word" in post(steady(5), act_trend=steady(2))
    assert "It happened sometimes" in post(steady(5), act_trend=steady(3))


def test_last_weeks_practice_is_recalled():
    assert "Tell each other, not me" in post(steady(5), recalled=True)
    assert "Tell each other, not me" not in post(steady(5))


def test_the_notification_shows_no_markup():
    message = weekly_post(
        SAY,
        WeeklyPost(
            team_id="team",
            round_number=2,
            act=Act.FEEDBACK,
            suggestion=practices()[0],
            recalled=None,
            held_back=steady(5),
            act_trend=trend(),
        ),
    )
    assert "*" not in message.text


def test_a_small_team_is_told_without_a_count():
    assert "fewer" in too_small(SAY).text
