"""What Slack tells of people's do-not-disturb."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from slack_bolt import App, BoltContext

from bot.directory.ports import DirectoryUnit
from bot.directory.service import note_quiet
from bot.kernel.caller import caller_of
from bot.kernel.clock import Clock
from bot.kernel.ids import UserId
from bot.kernel.unit import Work


def register(app: App, *, work: Work[DirectoryUnit], clock: Clock) -> None:
    """Keep up with the do-not-disturb of people who joined."""

    def on_quiet(event: dict[str, Any], context: BoltContext) -> None:
        workspace_id, user_id = caller_of(context).workspace_id, UserId(event["user"])
        with work.read() as unit:
            if unit.people.find(workspace_id, user_id) is None:
                return
        with work.write() as unit:
            note_quiet(unit, workspace_id, user_id, quiet_until(event["dnd_status"], clock.now()))

    app.event("dnd_updated_user")(on_quiet)


def quiet_until(status: Mapping[str, Any], now: datetime) -> datetime | None:
    """Return the end of the do-not-disturb that has begun, or None."""
    if not status.get("dnd_enabled"):
        return None
    begins, ends = int(status.get("next_dnd_start_ts") or 0), int(status.get("next_dnd_end_ts") or 0)
    return datetime.fromtimestamp(ends, UTC) if begins <= now.timestamp() < ends else None
