"""`/trust trends`: what has been published so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond

from bot.blockkit import Message
from bot.kernel.caller import caller_of
from bot.kernel.clock import Clock
from bot.kernel.commands import TRUST, says
from bot.kernel.errors import Refused
from bot.kernel.ids import TeamId
from bot.kernel.unit import Later, Work
from bot.outbox.policy import without_charts
from bot.teams.service import get_here, get_living
from bot.texts import Texts
from bot.trends import messages
from bot.trends.history import look_back
from bot.trends.ports import TrendsUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listeners:
    work: Work[TrendsUnit]
    clock: Clock
    say: Texts
    later: Later

    def on_trends(self, ack: Ack, context: BoltContext, respond: Respond) -> None:
        caller = caller_of(context)
        with self.work.read() as unit:
            team_id = get_here(unit, caller.workspace_id, caller.channel_id).id
        shown = self._history(team_id, 0)
        ack()
        self.later(lambda: _tell(respond, shown, replaces=False))

    def on_page(self, ack: Ack, action: Mapping[str, Any], context: BoltContext, respond: Respond) -> None:
        team_id, page = _page(action)
        with self.work.read() as unit:
            if get_living(unit, team_id).workspace_id != caller_of(context).workspace_id:
                raise Refused("trust-gone")
        shown = self._history(team_id, page)
        ack()
        self.later(lambda: _tell(respond, shown, replaces=True))

    def _history(self, team_id: TeamId, page: int) -> Message:
        with self.work.read() as unit:
            return messages.history(self.say, look_back(unit, team_id, page, self.clock.now()))


def register(
    app: App,
    *,
    work: Work[TrendsUnit],
    clock: Clock,
    say: Texts,
    later: Later,
) -> None:
    """Answer `/trust trends`, and the buttons that turn the history's pages."""
    listeners = _Listeners(work=work, clock=clock, say=say, later=later)
    app.command(TRUST, matchers=[says("trends")])(listeners.on_trends)
    app.action("trends.earlier")(listeners.on_page)
    app.action("trends.later")(listeners.on_page)


def _page(action: Mapping[str, Any]) -> tuple[TeamId, int]:
    team_id, _, page = str(action.get("value", "")).rpartition(":")
    if not page.isdigit():
        raise Refused("trust-gone")
    return TeamId(team_id), int(page)


def _tell(respond: Respond, shown: Message, *, replaces: bool) -> None:
    """Show it to the asker alone; where Slack refuses the chart, once more without, since the text says the same."""
    body = shown.body()
    answer = respond(**body, response_type="ephemeral", replace_original=replaces)
    if answer.status_code != 200 and without_charts(body) != body:
        respond(**without_charts(body), response_type="ephemeral", replace_original=replaces)
