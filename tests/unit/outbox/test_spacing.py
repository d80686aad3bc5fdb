"""How closely messages follow each other."""

from hypothesis import given
from hypothesis import strategies as some

from bot.kernel.ids import MessageId
from bot.outbox.model import Rates
from bot.outbox.spacing import Bucket, Waiting, choose

POST = "chat.postMessage"
RATES = Rates(methods={POST: 0.25}, channel=1.0, catch_up=0.5)


def waiting(number: int, channel: str = "") -> Waiting:
    return Waiting(MessageId(str(number)), Bucket("T1", POST), Bucket("T1", channel or f"C{number}"))


def test_a_method_that_was_idle_may_make_up_for_half_a_second() -> None:
    chosen, used = choose([waiting(n) for n in range(10)], {}, 1000.0, RATES)
    assert list(chosen) == ["0", "1", "2"]
    assert used[Bucket("T1", POST)] == 1000.25


def test_a_channel_makes_up_for_nothing() -> None:
    chosen, _ = choose([waiting(1, "C1"), waiting(2, "C1")], {}, 1000.0, RATES)
    assert list(chosen) == ["1"]


def test_without_spacing_all_go_and_nothing_is_noted() -> None:
    assert choose([waiting(1), waiting(2)], {}, 1000.0, Rates.unlimited()) == ({"1": 1000.0, "2": 1000.0}, {})


def test_what_is_chosen_ahead_keeps_its_distance() -> None:
    exact = Rates(methods={POST: 0.25}, channel=1.0)
    chosen, used = choose([waiting(n) for n in range(10)], {}, 1000.0, exact, ahead=0.6)
    assert list(chosen.values()) == [1000.0, 1000.25, 1000.5]
    assert used[Bucket("T1", POST)] == 1000.75
    assert used[Bucket("T1", "C2")] == 1001.5


def test_a_channel_is_not_booked_ahead() -> None:
    chosen, _ = choose([waiting(1, "C1"), waiting(2, "C1")], {}, 1000.0, RATES, ahead=5.0)
    assert list(chosen) == ["1"]


@given(some.lists(some.floats(min_value=0, max_value=2), min_size=1, max_size=60))
def test_whenever_a_sender_looks_a_second_never_sees_more_than_seven(pauses: list[float]) -> None:
    free_from: dict[Bucket, float] = {}
    machine, sent = 1000.0, []
    for number, seconds in enumerate(pauses):
        machine += seconds
        many = [waiting(number * 100 + n) for n in range(20)]
        chosen, used = choose(many, free_from, machine, RATES)
        free_from.update(used)
        sent += [machine] * len(chosen)
    for start in sent:
        assert sum(start <= at < start + 1 for at in sent) <= 7
