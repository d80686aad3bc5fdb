"""The Slack edge: who did it, what is dropped, and how an error reaches the one who caused it."""

import logging
from typing import Any

import pytest
from slack_bolt import BoltContext

from bot.kernel.caller import Caller, caller_of
from bot.kernel.errors import Refused, SlackRefused, SlackUnclear
from tests.handlers.slackbot import SlackBot

SECRET = "marker-answer-7431"


class OperationalError(Exception):
    """Named as the database's own."""


def listen(slackbot: SlackBot, error: Exception | None = None) -> list[Caller]:
    """Listen to one of each kind; keep the callers, or fail."""
    callers: list[Caller] = []

    def on_anything(ack: Any, context: BoltContext) -> None:
        callers.append(caller_of(context))
        if error is not None:
            raise error
        ack()

    slackbot.app.action("edge.tapped")(on_anything)
    slackbot.app.command("/trust")(on_anything)
    slackbot.app.view("edge.form")(on_anything)
    slackbot.app.event("member_joined_channel")(on_anything)
    return callers


def test_the_caller_is_who_tapped_and_where(slackbot: SlackBot) -> None:
    callers = listen(slackbot)
    heard = slackbot.tap("U1", "edge.tapped", channel="C7")
    assert heard.status == 200
    assert (callers[0].workspace_id, callers[0].user_id, callers[0].channel_id) == ("T1", "U1", "C7")


def test_a_delivery_is_the_same_when_it_comes_again_and_differs_between_acts(slackbot: SlackBot) -> None:
    callers = listen(slackbot)
    acts = [
        lambda: slackbot.tap("U1", "edge.tapped"),
        lambda: slackbot.command("U1", "/trust"),
        lambda: slackbot.submit("U1", "edge.form", {}),
        lambda: slackbot.event("member_joined_channel", user="U1", channel="C1"),
    ]
    for act in [*acts, *acts]:
        act()
        slackbot.again()
    deliveries = [caller.delivery for caller in callers]
    assert deliveries[::2] == deliveries[1::2]
    assert len(set(deliveries)) == 2 * len(acts)
    assert not any("U1" in delivery for delivery in deliveries)


def test_a_form_submitted_twice_by_a_double_click_is_one_act(slackbot: SlackBot) -> None:
    callers = listen(slackbot)
    slackbot.submit("U1", "edge.form", {}, id="V5", hash="5.h")
    slackbot.submit("U1", "edge.form", {}, id="V5", hash="5.h")
    assert callers[0].delivery == callers[1].delivery


def test_a_tap_without_a_trigger_goes_by_its_own_time(slackbot: SlackBot) -> None:
    callers = listen(slackbot)
    for stamp in ("7.1", "7.1", "7.2"):
        body = {
            "type": "block_actions",
            "user": {"id": "U1", "team_id": "T1"},
            "team": {"id": "T1"},
            "container": {"message_ts": "1.1"},
            "actions": [{"type": "button", "block_id": "b", "action_id": "edge.tapped", "action_ts": stamp}],
        }
        slackbot.deliver(body)
    first, second, third = (caller.delivery for caller in callers)
    assert first == second != third


def test_bots_and_other_organizations_are_dropped(slackbot: SlackBot) -> None:
    callers = listen(slackbot)
    slackbot.event("member_joined_channel", user="USLACKBOT", channel="C1")
    slackbot.event("member_joined_channel", user="U2", bot_id="B2", channel="C1")
    stranger = {"id": "U3", "team_id": "T9"}
    heard = slackbot.deliver(
        {"type": "block_actions", "user": stranger, "team": {"id": "T1"}, "actions": [{"action_id": "edge.tapped"}]}
    )
    assert callers == []
    assert heard.status == 200


def test_a_refusal_of_a_tap_is_told_to_the_one_who_tapped_alone(slackbot: SlackBot) -> None:
    listen(slackbot, Refused("edge-gone"))
    heard = slackbot.tap("U1", "edge.tapped")
    assert heard.status == 200
    assert heard.replies[0]["response_type"] == "ephemeral"
    assert heard.replies[0]["replace_original"] is False
    assert "no longer here" in heard.told


def test_a_refusal_in_the_home_tab_opens_a_small_modal(slackbot: SlackBot) -> None:
    listen(slackbot, Refused("edge-gone"))
    assert slackbot.tap("U1", "edge.tapped", home=True).calls[0][0] == "views.open"
    heard = slackbot.tap("U1", "edge.tapped", modal={})
    assert heard.calls[0][0] == "views.push"
    assert "no longer here" in heard.told


def test_a_refusal_of_a_form_stands_at_its_field(slackbot: SlackBot) -> None:
    listen(slackbot, Refused("edge-gone", field="name"))
    assert "no longer here" in slackbot.submit("U1", "edge.form", {}).errors["name"]


def test_a_refusal_of_a_form_without_a_field_keeps_what_was_typed(slackbot: SlackBot) -> None:
    listen(slackbot, Refused("edge-gone"))
    assert slackbot.submit("U1", "edge.form", {}).body["response_action"] == "push"


def test_a_refused_command_is_answered_at_once(slackbot: SlackBot) -> None:
    listen(slackbot, Refused("edge-gone"))
    heard = slackbot.command("U1", "/trust")
    assert heard.body["response_type"] == "ephemeral"
    assert "no longer here" in heard.told


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OperationalError(SECRET), "nothing was changed. Please try once more"),
        (ValueError(SECRET), "Something went wrong on my side"),
        (KeyError(SECRET), "Something went wrong on my side"),
        (SlackUnclear(SECRET), "could not reach Slack"),
        (SlackRefused("ratelimited"), "Slack did not let me do that (ratelimited)"),
    ],
)
def test_what_was_not_kept_is_not_acknowledged_and_never_quoted(
    slackbot: SlackBot, error: Exception, sentence: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    listen(slackbot, error)
    heard = slackbot.tap("U1", "edge.tapped", value=SECRET)
    assert heard.status == 500
    assert sentence in heard.told
    assert SECRET not in heard.told + caplog.text
    assert "edge.failed" in [getattr(record, "action", "") for record in caplog.records]
    assert slackbot.event("member_joined_channel", user="U1", channel="C1").status == 500


def test_what_is_gone_is_told_as_gone(slackbot: SlackBot) -> None:
    listen(slackbot, LookupError("There is no such team."))
    heard = slackbot.tap("U1", "edge.tapped")
    assert heard.status == 200
    assert "no longer here" in heard.told


def test_a_call_of_slack_that_came_too_late_is_told_so(slackbot: SlackBot) -> None:
    slackbot.recorder.answer("views.open", {"ok": False, "error": "expired_trigger_id"})

    def on_trust(ack: Any, client: Any, body: dict[str, Any]) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view={"type": "modal"})

    slackbot.app.command("/trust")(on_trust)
    assert "too long" in slackbot.command("U1", "/trust").told


def test_what_nothing_listens_to_gets_a_sentence(slackbot: SlackBot) -> None:
    assert "older version" in slackbot.tap("U1", "edge.unknown").told
    assert "older version" in slackbot.submit("U1", "edge.unknown", {}).told
    heard = slackbot.command("U1", "/dance <!channel>")
    assert "I don't know the command /dance &lt;!channel&gt;" in heard.told
    assert "/checkin, /trust and /reset" in heard.told


def test_an_event_nobody_listens_to_is_acknowledged_in_silence(slackbot: SlackBot) -> None:
    heard = slackbot.event("reaction_added", user="U1")
    assert (heard.status, heard.body, heard.replies, heard.calls) == (200, "", [], [])
