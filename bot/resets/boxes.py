"""What is inside a sealed box: a reset, or one person's question a week later."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.kernel.ids import UserId, WorkspaceId
from bot.resets.model import News, Part, Reset, ResetId, Side, Stage, Suggestion, Telling
from bot.resets.sealing import Unreadable, padded, seal, unpadded, unseal


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Whom to ask, alone, whether talking is easier; it knows of no reset and of nobody else."""

    id: ResetId
    workspace_id: WorkspaceId
    user_id: UserId = field(repr=False)
    look_at: datetime


Content = Reset | Question


def sealed(key: bytes, content: Content) -> bytes:
    """Return the box; its size is the same for a question, a reset and nearly every text."""
    plain = (
        _of_reset(content) if isinstance(content, Reset) else {"user": content.user_id, "at": _time(content.look_at)}
    )
    return seal(key, _about(content.id), padded(json.dumps(plain, ensure_ascii=False).encode()))


def opened(key: bytes, reset_id: ResetId, workspace_id: WorkspaceId, box: bytes) -> Content:
    """Open a box; raises Unreadable."""
    try:
        plain = json.loads(unpadded(unseal(key, _about(reset_id), box)))
        if "user" in plain:
            user_id = UserId(plain["user"])
            return Question(id=reset_id, workspace_id=workspace_id, user_id=user_id, look_at=_moment(plain["at"]))
        return _reset(reset_id, workspace_id, plain)
    except (KeyError, TypeError, ValueError):
        raise Unreadable("The box holds something else.") from None


def _about(reset_id: ResetId) -> str:
    return f"candor-reset-1:{reset_id}"


def _of_reset(reset: Reset) -> dict[str, Any]:
    offer = reset.suggestion
    return {
        "asker": reset.asker,
        "other": reset.other,
        "stage": reset.stage,
        "deadline": _time(reset.deadline),
        "zone": reset.zone,
        "reached": reset.reached,
        "opens": None if reset.opens_at is None else _time(reset.opens_at),
        "offer": None if offer is None else [offer.by, _time(offer.at)],
        "wakes": None if reset.wakes_at is None else _time(reset.wakes_at),
        "parts": {side: [part.felt, part.did, part.passed_on] for side, part in reset.parts.items()},
        "ready": sorted(reset.ready),
        "read": sorted(reset.read),
        "tell": [[one.side, one.news, _time(one.due_at)] for one in reset.tellings],
    }


def _reset(reset_id: ResetId, workspace_id: WorkspaceId, plain: dict[str, Any]) -> Reset:
    opens, offer, wakes = plain["opens"], plain["offer"], plain["wakes"]
    return Reset(
        id=reset_id,
        workspace_id=workspace_id,
        asker=UserId(plain["asker"]),
        other=UserId(plain["other"]),
        stage=Stage(plain["stage"]),
        deadline=_moment(plain["deadline"]),
        zone=str(plain.get("zone", "UTC")),  # sealed by a version that counted in UTC
        reached=bool(plain["reached"]),
        opens_at=None if opens is None else _moment(opens),
        suggestion=None if offer is None else Suggestion(Side(offer[0]), _moment(offer[1])),
        wakes_at=None if wakes is None else _moment(wakes),
        parts={Side(side): Part(*texts) for side, texts in plain["parts"].items()},
        ready=frozenset(Side(side) for side in plain["ready"]),
        read=frozenset(Side(side) for side in plain["read"]),
        tellings=tuple(Telling(Side(side), News(news), _moment(at)) for side, news, at in plain["tell"]),
    )


def _time(moment: datetime) -> float:
    return moment.timestamp()


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
