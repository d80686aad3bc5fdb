"""Every kind of block and element that the workspace accepts can be seen, filled in and pressed on the page."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from slack_sdk import WebClient

from demo.slack import HandClock, SlackServer, User
from demo.slack.blocks.checks import BLOCKS, check_message_blocks, check_view
from demo.slack.blocks.elements import IN_ACTIONS, IN_INPUT
from demo.web import Page as DemoPage
from tests.fakes.tiny_bot import TinyBot

World = tuple[SlackServer, User, TinyBot]
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def option(value: str) -> dict[str, Any]:
    return {"text": plain(value.title()), "value": value}


OPTIONS = [option("one"), option("two"), option("three")]
NEEDS: dict[str, dict[str, Any]] = {
    "button": {"text": plain("Press"), "value": "1"},
    "overflow": {"options": OPTIONS},
    "static_select": {"options": OPTIONS},
    "multi_static_select": {"options": OPTIONS},
    "radio_buttons": {"options": OPTIONS},
    "checkboxes": {"options": OPTIONS},
    "number_input": {"is_decimal_allowed": False},
}
SURE = {"title": plain("Sure?"), "text": plain("It cannot be undone."), "confirm": plain("Yes"), "deny": plain("No")}


def element(kind: str) -> dict[str, Any]:
    return {"type": kind, "action_id": f"a.{kind}"} | NEEDS.get(kind, {})


def chart(kind: str) -> dict[str, Any]:
    if kind == "pie":
        drawn: dict[str, Any] = {"type": kind, "segments": [{"label": "A", "value": 1}, {"label": "B", "value": 2}]}
    else:
        points = [{"label": "1", "value": 40}, {"label": "2", "value": 25.5}]
        axes = {"categories": ["1", "2"], "x_label": "Reading", "y_label": "Level"}
        drawn = {"type": kind, "series": [{"name": "Level", "data": points}], "axis_config": axes}
    return {"type": "data_visualization", "title": f"A {kind} chart", "chart": drawn}


def every_block() -> dict[str, dict[str, Any]]:
    words = "*bold* _italic_ ~gone~ `code` <https://example.com|link> &lt;b&gt;"
    return {
        "section": {
            "type": "section",
            "text": {"type": "mrkdwn", "text": words},
            "fields": [plain("Left"), plain("Right")],
        },
        "header": {"type": "header", "text": plain("A header")},
        "divider": {"type": "divider"},
        "image": {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A hill at dawn"},
        "context": {"type": "context", "elements": [plain("Small print")]},
        "actions": {"type": "actions", "elements": [element("button")]},
        "input": {"type": "input", "label": plain("Name"), "element": element("plain_text_input")},
        "data_visualization": chart("line"),
    }


@pytest.fixture
def world() -> Iterator[World]:
    """A workspace with the page and a small bot; ask for it before the page, which must be closed first."""
    shown = DemoPage()
    with SlackServer(clock=HandClock(NOW), routes=shown.routes()) as slack:
        shown.sit_at(slack)
        ada = slack.add_user("ada", real_name="Ada Lovelace")
        slack.add_user("ben")
        slack.add_channel("product", members=[ada], with_bot=True)
        shown.open_to(ada.id, 0.0)
        bot = TinyBot(slack)
        bot.take_everything()
        bot.connect()
        yield slack, ada, bot
        bot.close()


def client(slack: SlackServer) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])


def post(slack: SlackServer, ada: User, blocks: list[dict[str, Any]]) -> None:
    assert check_message_blocks(blocks) == []
    client(slack).chat_postMessage(channel=ada.id, text="Look", blocks=json.dumps(blocks))


def open_modal(slack: SlackServer, ada: User, blocks: list[dict[str, Any]], **given: Any) -> None:
    view = {"type": "modal", "title": plain("Everything"), "submit": plain("Send"), "blocks": blocks} | given
    assert check_view(view) == []
    client(slack).views_open(trigger_id=slack.hub.make_trigger(ada.id), view=view)


def latest(page: Page) -> Locator:
    return page.locator("article").last


def test_every_block_of_a_message_is_shown(world: World, page: Page) -> None:
    slack, ada, _ = world
    blocks = every_block()
    assert set(blocks) == set(BLOCKS)
    post(slack, ada, list(blocks.values()))
    page.goto(slack.base_url)
    expect(latest(page).locator("strong").get_by_text("bold")).to_be_visible()
    for name, said in {"em": "italic", "s": "gone", "code": "code", "a": "link"}.items():
        expect(latest(page).locator(name, has_text=said).first).to_be_visible()
    expect(latest(page)).to_contain_text("<b>")
    expect(latest(page).get_by_role("link", name="A hill at dawn")).to_be_visible()
    expect(latest(page).get_by_role("img", name="A line chart")).to_be_visible()
    expect(page.locator(".unknown")).to_have_count(0)


def test_mentions_and_dates_are_in_the_readers_words(world: World, page: Page) -> None:
    slack, ada, _ = world
    soon = int(NOW.timestamp()) + 3600
    text = (
        f"<@{ada.id}> in <#{next(iter(slack.state.channels))}>: <!date^{soon}^{{date_short_pretty}} at {{time}}|later>"
    )
    post(slack, ada, [{"type": "section", "text": {"type": "mrkdwn", "text": text}}])
    page.goto(slack.base_url)
    expect(latest(page)).to_contain_text("@Ada Lovelace in #product: today at 11:00")


@pytest.mark.parametrize("kind", ["bar", "area", "pie"])
def test_every_chart_is_drawn(world: World, page: Page, kind: str) -> None:
    slack, ada, _ = world
    post(slack, ada, [chart(kind)])
    page.goto(slack.base_url)
    expect(latest(page).get_by_role("img", name=f"A {kind} chart")).to_be_visible()


def test_every_element_of_a_message_reaches_the_bot(world: World, page: Page) -> None:
    slack, ada, bot = world
    kinds = list(IN_ACTIONS)
    post(slack, ada, [{"type": "actions", "block_id": kind, "elements": [element(kind)]} for kind in kinds])
    page.goto(slack.base_url)
    for kind in kinds:
        shown = latest(page).locator(f"[data-type={kind}]")
        expect(shown).to_have_count(1)
        before = len(bot.heard)
        press(page, shown, kind)
        heard = wait_for(page, bot, before)
        assert (heard["actions"][0]["action_id"], heard["actions"][0]["type"]) == (f"a.{kind}", kind)
    expect(page.locator(".unknown")).to_have_count(0)


def press(page: Page, shown: Locator, kind: str) -> None:
    """Do with an element what a person would."""
    if kind == "button":
        shown.click()
    elif kind == "overflow":
        shown.get_by_role("button", name="More").click()
        shown.get_by_role("button", name="Two").click()
    elif "external" in kind:
        shown.get_by_role("combobox").fill("europe")
        shown.get_by_role("button", name="Europe/Zurich").click()
    else:
        fill(shown, kind)


def fill(shown: Locator, kind: str) -> None:
    """Fill in a field as a person would."""
    typed = {"datepicker": "2026-04-01", "timepicker": "10:30", "datetimepicker": "2026-04-01T10:30"}
    typed |= {"number_input": "3", "email_text_input": "a@example.com", "url_text_input": "https://example.com"}
    if kind in ("radio_buttons", "checkboxes") or kind.startswith("multi_"):
        shown.locator("input").nth(1).check()
    elif kind.endswith("_select"):
        shown.locator("select").select_option(index=1)
    else:
        shown.locator("input").fill(typed.get(kind, "typed"))


def wait_for(page: Page, bot: TinyBot, before: int) -> dict[str, Any]:
    """What the bot heard next, of what people press."""
    for _ in range(200):
        new = [one for one in bot.heard[before:] if one.get("type") == "block_actions"]
        if new:
            return dict(new[-1])
        page.wait_for_timeout(20)
    raise AssertionError("The bot heard nothing.")


def test_every_input_of_a_form_is_sent_as_it_was_filled_in(world: World, page: Page) -> None:
    slack, ada, bot = world
    kinds = [kind for kind in IN_INPUT if "external" not in kind]
    page.goto(slack.base_url)
    blocks = [
        {"type": "input", "block_id": kind, "label": plain(f"Your {kind}"), "element": element(kind)} for kind in kinds
    ]
    open_modal(slack, ada, blocks)
    form = page.locator("dialog#modal")
    for kind in kinds:
        fill(form.locator(f"[data-type={kind}]"), kind)
    form.get_by_role("button", name="Send").click()
    expect(form).to_be_hidden()
    values = bot.heard[-1]["view"]["state"]["values"]
    assert set(values) == set(kinds)
    empty = [
        kind
        for kind in kinds
        if all(one in (None, "", []) for name, one in values[kind][f"a.{kind}"].items() if name != "type")
    ]
    assert empty == []
    assert (
        values["datetimepicker"]["a.datetimepicker"]["selected_date_time"] == 1775032200
    )  # 10:30 in Zurich, in summer
    assert values["multi_users_select"]["a.multi_users_select"]["selected_users"][0].startswith("U")


def test_a_field_left_empty_is_told_there_and_a_weighty_press_is_asked_about(world: World, page: Page) -> None:
    slack, ada, bot = world
    page.goto(slack.base_url)
    ask = {"type": "actions", "elements": [element("button") | {"confirm": SURE}]}
    open_modal(slack, ada, [every_block()["input"] | {"block_id": "name"}, ask])
    form, sure = page.locator("dialog#modal"), page.locator("dialog#confirm")
    form.get_by_role("button", name="Send").click()
    expect(form.locator("[data-block=name]").get_by_role("alert")).to_contain_text(
        "Please complete this required field."
    )
    before = len(bot.heard)
    form.get_by_role("button", name="Press").click()
    sure.get_by_role("button", name="No").click()
    expect(sure).to_be_hidden()
    assert bot.heard[before:] == []
    form.get_by_role("button", name="Press").click()
    sure.get_by_role("button", name="Yes").click()
    assert wait_for(page, bot, before)["actions"][0]["action_id"] == "a.button"


def test_modals_stack_and_are_updated_and_closed_from_the_top(world: World, page: Page) -> None:
    slack, ada, _ = world
    page.goto(slack.base_url)
    open_modal(slack, ada, [every_block()["input"] | {"block_id": "name"}])
    form = page.locator("dialog#modal")
    form.locator("[data-block=name] input").fill("half-typed")
    first = slack.view(ada)
    assert first is not None
    second = {"type": "modal", "title": plain("Second"), "blocks": [every_block()["header"]]}
    client(slack).views_push(trigger_id=slack.hub.make_trigger(ada.id, first.id), view=second)
    expect(form.get_by_role("heading", name="Second")).to_be_visible()
    page.keyboard.press("Escape")
    expect(form.get_by_role("heading", name="Everything")).to_be_visible()
    updated = {"type": "modal", "title": plain("Updated"), "submit": plain("Send"), "blocks": first.blocks}
    form.locator("[data-block=name] input").fill("still here")
    client(slack).views_update(view_id=first.id, view=updated)
    expect(form.get_by_role("heading", name="Updated")).to_be_visible()
    expect(form.locator("[data-block=name] input")).to_have_value("still here")
    form.get_by_role("button", name="Close").click()
    expect(form).to_be_hidden()
