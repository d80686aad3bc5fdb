"""The main job, end to end: people join, meetings end, people are asked, and each week is posted."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from demo.slack.state import Message, User
from tests.flows.stage import MONDAY, Stage, stage

FRIDAY_EVENING = MONDAY + timedelta(days=4, hours=10)


# Each carrier and each database once; the other two pairs where there is time for them.
WAYS = [("socket", "sqlite_url"), pytest.param(("http", "new_postgres"), marks=pytest.mark.postgres)]
OTHER_WAYS = [("http", "sqlite_url"), pytest.param(("socket", "new_postgres"), marks=pytest.mark.postgres)]


@pytest.fixture(params=[*WAYS, *(OTHER_WAYS if os.environ.get("CANDOR_SOAK") else [])], ids="-".join)
def on_stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    carrier, database = request.param
    with stage(request.getfixturevalue(database), tmp_path / "keys", carrier) as opened:
        yield opened


class SixOfEight:
    """Six answer: the first of them changes once, the second withdraws, and two never react."""

    def __init__(self, on_stage: Stage) -> None:
        self._stage = on_stage
        self._slack = on_stage.slack

    def __call__(self, person: User, prompt: Message) -> None:
        place = self._stage.people.index(person)
        if place >= 6:
            return
        self._answer(person, prompt, 1 + place % 3)
        if place == 0:
            self._tap(person, prompt, "checkin.change")
            self._answer(person, prompt, 2)
        if place == 1:
            self._tap(person, prompt, "checkin.withdraw")

    def _answer(self, person: User, prompt: Message, option: int) -> None:
        self._tap(person, prompt, f"checkin.answer_{option}")
        self._tap(person, prompt, f"checkin.second_{option}")

    def _tap(self, person: User, prompt: Message, action_id: str) -> None:
        [now] = [one for one in self._slack.dm(person) if one.ts == prompt.ts]
        assert self._slack.tap(person, now, action_id).ok
        self._stage.arrive()


@pytest.mark.soak
def test_eight_people_and_four_weeks(on_stage: Stage) -> None:
    on_stage.invite()
    on_stage.join(*on_stage.people)
    assert on_stage.set_up(on_stage.people[0]).errors == {}
    react = SixOfEight(on_stage)
    for week in range(4):
        on_stage.advance(FRIDAY_EVENING + timedelta(weeks=week), react)

    asked = [len(on_stage.prompts(person)) for person in on_stage.people[6:]]
    assert asked == [4, 4]  # one meeting a week, and one prompt for it
    posts = [post for post in on_stage.posts() if "post_at" not in str(post) and "teams.privacy" in str(post.blocks)]
    weekly = posts[1:]  # the first is the welcome
    assert len(weekly) == 4
    assert not any("data_visualization" in str(post.blocks) for post in weekly[:3])
    assert "data_visualization" in str(weekly[3].blocks)
    assert all(
        dm.text == "A minute for you, when it suits." for person in on_stage.people for dm in prompts(on_stage, person)
    )


def prompts(on_stage: Stage, person: User) -> list[Message]:
    return [one for one in on_stage.slack.dm(person) if "checkin." in str(one.blocks)]
