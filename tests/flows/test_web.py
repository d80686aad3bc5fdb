"""Slack over HTTP: what is not Slack's is turned away, and nothing that comes in brings the process down."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.app import Candor, build
from bot.db.migrate import downgrade, upgrade
from bot.kernel.ids import WorkspaceId
from bot.outbox.model import Kind, Outgoing, State
from bot.web import LARGEST_BODY, WebApp, web_app
from config.settings import Settings
from demo.slack.server import SlackServer
from tests.flows.wsgi import Answer, ask, bare

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    with SlackServer() as server:
        yield server


@pytest.fixture
def candor(slack: SlackServer, sqlite_url: str, tmp_path: Path) -> Iterator[Candor]:
    settings = Settings(
        _env_file=None,
        slack_bot_token=slack.bot_token,
        slack_signing_secret=slack.signing_secret,
        slack_api_url=slack.api_url,
        database_url=sqlite_url,
        keys_url=str(tmp_path / "keys"),
    )
    candor = build(settings)
    candor.start()
    yield candor
    candor.stop()


@pytest.fixture
def app(candor: Candor) -> WebApp:
    return web_app(candor)


def signed(slack: SlackServer, app: WebApp, body: str, kind: str = FORM, age: int = 0, **changed: str) -> Answer:
    stamp = str(int(time.time()) - age)
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": slack.sign(stamp, body)} | changed
    return ask(app, "POST", "/slack/events", body.encode(), {"Content-Type": kind} | headers)


def command(slack: SlackServer, **changed: str) -> str:
    user = slack.add_user("ada")
    fields = {
        "command": "/trust",
        "text": "help",
        "team_id": slack.team_id,
        "user_id": user.id,
        "channel_id": "C1",
        "trigger_id": "1.2",
    }
    return urlencode(fields | changed)


def test_a_signed_command_is_answered(slack: SlackServer, app: WebApp) -> None:
    answer = signed(slack, app, command(slack))
    assert answer.status == 200
    assert "/trust privacy" in answer.text


def test_the_challenge_is_answered(slack: SlackServer, app: WebApp) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c-1"})
    assert "c-1" in signed(slack, app, body, "application/json").text


@pytest.mark.parametrize(
    "changed",
    [
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "v0=é"},
        {"X-Slack-Request-Timestamp": "yesterday"},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "²"},
    ],
)
def test_a_forged_request_is_turned_away(slack: SlackServer, app: WebApp, changed: dict[str, str]) -> None:
    assert signed(slack, app, command(slack), **changed).status == 401


@pytest.mark.parametrize("age", [301, 86_400, -301])
def test_a_request_recorded_earlier_is_turned_away(slack: SlackServer, app: WebApp, age: int) -> None:
    assert signed(slack, app, command(slack), age=age).status == 401


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("{", "application/json"),
        ("[]", "application/json"),
        ("null", "application/json"),
        ("", "application/json"),
        ("payload=%7B", FORM),
        ("payload=[1]", FORM),
        ("payload=" + json.dumps({"type": "block_actions"}), FORM),
        ("payload=" + json.dumps({"type": "view_submission", "view": {}}), FORM),
        ("a=b", FORM),
        ("command=/trust", FORM),
        (json.dumps({"type": "event_callback", "event": {"type": "unheard_of"}}), "application/json"),
        (json.dumps({"type": "event_callback"}), "application/json"),
        ("\x00\x01", "application/octet-stream"),
    ],
)
def test_a_malformed_request_ends_in_a_status_and_changes_nothing(
    slack: SlackServer, app: WebApp, body: str, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = signed(slack, app, body, kind)
    assert answer.status in {200, 400, 404, 500}
    assert "Traceback" not in answer.text
    assert signed(slack, app, command(slack)).status == 200


def test_bytes_that_are_no_text_are_refused(slack: SlackServer, app: WebApp) -> None:
    raw, stamp = b"\xff\xfe", str(int(time.time()))
    signature = "v0=" + bare(slack.signing_secret, stamp, raw)
    headers = {"Content-Type": FORM, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}
    assert ask(app, "POST", "/slack/events", raw, headers).status == 400


def test_what_is_larger_than_anything_of_slacks_is_refused_unread(app: WebApp) -> None:
    answer = ask(app, "POST", "/slack/events", b"", {"Content-Length": str(LARGEST_BODY + 1)})
    assert answer.status == 413


def test_a_workspace_that_is_not_installed_is_told_so(slack: SlackServer, app: WebApp) -> None:
    answer = signed(slack, app, command(slack, team_id="T0OTHER"))
    assert answer.status == 200
    assert "not set up in this workspace" in answer.text


def test_health_readiness_and_metrics(app: WebApp) -> None:
    assert ask(app, "GET", "/healthz").status == 200
    assert ask(app, "GET", "/readyz").status == 200
    metrics = ask(app, "GET", "/metrics")
    assert "# TYPE candor_messages gauge" in metrics.text
    assert ask(app, "GET", "/admin").status == 404
    assert ask(app, "GET", "/slack/events").status == 404


def test_the_metrics_do_not_tell_how_many_in_a_team_are_asked(app: WebApp, candor: Candor, slack: SlackServer) -> None:
    few, many = (figures_of(app, candor, WorkspaceId(slack.team_id), people) for people in (5, 30))
    assert few == many
    assert 'candor_problems{kind="prompt",state="refused",reason="missing_scope"} 1' in few


def figures_of(app: WebApp, candor: Candor, workspace_id: WorkspaceId, people: int) -> list[str]:
    """Let so many people be asked in vain and so many be promised a prompt; return the metrics without the times."""
    now = datetime.now(UTC)
    with candor.work.write() as unit:
        unit.outbox.enqueue(
            Outgoing(
                workspace_id=workspace_id,
                key=f"prompt:{state}:{number}",
                kind=Kind.PROMPT,
                method="chat.postMessage",
                channel=f"U{number}",
                arguments={},
                due_at=now,
                expires_at=now + timedelta(hours=2),
            )
            for number in range(people)
            for state in (State.SENT, State.REFUSED, State.DUE)
        )
        for number in range(people):
            for state, reason in ((State.SENT, ""), (State.REFUSED, "missing_scope")):
                unit.outbox.record(unit.outbox.find(f"prompt:{state}:{number}").id, state, reason)
    return [
        line for line in ask(app, "GET", "/metrics").text.splitlines() if not line.startswith("candor_late_seconds")
    ]


def test_a_database_that_is_behind_is_not_ready(app: WebApp, sqlite_url: str) -> None:
    downgrade(sqlite_url)
    answer = ask(app, "GET", "/readyz")
    assert answer.status == 503
    assert "python -m bot migrate" in answer.text
    upgrade(sqlite_url)


def test_this_candor_cannot_be_installed_from_outside(app: WebApp) -> None:
    assert ask(app, "GET", "/slack/install").status == 404
    assert ask(app, "GET", "/slack/oauth_redirect", query="code=1&state=2").status == 404


def test_no_line_is_logged_of_what_a_forged_request_said(
    slack: SlackServer, app: WebApp, caplog: pytest.LogCaptureFixture
) -> None:
    marker: Any = "marker6643"
    with caplog.at_level("DEBUG"):
        signed(slack, app, command(slack, text=marker), **{"X-Slack-Signature": "v0=1"})
        signed(slack, app, f"payload={marker}")
    assert marker not in caplog.text
