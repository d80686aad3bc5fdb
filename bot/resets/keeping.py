"""From the sealed row to the reset and back; what has ended, or does not open, is buried."""

from collections.abc import Iterator
from datetime import datetime

from bot.kernel.caller import Caller
from bot.kernel.ids import UserId, WorkspaceId
from bot.resets.boxes import Content, Question, opened, sealed
from bot.resets.keys import key_id, pairs_of
from bot.resets.model import Reset, ResetId, Side, Stage, expired
from bot.resets.ports import ResetsUnit, Sealed
from bot.resets.sealing import Unreadable

TICKET = "reset"  # what a ticket to a reset is about


def ticket_for(unit: ResetsUnit, reset: Reset) -> str:
    """Return a fresh ticket to a reset; no two are alike."""
    return pairs_of(unit).ticket(TICKET, reset.id)


def find_by_ticket(unit: ResetsUnit, workspace_id: WorkspaceId, ticket: str) -> Reset | None:
    """Return the reset that a ticket leads to, if it is still there and of this workspace."""
    try:
        reset_id = ResetId(pairs_of(unit).read(TICKET, ticket))
    except Unreadable:
        return None
    row = unit.resets.find(reset_id)
    content = None if row is None or row.workspace_id != workspace_id else read(unit, row)
    return content if isinstance(content, Reset) else None


def own(unit: ResetsUnit, caller: Caller, ticket: str, now: datetime) -> tuple[Reset, Side] | None:
    """Return the reset with the caller's side in it; None where it is over, or none of theirs."""
    reset = find_by_ticket(unit, caller.workspace_id, ticket)
    side = None if reset is None else reset.side_of(caller.user_id)
    if reset is None or side is None or expired(reset, now):
        return None
    return reset, side


def all_of(unit: ResetsUnit, workspace_id: WorkspaceId, user_id: UserId, now: datetime) -> Iterator[tuple[Reset, Side]]:
    """Yield the living resets that somebody is part of, by opening every box of the workspace."""
    for row in unit.resets.of_workspace(workspace_id):
        content = read(unit, row)
        side = content.side_of(user_id) if isinstance(content, Reset) else None
        if isinstance(content, Reset) and side is not None and not expired(content, now):
            yield content, side


def read(unit: ResetsUnit, row: Sealed) -> Content | None:
    """Open a box; None where it does not open."""
    key = unit.keys.find(key_id(row.id))
    if key is None:
        return None
    try:
        return opened(key, row.id, row.workspace_id, row.box)
    except Unreadable:
        return None


def keep(unit: ResetsUnit, content: Content) -> None:
    """Seal and keep what goes on; bury what has ended."""
    if isinstance(content, Reset) and content.stage is Stage.ENDED:
        unit.resets.bury(content.id)
        return
    key = unit.keys.find(key_id(content.id)) or unit.keys.create(key_id(content.id))
    unit.resets.keep(
        Sealed(
            id=content.id,
            workspace_id=content.workspace_id,
            look_at=content.look_at,
            box=sealed(key, content),
        )
    )


def concerns(content: Content, user_id: UserId) -> bool:
    """Return whether somebody is in a box."""
    return content.user_id == user_id if isinstance(content, Question) else content.side_of(user_id) is not None
