"""What every store of workspaces must do."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.kernel.ids import WorkspaceId
from bot.kernel.unit import Work
from bot.workspaces.model import Workspace, WorkspaceState

ID = WorkspaceId("T1")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ACME = Workspace(id=ID, bot_user_id="UBOT", bot_id="BBOT", name="Acme")


def test_what_is_saved_is_found(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.workspaces.save(ACME)
    with work.read() as unit:
        assert unit.workspaces.find(ID) == ACME
        assert unit.workspaces.find(WorkspaceId("T2")) is None


def test_saving_again_replaces_all_but_the_token(work: Work[Any]) -> None:
    disabled = replace(ACME, state=WorkspaceState.DISABLED, reason="account_inactive", name="Acme Ltd")
    with work.write() as unit:
        unit.workspaces.save(ACME)
        unit.workspaces.keep_token(ID, "xoxb-kept")
        unit.workspaces.save(disabled)
    with work.read() as unit:
        assert unit.workspaces.find(ID) == disabled
        assert unit.workspaces.find_token(ID) == "xoxb-kept"


def test_a_token_is_kept_for_its_workspace_alone(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.workspaces.save(ACME)
        unit.workspaces.save(replace(ACME, id=WorkspaceId("T2")))
        unit.workspaces.keep_token(ID, "xoxb-first")
        unit.workspaces.keep_token(ID, "xoxb-second")
    with work.read() as unit:
        assert unit.workspaces.find_token(ID) == "xoxb-second"
        assert unit.workspaces.find_token(WorkspaceId("T2")) is None
        assert unit.workspaces.find_token(WorkspaceId("T3")) is None


def test_a_token_of_no_workspace_is_refused(work: Work[Any]) -> None:
    with pytest.raises(LookupError), work.write() as unit:
        unit.workspaces.keep_token(ID, "xoxb-lost")


def test_removing_forgets_workspace_and_token(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.workspaces.save(ACME)
        unit.workspaces.keep_token(ID, "xoxb-kept")
        unit.ballots.keep_theme(ID, "barrier-2026q1", "risky")
        unit.workspaces.remove(ID)
        unit.workspaces.remove(ID)
    with work.read() as unit:
        assert unit.workspaces.find(ID) is None
        assert unit.workspaces.find_token(ID) is None


def test_a_workspace_without_a_token_is_found_by_since_when(work: Work[Any]) -> None:
    with work.write() as unit:
        unit.workspaces.save(replace(ACME, lost_at=NOON))
        unit.workspaces.save(replace(ACME, id=WorkspaceId("T2")))
        assert unit.workspaces.lost_before(NOON) == []
        assert unit.workspaces.lost_before(NOON + timedelta(seconds=1)) == [ID]


def test_an_installation_has_an_id_that_stays(work: Work[Any]) -> None:
    with work.read() as unit:
        first = unit.workspaces.installation_id()
    with work.read() as unit:
        assert unit.workspaces.installation_id() == first
    assert len(first) == 32
