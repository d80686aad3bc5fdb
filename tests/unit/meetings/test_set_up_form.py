"""The set-up form: what is taken, and what is answered at which field."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.ids import ChannelId, SeriesId, TeamId, WorkspaceId
from bot.kernel.weeks import Weekday
from bot.meetings.form import Row, Typed, filled, read
from bot.meetings.model import Plan, Series, SeriesDraft
from bot.meetings.zones import find_zone, nearest_zone
from bot.teams.model import Team
from bot.texts import catalogue

GOOD = Typed(zone="Europe/Berlin", rows=(Row(name="Planning"),))
SAY = catalogue()


def wrong(typed: Typed) -> dict[str, str]:
    """Return field to text id; every sentence must exist with the values given."""
    found = read(typed)
    assert isinstance(found, list)
    assert all(SAY.say(one.text_id, **one.values) for one in found)
    return {str(one.field): one.text_id for one in found}


def test_a_good_form_is_a_plan() -> None:
    typed = Typed(
        zone=" europe/berlin ",
        rows=(Row(name=" Planning ", day="0", start="09:05", length="30"), Row(name="Review", day="4", start="23:30")),
        post_day="3",
        post_at="16:30",
    )
    assert read(typed) == Plan(
        zone="Europe/Berlin",
        drafts=(
            SeriesDraft(name="Planning", weekday=Weekday.MONDAY, start_minute=545, length_minutes=30),
            SeriesDraft(name="Review", weekday=Weekday.FRIDAY, start_minute=1410, length_minutes=60),
        ),
        post_weekday=Weekday.THURSDAY,
        post_minute=990,
    )


@pytest.mark.parametrize(
    ("row", "field", "text_id"),
    [
        (Row(name=""), "name-0", "meetings-name-missing"),
        (Row(name=" \u3000 "), "name-0", "meetings-name-missing"),
        (Row(name="x" * 81), "name-0", "meetings-name-long"),
        (Row(name="Plan\u202ening"), "name-0", "meetings-name-unprintable"),
        (Row(name="Plan\nning"), "name-0", "meetings-name-unprintable"),
        (Row(name="Plan\x00ning"), "name-0", "meetings-name-unprintable"),
        (Row(name="Planning", day=""), "day-0", "meetings-day-missing"),
        (Row(name="Planning", day="7"), "day-0", "meetings-day-missing"),
        (Row(name="Planning", start=""), "start-0", "meetings-time-wrong"),
        (Row(name="Planning", start="24:00"), "start-0", "meetings-time-wrong"),
        (Row(name="Planning", start="10"), "start-0", "meetings-time-wrong"),
        (Row(name="Planning", length="4"), "length-0", "meetings-length-wrong"),
        (Row(name="Planning", length="481"), "length-0", "meetings-length-wrong"),
        (Row(name="Planning", length="-60"), "length-0", "meetings-length-wrong"),
        (Row(name="Planning", length="5.5"), "length-0", "meetings-length-wrong"),
        (Row(name="Planning", length="٦٠"), "length-0", "meetings-length-wrong"),
        (Row(name="Planning", length="9" * 5000), "length-0", "meetings-length-wrong"),
    ],
)
def test_a_wrong_value_is_answered_at_its_field(row: Row, field: str, text_id: str) -> None:
    assert wrong(replace(GOOD, rows=(row,))) == {field: text_id}


@pytest.mark.parametrize("length", ["5", "480", " 45 "])
def test_the_shortest_and_the_longest_meeting_are_taken(length: str) -> None:
    assert isinstance(read(replace(GOOD, rows=(Row(name="Planning", length=length),))), Plan)


def test_everything_wrong_is_said_at_once() -> None:
    typed = Typed(zone="Berlinn", rows=(Row(name="x" * 99, length="1"), Row(name="B", day="")), post_day="", post_at="")
    assert set(wrong(typed)) == {"zone", "name-0", "length-0", "day-1", "post_day", "post_at"}


def test_the_same_meeting_twice_is_said_at_the_second() -> None:
    rows = (Row(name="Planning"), Row(name="planning"), Row(name="Planning", day="1"), Row(name="Review"))
    assert wrong(replace(GOOD, rows=rows)) == {"name-1": "meetings-twice"}


def test_a_name_that_was_emptied_leaves_its_meeting_out() -> None:
    rows = (Row(name=""), Row(name="Review"), Row(name=" ", length="wrong"))
    plan = read(replace(GOOD, rows=rows))
    assert isinstance(plan, Plan)
    assert [draft.name for draft in plan.drafts] == ["Review"]


def test_five_meetings_are_the_most() -> None:
    rows = tuple(Row(name=f"Meeting {number}") for number in range(6))
    assert isinstance(read(replace(GOOD, rows=rows[:5])), Plan)
    assert wrong(replace(GOOD, rows=rows)) == {"name-5": "meetings-too-many"}


def test_names_keep_their_script_and_their_emoji() -> None:
    names = ["می‌خواهم", "Runde 👩‍💻", "企画会議", "<!channel> & co"]
    plan = read(replace(GOOD, rows=tuple(Row(name=name) for name in names)))
    assert isinstance(plan, Plan)
    assert [draft.name for draft in plan.drafts] == names


@given(st.builds(Row, name=st.text(), day=st.text(max_size=2), start=st.text(max_size=6), length=st.text()), st.text())
def test_whatever_is_typed_gets_a_plan_or_sentences(row: Row, zone: str) -> None:
    found = read(Typed(zone=zone, rows=(row,), post_day=row.day, post_at=row.start))
    assert isinstance(found, Plan) or (found and all(one.field for one in found))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("Europe/Berln", "Europe/Berlin"),
        ("Kathmandu", "Asia/Kathmandu"),
    ],
)
def test_a_zone_that_is_nearly_right_is_suggested(typed: str, meant: str) -> None:
    assert nearest_zone(typed) == meant
    assert wrong(replace(GOOD, zone=typed)) == {"zone": "meetings-zone-nearly"}


@pytest.mark.parametrize("typed", ["", "xyzzy", "../../etc/passwd", "/etc/localtime", "posix/Europe/Berlin", "\x00"])
def test_an_unknown_zone_is_refused(typed: str) -> None:
    assert find_zone(typed) is None
    assert set(wrong(replace(GOOD, zone=typed))) == {"zone"}


def test_the_form_opens_with_what_is_set_up_and_reads_back_as_the_same() -> None:
    team = Team(
        id=TeamId("t"),
        workspace_id=WorkspaceId("T1"),
        channel_id=ChannelId("C1"),
        zone="Asia/Kolkata",
        post_weekday=Weekday.SUNDAY,
        post_minute=5,
    )
    series = Series(
        id=SeriesId("s"),
        team_id=team.id,
        name="Planning",
        weekday=Weekday.SATURDAY,
        start_minute=1439,
        length_minutes=480,
        zone="Asia/Kolkata",
    )
    plan = read(filled(team, [series], "Europe/Berlin"))
    assert isinstance(plan, Plan)
    assert (plan.zone, plan.post_weekday, plan.post_minute) == (team.zone, team.post_weekday, team.post_minute)
    assert plan.drafts == (
        SeriesDraft(name="Planning", weekday=Weekday.SATURDAY, start_minute=1439, length_minutes=480),
    )
    assert filled(team, [], "Europe/Berlin").zone == "Europe/Berlin"
