"""What an answer of Slack's, or its absence, means for a message: one pure decision.

The words are those of Slack's own reference. ``internal_error`` and ``fatal_error`` are said there to leave open
whether the call took effect, so they count as no clear answer.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, assert_never

from bot.kernel.chance import Chance
from bot.kernel.errors import SlackRefused, SlackUnclear, SlackUnreachable
from bot.outbox.model import SCHEDULE, Outgoing, leaves_no_trace

LONGEST_PAUSE = 300.0  # seconds
RETRY_AFTER_UNSAID = 30.0  # where Slack names no time

_TOO_FAST = {"ratelimited", "rate_limited"}
_UNCLEAR = {"internal_error", "fatal_error"}
_PASSING = {
    "accesslimited",
    "message_limit_exceeded",
    "org_login_required",
    "request_timeout",
    "restricted_too_many",
    "service_unavailable",
    "team_added_to_org",
}
_TOKEN = {
    "account_inactive",  # the bot's own account, by Slack's reference
    "app_missing_action_url",
    "ekm_access_denied",
    "enterprise_is_restricted",
    "invalid_auth",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_authed",
    "team_access_not_granted",
    "token_expired",
    "token_revoked",
    "two_factor_setup_required",
}
_PLACE = {
    "as_user_not_supported",
    "cannot_dm_bot",
    "channel_not_found",
    "channel_type_not_supported",
    "is_archived",
    "is_inactive",
    "messages_tab_disabled",
    "not_in_channel",
    "restricted_action",
    "restricted_action_non_threadable_channel",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
    "user_disabled",
    "user_not_found",
    "user_not_visible",
}


class Consequence(StrEnum):
    """What a message's end means for those above the outbox."""

    NONE = "none"
    PAUSE_TEAM = "pause_team"  # its channel cannot be written to
    LEAVE_PERSON_OUT = "leave_person_out"  # this person cannot be written to
    DISABLE_WORKSPACE = "disable_workspace"  # the token is of no more use
    TELL_ADMINS = "tell_admins"  # a weekly post may or may not have appeared


@dataclass(frozen=True, slots=True)
class Delivered:
    """Slack has taken it; ``slack_ref`` is its ts or scheduled_message_id."""

    slack_ref: str


@dataclass(frozen=True, slots=True)
class Delayed:
    """It has surely not been said, and may be tried again after a pause."""

    seconds: float
    reason: str


@dataclass(frozen=True, slots=True)
class Throttled:
    """Slack wants peace from this method in this workspace; it has surely not been said."""

    seconds: float
    reason: str


@dataclass(frozen=True, slots=True)
class Simplified:
    """Slack knows no charts here; it is said again without, once."""

    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rejected:
    """Slack has refused it for good; ``reason`` is Slack's word."""

    reason: str
    consequence: Consequence


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """Nobody can say whether it was said."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """Nobody can say whether it was said, and it is too late to ask Slack."""


@dataclass(frozen=True, slots=True)
class Unneeded:
    """It was found not to be wanted any more, and Slack was not called."""


Fate = Unneeded | Delivered | Delayed | Throttled | Simplified | Rejected | LeftOpen | Unconfirmed
CallFailed = SlackRefused | SlackUnreachable | SlackUnclear


def taken(message: Outgoing, answer: dict[str, Any]) -> Delivered:
    """Return the fate of a message that Slack answered with ok."""
    slack_ref = str(answer.get("scheduled_message_id") or answer.get("ts") or answer.get("message_ts") or "")
    return Delivered("" if leaves_no_trace(message.kind) else slack_ref)


def unneeded(message: Outgoing) -> Fate:
    """Return the fate of a message found not to be wanted: as if it had been sent, where that must leave no trace."""
    return Delivered("") if leaves_no_trace(message.kind) else Unneeded()


def failed(message: Outgoing, error: CallFailed, attempts: int, chance: Chance) -> Fate:
    """Return the fate of a message whose call ended in an error."""
    if isinstance(error, SlackUnreachable):
        return Delayed(pause(attempts, chance), "unreachable")
    if isinstance(error, SlackUnclear):
        return LeftOpen("no_clear_answer")
    if isinstance(error, SlackRefused):
        return _refused(message, error, attempts, chance)
    assert_never(error)


def pause(attempts: int, chance: Chance) -> float:
    """Return how many seconds to wait: doubling from two on, up to five minutes, and never twice the same."""
    longest = min(2.0 ** (attempts + 1), LONGEST_PAUSE)
    return longest * (500 + chance.below(501)) / 1000


def _refused(message: Outgoing, error: SlackRefused, attempts: int, chance: Chance) -> Fate:
    word = _word(error.code)
    if word in _TOO_FAST or error.retry_after is not None:
        return Throttled(RETRY_AFTER_UNSAID if error.retry_after is None else error.retry_after, word)
    if word in _UNCLEAR:
        return LeftOpen(word)
    if word in _PASSING:
        return Delayed(pause(attempts, chance), word)
    if word == "time_in_past" and message.method == SCHEDULE:
        return Delayed(pause(attempts, chance), word)
    if word in ("invalid_blocks", "invalid_blocks_format") and _has_chart(message.arguments):
        return Simplified(without_charts(message.arguments))
    return Rejected(word, _consequence(message, word))


def without_charts(arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments without chart blocks; the text says the same."""
    return arguments | {"blocks": [block for block in arguments["blocks"] if not _is_chart(block)]}


def _has_chart(arguments: dict[str, Any]) -> bool:
    return any(_is_chart(block) for block in arguments.get("blocks", ()))


def _is_chart(block: dict[str, Any]) -> bool:
    return block.get("type") == "data_visualization"


def _consequence(message: Outgoing, word: str) -> Consequence:
    if word in _TOKEN:
        return Consequence.DISABLE_WORKSPACE
    if word not in _PLACE or "user" in message.arguments:
        return Consequence.NONE
    return Consequence.PAUSE_TEAM if message.channel[:1] in "CG" else Consequence.LEAVE_PERSON_OUT


def _word(code: str) -> str:
    """Return Slack's word, fit for a log line and a narrow column."""
    return re.sub(r"[^a-z0-9_]", "", code.lower())[:64] or "unnamed_error"
