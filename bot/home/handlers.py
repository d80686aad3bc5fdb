"""The rest of `/trust`, `/checkin`, the buttons for joining, pausing and leaving, and App Home."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond

from bot.administration.service import describe
from bot.blockkit import Message
from bot.directory.ports import SlackPeople
from bot.home import messages, personal, service
from bot.home.ports import HomeUnit
from bot.kernel.caller import Caller, caller_of
from bot.kernel.clock import Clock
from bot.kernel.commands import CHECKIN, TRUST, first_word
from bot.kernel.ids import TeamId
from bot.kernel.unit import Later, Work
from bot.meetings.handlers import asker_in
from bot.teams.messages import before_joining
from bot.teams.service import get_here, get_living
from bot.texts import Texts

Reply = Callable[[Caller], Message | None]


class Acts:
    """What a person can do about themselves, by button or by command; None for what has taken effect before."""

    def __init__(self, work: Work[HomeUnit], clock: Clock, say: Texts, people: SlackPeople) -> None:
        self._work = work
        self._clock = clock
        self._say = say
        self._people = people

    def join(self, caller: Caller, team_id: TeamId) -> Message | None:
        with self._work.read() as unit:
            team = get_living(unit, team_id)
        asker = asker_in(self._people, caller, team)
        now = self._clock.now()
        with self._work.write() as unit:
            if not unit.deliveries.first_time(caller.delivery, now):
                return None
            reply = service.join(unit, team_id, asker, now)
        return messages.joined(self._say, reply)

    def leave(self, caller: Caller, team_id: TeamId) -> Message | None:
        now = self._clock.now()
        with self._work.write() as unit:
            if not unit.deliveries.first_time(caller.delivery, now):
                return None
            service.leave(unit, caller.workspace_id, team_id, caller.user_id, now)
        return messages.left(self._say)

    def pause(self, caller: Caller) -> Message | None:
        now = self._clock.now()
        with self._work.write() as unit:
            if not unit.deliveries.first_time(caller.delivery, now):
                return None
            until = service.pause(unit, caller.workspace_id, caller.user_id, now)
        return messages.paused(self._say, until)

    def resume(self, caller: Caller) -> Message | None:
        with self._work.write() as unit:
            if not unit.deliveries.first_time(caller.delivery, self._clock.now()):
                return None
            service.resume(unit, caller.workspace_id, caller.user_id)
        return messages.resumed(self._say)

    def allow_invitations(self, caller: Caller) -> Message | None:
        with self._work.write() as unit:
            service.allow_invitations(unit, caller.workspace_id, caller.user_id)
        return None

    def join_here(self, caller: Caller) -> Message | None:
        """Show the promise, with the button that joins; a command alone is no consent to what was not shown."""
        team_id = self._team_here(caller)
        with self._work.read() as unit:
            is_member = unit.teams.is_member(team_id, caller.user_id)
        return self.join(caller, team_id) if is_member else before_joining(self._say, team_id)

    def leave_here(self, caller: Caller) -> Message | None:
        return self.leave(caller, self._team_here(caller))

    def overview(self, caller: Caller) -> Message:
        with self._work.read() as unit:
            team = get_here(unit, caller.workspace_id, caller.channel_id)
            return messages.overview(
                self._say,
                describe(unit, team, self._clock.now()),
                reader=caller.user_id,
                is_member=unit.teams.is_member(team.id, caller.user_id),
            )

    def home(self, caller: Caller) -> dict[str, Any]:
        with self._work.read() as unit:
            seen = service.look(unit, caller.workspace_id, caller.user_id, self._clock.now())
        return messages.home(self._say, seen).body()

    def _team_here(self, caller: Caller) -> TeamId:
        with self._work.read() as unit:
            return get_here(unit, caller.workspace_id, caller.channel_id).id


def register(app: App, *, work: Work[HomeUnit], clock: Clock, say: Texts, people: SlackPeople, later: Later) -> None:
    """Register the commands, the buttons and App Home; comes after the features that take words of their own."""
    acts = Acts(work, clock, say, people)
    _commands(app, acts, say)
    _buttons(app, acts, later)
    personal.register(app, work=work, clock=clock, say=say, later=later, home=acts.home)
    _home(app, acts)


def _commands(app: App, acts: Acts, say: Texts) -> None:
    words: Mapping[str, Reply] = {
        "": acts.overview,
        "help": lambda _: messages.trust_help(say),
        "privacy": lambda _: messages.privacy_note(say),
        "join": acts.join_here,
        "leave": acts.leave_here,
        "pause": acts.pause,
        "resume": acts.resume,
    }

    def on_trust(ack: Ack, command: dict[str, Any], context: BoltContext) -> None:
        reply = words.get(first_word(command))
        _answer(ack, reply(caller_of(context)) if reply else messages.unknown_word(say, TRUST))

    about_oneself: Mapping[str, Reply] = {"pause": acts.pause, "resume": acts.resume}

    def on_checkin(ack: Ack, command: dict[str, Any], context: BoltContext) -> None:
        reply = about_oneself.get(first_word(command))
        _answer(ack, reply(caller_of(context)) if reply else messages.unknown_word(say, CHECKIN))

    app.command(TRUST)(on_trust)
    app.command(CHECKIN)(on_checkin)


def _buttons(app: App, acts: Acts, later: Later) -> None:
    def on_button(act: Callable[[Caller, str], Message | None]) -> Callable[..., None]:
        def listener(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond) -> None:
            caller = caller_of(context)
            reply = act(caller, body["actions"][0].get("value", ""))
            ack()
            if context.response_url is None:
                later(lambda: context.client.views_publish(user_id=caller.user_id, view=acts.home(caller)))
            elif reply is not None:
                later(lambda: respond(**reply.body(), response_type="ephemeral", replace_original=False))

        return listener

    app.action("teams.join")(on_button(lambda caller, value: acts.join(caller, TeamId(value))))
    app.action("teams.leave")(on_button(lambda caller, value: acts.leave(caller, TeamId(value))))
    app.action("home.resume")(on_button(lambda caller, _: acts.resume(caller)))
    app.action("home.allow_invitations")(on_button(lambda caller, _: acts.allow_invitations(caller)))


def _home(app: App, acts: Acts) -> None:
    def on_home_opened(event: dict[str, Any], context: BoltContext) -> None:
        if event.get("tab") == "home":
            caller = caller_of(context)
            context.client.views_publish(user_id=caller.user_id, view=acts.home(caller))

    app.event("app_home_opened")(on_home_opened)


def _answer(ack: Ack, reply: Message | None) -> None:
    if reply is None:
        ack()
    else:
        ack(response_type="ephemeral", **reply.body())
