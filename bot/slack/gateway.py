"""Slack's Web API, called once a call: every outcome is an answer, or one of three errors."""

import re
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import cached_property
from time import monotonic
from typing import Any
from urllib.request import OpenerDirector, Request

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.directory.facts import channel_of, profile_of, quiet_of
from bot.directory.model import ChannelFacts, Profile, Quiet
from bot.kernel.errors import SlackRefused, SlackUnclear, SlackUnreachable
from bot.kernel.ids import ChannelId, UserId, WorkspaceId
from bot.slack.wire import CALL_SECONDS, NotConnected, Wire, exchange_through, through

RETRY_AFTER_UNSAID = 30.0
PAGE = 1000
ADDRESS_SECONDS = 6 * 3600.0  # how long an address is remembered, in memory only
_WORD = re.compile(r"[a-z][a-z0-9_.:]*")


class _Client(WebClient):
    """A client that can tell a connection that was never made from one that broke."""

    def __init__(self, token: str, api_url: str, wire: Wire) -> None:
        super().__init__(token, base_url=api_url, timeout=CALL_SECONDS, retry_handlers=[])
        self._wire = wire

    @cached_property
    def _opener(self) -> OpenerDirector | None:
        return through(self.proxy, self.ssl) if self.proxy else None

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        return exchange_through(self._opener, req) if self._opener else self._wire.exchange(req)


def web_client(api_url: str) -> WebClient:
    """Return the client that Bolt gives to listeners: it tries nothing again by itself."""
    return WebClient(base_url=api_url, timeout=CALL_SECONDS, retry_handlers=[])


class WebGateway:
    """Calls Slack with the token of each workspace, and never tries anything again by itself."""

    def __init__(self, token_of: Callable[[WorkspaceId], str], api_url: str = WebClient.BASE_URL) -> None:
        self._token_of = token_of
        self._api_url = api_url
        self._wire = Wire()
        self._clients: dict[WorkspaceId, _Client] = {}
        self._addresses: dict[tuple[WorkspaceId, UserId], tuple[float, str | None]] = {}
        self._lock = threading.Lock()

    def close(self) -> None:
        """Let go of the connections that are kept for the next call."""
        self._wire.close()

    def call(self, workspace_id: WorkspaceId, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        return self._call(workspace_id, method, json=arguments)

    def profile(self, workspace_id: WorkspaceId, user_id: UserId) -> Profile:
        answer = self._call(workspace_id, "users.info", params={"user": user_id})
        with _readable():
            return profile_of(workspace_id, answer["user"])

    def channel(self, workspace_id: WorkspaceId, channel_id: ChannelId) -> ChannelFacts:
        params = {"channel": channel_id, "include_num_members": "true"}
        answer = self._call(workspace_id, "conversations.info", params=params)
        with _readable():
            return channel_of(answer["channel"])

    def is_in_channel(self, workspace_id: WorkspaceId, channel_id: ChannelId, user_id: UserId) -> bool:
        return any(user_id in page for page in self._member_pages(workspace_id, channel_id))

    def address(self, workspace_id: WorkspaceId, user_id: UserId) -> str | None:
        until, known = self._addresses.get((workspace_id, user_id), (0.0, None))
        if monotonic() < until:
            return known
        answer = self._call(workspace_id, "users.info", params={"user": user_id})
        with _readable():
            found = str((answer["user"].get("profile") or {}).get("email") or "").strip().lower() or None
        self._addresses[workspace_id, user_id] = (monotonic() + ADDRESS_SECONDS, found)
        return found

    def absent_from(self, workspace_id: WorkspaceId, channel_id: ChannelId, users: Collection[UserId]) -> set[UserId]:
        absent = set(users)
        for page in self._member_pages(workspace_id, channel_id):
            absent.difference_update(page)
            if not absent:
                break
        return absent

    def quiet(self, workspace_id: WorkspaceId, users: Collection[UserId]) -> dict[UserId, Quiet | None]:
        answer = self._call(workspace_id, "dnd.teamInfo", params={"users": ",".join(users)})
        with _readable():
            told = answer.get("users") or {}
            return {user_id: quiet_of(told[user_id]) for user_id in users if user_id in told}

    def _member_pages(self, workspace_id: WorkspaceId, channel_id: ChannelId) -> Iterator[list[str]]:
        cursor = ""
        while True:
            params = {"channel": channel_id, "limit": PAGE, **({"cursor": cursor} if cursor else {})}
            answer = self._call(workspace_id, "conversations.members", params=params)
            yield answer.get("members", [])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    def _call(self, workspace_id: WorkspaceId, method: str, **body: Any) -> dict[str, Any]:
        client = self._client(workspace_id)
        try:
            answer = client.api_call(method, **body).data
        except SlackApiError as error:
            raise _said_no(error.response) from None
        except NotConnected as error:
            raise SlackUnreachable("no connection") from error.__cause__
        except SlackClientError as error:  # the SDK would not write such a request
            raise SlackRefused("invalid_request") from error
        except Exception as error:
            raise SlackUnclear(type(error).__name__) from None
        if not isinstance(answer, dict):
            raise SlackUnclear("no object")
        return answer

    def _client(self, workspace_id: WorkspaceId) -> _Client:
        try:
            token = self._token_of(workspace_id)
        except LookupError as error:
            raise SlackRefused("not_authed") from error
        with self._lock:
            kept = self._clients.get(workspace_id)
            if kept is None or kept.token != token:
                kept = _Client(token, self._api_url, self._wire)
                self._clients[workspace_id] = kept
            return kept


@contextmanager
def _readable() -> Iterator[None]:
    """Take an answer without what it is asked for as one that tells nothing, not as a fault of the program."""
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise SlackUnclear(f"unreadable: {type(error).__name__}") from None


def _said_no(response: SlackResponse) -> SlackRefused | SlackUnclear:
    """Return what an answer without ``ok`` means; only a word of Slack's own counts as a refusal."""
    if response.status_code == 429:
        return SlackRefused("ratelimited", _seconds(response))
    word = response.data.get("error") if isinstance(response.data, dict) else None
    if response.status_code >= 500 or not isinstance(word, str) or not _WORD.fullmatch(word):
        return SlackUnclear(f"status {response.status_code}")
    return SlackRefused(word)


def _seconds(response: SlackResponse) -> float:
    asked = {name.lower(): text for name, text in response.headers.items()}.get("retry-after", "")
    return float(asked) if str(asked).isdigit() else RETRY_AFTER_UNSAID
