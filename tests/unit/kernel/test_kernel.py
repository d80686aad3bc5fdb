"""The caller, chance and ids."""

from datetime import UTC

import pytest

from bot.kernel.caller import Caller, caller_of
from bot.kernel.chance import SystemChance, one_of
from bot.kernel.clock import SystemClock
from bot.kernel.errors import Refused
from bot.kernel.ids import UserId, WorkspaceId, new_id
from tests.fakes.chance import ScriptedChance


def test_a_caller_is_never_printed_with_their_id() -> None:
    assert "U-ann" not in repr(Caller(workspace_id=WorkspaceId("T1"), user_id=UserId("U-ann")))


def test_without_the_middleware_there_is_no_caller() -> None:
    with pytest.raises(TypeError):
        caller_of({"caller": "U-ann"})


def test_one_of_takes_each_option() -> None:
    assert [one_of(ScriptedChance([place]), "abc") for place in range(3)] == ["a", "b", "c"]


def test_the_systems_chance_stays_below_its_limit() -> None:
    drawn = {SystemChance().below(3) for _ in range(300)}
    assert drawn == {0, 1, 2}


def test_the_systems_clock_is_aware_and_in_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_ids_are_random_and_long() -> None:
    assert len({new_id() for _ in range(100)}) == 100
    assert len(new_id()) == 32


def test_a_refusal_carries_its_sentence_its_field_and_its_values() -> None:
    refused = Refused("meetings-too-many", field="name-5", most=5)
    assert (str(refused), refused.field, refused.values) == ("meetings-too-many", "name-5", {"most": 5})
