"""Who did it: puts the caller into Bolt's context, and drops what is not for us."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import BoltContext, BoltResponse

from bot.kernel.caller import Caller
from bot.kernel.ids import ChannelId, UserId, WorkspaceId, new_id

log = logging.getLogger(__name__)

SLACKBOT = "USLACKBOT"

Body = Mapping[str, Any]


def put_caller(context: BoltContext, body: Body, next: Callable[[], object]) -> BoltResponse | None:
    """Let through what a person of this workspace did, with ``context["caller"]``; answer the rest with nothing."""
    if is_not_for_us(body, context.user_id):
        log.info("dropped what a bot or another organization did", extra={"action": "edge.dropped"})
        return BoltResponse(status=200, body="")
    context["caller"] = Caller(
        workspace_id=workspace_of(context),
        user_id=UserId(context.user_id or ""),
        channel_id=ChannelId(context.channel_id) if context.channel_id else None,
        delivery=delivery_of(body),
    )
    next()
    return None


def workspace_of(context: BoltContext) -> WorkspaceId:
    """Return the id the installation goes by: the organization's where it was installed for all of it."""
    found = context.enterprise_id if context.is_enterprise_install else context.team_id
    return WorkspaceId(found or context.team_id or "")


def is_not_for_us(body: Body, user_id: str | None) -> bool:
    """Say whether a bot did this, or somebody of another organization in a shared channel."""
    event = body.get("event") or {}
    if user_id == SLACKBOT or event.get("bot_id"):
        return True
    return _is_stranger(body)


def delivery_of(body: Body) -> str:
    """Return a key that is the same for each delivery of one act, and holds no user's id.

    A submission goes by the view and its version, so that a double click counts once; other interactions go by
    their trigger, events by their own id. What has none of these is its own act each time. Which button was tapped is
    no part of it: a fingerprint of few possibilities could be guessed.
    """
    kind = str(body.get("type") or body.get("command") or "")
    view = body.get("view") or {}
    if kind in ("view_submission", "view_closed"):
        return f"{kind}:{view.get('id')}:{view.get('hash', '')}"
    for name in ("event_id", "trigger_id"):
        if body.get(name):
            return f"{kind}:{body[name]}"
    for action in body.get("actions") or ():
        container = body.get("container") or {}
        place = container.get("message_ts") or container.get("view_id") or ""
        return f"{kind}:{action.get('action_ts')}:{place}"
    return f"{kind}:{new_id()}"


def _is_stranger(body: Body) -> bool:
    user, team = body.get("user"), body.get("team")
    if not isinstance(user, Mapping) or not isinstance(team, Mapping):
        return False
    home = user.get("team_id")
    same_organization = body.get("enterprise") is not None or team.get("enterprise_id") is not None
    return home is not None and home != team.get("id") and not same_organization
