"""`/trust setup` in Slack: the form, one more meeting in it, and its submission."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.directory.ports import SlackPeople
from bot.kernel.caller import Caller, caller_of
from bot.kernel.clock import Clock
from bot.kernel.commands import TRUST, says
from bot.kernel.errors import Refused
from bot.kernel.ids import TeamId
from bot.kernel.unit import Work
from bot.meetings import form, messages
from bot.meetings.form import Row, Typed, row_field
from bot.meetings.model import MOST_SERIES
from bot.meetings.ports import MeetingsUnit
from bot.meetings.service import SetUp, earliest_end, set_up
from bot.teams.model import Team
from bot.teams.service import Asker, get_here, get_living, refuse_unless_may_change
from bot.texts import Texts

SETUP = "setup"


def register(app: App, *, work: Work[MeetingsUnit], clock: Clock, say: Texts, people: SlackPeople) -> None:
    """Register the set-up form."""

    def on_set_up(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        caller = caller_of(context)
        with work.read() as unit:
            team = get_here(unit, caller.workspace_id, caller.channel_id)
            series = unit.meetings.series_of(team.id)
        asker = asker_in(people, caller, team)
        facts = people.channel(caller.workspace_id, team.channel_id)
        if facts.is_shared:
            raise Refused("trust-shared-channel")
        with work.read() as unit:
            refuse_unless_may_change(unit, team, asker)
        ack()
        typed = form.filled(team, series, asker.profile.zone)
        view = messages.set_up_form(say, team.id, typed, is_private=facts.is_private)
        context.client.views_open(trigger_id=body["trigger_id"], view=view.body())

    def on_add(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        ack()
        view = body["view"]
        team_id, _, readers = view["private_metadata"].partition(" ")
        longer = with_one_more(typed_in(view))
        shown = messages.set_up_form(say, TeamId(team_id), longer, is_private=readers == "private")
        context.client.views_update(view_id=view["id"], hash=view["hash"], view=shown.body())

    def on_submit(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
        plan = form.read(typed_in(view))
        if isinstance(plan, list):
            ack(response_action="errors", errors=_sentences(say, plan))
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
        shown = messages.confirmation(say, done.team, done.series, done.round_, next_end, later=done.later)
        ack(response_action="update", view=shown.body())

    app.command(TRUST, matchers=[says(SETUP)])(on_set_up)
    app.action(messages.ADD)(on_add)
    app.view(messages.FORM)(on_submit)


def asker_in(people: SlackPeople, caller: Caller, team: Team) -> Asker:
    """Return whoever asks as Slack describes them right now; raises Refused for another workspace's team."""
    if caller.workspace_id != team.workspace_id:
        raise Refused("trust-gone")
    return Asker(
        workspace_id=caller.workspace_id,
        profile=people.profile(caller.workspace_id, caller.user_id),
        in_channel=people.is_in_channel(caller.workspace_id, team.channel_id, caller.user_id),
    )


def typed_in(view: Mapping[str, Any]) -> Typed:
    """Return what was typed into the form, as Slack hands it over."""
    values: Mapping[str, Any] = view["state"]["values"]
    numbers = [number for number in range(MOST_SERIES + 1) if row_field(form.NAME, number) in values]
    return Typed(
        zone=_value(values, form.ZONE),
        rows=tuple(_row(values, number) for number in numbers) or (Row(),),
        post_day=_value(values, form.POST_DAY),
        post_at=_value(values, form.POST_AT),
    )


def with_one_more(typed: Typed) -> Typed:
    """Return the form with one more empty meeting, up to the most there may be."""
    rows = (*typed.rows, Row())[:MOST_SERIES]
    return Typed(zone=typed.zone, rows=rows, post_day=typed.post_day, post_at=typed.post_at)


def _row(values: Mapping[str, Any], number: int) -> Row:
    return Row(
        name=_value(values, row_field(form.NAME, number)),
        day=_value(values, row_field(form.DAY, number)),
        start=_value(values, row_field(form.START, number)),
        length=_value(values, row_field(form.LENGTH, number)),
    )


def _value(values: Mapping[str, Any], field: str) -> str:
    entered = values.get(field, {}).get(messages.TYPED, {})
    chosen = entered.get("selected_option") or {}
    return str(entered.get("value") or entered.get("selected_time") or chosen.get("value") or "")


def _sentences(say: Texts, wrong: list[Refused]) -> dict[str, str]:
    return {refused.field or form.ZONE: say.say(refused.text_id, **refused.values) for refused in reversed(wrong)}
