"""What people do in the workspace: press, choose, type, submit; on the server's own thread."""

import copy
import re
from dataclasses import dataclass, field
from typing import Any, Literal

from . import payloads
from .arguments import Arguments
from .blocks import current_state, find_element
from .dispatch import Delivered, Dispatch
from .errors import Impossible, Refused
from .filling import STATEFUL, chosen_state, client_errors, fill, get_option
from .hub import Hub
from .methods.views import check_sent_view, push_view, replace_content
from .responses import answer_interaction
from .state import Json, Message, ResponseUrl, User, View
from .workspace import Workspace


@dataclass(slots=True)
class Submitted:
    """What a form's submission led to; `errors` by block id; `sent` is false when Slack's client held it back."""

    outcome: Literal["closed", "errors", "updated", "pushed", "cleared", "failed"]
    errors: dict[str, str] = field(default_factory=dict)
    view: View | None = None
    sent: bool = True
    delivered: Delivered | None = None


class People:
    """The people of one workspace, as far as their acts reach the app."""

    def __init__(self, hub: Hub, workspace: Workspace, dispatch: Dispatch) -> None:
        self._hub = hub
        self._workspace = workspace
        self._dispatch = dispatch
        self._message_values: dict[tuple[str, str, str], Json] = {}

    def get_active(self, user_id: str) -> User:
        """A person who can still do something here."""
        user = self._workspace.users.get(user_id)
        if user is None or user.deleted:
            raise Impossible(f"{user_id} has no active account")
        return user

    async def tap(
        self,
        user_id: str,
        at: Message | View,
        action_id: str,
        value: str | None = None,
        chosen: Any = None,
        block_id: str | None = None,
    ) -> Delivered:
        """Press a button or choose in a menu, on what this person has in front of them."""
        user = self.get_active(user_id)
        self._check_in_sight(user, at)
        found = find_element(at.blocks, action_id, value if chosen is None else None, block_id)
        if found is None:
            offered = [one.get("action_id") for block in at.blocks for one in block.get("elements", [])]
            raise Impossible(f"nothing to press is called {action_id!r} (value {value!r}) here; there is {offered}")
        block, element = found
        action = payloads.action_of(
            block, element, self._choice(user, at, block, element, chosen), self._workspace.next_ts()
        )
        if isinstance(at, View):
            current = self._workspace.find_view(at.id)
            payload = payloads.view_action(self._hub, self._workspace, user, current or at, action)
        else:
            current_message = self._workspace.find_message(at.channel, at.ts) or at
            state = self.state_of(user.id, at)
            payload = payloads.message_action(self._hub, self._workspace, user, current_message, action, state)
        return await self._dispatch.once("interactive", payload)

    def _choice(self, user: User, at: Message | View, block: Json, element: Json, chosen: Any) -> Json:
        if element["type"] == "overflow":
            return {"selected_option": get_option(element, chosen)}
        if element["type"] not in STATEFUL:
            return {}
        state = chosen_state(element, chosen)
        view = self._workspace.find_view(at.id) if isinstance(at, View) else None
        values = view.values if view else self._message_values.setdefault(_key(at, user), {})
        values.setdefault(block["block_id"], {})[element["action_id"]] = state
        return {name: value for name, value in state.items() if name != "type"}

    def _check_in_sight(self, user: User, at: Message | View) -> None:
        if isinstance(at, View):
            if at.user != user.id:
                raise Impossible(f"{user.name} does not have this view in front of them")
            return
        channel = self._workspace.channels.get(at.channel)
        inside = user.id in channel.members if channel else user.dm == at.channel
        if not inside or at.ephemeral_to not in (None, user.id):
            raise Impossible(f"{user.name} does not see this message")

    def state_of(self, user_id: str, message: Message) -> Json:
        """What this person has chosen in a message's menus, and what they show at first."""
        return current_state(message.blocks, self._message_values.get((message.channel, message.ts, user_id), {}))

    def type_into(self, user_id: str, view_id: str, choices: Json) -> None:
        """Fill in a modal's fields without sending it; a press in it then carries what was typed."""
        view = self._workspace.find_view(view_id)
        if view is None or view.user != self.get_active(user_id).id:
            raise Impossible("this view is no longer there")
        fill(view, choices)

    async def suggest(
        self, user_id: str, at: Message | View, action_id: str, typed: str, block_id: str | None = None
    ) -> list[Json]:
        """The options that the app offers while this person types into an external menu."""
        found = find_element(at.blocks, action_id, block_id=block_id)
        if found is None:
            raise Impossible(f"nothing to fill in is called {action_id!r}")
        payload = payloads.block_suggestion(self._workspace, self.get_active(user_id), at, *found, typed)
        delivered = await self._dispatch.once("interactive", payload)
        body = delivered.body if delivered.ok and isinstance(delivered.body, dict) else {}
        groups = body.get("option_groups") or []
        return [*(body.get("options") or []), *(one for group in groups for one in group["options"])]

    async def command(self, user_id: str, channel_id: str, command: str, text: str) -> tuple[Delivered, Message | None]:
        """Type a slash command; what its acknowledgement says is shown to whoever typed it."""
        user = self.get_active(user_id)
        if command not in self._hub.commands:
            raise Impossible(f"{command} is not a valid command")
        channel = self._workspace.channels.get(channel_id)
        if channel is not None and user.id not in channel.members:
            raise Impossible(f"{user.name} is not in #{channel.name}")
        if self._hub.commands[command]:
            text = self._escaped(text)
        form = payloads.slash_command(self._hub, self._workspace, user, channel_id, command, text)
        delivered = await self._dispatch.once("slash_commands", form)
        if not delivered.ok:
            why = "dispatch_failed" if delivered.reasons != ["timeout"] else "operation_timeout"
            delivered.error = f'{command} failed with the error "{why}"'
        return delivered, self._show_answer(user, channel_id, delivered.body) if delivered.ok else None

    def _escaped(self, text: str) -> str:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        for name, user in self._workspace.mentions(text).items():
            text = re.sub(rf"(?<![\w|])@{re.escape(name)}(?![\w-])", f"<@{user.id}|{name}>", text)
        for channel in self._workspace.channels.values():
            text = re.sub(rf"(?<![\w|])#{re.escape(channel.name)}(?![\w-])", f"<#{channel.id}|{channel.name}>", text)
        return text

    def _show_answer(self, user: User, channel_id: str, body: Any) -> Message | None:
        values = {"text": body} if isinstance(body, str) else body
        if not isinstance(values, dict) or not (values.get("text") or values.get("blocks")):
            return None
        one = ResponseUrl(secret="", team=self._workspace.id, user=user.id, channel=channel_id, made_at=0.0)
        try:
            answer_interaction(self._workspace, one, Arguments(values))
        except Refused:
            return None
        self._hub.changed()
        return self._workspace.messages[channel_id][-1]

    async def submit(self, user_id: str, view_id: str, choices: Json) -> Submitted:
        """Fill in a modal and press its submit button."""
        user = self.get_active(user_id)
        stack = self._workspace.modals[user.id]
        if not stack or stack[-1].id != view_id:
            raise Impossible(f"{user.name} does not have this modal in front of them")
        view = stack[-1]
        fill(view, choices)
        view.errors = client_errors(view)
        if view.errors:
            self._hub.changed()
            return Submitted("errors", view.errors, copy.deepcopy(view), sent=False)
        payload = payloads.view_submission(self._hub, self._workspace, user, view)
        delivered = await self._dispatch.once("interactive", payload)
        result = self._apply(view, delivered) if delivered.ok else Submitted("failed")
        result.delivered = delivered
        self._hub.changed()
        return result

    def _apply(self, view: View, delivered: Delivered) -> Submitted:
        stack = self._workspace.modals[view.user]
        body = delivered.body or {}
        action = body.get("response_action") if isinstance(body, dict) else "?"
        try:
            match action:
                case None:
                    _remove(stack, view)
                    return Submitted("closed")
                case "clear":
                    stack.clear()
                    return Submitted("cleared")
                case "errors":
                    return self._show_errors(view, body.get("errors"))
                case "update" | "push":
                    return self._show_view(view, body.get("view"), action)
        except Refused as refused:
            delivered.error = f"{refused.code} {refused.extra}"
        return Submitted("failed")

    def _show_errors(self, view: View, errors: Any) -> Submitted:
        inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
            raise Refused("invalid_response_errors", inputs=sorted(inputs))
        view.errors = {block: str(said) for block, said in errors.items()}
        return Submitted("errors", dict(view.errors), copy.deepcopy(view))

    def _show_view(self, view: View, sent: Any, action: str) -> Submitted:
        check_sent_view(self._workspace, sent, "modal", view if action == "update" else None)
        if action == "update":
            replace_content(view, sent)
            return Submitted("updated", view=copy.deepcopy(view))
        if len(self._workspace.modals[view.user]) >= 3:
            raise Refused("push_limit_reached")
        return Submitted("pushed", view=copy.deepcopy(push_view(self._workspace, view.user, sent)))

    async def close(self, user_id: str, *, everything: bool = False) -> None:
        """Close the modal on top (or all of them); the app hears of it if it asked to."""
        user = self.get_active(user_id)
        stack = self._workspace.modals[user.id]
        whole = everything or bool(stack and stack[-1].clear_on_close)
        leaving = list(reversed(stack)) if whole else stack[-1:]
        for view in leaving:
            _remove(stack, view)
        self._hub.changed()
        for view in leaving:
            if view.notify_on_close:
                payload = payloads.view_closed(self._workspace, user, view, cleared=whole)
                await self._dispatch.once("interactive", payload)


def _key(at: Any, user: User) -> tuple[str, str, str]:
    return (at.channel, at.ts, user.id)


def _remove(stack: list[View], view: View) -> None:
    if view in stack:
        stack.remove(view)
