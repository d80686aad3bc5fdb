"""Block Kit's parts as plain dicts, refusing what Slack would refuse."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

_JOINERS = "\u200c\u200d"  # unprintable, but they hold Persian words and families of emoji together

Block = dict[str, Any]
Element = dict[str, Any]


class SlackWouldRefuse(ValueError):
    """A message or view is outside Slack's documented limits; the sentence says where."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message: ``text`` is what notifications and screen readers say."""

    text: str
    blocks: tuple[Block, ...]

    def __post_init__(self) -> None:
        _fits("message text", self.text, 4000)
        _at_most("blocks in a message", self.blocks, 50)
        _check_ids(self.blocks)
        if sum(block["type"] == "data_visualization" for block in self.blocks) > 2:
            raise SlackWouldRefuse("A message holds two charts at most.")

    def body(self) -> dict[str, Any]:
        """Return what chat.postMessage and response_url take."""
        return {"text": self.text, "blocks": list(self.blocks)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Modal:
    """A modal; without ``submit`` it can only be closed."""

    callback_id: str
    title: str
    blocks: tuple[Block, ...]
    submit: str | None = None
    close: str | None = None
    private: str = ""

    def __post_init__(self) -> None:
        for name, label in (("title", self.title), ("submit", self.submit), ("close", self.close)):
            if label is not None:
                _fits(f"view {name}", label, 24)
        _fits("private_metadata", self.private, 3000, empty=True)
        _at_most("blocks in a view", self.blocks, 100)
        _check_ids(self.blocks)
        if self.submit is None and any(block["type"] == "input" for block in self.blocks):
            raise SlackWouldRefuse("A modal with an input needs a submit button.")

    def body(self) -> dict[str, Any]:
        """Return what views.open and views.update take."""
        view: dict[str, Any] = {
            "type": "modal",
            "callback_id": self.callback_id,
            "title": plain(self.title),
            "blocks": list(self.blocks),
        }
        if self.submit is not None:
            view["submit"] = plain(self.submit)
        if self.close is not None:
            view["close"] = plain(self.close)
        if self.private:
            view["private_metadata"] = self.private
        return view


@dataclass(frozen=True, slots=True)
class HomeTab:
    """What one person sees in the App Home."""

    blocks: tuple[Block, ...]

    def __post_init__(self) -> None:
        _at_most("blocks in a view", self.blocks, 100)
        _check_ids(self.blocks)

    def body(self) -> dict[str, Any]:
        """Return what views.publish takes."""
        return {"type": "home", "blocks": list(self.blocks)}


def escape(typed: str) -> str:
    """Return what a person typed so that Slack shows it letter by letter: no mention, link or control character."""
    shown = "".join(character for character in typed if character.isprintable() or character in _JOINERS)
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def legible(typed: str) -> str:
    """Return what a person typed without what cannot be seen; lines and joined characters stay."""
    return "".join(one for one in typed if one.isprintable() or one in _JOINERS or one == "\n").strip()


def plain(text: str) -> Element:
    """Return a plain-text object."""
    return {"type": "plain_text", "text": text, "emoji": True}


def mrkdwn(text: str) -> Element:
    """Return a text object in Slack's own markup."""
    return {"type": "mrkdwn", "text": text}


def header(text: str) -> Block:
    """Return a header, up to 150 characters of plain text."""
    return {"type": "header", "text": plain(_fits("header", text, 150))}


def section(text: str, *, accessory: Element | None = None, block_id: str | None = None) -> Block:
    """Return a section, up to 3,000 characters of mrkdwn."""
    block: Block = {"type": "section", "text": mrkdwn(_fits("section", text, 3000))}
    if accessory is not None:
        block["accessory"] = accessory
    return _named(block, block_id)


def plain_section(text: str) -> Block:
    """Return a section, up to 3,000 characters, in which nothing is markup: no mention, no link, no emoji code."""
    return {"type": "section", "text": {"type": "plain_text", "text": _fits("section", text, 3000), "emoji": False}}


def context(*texts: str) -> Block:
    """Return small print of one to ten texts."""
    _at_most("context elements", texts, 10)
    return {"type": "context", "elements": [mrkdwn(_fits("context", text, 3000)) for text in texts]}


def divider() -> Block:
    """Return a line."""
    return {"type": "divider"}


def actions(*elements: Element, block_id: str | None = None) -> Block:
    """Return a row of up to 25 buttons or menus."""
    _at_most("elements in actions", elements, 25)
    return _named({"type": "actions", "elements": list(elements)}, block_id)


def button(label: str, action_id: str, value: str = "", *, style: str | None = None) -> Element:
    """Return a button; the label has at most 75 characters, the value 2,000."""
    element: Element = {"type": "button", "text": plain(_fits("button", label, 75)), "action_id": _id(action_id)}
    if value:
        element["value"] = _fits("button value", value, 2000)
    if style is not None:
        element["style"] = style
    return element


def option(label: str, value: str) -> Element:
    """Return an option of a menu."""
    return {"text": plain(_fits("option", label, 75)), "value": _fits("option value", value, 150)}


def static_select(action_id: str, options: Sequence[Element], initial: Element | None = None) -> Element:
    """Return a menu of one to a hundred options."""
    _at_most("options", options, 100)
    return _with_initial({"type": "static_select", "action_id": _id(action_id), "options": list(options)}, initial)


def plain_text_input(action_id: str, initial: str = "", *, most: int = 3000, multiline: bool = False) -> Element:
    """Return a text field that takes up to ``most`` characters."""
    element: Element = {"type": "plain_text_input", "action_id": _id(action_id), "max_length": most}
    if multiline:
        element["multiline"] = True
    if initial:
        element["initial_value"] = initial[:most]
    return element


def many_users_select(action_id: str, initial: Sequence[str], *, most: int) -> Element:
    """Return a field in which people are chosen, up to ``most``."""
    element: Element = {"type": "multi_users_select", "action_id": _id(action_id), "max_selected_items": most}
    return {**element, "initial_users": list(initial)} if initial else element


def number_input(action_id: str, initial: int, least: int, most: int) -> Element:
    """Return a field for a whole number."""
    return {
        "type": "number_input",
        "action_id": _id(action_id),
        "is_decimal_allowed": False,
        "initial_value": str(initial),
        "min_value": str(least),
        "max_value": str(most),
    }


def timepicker(action_id: str, initial: str) -> Element:
    """Return a field for a time of day, ``HH:MM``."""
    return {"type": "timepicker", "action_id": _id(action_id), "initial_time": initial}


def datepicker(action_id: str, initial: str = "") -> Element:
    """Return a field for a day, ``YYYY-MM-DD``."""
    element: Element = {"type": "datepicker", "action_id": _id(action_id)}
    return {**element, "initial_date": initial} if initial else element


def multi_static_select(action_id: str, options: Sequence[Element], initial: Sequence[Element]) -> Element:
    """Return a menu in which one to a hundred options can be chosen together."""
    _at_most("options", options, 100)
    element: Element = {"type": "multi_static_select", "action_id": _id(action_id), "options": list(options)}
    return {**element, "initial_options": list(initial)} if initial else element


def datetimepicker(action_id: str, initial: int) -> Element:
    """Return a field for a moment, in seconds since 1970; Slack shows it in the reader's own zone."""
    return {"type": "datetimepicker", "action_id": _id(action_id), "initial_date_time": initial}


def users_select(action_id: str, placeholder: str) -> Element:
    """Return a menu of the workspace's people."""
    shown = plain(_fits("placeholder", placeholder, 150))
    return {"type": "users_select", "action_id": _id(action_id), "placeholder": shown}


def overflow(action_id: str, options: Sequence[Element]) -> Element:
    """Return the menu behind three dots, of one to five options."""
    _at_most("options", options, 5)
    return {"type": "overflow", "action_id": _id(action_id), "options": list(options)}


def input_block(label: str, element: Element, block_id: str, *, hint: str = "", optional: bool = False) -> Block:
    """Return a labelled field of a modal; label and hint have at most 2,000 characters."""
    block: Block = {"type": "input", "label": plain(_fits("label", label, 2000)), "element": element}
    if hint:
        block["hint"] = plain(_fits("hint", hint, 2000))
    if optional:
        block["optional"] = True
    return _named(block, block_id)


def line_chart(title: str, series: str, points: Sequence[tuple[str, float]], y_label: str = "") -> Block:
    """Return Slack's own chart with one line; the categories are the points' labels, all different."""
    labels = [_fits("chart label", label, 20) for label, _ in points]
    if not labels or len(set(labels)) != len(labels):
        raise SlackWouldRefuse("A chart needs at least one point, and no label twice.")
    axis: dict[str, Any] = {"categories": labels}
    if y_label:
        axis["y_label"] = _fits("chart y_label", y_label, 50)
    line = {"name": _fits("series name", series, 20), "data": [{"label": name, "value": at} for name, at in points]}
    return {
        "type": "data_visualization",
        "title": _fits("chart title", title, 50),
        "chart": {"type": "line", "series": [line], "axis_config": axis},
    }


def _with_initial(element: Element, initial: Element | None) -> Element:
    return element if initial is None else {**element, "initial_option": initial}


def _named(block: Block, block_id: str | None) -> Block:
    return block if block_id is None else {**block, "block_id": _id(block_id)}


def _id(text: str) -> str:
    return _fits("id", text, 255)


def _fits(what: str, text: str, most: int, *, empty: bool = False) -> str:
    if not empty and not text.strip():
        raise SlackWouldRefuse(f"{what} is empty.")
    if len(text) > most:
        raise SlackWouldRefuse(f"{what} has {len(text)} characters, Slack takes {most}.")
    return text


def _at_most(what: str, things: Sequence[object], most: int) -> None:
    if not 1 <= len(things) <= most:
        raise SlackWouldRefuse(f"{len(things)} {what}, Slack takes 1 to {most}.")


def _check_ids(blocks: Iterable[Block]) -> None:
    names = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(names)) != len(names):
        raise SlackWouldRefuse("Two blocks have the same block_id.")
    for block in blocks:
        ids = [element["action_id"] for element in block.get("elements", []) if "action_id" in element]
        if len(set(ids)) != len(ids):
            raise SlackWouldRefuse("Two elements of a block have the same action_id.")
