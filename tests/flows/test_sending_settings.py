"""What the operator sets about sending reaches the sender, and what went wrong can be read from outside."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import Candor, build
from bot.kernel.ids import WorkspaceId
from bot.outbox.model import Kind, Outgoing
from bot.web import web_app
from bot.workspaces.model import Workspace
from config.settings import Settings
from demo.slack.server import SlackServer


@pytest.fixture
def slack():
    with SlackServer() as server:
        yield server


def a_bot(slack: SlackServer, database: str, tmp_path: Path, **changed: float) -> Candor:
    settings = Settings(
        _env_file=None,
        slack_bot_token=slack.bot_token,
        slack_signing_secret=slack.signing_secret,
        slack_api_url=slack.api_url,
        database_url=database,
        keys_url=str(tmp_path / "keys"),
        keys_shared=True,
        **changed,
    )
    return build(settings)


def promise(candor: Candor, slack: SlackServer, people: int) -> None:
    now, workspace_id = candor.clock.now(), WorkspaceId(slack.state.id)
    with candor.work.write() as unit:
        unit.workspaces.save(Workspace(id=workspace_id, bot_user_id=slack.bot_user_id))
        unit.outbox.enqueue(
            Outgoing(
                workspace_id=workspace_id,
                key=user.id,
                kind=Kind.NOTICE,
                method="chat.postMessage",
                channel=user.id,
                arguments={"text": "Hello"},
                due_at=now,
                expires_at=now + timedelta(hours=1),
            )
            for user in [slack.add_user(f"u{number}") for number in range(people)]
        )


@pytest.mark.parametrize(("a_minute", "said"), [(1.0, 1), (6000.0, 3)])
def test_the_rate_that_is_set_is_the_senders(slack, sqlite_url, tmp_path, a_minute, said):
    candor = a_bot(slack, sqlite_url, tmp_path, posts_a_minute=a_minute)
    promise(candor, slack, 3)
    pause = threading.Event()
    for _ in range(5):
        candor.sender.drain(candor.clock.now())
        pause.wait(0.02)  # longer than the faster rate asks for
    assert len(slack.calls("chat.postMessage")) == said
    candor.stop()


def test_metrics_count_what_slack_refused_by_its_word(slack, sqlite_url, tmp_path):
    candor = a_bot(slack, sqlite_url, tmp_path, posts_a_minute=6000.0)
    promise(candor, slack, 1)
    slack.fail("chat.postMessage", error="user_not_found")
    candor.sender.drain(candor.clock.now())
    told: list[str] = []
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": "/metrics", "QUERY_STRING": ""}
    page = b"".join(web_app(candor)(asked, lambda status, *_: told.append(status)))
    assert told == ["200 OK"]
    assert 'candor_problems{kind="notice",state="refused",reason="user_not_found"} 1' in page.decode()
    candor.stop()
