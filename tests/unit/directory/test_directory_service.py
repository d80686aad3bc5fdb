"""Keeping up with people who joined, and with nobody else."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.ballots.service import sweep_keys
from bot.directory.model import Hours, Person, Profile, Quiet, Standing
from bot.directory.peace import KEY, is_left_in_peace, leave_in_peace, welcome_back
from bot.directory.service import be_absent, keep_cadence, keep_hours, note_profile, note_quiet, pause, resume
from bot.kernel.errors import Refused
from bot.kernel.ids import BatchId, UserId, WorkspaceId
from bot.kernel.weeks import Weekday
from tests.fakes.unit import FakeUnit, FakeWork

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=7)
HERE, ANN, BEN = WorkspaceId("T1"), UserId("U-ann"), UserId("U-ben")


@pytest.fixture
def unit() -> FakeUnit:
    found = FakeUnit()
    found.people.save(Person(workspace_id=HERE, user_id=ANN, zone="UTC"))
    return found


def profile(user_id: UserId = ANN) -> Profile:
    return Profile(user_id=user_id, zone="Asia/Tokyo", standing=Standing.GUEST, away=True, away_until=NOW)


def test_zone_standing_and_leave_are_kept(unit: FakeUnit) -> None:
    changed = note_profile(unit, HERE, profile())
    assert changed == unit.people.find(HERE, ANN)
    assert (changed.zone, changed.standing) == ("Asia/Tokyo", Standing.GUEST)
    assert (changed.away, changed.away_until) == (True, NOW)


def test_nothing_is_kept_of_people_who_did_not_join(unit: FakeUnit) -> None:
    assert note_profile(unit, HERE, profile(BEN)) is None
    note_quiet(unit, HERE, BEN, Quiet(starts_at=NOW, ends_at=LATER))
    assert list(unit.people.people) == [(HERE, ANN)]


def test_do_not_disturb_is_kept_and_ended(unit: FakeUnit) -> None:
    note_quiet(unit, HERE, ANN, Quiet(starts_at=NOW, ends_at=LATER))
    kept = unit.people.find(HERE, ANN)
    assert (kept.quiet_from, kept.quiet_until) == (NOW, LATER)
    note_quiet(unit, HERE, ANN, None)
    assert unit.people.find(HERE, ANN).quiet_until is None


def test_a_pause_ends_by_itself_and_at_once_when_asked(unit: FakeUnit) -> None:
    pause(unit, HERE, ANN, LATER)
    assert unit.people.find(HERE, ANN).is_paused(LATER - timedelta(seconds=1))
    assert not unit.people.find(HERE, ANN).is_paused(LATER)
    resume(unit, HERE, ANN)
    assert not unit.people.find(HERE, ANN).is_paused(NOW)


def test_an_absence_is_ones_own_word_and_coming_back_ends_it(unit: FakeUnit) -> None:
    be_absent(unit, HERE, ANN, LATER)
    assert unit.people.find(HERE, ANN).is_absent(NOW)
    assert not unit.people.find(HERE, ANN).is_absent(LATER)
    note_profile(unit, HERE, Profile(user_id=ANN, zone="UTC", standing=Standing.FULL))
    assert unit.people.find(HERE, ANN).is_absent(NOW)  # Slack's status says nothing against it
    resume(unit, HERE, ANN)
    assert not unit.people.find(HERE, ANN).is_absent(NOW)


def test_what_somebody_wants_is_kept_beside_what_slack_says(unit: FakeUnit) -> None:
    nights = Hours(from_minute=20 * 60, until_minute=23 * 60, days=frozenset({Weekday.SUNDAY}))
    keep_hours(unit, HERE, ANN, nights)
    keep_cadence(unit, HERE, ANN, 1)
    note_profile(unit, HERE, profile())
    kept = unit.people.find(HERE, ANN)
    assert (kept.hours, kept.most_a_week) == (nights, 1)


def test_only_those_who_joined_can_pause(unit: FakeUnit) -> None:
    for act in (
        lambda: pause(unit, HERE, BEN, NOW),
        lambda: resume(unit, HERE, BEN),
        lambda: keep_hours(unit, HERE, BEN, Hours()),
        lambda: keep_cadence(unit, HERE, BEN, 1),
    ):
        with pytest.raises(Refused, match="trust-not-joined"):
            act()


@pytest.mark.parametrize(
    ("begins", "ends", "at", "free_at"),
    [
        (-60, 60, 0, 60),
        (0, 60, 0, 60),
        (60, 120, 0, 0),  # tonight's quiet has not begun
        (60, 120, 90, 120),  # but it is known already
        (-120, 0, 0, 0),
        (None, 60, 0, 60),
    ],
)
def test_quiet_holds_from_its_beginning_to_its_end(begins: int | None, ends: int, at: int, free_at: int) -> None:
    def moment(seconds: int) -> datetime:
        return NOW + timedelta(seconds=seconds)

    person = Person(
        workspace_id=HERE,
        user_id=ANN,
        zone="UTC",
        quiet_from=None if begins is None else moment(begins),
        quiet_until=moment(ends),
    )
    assert person.after_quiet(moment(at)) == moment(free_at)


class TestMarks:
    def test_a_mark_holds_until_the_person_comes_back(self, unit: FakeUnit) -> None:
        assert not is_left_in_peace(unit, HERE, ANN)
        leave_in_peace(unit, HERE, ANN)
        leave_in_peace(unit, HERE, ANN)
        assert is_left_in_peace(unit, HERE, ANN)
        assert not is_left_in_peace(unit, HERE, BEN)
        assert not is_left_in_peace(unit, WorkspaceId("T2"), ANN)
        welcome_back(unit, HERE, ANN)
        assert not is_left_in_peace(unit, HERE, ANN)

    def test_without_the_key_a_mark_names_nobody(self, unit: FakeUnit) -> None:
        leave_in_peace(unit, HERE, ANN)
        marks = {mark for _, mark in unit.left_in_peace.marks}
        assert not any(ANN in mark for mark in marks)
        unit.keys.destroy(KEY)
        leave_in_peace(unit, HERE, ANN)
        assert len(unit.left_in_peace.marks) == 2  # another key, another mark

    def test_the_key_is_not_swept_with_those_of_batches(self, unit: FakeUnit) -> None:
        leave_in_peace(unit, HERE, ANN)
        orphan = unit.keys.create(BatchId("0" * 32))
        unit.keys.pass_time(timedelta(weeks=60))
        assert sweep_keys(FakeWork(unit)) == 1
        assert orphan not in unit.keys.keys.values()
        assert is_left_in_peace(unit, HERE, ANN)
