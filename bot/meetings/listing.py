"""The overview of where a team's meetings come from, and the forms that its buttons open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.blockkit import Modal
from bot.directory.ports import SlackPeople
from bot.kernel.caller import Caller, caller_of
from bot.kernel.clock import Clock
from bot.kernel.errors import Refused
from bot.kernel.ids import SeriesId, TeamId
from bot.kernel.unit import Later, Work
from bot.meetings import changing, messages, sheets
from bot.meetings.changing import Change
from bot.meetings.entered import View, calendar_in, post_in, sentences, value_in, weekly_in
from bot.meetings.ports import MeetingsUnit
from bot.teams.model import Team
from bot.teams.service import Asker, get_living
from bot.texts import Texts

NEW = "new"

Asks = Callable[[Caller, Team], Asker]  # who asks, as Slack describes them right now
Do = Callable[[MeetingsUnit, Change, datetime], object]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a view is about, as it travels in its private metadata: a team, who reads along, and a series."""

    team_id: TeamId
    readers: str
    series: str = ""

    @property
    def known(self) -> SeriesId | None:
        """Return the series, or None for a new one."""
        return None if self.series in ("", NEW) else SeriesId(self.series)

    def about(self, series: str) -> str:
        """Return the metadata of a view about one series of the team."""
        return f"{self.team_id} {self.readers} {series}"


def subject_of(view: View) -> Subject:
    """Return what a view is about."""
    team_id, _, rest = str(view["private_metadata"]).partition(" ")
    readers, _, series = rest.partition(" ")
    return Subject(TeamId(team_id), readers, series)


def overview(unit: MeetingsUnit, team: Team, say: Texts, *, is_private: bool) -> Modal:
    """Return the overview as things are now."""
    named = unit.meetings.find_on_demand(team.id)
    return messages.overview(
        say,
        team,
        unit.meetings.sources_of(team.id),
        unit.feeds.of_team(team.id),
        named.name if named else say.say("meetings-on-demand-name"),
        is_private=is_private,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listeners:
    work: Work[MeetingsUnit]
    clock: Clock
    say: Texts
    people: SlackPeople
    asks: Asks
    later: Later

    def on_weekly(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        self._open(ack, body, context, self._weekly_form)

    def on_calendar(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        self._open(ack, body, context, self._calendar_form)

    def on_removing(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        self._open(ack, body, context, self._removal_form)

    def on_post(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        self._open(ack, body, context, self._post_form)

    def on_naming(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        self._open(ack, body, context, self._on_demand_form)

    def on_start_again(self, ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        view, caller = body["view"], caller_of(context)
        self._change(caller, view, lambda unit, change, now: changing.start_again(unit, change, now, self.say))
        ack()
        shown = self._overview(subject_of(view)).body()
        self.later(lambda: context.client.views_update(view_id=view["id"], view=shown))

    def on_weekly_typed(self, ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
        read = sheets.read_weekly(weekly_in(view))
        if isinstance(read, list):
            ack(response_action="errors", errors=sentences(self.say, read))
            return
        draft, rhythm = read
        known = subject_of(view).known
        self._take(
            ack,
            view,
            context,
            lambda unit, change, now: changing.put_weekly(unit, change, known, draft, rhythm, now, self.say),
        )

    def on_calendar_typed(self, ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
        known, caller = subject_of(view).known, caller_of(context)
        read = sheets.read_calendar(calendar_in(view), is_new=known is None)
        if isinstance(read, list):
            ack(response_action="errors", errors=sentences(self.say, read))
            return
        if not read.title and self.people.address(caller.workspace_id, caller.user_id) is None:
            raise Refused("meetings-needs-title", field=sheets.TITLE)
        self._take(
            ack,
            view,
            context,
            lambda unit, change, now: changing.put_calendar(
                unit, change, known, read.name, read.title, read.address, now, self.say
            ),
        )

    def on_post_typed(self, ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
        read = sheets.read_post(post_in(view))
        if isinstance(read, list):
            ack(response_action="errors", errors=sentences(self.say, read))
            return
        self._take(ack, view, context, lambda unit, change, now: changing.set_post(unit, change, *read, now, self.say))

    def on_name_typed(self, ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
        name = sheets.read_name(value_in(view, "name"))
        if isinstance(name, list):
            ack(response_action="errors", errors=sentences(self.say, name))
            return
        self._take(
            ack,
            view,
            context,
            lambda unit, change, now: changing.name_on_demand(unit, change, name, now, self.say),
        )

    def on_removal(self, ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
        series_id = SeriesId(subject_of(view).series)
        self._take(
            ack,
            view,
            context,
            lambda unit, change, now: changing.remove_source(unit, change, series_id, now, self.say),
        )

    def _open(
        self,
        ack: Ack,
        body: dict[str, Any],
        context: BoltContext,
        form: Callable[[MeetingsUnit, Team, Subject], Modal],
    ) -> None:
        subject = subject_of(body["view"])
        chosen = Subject(subject.team_id, subject.readers, str(body["actions"][0].get("value", "")))
        with self.work.read() as unit:
            team = get_living(unit, subject.team_id)
            if team.workspace_id != caller_of(context).workspace_id:
                raise Refused("trust-gone")
            view = form(unit, team, chosen)
        ack()
        context.client.views_push(trigger_id=body["trigger_id"], view=view.body())

    def _take(self, ack: Ack, view: dict[str, Any], context: BoltContext, do: Do) -> None:
        """Do it, close the form, and bring the overview below it up to date."""
        self._change(caller_of(context), view, do)
        shown, below = self._overview(subject_of(view)).body(), view.get("previous_view_id")
        if not below:
            ack(response_action="update", view=shown)
            return
        ack()
        self.later(lambda: context.client.views_update(view_id=below, view=shown))

    def _change(self, caller: Caller, view: View, do: Do) -> None:
        team_id = subject_of(view).team_id
        with self.work.read() as unit:
            team = get_living(unit, team_id)
        by = self.asks(caller, team)
        now = self.clock.now()
        with self.work.write() as unit:
            if unit.deliveries.first_time(caller.delivery, now):
                do(unit, Change(team_id=team_id, by=by, delivery=caller.delivery), now)

    def _overview(self, subject: Subject) -> Modal:
        with self.work.read() as unit:
            team = get_living(unit, subject.team_id)
            return overview(unit, team, self.say, is_private=subject.readers == "private")

    def _weekly_form(self, unit: MeetingsUnit, team: Team, subject: Subject) -> Modal:
        typed = sheets.WeeklyTyped()
        if subject.known is not None:
            found = [one for one in unit.meetings.series_of(team.id) if one.id == subject.known]
            if not found:
                raise Refused("meetings-source-gone")
            typed = sheets.weekly_typed(found[0])
        return messages.weekly_form(self.say, subject.about(subject.series), typed, team.zone)

    def _calendar_form(self, unit: MeetingsUnit, team: Team, subject: Subject) -> Modal:
        name = title = ""
        if subject.known is not None:
            feed, series = unit.feeds.find(subject.known), unit.meetings.find_series(subject.known)
            if feed is None or series is None or feed.team_id != team.id:
                raise Refused("meetings-source-gone")
            name, title = series.name, feed.title
        return messages.calendar_form(
            self.say, subject.about(subject.series), name, title, is_new=subject.known is None
        )

    def _removal_form(self, unit: MeetingsUnit, team: Team, subject: Subject) -> Modal:
        found = [one for one in unit.meetings.sources_of(team.id) if one.id == subject.known]
        if not found:
            raise Refused("meetings-source-gone")
        return messages.removal_form(self.say, subject.about(subject.series), found[0].name)

    def _post_form(self, unit: MeetingsUnit, team: Team, subject: Subject) -> Modal:
        return messages.post_form(self.say, subject.about(""), sheets.post_typed(team))

    def _on_demand_form(self, unit: MeetingsUnit, team: Team, subject: Subject) -> Modal:
        named = unit.meetings.find_on_demand(team.id)
        name = named.name if named else self.say.say("meetings-on-demand-name")
        return messages.on_demand_form(self.say, subject.about(""), name)


def register(
    app: App,
    *,
    work: Work[MeetingsUnit],
    clock: Clock,
    say: Texts,
    people: SlackPeople,
    asks: Asks,
    later: Later,
) -> None:
    """Listen for the overview's buttons and for the forms that they open."""
    listeners = _Listeners(work=work, clock=clock, say=say, people=people, asks=asks, later=later)
    for action_id in (messages.ADD_WEEKLY, messages.CHANGE_WEEKLY):
        app.action(action_id)(listeners.on_weekly)
    for action_id in (messages.ADD_CALENDAR, messages.CHANGE_CALENDAR):
        app.action(action_id)(listeners.on_calendar)
    app.action(messages.REMOVE)(listeners.on_removing)
    app.action(messages.CHANGE_POST)(listeners.on_post)
    app.action(messages.CHANGE_ON_DEMAND)(listeners.on_naming)
    app.action(messages.START_AGAIN)(listeners.on_start_again)
    app.view(messages.WEEKLY)(listeners.on_weekly_typed)
    app.view(messages.CALENDAR)(listeners.on_calendar_typed)
    app.view(messages.POST)(listeners.on_post_typed)
    app.view(messages.ON_DEMAND)(listeners.on_name_typed)
    app.view(messages.REMOVAL)(listeners.on_removal)
