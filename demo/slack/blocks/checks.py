"""Blocks of messages and views, checked against Slack's documented limits.

https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Iterator
from typing import Any

from .charts import CHART
from .elements import ID, IMAGE, IN_ACTIONS, IN_INPUT, IN_SECTION
from .shapes import Check, Shape, boolean, by_type, is_a, many, string
from .texts import either, plain

BLOCK_ID: dict[str, Check] = {"block_id": ID}


def _says_something(block: Any, path: str, problems: list[str]) -> None:
    if "text" not in block and "fields" not in block:
        problems.append(f"missing required field: text or fields [json-pointer:{path}]")


BLOCKS: dict[str, Check] = {
    "section": Shape(
        {"type": is_a("section")},
        BLOCK_ID
        | {
            "text": either(3000),
            "fields": many(either(2000), 10),
            "accessory": by_type(IN_SECTION, "accessory"),
            "expand": boolean,
        },
        (_says_something,),
    ),
    "header": Shape({"type": is_a("header"), "text": plain(150)}, BLOCK_ID),
    "divider": Shape({"type": is_a("divider")}, BLOCK_ID),
    "image": Shape(
        {"type": is_a("image"), "image_url": string(3000), "alt_text": string(2000)}, BLOCK_ID | {"title": plain(2000)}
    ),
    "context": Shape(
        {
            "type": is_a("context"),
            "elements": many(
                by_type({"image": IMAGE, "plain_text": either(3000), "mrkdwn": either(3000)}, "context"), 10
            ),
        },
        BLOCK_ID,
    ),
    "actions": Shape({"type": is_a("actions"), "elements": many(by_type(IN_ACTIONS, "actions"), 25)}, BLOCK_ID),
    "input": Shape(
        {"type": is_a("input"), "label": plain(2000), "element": by_type(IN_INPUT, "input")},
        BLOCK_ID | {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "data_visualization": Shape({"type": is_a("data_visualization"), "title": string(50), "chart": CHART}, BLOCK_ID),
}
BLOCK = by_type(BLOCKS, "block")


def elements_in(block: Any) -> Iterator[dict[str, Any]]:
    """The elements of one block, in the order shown."""
    if isinstance(block, dict):
        inside = [block.get("accessory"), block.get("element"), *(block.get("elements") or [])]
        yield from (one for one in inside if isinstance(one, dict))


def check_message_blocks(blocks: Any) -> list[str]:
    """What Slack would say against the blocks of a message; nothing when they are good."""
    problems: list[str] = []
    many(BLOCK, 50, 0)(blocks, "/blocks", problems)
    if isinstance(blocks, list):
        _check_ids(blocks, problems)
        charts = [block for block in blocks if isinstance(block, dict) and block.get("type") == "data_visualization"]
        if len(charts) > 2:
            problems.append("no more than 2 data_visualization blocks allowed [json-pointer:/blocks]")
    return problems


def check_view(view: Any) -> list[str]:
    """What Slack would say against a view; nothing when it is good."""
    problems: list[str] = []
    by_type({"modal": MODAL, "home": HOME}, "view")(view, "/view", problems)
    if isinstance(view, dict) and isinstance(view.get("blocks"), list):
        _check_ids(view["blocks"], problems)
        _check_focus(view["blocks"], problems)
    return problems


def _check_ids(blocks: list[Any], problems: list[str]) -> None:
    named = [block["block_id"] for block in blocks if isinstance(block, dict) and "block_id" in block]
    problems += [f"block_id {name} already exists [json-pointer:/blocks]" for name in _repeated(named)]
    for index, block in enumerate(blocks):
        actions = [one["action_id"] for one in elements_in(block) if "action_id" in one]
        where = f"/blocks/{index}/elements"
        problems += [f'`action_id` "{name}" already exists [json-pointer:{where}]' for name in _repeated(actions)]


def _repeated(names: list[Any]) -> list[str]:
    return sorted({str(name) for name in names if names.count(name) > 1})


def _check_focus(blocks: list[Any], problems: list[str]) -> None:
    if sum(bool(one.get("focus_on_load")) for block in blocks for one in elements_in(block)) > 1:
        problems.append("only one element may have focus_on_load [json-pointer:/view/blocks]")


def _inputs_can_be_sent(view: Any, path: str, problems: list[str]) -> None:
    blocks = [block for block in view.get("blocks") or [] if isinstance(block, dict)]
    if any(block.get("type") == "input" for block in blocks) and "submit" not in view:
        problems.append(f"missing required field: submit, when blocks contain an input [json-pointer:{path}]")


def _no_charts(view: Any, path: str, problems: list[str]) -> None:
    for index, block in enumerate(view.get("blocks") or []):
        if isinstance(block, dict) and block.get("type") == "data_visualization":
            where = f"{path}/blocks/{index}/type"
            problems.append(f"unsupported type: data_visualization for a view [json-pointer:{where}]")


_OF_VIEWS: dict[str, Check] = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
MODAL = Shape(
    {"type": is_a("modal"), "title": plain(24), "blocks": many(BLOCK, 100, 0)},
    _OF_VIEWS
    | {
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
    (_inputs_can_be_sent, _no_charts),
)
HOME = Shape({"type": is_a("home"), "blocks": many(BLOCK, 100, 0)}, _OF_VIEWS, (_no_charts,))
