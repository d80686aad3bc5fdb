"""Posting, changing and removing messages."""

from ..arguments import Arguments
from ..errors import Refused
from ..state import Json, Message
from .content import get_place, message_json, read_content
from .registry import Context, method


@method("chat.postMessage", scope="chat:write")
def chat_post_message(context: Context, args: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/chat.postMessage

    A person's id as `channel` means the conversation with them. A deactivated person is `channel_not_found`.
    """
    workspace = context.workspace
    place = get_place(context, args.text("channel"))
    text, blocks, attachments = read_content(args)
    message = Message(
        channel=place,
        ts=workspace.next_ts(),
        text=text,
        user=workspace.bot.id,
        blocks=blocks,
        attachments=attachments,
        thread_ts=args.text("thread_ts") or None,
        metadata=args.structure("metadata", "invalid_metadata_format"),
    )
    workspace.messages[place].append(message)
    context.hub.changed()
    return {"channel": place, "ts": message.ts, "message": message_json(workspace, message)}


@method("chat.postEphemeral", scope="chat:write")
def chat_post_ephemeral(context: Context, args: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/chat.postEphemeral"""
    workspace = context.workspace
    place = get_place(context, args.text("channel"))
    reader = args.required("user", "user_not_in_channel")
    channel = workspace.channels.get(place)
    owner = workspace.find_dm_owner(place)
    inside = reader in channel.members if channel else owner is not None and owner.id == reader
    if not inside or workspace.users[reader].deleted:
        raise Refused("user_not_in_channel")
    text, blocks, attachments = read_content(args)
    message = Message(
        channel=place,
        ts=workspace.next_ts(),
        text=text,
        user=workspace.bot.id,
        blocks=blocks,
        attachments=attachments,
        ephemeral_to=reader,
    )
    workspace.messages[place].append(message)
    context.hub.changed()
    return {"message_ts": message.ts}


@method("chat.update", scope="chat:write")
def chat_update(context: Context, args: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/chat.update

    The channel must be a conversation's id: a person's id is `channel_not_found`. Ephemeral messages are not found.
    """
    workspace = context.workspace
    if args.text("channel") in workspace.users:
        raise Refused("channel_not_found")
    place = get_place(context, args.text("channel"))
    message = _get_own_message(context, place, args.required("ts", "message_not_found"))
    text, blocks, attachments = read_content(args, longest=4000)
    message.text = text
    if "blocks" in args.values or "text" in args.values:
        message.blocks = blocks
    if "attachments" in args.values:
        message.attachments = attachments
    message.edited_ts = workspace.next_ts()
    context.hub.changed()
    return {"channel": place, "ts": message.ts, "text": text, "message": message_json(workspace, message)}


@method("chat.delete", scope="chat:write")
def chat_delete(context: Context, args: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/chat.delete"""
    workspace = context.workspace
    if args.text("channel") in workspace.users:
        raise Refused("channel_not_found")
    place = get_place(context, args.text("channel"))
    message = _get_own_message(context, place, args.required("ts", "message_not_found"), "cant_delete_message")
    workspace.messages[place].remove(message)
    context.hub.changed()
    return {"channel": place, "ts": message.ts}


def _get_own_message(context: Context, place: str, ts: str, not_own: str = "cant_update_message") -> Message:
    message = context.workspace.find_message(place, ts)
    if message is None or message.ephemeral_to:
        raise Refused("message_not_found")
    if message.user != context.workspace.bot.id:
        raise Refused(not_own)
    return message
