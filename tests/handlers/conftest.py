"""What handler tests ask for: a Bolt app in process, units of work on fakes, and a clock that stands still."""

from collections.abc import Iterator

import pytest

from tests.fakes.clock import HandClock
from tests.fakes.unit import FakeUnit, FakeWork
from tests.handlers.slackbot import SlackBot, opened


@pytest.fixture
def slackbot() -> Iterator[SlackBot]:
    """A real Bolt app; a test registers the handlers it is about."""
    with opened() as bot:
        yield bot


@pytest.fixture
def unit() -> FakeUnit:
    """The stores behind ``work``, to prepare and to look at."""
    return FakeUnit()


@pytest.fixture
def work(unit: FakeUnit) -> FakeWork:
    """Units of work on fakes."""
    return FakeWork(unit)


@pytest.fixture
def clock() -> HandClock:
    """Domain time, moved by hand."""
    return HandClock()
