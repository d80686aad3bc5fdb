"""Every setting of Candor, read from the environment and `.env`; a wrong one is told in one sentence."""

import base64
import binascii
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

POSTGRES = "postgresql+psycopg://"
_POSTGRES_SPELLINGS = ("postgres://", "postgresql://", POSTGRES)
_SPARE_CONNECTIONS = 8  # for the clock, the sender and the health checks, beside the listeners'
_KEY_BYTES = 32
_TEXTS = Path(__file__).parents[1] / "bot" / "texts"  # a folder for each language

# What to put there, as it ends the sentence "NAME is missing; put there …".
WHAT = {
    "SLACK_BOT_TOKEN": "the bot token from the app's page, under OAuth & Permissions; it begins with xoxb-",
    "SLACK_APP_TOKEN": "an app-level token with connections:write, from the app's page; it begins with xapp-",
    "SLACK_SIGNING_SECRET": "the signing secret from the app's page, under Basic Information",
    "SLACK_CLIENT_ID": "the client id from the app's page, under Basic Information",
    "SLACK_CLIENT_SECRET": "the client secret from the app's page, under Basic Information",
    "SLACK_API_URL": "the address of Slack's Web API, beginning with https:// (or http:// for one on this machine)",
    "DATABASE_URL": "sqlite:/// and the path of a file, or postgresql://user:password@host/name",
    "KEYS_URL": "the path of a directory, or the postgresql:// address of a second server",
    "KEYS_SHARED": "1 if every process sees the same directory of keys, else leave it out",
    "TOKEN_KEY": "32 random bytes as base64, such as `openssl rand -base64 32` prints",
    "LISTENER_THREADS": "a whole number from 1 to 64",
    "PORT": "a port from 1 to 65535",
    "POSTS_A_MINUTE": "how many messages a workspace takes a minute, from 1 to 6000; 240 by default",
    "SCHEDULES_A_MINUTE": "how many messages may be scheduled a minute in a workspace, from 1 to 6000; 50 by default",
    "EPHEMERALS_A_MINUTE": "how many ephemeral messages a workspace takes a minute, from 1 to 6000; 100 by default",
    "OTHER_CALLS_A_MINUTE": "how many calls of any other method a workspace takes a minute; 20 by default",
    "CHANNEL_SECONDS": "the seconds between two messages to one channel, from 0 to 60; 1 by default",
    "BOT_LANGUAGE": "a language that has a folder in bot/texts/, such as en",
    "LOG_LEVEL": "DEBUG, INFO, WARNING or ERROR",
}


class SettingsError(Exception):
    """A setting is missing or wrong; the sentence names it and what to put there, never its value."""


def _token(prefix: str) -> AfterValidator:
    def begins_so(token: SecretStr) -> SecretStr:
        if not token.get_secret_value().startswith(prefix):
            raise ValueError("another kind of token")
        return token

    return AfterValidator(begins_so)


def _database(url: str) -> str:
    for spelling in _POSTGRES_SPELLINGS:
        if url.startswith(spelling):
            return POSTGRES + url.removeprefix(spelling)
    if url.startswith("sqlite:///") and url.removeprefix("sqlite:///") not in ("", ":memory:"):
        return url
    raise ValueError("no database that we know")


def _keys(url: str) -> str:
    if url.startswith(_POSTGRES_SPELLINGS):
        return _database(url)
    path = url.removeprefix("file:")
    path = "/" + path.lstrip("/") if path.startswith("//") else path
    if "://" in path or not path:
        raise ValueError("neither a directory nor a server")
    return path


def _key(encoded: SecretStr) -> SecretStr:
    decode_key(encoded)
    return encoded


def decode_key(encoded: SecretStr) -> bytes:
    """Return the 32 bytes; raises ValueError for anything else. Both alphabets of base64 will do."""
    plain = encoded.get_secret_value().strip().replace("-", "+").replace("_", "/")
    try:
        key = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error
    if len(key) != _KEY_BYTES:
        raise ValueError("another length")
    return key


def _language(name: str) -> str:
    if name not in {folder.name for folder in _TEXTS.iterdir() if any(folder.glob("*.ftl"))}:
        raise ValueError("no language that we have texts in")
    return name


def _slack_address(url: str) -> str:
    if not url.startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")):
        raise ValueError("no address of Slack's")
    return url if url.endswith("/") else url + "/"


class Settings(BaseSettings):
    """All settings; secrets and addresses with passwords are never printed."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    slack_bot_token: Annotated[SecretStr, _token("xoxb-")] | None = None
    slack_app_token: Annotated[SecretStr, _token("xapp-")] | None = None
    slack_signing_secret: SecretStr | None = None
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    slack_api_url: Annotated[str, AfterValidator(_slack_address)] = "https://slack.com/api/"
    database_url: Annotated[str, AfterValidator(_database)] = Field(default="sqlite:///var/db/candor.db", repr=False)
    keys_url: Annotated[str, AfterValidator(_keys)] = Field(default="var/keys", repr=False)
    keys_shared: bool = False
    token_key: Annotated[SecretStr, AfterValidator(_key)] | None = None
    listener_threads: Annotated[int, Field(ge=1, le=64)] = 32
    port: Annotated[int, Field(ge=1, le=65535)] = 3000
    posts_a_minute: Annotated[float, Field(gt=0, le=6000)] = 240
    schedules_a_minute: Annotated[float, Field(gt=0, le=6000)] = 50
    ephemerals_a_minute: Annotated[float, Field(gt=0, le=6000)] = 100
    other_calls_a_minute: Annotated[float, Field(gt=0, le=6000)] = 20
    channel_seconds: Annotated[float, Field(ge=0, le=60)] = 1
    bot_language: Annotated[str, AfterValidator(_language)] = "en"
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(str.upper)] = "INFO"

    @property
    def pool_size(self) -> int:
        """Return how many database connections are kept; never fewer than listeners."""
        return self.listener_threads + _SPARE_CONNECTIONS

    @property
    def sqlite_file(self) -> Path | None:
        """Return the database's file where it is SQLite's."""
        plain = self.database_url.removeprefix("sqlite:///").partition("?")[0]
        return Path(plain) if self.database_url.startswith("sqlite:") else None

    @property
    def keys_directory(self) -> Path | None:
        """Return where keys are files, or None where they are on a server of their own."""
        return None if self.keys_url.startswith(POSTGRES) else Path(self.keys_url)

    @property
    def token_key_bytes(self) -> bytes | None:
        """Return the key that stored tokens are sealed with."""
        return None if self.token_key is None else decode_key(self.token_key)

    @property
    def installs_many(self) -> bool:
        """Return whether workspaces can install Candor by themselves."""
        return self.slack_client_id is not None and self.slack_client_secret is not None

    def for_run(self) -> "Settings":
        """Refuse what `run` cannot work with."""
        self._need("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")
        return self

    def for_web(self) -> "Settings":
        """Refuse what `web` cannot work with."""
        self._need("SLACK_SIGNING_SECRET")
        self._need_tokens()
        self._need_common_keys("web")
        return self

    def for_worker(self) -> "Settings":
        """Refuse what `worker` cannot work with."""
        self._need_tokens()
        self._need_common_keys("worker")
        return self

    def _need(self, *names: str) -> None:
        for name in names:
            if getattr(self, name.lower()) is None:
                raise SettingsError(f"{name} is missing; put there {WHAT[name]}.")

    def _need_tokens(self) -> None:
        if self.slack_client_id is not None or self.slack_client_secret is not None:
            self._need("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "TOKEN_KEY")
        else:
            self._need("SLACK_BOT_TOKEN")

    def _need_common_keys(self, command: str) -> None:
        if self.keys_directory is not None and not self.keys_shared:
            raise SettingsError(
                f"KEYS_URL is a directory, which `{command}` takes only if all processes share it; "
                f"set KEYS_SHARED=1 if they do, or put there {WHAT['KEYS_URL'].partition(', or ')[2]}."
            )


def load_settings(check: Callable[[Settings], Any] = lambda settings: settings) -> Settings:
    """Return the settings; raises SettingsError on the first that is wrong, or that ``check`` misses."""
    try:
        settings = Settings()
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from None
    check(settings)
    return settings


def _sentence(error: ValidationError) -> str:
    wrong = error.errors(include_url=False, include_context=False, include_input=False)[0]
    name = str(wrong["loc"][0]).upper()
    return f"{name} is wrong; put there {WHAT[name]}."
