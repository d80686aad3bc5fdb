"""`/checkin`: our meeting just ended, leave out the next one, and what else there is."""

from collections.abc import Callable

from slack_bolt import Ack, App, BoltContext

from bot.blockkit import Message
from bot.kernel.caller import Caller, caller_of
from bot.kernel.clock import Clock
from bot.kernel.commands import CHECKIN, says
from bot.kernel.unit import Work
from bot.meetings import messages
from bot.meetings.changing import Change
from bot.meetings.ondemand import skip_next, tell_ended
from bot.meetings.ports import MeetingsUnit
from bot.teams.model import Team
from bot.teams.service import Asker, get_here
from bot.texts import Texts

Asks = Callable[[Caller, Team], Asker]


def register(app: App, *, work: Work[MeetingsUnit], clock: Clock, say: Texts, asks: Asks) -> None:
    """Listen for `/checkin` alone and its words `now`, `skip` and `help`."""

    def on_now(ack: Ack, context: BoltContext) -> None:
        caller, now = caller_of(context), clock.now()
        with work.write() as unit:
            team = get_here(unit, caller.workspace_id, caller.channel_id)
            if unit.deliveries.first_time(caller.delivery, now):
                tell_ended(unit, team, caller.user_id, now, say)
        _answer(ack, messages.told_ended(say))

    def on_skip(ack: Ack, context: BoltContext) -> None:
        caller, now = caller_of(context), clock.now()
        with work.read() as unit:
            team = get_here(unit, caller.workspace_id, caller.channel_id)
        by = asks(caller, team)
        with work.write() as unit:
            if not unit.deliveries.first_time(caller.delivery, now):
                ack()
                return
            done = skip_next(unit, Change(team_id=team.id, by=by, delivery=caller.delivery), now, say)
        _answer(ack, messages.skipped(say, done.ends_at))

    def on_help(ack: Ack) -> None:
        _answer(ack, messages.checkin_help(say))

    app.command(CHECKIN, matchers=[says("", "now")])(on_now)
    app.command(CHECKIN, matchers=[says("skip")])(on_skip)
    app.command(CHECKIN, matchers=[says("help")])(on_help)


def _answer(ack: Ack, reply: Message) -> None:
    ack(response_type="ephemeral", **reply.body())
