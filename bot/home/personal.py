"""The buttons and windows of App Home: each person about themselves, and nobody about anybody else."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.blockkit import Modal
from bot.directory import service as directory
from bot.directory.model import Person
from bot.home import modals, service
from bot.home.forgetting import forget_person
from bot.home.forms import read_hours, read_often, read_peace
from bot.home.ports import HomeUnit
from bot.home.stored import find_stored
from bot.kernel.caller import Caller, caller_of
from bot.kernel.clock import Clock
from bot.kernel.unit import Later, Work
from bot.texts import Texts

Show = Callable[[Caller], dict[str, Any]]  # App Home as it is now
Window = Callable[[HomeUnit, Caller], Modal]
Use = Callable[[HomeUnit, Caller, dict[str, Any], datetime], None]


def register(app: App, *, work: Work[HomeUnit], clock: Clock, say: Texts, later: Later, home: Show) -> None:
    """Register the buttons that open a window, and what the windows submit."""
    listeners = _Listeners(work, clock, later, home)
    for action_id, window in _windows(say).items():
        app.action(action_id)(listeners.opening(window))
    for callback_id, use in USES.items():
        app.view(callback_id)(listeners.keeping(use))
    app.view("home.delete_form")(listeners.keeping(_delete, then=modals.deleted(say)))


class _Listeners:
    def __init__(self, work: Work[HomeUnit], clock: Clock, later: Later, home: Show) -> None:
        self._work = work
        self._clock = clock
        self._later = later
        self._home = home

    def opening(self, window: Window) -> Callable[..., None]:
        """Return a listener that opens a window on what is kept now."""

        def listener(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
            with self._work.read() as unit:
                view = window(unit, caller_of(context))
            ack()
            context.client.views_open(trigger_id=body["trigger_id"], view=view.body())

        return listener

    def keeping(self, use: Use, then: Modal | None = None) -> Callable[..., None]:
        """Return a listener that keeps what was submitted, and shows App Home as it is after it."""

        def listener(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
            caller, now = caller_of(context), self._clock.now()
            with self._work.write() as unit:
                if unit.deliveries.first_time(caller.delivery, now):
                    use(unit, caller, view, now)
            if then is None:
                ack()
            else:
                ack(response_action="update", view=then.body())
            client = context.client
            self._later(lambda: client.views_publish(user_id=caller.user_id, view=self._home(caller)))

        return listener


def _windows(say: Texts) -> dict[str, Window]:
    return {
        "home.pause": lambda unit, caller: modals.pause_form(say, _joined(unit, caller)),
        "home.hours": lambda unit, caller: modals.hours_form(say, _joined(unit, caller)),
        "home.often": lambda unit, caller: modals.often_form(say, _joined(unit, caller)),
        "home.stored": lambda unit, caller: modals.stored(say, find_stored(unit, caller.workspace_id, caller.user_id)),
        "home.delete": lambda unit, caller: modals.delete_form(say),
    }


def _pause(unit: HomeUnit, caller: Caller, view: dict[str, Any], now: datetime) -> None:
    wanted = read_peace(view, _joined(unit, caller), now)
    if wanted.is_absence:
        service.be_absent(unit, caller.workspace_id, caller.user_id, now, wanted.until)
    else:
        service.pause(unit, caller.workspace_id, caller.user_id, now, wanted.until)


def _keep_hours(unit: HomeUnit, caller: Caller, view: dict[str, Any], now: datetime) -> None:
    directory.keep_hours(unit, caller.workspace_id, caller.user_id, read_hours(view))


def _keep_often(unit: HomeUnit, caller: Caller, view: dict[str, Any], now: datetime) -> None:
    directory.keep_cadence(unit, caller.workspace_id, caller.user_id, read_often(view))


def _delete(unit: HomeUnit, caller: Caller, view: dict[str, Any], now: datetime) -> None:
    forget_person(unit, caller.workspace_id, caller.user_id, now)


def _joined(unit: HomeUnit, caller: Caller) -> Person:
    return directory.get_joined(unit, caller.workspace_id, caller.user_id)


USES: dict[str, Use] = {
    "home.pause_form": _pause,
    "home.hours_form": _keep_hours,
    "home.often_form": _keep_often,
}
