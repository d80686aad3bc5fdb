"""Messages handed over for later."""

from ..arguments import Arguments
from ..errors import Refused
from ..state import Json, Message, Scheduled
from ..workspace import Workspace
from .content import get_place, message_json, read_content
from .registry import Context, method, page

FARTHEST_SECONDS = 120 * 24 * 3600
WINDOW_SECONDS = 5 * 60
MOST_IN_WINDOW = 30


@method("chat.scheduleMessage", scope="chat:write")
def chat_schedule_message(context: Context, args: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/chat.scheduleMessage"""
    workspace = context.workspace
    place = get_place(context, args.text("channel"))
    post_at = args.integer("post_at", -1, "invalid_time")
    now = int(workspace.clock.now().timestamp())
    if post_at < 0:
        raise Refused("invalid_time")
    if post_at <= now:
        raise Refused("time_in_past")
    if post_at > now + FARTHEST_SECONDS:
        raise Refused("time_too_far")
    _check_room(workspace, place, post_at)
    text, blocks, _ = read_content(args)
    one = Scheduled(
        id=workspace.next_id("Q"), channel=place, post_at=post_at, text=text, blocks=blocks, date_created=now
    )
    workspace.scheduled[one.id] = one
    context.hub.changed()
    shown = message_json(workspace, _as_message(workspace, one, ""))
    del shown["ts"]
    return {
        "channel": place,
        "scheduled_message_id": one.id,
        "post_at": post_at,
        "message": shown | {"type": "delayed_message"},
    }


def _check_room(workspace: Workspace, place: str, post_at: int) -> None:
    window = post_at // WINDOW_SECONDS
    near = [
        one for one in workspace.scheduled.values() if one.channel == place and one.post_at // WINDOW_SECONDS == window
    ]
    if len(near) >= MOST_IN_WINDOW:
        raise Refused("restricted_too_many")


@method("chat.scheduledMessages.list")
def chat_scheduled_messages_list(context: Context, args: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/chat.scheduledMessages.list

    Pending messages only: what was posted or deleted is no longer listed.
    """
    place = args.text("channel")
    if place and place not in context.workspace.channels and not context.workspace.find_dm_owner(place):
        raise Refused("invalid_channel")
    oldest, latest = args.integer("oldest", 0, "invalid_arguments"), args.integer("latest", 0, "invalid_arguments")
    if oldest and latest and oldest > latest:
        raise Refused("invalid_arguments")
    found = [
        one
        for one in context.workspace.scheduled.values()
        if place in ("", one.channel) and one.post_at >= oldest and (not latest or one.post_at <= latest)
    ]
    shown, metadata = page(sorted(found, key=lambda one: one.post_at), args, 100)
    return {"scheduled_messages": [_listed(one) for one in shown], "response_metadata": metadata}


def _listed(one: Scheduled) -> Json:
    return {
        "id": one.id,
        "channel_id": one.channel,
        "post_at": one.post_at,
        "date_created": one.date_created,
        "text": one.text,
    }


@method("chat.deleteScheduledMessage", scope="chat:write")
def chat_delete_scheduled_message(context: Context, args: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/chat.deleteScheduledMessage

    What is due within sixty seconds can no longer be taken back.
    """
    workspace = context.workspace
    if not args.text("channel"):
        raise Refused("channel_not_found")
    one = workspace.scheduled.get(args.text("scheduled_message_id"))
    soon = workspace.clock.now().timestamp() + 60
    if one is None or one.channel != args.text("channel") or one.post_at < soon:
        raise Refused("invalid_scheduled_message_id")
    del workspace.scheduled[one.id]
    context.hub.changed()
    return {}


def post_due(workspace: Workspace) -> int:
    """Post what is due at the workspace's time; says how many left the schedule.

    A channel that was archived or that the bot has left gets nothing, and nobody is told.
    """
    now = workspace.clock.now().timestamp()
    due = sorted((one for one in workspace.scheduled.values() if one.post_at <= now), key=lambda one: one.post_at)
    for one in due:
        del workspace.scheduled[one.id]
        channel = workspace.channels.get(one.channel)
        if channel is None or (workspace.bot.id in channel.members and not channel.is_archived):
            workspace.messages[one.channel].append(_as_message(workspace, one, workspace.next_ts()))
            workspace.posted_from_schedule.append(one.id)
    return len(due)


def _as_message(workspace: Workspace, one: Scheduled, ts: str) -> Message:
    return Message(channel=one.channel, ts=ts, text=one.text, user=workspace.bot.id, blocks=one.blocks)
