"""The state behind every door of the fake: workspaces, tokens, triggers, calls."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from .clock import HandClock
from .errors import Refused
from .faults import Troubles
from .state import Call, Message, ResponseUrl, Token, Trigger
from .workspace import Workspace

BOT_SCOPES = frozenset({"chat:write", "commands", "channels:read", "groups:read", "users:read", "dnd:read"})
TRIGGER_SECONDS = 3.0
RESPONSE_URL_SECONDS = 30 * 60.0
RESPONSE_URL_USES = 5


@dataclass
class Hub:
    """Everything the server knows, on the server's own thread."""

    clock: HandClock
    signing_secret: str
    base_url: str = ""
    workspaces: dict[str, Workspace] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    troubles: Troubles = field(default_factory=Troubles)
    calls: list[Call] = field(default_factory=list)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    tickets: set[str] = field(default_factory=set)
    oauth_codes: dict[str, str] = field(default_factory=dict)
    commands: dict[str, bool] = field(default_factory=dict)
    running: int = 0
    last_activity: float = 0.0
    on_change: list[Callable[[], None]] = field(default_factory=list)

    def changed(self) -> None:
        """Tell the pages that something they show may be different."""
        self.last_activity = time.monotonic()
        for tell in self.on_change:
            tell()

    def workspace(self, team_id: str) -> Workspace:
        """The workspace with this team id."""
        return self.workspaces[team_id]

    def add_workspace(self, team_id: str, scopes: frozenset[str], name: str = "Demo") -> tuple[Workspace, Token]:
        """A new workspace in which the app is installed, and the bot's token there."""
        workspace = Workspace(team_id, self.clock, name)
        self.workspaces[team_id] = workspace
        return workspace, self.add_token("bot", team_id, scopes)

    def add_token(self, kind: Literal["bot", "app"], team_id: str, scopes: frozenset[str]) -> Token:
        """A fresh token that opens what its scopes say."""
        prefix = "xoxb" if kind == "bot" else "xapp"
        token = Token(value=f"{prefix}-{team_id}-{secrets.token_hex(8)}", kind=kind, team=team_id, scopes=scopes)
        self.tokens[token.value] = token
        return token

    def make_trigger(self, user: str, view_id: str | None = None) -> str:
        """Leave to open one view for this person within three seconds."""
        trigger = Trigger(
            id=f"{secrets.randbelow(10**12)}.{secrets.token_hex(8)}",
            user=user,
            made_at=time.monotonic(),
            view_id=view_id,
        )
        self.triggers[trigger.id] = trigger
        return trigger.id

    def exchange_trigger(self, trigger_id: str) -> Trigger:
        """Use up a trigger; it serves once and for three seconds."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if time.monotonic() - trigger.made_at > TRIGGER_SECONDS:
            raise Refused("expired_trigger_id")
        if trigger.exchanged:
            raise Refused("exchanged_trigger_id")
        trigger.exchanged = True
        return trigger

    def make_response_url(
        self, workspace: Workspace, user: str, channel: str, message: Message | None, kind: str
    ) -> str:
        """An address that answers one interaction: five times, within thirty minutes."""
        one = ResponseUrl(
            secret=secrets.token_urlsafe(18),
            team=workspace.id,
            user=user,
            channel=channel,
            made_at=time.monotonic(),
            message_ts=message.ts if message else None,
        )
        self.response_urls[one.secret] = one
        return f"{self.base_url}/{kind}/{workspace.id}/{len(self.response_urls)}/{one.secret}"
