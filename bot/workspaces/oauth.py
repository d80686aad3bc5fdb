"""Installing Candor into a workspace from a web page: Slack's OAuth, with tokens sealed before they are kept."""

import hmac
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Protocol

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import Bot, Installation, InstallationStore
from slack_sdk.oauth.state_store import OAuthStateStore

from bot.kernel.clock import Clock
from bot.kernel.errors import CandorError
from bot.kernel.ids import WorkspaceId, new_id
from bot.kernel.unit import Deliveries, Work
from bot.workspaces.model import Workspace, WorkspaceState
from bot.workspaces.ports import WorkspacesUnit
from config.settings import Settings

STATE_LIVES = timedelta(minutes=10)


class DoorUnit(WorkspacesUnit, Protocol):
    """The stores that an installation needs."""

    @property
    def deliveries(self) -> Deliveries: ...


class Installations(InstallationStore):
    """Keeps what Slack hands over at an installation: the bot's token, sealed, and nothing of the person's."""

    def __init__(self, work: Work[DoorUnit]) -> None:
        self._work = work

    def save(self, installation: Installation) -> None:
        workspace_id = WorkspaceId(installation.team_id or installation.enterprise_id or "")
        if not workspace_id or not installation.bot_token or not installation.bot_user_id:
            raise CandorError("Slack handed over no bot token.")
        with self._work.write() as unit:
            known = unit.workspaces.find(workspace_id)
            fresh = Workspace(
                id=workspace_id,
                bot_user_id=installation.bot_user_id,
                bot_id=installation.bot_id or "",
                name=installation.team_name or "",
            )
            unit.workspaces.save(fresh if known is None else replace(fresh, state=WorkspaceState.ACTIVE, reason=""))
            unit.workspaces.keep_token(workspace_id, installation.bot_token)

    def save_bot(self, bot: Bot) -> None:
        """Everything about the bot is kept by `save`."""


class States(OAuthStateStore):
    """Hands out the states that tie a coming back to a going out: each serves once, within ten minutes.

    A state carries its own end and a signature, so that any web process can tell that it came from one of them.
    """

    def __init__(self, work: Work[DoorUnit], clock: Clock, secret: str) -> None:
        self._work = work
        self._clock = clock
        self._key = hmac.digest(secret.encode(), b"candor installation", "sha256")

    def issue(self, *args: Any, **kwargs: Any) -> str:
        """Return a new state."""
        until = int((self._clock.now() + STATE_LIVES).timestamp())
        said = f"{until}.{new_id()}"
        return f"{said}.{self._signature(said)}"

    def consume(self, state: str) -> bool:
        """Return whether the state was handed out by us, is still good, and has not been used."""
        said, _, signature = state.rpartition(".")
        until, now = said.partition(".")[0], self._clock.now()
        if not hmac.compare_digest(signature.encode(), self._signature(said).encode()) or int(until) < now.timestamp():
            return False
        with self._work.write() as unit:
            return unit.deliveries.first_time(f"oauth:{state}", now)

    def _signature(self, said: str) -> str:
        return hmac.digest(self._key, said.encode(), "sha256").hex()


class Door:
    """The two pages of an installation."""

    def __init__(self, settings: Settings, work: Work[DoorUnit], clock: Clock, scopes: Sequence[str]) -> None:
        if settings.slack_client_id is None or settings.slack_client_secret is None:
            raise ValueError("A door needs client id and secret.")
        self._flow = OAuthFlow(
            client=WebClient(base_url=settings.slack_api_url, retry_handlers=[]),
            settings=OAuthSettings(
                client_id=settings.slack_client_id,
                client_secret=settings.slack_client_secret.get_secret_value(),
                scopes=list(scopes),
                installation_store=Installations(work),
                state_store=States(work, clock, settings.slack_client_secret.get_secret_value()),
                install_path="/slack/install",
                redirect_uri_path="/slack/oauth_redirect",
            ),
        )

    def install(self, request: BoltRequest) -> BoltResponse:
        """Answer the page with the button that leads to Slack."""
        return self._flow.handle_installation(request)

    def come_back(self, request: BoltRequest) -> BoltResponse:
        """Answer whoever comes back from Slack, and keep the installation."""
        return self._flow.handle_callback(request)


def open_door(settings: Settings, work: Work[DoorUnit], clock: Clock, scopes: Sequence[str]) -> Door | None:
    """Return the door, or None where this Candor belongs to one workspace."""
    return Door(settings, work, clock, scopes) if settings.installs_many else None
