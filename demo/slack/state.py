"""What a workspace holds: people, channels, messages, views and promises."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Json = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class User:
    """One account, person or bot."""

    id: str
    name: str
    real_name: str
    tz: str = "Europe/Zurich"
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    is_admin: bool = False
    is_owner: bool = False
    deleted: bool = False
    locale: str = "en-US"
    email: str = ""
    status_text: str = ""
    status_emoji: str = ""
    status_expiration: int = 0
    snoozed_until: float = 0.0
    updated: int = 0

    @property
    def dm(self) -> str:
        """The conversation between this person and the bot."""
        return f"D{self.id[1:]}"


@dataclass(slots=True, kw_only=True)
class Channel:
    """One channel; `members` are user ids in the order of joining."""

    id: str
    name: str
    creator: str
    is_private: bool = False
    is_ext_shared: bool = False
    is_archived: bool = False
    created: int = 0
    members: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Message:
    """One message; with `ephemeral_to`, only that person sees it."""

    channel: str
    ts: str
    text: str
    user: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    ephemeral_to: str | None = None
    edited_ts: str | None = None
    thread_ts: str | None = None
    from_bot: bool = True
    metadata: Json | None = None


@dataclass(slots=True, kw_only=True)
class View:
    """A modal or a home tab as one person has it in front of them; `values` is what they filled in."""

    id: str
    user: str
    type: Literal["modal", "home"]
    blocks: list[Json]
    hash: str
    title: Json | None = None
    submit: Json | None = None
    close: Json | None = None
    callback_id: str = ""
    private_metadata: str = ""
    external_id: str = ""
    clear_on_close: bool = False
    notify_on_close: bool = False
    previous_view_id: str | None = None
    root_view_id: str = ""
    values: Json = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Scheduled:
    """A message handed over for later."""

    id: str
    channel: str
    post_at: int
    text: str
    blocks: list[Json] = field(default_factory=list)
    date_created: int = 0


@dataclass(slots=True, kw_only=True)
class Trigger:
    """Leave to open one view, within three seconds of machine time."""

    id: str
    user: str
    made_at: float
    exchanged: bool = False
    view_id: str | None = None


@dataclass(slots=True, kw_only=True)
class ResponseUrl:
    """Leave to answer one interaction: five times, within thirty minutes of machine time."""

    secret: str
    team: str
    user: str
    channel: str
    made_at: float
    message_ts: str | None = None
    used: int = 0


@dataclass(slots=True, kw_only=True)
class Token:
    """What a caller shows; `state` says whether it still opens anything."""

    value: str
    kind: Literal["bot", "app"]
    team: str
    scopes: frozenset[str]
    state: Literal["live", "revoked", "inactive"] = "live"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of the bot, as it arrived and as it was answered; `status` 0 means that the connection was dropped."""

    method: str
    args: Json
    at: datetime
    monotonic: float
    answer: Json
    status: int
    team: str
    accepted: bool
