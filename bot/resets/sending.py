"""How a reset's messages are promised: each by itself, with nothing that two of them share."""

from datetime import datetime, timedelta

from bot.blockkit import Message
from bot.kernel.ids import UserId, WorkspaceId, new_id
from bot.outbox.model import Kind, Outgoing, Priority

WORTH_SAYING = timedelta(days=1)
OPEN = "resets.open"


def message_to(workspace_id: WorkspaceId, user_id: UserId, message: Message, due_at: datetime) -> Outgoing:
    """Return a message to one person; its key and its times tell of no reset."""
    return Outgoing(
        workspace_id=workspace_id,
        key=f"step:{new_id()}",
        kind=Kind.RESET_STEP,
        method="chat.postMessage",
        channel=user_id,
        arguments=message.body(),
        due_at=due_at,
        expires_at=due_at + WORTH_SAYING,
        priority=Priority.STEP,
    )


def ticket_in(outgoing: Outgoing) -> str | None:
    """Return the ticket that a message's button carries; None where it has none."""
    elements = (one for block in outgoing.arguments.get("blocks", ()) for one in block.get("elements", ()))
    return next((str(one["value"]) for one in elements if one.get("action_id") == OPEN), None)
