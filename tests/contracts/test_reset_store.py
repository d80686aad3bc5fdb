"""Every reset store keeps sealed boxes, marks and blocks alike, and forgets them alike."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.db.engine import open_engine
from bot.db.tables import bucket
from bot.kernel.ids import WorkspaceId, new_id
from bot.kernel.unit import Work
from bot.outbox.model import Kind, Outgoing, Rates, State
from bot.outbox.store import SqlOutbox
from bot.resets.keys import key_id
from bot.resets.model import ResetId
from bot.resets.ports import ResetsUnit, Sealed
from bot.workspaces.model import Workspace
from bot.workspaces.store import SqlWorkspaceStore
from tests.contracts.conftest import SEAL

HERE, ELSEWHERE = WorkspaceId("T1"), WorkspaceId("T2")
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _two_workspaces(work: Work[Any]) -> None:
    with work.write() as unit:
        for workspace_id in (HERE, ELSEWHERE):
            unit.workspaces.save(Workspace(id=workspace_id, bot_user_id="UBOT"))


def box(reset_id: str, hours: int = 0, workspace_id: WorkspaceId = HERE, content: bytes = b"sealed") -> Sealed:
    at = NOW + timedelta(hours=hours)
    return Sealed(id=ResetId(reset_id), workspace_id=workspace_id, look_at=at, box=content)


def test_a_box_is_kept_replaced_and_found(work: Work[ResetsUnit]) -> None:
    with work.write() as unit:
        unit.resets.lock(HERE)
        unit.resets.keep(box("a", hours=2))
        unit.resets.keep(box("b", hours=1))
        unit.resets.keep(box("c", workspace_id=ELSEWHERE, hours=3))
        unit.resets.keep(box("a", hours=4, content=b"again"))
    with work.read() as unit:
        assert unit.resets.find(ResetId("a")) == box("a", hours=4, content=b"again")
        assert [one.id for one in unit.resets.of_workspace(HERE)] == ["a", "b"]
        assert unit.resets.next_look() == NOW + timedelta(hours=1)
        assert unit.resets.due(NOW) is None
        due = unit.resets.due(NOW + timedelta(hours=1))
        assert due is not None
        assert due.id == "b"


def test_what_is_buried_leaves_its_tombstone_beside_those_of_batches(work: Work[ResetsUnit]) -> None:
    with work.write() as unit:
        unit.resets.keep(box("a"))
        unit.resets.keep(box("b"))
        unit.resets.bury(ResetId("a"))
        unit.resets.bury(ResetId("a"))
    with work.read() as unit:
        assert unit.resets.find(ResetId("a")) is None
        assert unit.ballots.tombstones() == [key_id(ResetId("a"))]
        assert unit.resets.known_keys() == {key_id(ResetId("a")), key_id(ResetId("b"))}


def test_a_mark_holds_until_its_day(work: Work[ResetsUnit]) -> None:
    with work.write() as unit:
        unit.resets.mark(HERE, "token", TODAY)
        unit.resets.mark(HERE, "token", TODAY + timedelta(days=2))
        unit.resets.mark(HERE, "other", TODAY)
    with work.write() as unit:
        assert unit.resets.is_marked("token", TODAY + timedelta(days=2))
        assert not unit.resets.is_marked("token", TODAY + timedelta(days=3))
        assert not unit.resets.is_marked("unknown", date(2000, 1, 1))
        assert unit.resets.forget_marks(TODAY, 10) == 0
        assert unit.resets.forget_marks(TODAY + timedelta(days=1), 10) == 1
        assert not unit.resets.is_marked("other", TODAY)
        unit.resets.remove_marks(["token", "unknown"])
        assert not unit.resets.is_marked("token", TODAY)


def test_blocks_are_found_by_their_blocker_and_lifted_together(work: Work[ResetsUnit]) -> None:
    with work.write() as unit:
        for pair in ("one", "one", "two"):
            unit.resets.block(HERE, "blocker", pair)
        unit.resets.block(HERE, "somebody", "three")
    with work.write() as unit:
        assert unit.resets.is_blocked("blocker", "two")
        assert not unit.resets.is_blocked("somebody", "two")
        unit.resets.lift_blocks("blocker")
        assert not unit.resets.has_blocks("blocker")
        assert unit.resets.has_blocks("somebody")


def test_a_formal_way_is_one_a_workspace(work: Work[ResetsUnit]) -> None:
    with work.write() as unit:
        unit.resets.keep_formal_way(HERE, "https://one.example")
        unit.resets.keep_formal_way(HERE, "https://two.example")
    with work.read() as unit:
        assert unit.resets.formal_way(HERE) == "https://two.example"
        assert unit.resets.formal_way(ELSEWHERE) == ""


def step(channel: str, kind: Kind = Kind.RESET_STEP) -> Outgoing:
    return Outgoing(
        workspace_id=HERE,
        key=new_id(),
        kind=kind,
        method="chat.postMessage",
        channel=channel,
        arguments={"text": "x"},
        due_at=NOW,
        expires_at=NOW + timedelta(days=1),
    )


@pytest.mark.parametrize("state", [State.SENT, State.UNKNOWN, State.REFUSED])
def test_the_row_of_a_step_goes_with_its_end_whatever_that_was(work: Work[ResetsUnit], state: State) -> None:
    with work.write() as unit:
        unit.outbox.enqueue([step("U1"), step("U1", Kind.NOTICE)])
        for claimed in unit.outbox.claim(NOW, "sender", 60, 10, Rates.unlimited()):
            unit.outbox.begin_sending([claimed])
            unit.outbox.record(claimed.id, state)
        for claimed in unit.outbox.claim(NOW, "sender", 60, 10, Rates.unlimited()):
            unit.outbox.begin_sending([claimed])
            unit.outbox.record(claimed.id, state)
        unit.outbox.enqueue([step("U2")])
    with work.write() as unit:
        assert unit.outbox.forget_finished(Kind.RESET_STEP) == 1
        assert unit.outbox.forget_finished(Kind.RESET_STEP) == 0
        assert unit.outbox.counts() == {state: 1, "due": 1}  # the notice stays, and so does what is not sent yet


def test_what_is_still_due_to_somebody_can_be_dropped(work: Work[ResetsUnit]) -> None:
    with work.write() as unit:
        unit.outbox.enqueue([step("U1"), step("U2"), step("U1", Kind.NOTICE)])
        unit.outbox.drop_to(HERE, Kind.RESET_STEP, "U1")
        assert unit.outbox.counts() == {"due": 2}


def test_that_somebody_was_written_to_just_now_goes_with_the_row(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    at_once = Rates(channel=0.0)
    with engine.begin() as connection:
        SqlWorkspaceStore(connection, SEAL).save(Workspace(id=HERE, bot_user_id="UBOT"))
        box = SqlOutbox(connection)
        box.enqueue([step("U1")])
        for claimed in box.claim(NOW, "sender", 60, 10, at_once):
            box.begin_sending([claimed])
            box.record(claimed.id, State.SENT)
        assert "U1" in connection.scalars(select(bucket.c.name)).all()
        box.forget_finished(Kind.RESET_STEP)
        assert "U1" not in connection.scalars(select(bucket.c.name)).all()
    engine.dispose()
