"""The commands as an operator starts them: real processes, their exit codes and their one sentence."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli import main
from bot.db.engine import open_engine
from bot.db.migrate import upgrade
from bot.kernel.ids import ChannelId, TeamId, WorkspaceId
from bot.outbox.model import SCHEDULE, UNCONFIRMED, Kind, Outgoing, State
from bot.teams.model import Team, TeamState
from bot.work import SqlWork
from bot.workspaces.model import Workspace, WorkspaceState
from bot.workspaces.seal import TokenSeal
from demo.slack.server import SlackServer
from tests.fakes.ballots import FakeKeyStore

ROOT = Path(__file__).parents[2]
LIVING = WorkspaceId("T-living")
LAST = "the last one due 2026-11-23 10:00 UTC."
SECRET = "words that nobody else may read"
COMMANDS = ("run", "web", "worker", "migrate", "doctor", "demo")


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    with SlackServer() as server:
        yield server


def bare(tmp_path: Path, **variables: str) -> dict[str, str]:
    """An environment with nothing in it but these settings and a database of its own."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": f"sqlite:///{tmp_path}/db/candor.db",
        "KEYS_URL": str(tmp_path / "keys"),
    } | variables


def start(command: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *command.split()],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_explained(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert f"\n    {command} " in capsys.readouterr().out


@pytest.mark.parametrize("wrong", [[], ["fly"], ["run", "--fast"]])
def test_wrong_use_ends_with_two(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(wrong)
    assert ended.value.code == 2
    assert "usage: python -m bot" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "variables", "named"),
    [
        ("run", {}, "SLACK_BOT_TOKEN"),
        ("run", {"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN"),
        ("web", {}, "SLACK_SIGNING_SECRET"),
        ("worker", {"SLACK_BOT_TOKEN": "xoxb-1"}, "KEYS_URL"),
        ("migrate", {"DATABASE_URL": "oracle://there"}, "DATABASE_URL"),
        ("doctor", {"PORT": "none"}, "PORT"),
    ],
)
def test_a_wrong_setting_ends_with_two_and_one_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    variables: dict[str, str],
    named: str,
) -> None:
    settings = bare(tmp_path, **variables)
    for name in os.environ.keys() - settings.keys():
        monkeypatch.delenv(name)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    assert main([command]) == 2
    told = capsys.readouterr()
    assert told.err.startswith(named)
    assert told.err.count("\n") == 1
    assert told.out == ""


def test_a_process_with_a_wrong_setting_ends_so_too(tmp_path: Path) -> None:
    ended = start("run", tmp_path, bare(tmp_path))
    assert ended.returncode == 2
    assert ended.stderr.startswith("SLACK_BOT_TOKEN")
    assert ended.stderr.count("\n") == 1
    assert ended.stdout == ""


def test_a_token_that_slack_refuses_ends_with_one_and_what_to_do(tmp_path: Path, slack: SlackServer) -> None:
    settings = bare(tmp_path, SLACK_BOT_TOKEN="xoxb-stale", SLACK_APP_TOKEN="xapp-1", SLACK_API_URL=slack.api_url)
    ended = start("run", tmp_path, settings)
    assert ended.returncode == 1
    assert "SLACK_BOT_TOKEN" in ended.stderr.splitlines()[-1]
    assert "xoxb-stale" not in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_database_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    away = "postgresql://candor:hunter2@127.0.0.1:1/none"
    ended = start("migrate", tmp_path, bare(tmp_path, DATABASE_URL=away))
    assert ended.returncode == 1
    assert "DATABASE_URL" in ended.stderr
    assert "hunter2" not in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_database_is_migrated_and_then_well(tmp_path: Path, slack: SlackServer) -> None:
    settings = bare(tmp_path, SLACK_BOT_TOKEN=slack.bot_token, SLACK_API_URL=slack.api_url)
    before = start("doctor", tmp_path, settings)
    assert before.returncode == 1
    assert "python -m bot migrate" in before.stdout
    assert start("migrate", tmp_path, settings).returncode == 0
    after = start("doctor", tmp_path, settings)
    assert after.returncode == 0, after.stdout
    assert "TO DO" not in after.stdout
    assert slack.bot_token not in after.stdout


def test_what_does_not_go_on_by_itself_is_listed_without_a_person_or_a_text(tmp_path: Path, slack: SlackServer) -> None:
    settings = bare(tmp_path, SLACK_BOT_TOKEN=slack.bot_token, SLACK_API_URL=slack.api_url)
    upgrade(settings["DATABASE_URL"])
    engine = open_engine(settings["DATABASE_URL"])
    with SqlWork(engine, FakeKeyStore(), TokenSeal(None)).write() as unit:
        unit.workspaces.save(Workspace(id=LIVING, bot_user_id="UBOT"))
        gone = Workspace(
            id=WorkspaceId("T-gone"), bot_user_id="UBOT", state=WorkspaceState.DISABLED, reason="token_revoked"
        )
        unit.workspaces.save(gone)
        for name, state in (("rests", TeamState.PAUSED), ("goes-on", TeamState.ACTIVE)):
            team = Team(id=TeamId(name), workspace_id=LIVING, channel_id=ChannelId(f"C-{name}"), state=state)
            unit.teams.save(replace(team, reason="restricted_action" if state is TeamState.PAUSED else ""))
        for kind, channel, state, reason in (
            (Kind.PROMPT, "U-ann", State.REFUSED, "user_not_found"),
            (Kind.PROMPT, "U-bob", State.REFUSED, "user_not_found"),
            (Kind.NOTICE, "U-cid", State.UNKNOWN, "timed_out"),
            (Kind.NOTICE, "U-dan", State.SENT, ""),
            (Kind.WEEKLY_POST, "C-rests", State.UNKNOWN, UNCONFIRMED),
        ):
            unit.outbox.enqueue([promised(kind, channel)])
            kept = unit.outbox.find(f"{kind.value}:{channel}")
            assert kept is not None
            unit.outbox.record(kept.id, state, reason)
    engine.dispose()
    told = start("doctor", tmp_path, settings)
    assert told.returncode == 1  # somebody has to do something
    stuck = [line for line in told.stdout.splitlines() if LIVING in line or "T-gone" in line]
    assert sorted(stuck) == sorted(
        [
            "TO DO Workspace T-gone is disabled (token_revoked); install Candor there again.",
            f"TO DO Team rests in C-rests of {LIVING} is paused (restricted_action).",
            f"ok   2 x prompt to people in {LIVING}: refused (user_not_found), {LAST}",
            f"ok   1 x notice to people in {LIVING}: unknown (timed_out), {LAST}",
            f"TO DO 1 x weekly_post to C-rests in {LIVING}: unknown ({UNCONFIRMED}), {LAST}",
        ]
    )
    assert not any(person in told.stdout + told.stderr for person in ("U-ann", "U-bob", "U-cid", "U-dan"))
    assert SECRET not in told.stdout + told.stderr


def promised(kind: Kind, channel: str) -> Outgoing:
    return Outgoing(
        workspace_id=LIVING,
        key=f"{kind.value}:{channel}",
        kind=kind,
        method=SCHEDULE if kind is Kind.WEEKLY_POST else "chat.postMessage",
        channel=channel,
        arguments={"text": SECRET},
        due_at=datetime(2026, 11, 23, 10, 0, tzinfo=UTC),
        expires_at=datetime(2026, 11, 24, 10, 0, tzinfo=UTC),
    )


def test_keys_of_another_database_are_refused(tmp_path: Path, slack: SlackServer) -> None:
    settings = bare(tmp_path, SLACK_BOT_TOKEN=slack.bot_token, SLACK_API_URL=slack.api_url)
    upgrade(settings["DATABASE_URL"])
    assert start("doctor", tmp_path, settings).returncode == 0
    other = settings | {"DATABASE_URL": f"sqlite:///{tmp_path}/db/other.db"}
    upgrade(other["DATABASE_URL"])
    examined = start("doctor", tmp_path, other)
    assert examined.returncode == 1
    assert "belongs to another database" in examined.stdout
