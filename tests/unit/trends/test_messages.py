"""The weekly post, read as a team reads it."""

import re

import pytest

from bot.blockkit import Message
from bot.practices.catalogue import practices
from bot.practices.model import NUDGES, Act, Direction, Word
from bot.texts import catalogue
from bot.trends.messages import too_small, weekly_post
from bot.trends.model import Closing, Reading, Trend, WeeklyPost

SAY = catalogue()


def trend(
    *levels_and_words: tuple[int, Word], is_new: bool = True, direction: Direction | None = None, rests: bool = False
) -> Trend:
    readings = tuple(
        Reading(item="held_back", number=number, round_number=number, level=level, word=word)
        for number, (level, word) in enumerate(levels_and_words, 1)
    )
    return Trend(readings=readings, is_new=is_new, direction=direction, rests=rests)


def steady(readings: int, **options: object) -> Trend:
    return trend(*[(7, Word.SOMETIMES)] * readings, **options)


def a_year(held_back: Trend, **options: object) -> set[str]:
    """The headlines of twelve weeks in which the same is to be said."""
    return {post(held_back, round_number=number, **options).split("'divider'}")[1][:260] for number in range(2, 14)}


def post(held_back: Trend, **options: object) -> str:
    return str(built(held_back, **options).body())


def built(
    held_back: Trend, *, round_number: int = 5, recalled: bool = False, act_trend: Trend | None = None, **more: object
) -> Message:
    suggestion = more.pop("suggestion", practices()[0])
    return weekly_post(
        SAY,
        WeeklyPost(
            team_id="team",
            round_number=round_number,
            act=Act.DISCLOSURE,
            suggestion=suggestion,
            recalled=practices()[1] if recalled else None,
            held_back=held_back,
            act_trend=act_trend or trend(),
            **more,
        ),
    )


@pytest.mark.parametrize("readings", [0, 1, 2])
def test_there_is_no_word_before_the_third_reading(readings):
    said = post(steady(readings, is_new=readings > 0))
    assert "Warming up" in said
    assert "sometimes" not in said


def test_the_first_word_says_that_half_of_it_is_a_guess():
    assert "starting guess" in post(steady(3))


def test_a_changed_word_says_that_words_also_move_by_chance():
    said = post(trend((7, Word.SOMETIMES), (7, Word.SOMETIMES), (7, Word.SOMETIMES), (9, Word.HALF)))
    assert "about half the time" in said
    assert "by chance" in said


def test_whatever_is_the_same_is_told_differently_from_week_to_week():
    assert len(a_year(steady(6))) == 4
    assert len(a_year(steady(9, direction=Direction.STEADY))) == 10
    assert len(a_year(steady(9, rests=True))) == 4
    assert len(a_year(steady(9, is_new=False))) == 5
    assert len(a_year(steady(1, is_new=False))) == 3


@pytest.mark.parametrize("number", range(12))
def test_no_clear_change_is_said_only_where_something_was_compared(number):
    assert "lear change" in post(steady(9, direction=Direction.STEADY), round_number=number)
    assert "lear change" not in post(steady(6), round_number=number)


@pytest.mark.parametrize("number", range(4))
def test_a_rest_is_said_and_shows_no_arrow(number):
    said = post(steady(9, rests=True), round_number=number)
    assert "eam has changed" in said or "not quite the one" in said
    assert not re.search("[↗↘]", said)


def test_a_changed_word_says_how_it_compares():
    changed = [(7, Word.SOMETIMES)] * 8 + [(9, Word.HALF)]
    assert "no clear change" in post(trend(*changed, direction=Direction.STEADY))
    assert "↗" in post(trend(*changed, direction=Direction.UP))
    assert "afresh" in post(trend(*changed, rests=True))


@pytest.mark.parametrize("number", range(3))
def test_a_changed_word_says_in_all_its_wordings_that_words_also_move_by_chance(number):
    said = post(trend(*[(7, Word.SOMETIMES)] * 3, (9, Word.HALF)), round_number=number)
    assert "by chance" in said
    assert "two or three times a year" in said


def test_no_new_reading_keeps_the_word():
    assert re.search(r"[Nn]o new reading", post(steady(6, is_new=False)))


def test_the_chart_comes_with_the_fourth_reading_and_stands_in_the_text_too():
    assert "data_visualization" not in post(steady(3))
    fourth = post(steady(4))
    assert "data_visualization" in fourth
    assert fourth.count("35 · 35 · 35 · 35") == 2  # in the notification's text and below the chart


def test_at_most_six_words_and_twelve_points_are_shown():
    said = post(Trend(readings=steady(20).readings[-12:], is_new=True))
    assert "in the last 6 words: all _sometimes_." in said
    assert "'categories': ['9', '10'," in said


def test_the_last_words_say_how_often_each_came_in_a_row():
    said = post(trend(*[(3, Word.RARELY)] * 5, *[(7, Word.SOMETIMES)] * 3, (9, Word.HALF)))
    assert "in the last 6 words: rarely × 2 · sometimes × 3 · about half the time" in said


@pytest.mark.parametrize("number", range(3))
def test_the_arrow_is_said_in_words(number):
    assert re.search("↗.*more stays unsaid", post(steady(9, direction=Direction.UP), round_number=number), re.I)
    assert re.search("↘.*less stays unsaid", post(steady(9, direction=Direction.DOWN), round_number=number), re.I)


def test_the_act_has_its_word_from_its_third_reading_on():
    assert "how often it happens" not in post(steady(5), act_trend=steady(2)).lower()
    assert "A first word on how often it happens: _sometimes_" in post(steady(5), act_trend=steady(3))
    moved = trend(*[(7, Word.SOMETIMES)] * 3, (9, Word.HALF))
    assert "_about half the time_ now, _sometimes_ before" in post(steady(5), act_trend=moved)
    assert "too few readings" in post(steady(5), act_is_asked=False)


def test_a_season_opens_with_its_act_in_three_sentences():
    said = built(steady(5), opens=True)
    [opening] = [one["text"]["text"] for one in said.blocks if "A new season" in str(one)]
    assert len(re.findall(r"[.?!](?:\s|$)", opening.split("\n", 1)[1])) == 3
    assert "This season" not in str(said.blocks)


def test_a_season_closes_with_what_it_showed():
    closing = Closing(
        act=Act.FEEDBACK,
        act_words=(Word.RARELY, Word.HALF),
        held_back_words=(Word.SOMETIMES, Word.SOMETIMES),
        barrier="question-barrier-risky",
        change="question-change-bit",
    )
    said = post(steady(5), closing=closing, next_act=Act.CONTAINMENT)
    assert "first word was _rarely_, its last is _about half the time_" in said
    assert "_sometimes_, at the beginning and at the end" in said
    assert "“It feels risky”" in said
    assert "“A bit”" in said
    assert "Next comes *room for a worry*" in said


def test_what_is_not_clear_is_not_told():
    said = post(steady(5), closing=Closing(act=Act.FEEDBACK, act_words=(), held_back_words=()))
    assert "too few readings for a word" in said
    assert "workspace" not in said


@pytest.mark.parametrize("nudge", NUDGES, ids=lambda nudge: nudge.id)
def test_a_nudge_names_the_command_and_where_it_works(nudge):
    said = post(steady(6), suggestion=nudge)
    assert "`/reset` in the channel" in said
    assert SAY.say(f"{nudge.text_id}.title") in said


def test_last_weeks_practice_is_recalled():
    for number in range(3):
        assert "Last week’s:" in post(steady(5), recalled=True, round_number=number)
    assert "Did it happen? Tell each other, not me." in post(steady(5), recalled=True, round_number=6)
    assert "Last time’s:" in post(steady(5), recalled=True, recalls_last_week=False)
    assert "Last" not in post(steady(2))


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
