"""The state machine as it is drawn, and its rules one by one."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.directory.holidays import NO_HOLIDAYS, Holidays, any_of
from bot.directory.model import Hours, Person
from bot.kernel.ids import UserId, WorkspaceId
from bot.kernel.weeks import Weekday
from bot.resets.days import after_working_days, welcome_at
from bot.resets.model import (
    SETTLING,
    WAYS,
    Act,
    News,
    NotNow,
    Part,
    Reset,
    ResetId,
    Side,
    Stage,
    Suggestion,
    Telling,
    agreed,
    begin,
    may,
    readable,
    step,
    suggested,
    written,
)

DRAWING = (Path(__file__).parents[3] / "docs" / "reset.md").read_text(encoding="utf-8")
ARROW = re.compile(r"^    (\w+) --> (\w+): (\w+): (\w+)$", re.MULTILINE)
WHO = {
    frozenset({Side.ASKER}): "asker",
    frozenset({Side.OTHER}): "other",
    frozenset(Side): "either",
    frozenset(): "time",
}
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)  # a Monday
ASKER, OTHER = Side.ASKER, Side.OTHER


def reset(stage: Stage, **fields: object) -> Reset:
    made = Reset(
        id=ResetId("r"),
        workspace_id=WorkspaceId("T1"),
        asker=UserId("UA"),
        other=UserId("UB"),
        stage=stage,
        deadline=NOW,
        reached=True,
        parts={side: Part(f"by {side}", "did") for side in Side},
    )
    return replace(begin(made, NOW), **fields)  # type: ignore[arg-type]


def test_the_drawing_is_the_table() -> None:
    drawn = set(ARROW.findall(DRAWING))
    table = {(way.stage.value, way.to.value, WHO[way.by], way.act.value) for way in WAYS}
    assert drawn == table
    assert len(WAYS) == len(table)


def test_every_stage_but_the_last_has_a_way_out_for_somebody_and_by_time() -> None:
    for stage in set(Stage) - {Stage.ENDED}:
        ways = [way for way in WAYS if way.stage is stage]
        assert any(way.by and way.to is Stage.ENDED for way in ways)
        assert any(way.act is Act.EXPIRE for way in ways)
    assert not any(way.stage is Stage.ENDED for way in WAYS)


@pytest.mark.parametrize("stage", Stage)
def test_between_equals_nothing_is_readable_before_both_are_ready(stage: Stage) -> None:
    shown = {side for side in Side if readable(reset(stage), side) is not None}
    expected = {
        Stage.REVEALED: {ASKER, OTHER},
        Stage.ONE_READ: {ASKER, OTHER},
        Stage.HANDED: {OTHER},
        Stage.ANSWERED: {ASKER},
    }
    assert shown == expected.get(stage, set())


def test_what_was_handed_over_is_read_only_by_who_was_reached() -> None:
    assert readable(reset(Stage.HANDED, reached=False), OTHER) is None


def test_who_is_ready_cannot_be_ready_for_both() -> None:
    one = step(reset(Stage.WRITING, opens_at=NOW), Act.READY, ASKER, NOW)
    assert one.stage is Stage.ONE_READY
    with pytest.raises(NotNow):
        step(one, Act.READY, ASKER, NOW)
    assert step(one, Act.READY, OTHER, NOW).stage is Stage.REVEALED


def test_who_has_read_cannot_read_for_both() -> None:
    one = step(reset(Stage.REVEALED), Act.READ, OTHER, NOW)
    with pytest.raises(NotNow):
        step(one, Act.READ, OTHER, NOW)
    over = step(one, Act.READ, ASKER, NOW)
    assert over.stage is Stage.ENDED
    assert over.parts == {}


def test_writing_begins_twenty_minutes_after_the_yes() -> None:
    taken = step(reset(Stage.INVITED), Act.ACCEPT, OTHER, NOW)
    assert not may(taken, Act.SAVE, ASKER, NOW + SETTLING - timedelta(seconds=1))
    assert may(taken, Act.SAVE, ASKER, NOW + SETTLING)


@pytest.mark.parametrize("act", Act)
def test_past_its_deadline_nothing_can_be_done(act: Act) -> None:
    for stage in Stage:
        living = reset(stage)
        assert not any(may(living, act, side, living.deadline) for side in Side)


def test_an_answer_takes_the_place_of_what_was_handed_over() -> None:
    answered = step(reset(Stage.HANDED), Act.WRITE_BACK, OTHER, NOW)
    assert set(answered.parts) == {OTHER}


class TestAnotherTime:
    """A later time holds once both accept it; until then the first one does."""

    taken = replace(step(reset(Stage.INVITED), Act.ACCEPT, OTHER, NOW), parts={})
    later = NOW + timedelta(hours=5)

    def test_a_suggestion_changes_nothing_yet(self) -> None:
        offered = suggested(self.taken, ASKER, self.later, NOW)
        assert offered.opens_at == NOW + SETTLING
        assert agreed(offered, OTHER, NOW).opens_at == self.later

    def test_nobody_agrees_to_their_own(self) -> None:
        with pytest.raises(NotNow):
            agreed(suggested(self.taken, ASKER, self.later, NOW), ASKER, NOW)

    @pytest.mark.parametrize("hours", [-1, 0, 24 * 4])
    def test_it_lies_after_the_quiet_and_before_the_end(self, hours: int) -> None:
        with pytest.raises(NotNow):
            suggested(self.taken, ASKER, NOW + timedelta(hours=hours), NOW)

    def test_it_is_too_late_when_somebody_has_begun(self) -> None:
        begun = written(suggested(self.taken, ASKER, self.later, NOW), ASKER, Part("a", "b"))
        with pytest.raises(NotNow):
            agreed(begun, OTHER, NOW)


@pytest.mark.parametrize(
    ("day", "expected"), [(2, 5), (3, 6), (4, 9), (5, 10), (6, 11), (7, 11), (8, 11)]
)  # Monday is the 2nd of March
def test_three_working_days(day: int, expected: int) -> None:
    assert after_working_days(NOW.replace(day=day), 3, ZoneInfo("UTC")) == NOW.replace(day=expected)


@pytest.mark.parametrize(
    ("zone", "asked", "ends"),
    [
        ("UTC", datetime(2026, 3, 6, 23, tzinfo=UTC), datetime(2026, 3, 11, 23, tzinfo=UTC)),
        ("Asia/Tokyo", datetime(2026, 3, 6, 23, tzinfo=UTC), datetime(2026, 3, 10, 23, tzinfo=UTC)),  # Saturday there
        ("Asia/Tokyo", datetime(2026, 3, 8, 23, tzinfo=UTC), datetime(2026, 3, 11, 23, tzinfo=UTC)),  # Monday there
        (
            "America/New_York",
            datetime(2026, 3, 5, 16, tzinfo=UTC),
            datetime(2026, 3, 10, 15, tzinfo=UTC),
        ),  # clocks move
    ],
)
def test_working_days_are_those_of_the_asker(zone: str, asked: datetime, ends: datetime) -> None:
    assert begin(reset(Stage.INVITED, zone=zone), asked).deadline == ends


@pytest.mark.parametrize(
    ("zone", "at", "expected"),
    [
        ("Europe/Berlin", datetime(2026, 3, 2, 10, tzinfo=UTC), datetime(2026, 3, 2, 10, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 3, 2, 3, tzinfo=UTC), datetime(2026, 3, 2, 8, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 3, 6, 20, tzinfo=UTC), datetime(2026, 3, 9, 8, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 3, 2, 10, tzinfo=UTC), datetime(2026, 3, 2, 14, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2026, 3, 6, 12, 30, tzinfo=UTC), datetime(2026, 3, 9, 3, 15, tzinfo=UTC)),
    ],
)
def test_an_unexpected_message_comes_in_working_hours(zone: str, at: datetime, expected: datetime) -> None:
    person = Person(workspace_id=WorkspaceId("T1"), user_id=UserId("U1"), zone=zone)
    assert welcome_at(person, NO_HOLIDAYS, at) == expected


def test_peace_is_kept() -> None:
    person = Person(workspace_id=WorkspaceId("T1"), user_id=UserId("U1"), zone="UTC")
    until = NOW + timedelta(days=1, hours=2)
    for peace in (
        {"paused_until": until},
        {"quiet_until": until},
        {"absent_until": until},
        {"away": True, "away_until": until},
    ):
        assert welcome_at(replace(person, **peace), NO_HOLIDAYS, NOW) == until  # type: ignore[arg-type]
    assert welcome_at(replace(person, away=True), NO_HOLIDAYS, NOW) == NOW.replace(day=3, hour=9)  # then look again


def test_the_hours_are_the_persons_own() -> None:
    hours = Hours(from_minute=7 * 60, until_minute=11 * 60, days=frozenset({Weekday.SATURDAY, Weekday.MONDAY}))
    person = Person(workspace_id=WorkspaceId("T1"), user_id=UserId("U1"), zone="UTC", hours=hours)
    assert welcome_at(person, NO_HOLIDAYS, NOW) == NOW
    assert welcome_at(person, NO_HOLIDAYS, NOW.replace(hour=6)) == NOW.replace(hour=7)
    assert welcome_at(person, NO_HOLIDAYS, NOW.replace(hour=11)) == NOW.replace(day=7, hour=7)  # the next Saturday
    easter = datetime(2026, 4, 6, 8, tzinfo=UTC)  # a Monday
    assert welcome_at(person, NO_HOLIDAYS, easter) == easter
    assert welcome_at(person, any_of([Holidays("JP"), Holidays("DE")]), easter) == easter.replace(day=11, hour=7)


def test_what_suits_no_hour_is_looked_at_again() -> None:
    person = Person(workspace_id=WorkspaceId("T1"), user_id=UserId("U1"), zone="UTC", hours=Hours(days=frozenset()))
    assert welcome_at(person, NO_HOLIDAYS, NOW) == NOW + timedelta(days=14)


def test_the_clock_looks_at_the_first_thing_that_is_due() -> None:
    waiting = reset(Stage.INVITED, suggestion=Suggestion(ASKER, NOW))
    assert waiting.look_at == waiting.deadline
    news = Telling(OTHER, News.INVITED, NOW)
    assert replace(waiting, tellings=(news,)).look_at == NOW
    assert step(waiting, Act.ACCEPT, OTHER, NOW).look_at == NOW + SETTLING


def test_nothing_of_a_reset_is_ever_printed() -> None:
    shown = repr(reset(Stage.WRITING))
    assert "UA" not in shown
    assert "UB" not in shown
    assert "by asker" not in shown
    assert "writing" not in shown
