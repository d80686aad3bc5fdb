"""What Slack tells of people's do-not-disturb, and that it told less than there was."""

from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltContext, BoltResponse

from bot.directory.facts import quiet_of
from bot.directory.ports import DirectoryUnit
from bot.directory.service import note_quiet
from bot.kernel.caller import caller_of
from bot.kernel.clock import Clock
from bot.kernel.ids import UserId
from bot.kernel.unit import Work


def register(app: App, *, work: Work[DirectoryUnit], clock: Clock) -> None:
    """Keep up with the do-not-disturb of people who joined, and with what Slack held back."""

    def on_quiet(event: dict[str, Any], context: BoltContext) -> None:
        workspace_id, user_id = caller_of(context).workspace_id, UserId(event["user"])
        with work.read() as unit:
            if unit.people.find(workspace_id, user_id) is None:
                return
        with work.write() as unit:
            note_quiet(unit, workspace_id, user_id, quiet_of(event.get("dnd_status") or {}))

    def on_held_back(body: dict[str, Any], context: BoltContext, next: Callable[[], object]) -> BoltResponse | None:
        # Not an event like the others: it has no inner part, so that no listener could match it.
        if body.get("type") != "app_rate_limited":
            next()
            return None
        with work.write() as unit:
            unit.reconciliations.ask_for(caller_of(context).workspace_id, clock.now())
        return BoltResponse(status=200, body="")

    app.event("dnd_updated_user")(on_quiet)
    app.middleware(on_held_back)
