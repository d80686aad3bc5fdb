"""`/reset` in Slack: the command, the windows and the buttons; what is kept is committed before the acknowledgement."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond

from bot.blockkit import Message, Modal, legible
from bot.directory.ports import SlackPeople
from bot.kernel.caller import Caller, caller_of
from bot.kernel.chance import Chance
from bot.kernel.clock import Clock
from bot.kernel.commands import RESET, says
from bot.kernel.errors import Refused
from bot.kernel.ids import TeamId, UserId
from bot.kernel.unit import Later, Work
from bot.resets import messages, service
from bot.resets.asking import Ask
from bot.resets.limits import refuse_unless_may_be_asked
from bot.resets.model import Part
from bot.resets.outcomes import Outcome, Repeated
from bot.resets.ports import ResetsUnit
from bot.resets.sending import OPEN
from bot.resets.team import find_here, post_nudge
from bot.resets.workspace import keep_formal_way
from bot.resets.writing import DID, FELT, PASSED_ON, TYPED
from bot.teams.service import get_here
from bot.texts import Texts

Body = dict[str, Any]
Use = Callable[[ResetsUnit, Caller, str, datetime], Outcome]

_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listeners:
    work: Work[ResetsUnit]
    clock: Clock
    chance: Chance
    say: Texts
    people: SlackPeople
    later: Later

    def on_command(self, ack: Ack, command: Body, body: Body, context: BoltContext) -> None:
        typed = str(command.get("text", "")).strip()
        named = _PERSON.findall(typed)
        if len(set(named)) > 1:
            raise Refused("resets-one-person")
        if named:
            self._show_gate(ack, body, context, UserId(named[0]))
        elif typed:
            raise Refused("resets-unknown-word")
        else:
            self._show_start(ack, body, context)

    def on_help(self, ack: Ack) -> None:
        _answer(ack, messages.reset_help(self.say))

    def on_team(self, ack: Ack, context: BoltContext) -> None:
        caller = caller_of(context)
        with self.work.read() as unit:
            team = get_here(unit, caller.workspace_id, caller.channel_id)
        _answer(ack, messages.team_preview(self.say, team.id))

    def on_settings(self, ack: Ack, body: Body, context: BoltContext) -> None:
        caller = self._administrator(context)
        with self.work.read() as unit:
            way = unit.resets.formal_way(caller.workspace_id)
        ack()
        _open(context, body, messages.settings(self.say, way))

    def on_choose(self, ack: Ack, action: Body, body: Body, context: BoltContext) -> None:
        self._show_gate(ack, body, context, UserId(action["selected_user"]))

    def on_alone(self, ack: Ack, body: Body, context: BoltContext) -> None:
        ack()
        self._update(context, body, messages.alone(self.say))

    def on_team_window(self, ack: Ack, action: Body, body: Body, context: BoltContext) -> None:
        ack()
        self._update(context, body, messages.team_window(self.say, TeamId(action["value"])))

    def on_post(self, ack: Ack, action: Body, body: Body, context: BoltContext, respond: Respond) -> None:
        with self.work.write() as unit:
            post_nudge(unit, caller_of(context), TeamId(action["value"]), self.clock.now(), self.say)
        ack()
        if "view" in body:
            self._update(context, body, messages.team_posted(self.say))
        else:
            told = messages.team_posted_note(self.say).body()
            self.later(lambda: respond(**told, response_type="ephemeral", replace_original=True))

    def on_gate(self, *, with_power: bool) -> Callable[..., None]:
        def listener(ack: Ack, body: Body, context: BoltContext) -> None:
            view = body["view"]
            other, zone = view["private_metadata"].split()
            ask = Ask(caller=caller_of(context), other=UserId(other), with_power=with_power, gate=view["id"], zone=zone)
            with self.work.write() as unit:
                outcome = service.start(unit, ask, self.clock.now(), self.chance)
            ack()
            self._show(context, body, outcome)

        return listener

    def on_open(self, ack: Ack, action: Body, body: Body, context: BoltContext) -> None:
        with self.work.read() as unit:
            outcome = service.look(unit, caller_of(context), str(action.get("value", "")), self.clock.now())
        ack()
        if "view" in body:
            self._show(context, body, outcome)
        else:
            _open(context, body, messages.window(self.say, outcome))

    def on_button(self, use: Use) -> Callable[..., None]:
        def listener(ack: Ack, action: Body, body: Body, context: BoltContext) -> None:
            ticket = str(action.get("value") or body["view"]["private_metadata"])
            with self.work.write() as unit:
                outcome = use(unit, caller_of(context), ticket, self.clock.now())
            ack()
            self._show(context, body, outcome)

        return listener

    def on_menu(self, ack: Ack, action: Body, body: Body, context: BoltContext) -> None:
        if action["selected_option"]["value"] == messages.WHAT_IS_THIS:
            ack()
            context.client.views_push(trigger_id=body["trigger_id"], view=messages.what_it_is(self.say).body())
            return
        ticket = body["view"]["private_metadata"]
        with self.work.write() as unit:
            outcome = service.decline(unit, caller_of(context), ticket, self.clock.now(), for_good=True)
        ack()
        self._show(context, body, outcome)

    def on_suggest(self, ack: Ack, action: Body, body: Body, context: BoltContext) -> None:
        at = datetime.fromtimestamp(int(action["selected_date_time"]), UTC)
        ticket = body["view"]["private_metadata"]
        with self.work.write() as unit:
            outcome = service.suggest(unit, caller_of(context), ticket, at, self.clock.now())
        ack()
        self._show(context, body, outcome)

    def on_talk(self, ack: Ack, action: Body, body: Body, context: BoltContext) -> None:
        at = datetime.fromtimestamp(int(action["selected_date_time"]), UTC)
        slip, message = body["view"]["private_metadata"], messages.talk_time(self.say, at)
        with self.work.write() as unit:
            now = self.clock.now()
            outcome = service.suggest_talk(unit, caller_of(context), slip, at, now, self.chance, message)
        ack()
        self._show(context, body, outcome)

    def on_save(self, ack: Ack, body: Body, context: BoltContext) -> None:
        outcome = self._write(context, body["view"], ready=False)
        ack()
        self._show(context, body, outcome)

    def on_ready(self, ack: Ack, view: Body, context: BoltContext) -> None:
        part = _part(view)
        missing = [field for field, text in ((FELT, part.felt), (DID, part.did)) if not text]
        if missing:
            ack(response_action="errors", errors=dict.fromkeys(missing, self.say.say("resets-form-empty")))
            return
        outcome = self._write(context, view, ready=True)
        ack(response_action="update", view=messages.window(self.say, outcome).body())

    def on_read(self, ack: Ack, view: Body, context: BoltContext) -> None:
        with self.work.write() as unit:
            now = self.clock.now()
            outcome = service.read_it(unit, caller_of(context), view["private_metadata"], now, self.chance)
        ack(response_action="update", view=messages.window(self.say, outcome).body())

    def on_easier(self, ack: Ack, action: Body, context: BoltContext, respond: Respond) -> None:
        with self.work.write() as unit:
            option = str(action["value"])
            first = service.answer_question(unit, caller_of(context), option, self.clock.now(), self.chance)
        ack()
        if first:
            self.later(lambda: respond(**messages.week_later_thanks(self.say).body(), replace_original=True))

    def on_settings_saved(self, ack: Ack, view: Body, context: BoltContext) -> None:
        caller = self._administrator(context)
        address = _typed(view, messages.WAY)
        with self.work.write() as unit:
            keep_formal_way(unit, caller.workspace_id, address)
        ack(response_action="update", view=messages.settings_saved(self.say).body())

    def _show_start(self, ack: Ack, body: Body, context: BoltContext) -> None:
        caller = caller_of(context)
        with self.work.read() as unit:
            opened = service.open_for(unit, caller, self.clock.now())
            team_id = find_here(unit, caller)
        ack()
        _open(context, body, messages.start(self.say, opened, team_id))

    def _show_gate(self, ack: Ack, body: Body, context: BoltContext, other: UserId) -> None:
        caller = caller_of(context)
        asker = self.people.profile(caller.workspace_id, caller.user_id)
        refuse_unless_may_be_asked(asker, self.people.profile(caller.workspace_id, other))
        with self.work.read() as unit:
            way = unit.resets.formal_way(caller.workspace_id)
        ack()
        shown = messages.gate(self.say, other, asker.zone, way)
        if "view" in body:
            self._update(context, body, shown)
        else:
            _open(context, body, shown)

    def _write(self, context: BoltContext, view: Body, *, ready: bool) -> Outcome:
        with self.work.write() as unit:
            ticket, now = view["private_metadata"], self.clock.now()
            return service.write(unit, caller_of(context), ticket, _part(view), now, self.chance, ready=ready)

    def _show(self, context: BoltContext, body: Body, outcome: Outcome) -> None:
        if not isinstance(outcome, Repeated):
            self._update(context, body, messages.window(self.say, outcome))

    def _update(self, context: BoltContext, body: Body, shown: Modal) -> None:
        """Show the next step, after the acknowledgement: what it shows is kept already."""
        view_id = body["view"]["id"]
        self.later(lambda: context.client.views_update(view_id=view_id, view=shown.body()))

    def _administrator(self, context: BoltContext) -> Caller:
        caller = caller_of(context)
        if not self.people.profile(caller.workspace_id, caller.user_id).is_workspace_admin:
            raise Refused("resets-settings-not-admin")
        return caller


def register(
    app: App,
    *,
    work: Work[ResetsUnit],
    clock: Clock,
    chance: Chance,
    say: Texts,
    people: SlackPeople,
    later: Later,
) -> None:
    """Listen for `/reset` and everything that follows from it."""
    on = _Listeners(work=work, clock=clock, chance=chance, say=say, people=people, later=later)
    app.command(RESET, matchers=[says("help")])(on.on_help)
    app.command(RESET, matchers=[says("team")])(on.on_team)
    app.command(RESET, matchers=[says("settings")])(on.on_settings)
    app.command(RESET)(on.on_command)
    app.action("resets.choose")(on.on_choose)
    app.action("resets.alone")(on.on_alone)
    app.action("resets.team")(on.on_team_window)
    app.action("resets.post")(on.on_post)
    app.action("resets.equal")(on.on_gate(with_power=False))
    app.action("resets.power")(on.on_gate(with_power=True))
    app.action("resets.menu")(on.on_menu)
    app.action("resets.suggest")(on.on_suggest)
    app.action("resets.talk")(on.on_talk)
    app.action("resets.save")(on.on_save)
    app.action(re.compile(r"^resets\.easier_\d+$"))(on.on_easier)
    app.action(OPEN)(on.on_open)
    _buttons(app, on, chance)
    app.view("resets.ready")(on.on_ready)
    app.view("resets.read")(on.on_read)
    app.view("resets.settings")(on.on_settings_saved)


def _buttons(app: App, on: _Listeners, chance: Chance) -> None:
    app.action("resets.accept")(on.on_button(lambda unit, who, at, now: service.accept(unit, who, at, now, chance)))
    app.action("resets.decline")(on.on_button(service.decline))
    app.action("resets.agree")(on.on_button(service.agree))
    app.action("resets.stop")(on.on_button(service.stop))
    app.action("resets.write_back")(on.on_button(service.answer_form))
    app.action("resets.put_away")(on.on_button(lambda unit, who, at, now: service.close(unit, who, at, now, chance)))


def _part(view: Mapping[str, Any]) -> Part:
    return Part(_typed(view, FELT), _typed(view, DID), _typed(view, PASSED_ON))


def _typed(view: Mapping[str, Any], field: str) -> str:
    entered = view["state"]["values"].get(field, {}).get(TYPED, {})
    return legible(str(entered.get("value") or ""))


def _answer(ack: Ack, message: Message) -> None:
    ack(response_type="ephemeral", **message.body())


def _open(context: BoltContext, body: Body, shown: Modal) -> None:
    context.client.views_open(trigger_id=body["trigger_id"], view=shown.body())
