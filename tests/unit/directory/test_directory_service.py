"""Keeping up with people who joined, and with nobody else."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.directory.handlers import quiet_until
from bot.directory.model import Person, Profile, Standing
from bot.directory.service import note_profile, note_quiet, pause, resume
from bot.kernel.errors import Refused
from bot.kernel.ids import UserId, WorkspaceId
from tests.fakes.unit import FakeUnit

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HERE, ANN, BEN = WorkspaceId("T1"), UserId("U-ann"), UserId("U-ben")


@pytest.fixture
def unit() -> FakeUnit:
    found = FakeUnit()
    found.people.save(Person(workspace_id=HERE, user_id=ANN, zone="UTC"))
    return found


def profile(user_id: UserId = ANN) -> Profile:
    return Profile(user_id=user_id, zone="Asia/Tokyo", standing=Standing.GUEST)


def test_zone_standing_and_leave_are_kept(unit: FakeUnit) -> None:
    changed = note_profile(unit, HERE, profile(), away=True)
    assert changed == unit.people.find(HERE, ANN)
    assert (changed.zone, changed.standing, changed.away) == ("Asia/Tokyo", Standing.GUEST, True)


def test_nothing_is_kept_of_people_who_did_not_join(unit: FakeUnit) -> None:
    assert note_profile(unit, HERE, profile(BEN), away=True) is None
    note_quiet(unit, HERE, BEN, NOW)
    assert list(unit.people.people) == [(HERE, ANN)]


def test_do_not_disturb_is_kept_and_ended(unit: FakeUnit) -> None:
    note_quiet(unit, HERE, ANN, NOW)
    assert unit.people.find(HERE, ANN).quiet_until == NOW
    note_quiet(unit, HERE, ANN, None)
    assert unit.people.find(HERE, ANN).quiet_until is None


def test_a_pause_lasts_a_week_and_ends_at_once_when_asked(unit: FakeUnit) -> None:
    until = pause(unit, HERE, ANN, NOW)
    assert until == NOW + timedelta(days=7)
    assert unit.people.find(HERE, ANN).is_paused(until - timedelta(seconds=1))
    assert not unit.people.find(HERE, ANN).is_paused(until)
    resume(unit, HERE, ANN)
    assert not unit.people.find(HERE, ANN).is_paused(NOW)


def test_only_those_who_joined_can_pause(unit: FakeUnit) -> None:
    for act in (lambda: pause(unit, HERE, BEN, NOW), lambda: resume(unit, HERE, BEN)):
        with pytest.raises(Refused, match="trust-not-joined"):
            act()


@pytest.mark.parametrize(
    ("enabled", "begins", "ends", "expected"),
    [
        (True, -60, 60, 60),
        (True, 0, 60, 60),
        (True, 60, 120, None),  # tonight's quiet has not begun
        (True, -120, 0, None),
        (False, -60, 60, None),
    ],
)
def test_quiet_is_what_has_begun_and_not_ended(enabled: bool, begins: int, ends: int, expected: int | None) -> None:
    at = int(NOW.timestamp())
    status = {"dnd_enabled": enabled, "next_dnd_start_ts": at + begins, "next_dnd_end_ts": at + ends}
    found = quiet_until(status, NOW)
    assert found == (None if expected is None else NOW + timedelta(seconds=expected))
    assert quiet_until({}, NOW) is None
