"""How payloads reach the app: the two ways share one promise."""

from dataclasses import dataclass
from typing import Any, Literal, Protocol

from .state import Json

Kind = Literal["events_api", "interactive", "slash_commands"]


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back within three seconds: `kept` when the app acknowledged; else why not."""

    kept: bool
    body: Any = None
    status: int = 200
    reason: str = ""
    no_retry: bool = False


class Carrier(Protocol):
    """Carries one payload once and brings the acknowledgement."""

    async def carry(self, kind: Kind, payload: Json, attempt: int, reason: str) -> Reply:
        """Deliver; `attempt` counts from 0, `reason` says why there is a further one."""
        ...
