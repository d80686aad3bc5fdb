"""A colleague whom nobody plays goes all the way through somebody's `/reset`, and lets be what somebody else takes up."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count

from demo.restarts import PARTS, QUIET, WHILE, Restarts
from demo.slack import Message, User, View

MARA = User(id="U1", name="mara", real_name="Mara")
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
TIME = count()


def offering(*action_ids: str) -> list[dict]:
    return [{"type": "actions", "elements": [{"type": "button", "action_id": name} for name in action_ids]}]


def news(*action_ids: str) -> Message:
    return Message(channel="D1", ts=f"{next(TIME)}.0", text="", user="UBOT", blocks=offering(*action_ids))


def window(callback: str, *action_ids: str) -> View:
    return View(id="V1", user="U1", type="modal", blocks=offering(*action_ids), hash="1", callback_id=callback)


INVITATION = window("resets.shown", "resets.accept", "resets.decline", "resets.menu")
LOBBY = window("resets.shown", "resets.suggest", "resets.stop")
FORM = window("resets.ready", "resets.save", "resets.stop")
WAITING = window("resets.shown", "resets.stop")
READING = window("resets.read")
HANDED = window("resets.shown", "resets.write_back", "resets.put_away", "resets.menu")
OVER = window("resets.shown")


class Windows:
    """Opens what stands at `opens`, and notes what was done."""

    def __init__(self) -> None:
        self.opens: View = OVER
        self.done: list[str] = []
        self.written: list[dict[str, str]] = []

    async def press(self, user: User, at: Message | View, action_id: str) -> View | None:
        self.done.append(action_id.removeprefix("resets."))
        return {"resets.accept": LOBBY, "resets.decline": OVER, "resets.write_back": FORM}.get(action_id, self.opens)

    async def send(self, user: User, view: View, typed: dict[str, str]) -> View | None:
        self.done.append(view.callback_id.removeprefix("resets."))
        self.written.append(typed)
        return WAITING

    async def close(self, user: User) -> None:
        self.done.append("closed")


def colleague(seed: int = 2) -> tuple[Restarts, Windows]:
    windows = Windows()
    return Restarts(MARA, windows, seed), windows


def at(restarts: Restarts, windows: Windows, opens: View, now: datetime) -> list[str]:
    """What is done at this moment where this window opens."""
    windows.opens, windows.done = opens, []
    asyncio.run(restarts.go_on(now))
    return windows.done


def test_an_invitation_is_left_for_a_while_to_whoever_may_want_to_play_the_other() -> None:
    restarts, windows = colleague()
    restarts.notice(news("resets.open"), NOW)
    assert restarts.wakes_at == NOW + WHILE
    assert at(restarts, windows, INVITATION, NOW + WHILE - timedelta(minutes=1)) == []
    restarts.let_be()
    assert restarts.wakes_at is None
    assert at(restarts, windows, INVITATION, NOW + WHILE) == []


def test_a_yes_is_followed_by_the_quiet_and_then_by_a_part_of_their_own() -> None:
    restarts, windows = colleague()
    restarts.notice(news("resets.open"), NOW)
    assert at(restarts, windows, INVITATION, NOW + HOUR) == ["open", "accept", "closed"]
    assert restarts.wakes_at == NOW + HOUR + QUIET
    assert at(restarts, windows, LOBBY, NOW + HOUR + QUIET) == ["open", "closed"]  # a later time was agreed on
    assert at(restarts, windows, FORM, NOW + 3 * HOUR) == ["open", "ready", "closed"]
    assert windows.written[0] in PARTS
    assert windows.written[0]["felt"]
    assert windows.written[0]["did"]
    assert restarts.wakes_at is None


def test_what_is_revealed_is_read_and_nothing_is_done_where_it_is_over() -> None:
    restarts, windows = colleague()
    restarts.notice(news("resets.open"), NOW)
    assert at(restarts, windows, READING, NOW + HOUR) == ["open", "read", "closed"]
    for shown in (OVER, WAITING):
        restarts.notice(news("resets.open"), NOW)
        assert at(restarts, windows, shown, NOW + HOUR) == ["open", "closed"]
    assert restarts.wakes_at is None


def test_most_say_yes_and_some_do_not_and_what_is_handed_over_is_answered_by_some() -> None:
    said: Counter[str] = Counter()
    for seed in range(60):
        restarts, windows = colleague(seed)
        restarts.notice(news("resets.open"), NOW)
        said[at(restarts, windows, INVITATION, NOW + HOUR)[1]] += 1
        restarts, windows = colleague(seed)
        restarts.notice(news("resets.open"), NOW)
        said[at(restarts, windows, HANDED, NOW + HOUR)[1]] += 1
    assert 40 < said["accept"] < 60
    assert said["accept"] + said["decline"] == 60
    assert 20 < said["write_back"] < 55
    assert said["write_back"] + said["put_away"] == 60


def test_the_question_a_week_later_is_answered_by_one_tap_and_other_messages_by_none() -> None:
    restarts, windows = colleague()
    restarts.notice(news("checkin.answer_1"), NOW)
    assert restarts.wakes_at is None
    restarts.notice(news("resets.easier_1", "resets.easier_2", "resets.easier_3", "resets.easier_4"), NOW)
    (pressed,) = at(restarts, windows, OVER, NOW + HOUR)
    assert pressed.startswith("easier_")
