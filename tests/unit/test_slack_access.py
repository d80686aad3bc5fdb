"""What docs/slack-access.md says about Slack is what the manifests ask for and what the code does."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

ROOT = Path(__file__).parents[2]
ROW = re.compile(
    r"^\| `(?P<name>[\w.]+)` \| (?P<scope>[^|]+) \| (?P<tier>[^|]+) \| (?P<reason>[^|]+) \|$", re.MULTILINE
)
OPTIONAL_SCOPES = {"users:read.email"}
BOT_SCOPES = {"chat:write", "commands", "channels:read", "groups:read", "users:read", "dnd:read"} | OPTIONAL_SCOPES
BY_BOLT = {"auth.test", "apps.connections.open", "oauth.v2.access"}  # called inside the libraries, for us
OF_THE_SDK = {"api.call", "BASE.URL"}  # no methods of Slack's
METHODS_OF_SLACK = {name.replace("_", ".") for name in dir(WebClient) if "_" in name.strip("_")}


def table() -> dict[str, re.Match[str]]:
    text = (ROOT / "docs" / "slack-access.md").read_text(encoding="utf-8")
    return {row["name"]: row for row in ROW.finditer(text)}


def scopes(row: re.Match[str]) -> set[str]:
    return set(re.findall(r"`([\w:.]+)`", row["scope"]))


METHODS = {name for name in table() if "." in name}
EVENTS = {name for name in table() if "." not in name}


def nodes() -> Iterator[ast.AST]:
    for path in sorted((ROOT / "bot").rglob("*.py")):
        yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def called() -> set[str]:
    """Every method of Slack that the code names: as a string, or as one of the client's functions."""
    names = {node.value for node in nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    names |= {node.attr.replace("_", ".") for node in nodes() if isinstance(node, ast.Attribute) and "_" in node.attr}
    return (names & METHODS_OF_SLACK) - OF_THE_SDK


def manifests() -> list[Any]:
    paths = [ROOT / "config" / name for name in ("manifest.json", "manifest.http.json")]
    return [pytest.param(json.loads(path.read_text(encoding="utf-8")), id=path.name) for path in paths]


def test_the_table_is_read() -> None:
    assert len(METHODS) >= 10
    assert len(EVENTS) >= 10
    assert all(row["tier"].strip() in {"special", "-", "1", "2", "3", "4"} for row in table().values())
    assert all(len(row["reason"]) >= 10 for row in table().values())


def test_no_scope_reads_a_message() -> None:
    asked = set().union(*(scopes(row) for row in table().values()))
    assert asked <= BOT_SCOPES | {"connections:write"}
    assert not [scope for scope in asked if "history" in scope]


def test_every_method_that_is_called_is_in_the_table() -> None:
    assert called() - METHODS == set()


def test_every_method_in_the_table_is_called() -> None:
    assert METHODS - BY_BOLT - called() == set()


@pytest.mark.parametrize("manifest", manifests())
def test_a_manifest_asks_for_the_scopes_and_events_of_the_table_and_no_others(manifest: dict[str, Any]) -> None:
    oauth = manifest["oauth_config"]["scopes"]
    assert set(oauth["bot"]) == BOT_SCOPES
    assert set(oauth["bot_optional"]) == OPTIONAL_SCOPES
    assert not oauth.get("user")
    assert set(manifest["settings"]["event_subscriptions"]["bot_events"]) == EVENTS
