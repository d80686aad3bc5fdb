"""What Slack tells by itself: the bot comes into a channel or has to go, people change or leave."""

from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltContext

from bot.ballots.service import bury_keys
from bot.directory.facts import profile_of
from bot.directory.ports import SlackPeople
from bot.home import service
from bot.home.ending import lose_channel
from bot.home.ports import HomeUnit
from bot.kernel.caller import caller_of
from bot.kernel.clock import Clock
from bot.kernel.errors import SlackRefused, SlackUnclear, SlackUnreachable
from bot.kernel.ids import ChannelId, UserId
from bot.kernel.unit import Work
from bot.teams.model import is_small
from bot.teams.service import SHARED, Arrival, note_channel_changed
from bot.texts import Texts

GONE = {
    "channel_left": "removed",
    "group_left": "removed",
    "channel_archive": "archived",
    "group_archive": "archived",
    "channel_deleted": "deleted",
    "group_deleted": "deleted",
    "channel_shared": SHARED,
}

Listener = Callable[..., None]


def register(app: App, *, work: Work[HomeUnit], clock: Clock, say: Texts, people: SlackPeople) -> None:
    """Register every event about channels and the people in them."""
    arrive, depart = _arrive(work, clock, say, people), _depart(work, clock, say)
    note_change = _note_change(work, people)
    app.event("member_joined_channel")(_on_joined(arrive, note_change))
    for name in ("channel_unarchive", "group_unarchive"):
        app.event(name)(_on_unarchived(arrive))
    for name, reason in GONE.items():
        app.event(name)(_on_gone(depart, reason))
    app.event("member_left_channel")(_on_left(work, clock, depart, note_change))
    app.event("user_change")(_on_user_change(work, clock))


def _arrive(work: Work[HomeUnit], clock: Clock, say: Texts, people: SlackPeople) -> Listener:
    def arrive(context: BoltContext, channel_id: ChannelId, inviter: UserId | None) -> None:
        caller, now = caller_of(context), clock.now()
        channel = people.channel(caller.workspace_id, channel_id)
        if not channel.bot_is_in or channel.is_archived:
            return
        arrival = Arrival(workspace_id=caller.workspace_id, channel=channel, inviter=inviter, delivery=caller.delivery)
        with work.write() as unit:
            if unit.deliveries.first_time(caller.delivery, now):
                service.arrive(unit, arrival, now, say)

    return arrive


def _depart(work: Work[HomeUnit], clock: Clock, say: Texts) -> Listener:
    def depart(context: BoltContext, channel_id: ChannelId, reason: str) -> None:
        caller, now = caller_of(context), clock.now()
        with work.write() as unit:
            if unit.deliveries.first_time(caller.delivery, now):
                lose_channel(unit, caller.workspace_id, channel_id, reason, now, say)
        bury_keys(work)

    return depart


def _note_change(work: Work[HomeUnit], people: SlackPeople) -> Listener:
    """Return what keeps of an arrival or departure only that a small channel has changed.

    ``one_fewer`` where the smaller of the two counts, before and after, is one below what Slack says now. Where Slack
    cannot be asked the channel counts as small, which rests the arrow for nothing at worst.
    """

    def note_change(context: BoltContext, channel_id: ChannelId, *, one_fewer: bool) -> None:
        workspace_id = caller_of(context).workspace_id
        with work.read() as unit:
            team = unit.teams.find_by_channel(workspace_id, channel_id)
            round_ = None if team is None else unit.teams.find_open_round(team.id)
        if team is None or round_ is None or team.channel_changed_round == round_.number:
            return
        try:
            counted = people.channel(workspace_id, channel_id).people
        except (SlackRefused, SlackUnreachable, SlackUnclear):
            counted = None
        if is_small(counted if counted is None else counted - one_fewer):
            with work.write() as unit:
                note_channel_changed(unit, team.id)

    return note_change


def _on_joined(arrive: Listener, note_change: Listener) -> Listener:
    def on_joined(event: dict[str, Any], context: BoltContext) -> None:
        if event["user"] == context.bot_user_id:
            inviter = event.get("inviter")
            arrive(context, ChannelId(event["channel"]), UserId(inviter) if inviter else None)
        else:
            note_change(context, ChannelId(event["channel"]), one_fewer=True)

    return on_joined


def _on_unarchived(arrive: Listener) -> Listener:
    def on_unarchived(event: dict[str, Any], context: BoltContext) -> None:
        arrive(context, ChannelId(event["channel"]), None)

    return on_unarchived


def _on_gone(depart: Listener, reason: str) -> Listener:
    def on_gone(event: dict[str, Any], context: BoltContext) -> None:
        depart(context, ChannelId(event["channel"]), reason)

    return on_gone


def _on_left(work: Work[HomeUnit], clock: Clock, depart: Listener, note_change: Listener) -> Listener:
    def on_left(event: dict[str, Any], context: BoltContext) -> None:
        channel_id, user_id = ChannelId(event["channel"]), UserId(event["user"])
        if user_id == context.bot_user_id:
            depart(context, channel_id, "removed")
            return
        note_change(context, channel_id, one_fewer=False)
        caller, now = caller_of(context), clock.now()
        with work.read() as unit:
            if unit.people.find(caller.workspace_id, user_id) is None:
                return
        with work.write() as unit:
            if unit.deliveries.first_time(caller.delivery, now):
                service.leave_channel(unit, caller.workspace_id, channel_id, user_id, now)

    return on_left


def _on_user_change(work: Work[HomeUnit], clock: Clock) -> Listener:
    def on_user_change(event: dict[str, Any], context: BoltContext) -> None:
        caller, user, now = caller_of(context), event["user"], clock.now()
        with work.read() as unit:
            is_known = unit.people.find(caller.workspace_id, UserId(user["id"])) is not None
            if not is_known and not unit.teams.administered_by(caller.workspace_id, UserId(user["id"])):
                return
        profile = profile_of(caller.workspace_id, user)
        with work.write() as unit:
            if unit.deliveries.first_time(caller.delivery, now):
                service.note_profile(unit, caller.workspace_id, profile, now=now)

    return on_user_change
