"""Whose token is used: the one of the settings, or the one a workspace's installation brought."""

from collections.abc import Callable

from slack_bolt.authorization import AuthorizeResult

from bot.kernel.errors import CandorError, SlackRefused, SlackUnclear, SlackUnreachable
from bot.kernel.ids import WorkspaceId
from bot.kernel.unit import Work
from bot.outbox.ports import Slack
from bot.workspaces.model import Workspace, WorkspaceState
from bot.workspaces.ports import WorkspacesUnit

_UNKNOWN = WorkspaceId("")  # before Slack has said whose token that of the settings is


class NotAdmitted(CandorError):
    """Slack does not let us in; the message says what to do."""


class Tokens:
    """Finds the bot token of a workspace; ``own`` is the one of the settings, for a single workspace."""

    def __init__(self, work: Work[WorkspacesUnit], own: str | None) -> None:
        self._work = work
        self._own = own

    def of(self, workspace_id: WorkspaceId) -> str:
        """Return the token; raises SlackRefused as Slack itself would where there is none."""
        if self._own is not None:
            return self._own
        with self._work.read() as unit:
            token = unit.workspaces.find_token(workspace_id)
        if token is None:
            raise SlackRefused("not_authed")
        return token

    def authorize(self, enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        """Return what Bolt needs to answer somebody, or None for a workspace that is not installed."""
        workspace_id = WorkspaceId(team_id or enterprise_id or "")
        with self._work.read() as unit:
            workspace = unit.workspaces.find(workspace_id)
        if workspace is None or workspace.state is WorkspaceState.UNINSTALLED:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=self.of(workspace_id),
            bot_id=workspace.bot_id,
            bot_user_id=workspace.bot_user_id,
        )

    def adopt(self, slack: Slack) -> None:
        """Keep the workspace that the token of the settings belongs to, as Slack names it (auth.test).

        Raises NotAdmitted where Slack refuses the token or cannot be reached.
        """
        if self._own is None:
            return
        try:
            told = slack.call(_UNKNOWN, "auth.test", {})
        except SlackRefused as refused:
            raise NotAdmitted(
                f"Slack refuses SLACK_BOT_TOKEN ({refused.code}); copy the bot token from the app's page again."
            ) from None
        except (SlackUnreachable, SlackUnclear):
            raise NotAdmitted("Slack did not answer; check the network and SLACK_API_URL, then start again.") from None
        workspace = Workspace(
            id=WorkspaceId(told["team_id"]),
            bot_user_id=told["user_id"],
            bot_id=told.get("bot_id", ""),
            name=told.get("team", ""),
        )
        with self._work.write() as unit:
            unit.workspaces.save(workspace)


def authorizing(tokens: Tokens) -> Callable[..., AuthorizeResult | None]:
    """Return ``tokens.authorize`` as a plain function: Bolt fills arguments by name, and takes no bound method."""

    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        return tokens.authorize(enterprise_id, team_id)

    return authorize
