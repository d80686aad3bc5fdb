"""The Web API answers as Slack documents it, to a real client."""

import json
import urllib.error
import urllib.parse
import urllib.request
from datetime import timedelta

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from demo.slack import SlackServer
from tests.unit.demo.conftest import START, World

SECTION = [{"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}]


def refusal(call, **arguments):
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return caught.value.response


def test_a_call_without_a_good_token_says_why(world: World) -> None:
    slack = world.slack
    bare = WebClient(base_url=slack.api_url, retry_handlers=[])
    assert refusal(bare.auth_test)["error"] == "not_authed"
    assert refusal(WebClient("xoxb-none", base_url=slack.api_url).auth_test)["error"] == "invalid_auth"
    assert refusal(WebClient(slack.app_token, base_url=slack.api_url).auth_test)["error"] == "not_allowed_token_type"
    slack.revoke_token(slack.bot_token)
    assert refusal(world.client.auth_test)["error"] == "token_revoked"
    slack.revoke_token(slack.bot_token, state="inactive")
    assert refusal(world.client.auth_test)["error"] == "account_inactive"


def test_a_missing_scope_is_named_beside_those_provided() -> None:
    with SlackServer(scopes={"users:read"}) as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url)
        answer = refusal(client.chat_postMessage, channel="C1", text="x")
        assert (answer["error"], answer["needed"], answer["provided"]) == ("missing_scope", "chat:write", "users:read")


def test_an_unknown_method_is_refused(world: World) -> None:
    assert refusal(world.client.api_call, api_method="chat.sing")["error"] == "unknown_method"


@pytest.mark.parametrize("way", ["get", "form", "json"])
def test_arguments_arrive_by_query_by_form_and_by_json(world: World, way: str) -> None:
    world.slack.invite_bot(world.room, by=world.ada)
    values = {"channel": world.room.id, "text": "hi"}
    url, body, headers = (
        f"{world.slack.api_url}chat.postMessage",
        None,
        {"Authorization": f"Bearer {world.slack.bot_token}"},
    )
    if way == "get":
        url += "?" + urllib.parse.urlencode(values)
    elif way == "form":
        body, headers = urllib.parse.urlencode(values | {"token": world.slack.bot_token}).encode(), {}
    else:
        body, headers["Content-Type"] = json.dumps(values).encode(), "application/json; charset=utf-8"
    with urllib.request.urlopen(urllib.request.Request(url, body, headers)) as answer:
        assert json.load(answer)["ok"]
    assert world.slack.channel(world.room)[-1].text == "hi"


def test_posting_is_refused_where_the_bot_may_not_write(world: World) -> None:
    slack, post = world.slack, world.client.chat_postMessage
    public = slack.add_channel("general", members=[world.ada])
    gone = slack.add_user("gone", deleted=True)
    assert refusal(post, channel=world.room.id, text="x")["error"] == "channel_not_found"
    assert refusal(post, channel=public.id, text="x")["error"] == "not_in_channel"
    assert refusal(post, channel="C404", text="x")["error"] == "channel_not_found"
    assert refusal(post, channel=gone.id, text="x")["error"] == "channel_not_found"
    assert refusal(post, channel=slack.bot_user_id, text="x")["error"] == "cannot_dm_bot"
    slack.invite_bot(world.room, by=world.ada)
    slack.archive(world.room)
    assert refusal(post, channel=world.room.id, text="x")["error"] == "is_archived"


def test_posting_needs_content_of_a_sensible_size(world: World) -> None:
    post, place = world.client.chat_postMessage, world.ada.id
    empty = {"channel": place, "text": " "}
    assert refusal(world.client.api_call, api_method="chat.postMessage", json=empty)["error"] == "no_text"
    assert refusal(post, channel=place, text="x" * 40_001)["error"] == "msg_too_long"
    assert (
        refusal(post, channel=place, text="x", attachments=[{"fallback": "x"}] * 101)["error"] == "too_many_attachments"
    )
    assert refusal(post, channel=place, text="x", blocks="{")["error"] == "invalid_blocks_format"
    answer = refusal(post, channel=place, text="x", blocks=[{"type": "section"}])
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"][0].startswith("[ERROR] missing required field: text")
    assert world.slack.dm(world.ada) == []


def test_a_persons_id_means_the_conversation_with_them(world: World) -> None:
    answer = world.client.chat_postMessage(channel=world.ada.id, text="hi", blocks=SECTION)
    assert answer["channel"] == world.ada.dm
    assert answer["message"]["blocks"][0]["block_id"]
    assert [message.text for message in world.slack.dm(world.ada)] == ["hi"]
    assert world.slack.dm(world.ben) == []


def test_message_times_follow_domain_time_and_never_repeat(world: World) -> None:
    stamps = [world.client.chat_postMessage(channel=world.ada.id, text=str(n))["ts"] for n in range(3)]
    assert stamps == sorted(set(stamps))
    assert float(stamps[0]) == pytest.approx(START.timestamp(), abs=1)
    world.slack.move_to(START + timedelta(hours=1))
    later = world.client.chat_postMessage(channel=world.ada.id, text="later")["ts"]
    assert float(later) == pytest.approx(START.timestamp() + 3600, abs=1)


def test_messages_are_changed_and_removed_by_their_conversations_id(world: World) -> None:
    client, sent = world.client, world.client.chat_postMessage(channel=world.ada.id, text="one")
    assert refusal(client.chat_update, channel=world.ada.id, ts=sent["ts"], text="x")["error"] == "channel_not_found"
    assert refusal(client.chat_update, channel=sent["channel"], ts="1.2", text="x")["error"] == "message_not_found"
    assert (
        refusal(client.chat_update, channel=sent["channel"], ts=sent["ts"], text="x" * 4001)["error"] == "msg_too_long"
    )
    client.chat_update(channel=sent["channel"], ts=sent["ts"], text="two")
    assert world.slack.dm(world.ada)[0].text == "two"
    client.chat_delete(channel=sent["channel"], ts=sent["ts"])
    assert world.slack.dm(world.ada) == []


def test_nobody_elses_message_can_be_changed(world: World) -> None:
    world.slack.invite_bot(world.room, by=world.ada)
    theirs = world.slack.say(world.ada, world.room, "mine")
    where = {"channel": world.room.id, "ts": theirs.ts}
    assert refusal(world.client.chat_update, text="x", **where)["error"] == "cant_update_message"
    assert refusal(world.client.chat_delete, **where)["error"] == "cant_delete_message"


def test_an_ephemeral_message_is_seen_by_its_reader_alone(world: World) -> None:
    world.slack.invite_bot(world.room, by=world.ada)
    stranger = world.slack.add_user("cleo")
    post = world.client.chat_postEphemeral
    assert refusal(post, channel=world.room.id, user=stranger.id, text="x")["error"] == "user_not_in_channel"
    sent = post(channel=world.room.id, user=world.ada.id, text="psst")
    assert [message.text for message in world.slack.channel(world.room, world.ada)] == ["psst"]
    assert world.slack.channel(world.room, world.ben) == []
    answer = refusal(world.client.chat_update, channel=world.room.id, ts=sent["message_ts"], text="x")
    assert answer["error"] == "message_not_found"


def test_people_and_channels_are_read_as_far_as_the_bot_may(world: World) -> None:
    client, slack = world.client, world.slack
    info = client.users_info(user=world.ben.id)["user"]
    assert (info["tz"], info["tz_offset"], info["is_bot"]) == ("America/New_York", -5 * 3600, False)
    assert "email" not in info["profile"]
    assert refusal(client.users_info, user="U404")["error"] == "user_not_found"
    assert refusal(client.conversations_members, channel=world.room.id)["error"] == "channel_not_found"
    slack.invite_bot(world.room, by=world.ada)
    assert client.conversations_info(channel=world.room.id)["channel"]["is_private"]
    assert refusal(client.conversations_open, users=world.ada.id)["needed"] == "im:write"
    assert refusal(client.team_info)["needed"] == "team:read"


def test_lists_come_page_by_page(world: World) -> None:
    world.slack.invite_bot(world.room, by=world.ada)
    members, cursor, pages = [], "", 0
    while cursor or not pages:
        answer = world.client.conversations_members(channel=world.room.id, limit=2, cursor=cursor)
        members, cursor, pages = members + answer["members"], answer["response_metadata"]["next_cursor"], pages + 1
    assert (set(members), pages) == ({world.ada.id, world.ben.id, world.slack.bot_user_id}, 2)
    assert refusal(world.client.users_list, cursor="nonsense")["error"] == "invalid_cursor"


def test_do_not_disturb_is_told_for_at_most_fifty_people(world: World) -> None:
    world.slack.quiet(world.ada, until=START.timestamp() + 600)
    people = world.client.dnd_teamInfo(users=[world.ada.id, world.ben.id])["users"]
    assert people[world.ada.id]["next_dnd_end_ts"] == int(START.timestamp()) + 600
    assert not people[world.ben.id]["dnd_enabled"]
    assert refusal(world.client.dnd_teamInfo, users=["U1"] * 51)["error"] == "too_many_users"


def test_an_installation_is_exchanged_once(world: World) -> None:
    code = world.slack.offer_oauth_code("T0DEMO")
    bare = WebClient(base_url=world.slack.api_url)
    call = {"client_id": "1", "client_secret": "2", "code": code}
    assert bare.oauth_v2_access(**call)["access_token"] == world.slack.bot_token
    assert refusal(bare.oauth_v2_access, **call)["error"] == "invalid_code"


def test_a_second_workspace_knows_nothing_of_the_first(world: World) -> None:
    other, token = world.slack.add_workspace("T0OTHER")
    client = WebClient(token, base_url=world.slack.api_url)
    assert client.auth_test()["team_id"] == "T0OTHER"
    assert refusal(client.users_info, user=world.ada.id)["error"] == "user_not_found"
    zoe = other.add_user("zoe")
    client.chat_postMessage(channel=zoe.id, text="hi")
    assert len(other.dm(zoe)) == 1
