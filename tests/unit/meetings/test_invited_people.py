"""Whom a calendar invites is whom a meeting is about: nobody else is chosen, and leaving leaves it too."""

from dataclasses import replace
from datetime import timedelta

from bot.checkins.asking import open_due
from bot.home.service import leave
from bot.kernel.chance import SystemChance
from bot.kernel.ids import UserId
from tests.unit.meetings.room import HERE, NAMES, PLANNING, SAY, TEAM, join, room


def test_only_those_who_are_invited_are_chosen() -> None:
    unit = room(PLANNING)
    join(unit, *NAMES)
    (meeting,) = unit.meetings.planned_in(TEAM, 1)
    invited = frozenset(UserId(f"U-{name}") for name in ("ada", "ben"))
    unit.meetings.save(replace(meeting, people=invited))
    open_due(unit, meeting.ends_at, SystemChance(), SAY)
    assert {one.user_id for one in unit.checkins.in_round(TEAM, 1)} == invited


def test_who_leaves_is_no_longer_invited_and_a_meeting_without_people_is_for_nobody() -> None:
    unit = room(PLANNING)
    join(unit, *NAMES)
    (meeting,) = unit.meetings.planned_in(TEAM, 1)
    unit.meetings.save(replace(meeting, people=frozenset({UserId("U-ada")})))
    leave(unit, HERE, TEAM, UserId("U-ada"), meeting.ends_at - timedelta(hours=2))
    join(unit, "grace")
    open_due(unit, meeting.ends_at, SystemChance(), SAY)
    assert unit.checkins.in_round(TEAM, 1) == []
