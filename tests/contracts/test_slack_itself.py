"""What the stand-in answers is what Slack answers: the same assertions on both.

Against Slack it needs SLACK_TEST_TOKEN, a bot token with the manifest's scopes, and the bot in a channel of that
workspace (SLACK_TEST_CHANNEL names it; else the first that the bot is in). It posts there, and removes what it posted.
"""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from demo.slack import HandClock, SlackServer

NOBODY, NOWHERE = "U000000000A", "C000000000A"


@dataclass
class Workspace:
    """Somewhere to post, and somebody who is there."""

    client: WebClient
    channel: str
    person: str


@pytest.fixture(params=["demo", "slack"])
def workspace(request: pytest.FixtureRequest) -> Iterator[Workspace]:
    yield from _demo() if request.param == "demo" else _slack()


def _demo() -> Iterator[Workspace]:
    with SlackServer(clock=HandClock(datetime.now(UTC))) as slack:
        ada = slack.add_user("ada")
        room = slack.add_channel("candor-test", members=[ada], with_bot=True)
        yield Workspace(WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[]), room.id, ada.id)


def _slack() -> Iterator[Workspace]:
    token = os.environ.get("SLACK_TEST_TOKEN")
    if not token:
        pytest.skip("SLACK_TEST_TOKEN is not set, so that only the stand-in was asked.")
    client = WebClient(token, retry_handlers=[])
    channel = os.environ.get("SLACK_TEST_CHANNEL") or _first_channel(client)
    person = next(one for one in client.conversations_members(channel=channel)["members"] if not _is_bot(client, one))
    yield Workspace(client, channel, person)


def _first_channel(client: WebClient) -> str:
    found = client.conversations_list(types="public_channel,private_channel", exclude_archived=True, limit=1000)
    return next(one["id"] for one in found["channels"] if one["is_member"])


def _is_bot(client: WebClient, user: str) -> bool:
    return bool(client.users_info(user=user)["user"]["is_bot"])


def refusal(call: Callable[[], SlackResponse]) -> str:
    """The word with which a call is refused."""
    with pytest.raises(SlackApiError) as caught:
        call()
    return str(caught.value.response["error"])


@pytest.fixture
def posted(workspace: Workspace) -> Iterator[list[str]]:
    """The times of what a test posts; all of it is removed again."""
    times: list[str] = []
    yield times
    for ts in times:
        workspace.client.chat_delete(channel=workspace.channel, ts=ts)


def section(text: str) -> dict:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def test_who_one_is(workspace: Workspace) -> None:
    told = workspace.client.auth_test()
    assert told["ok"] is True
    assert all(told[name] for name in ("url", "team", "user", "team_id", "user_id", "bot_id"))
    wrong = WebClient("xoxb-wrong", base_url=workspace.client.base_url, retry_handlers=[])
    assert refusal(wrong.auth_test) == "invalid_auth"


def test_a_channel_or_person_that_is_not_there(workspace: Workspace) -> None:
    client = workspace.client
    assert refusal(lambda: client.chat_postMessage(channel=NOWHERE, text="x")) == "channel_not_found"
    assert refusal(lambda: client.conversations_info(channel=NOWHERE)) == "channel_not_found"
    assert refusal(lambda: client.conversations_members(channel=NOWHERE)) == "channel_not_found"
    assert refusal(lambda: client.users_info(user=NOBODY)) == "user_not_found"


def test_a_message_is_posted_and_changed(workspace: Workspace, posted: list[str]) -> None:
    client = workspace.client
    said = client.chat_postMessage(channel=workspace.channel, text="One", blocks=[section("*One*")])
    posted.append(said["ts"])
    assert said["channel"] == workspace.channel
    assert said["message"]["text"] == "One"
    assert said["message"]["blocks"][0]["block_id"]
    assert said["message"]["bot_id"]
    changed = client.chat_update(channel=workspace.channel, ts=said["ts"], text="Two", blocks=[section("*Two*")])
    assert (changed["ts"], changed["text"]) == (said["ts"], "Two")


def test_a_message_that_is_not_there_cannot_be_changed(workspace: Workspace) -> None:
    client = workspace.client
    assert (
        refusal(lambda: client.chat_update(channel=workspace.channel, ts="1.000001", text="x")) == "message_not_found"
    )


def test_what_says_nothing_or_breaks_a_limit_is_refused(workspace: Workspace) -> None:
    def post(**what: object) -> str:
        body = {"channel": workspace.channel, **what}
        return refusal(lambda: workspace.client.api_call("chat.postMessage", json=body))

    button = {"type": "button", "text": {"type": "plain_text", "text": "x" * 76}, "action_id": "a"}
    assert post(text="") == "no_text"
    assert post(text="x", blocks=[section("x" * 3001)]) == "invalid_blocks"
    assert post(text="x", blocks=[section("x")] * 51) == "invalid_blocks"
    assert post(text="x", blocks=[{"type": "actions", "elements": [button]}]) == "invalid_blocks"
    assert post(text="x", blocks=[{"type": "sonnet"}]) == "invalid_blocks"


def test_a_message_for_later_is_listed_until_it_is_taken_back(workspace: Workspace) -> None:
    client, channel = workspace.client, workspace.channel
    post_at = int(time.time()) + 3600
    promised = client.chat_scheduleMessage(channel=channel, text="Later", post_at=post_at)
    identity = promised["scheduled_message_id"]
    assert promised["post_at"] == post_at
    listed = client.chat_scheduledMessages_list(channel=channel)["scheduled_messages"]
    assert [(one["channel_id"], one["post_at"]) for one in listed if one["id"] == identity] == [(channel, post_at)]
    assert client.chat_deleteScheduledMessage(channel=channel, scheduled_message_id=identity)["ok"]
    listed = client.chat_scheduledMessages_list(channel=channel)["scheduled_messages"]
    assert identity not in [one["id"] for one in listed]
    again = refusal(lambda: client.chat_deleteScheduledMessage(channel=channel, scheduled_message_id=identity))
    assert again == "invalid_scheduled_message_id"


def test_a_message_cannot_be_promised_for_the_past_or_for_too_far_away(workspace: Workspace) -> None:
    def promise(seconds: int) -> str:
        post_at = int(time.time()) + seconds
        return refusal(
            lambda: workspace.client.chat_scheduleMessage(channel=workspace.channel, text="x", post_at=post_at)
        )

    assert promise(-3600) == "time_in_past"
    assert promise(121 * 24 * 3600) == "time_too_far"


def test_a_channel_and_who_is_in_it(workspace: Workspace) -> None:
    told = workspace.client.conversations_info(channel=workspace.channel)["channel"]
    assert told["id"] == workspace.channel
    assert told["is_member"] is True
    assert told["is_archived"] is False
    assert {"is_private", "is_shared", "is_ext_shared", "name"} <= set(told)
    members = workspace.client.conversations_members(channel=workspace.channel, limit=1)
    assert len(members["members"]) == 1
    assert members["response_metadata"]["next_cursor"]
    assert (
        refusal(lambda: workspace.client.conversations_members(channel=workspace.channel, cursor="no"))
        == "invalid_cursor"
    )


def test_a_person(workspace: Workspace) -> None:
    told = workspace.client.users_info(user=workspace.person)["user"]
    assert told["id"] == workspace.person
    assert told["is_bot"] is False
    assert told["deleted"] is False
    assert {"tz", "tz_offset", "is_restricted", "is_ultra_restricted", "is_admin", "team_id", "profile"} <= set(told)
    assert "email" not in told["profile"]


def test_a_view_needs_a_live_trigger_and_a_person(workspace: Workspace) -> None:
    view = {"type": "modal", "title": {"type": "plain_text", "text": "x"}, "blocks": [section("x")]}
    assert refusal(lambda: workspace.client.views_open(trigger_id="1.2.3", view=view)) == "invalid_trigger_id"
    home = {"type": "home", "blocks": [section("x")]}
    assert refusal(lambda: workspace.client.views_publish(user_id=NOBODY, view=home)) == "invalid_arguments"
