"""A year of posts of a small and of a large team, as the documents show it and as it has to be."""

import re
from itertools import pairwise

import pytest

from bot.practices.catalogue import practices
from tests.posts import FOLDER, POSTS, STORIES, TWENTY_FIVE, written
from tests.year import Year, body_of

YEARS = {name: written(name) for name in STORIES}
FORBIDDEN = re.compile(r"Planning|Review|Weekly\b|\bU\d|everyone answered|no one|%|people answered|response", re.I)


def posts(name: str) -> list[str]:
    return re.split(r"^## \d+\. ", YEARS[name], flags=re.MULTILINE)[1:]


@pytest.mark.parametrize("name", STORIES)
def test_the_documents_show_what_the_program_posts(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == YEARS[name], "run: python -m tests.posts"


@pytest.mark.parametrize("name", STORIES)
def test_there_are_52_posts_and_none_says_what_it_must_not(name: str) -> None:
    assert len(posts(name)) == POSTS
    assert [found for post in posts(name) for found in FORBIDDEN.findall(post)] == []


@pytest.mark.parametrize("name", STORIES)
def test_no_headline_comes_twice_in_a_month(name: str) -> None:
    heads = [re.search(r"^⸻\n\n(.+)$", post, re.MULTILINE)[1] for post in posts(name)]
    for at in range(len(heads) - 3):
        assert len(set(heads[at : at + 3])) == 3, heads[at : at + 3]


@pytest.mark.parametrize("name", STORIES)
def test_no_practice_comes_twice_within_half_a_year(name: str) -> None:
    titles = [re.search(r"^### (.+)$", post, re.MULTILINE)[1] for post in posts(name)]
    own = {catalogued for catalogued in titles if "eset" not in catalogued}
    assert len(own) >= 40
    practice_titles = [title for title in titles if titles.count(title) > 1]
    for title in set(practice_titles):
        places = [at for at, one in enumerate(titles) if one == title]
        assert min(later - earlier for earlier, later in pairwise(places)) >= 18, title


def test_a_chosen_act_a_moved_post_and_a_rest_are_to_be_seen() -> None:
    small = YEARS["team-of-7.md"]
    assert "**A new season: room for a worry**" in posts("team-of-7.md")[12]
    assert "Tuesday 7 April 2026" in small
    assert "The team has changed; we compare afresh." in small
    assert "Last time’s:" in small  # after the post that was left out


def test_what_the_workspace_said_is_in_the_closings_of_the_large_team() -> None:
    large = YEARS["team-of-25.md"]
    assert large.count("The end of a season") == 4
    assert "“It would change nothing”" in large
    assert "“A bit”" in large
    assert "workspace, what it mostly is" not in YEARS["team-of-7.md"]


def test_the_same_story_is_told_the_same_way_twice() -> None:
    once, again = (
        [body_of(post)["text"] for post in Year(TWENTY_FIVE).play(8)],
        [body_of(post)["text"] for post in Year(TWENTY_FIVE).play(8)],
    )
    assert once == again


def test_a_year_brings_a_third_for_whoever_leads() -> None:
    leading = [practice for practice in practices() if practice.leader]
    assert len(leading) * 3 >= len(practices())
