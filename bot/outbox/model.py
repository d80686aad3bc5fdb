"""A message that we have promised to say, and what became of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from bot.kernel.ids import MessageId, WorkspaceId


class Kind(StrEnum):
    """What a message is; each kind has its own rule for an outcome that stays unknown."""

    PROMPT = "prompt"  # never sent again
    WEEKLY_POST = "weekly_post"  # looked up, then shown to administrators
    WELCOME = "welcome"  # never sent again
    NOTICE = "notice"  # a sentence for one person; never sent again
    RESET_STEP = "reset_step"  # never sent again by itself; its row goes as soon as it is finished


class State(StrEnum):
    """Where a message stands."""

    DUE = "due"
    CLAIMED = "claimed"  # leased; an expired lease goes back to DUE
    SENDING = "sending"  # the call may have begun; an expired lease becomes UNKNOWN
    SENT = "sent"  # of a prompt: sent, or found not to be wanted any more; which of the two is not kept
    REFUSED = "refused"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    DROPPED = "dropped"  # found not to be wanted any more just before sending


class Priority(IntEnum):
    """What goes first when several messages wait; lower is earlier."""

    STEP = 10  # somebody is waiting for it
    POST = 20
    BULK = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message to be said once: ``key`` is unique for ever, ``due_at`` and ``expires_at`` are domain time."""

    workspace_id: WorkspaceId
    key: str
    kind: Kind
    method: str
    channel: str
    arguments: dict[str, Any] = field(repr=False)
    due_at: datetime
    expires_at: datetime
    subject: str = ""
    priority: Priority = Priority.BULK


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponed:
    """A message that is to be said later after all; both are domain time."""

    due_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A message that one sender holds a lease on; ``lease`` is different for each claim.

    It is to be said ``wait`` seconds after it was claimed, when its turn comes in the workspace's rate.
    """

    id: MessageId
    message: Outgoing
    attempts: int
    lease: str
    wait: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A message as it is kept, with what became of it."""

    id: MessageId
    message: Outgoing
    state: State
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Messages of one kind that came to the same end; no person and no text is in it.

    ``reason`` is Slack's word for a refusal, or why nobody can say whether it was said. ``channel`` is empty for what
    goes to people, ``key`` and ``due_at`` are the newest message's.
    """

    workspace_id: WorkspaceId
    channel: str
    kind: Kind
    state: State
    reason: str
    key: str
    due_at: datetime
    many: int = 1

    @property
    def can_be_posted_again(self) -> bool:
        """Return whether an administrator may ask for it once more: a weekly post that nobody is sure of."""
        return self.kind is Kind.WEEKLY_POST and self.state is State.UNKNOWN and self.reason == UNCONFIRMED


def gathered(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems, the newest first, with those of one kind and end counted together."""
    found: dict[tuple[str, ...], Problem] = {}
    for one in problems:
        alike = (one.workspace_id, one.channel, one.kind, one.state, one.reason)
        first = found.get(alike)
        found[alike] = one if first is None else replace(first, many=first.many + one.many)
    return list(found.values())


def is_public(channel: str) -> bool:
    """Return whether a message goes to a channel, and not to a person."""
    return channel[:1] in "CG"


def leaves_no_trace(kind: Kind) -> bool:
    """Return whether it must not be kept that a message was found not to be wanted.

    A second prompt in a round goes only to those who have not answered the first, so what became of it would tell
    who answered; what became of a reset's step would tell whether it was still wanted.
    """
    return kind in (Kind.PROMPT, Kind.RESET_STEP)


SCHEDULE = "chat.scheduleMessage"
UNCONFIRMED = "unconfirmed"  # the reason of a scheduled message that can no longer be looked up
POSTED_AGAIN = "posted_again"  # the reason of one that an administrator has asked for once more


def is_looked_up(kind: Kind, method: str) -> bool:
    """Return whether a message without a clear answer can be found again by asking Slack."""
    return kind is Kind.WEEKLY_POST and method == SCHEDULE


POST, EPHEMERAL = "chat.postMessage", "chat.postEphemeral"
# Calls of a method in a workspace a minute, from Slack's tiers; chat.postMessage has a limit of its own, "several
# hundred a minute", of which this takes 240.
_A_MINUTE = {POST: 240.0, SCHEDULE: 50.0, EPHEMERAL: 100.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """How closely messages may follow each other, in seconds, and how many may be on their way at once."""

    methods: Mapping[str, float] = field(default_factory=lambda: {name: 60 / many for name, many in _A_MINUTE.items()})
    other_methods: float = 60 / 20
    channel: float = 1.0
    catch_up: float = 0.0  # how much of the spacing a sender that came late may make up for
    workspace_at_once: int = 4

    def spacing(self, method: str) -> float:
        """Return the seconds between two calls of a method in one workspace."""
        return self.methods.get(method, self.other_methods)

    @classmethod
    def a_minute(cls, *, posts: float, schedules: float, ephemerals: float, others: float, channel: float) -> "Rates":
        """Return rates from calls a minute in a workspace, and the seconds between two messages to one channel."""
        methods = {POST: 60 / posts, SCHEDULE: 60 / schedules, EPHEMERAL: 60 / ephemerals}
        return cls(methods=methods, other_methods=60 / others, channel=channel)

    @classmethod
    def unlimited(cls) -> "Rates":
        """Return rates without any spacing, for a Slack that is not Slack."""
        return cls(methods={}, other_methods=0, channel=0, catch_up=0, workspace_at_once=500)


SLACKS_RATES = Rates()
