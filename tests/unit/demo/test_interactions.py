"""Taps, commands, forms and events reach a real Bolt app, over Socket Mode and over signed HTTP alike."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from demo.slack import Impossible, Message
from demo.slack.blocks import check_view
from tests.fakes.tiny_bot import TinyBot, form, plain
from tests.unit.demo.conftest import World


def greeting(world: World) -> Message:
    return world.slack.channel(world.room)[0]


def open_form(world: World):
    assert world.slack.command(world.ada, world.room, "/trust", "setup").ok
    world.slack.wait_idle()
    return world.slack.view(world.ada)


def test_the_bot_hears_that_it_was_invited_and_by_whom(world: World, bot: TinyBot) -> None:
    body = bot.heard[0]
    assert (body["type"], body["team_id"], body["event"]["inviter"]) == ("event_callback", "T0DEMO", world.ada.id)
    assert (body["event"]["channel_type"], body["authorizations"][0]["is_bot"]) == ("G", True)


def test_a_tap_carries_who_where_and_what(world: World, bot: TinyBot) -> None:
    assert world.slack.tap(world.ada, greeting(world), "greet.join").ok
    body = bot.heard[-1]
    assert body["user"] == {"id": world.ada.id, "username": "ada", "name": "ada", "team_id": "T0DEMO"}
    assert body["container"] == {
        "type": "message",
        "message_ts": greeting(world).ts,
        "channel_id": world.room.id,
        "is_ephemeral": False,
    }
    assert body["channel"] == {"id": world.room.id, "name": "privategroup"}
    action = body["actions"][0]
    assert (action["action_id"], action["value"], action["type"]) == ("greet.join", "1", "button")
    assert body["message"]["ts"] == greeting(world).ts


def test_the_answer_to_a_tap_is_seen_by_one_person(world: World, bot: TinyBot) -> None:
    world.slack.tap(world.ada, greeting(world), "greet.join")
    world.slack.wait_idle()
    assert [message.text for message in world.slack.channel(world.room, world.ada)] == ["Hello", "Welcome, ada"]
    assert len(world.slack.channel(world.room, world.ben)) == 1


def test_an_ephemeral_message_can_be_acted_on_replaced_and_removed(world: World, bot: TinyBot) -> None:
    world.slack.tap(world.ada, greeting(world), "greet.join")
    world.slack.wait_idle()
    private = world.slack.channel(world.room, world.ada)[-1]
    delivered = world.slack.tap(world.ada, private, "greet.replace")
    assert delivered.payload["container"]["is_ephemeral"]
    assert "message" not in delivered.payload
    world.slack.wait_idle()
    assert world.slack.channel(world.room, world.ada)[-1].text == "Replaced"
    world.slack.tap(world.ada, private, "greet.remove")
    world.slack.wait_idle()
    assert len(world.slack.channel(world.room, world.ada)) == 1


def test_nobody_taps_what_they_do_not_see(world: World, bot: TinyBot) -> None:
    world.slack.tap(world.ada, greeting(world), "greet.join")
    world.slack.wait_idle()
    with pytest.raises(Impossible):
        world.slack.tap(world.ben, world.slack.channel(world.room, world.ada)[-1], "greet.replace")
    with pytest.raises(Impossible):
        world.slack.tap(world.ada, greeting(world), "greet.sing")
    world.slack.deactivate(world.ada)
    with pytest.raises(Impossible):
        world.slack.tap(world.ada, greeting(world), "greet.join")


def test_a_command_names_people_by_id_and_is_answered_privately(world: World, bot: TinyBot) -> None:
    delivered = world.slack.command(world.ada, world.room, "/trust", "tell @ben <now>")
    assert delivered.payload["text"] == f"tell <@{world.ben.id}|ben> &lt;now&gt;"
    assert world.slack.channel(world.room, world.ada)[-1].text.startswith("You said tell")
    assert len(world.slack.channel(world.room, world.ben)) == 1
    with pytest.raises(Impossible, match="not a valid command"):
        world.slack.command(world.ada, world.room, "/sing", "")


def test_a_form_is_checked_first_by_the_client_then_by_the_app(world: World, bot: TinyBot) -> None:
    view = open_form(world)
    held_back = world.slack.submit(world.ada, view, {})
    assert (held_back.errors, held_back.sent) == ({"name": "Please complete this required field."}, False)
    bot.answer_form = {"response_action": "errors", "errors": {"name": "Not that one"}}
    assert world.slack.submit(world.ada, view, {"name": "Sprint"}).errors == {"name": "Not that one"}
    bot.answer_form = {}
    done = world.slack.submit(world.ada, view, {"day": "Friday", "zone": {"text": plain("x"), "value": "Z"}})
    assert (done.outcome, world.slack.view(world.ada)) == ("closed", None)
    values = bot.heard[-1]["view"]["state"]["values"]
    assert values["name"]["name"] == {"type": "plain_text_input", "value": "Sprint"}
    assert values["day"]["day"]["selected_option"]["value"] == "fri"
    assert values["zone"]["zone"]["selected_option"]["value"] == "Z"


def test_what_was_not_touched_has_its_first_value(world: World, bot: TinyBot) -> None:
    world.slack.submit(world.ada, open_form(world), {"name": "Sprint"})
    values = bot.heard[-1]["view"]["state"]["values"]
    assert values["day"]["day"]["selected_option"]["value"] == "mon"
    assert values["zone"]["zone"] == {"type": "external_select", "selected_option": None}


def test_only_what_is_offered_can_be_chosen(world: World, bot: TinyBot) -> None:
    with pytest.raises(Impossible):
        world.slack.submit(world.ada, open_form(world), {"name": "x", "day": "Sunday"})


@pytest.mark.parametrize(
    ("answer", "outcome", "titles"),
    [
        ({"response_action": "update", "view": form(title=plain("Updated"))}, "updated", ["Updated"]),
        ({"response_action": "push", "view": form(title=plain("Pushed"))}, "pushed", ["Set up", "Pushed"]),
        ({"response_action": "clear"}, "cleared", []),
        ({"response_action": "errors", "errors": {"no_such_block": "x"}}, "failed", ["Set up"]),
        ({"response_action": "update", "view": {"type": "modal"}}, "failed", ["Set up"]),
    ],
)
def test_a_submission_can_update_push_clear_and_fail(world: World, bot: TinyBot, answer, outcome, titles) -> None:
    view, bot.answer_form = open_form(world), answer
    assert world.slack.submit(world.ada, view, {"name": "Sprint"}).outcome == outcome
    stack = world.slack.state.modals[world.ada.id]
    assert [one.title["text"] for one in stack] == titles


def test_closing_a_form_is_told_without_what_was_typed(world: World, bot: TinyBot) -> None:
    open_form(world)
    world.slack.close(world.ada)
    world.slack.wait_idle()
    assert (bot.heard[-1]["type"], bot.heard[-1]["is_cleared"]) == ("view_closed", False)
    assert bot.heard[-1]["view"]["state"] == {"values": {}}
    assert world.slack.view(world.ada) is None


def test_an_external_menu_offers_what_was_typed(world: World, bot: TinyBot) -> None:
    options = world.slack.suggest(world.ada, open_form(world), "zone", "europe")
    assert [one["value"] for one in options] == ["Europe/Zurich", "Europe/London"]


def test_home_is_published_when_it_is_opened_and_can_be_pressed(world: World, bot: TinyBot) -> None:
    world.slack.open_home(world.ada)
    world.slack.wait_idle()
    home = world.slack.home(world.ada)
    assert home.type == "home"
    assert world.slack.tap(world.ada, home, "home.press").ok
    assert bot.heard[-1]["container"] == {"type": "view", "view_id": home.id}
    with pytest.raises(Impossible):
        world.slack.tap(world.ben, home, "home.press")


def test_changes_of_people_and_channels_are_told(world: World, bot: TinyBot) -> None:
    bot.heard.clear()
    world.slack.change_user(world.ben, tz="Asia/Tokyo")
    world.slack.leave_channel(world.ben, world.room)
    world.slack.wait_idle()
    world.slack.archive(world.room)
    world.slack.wait_idle()
    told = {body["event"]["type"]: body["event"] for body in bot.heard}
    assert told["user_change"]["user"]["tz"] == "Asia/Tokyo"
    assert told["member_left_channel"]["user"] == world.ben.id
    assert told["group_archive"]["channel"] == world.room.id


def test_a_trigger_serves_once(world: World, bot: TinyBot) -> None:
    trigger = world.slack.tap(world.ada, greeting(world), "greet.join").payload["trigger_id"]
    world.client.views_open(trigger_id=trigger, view=form())
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        world.client.views_open(trigger_id=trigger, view=form())
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        world.client.views_open(trigger_id="1.2", view=form())


def test_a_trigger_expires_after_three_seconds(world: World, bot: TinyBot) -> None:
    trigger = world.slack.tap(world.ada, greeting(world), "greet.join").payload["trigger_id"]
    world.slack.hub.triggers[trigger].made_at -= 3.1
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        world.client.views_open(trigger_id=trigger, view=form())


def test_a_response_url_serves_five_times_within_thirty_minutes(world: World, bot: TinyBot) -> None:
    from slack_sdk import WebhookClient

    delivered = world.slack.tap(world.ada, greeting(world), "greet.join")
    world.slack.wait_idle()
    hook = WebhookClient(delivered.payload["response_url"])
    answers = [hook.send(text=str(n)) for n in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 404]
    assert "used_url" in answers[-1].body
    late = world.slack.tap(world.ada, greeting(world), "greet.join").payload["response_url"]
    world.slack.hub.response_urls[late.rsplit("/", 1)[1]].made_at -= 1801
    assert "expired_url" in WebhookClient(late).send(text="x").body


def test_views_are_updated_against_the_right_hash_and_stack_three_high(world: World, bot: TinyBot) -> None:
    view = open_form(world)
    world.client.views_update(view_id=view.id, hash=view.hash, view=form(title=plain("Two")))
    with pytest.raises(SlackApiError, match="hash_conflict"):
        world.client.views_update(view_id=view.id, hash=view.hash, view=form())
    with pytest.raises(SlackApiError, match="not_found"):
        world.client.views_update(view_id="V404", view=form())
    for _ in range(2):
        trigger = world.slack.hub.make_trigger(world.ada.id, view.id)
        world.client.views_push(trigger_id=trigger, view=form())
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        world.client.views_push(trigger_id=world.slack.hub.make_trigger(world.ada.id, view.id), view=form())


def test_a_view_that_breaks_a_rule_is_refused_with_the_reason(world: World, bot: TinyBot) -> None:
    trigger = world.slack.hub.make_trigger(world.ada.id)
    broken = form(title=plain("x" * 25))
    with pytest.raises(SlackApiError) as caught:
        world.client.views_open(trigger_id=trigger, view=broken)
    assert caught.value.response["error"] == "invalid_arguments"
    assert caught.value.response["response_metadata"]["messages"] == [f"[ERROR] {check_view(broken)[0]}"]
    with pytest.raises(SlackApiError) as unknown:
        world.client.views_publish(user_id="U404", view={"type": "home", "blocks": []})
    assert unknown.value.response["response_metadata"]["messages"] == ["invalid `user_id`"]


def test_after_an_uninstall_the_token_opens_nothing(world: World, bot: TinyBot) -> None:
    world.slack.uninstall()
    with pytest.raises(SlackApiError, match="account_inactive"):
        WebClient(world.slack.bot_token, base_url=world.slack.api_url, retry_handlers=[]).auth_test()
