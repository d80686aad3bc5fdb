"""What Slack's descriptions of people and channels mean."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.directory.facts import channel_of, profile_of, quiet_of
from bot.directory.model import Quiet, Standing
from bot.kernel.ids import WorkspaceId

HERE = WorkspaceId("T1")
PLAIN = {"id": "U1", "team_id": "T1", "tz": "Asia/Kolkata"}


@pytest.mark.parametrize(
    ("user", "standing"),
    [
        ({}, Standing.FULL),
        ({"is_admin": True}, Standing.FULL),
        ({"is_bot": True}, Standing.BOT),
        ({"id": "USLACKBOT"}, Standing.BOT),
        ({"deleted": True, "is_restricted": True}, Standing.DEACTIVATED),
        ({"is_restricted": True}, Standing.GUEST),
        ({"is_ultra_restricted": True}, Standing.GUEST),
        ({"is_stranger": True}, Standing.STRANGER),
        ({"team_id": "T9"}, Standing.STRANGER),
        ({"team_id": "T9", "enterprise_user": {"teams": ["T1", "T9"]}}, Standing.FULL),
    ],
)
def test_what_somebody_is(user: dict[str, Any], standing: Standing) -> None:
    assert profile_of(HERE, PLAIN | user).standing is standing


@pytest.mark.parametrize(("zone", "kept"), [("Asia/Kolkata", "Asia/Kolkata"), ("Mars/Base", "UTC"), (None, "UTC")])
def test_an_unknown_zone_is_utc(zone: str | None, kept: str) -> None:
    assert profile_of(HERE, PLAIN | {"tz": zone}).zone == kept


@pytest.mark.parametrize(
    ("user", "admin"),
    [({}, False), ({"is_admin": True}, True), ({"is_owner": True}, True), ({"is_admin": False}, False)],
)
def test_workspace_administrators_go_by_slacks_flags(user: dict[str, Any], admin: bool) -> None:
    assert profile_of(HERE, PLAIN | user).is_workspace_admin is admin


@pytest.mark.parametrize("sign", ["is_ext_shared", "is_shared", "is_pending_ext_shared", "is_org_shared"])
def test_a_channel_is_shared_also_while_the_invitation_is_pending(sign: str) -> None:
    assert channel_of({"id": "C1", sign: True}).is_shared
    assert not channel_of({"id": "C1", sign: False}).is_shared


def away(emoji: str = "", words: str = "", expires: int = 0) -> tuple[bool, datetime | None]:
    status = {"status_emoji": emoji, "status_text": words, "status_expiration": expires}
    found = profile_of(HERE, PLAIN | {"profile": status})
    return found.away, found.away_until


@pytest.mark.parametrize("emoji", [":palm_tree:", ":face_with_thermometer:", ":beach_with_umbrella:"])
def test_leave_and_illness_count_as_away_by_slacks_own_signs(emoji: str) -> None:
    assert away(emoji) == (True, None)


@pytest.mark.parametrize(
    "words",
    [
        "Vacationing",
        "On vacation until Friday",
        "OOO",
        "Out of office!",
        "Out sick",
        "PTO 🎉",
        "parental leave",
        "Im Urlaub bis 12.8.",
        "URLAUB",
        "krank",
        "Elternzeit",
        "En congé",
        "EN CONGÉS jusqu’à lundi",
        "Malade",
        "de vacaciones",
        "Férias",
        "in ferie",
        "Op vakantie",
        "na urlopie",
        "Semester 🌞",
        "på ferie",
        "Lomalla",
        "na dovolené",
        "yıllık izin",
        "休暇中",
        "请假",
        "휴가 중",
        "в отпуске",
    ],
)
def test_leave_and_illness_count_as_away_in_common_words(words: str) -> None:
    assert away(words=words) == (True, None)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "In a meeting",
        "Working remotely",
        "Commuting",
        "Back from vacation",
        "planning the holidays",
        "Zurück aus dem Urlaub",
        "leave me a message",
        "sickening amounts of mail",
        "not sick any more",
        "Focus time",
        "krankenhausprojekt",
    ],
)
def test_other_words_do_not_count_as_away(words: str) -> None:
    assert away(":coffee:", words) == (False, None)


def test_a_status_that_ends_is_over_then() -> None:
    assert away(":palm_tree:", expires=1_800_000_000) == (True, datetime.fromtimestamp(1_800_000_000, UTC))
    assert away(":coffee:", expires=1_800_000_000) == (False, None)
    assert not profile_of(HERE, PLAIN).away


@pytest.mark.parametrize(
    ("status", "kept"),
    [
        ({"dnd_enabled": True, "next_dnd_start_ts": 1_800_000_000, "next_dnd_end_ts": 1_800_003_600}, True),
        ({"dnd_enabled": False, "next_dnd_start_ts": 1_800_000_000, "next_dnd_end_ts": 1_800_003_600}, False),
        ({"dnd_enabled": True, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}, False),
        ({"dnd_enabled": True}, False),
        ({}, False),
    ],
)
def test_quiet_is_kept_where_slack_says_from_when_until_when(status: dict[str, Any], kept: bool) -> None:
    begins, ends = (datetime.fromtimestamp(at, UTC) for at in (1_800_000_000, 1_800_003_600))
    assert quiet_of(status) == (Quiet(starts_at=begins, ends_at=ends) if kept else None)
