"""Settings: a wrong or missing one is told in one sentence that names it and never quotes it."""

import base64
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from config.settings import WHAT, Settings, SettingsError, decode_key, load_settings

ROOT = Path(__file__).parents[3]
KEY = base64.b64encode(bytes(range(32))).decode()
FOR_RUN = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
FOR_WEB = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "KEYS_SHARED": "1"}

Load = Callable[..., Settings]


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Load:
    """Settings from these variables alone."""
    monkeypatch.chdir(tmp_path)
    for name in [*os.environ]:
        if name in WHAT:
            monkeypatch.delenv(name)

    def load_from(variables: dict[str, str], check: Any = lambda settings: settings) -> Settings:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return load_settings(check)

    return load_from


def test_without_any_the_defaults_are_those_of_one_machine(load: Load) -> None:
    settings = load({})
    assert settings.database_url == "sqlite:///var/db/candor.db"
    assert (settings.keys_directory, settings.listener_threads, settings.port) == (Path("var/keys"), 32, 3000)
    assert settings.pool_size > settings.listener_threads


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-a-users-token"),
        ("SLACK_APP_TOKEN", "xoxb-the-other-token"),
        ("SLACK_API_URL", "ftp://slack.example"),
        ("SLACK_API_URL", "http://slack.example"),
        ("DATABASE_URL", "mysql://root@there/db"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("KEYS_URL", "redis://there"),
        ("KEYS_SHARED", "perhaps"),
        ("TOKEN_KEY", "too-short"),
        ("TOKEN_KEY", "ключ" * 11),
        ("LISTENER_THREADS", "0"),
        ("LISTENER_THREADS", "1000"),
        ("LISTENER_THREADS", "many"),
        ("PORT", "65536"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_a_wrong_value_is_told_with_its_name_and_what_to_put_there(load: Load, name: str, value: str) -> None:
    with pytest.raises(SettingsError) as told:
        load({name: value})
    assert str(told.value) == f"{name} is wrong; put there {WHAT[name]}."


@pytest.mark.parametrize("missing", FOR_RUN)
def test_run_needs_both_tokens(load: Load, missing: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{missing} is missing; put there "):
        load({name: value for name, value in FOR_RUN.items() if name != missing}, Settings.for_run)


def test_an_empty_variable_counts_as_missing(load: Load) -> None:
    with pytest.raises(SettingsError, match=r"^SLACK_APP_TOKEN is missing"):
        load(FOR_RUN | {"SLACK_APP_TOKEN": ""}, Settings.for_run)


@pytest.mark.parametrize("check", [Settings.for_web, Settings.for_worker])
def test_web_and_worker_take_a_directory_of_keys_only_where_it_is_said_to_be_shared(load: Load, check: Any) -> None:
    with pytest.raises(SettingsError, match=r"^KEYS_URL is a directory"):
        load(FOR_WEB | {"KEYS_SHARED": ""}, check)
    load(FOR_WEB, check)


def test_many_workspaces_need_the_key_that_seals_their_tokens(load: Load) -> None:
    many = FOR_WEB | {"SLACK_BOT_TOKEN": "", "SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "c"}
    with pytest.raises(SettingsError, match=r"^TOKEN_KEY is missing"):
        load(many, Settings.for_web)
    assert load(many | {"TOKEN_KEY": KEY}, Settings.for_web).installs_many


@pytest.mark.parametrize("spelling", ["postgres://u:p@h/d", "postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d"])
def test_every_spelling_of_postgresql_is_understood(load: Load, spelling: str) -> None:
    settings = load({"DATABASE_URL": spelling, "KEYS_URL": spelling})
    assert settings.database_url == settings.keys_url == "postgresql+psycopg://u:p@h/d"
    assert (settings.sqlite_file, settings.keys_directory) == (None, None)


def test_a_file_with_settings_is_read(load: Load, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=4000\nSOMETHING_ELSE=1\n", encoding="utf-8")
    assert load({}).port == 4000


def test_both_alphabets_of_base64_give_the_same_key(load: Load) -> None:
    urlsafe = base64.urlsafe_b64encode(b"\xfb\xff" * 16).decode().rstrip("=")
    key = load({"TOKEN_KEY": urlsafe}).token_key
    assert key is not None
    assert decode_key(key) == b"\xfb\xff" * 16


def test_no_secret_is_in_the_settings_own_words(load: Load) -> None:
    marker = "marker8731"
    settings = load(
        {
            "SLACK_BOT_TOKEN": f"xoxb-{marker}",
            "SLACK_APP_TOKEN": f"xapp-{marker}",
            "SLACK_SIGNING_SECRET": marker,
            "SLACK_CLIENT_SECRET": marker,
            "DATABASE_URL": f"postgresql://u:{marker}@h/d",
            "KEYS_URL": f"postgresql://u:{marker}@k/d",
            "TOKEN_KEY": KEY,
        }
    )
    assert marker not in repr(settings)
    assert KEY not in repr(settings)


def test_the_example_names_every_setting_and_only_those() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^(?:# )?([A-Z_]+)=", text, re.MULTILINE))
    assert named == {field.upper() for field in Settings.model_fields} == set(WHAT)


def test_the_operators_page_names_every_setting() -> None:
    text = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    assert [field for field in Settings.model_fields if f"`{field.upper()}`" not in text] == []


def test_the_defaults_in_the_example_are_those_of_the_program() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    shown = dict(re.findall(r"^# ([A-Z_]+)=(.+)$", text, re.MULTILINE))
    defaults = {name.upper(): field.default for name, field in Settings.model_fields.items()}
    assert {name: str(defaults[name]) for name in shown} == shown
