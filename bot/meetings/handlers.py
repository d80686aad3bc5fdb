"""`/trust setup` in Slack: the form for the first time, and later the overview with a form for each thing."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.directory.ports import SlackPeople
from bot.kernel.caller import Caller, caller_of
from bot.kernel.clock import Clock
from bot.kernel.commands import TRUST, says
from bot.kernel.errors import Refused
from bot.kernel.ids import TeamId
from bot.kernel.unit import Later, Work
from bot.meetings import commands, form, listing, messages
from bot.meetings.entered import sentences, typed_in, value_in, with_one_more
from bot.meetings.ports import MeetingsUnit
from bot.meetings.service import SetUp, earliest_end, set_up
from bot.meetings.sheets import PostTyped
from bot.teams.model import Team
from bot.teams.service import Asker, get_here, get_living, refuse_unless_may_change
from bot.texts import Texts

SETUP = "setup"


def at_once(do: Callable[[], object]) -> None:
    """Run what might wait until Slack has its acknowledgement, where nobody offers to run it later."""
    do()


def register(
    app: App, *, work: Work[MeetingsUnit], clock: Clock, say: Texts, people: SlackPeople, later: Later = at_once
) -> None:
    """Register set-up, and what `/checkin` says about meetings."""

    def on_set_up(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        caller = caller_of(context)
        with work.read() as unit:
            team = get_here(unit, caller.workspace_id, caller.channel_id)
        asker = asker_in(people, caller, team)
        facts = people.channel(caller.workspace_id, team.channel_id)
        if facts.is_shared:
            raise Refused("trust-shared-channel")
        with work.read() as unit:
            refuse_unless_may_change(unit, team, asker)
            if unit.teams.find_last_round(team.id) is None:
                typed = form.filled(team, unit.meetings.series_of(team.id), asker.profile.zone)
                view = messages.set_up_form(say, team.id, typed, is_private=facts.is_private)
            else:
                view = listing.overview(unit, team, say, is_private=facts.is_private)
        ack()
        context.client.views_open(trigger_id=body["trigger_id"], view=view.body())

    def on_add(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        ack()
        view = body["view"]
        team_id, _, readers = view["private_metadata"].partition(" ")
        longer = with_one_more(typed_in(view))
        shown = messages.set_up_form(say, TeamId(team_id), longer, is_private=readers == "private")
        context.client.views_update(view_id=view["id"], hash=view["hash"], view=shown.body())

    def on_otherwise(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        ack()
        view = body["view"]
        typed = PostTyped(
            zone=value_in(view, form.ZONE), day=value_in(view, form.POST_DAY), at=value_in(view, form.POST_AT)
        )
        shown = messages.post_form(say, view["private_metadata"], typed)
        context.client.views_update(view_id=view["id"], hash=view["hash"], view=shown.body())

    def on_submit(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
        plan = form.read(typed_in(view))
        if isinstance(plan, list):
            ack(response_action="errors", errors=sentences(say, plan))
            return
        caller, team_id = caller_of(context), TeamId(view["private_metadata"].partition(" ")[0])
        with work.read() as unit:
            team = get_living(unit, team_id)
        by = asker_in(people, caller, team)
        command = SetUp(team_id=team_id, by=by, plan=plan, delivery=caller.delivery)
        now = clock.now()
        with work.write() as unit:
            if not unit.deliveries.first_time(caller.delivery, now):
                ack()
                return
            done = set_up(unit, command, now, say)
        next_end = earliest_end(done.series, now)
        private = view["private_metadata"].endswith("private")
        shown = messages.confirmation(
            say, done.team, done.series, done.round_, next_end, later=done.later, is_private=private
        )
        ack(response_action="update", view=shown.body())

    app.command(TRUST, matchers=[says(SETUP)])(on_set_up)
    app.action(messages.ADD)(on_add)
    app.action(messages.OTHERWISE)(on_otherwise)
    app.view(messages.FORM)(on_submit)
    asks = AskerIn(people)
    listing.register(app, work=work, clock=clock, say=say, people=people, asks=asks, later=later)
    commands.register(app, work=work, clock=clock, say=say, asks=asks)


class AskerIn:
    """Asks Slack about whoever asks for something."""

    def __init__(self, people: SlackPeople) -> None:
        self._people = people

    def __call__(self, caller: Caller, team: Team) -> Asker:
        """Return whoever asks; raises Refused for another workspace's team."""
        return asker_in(self._people, caller, team)


def asker_in(people: SlackPeople, caller: Caller, team: Team) -> Asker:
    """Return whoever asks as Slack describes them right now; raises Refused for another workspace's team."""
    if caller.workspace_id != team.workspace_id:
        raise Refused("trust-gone")
    return Asker(
        workspace_id=caller.workspace_id,
        profile=people.profile(caller.workspace_id, caller.user_id),
        in_channel=people.is_in_channel(caller.workspace_id, team.channel_id, caller.user_id),
    )
