"""Every message that the bot can build is within Slack's limits, whatever people typed.

The test finds the messages by itself: each public function of a `messages.py` or `modals.py` that returns a Message, Modal or HomeTab
is called with generated arguments, and what it returns is checked by the stand-in's own reading of Slack's documents.
"""

import importlib
import inspect
import re
import typing
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.administration.model import MOST_ADMINS, POSTS_A_PAGE, Page, Published, Settings, Week
from bot.ballots.questions import Question, questions
from bot.blockkit import HomeTab, Message, Modal
from bot.checkins.model import Finished, SecondAsked
from bot.checkins.reasons import Reason
from bot.directory.model import Hours, Person
from bot.home.looking import SAID, Passed
from bot.home.modals import MOST_TEAMS
from bot.home.stored import Stored
from bot.kernel.weeks import Weekday
from bot.meetings.form import Row, Typed
from bot.meetings.model import LONGEST_NAME, MOST_SERIES, MOST_WEEKS, Series, Source
from bot.meetings.sheets import PostTyped, WeeklyTyped
from bot.practices.catalogue import practices
from bot.practices.model import NUDGES, Act, Nudge, Practice, Word
from bot.teams.model import Change, Membership, Team
from bot.texts import FOLDER, Texts, catalogue
from bot.trends.history import SEASONS_A_PAGE, History, SeasonSeen
from bot.trends.level import STEPS
from bot.trends.model import SHOWN_READINGS, Closing, Reading, Trend
from demo.slack.blocks.checks import check_message_blocks, check_view

BOT = Path(__file__).parents[2] / "bot"
HOSTILE = st.sampled_from(
    ["<!channel>", "*_~`", "‮drawkcab", "👩‍👩‍👧", "<@U1>&amp;", "a" * LONGEST_NAME, "ض" * 40, '"\\']
)
TYPED = st.one_of(HOSTILE, st.text(min_size=1, max_size=LONGEST_NAME).filter(lambda text: bool(text.strip())))
IDS = st.from_regex(r"[0-9a-f]{32}", fullmatch=True)
ZONES = st.sampled_from(["Europe/Berlin", "Asia/Kathmandu", "America/Argentina/ComodRivadavia", "UTC"])
CLOCK = st.times().map(lambda at: f"{at.hour:02}:{at.minute:02}")  # as a timepicker has it
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
SECOND = [*(questions().act(season) for season in range(5)), questions().barrier, questions().change]


def found() -> Iterator[tuple[str, Callable[..., Any]]]:
    for path in sorted([*BOT.glob("*/messages.py"), *BOT.glob("*/modals.py")]):
        module = importlib.import_module(f"bot.{path.parent.name}.{path.stem}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            hints = typing.get_type_hints(function)
            public = function.__module__ == module.__name__ and not name.startswith("_")
            if public and hints.get("return") in (Message, Modal, HomeTab):
                yield f"{path.parent.name}.{name}", function


FOUND = dict(found())


def _readings(draw: st.DrawFn) -> tuple[Reading, ...]:
    first = draw(st.integers(1, 500))
    rows = draw(st.lists(st.builds(Reading, level=st.integers(0, STEPS)), max_size=SHOWN_READINGS))
    return tuple(
        Reading(item=row.item, number=first + place, round_number=first + place, level=row.level, word=row.word)
        for place, row in enumerate(rows)
    )


@st.composite
def trends(draw: st.DrawFn) -> Trend:
    readings = _readings(draw)
    direction = draw(st.from_type(Trend.__annotations__["direction"])) if readings else None
    return Trend(readings=readings, is_new=bool(readings) and draw(st.booleans()), direction=direction)


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    begins = draw(st.integers(0, 23 * 60 - 1))
    ends = draw(st.integers(begins + 60, 24 * 60 - 1))
    return Hours(from_minute=begins, until_minute=ends, days=draw(st.frozensets(st.sampled_from(Weekday), min_size=1)))


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """A page of the export: up to half a year of posts, each as long as Slack takes them."""
    line = draw(st.one_of(st.just('<&`"\\' * 500), TYPED))
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": line[:3000]}}] * draw(st.integers(0, 2))
    post = draw(st.builds(Published, body=st.just({"text": line, "blocks": blocks}), practice_id=TYPED))
    many = draw(st.sampled_from([0, 1, POSTS_A_PAGE]))
    return Page(number=draw(st.integers(0, 20)), posts=(post,) * many, has_earlier=draw(st.booleans()))


def changes() -> Iterator[st.SearchStrategy[Change]]:
    """Each sentence about a change, with whatever its values may hold."""
    for path in sorted((FOLDER / "en").glob("*.ftl")):
        for text_id, said in re.findall(r"^(change-[\w-]+) = (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE):
            values = {name: TYPED for name in re.findall(r"\$(\w+)", said) if name != "who"}
            yield st.builds(Change, text_id=st.just(text_id), values=st.fixed_dictionaries(values))


def _second(question: Question) -> st.SearchStrategy[SecondAsked]:
    options = tuple((option.id, option.text_id) for option in question.options)
    return st.builds(SecondAsked, checkin_id=IDS, text_id=st.just(question.text_id), options=st.just(options))


@st.composite
def histories(draw: st.DrawFn) -> History:
    words = st.lists(st.sampled_from(Word), max_size=12).map(tuple)
    seasons = [
        SeasonSeen(
            number=number,
            act=draw(st.sampled_from(Act)),
            act_words=draw(words),
            held_back_words=draw(words),
            charted=tuple(
                Reading(item="held_back", number=at, round_number=at, level=draw(st.integers(0, STEPS)), word=Word.HALF)
                for at in range(12 * number - 11, 12 * number + 1 - draw(st.integers(0, 12)))
            ),
        )
        for number in range(draw(st.integers(1, SEASONS_A_PAGE)), 0, -1)
    ]
    return History(
        team_id=draw(IDS), page=draw(st.integers(0, 9)), seasons=tuple(seasons), has_earlier=draw(st.booleans())
    )


def _answers_of(question: str) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from([option.text_id for option in questions().get(question).options])


STRATEGIES: dict[type, st.SearchStrategy[Any]] = {
    str: TYPED,
    int: st.integers(0, 100_000),
    datetime: MOMENTS,
    Texts: st.just(catalogue()),
    Practice: st.sampled_from(practices()),
    Nudge: st.sampled_from(NUDGES),
    Trend: trends(),
    History: histories(),
    Closing: st.builds(Closing, barrier=_answers_of("barrier"), change=_answers_of("change")),
    SecondAsked: st.one_of([_second(question) for question in SECOND]),
    Finished: st.builds(
        Finished,
        checkin_id=IDS,
        closing_line=st.sampled_from([questions().closing_line(place) for place in range(1, 13)]),
    ),
}


@pytest.fixture(autouse=True, scope="module")
def _strategies() -> None:
    for kind, strategy in STRATEGIES.items():
        st.register_type_strategy(kind, strategy)
    st.register_type_strategy(
        Team,
        st.builds(
            Team,
            id=IDS,
            zone=ZONES,
            post_minute=st.integers(0, 1439),
            next_act=st.sampled_from(["", *Act]),
        ),
    )
    st.register_type_strategy(Hours, hours())
    st.register_type_strategy(Person, st.builds(Person, user_id=IDS, zone=ZONES, most_a_week=st.integers(1, 3)))
    st.register_type_strategy(
        Passed, st.builds(Passed, reason=st.sampled_from([one for one in Reason if one not in SAID]))
    )
    st.register_type_strategy(Week, st.builds(Week, round_number=st.integers(1, 9999), posts_at=MOMENTS))
    st.register_type_strategy(Change, st.one_of(list(changes())))
    admins = st.lists(st.from_regex(r"U[0-9A-Z]{8,10}", fullmatch=True), max_size=MOST_ADMINS, unique=True)
    st.register_type_strategy(
        Settings,
        st.builds(
            Settings,
            team=st.from_type(Team),
            series=st.lists(st.from_type(Series), max_size=MOST_SERIES).map(tuple),
            admins=admins.map(tuple),
            weeks=st.lists(st.from_type(Week), max_size=2, unique_by=lambda week: week.round_number).map(tuple),
        ),
    )
    st.register_type_strategy(Page, pages())
    st.register_type_strategy(Stored, _stored())
    st.register_type_strategy(
        Series,
        st.builds(
            Series,
            id=IDS,
            name=TYPED,
            zone=ZONES,
            start_minute=st.integers(0, 1439),
            length_minutes=st.integers(5, 480),
            every_weeks=st.integers(1, MOST_WEEKS),
            skipped=st.lists(st.dates(), max_size=50).map(tuple),
            source=st.sampled_from(Source),
        ),
    )
    st.register_type_strategy(
        Row,
        st.builds(
            Row,
            day=st.integers(0, 6).map(str),
            start=CLOCK,
            length=st.integers(5, 480).map(str),
        ),
    )
    st.register_type_strategy(Typed, st.builds(Typed, post_day=st.integers(0, 6).map(str), post_at=CLOCK))
    st.register_type_strategy(
        WeeklyTyped,
        st.builds(
            WeeklyTyped,
            name=TYPED,
            start=CLOCK,
            every=st.integers(1, MOST_WEEKS).map(str),
            first=st.one_of(st.just(""), st.dates().map(str)),
            skipped=st.lists(st.dates().map(str), max_size=50).map(", ".join),
        ),
    )
    st.register_type_strategy(PostTyped, st.builds(PostTyped, zone=ZONES, day=st.integers(0, 6).map(str), at=CLOCK))


def test_the_messages_are_found() -> None:
    assert {"checkins.first_question", "trends.weekly_post", "meetings.set_up_form", "home.home", "home.stored"} <= set(
        FOUND
    )
    assert len(FOUND) > 20


def _stored() -> st.SearchStrategy[Stored]:
    many = st.just(MOST_TEAMS + 5) | st.integers(0, 2)  # somebody in very many teams, or in few
    return st.builds(
        Stored,
        memberships=st.tuples(st.from_type(Membership), many).map(lambda one: (one[0],) * one[1]),
        administers=st.tuples(st.from_type(Team), many).map(lambda one: (one[0],) * one[1]),
        asked_on=st.tuples(st.dates(), many).map(lambda one: (one[0],) * one[1]),
    )


def _argument(name: str, hint: Any) -> st.SearchStrategy[Any]:
    if name == "series" and typing.get_args(hint)[:1] == (Series,):
        return st.lists(st.from_type(Series), min_size=1, max_size=MOST_SERIES)
    return st.from_type(hint)


@pytest.mark.parametrize("name", FOUND)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(values=st.data())
def test_a_message_is_within_slacks_limits(name: str, values: st.DataObject) -> None:
    function = FOUND[name]
    hints = {one: hint for one, hint in typing.get_type_hints(function).items() if one != "return"}
    built = function(**{one: values.draw(_argument(one, hint), label=one) for one, hint in hints.items()})
    body = built.body()
    problems = check_message_blocks(body["blocks"]) if isinstance(built, Message) else check_view(body)
    assert problems == []
    if isinstance(built, Message):
        assert built.text.strip()
