"""What Slack's descriptions of people and channels mean."""

from typing import Any

import pytest

from bot.directory.facts import channel_of, is_away, profile_of
from bot.directory.model import Standing
from bot.kernel.ids import WorkspaceId

HERE = WorkspaceId("T1")
PLAIN = {"id": "U1", "team_id": "T1", "tz": "Asia/Kolkata"}


@pytest.mark.parametrize(
    ("user", "standing"),
    [
        ({}, Standing.FULL),
        ({"is_admin": True}, Standing.FULL),
        ({"is_bot": True}, Standing.BOT),
        ({"id": "USLACKBOT"}, Standing.BOT),
        ({"deleted": True, "is_restricted": True}, Standing.DEACTIVATED),
        ({"is_restricted": True}, Standing.GUEST),
        ({"is_ultra_restricted": True}, Standing.GUEST),
        ({"is_stranger": True}, Standing.STRANGER),
        ({"team_id": "T9"}, Standing.STRANGER),
        ({"team_id": "T9", "enterprise_user": {"teams": ["T1", "T9"]}}, Standing.FULL),
    ],
)
def test_what_somebody_is(user: dict[str, Any], standing: Standing) -> None:
    assert profile_of(HERE, PLAIN | user).standing is standing


@pytest.mark.parametrize(("zone", "kept"), [("Asia/Kolkata", "Asia/Kolkata"), ("Mars/Base", "UTC"), (None, "UTC")])
def test_an_unknown_zone_is_utc(zone: str | None, kept: str) -> None:
    assert profile_of(HERE, PLAIN | {"tz": zone}).zone == kept


@pytest.mark.parametrize(
    ("user", "admin"),
    [({}, False), ({"is_admin": True}, True), ({"is_owner": True}, True), ({"is_admin": False}, False)],
)
def test_workspace_administrators_go_by_slacks_flags(user: dict[str, Any], admin: bool) -> None:
    assert profile_of(HERE, PLAIN | user).is_workspace_admin is admin


@pytest.mark.parametrize("sign", ["is_ext_shared", "is_shared", "is_pending_ext_shared", "is_org_shared"])
def test_a_channel_is_shared_also_while_the_invitation_is_pending(sign: str) -> None:
    assert channel_of({"id": "C1", sign: True}).is_shared
    assert not channel_of({"id": "C1", sign: False}).is_shared


def test_leave_and_illness_count_as_away_by_slacks_own_signs() -> None:
    assert is_away({"profile": {"status_emoji": ":palm_tree:"}})
    assert not is_away({"profile": {"status_emoji": ":coffee:"}})
    assert not is_away({})
