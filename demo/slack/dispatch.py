"""Sending to the app: interactions once, events again when they were not acknowledged."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from .carriers import Carrier, Kind, Reply
from .hub import Hub
from .payloads import event_callback
from .state import Json
from .workspace import Workspace

NOT_RESPONDING = "Candor is not responding. Please try again."


@dataclass(slots=True)
class Delivered:
    """One payload's way to the app. `ok` when it was acknowledged; `error` is what the person was shown instead."""

    kind: Kind
    payload: Json
    ok: bool = False
    body: Any = None
    status: int = 200
    attempts: int = 0
    reasons: list[str] = field(default_factory=list)
    error: str | None = None


class Dispatch:
    """Sends payloads by whichever carrier is in use, and remembers what became of them."""

    def __init__(self, hub: Hub, carrier: Carrier, retry_delays: tuple[float, ...]) -> None:
        self._hub = hub
        self.carrier = carrier
        self.retry_delays = retry_delays
        self.deliveries: list[Delivered] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def once(self, kind: Kind, payload: Json) -> Delivered:
        """Deliver an interaction or a command: there is one attempt, and a person waits for it."""
        delivered = Delivered(kind, payload)
        self.deliveries.append(delivered)
        self._note(delivered, await self._attempt(delivered, ""))
        return delivered

    def event(self, workspace: Workspace, event: Json) -> None:
        """Deliver an event in the background, with Slack's retries."""
        delivered = Delivered("events_api", event_callback(workspace, event))
        self.deliveries.append(delivered)
        self._hub.running += 1
        task = asyncio.get_running_loop().create_task(self._until_kept(delivered))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _until_kept(self, delivered: Delivered) -> None:
        reason = ""
        try:
            for delay in (0.0, *self.retry_delays):
                await self._pause(delay)
                reply = await self._attempt(delivered, reason)
                self._note(delivered, reply)
                if reply.kept or reply.no_retry:
                    return
                reason = reply.reason
        finally:
            self._hub.running -= 1

    async def _pause(self, delay: float) -> None:
        long = delay > 1.0
        self._hub.running -= long
        try:
            await asyncio.sleep(delay)
        finally:
            self._hub.running += long

    async def _attempt(self, delivered: Delivered, reason: str) -> Reply:
        self._hub.running += 1
        try:
            attempt, delivered.attempts = delivered.attempts, delivered.attempts + 1
            return await self.carrier.carry(delivered.kind, delivered.payload, attempt, reason)
        finally:
            self._hub.running -= 1
            self._hub.last_activity = time.monotonic()

    def _note(self, delivered: Delivered, reply: Reply) -> None:
        delivered.ok, delivered.body, delivered.status = reply.kept, reply.body, reply.status
        delivered.error = None if reply.kept else NOT_RESPONDING
        if reply.reason:
            delivered.reasons.append(reply.reason)

    async def stop(self) -> None:
        """Give up what is still waiting to be tried again."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
