"""The demo as a newcomer uses it, clicked through in a real browser with the real bot behind it."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect


def latest(page: Page) -> Locator:
    return page.locator("article").last


def place(page: Page, name: str) -> Locator:
    return page.locator(".place", has_text=re.compile(rf"^\W*{re.escape(name)}\d*$"))


def be(page: Page, demo: str, name: str) -> None:
    """Open the page and be this person."""
    page.goto(demo)
    person = page.get_by_role("button", name=name)
    person.click()
    expect(person).to_have_attribute("aria-pressed", "true")


def say(page: Page, text: str) -> None:
    page.get_by_role("combobox", name="Write into").fill(text)
    page.keyboard.press("Enter")


def clock(page: Page) -> str:
    return page.locator("#clock time").get_attribute("datetime") or ""


def move(page: Page, step: str) -> None:
    before = clock(page)
    page.get_by_role("button", name=step).click()
    expect(page.locator("#clock time")).not_to_have_attribute("datetime", before, timeout=60_000)
    expect(page.get_by_role("button", name=step)).not_to_have_attribute("aria-disabled", "true", timeout=60_000)


def test_in_three_clicks_a_newcomer_has_answered_and_seen_a_post_with_a_chart(page: Page, demo: str) -> None:
    page.goto(demo)
    expect(page.locator("#hint")).to_contain_text("A meeting has just ended")
    expect(latest(page)).to_contain_text("with something unsaid")
    latest(page).get_by_role("button", name="Something small").click()
    latest(page).locator("[data-action='checkin.second_1']").click()
    expect(latest(page)).to_contain_text("It’s sealed with the others’")
    place(page, "product").click()
    drawn = latest(page).locator("figure.chart svg[role=img]")
    expect(drawn).to_be_in_viewport()
    expect(drawn).to_have_attribute("aria-label", re.compile(r"1 is \d+"))
    expect(latest(page)).to_contain_text("First step:")
    assert page.locator("figure.chart").count() >= 5  # the weeks before are there, too
    assert latest(page).locator("figure.chart table tbody tr").count() >= 8


def test_a_checkin_reads_the_same_whatever_was_tapped_and_can_be_changed_and_withdrawn(page: Page, demo: str) -> None:
    be(page, demo, "Noor Haddad")
    place(page, "Candor").click()
    latest(page).get_by_role("button", name="Change").click()
    expect(latest(page)).to_contain_text("with something unsaid")
    latest(page).get_by_role("button", name="Something that mattered").click()
    expect(latest(page).get_by_role("button", name="Skip")).to_be_visible()
    assert "mattered" not in latest(page).inner_text()
    latest(page).get_by_role("button", name="Skip").click()
    expect(latest(page)).to_contain_text("It’s sealed with the others’")
    latest(page).get_by_role("button", name="Withdraw").click()
    expect(latest(page)).to_contain_text("Taken back")
    latest(page).get_by_role("button", name="Answer this one after all").click()
    expect(latest(page).get_by_role("button", name="No, nothing")).to_be_visible()


def test_a_week_later_there_is_another_post_and_another_checkin(page: Page, demo: str) -> None:
    be(page, demo, "Tomás Rivera")
    place(page, "product").click()
    posts = page.locator("article", has_text="First step:")
    expect(posts.first).to_be_visible()
    before = posts.count()
    move(page, "One week")
    expect(posts).to_have_count(before + 1)
    expect(posts.last.locator("figure.chart")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Something new for you")
    place(page, "Candor").click()
    expect(page.locator("article", has_text="with something unsaid").last).to_be_visible()


def test_each_person_has_messages_of_their_own_and_the_time_of_their_own_zone(page: Page, demo: str) -> None:
    be(page, demo, "Jonas Lind")
    expect(page.locator("#clock")).to_contain_text("in New York")
    place(page, "product").click()
    say(page, "/trust")
    expect(latest(page)).to_contain_text("Only visible to you")
    page.get_by_role("button", name="Priya Nair").click()
    expect(page.locator("#clock")).to_contain_text("in Zurich")
    expect(page.locator("article").first).to_be_visible()
    expect(page.get_by_text("Only visible to you")).to_have_count(0)


def test_home_is_drawn_and_a_pause_taken_there_shows(page: Page, demo: str) -> None:
    be(page, demo, "Yuki Tanaka")
    place(page, "Candor’s Home").click()
    home = page.locator(".home")
    expect(home).to_contain_text("You and Candor")
    home.get_by_role("button", name="Pause …").click()
    asked = page.locator("dialog#modal")
    expect(asked).to_contain_text("How long")
    asked.get_by_role("button", name="Save").click()
    expect(asked).to_be_hidden()
    expect(home).to_contain_text("You’re on a break until")
    home.get_by_role("button", name="I’m back").click()
    expect(home).not_to_contain_text("You’re on a break until")
    expect(home.get_by_role("button", name="Pause …")).to_be_visible()


def count_clicks(page: Page) -> None:
    page.evaluate("window.clicks = 0; addEventListener('click', (event) => window.clicks += event.detail > 0, true)")


def type_into(page: Page, at: Locator, text: str) -> None:
    """Fill in a field as people do, who click into it first."""
    at.click()
    at.fill(text)


def test_a_new_team_is_set_up_to_its_first_checkin_in_twelve_clicks(page: Page, demo: str) -> None:
    be(page, demo, "Lena Vogt")
    place(page, "design").click()
    count_clicks(page)
    page.get_by_role("button", name="Invite Candor").click()
    expect(latest(page)).to_contain_text("one private question")
    latest(page).get_by_role("button", name="Join", exact=True).click()
    expect(latest(page)).to_contain_text("Only visible to you")
    type_into(page, page.get_by_role("combobox", name="Write into"), "/trust setup")
    page.keyboard.press("Enter")
    form = page.locator("dialog#modal")
    type_into(page, form.locator("[data-block='name-0'] input"), "Design critique")
    form.get_by_role("button", name="Add a meeting").click()
    type_into(page, form.locator("[data-block='name-1'] input"), "Studio hour")
    expect(form.locator("[data-block='name-0'] input")).to_have_value("Design critique")
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("This is set up now")
    expect(form).to_contain_text("Studio hour")
    form.get_by_role("button", name="Good").click()
    expect(form).to_be_hidden()
    expect(page.locator("article", has_text="has set up when this team meets")).to_be_visible()
    move(page, "One week")
    place(page, "Candor").click()
    asked = page.locator("article", has_text=re.compile("Design critique|Studio hour"))
    expect(asked.last.get_by_role("button", name="No, nothing")).to_be_visible(timeout=60_000)  # a week passes
    assert page.evaluate("window.clicks") <= 12


def test_a_mistake_in_a_form_is_told_at_its_field(page: Page, demo: str) -> None:
    be(page, demo, "Mara Keller")
    place(page, "product").click()
    say(page, "/trust setup")
    form = page.locator("dialog#modal")
    form.get_by_role("button", name="Time of the weekly post").click()
    zone = form.locator("[data-block='zone']")
    zone.locator("input").fill("Europe/Zurch")
    form.get_by_role("button", name="Save").click()
    expect(zone.get_by_role("alert")).to_contain_text("Europe/Zurich")
    expect(zone.locator("input")).to_be_focused()
    expect(zone.locator("input")).to_have_value("Europe/Zurch")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()


def start_again(page: Page, told: str, name: str) -> list[str]:
    """Open what a message is about, once it is there, and go as far as it goes; returns the taps."""
    form, taps = page.locator("dialog#modal"), ["Open"]
    move_until(page, told).get_by_role("button", name="Open").click()
    expect(form).to_be_visible()  # it holds what was there before until it opens
    expect(form).to_contain_text(name)
    for label in ("Yes", "I’m ready", "I’ve read it"):
        press = form.get_by_role("button", name=label, exact=True)
        if press.count():
            for place in range(2 * form.locator("textarea").count() // 3):
                form.locator("textarea").nth(place).fill("I went quiet.")
            if label == "I’ve read it":
                expect(form).to_contain_text(f"From @{name}")
            press.click()
            expect(press).to_be_hidden()
            taps.append(label)
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()
    return [*taps, "Close"]


def ask_to_start_again(page: Page, handle: str) -> list[str]:
    place(page, "product").click()
    say(page, f"/reset {handle}")
    form = page.locator("dialog#modal")
    form.get_by_role("button", name="No, we are equals").click()
    expect(form).to_contain_text("I’ll tell you if they take it up")
    form.get_by_role("button", name="Close").last.click()
    expect(form).to_be_hidden()
    place(page, "Candor").click()
    return ["No, we are equals", "Close"]


def move_until(page: Page, told: str) -> Locator:
    """Go on from event to event until a message says this."""
    message = page.locator("article", has_text=told).last
    for _ in range(12):
        page.wait_for_timeout(300)  # what came is drawn a moment after the clock
        if message.is_visible():
            break
        move(page, "Next event")
    return message


def let_the_quiet_pass(page: Page, minutes: int) -> None:
    until = datetime.fromisoformat(clock(page)) + timedelta(minutes=minutes)
    while datetime.fromisoformat(clock(page)) < until:
        move(page, "Next event")


INVITED, TAKEN_UP, READY = (
    "A colleague would like to start again",
    "They would like to start again, too",
    "Both are ready",
)


def test_two_who_are_equals_start_again_in_eight_taps_each(page: Page, demo: str) -> None:
    be(page, demo, "Priya Nair")
    hers = ask_to_start_again(page, "@yuki")
    be(page, demo, "Yuki Tanaka")
    place(page, "Candor").click()
    theirs = start_again(page, INVITED, "Priya Nair")
    let_the_quiet_pass(page, 20)  # twenty more, and the colleague in Priya would write for her
    theirs += start_again(page, INVITED, "Priya Nair")
    be(page, demo, "Priya Nair")
    place(page, "Candor").click()
    hers += start_again(page, TAKEN_UP, "Yuki Tanaka")  # who is ready last reads at once
    be(page, demo, "Yuki Tanaka")
    place(page, "Candor").click()
    theirs += start_again(page, READY, "Priya Nair")
    for taps in (hers, theirs):
        assert taps[-2:] == ["I’ve read it", "Close"]
        assert len(taps[:-1]) <= 8, taps  # up to “Now talk”


def test_a_colleague_whom_nobody_plays_starts_again_with_me(page: Page, demo: str) -> None:
    be(page, demo, "Noor Haddad")
    ask_to_start_again(page, "@mara")
    move_until(page, TAKEN_UP)
    let_the_quiet_pass(page, 25)
    assert "I’ve read it" in start_again(page, TAKEN_UP, "Mara Keller")


def test_what_is_set_up_and_the_promise_are_read_in_modals(page: Page, demo: str) -> None:
    be(page, demo, "Mara Keller")
    place(page, "product").click()
    say(page, "/trust setup")
    form = page.locator("dialog#modal")
    expect(form).to_contain_text("Wednesday review")
    form.get_by_role("button", name="Close").first.click()
    expect(form).to_be_hidden()
    page.locator("article", has_text="First step:").last.get_by_role("button", name="How it stays private").click()
    expect(form).to_contain_text("Your tap.")
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()
    say(page, "Good morning, everyone")
    expect(latest(page)).to_contain_text("Good morning, everyone")
    expect(latest(page)).to_be_in_viewport()


def test_it_can_be_used_from_the_keyboard_and_on_a_phone(page: Page, demo: str) -> None:
    page.set_viewport_size({"width": 390, "height": 780})
    be(page, demo, "Samuel Adeyemi")
    place(page, "product").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="#product")).to_be_visible()
    page.get_by_role("combobox", name="Write into").focus()
    page.keyboard.type("/tr")
    page.keyboard.press("Tab")
    page.keyboard.type("he")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(latest(page)).to_contain_text("/trust join")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("[...document.images].every((one) => one.hasAttribute('alt'))")


@pytest.mark.parametrize("step", ["Next event", "One day"])
def test_time_moves_by_events_and_by_days(page: Page, demo: str, step: str) -> None:
    be(page, demo, "Mara Keller")
    move(page, step)
    expect(page.get_by_role("status")).to_contain_text("It is")
