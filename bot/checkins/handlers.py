"""The buttons of a check-in: commit, acknowledge, then replace the message through the interaction itself."""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond

from bot.checkins import messages, service
from bot.checkins.model import Answer, NotYours, Outcome, PromiseChanged, Repeated, Step, Tap
from bot.checkins.ports import CheckinsUnit
from bot.kernel.caller import Caller, caller_of
from bot.kernel.chance import Chance
from bot.kernel.clock import Clock
from bot.kernel.errors import Refused
from bot.kernel.ids import CheckinId
from bot.kernel.unit import Later, Work
from bot.texts import Texts

log = logging.getLogger(__name__)

_VALUE = re.compile(r"(?P<checkin>[0-9a-f]{32})(?::(?P<option>[a-z_-]{1,32}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listeners:
    work: Work[CheckinsUnit]
    clock: Clock
    chance: Chance
    say: Texts
    later: Later

    def on_first_answer(self, ack: Ack, action: Mapping[str, Any], context: BoltContext, respond: Respond) -> None:
        self._take(_answer(context, action, Step.FIRST), ack, respond)

    def on_second_answer(self, ack: Ack, action: Mapping[str, Any], context: BoltContext, respond: Respond) -> None:
        self._take(_answer(context, action, Step.SECOND), ack, respond)

    def on_second_skip(self, ack: Ack, action: Mapping[str, Any], context: BoltContext, respond: Respond) -> None:
        tap = _tap(context, action)
        self._do(lambda unit, now: service.skip_second(unit, tap, now), ack, respond)

    def on_absent(self, ack: Ack, action: Mapping[str, Any], context: BoltContext, respond: Respond) -> None:
        tap = _tap(context, action)
        self._do(lambda unit, now: service.absent(unit, tap, now), ack, respond)

    def on_pause(self, ack: Ack, action: Mapping[str, Any], context: BoltContext, respond: Respond) -> None:
        tap = _tap(context, action)
        self._do(lambda unit, now: service.pause(unit, tap, now), ack, respond)

    def on_change(self, ack: Ack, action: Mapping[str, Any], context: BoltContext, respond: Respond) -> None:
        tap = _tap(context, action)
        self._do(lambda unit, now: service.change(unit, tap, now), ack, respond)

    def on_withdraw(self, ack: Ack, action: Mapping[str, Any], context: BoltContext, respond: Respond) -> None:
        tap = _tap(context, action)
        self._do(lambda unit, now: service.withdraw(unit, tap, now), ack, respond)

    def _take(self, given: Answer, ack: Ack, respond: Respond) -> None:
        self._do(lambda unit, now: service.answer(unit, given, now, self.chance), ack, respond)

    def _do(self, use: Callable[[CheckinsUnit, datetime], Outcome], ack: Ack, respond: Respond) -> None:
        with self.work.write() as unit:
            outcome = use(unit, self.clock.now())
        ack()
        log.info("a check-in was tapped: %s", type(outcome).__name__, extra={"action": "checkin.tapped"})
        if not isinstance(outcome, Repeated):
            self.later(lambda: self._reply(outcome, respond))

    def _reply(self, outcome: Outcome, respond: Respond) -> None:
        body = messages.reply(self.say, outcome).body()
        if isinstance(outcome, NotYours | PromiseChanged):
            respond(**body, response_type="ephemeral", replace_original=False)
        else:
            respond(**body, replace_original=True)


def register(app: App, *, work: Work[CheckinsUnit], clock: Clock, chance: Chance, say: Texts, later: Later) -> None:
    """Listen for the taps on a check-in's buttons."""
    listeners = _Listeners(work=work, clock=clock, chance=chance, say=say, later=later)
    app.action(re.compile(r"^checkin\.answer_\d+$"))(listeners.on_first_answer)
    app.action(re.compile(r"^checkin\.second_\d+$"))(listeners.on_second_answer)
    app.action("checkin.second_skip")(listeners.on_second_skip)
    app.action("checkin.absent")(listeners.on_absent)
    app.action("checkin.pause")(listeners.on_pause)
    app.action("checkin.change")(listeners.on_change)
    app.action("checkin.withdraw")(listeners.on_withdraw)


def _answer(context: BoltContext, action: Mapping[str, Any], question: Step) -> Answer:
    caller, checkin_id, option = _read(context, action)
    if option is None:
        raise Refused("checkin-unknown-answer")
    return Answer(caller=caller, checkin_id=checkin_id, question=question, option=option)


def _tap(context: BoltContext, action: Mapping[str, Any]) -> Tap:
    caller, checkin_id, option = _read(context, action)
    if option is not None:
        raise Refused("checkin-unknown-answer")
    return Tap(caller=caller, checkin_id=checkin_id)


def _read(context: BoltContext, action: Mapping[str, Any]) -> tuple[Caller, CheckinId, str | None]:
    found = _VALUE.fullmatch(str(action.get("value", "")))
    if found is None:
        raise Refused("checkin-unknown-answer")
    return caller_of(context), CheckinId(found["checkin"]), found["option"]
