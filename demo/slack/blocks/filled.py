"""Blocks as Slack keeps them (ids added), and the state of what people filled in."""

import copy
import secrets
from typing import Any

from .checks import elements_in

Json = dict[str, Any]

STATE_FIELDS = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}


def completed(blocks: list[Json]) -> list[Json]:
    """The blocks with every id that the sender left out, as Slack answers them."""
    filled = copy.deepcopy(blocks)
    for block in filled:
        block.setdefault("block_id", secrets.token_urlsafe(4))
        for element in elements_in(block):
            if element.get("type") not in ("image", "plain_text", "mrkdwn"):
                element.setdefault("action_id", secrets.token_urlsafe(4))
    return filled


def find_element(
    blocks: list[Json], action_id: str, value: str | None = None, block_id: str | None = None
) -> tuple[Json, Json] | None:
    """The block and element with this action id, and this value and block id if they are given."""
    for block in blocks:
        if block_id not in (None, block.get("block_id")):
            continue
        for element in elements_in(block):
            if element.get("action_id") == action_id and value in (None, element.get("value")):
                return block, element
    return None


def current_state(blocks: list[Json], values: Json) -> Json:
    """`state.values`: what the person chose, else what the view chose for them at first."""
    state: Json = {}
    for block in blocks:
        for element in elements_in(block):
            names = STATE_FIELDS.get(element.get("type", ""))
            if names is not None:
                chosen = values.get(block["block_id"], {}).get(element["action_id"])
                state.setdefault(block["block_id"], {})[element["action_id"]] = chosen or _initial(element, names)
    return state


def _initial(element: Json, names: tuple[str, str]) -> Json:
    first = element.get(names[1])
    if first is None and names[0] in ("selected_options", "selected_users"):
        first = []
    return {"type": element["type"], names[0]: first}
