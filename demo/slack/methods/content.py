"""What every method that carries a message checks, and how a message is shown in answers."""

from typing import Any

from ..arguments import Arguments
from ..blocks import check_message_blocks, completed
from ..errors import Refused
from ..state import Channel, Json, Message, User
from ..workspace import APP_ID, BOT_ID, Workspace
from .registry import Context

LONGEST_TEXT = 40_000


def read_blocks(raw: Any) -> list[Json]:
    """The blocks, checked; what is wrong with them is said as Slack says it."""
    if raw is None:
        return []
    if not isinstance(raw, list):
        raise Refused("invalid_blocks_format")
    problems = check_message_blocks(raw)
    if problems:
        said = [f"[ERROR] {problem}" for problem in problems]
        raise Refused("invalid_blocks", errors=problems, response_metadata={"messages": said})
    return completed(raw)


def read_content(args: Arguments, longest: int = LONGEST_TEXT) -> tuple[str, list[Json], list[Json]]:
    """Text, blocks and attachments of a message; one of them must be there."""
    blocks = read_blocks(args.structure("blocks", "invalid_blocks_format"))
    attachments = args.structure("attachments", "invalid_attachments") or []
    text = args.text("text")
    if len(attachments) > 100:
        raise Refused("too_many_attachments")
    if len(text) > longest:
        raise Refused("msg_too_long")
    if not text.strip() and not blocks and not attachments:
        raise Refused("no_text")
    return text, blocks, attachments


def get_place(context: Context, given: str) -> str:
    """The conversation to post into, given a channel's, a DM's or a person's id."""
    workspace = context.workspace
    if not given:
        raise Refused("channel_not_found")
    owner: User | None = workspace.users.get(given) or workspace.find_dm_owner(given)
    if owner is not None:
        if owner.is_bot:
            raise Refused("cannot_dm_bot")
        if owner.deleted and given == owner.id:
            raise Refused("channel_not_found")
        return owner.dm
    channel = workspace.get_visible_channel(given)
    check_writable(workspace, channel)
    return channel.id


def check_writable(workspace: Workspace, channel: Channel) -> None:
    """Refuse a channel that the bot is not in, or that is archived."""
    if channel.is_archived:
        raise Refused("is_archived")
    if workspace.bot.id not in channel.members:
        raise Refused("not_in_channel")


def message_json(workspace: Workspace, message: Message) -> Json:
    """A message as answers and payloads carry it."""
    shown: Json = {
        "type": "message",
        "ts": message.ts,
        "text": message.text,
        "user": message.user,
        "team": workspace.id,
    }
    if message.from_bot:
        shown |= {
            "bot_id": BOT_ID,
            "app_id": APP_ID,
            "bot_profile": {
                "id": BOT_ID,
                "name": workspace.bot.real_name,
                "app_id": APP_ID,
                "team_id": workspace.id,
                "deleted": False,
            },
        }
    optional = {
        "blocks": message.blocks,
        "attachments": message.attachments,
        "thread_ts": message.thread_ts,
        "metadata": message.metadata,
    }
    shown |= {name: value for name, value in optional.items() if value}
    if message.edited_ts:
        shown["edited"] = {"user": message.user, "ts": message.edited_ts}
    return shown
