"""Channels and who is in them."""

from ..arguments import Arguments
from ..errors import Refused
from ..state import Channel, Json
from ..workspace import Workspace
from .registry import Context, method, page

READ_SCOPES = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}


@method("conversations.info")
def conversations_info(context: Context, args: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.info"""
    workspace, given = context.workspace, args.text("channel")
    owner = workspace.find_dm_owner(given)
    if owner is not None:
        context.demand("im:read")
        return {"channel": {"id": given, "is_im": True, "user": owner.id, "is_archived": False, "created": 0}}
    channel = workspace.get_visible_channel(given)
    _demand_read(context, channel)
    shown = channel_json(workspace, channel)
    if args.flag("include_num_members"):
        shown["num_members"] = len(channel.members)
    return {"channel": shown}


@method("conversations.members")
def conversations_members(context: Context, args: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.members"""
    workspace, given = context.workspace, args.text("channel")
    owner = workspace.find_dm_owner(given)
    if owner is not None:
        context.demand("im:read")
        return {"members": [owner.id, workspace.bot.id], "response_metadata": {"next_cursor": ""}}
    channel = workspace.get_visible_channel(given)
    _demand_read(context, channel)
    shown, metadata = page(channel.members, args, 100)
    return {"members": shown, "response_metadata": metadata}


@method("conversations.list")
def conversations_list(context: Context, args: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.list"""
    workspace = context.workspace
    kinds = [kind.strip() for kind in (args.text("types") or "public_channel").split(",")]
    for kind in kinds:
        if kind not in READ_SCOPES:
            raise Refused("invalid_types")
        context.demand(READ_SCOPES[kind])
    found = [
        channel
        for channel in workspace.channels.values()
        if ("private_channel" if channel.is_private else "public_channel") in kinds
        and (not channel.is_private or workspace.bot.id in channel.members)
        and not (args.flag("exclude_archived") and channel.is_archived)
    ]
    shown, metadata = page(found, args, 100)
    return {
        "channels": [channel_json(workspace, one) | {"num_members": len(one.members)} for one in shown],
        "response_metadata": metadata,
    }


@method("conversations.open", scope="im:write")
def conversations_open(context: Context, args: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.open"""
    workspace = context.workspace
    given = args.text("channel")
    wanted = [one for one in args.text("users").split(",") if one]
    owner = workspace.find_dm_owner(given) if given else None
    if given and owner is None:
        raise Refused("channel_not_found")
    if owner is None:
        if not wanted:
            raise Refused("users_list_not_supplied")
        if len(wanted) > 1:
            context.demand("mpim:write")
        owner = workspace.get_user(wanted[0])
    if owner.is_bot:
        raise Refused("cannot_dm_bot")
    if owner.deleted:
        raise Refused("user_disabled")
    whole = {"is_im": True, "user": owner.id, "created": 0} if args.flag("return_im") else {}
    return {"no_op": True, "already_open": True, "channel": {"id": owner.dm} | whole}


def _demand_read(context: Context, channel: Channel) -> None:
    context.demand(READ_SCOPES["private_channel" if channel.is_private else "public_channel"])


def channel_json(workspace: Workspace, channel: Channel) -> Json:
    """A channel as the bot sees it."""
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "created": channel.created,
        "creator": channel.creator,
        "is_archived": channel.is_archived,
        "is_general": False,
        "is_shared": channel.is_ext_shared,
        "is_ext_shared": channel.is_ext_shared,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "is_member": workspace.bot.id in channel.members,
        "context_team_id": workspace.id,
        "updated": channel.created,
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
        "unlinked": 0,
    }
