"""What a person's choice becomes in `state.values`, and what Slack's client checks before it sends a form."""

from typing import Any

from .blocks.filled import STATE_FIELDS, current_state
from .blocks.texts import options_of
from .errors import Impossible
from .state import Json, View

REQUIRED = "Please complete this required field."
STATEFUL = frozenset(STATE_FIELDS)


def chosen_state(element: Json, plain: Any) -> Json:
    """The state of an element after a person chose or typed `plain`."""
    kind = element["type"]
    if isinstance(plain, dict) and plain.get("type") == kind:
        return plain
    if kind not in STATE_FIELDS:
        raise Impossible(f"a {kind} holds no value")
    name = STATE_FIELDS[kind][0]
    if name == "value":
        return {"type": kind, name: None if plain in (None, "") else str(plain)}
    if name == "selected_option":
        return {"type": kind, name: None if plain is None else get_option(element, plain)}
    if name == "selected_options":
        return {"type": kind, name: [get_option(element, one) for one in plain or []]}
    return {"type": kind, name: plain}


def get_option(element: Json, wanted: Any) -> Json:
    """The option with this value or text; nobody can choose what is not offered."""
    if isinstance(wanted, dict):
        return wanted
    for option in options_of(element):
        if wanted in (option["value"], option["text"]["text"]):
            return dict(option)
    offered = [option["value"] for option in options_of(element)]
    raise Impossible(f"{element.get('action_id')} offers {offered}, not {wanted!r}")


def fill(view: View, choices: Json) -> None:
    """Put choices into a view: `{block_id: {action_id: state or plain}}` or simply `{action_id: plain}`."""
    stateful = [(block, element) for block in view.blocks for element in _stateful(block)]
    for name, given in choices.items():
        by_action = [(block, element) for block, element in stateful if element["action_id"] == name]
        by_block = [(block, element) for block, element in stateful if block["block_id"] == name]
        if by_block and isinstance(given, dict) and all(one["action_id"] != name for _, one in by_block):
            for action_id, inner in given.items():
                _put(view, [pair for pair in by_block if pair[1]["action_id"] == action_id], action_id, inner)
        else:
            _put(view, by_action, name, given)


def _put(view: View, found: list[tuple[Json, Json]], name: str, given: Any) -> None:
    if not found:
        raise Impossible(f"this view has no field {name!r}")
    block, element = found[0]
    view.values.setdefault(block["block_id"], {})[element["action_id"]] = chosen_state(element, given)


def _stateful(block: Json) -> list[Json]:
    inside = [block.get("accessory"), block.get("element"), *(block.get("elements") or [])]
    return [one for one in inside if isinstance(one, dict) and one.get("type") in STATEFUL]


def client_errors(view: View) -> dict[str, str]:
    """What Slack's own client says at a field, by block id, before anything is sent."""
    state = current_state(view.blocks, view.values)
    errors: dict[str, str] = {}
    for block in view.blocks:
        if block["type"] == "input":
            element = block["element"]
            said = _error_of(block, element, state[block["block_id"]][element["action_id"]])
            if said:
                errors[block["block_id"]] = said
    return errors


def _error_of(block: Json, element: Json, chosen: Json) -> str | None:
    value = chosen[STATE_FIELDS[element["type"]][0]]
    if value in (None, "", []):
        return None if block.get("optional") else REQUIRED
    if element["type"] == "plain_text_input":
        return _length_error(element, value)
    if element["type"] == "number_input":
        return _number_error(element, value)
    return None


def _length_error(element: Json, value: str) -> str | None:
    if len(value) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if len(value) > element.get("max_length", 3000):
        return f"Please enter no more than {element.get('max_length', 3000)} characters."
    return None


def _number_error(element: Json, value: str) -> str | None:
    try:
        number = float(value) if element["is_decimal_allowed"] else int(value)
    except ValueError:
        return "Please enter a valid number."
    if number < float(element.get("min_value", "-inf")) or number > float(element.get("max_value", "inf")):
        return f"Please enter a number from {element.get('min_value', '…')} to {element.get('max_value', '…')}."
    return None
