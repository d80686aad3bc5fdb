"""The heartbeat: steps go on whatever happens to them, and everything ends in time."""

import logging
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.kernel.clock import Clock
from bot.outbox.model import Rates
from bot.outbox.sender import Sender
from bot.worker import Heart, Step, run_worker
from tests.fakes.clock import HandClock
from tests.fakes.slack import FakeSlack
from tests.fakes.unit import FakeWork

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def nothing_follows(*_: Any) -> None:
    pass


class Bot:
    """What a heart beats for, with one step that a test gives."""

    def __init__(self, step: Step) -> None:
        self.clock: Clock = HandClock(NOW)
        self.step = step
        self.sender: Sender[Any] = Sender(
            FakeWork(), FakeSlack(), self.clock, owner="s", before={}, on_consequence=nothing_follows, rates=Rates()
        )

    def steps(self) -> Mapping[str, Step]:
        return {"ask": self.step}

    def heart(self) -> Heart:
        return Heart(self.steps(), self.sender, self.clock, every={"ask": 0.02})


class Beats:
    """A step that counts, and fails every time if told so."""

    def __init__(self, enough: int, *, fails: bool = False) -> None:
        self.at: list[datetime] = []
        self.enough = threading.Event()
        self._many = enough
        self._fails = fails

    def __call__(self, now: datetime) -> int:
        self.at.append(now)
        if len(self.at) >= self._many:
            self.enough.set()
        if self._fails:
            raise RuntimeError("U0SECRET")
        return 0


def test_a_step_is_given_the_clocks_time_again_and_again() -> None:
    beats = Beats(enough=3)
    heart = Bot(beats).heart()
    heart.start()
    assert beats.enough.wait(10)
    assert heart.is_beating
    heart.stop()
    assert not heart.is_beating
    assert set(beats.at) == {NOW}


def test_a_step_that_fails_beats_on_and_says_only_its_name_and_the_kind_of_error(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.ERROR, "bot.worker")
    beats = Beats(enough=3, fails=True)
    heart = Bot(beats).heart()
    heart.start()
    assert beats.enough.wait(10)
    heart.stop()
    record = caplog.records[0]
    assert (vars(record)["step"], vars(record)["error"]) == ("ask", "RuntimeError")
    assert "U0SECRET" not in str([vars(record) for record in caplog.records])


def test_a_worker_ends_when_told() -> None:
    told = threading.Event()
    run_worker(Bot(lambda now: told.set()), told)
    assert not [thread for thread in threading.enumerate() if thread.name == "sender"]
