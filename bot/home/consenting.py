"""The two buttons below a promise that has changed: agreeing to it, or leaving everything."""

from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond

from bot.blockkit import Message
from bot.home import messages, service
from bot.home.ports import HomeUnit
from bot.kernel.caller import Caller, caller_of
from bot.kernel.clock import Clock
from bot.kernel.unit import Later, Work
from bot.teams.consent import agree
from bot.teams.messages import promise_changed
from bot.texts import Texts


def register(app: App, *, work: Work[HomeUnit], clock: Clock, say: Texts, later: Later) -> None:
    """Register the buttons; what follows replaces the message, or App Home where they were tapped there."""

    def on_agree(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        caller, now = caller_of(context), clock.now()
        with work.write() as unit:
            agreed = agree(unit, caller.workspace_id, caller.user_id, _version(body), now)
        ack()
        later(lambda: show(caller, context, respond, messages.agreed(say) if agreed else promise_changed(say)))

    def on_leave(ack: Ack, context: BoltContext, respond: Respond) -> None:
        caller, now = caller_of(context), clock.now()
        with work.write() as unit:
            service.leave_everywhere(unit, caller.workspace_id, caller.user_id, now)
        ack()
        later(lambda: show(caller, context, respond, messages.left(say)))

    def show(caller: Caller, context: BoltContext, respond: Respond, reply: Message) -> None:
        if context.response_url is not None:
            respond(**reply.body(), replace_original=True)
            return
        with work.read() as unit:
            seen = service.look(unit, caller.workspace_id, caller.user_id, clock.now())
        context.client.views_publish(user_id=caller.user_id, view=messages.home(say, seen).body())

    app.action("teams.agree")(on_agree)
    app.action("teams.leave_everywhere")(on_leave)


def _version(body: dict[str, Any]) -> int:
    value = str(body["actions"][0].get("value", ""))
    return int(value) if value.isdecimal() else 0
