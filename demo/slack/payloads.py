"""What Slack sends to apps: interactions, commands and events, in their documented shapes.

https://docs.slack.dev/reference/interaction-payloads and https://docs.slack.dev/apis/events-api
"""

import secrets
from typing import Any

from .hub import Hub
from .methods.content import message_json
from .methods.views import view_json
from .state import Channel, Json, Message, User, View
from .workspace import APP_ID, Workspace

VERIFICATION_TOKEN = "old-verification-token"  # noqa: S105  (deprecated by Slack; verifies nothing)


def _interaction(workspace: Workspace, user: User, kind: str) -> Json:
    return {
        "type": kind,
        "team": workspace.team_ref(),
        "user": workspace.user_ref(user),
        "api_app_id": APP_ID,
        "token": VERIFICATION_TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def place_ref(workspace: Workspace, channel_id: str) -> Json:
    """A conversation as payloads name it: only public channels by their name."""
    channel = workspace.channels.get(channel_id)
    if channel is None:
        return {"id": channel_id, "name": "directmessage"}
    return {"id": channel_id, "name": "privategroup" if channel.is_private else channel.name}


def message_action(hub: Hub, workspace: Workspace, user: User, message: Message, action: Json, state: Json) -> Json:
    """block_actions from a message; an ephemeral message is named but not shown.

    https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
    """
    hidden = message.ephemeral_to is not None
    payload = _interaction(workspace, user, "block_actions") | {
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": hidden,
        },
        "trigger_id": hub.make_trigger(user.id),
        "channel": place_ref(workspace, message.channel),
        "state": {"values": state},
        "response_url": hub.make_response_url(workspace, user.id, message.channel, message, "actions"),
        "actions": [action],
    }
    return payload if hidden else payload | {"message": message_json(workspace, message)}


def view_action(hub: Hub, workspace: Workspace, user: User, view: View, action: Json) -> Json:
    """block_actions from a modal or a home tab."""
    return _interaction(workspace, user, "block_actions") | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": hub.make_trigger(user.id, view.id),
        "view": view_json(workspace, view),
        "actions": [action],
    }


def view_submission(hub: Hub, workspace: Workspace, user: User, view: View) -> Json:
    """https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload"""
    return _interaction(workspace, user, "view_submission") | {
        "trigger_id": hub.make_trigger(user.id, view.id),
        "view": view_json(workspace, view),
        "response_urls": [],
    }


def view_closed(workspace: Workspace, user: User, view: View, *, cleared: bool) -> Json:
    """Sent only for views that asked for it; carries nothing that was typed."""
    shown = view_json(workspace, view) | {"state": {"values": {}}}
    return _interaction(workspace, user, "view_closed") | {"view": shown, "is_cleared": cleared}


def block_suggestion(
    workspace: Workspace, user: User, at: View | Message, block: Json, element: Json, typed: str
) -> Json:
    """https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload"""
    payload = _interaction(workspace, user, "block_suggestion") | {
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "value": typed,
    }
    if isinstance(at, View):
        return payload | {"container": {"type": "view", "view_id": at.id}, "view": view_json(workspace, at)}
    return payload | {
        "container": {"type": "message", "message_ts": at.ts, "channel_id": at.channel, "is_ephemeral": False},
        "channel": place_ref(workspace, at.channel),
        "message": message_json(workspace, at),
    }


def action_of(block: Json, element: Json, chosen: Json, at: str) -> Json:
    """One entry of `actions`: what was pressed or chosen."""
    shown: Json = {"action_id": element["action_id"], "block_id": block["block_id"], "type": element["type"]}
    if element["type"] == "button":
        shown |= {name: element[name] for name in ("text", "value", "style", "url") if name in element}
    return shown | chosen | {"action_ts": at}


def slash_command(
    hub: Hub, workspace: Workspace, user: User, channel_id: str, command: str, text: str
) -> dict[str, str]:
    """https://docs.slack.dev/interactivity/implementing-slash-commands"""
    place = place_ref(workspace, channel_id)
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": workspace.id,
        "team_domain": workspace.domain,
        "channel_id": channel_id,
        "channel_name": place["name"],
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": hub.make_response_url(workspace, user.id, channel_id, None, "commands"),
        "trigger_id": hub.make_trigger(user.id),
    }


def event_callback(workspace: Workspace, event: Json) -> Json:
    """https://docs.slack.dev/apis/events-api#callback-field"""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": workspace.id,
        "context_team_id": workspace.id,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": event | {"event_ts": workspace.next_ts()},
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(workspace.clock.now().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.id,
                "user_id": workspace.bot.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }


def channel_event(kind: str, about: Channel, **extra: Any) -> Json:
    """An event about a channel: private ones bear the older name, group."""
    return {"type": f"{'group' if about.is_private else 'channel'}_{kind}"} | extra
