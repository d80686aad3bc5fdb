"""Slack and what its edge keeps, for tests, in memory."""

import itertools
import threading
from collections import deque
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.directory.model import ChannelFacts, Profile
from bot.kernel.errors import SlackRefused, SlackUnclear, SlackUnreachable
from bot.kernel.ids import ChannelId, UserId, WorkspaceId


class FakeDeliveries:
    """Remembers keys by the hour they came in, for this hour and the one before."""

    def __init__(self) -> None:
        self.seen: dict[str, int] = {}

    def first_time(self, key: str, now: datetime) -> bool:
        hour = int(now.timestamp()) // 3600
        self.seen = {kept: at for kept, at in self.seen.items() if at >= hour - 1}
        if key in self.seen:
            return False
        self.seen[key] = hour
        return True


@dataclass(frozen=True)
class Call:
    """One call that Slack received."""

    workspace_id: WorkspaceId
    method: str
    arguments: dict[str, Any]

    @property
    def channel(self) -> str:
        return str(self.arguments["channel"])

    @property
    def text(self) -> str:
        return str(self.arguments.get("text", ""))


@dataclass(frozen=True)
class Fault:
    """What happens to one call: ``error`` is raised, after the call took effect where ``lands``."""

    error: SlackRefused | SlackUnreachable | SlackUnclear
    lands: bool = False


class FakeSlack:
    """A Slack in memory: takes messages, and tells of the people and channels that a test put into it.

    ``calls`` is every request received, ``said`` what really appeared or is scheduled, ``faults`` what happens to
    the next calls (any method), and ``refusals`` what is always refused, by channel.
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.said: list[Call] = []
        self.scheduled: dict[str, Call] = {}
        self.faults: deque[Fault | None] = deque()
        self.refusals: dict[str, str] = {}
        self.profiles: dict[UserId, Profile] = {}
        self.channels: dict[ChannelId, ChannelFacts] = {}
        self.members: dict[ChannelId, set[UserId]] = {}
        self.called = threading.Event()
        self._lock = threading.Lock()
        self._ids = itertools.count(1)

    def call(self, workspace_id: WorkspaceId, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        with self._lock:
            call = Call(workspace_id, method, deepcopy(arguments))
            self.calls.append(call)
            self.called.set()
            fault = self.faults.popleft() if self.faults else None
            if fault is not None and not fault.lands:
                raise fault.error
            if call.channel in self.refusals:
                raise SlackRefused(self.refusals[call.channel])
            answer = self._answer(call)
            if fault is not None:
                raise fault.error
            return answer

    def appear(self, moment: datetime) -> None:
        """Post what is scheduled until then."""
        self.scheduled = {
            name: call for name, call in self.scheduled.items() if call.arguments["post_at"] > moment.timestamp()
        }

    def profile(self, workspace_id: WorkspaceId, user_id: UserId) -> Profile:
        if user_id not in self.profiles:
            raise SlackRefused("user_not_found")
        return self.profiles[user_id]

    def channel(self, workspace_id: WorkspaceId, channel_id: ChannelId) -> ChannelFacts:
        if channel_id not in self.channels:
            raise SlackRefused("channel_not_found")
        return self.channels[channel_id]

    def is_in_channel(self, workspace_id: WorkspaceId, channel_id: ChannelId, user_id: UserId) -> bool:
        self.channel(workspace_id, channel_id)
        return user_id in self.members.get(channel_id, set())

    def _answer(self, call: Call) -> dict[str, Any]:
        if call.method == "chat.scheduledMessages.list":
            pending = [(name, one) for name, one in self.scheduled.items() if one.channel == call.channel]
            return {
                "ok": True,
                "scheduled_messages": [
                    {"id": name, "channel_id": one.channel, "post_at": one.arguments["post_at"]}
                    for name, one in pending
                ],
            }
        self.said.append(call)
        number = next(self._ids)
        if call.method == "chat.scheduleMessage":
            self.scheduled[f"Q{number}"] = call
            return {"ok": True, "scheduled_message_id": f"Q{number}", "post_at": call.arguments["post_at"]}
        return {"ok": True, "channel": call.channel, "ts": f"{number}.000100"}
