"""Modals and home tabs."""

import json
import secrets
from typing import Any

from ..arguments import Arguments
from ..blocks import check_view, completed, current_state
from ..errors import Refused
from ..state import Json, View
from ..workspace import APP_ID, BOT_ID, Workspace
from .registry import Context, method

LARGEST_VIEW = 250_000
TALLEST_STACK = 3


@method("views.open")
def views_open(context: Context, args: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/views.open

    A trigger that came out of a modal puts the new one on top of it; any other replaces what was open.
    """
    sent = _read_view(context, args, "modal")
    trigger = context.hub.exchange_trigger(args.required("trigger_id"))
    stack = context.workspace.modals[trigger.user]
    if all(view.id != trigger.view_id for view in stack):
        stack.clear()
    if len(stack) >= TALLEST_STACK:
        raise Refused("push_limit_reached")
    return {"view": _show(context, trigger.user, sent)}


@method("views.push")
def views_push(context: Context, args: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/views.push"""
    sent = _read_view(context, args, "modal")
    trigger = context.hub.exchange_trigger(args.required("trigger_id"))
    stack = context.workspace.modals[trigger.user]
    if not stack:
        raise Refused("not_found")
    if len(stack) >= TALLEST_STACK:
        raise Refused("push_limit_reached")
    return {"view": _show(context, trigger.user, sent)}


@method("views.update")
def views_update(context: Context, args: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/views.update"""
    workspace = context.workspace
    given, external = args.text("view_id"), args.text("external_id")
    if not given and not external:
        raise Refused("invalid_arguments", response_metadata={"messages": ["[ERROR] missing required field: view_id"]})
    view = workspace.find_view(given) if given else workspace.find_view_by_external_id(external)
    sent = _read_view(context, args, view.type if view else "modal", of=view)
    if view is None:
        raise Refused("not_found")
    if args.text("hash") and args.text("hash") != view.hash:
        raise Refused("hash_conflict")
    replace_content(view, sent)
    context.hub.changed()
    return {"view": view_json(workspace, view)}


@method("views.publish")
def views_publish(context: Context, args: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/views.publish"""
    workspace = context.workspace
    user = workspace.users.get(args.text("user_id"))
    if user is None or user.is_bot:
        raise Refused("invalid_arguments", response_metadata={"messages": ["invalid `user_id`"]})
    current = workspace.homes.get(user.id)
    sent = _read_view(context, args, "home", of=current)
    if args.text("hash") and (current is None or args.text("hash") != current.hash):
        raise Refused("hash_conflict")
    if current is None:
        current = workspace.homes[user.id] = new_view(workspace, user.id, sent)
    else:
        replace_content(current, sent)
    context.hub.changed()
    return {"view": view_json(workspace, current)}


def _read_view(context: Context, args: Arguments, kind: str, of: View | None = None) -> Json:
    sent = args.structure("view", "invalid_arguments")
    check_sent_view(context.workspace, sent, kind, of)
    return dict(sent)


def check_sent_view(workspace: Workspace, sent: Any, kind: str, of: View | None = None) -> None:
    """Refuse a view that breaks Slack's rules, is too large, or bears another view's external id."""
    problems = ["missing required field: view"] if sent is None else check_view(sent)
    if not problems and sent["type"] != kind:
        problems = [f"invalid view type: {sent['type']}, must be {kind} [json-pointer:/view/type]"]
    if problems:
        raise Refused("invalid_arguments", response_metadata={"messages": [f"[ERROR] {one}" for one in problems]})
    if len(json.dumps(sent)) > LARGEST_VIEW:
        raise Refused("view_too_large")
    taken = workspace.find_view_by_external_id(sent.get("external_id", ""))
    if taken is not None and taken is not of:
        raise Refused("duplicate_external_id")


def _show(context: Context, user: str, sent: Json) -> Json:
    view = push_view(context.workspace, user, sent)
    context.hub.changed()
    return view_json(context.workspace, view)


def push_view(workspace: Workspace, user: str, sent: Json) -> View:
    """Put a modal on top of what this person has open."""
    stack = workspace.modals[user]
    view = new_view(workspace, user, sent)
    if stack:
        view.previous_view_id = stack[-1].id
        view.root_view_id = stack[0].root_view_id
    stack.append(view)
    return view


def new_view(workspace: Workspace, user: str, sent: Json) -> View:
    """A view of this person's with this content."""
    identity = workspace.next_id("V")
    view = View(id=identity, user=user, type=sent["type"], blocks=[], hash="", root_view_id=identity)
    replace_content(view, sent)
    return view


def replace_content(view: View, sent: Json) -> None:
    """Show other content in the same view; what was filled in stays where block and action ids stay."""
    view.blocks = completed(sent["blocks"])
    view.title, view.submit, view.close = sent.get("title"), sent.get("submit"), sent.get("close")
    view.callback_id = sent.get("callback_id", "")
    view.private_metadata = sent.get("private_metadata", "")
    view.external_id = sent.get("external_id", "")
    view.clear_on_close = bool(sent.get("clear_on_close"))
    view.notify_on_close = bool(sent.get("notify_on_close"))
    view.errors = {}
    view.hash = f"{secrets.randbelow(10**10)}.{secrets.token_hex(4)}"
    kept = current_state(view.blocks, view.values)
    view.values = {
        block: {
            name: state
            for name, state in states.items()
            if view.values.get(block, {}).get(name, {}).get("type") == state["type"]
        }
        for block, states in kept.items()
        if block in view.values
    }


def view_json(workspace: Workspace, view: View) -> Json:
    """A view as answers and payloads carry it."""
    return {
        "id": view.id,
        "team_id": workspace.id,
        "type": view.type,
        "blocks": view.blocks,
        "private_metadata": view.private_metadata,
        "callback_id": view.callback_id,
        "state": {"values": current_state(view.blocks, view.values)},
        "hash": view.hash,
        "title": view.title,
        "clear_on_close": view.clear_on_close,
        "notify_on_close": view.notify_on_close,
        "close": view.close,
        "submit": view.submit,
        "previous_view_id": view.previous_view_id,
        "root_view_id": view.root_view_id,
        "app_id": APP_ID,
        "external_id": view.external_id,
        "app_installed_team_id": workspace.id,
        "bot_id": BOT_ID,
    }
