"""What every memory of deliveries must do."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.kernel.unit import Work

NOW = datetime(2026, 3, 2, 12, 59, tzinfo=UTC)


class BoomError(Exception):
    """Stands for whatever breaks a transaction."""


def _first(work: Work[Any], key: str, now: datetime = NOW) -> bool:
    with work.write() as unit:
        answer: bool = unit.deliveries.first_time(key, now)
        return answer


def test_a_delivery_comes_first_once(work: Work[Any]) -> None:
    assert _first(work, "event:Ev1")
    assert not _first(work, "event:Ev1")
    assert _first(work, "event:Ev2")


def test_a_delivery_is_remembered_for_an_hour_and_not_for_three(work: Work[Any]) -> None:
    assert _first(work, "event:Ev1")
    assert not _first(work, "event:Ev1", NOW + timedelta(minutes=60))
    assert _first(work, "event:Ev1", NOW + timedelta(hours=3))


def test_what_was_rolled_back_may_come_again(work: Work[Any]) -> None:
    def break_off() -> None:
        with work.write() as unit:
            assert unit.deliveries.first_time("event:Ev1", NOW)
            raise BoomError

    with pytest.raises(BoomError):
        break_off()
    assert _first(work, "event:Ev1")
