"""A thousand meetings that end at ten: prompts are planned as the rate can carry them, or not at all."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from bot.kernel.ids import WorkspaceId
from bot.outbox.model import Rates
from bot.outbox.pacing import LONGEST_WAIT, minute_of, pace
from tests.fakes.chance import SeededChance

TEN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LAST = TEN + timedelta(days=3)
T1, T2 = WorkspaceId("T1"), WorkspaceId("T2")
A_MINUTE = 216  # nine tenths of 240


class Plan:
    """What waits already, and meetings that end at ten, each asked about in the ten minutes from five past on."""

    def __init__(self) -> None:
        self.minutes: dict[WorkspaceId, Counter[int]] = {T1: Counter(), T2: Counter()}
        self.dice = SeededChance(1)

    def planned(self, workspace_id: WorkspaceId, method: str, since: datetime, until: datetime) -> Mapping[int, int]:
        assert method == "chat.postMessage"
        between = range(minute_of(since), minute_of(until))
        return {minute: many for minute, many in self.minutes[workspace_id].items() if minute in between}

    def meeting(self, people: int = 8, workspace_id: WorkspaceId = T1, last: datetime = LAST) -> list[datetime] | None:
        window = TEN + timedelta(minutes=5)
        drawn = [(window + timedelta(seconds=self.dice.below(600)), last) for _ in range(people)]
        places = pace(self, workspace_id, drawn, self.dice)
        self.minutes[workspace_id].update(minute_of(at) for at in places or [])
        return places


def test_a_few_meetings_keep_the_moments_that_were_drawn() -> None:
    plan = Plan()
    for _ in range(5):
        places = plan.meeting()
        assert places is not None
        assert all(timedelta(minutes=5) <= at - TEN < timedelta(minutes=15) for at in places)


def test_many_meetings_at_once_fill_each_minute_and_none_too_full() -> None:
    plan = Plan()
    planned = [at for _ in range(400) for at in plan.meeting() or []]
    assert len(planned) == 3200
    minutes = Counter(minute_of(at) for at in planned)
    assert max(minutes.values()) == A_MINUTE
    assert len(minutes) == -(-3200 // A_MINUTE)


def test_what_finds_no_place_within_two_hours_is_not_planned() -> None:
    plan = Plan()
    for minute in range(14, 15 + 2 * 60 + 2):
        plan.minutes[T1][minute_of(TEN) + minute] = A_MINUTE
    late = [(TEN + timedelta(minutes=14, seconds=30), LAST)]
    assert pace(plan, T1, late, plan.dice) is None
    early = pace(plan, T1, [(TEN + timedelta(minutes=13), LAST), *late], plan.dice)
    assert early is None  # all people of a meeting, or none


def test_nothing_is_planned_behind_its_last_moment() -> None:
    plan = Plan()
    close = TEN + timedelta(minutes=16)
    planned = [places for _ in range(400) if (places := plan.meeting(last=close)) is not None]
    assert len(planned) < 400
    assert all(at <= close for places in planned for at in places)
    assert close - TEN < LONGEST_WAIT


def test_another_workspace_has_a_rate_of_its_own() -> None:
    plan = Plan()
    for _ in range(300):
        plan.meeting()
    places = plan.meeting(workspace_id=T2)
    assert places is not None
    assert max(places) < TEN + timedelta(minutes=15)


def test_without_a_rate_nothing_is_moved() -> None:
    drawn = [(TEN, LAST)] * 5000
    assert pace(Plan(), T1, drawn, SeededChance(1), Rates.unlimited()) == [TEN] * 5000
