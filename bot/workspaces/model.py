"""What we know of a workspace that installed Candor."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.kernel.ids import WorkspaceId


class WorkspaceState(StrEnum):
    """Whether a workspace can be spoken to."""

    ACTIVE = "active"
    DISABLED = "disabled"  # its token was refused for good; ``reason`` is Slack's word for it
    UNINSTALLED = "uninstalled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A workspace with the bot in it; its token is kept apart from this."""

    id: WorkspaceId
    bot_user_id: str
    bot_id: str = ""
    name: str = ""
    state: WorkspaceState = WorkspaceState.ACTIVE
    reason: str = ""
    lost_at: datetime | None = None  # since when its token is revoked
