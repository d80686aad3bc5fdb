"""Many workspaces: installing over the web pages, each with its own token, sealed."""

import base64
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.app import Candor, build
from bot.kernel.ids import WorkspaceId
from bot.web import WebApp, web_app
from bot.workspaces.model import WorkspaceState
from config.settings import Settings
from demo.slack.server import SlackServer
from tests.flows.wsgi import ask

CLIENT_ID = "1234.5678"


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    with SlackServer() as server:
        yield server


@pytest.fixture
def candor(slack: SlackServer, sqlite_url: str, tmp_path: Path) -> Iterator[Candor]:
    settings = Settings(
        _env_file=None,
        slack_signing_secret=slack.signing_secret,
        slack_client_id=CLIENT_ID,
        slack_client_secret="client-secret",
        slack_api_url=slack.api_url,
        database_url=sqlite_url,
        keys_url=str(tmp_path / "keys"),
        token_key=base64.b64encode(bytes(32)).decode(),
    )
    built = build(settings)
    built.start()
    yield built
    built.stop()


def go_out(app: WebApp) -> tuple[str, str]:
    """Open the installation page; return the state and the cookie that go with it."""
    page = ask(app, "GET", "/slack/install")
    assert page.status == 200
    [address] = [part for part in page.text.split('"') if "oauth/v2/authorize" in part]
    asked = parse_qs(urlsplit(address.replace("&amp;", "&")).query)
    assert asked["client_id"] == [CLIENT_ID]
    assert "history" not in asked["scope"][0]
    return asked["state"][0], page.headers["set-cookie"].partition(";")[0]


def come_back(app: WebApp, code: str, state: str, cookie: str) -> int:
    return ask(
        app, "GET", "/slack/oauth_redirect", headers={"Cookie": cookie}, query=f"code={code}&state={state}"
    ).status


def test_two_workspaces_install_and_each_has_its_own_token(slack: SlackServer, candor: Candor, sqlite_url: str) -> None:
    app = web_app(candor)
    _, other_token = slack.add_workspace("T0OTHER")
    for team_id in ("T0DEMO", "T0OTHER"):
        state, cookie = go_out(app)
        assert come_back(app, slack.offer_oauth_code(team_id), state, cookie) == 200
    assert candor.tokens.of(WorkspaceId("T0DEMO")) == slack.bot_token
    assert candor.tokens.of(WorkspaceId("T0OTHER")) == other_token
    kept = Path(sqlite_url.removeprefix("sqlite:///"))
    stored = b"".join(path.read_bytes() for path in kept.parent.iterdir())
    assert slack.bot_token.encode() not in stored
    assert other_token.encode() not in stored


def test_a_state_serves_once(slack: SlackServer, candor: Candor) -> None:
    app = web_app(candor)
    state, cookie = go_out(app)
    assert come_back(app, slack.offer_oauth_code("T0DEMO"), state, cookie) == 200
    assert come_back(app, slack.offer_oauth_code("T0DEMO"), state, cookie) != 200


@pytest.mark.parametrize("state", ["", "1.2.3", "é", "made-up", "99999999999.aa.bb"])
def test_a_made_up_state_is_refused(slack: SlackServer, candor: Candor, state: str) -> None:
    app = web_app(candor)
    cookie = f"slack-app-oauth-state={state}"
    assert come_back(app, slack.offer_oauth_code("T0DEMO"), state, cookie) in {400, 401}
    with candor.work.read() as unit:
        assert unit.workspaces.find(WorkspaceId("T0DEMO")) is None


def test_whoever_cancels_at_slack_reads_a_page(candor: Candor) -> None:
    app = web_app(candor)
    _, cookie = go_out(app)
    answer = ask(app, "GET", "/slack/oauth_redirect", headers={"Cookie": cookie}, query="error=access_denied")
    assert answer.status in {200, 400}
    assert "Traceback" not in answer.text


def test_installing_again_revives_a_workspace(slack: SlackServer, candor: Candor) -> None:
    app = web_app(candor)
    for _ in range(2):
        state, cookie = go_out(app)
        assert come_back(app, slack.offer_oauth_code("T0DEMO"), state, cookie) == 200
    with candor.work.read() as unit:
        found = unit.workspaces.find(WorkspaceId("T0DEMO"))
    assert found is not None
    assert found.state is WorkspaceState.ACTIVE
