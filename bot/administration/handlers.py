"""`/trust settings` and `/trust export`: the settings in a window, a small form for each, the log and the export."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.administration import form, messages, service
from bot.administration.export import Format
from bot.administration.model import LOG_SHOWN, PostTime, Settings
from bot.administration.ports import AdministrationUnit
from bot.administration.service import Naming, Request
from bot.blockkit import Modal
from bot.directory.ports import SlackPeople
from bot.kernel.caller import Caller, caller_of
from bot.kernel.clock import Clock
from bot.kernel.commands import TRUST, says
from bot.kernel.errors import Refused, SlackRefused
from bot.kernel.ids import TeamId, UserId
from bot.kernel.unit import Later, Work
from bot.meetings.handlers import asker_in
from bot.teams.service import Asker, get_here, get_living
from bot.texts import Texts

Body = Mapping[str, Any]
Do = Callable[[AdministrationUnit, Request], object]
Draw = Callable[[Texts, Settings], Modal]


class Desk:
    """Where administrators change things; looks at who may, each time, before anything is shown or done."""

    def __init__(self, work: Work[AdministrationUnit], clock: Clock, say: Texts, people: SlackPeople) -> None:
        self.work, self.clock, self.say, self._people = work, clock, say, people

    def request(self, caller: Caller, team_id: TeamId) -> Request:
        """Return who asks, as Slack describes them right now."""
        with self.work.read() as unit:
            team = get_living(unit, team_id)
        return Request(team_id=team_id, by=asker_in(self._people, caller, team))

    def team_here(self, caller: Caller) -> TeamId:
        """Return the team of the channel that somebody types in."""
        with self.work.read() as unit:
            return get_here(unit, caller.workspace_id, caller.channel_id).id

    def look(self, request: Request) -> Settings:
        """Return the settings, for those who may change them."""
        with self.work.read() as unit:
            return service.look(unit, request, self.clock.now())

    def do(self, caller: Caller, request: Request, change: Do) -> bool:
        """Change something, once a delivery; returns whether this was the time."""
        with self.work.write() as unit:
            first = unit.deliveries.first_time(caller.delivery, self.clock.now())
            if first:
                change(unit, request)
        return first

    def described(self, caller: Caller, request: Request, users: frozenset[UserId]) -> tuple[Asker, ...]:
        """Return those who are to be administrators as Slack describes them right now."""
        with self.work.read() as unit:
            team = get_living(unit, request.team_id)
        found = []
        for user_id in sorted(users):
            try:
                found.append(asker_in(self._people, Caller(workspace_id=caller.workspace_id, user_id=user_id), team))
            except SlackRefused:
                raise Refused("admin-not-full", field=form.ADMINS) from None
        return tuple(found)


def register(
    app: App, *, work: Work[AdministrationUnit], clock: Clock, say: Texts, people: SlackPeople, later: Later
) -> None:
    """Register the settings; `/trust` has two words here."""
    desk = Desk(work, clock, say, people)
    _opening(app, desk)
    _forms(app, desk)
    _resting(app, desk)
    _saving(app, desk, later)
    _reading(app, desk)


def _opening(app: App, desk: Desk) -> None:
    def open_settings(caller: Caller, team_id: TeamId, ack: Ack, body: Body, context: BoltContext) -> None:
        found = desk.look(desk.request(caller, team_id))
        ack()
        context.client.views_open(trigger_id=body["trigger_id"], view=messages.settings(desk.say, found).body())

    def on_settings(ack: Ack, body: Body, context: BoltContext) -> None:
        caller = caller_of(context)
        open_settings(caller, desk.team_here(caller), ack, body, context)

    def on_open(ack: Ack, body: Body, context: BoltContext) -> None:
        open_settings(caller_of(context), TeamId(body["actions"][0].get("value", "")), ack, body, context)

    app.command(TRUST, matchers=[says("settings")])(on_settings)
    app.action(messages.OPEN)(on_open)


def _forms(app: App, desk: Desk) -> None:
    def pushing(draw: Draw) -> Callable[..., None]:
        def on_change(ack: Ack, body: Body, context: BoltContext) -> None:
            found = desk.look(desk.request(caller_of(context), _team_in(body["view"])))
            ack()
            context.client.views_push(trigger_id=body["trigger_id"], view=draw(desk.say, found).body())

        return on_change

    app.action(messages.CHANGE_POST)(pushing(messages.post_form))
    app.action(messages.CHANGE_WEEK)(pushing(messages.week_form))
    app.action(messages.CHANGE_COUNTRY)(pushing(messages.country_form))
    app.action(messages.CHANGE_ACT)(pushing(messages.act_form))
    app.action(messages.CHANGE_ADMINS)(pushing(messages.admins_form))


def _resting(app: App, desk: Desk) -> None:
    def doing(change: Do) -> Callable[..., None]:
        def on_button(ack: Ack, body: Body, context: BoltContext) -> None:
            caller, view = caller_of(context), body["view"]
            request = desk.request(caller, _team_in(view))
            desk.do(caller, request, change)
            ack()
            shown = messages.settings(desk.say, desk.look(request))
            context.client.views_update(view_id=view["id"], view=shown.body())

        return on_button

    app.action(messages.PAUSE)(doing(lambda unit, asked: service.pause(unit, asked, desk.clock.now(), desk.say)))
    app.action(messages.RESUME)(doing(lambda unit, asked: service.resume(unit, asked, desk.clock.now(), desk.say)))


def _saving(app: App, desk: Desk, later: Later) -> None:
    def save(ack: Ack, view: Body, context: BoltContext, change: Do) -> None:
        """Change it, close the form, and show the settings below it as they are now."""
        caller = caller_of(context)
        request = desk.request(caller, _team_in(view))
        desk.do(caller, request, change)
        try:
            shown = messages.settings(desk.say, desk.look(request)).body()
        except Refused:  # whoever took themselves off may not see them any more
            ack(response_action="clear")
            return
        ack()
        below = view.get("previous_view_id")
        if below:
            later(lambda: context.client.views_update(view_id=below, view=shown))

    def on_post(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
        wanted = form.read_post_time(_values(view))
        if not isinstance(wanted, PostTime):
            ack(response_action="errors", errors=_sentences(desk.say, wanted))
            return
        save(
            ack,
            view,
            context,
            lambda unit, asked: service.set_post_time(unit, asked, wanted, desk.clock.now(), desk.say),
        )

    def on_week(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
        number = form.read_week(_values(view))
        save(ack, view, context, lambda unit, asked: service.skip_week(unit, asked, number, desk.clock.now(), desk.say))

    def on_country(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
        place = form.read_place(_values(view))
        save(ack, view, context, lambda unit, asked: service.set_place(unit, asked, place, desk.clock.now(), desk.say))

    def on_act(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
        act = form.read_act(_values(view))
        save(ack, view, context, lambda unit, asked: service.set_next_act(unit, asked, act, desk.clock.now(), desk.say))

    def on_admins(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
        caller, chosen = caller_of(context), form.read_users(_values(view))
        before = frozenset(map(UserId, view["private_metadata"].split()[1:]))
        request = desk.request(caller, _team_in(view))
        desk.look(request)
        naming = Naming(added=desk.described(caller, request, chosen - before), removed=before - chosen)
        save(
            ack, view, context, lambda unit, asked: service.name_admins(unit, asked, naming, desk.clock.now(), desk.say)
        )

    app.view(messages.SAVE_POST)(on_post)
    app.view(messages.SAVE_WEEK)(on_week)
    app.view(messages.SAVE_COUNTRY)(on_country)
    app.view(messages.SAVE_ACT)(on_act)
    app.view(messages.SAVE_ADMINS)(on_admins)


def _reading(app: App, desk: Desk) -> None:
    def on_log(ack: Ack, body: Body, context: BoltContext) -> None:
        request = desk.request(caller_of(context), _team_in(body["view"]))
        with desk.work.read() as unit:
            service.look(unit, request, desk.clock.now())
            shown = messages.log(desk.say, unit.teams.changes(request.team_id, LOG_SHOWN))
        ack()
        context.client.views_push(trigger_id=body["trigger_id"], view=shown.body())

    def begin(caller: Caller, team_id: TeamId) -> dict[str, Any]:
        request, now = desk.request(caller, team_id), desk.clock.now()
        with desk.work.write() as unit:
            first = unit.deliveries.first_time(caller.delivery, now)
            if first:
                service.tell_of_export(unit, request, now, desk.say)
            found, page = service.read_export(unit, request, 0, now)
        return messages.export(desk.say, found, page, Format.CSV).body()

    def on_export_word(ack: Ack, body: Body, context: BoltContext) -> None:
        caller = caller_of(context)
        view = begin(caller, desk.team_here(caller))
        ack()
        context.client.views_open(trigger_id=body["trigger_id"], view=view)

    def on_export(ack: Ack, body: Body, context: BoltContext) -> None:
        view = begin(caller_of(context), _team_in(body["view"]))
        ack()
        context.client.views_push(trigger_id=body["trigger_id"], view=view)

    def on_turn(ack: Ack, body: Body, context: BoltContext) -> None:
        view, (kind, number) = body["view"], body["actions"][0]["value"].split()
        request = desk.request(caller_of(context), _team_in(view))
        with desk.work.read() as unit:
            found, page = service.read_export(unit, request, int(number), desk.clock.now())
        ack()
        shown = messages.export(desk.say, found, page, Format(kind))
        context.client.views_update(view_id=view["id"], hash=view["hash"], view=shown.body())

    app.command(TRUST, matchers=[says("export")])(on_export_word)
    app.action(messages.LOG)(on_log)
    app.action(messages.EXPORT)(on_export)
    for name in messages.TURNS:
        app.action(name)(on_turn)


def _team_in(view: Body) -> TeamId:
    return TeamId(next(iter(view.get("private_metadata", "").split()), ""))


def _values(view: Body) -> Mapping[str, Any]:
    values = (view.get("state") or {}).get("values")
    return values if isinstance(values, Mapping) else {}


def _sentences(say: Texts, wrong: list[Refused]) -> dict[str, str]:
    return {refused.field or form.ZONE: say.say(refused.text_id, **refused.values) for refused in reversed(wrong)}
