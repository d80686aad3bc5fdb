"""The set-up form and its confirmation as people see them."""

from datetime import UTC, datetime

import pytest

from bot.kernel.ids import ChannelId, SeriesId, TeamId, WorkspaceId
from bot.kernel.weeks import Weekday
from bot.meetings.form import Row, Typed
from bot.meetings.messages import confirmation, set_up_form
from bot.meetings.model import Series
from bot.teams.model import Team, first_round
from bot.texts import catalogue

SAY = catalogue()
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TEAM = Team(id=TeamId("t"), workspace_id=WorkspaceId("T1"), channel_id=ChannelId("C1"), zone="Asia/Kathmandu")


def typed(rows: int) -> Typed:
    return Typed(zone="Asia/Kathmandu", rows=tuple(Row(name="<!channel> & *co*") for _ in range(rows)))


@pytest.mark.parametrize(("rows", "more"), [(1, True), (4, True), (5, False), (9, False)])
def test_another_meeting_can_be_added_up_to_five(rows: int, more: bool) -> None:
    view = set_up_form(SAY, TEAM.id, typed(rows), is_private=True).body()
    ids = [block.get("block_id") for block in view["blocks"]]
    assert ("more" in ids) is more
    assert sum(str(one).startswith("name-") for one in ids) == min(rows, 5)


def test_what_was_typed_is_shown_again_letter_by_letter() -> None:
    row = Row(name="Retro & <co>", day="6", start="23:55", length="7")
    form = Typed(zone="Nowhere/At all", rows=(row,), post_day="2", post_at="08:15")
    blocks = {one.get("block_id"): one for one in set_up_form(SAY, TEAM.id, form, is_private=True).blocks}
    assert blocks["zone"]["element"]["initial_value"] == "Nowhere/At all"
    assert blocks["name-0"]["element"]["initial_value"] == "Retro & <co>"
    assert blocks["day-0"]["element"]["initial_option"]["value"] == "6"
    assert blocks["start-0"]["element"]["initial_time"] == "23:55"
    assert blocks["length-0"]["element"]["initial_value"] == "7"
    assert blocks["post_day"]["element"]["initial_option"]["value"] == "2"
    assert blocks["post_at"]["element"]["initial_time"] == "08:15"


def test_a_form_with_nothing_chosen_can_be_shown() -> None:
    empty = Typed(zone="", rows=(Row(name="", day="", start="", length=""),), post_day="", post_at="")
    assert set_up_form(SAY, TEAM.id, empty, is_private=True).blocks


@pytest.mark.parametrize("length", ["", "1" * 10, "abc", "٦٠", "4"])
def test_a_length_that_slack_would_refuse_is_not_shown_again(length: str) -> None:
    form = Typed(zone="UTC", rows=(Row(name="A", length=length),))
    blocks = {one.get("block_id"): one for one in set_up_form(SAY, TEAM.id, form, is_private=True).blocks}
    assert blocks["length-0"]["element"]["initial_value"] == "60"


def test_the_form_says_who_can_read_the_post() -> None:
    private = set_up_form(SAY, TEAM.id, typed(1), is_private=True)
    public = set_up_form(SAY, TEAM.id, typed(1), is_private=False)
    assert "private channel" in private.blocks[0]["elements"][0]["text"]
    assert "everyone in the workspace can read" in public.blocks[0]["elements"][0]["text"]
    assert (private.private, public.private) == ("t private", "t public")


def test_the_confirmation_says_it_in_words_and_shows_names_as_typed() -> None:
    series = Series(
        id=SeriesId("s"),
        team_id=TEAM.id,
        name="<!channel> & co",
        weekday=Weekday.MONDAY,
        start_minute=1410,
        length_minutes=60,
        zone="Asia/Kathmandu",
    )
    modal = confirmation(SAY, TEAM, [series], first_round(TEAM, NOW), NOW, later=False, is_private=False)
    text = str(modal.body())
    assert "about Tuesday 00:40" in text
    assert SAY.say("meetings-readers-public") in text
    assert "&lt;!channel&gt; &amp; co" in text
    assert "every Monday, 23:30 to 00:30 (Asia/Kathmandu)" in text
    assert f"<!date^{int(NOW.timestamp())}^" in text
