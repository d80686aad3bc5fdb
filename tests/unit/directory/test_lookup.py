"""What Slack's descriptions of people and channels mean."""

from typing import Any

import pytest

from bot.directory.lookup import PAGE, SlackLookup, channel_of, is_away, profile_of
from bot.directory.model import Standing
from bot.kernel.ids import ChannelId, UserId, WorkspaceId

HERE = WorkspaceId("T1")
PLAIN = {"id": "U1", "team_id": "T1", "tz": "Asia/Kolkata"}


class FakeSlack:
    """Answers conversations.members page by page, and keeps what it was asked."""

    def __init__(self, pages: list[list[str]]) -> None:
        self.pages = pages
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def call(self, workspace_id: WorkspaceId, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        self.asked.append((method, arguments))
        if method == "users.info":
            return {"ok": True, "user": {**PLAIN, "id": arguments["user"]}}
        if method == "conversations.info":
            return {"ok": True, "channel": {"id": arguments["channel"], "is_member": True}}
        page = int(arguments.get("cursor", "0"))
        following = str(page + 1) if page + 1 < len(self.pages) else ""
        return {"ok": True, "members": self.pages[page], "response_metadata": {"next_cursor": following}}


@pytest.mark.parametrize(
    ("user", "standing"),
    [
        ({}, Standing.FULL),
        ({"is_admin": True}, Standing.FULL),
        ({"is_bot": True}, Standing.BOT),
        ({"id": "USLACKBOT"}, Standing.BOT),
        ({"deleted": True, "is_bot": True}, Standing.DEACTIVATED),
        ({"is_restricted": True}, Standing.GUEST),
        ({"is_ultra_restricted": True}, Standing.GUEST),
        ({"is_stranger": True}, Standing.STRANGER),
        ({"team_id": "T9"}, Standing.STRANGER),
        ({"team_id": "T9", "enterprise_user": {"id": "W1"}}, Standing.FULL),
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


@pytest.mark.parametrize("sign", ["is_ext_shared", "is_pending_ext_shared"])
def test_a_channel_is_shared_also_while_the_invitation_is_pending(sign: str) -> None:
    assert channel_of({"id": "C1", sign: True}).is_shared
    assert not channel_of({"id": "C1", sign: False}).is_shared


def test_leave_and_illness_count_as_away_by_slacks_own_signs() -> None:
    assert is_away({"profile": {"status_emoji": ":palm_tree:"}})
    assert not is_away({"profile": {"status_emoji": ":coffee:"}})
    assert not is_away({})


def test_membership_is_looked_for_on_every_page() -> None:
    slack = FakeSlack([["U1"], ["U2"], ["U3"]])
    lookup = SlackLookup(slack)
    assert lookup.is_in_channel(HERE, ChannelId("C1"), UserId("U3"))
    assert not lookup.is_in_channel(HERE, ChannelId("C1"), UserId("U4"))
    assert slack.asked[0] == ("conversations.members", {"channel": "C1", "limit": PAGE})
    assert slack.asked[2][1]["cursor"] == "2"


def test_a_profile_and_a_channel_are_asked_for_by_id() -> None:
    slack = FakeSlack([])
    lookup = SlackLookup(slack)
    assert lookup.profile(HERE, UserId("U7")).user_id == "U7"
    assert lookup.channel(HERE, ChannelId("C7")).bot_is_in
    assert [method for method, _ in slack.asked] == ["users.info", "conversations.info"]
