"""A reset between two people: where it stands, who may do what next, and what each may see.

Pure: nothing here knows Slack, a database or a key. `WAYS` is the whole state machine; docs/reset.md draws it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType
from zoneinfo import ZoneInfo

from bot.kernel.ids import UserId, WorkspaceId
from bot.resets.days import after_working_days

ResetId = NewType("ResetId", str)

WORKING_DAYS = 3
SETTLING = timedelta(minutes=20)  # flooding needs about so long to ebb
LONGEST_TEXT = 3000  # characters in each of the three fields, as Slack takes them


class Side(StrEnum):
    """One of the two people."""

    ASKER = "asker"
    OTHER = "other"

    @property
    def opposite(self) -> "Side":
        """Return the one across the table."""
        return Side.OTHER if self is Side.ASKER else Side.ASKER


class Stage(StrEnum):
    """Where a reset stands."""

    INVITED = "invited"  # between equals: asked, not yet taken up
    WRITING = "writing"  # taken up: both write alone
    ONE_READY = "one_ready"
    REVEALED = "revealed"  # both are ready: each may read the other's
    ONE_READ = "one_read"
    PREPARING = "preparing"  # with power: the asker writes first, and nobody else knows
    HANDED = "handed"  # with power: the other may read, write back or close
    ANSWERED = "answered"  # with power: the asker may read what was written back
    ENDED = "ended"


class Act(StrEnum):
    """What can happen to a reset."""

    ACCEPT = "accept"
    DECLINE = "decline"
    PLAN = "plan"  # suggest another time to write, or agree to one
    SAVE = "save"
    READY = "ready"
    READ = "read"
    HAND_OVER = "hand_over"
    WRITE_BACK = "write_back"
    CLOSE = "close"
    STOP = "stop"
    EXPIRE = "expire"


@dataclass(frozen=True, slots=True)
class Way:
    """One way from a stage to the next; ``by`` nobody where time alone takes it."""

    stage: Stage
    act: Act
    by: frozenset[Side]
    to: Stage


_ASKER, _OTHER, _BOTH = frozenset({Side.ASKER}), frozenset({Side.OTHER}), frozenset(Side)
_NOBODY: frozenset[Side] = frozenset()
_STOPPED_BY = {
    Stage.INVITED: _ASKER,
    Stage.WRITING: _BOTH,
    Stage.ONE_READY: _BOTH,
    Stage.REVEALED: _BOTH,
    Stage.ONE_READ: _BOTH,
    Stage.PREPARING: _ASKER,
    Stage.HANDED: _ASKER,
    Stage.ANSWERED: _BOTH,
}

WAYS: tuple[Way, ...] = (
    Way(Stage.INVITED, Act.ACCEPT, _OTHER, Stage.WRITING),
    Way(Stage.INVITED, Act.DECLINE, _OTHER, Stage.ENDED),
    Way(Stage.WRITING, Act.PLAN, _BOTH, Stage.WRITING),
    Way(Stage.WRITING, Act.SAVE, _BOTH, Stage.WRITING),
    Way(Stage.WRITING, Act.READY, _BOTH, Stage.ONE_READY),
    Way(Stage.ONE_READY, Act.SAVE, _BOTH, Stage.ONE_READY),
    Way(Stage.ONE_READY, Act.READY, _BOTH, Stage.REVEALED),
    Way(Stage.REVEALED, Act.READ, _BOTH, Stage.ONE_READ),
    Way(Stage.ONE_READ, Act.READ, _BOTH, Stage.ENDED),
    Way(Stage.PREPARING, Act.SAVE, _ASKER, Stage.PREPARING),
    Way(Stage.PREPARING, Act.HAND_OVER, _ASKER, Stage.HANDED),
    Way(Stage.HANDED, Act.SAVE, _OTHER, Stage.HANDED),
    Way(Stage.HANDED, Act.WRITE_BACK, _OTHER, Stage.ANSWERED),
    Way(Stage.HANDED, Act.CLOSE, _OTHER, Stage.ENDED),
    Way(Stage.ANSWERED, Act.READ, _ASKER, Stage.ENDED),
    *(Way(stage, Act.STOP, by, Stage.ENDED) for stage, by in _STOPPED_BY.items()),
    *(Way(stage, Act.EXPIRE, _NOBODY, Stage.ENDED) for stage in _STOPPED_BY),
)
_BY_PLACE = {(way.stage, way.act): way for way in WAYS}


class NotNow(Exception):
    """The reset stands where this cannot be done, or not by this person, or not yet."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one person wrote of their own part. Never printed."""

    felt: str = field(default="", repr=False)
    did: str = field(default="", repr=False)
    passed_on: str = field(default="", repr=False)


class News(StrEnum):
    """What one of the two is still to be told, by a message that names nobody."""

    INVITED = "invited"
    TAKEN_UP = "taken_up"
    REVEALED = "revealed"
    HANDED = "handed"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Telling:
    """News for one side, due at a moment drawn by chance."""

    side: Side
    news: News
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another time to write, suggested by one side."""

    by: Side
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reset:
    """Two people and what is between them; kept only inside a sealed box, and never printed.

    Its working days are counted in the asker's ``zone``.
    ``reached`` says whether the other was really written to, ``opens_at`` from when on both may write.
    """

    id: ResetId
    workspace_id: WorkspaceId
    asker: UserId = field(repr=False)
    other: UserId = field(repr=False)
    stage: Stage = field(repr=False)
    deadline: datetime
    zone: str = field(default="UTC", repr=False)  # the asker's, as Slack shows it to everybody
    reached: bool = field(default=False, repr=False)
    opens_at: datetime | None = None
    suggestion: Suggestion | None = field(default=None, repr=False)
    parts: Mapping[Side, Part] = field(default_factory=dict, repr=False)
    ready: frozenset[Side] = field(default=frozenset(), repr=False)
    read: frozenset[Side] = field(default=frozenset(), repr=False)
    tellings: tuple[Telling, ...] = field(default=(), repr=False)
    wakes_at: datetime | None = None  # a moment at which something becomes possible, without a message

    @property
    def look_at(self) -> datetime:
        """Return when the clock has something to do."""
        moments = [self.deadline, *(one.due_at for one in self.tellings)]
        return min(moments if self.wakes_at is None else [*moments, self.wakes_at])

    def side_of(self, user_id: UserId) -> Side | None:
        """Return which of the two somebody is; None for everybody else."""
        return {self.asker: Side.ASKER, self.other: Side.OTHER}.get(user_id)

    def person(self, side: Side) -> UserId:
        """Return who is on a side."""
        return self.asker if side is Side.ASKER else self.other

    def part(self, side: Side) -> Part:
        """Return what a side has written so far."""
        return self.parts.get(side, Part())


def begin(asked: Reset, now: datetime) -> Reset:
    """Return a reset that has just been asked for, with the three working days that it has."""
    return replace(asked, deadline=after_working_days(now, WORKING_DAYS, ZoneInfo(asked.zone)))


def may(reset: Reset, act: Act, side: Side, now: datetime) -> bool:
    """Return whether a side can do this now."""
    way = _BY_PLACE.get((reset.stage, act))
    if way is None or side not in way.by or now >= reset.deadline:
        return False
    if act in (Act.SAVE, Act.READY) and reset.opens_at is not None and now < reset.opens_at:
        return False
    if act in (Act.SAVE, Act.READY) and side in reset.ready:
        return False
    return not (act is Act.READ and side in reset.read)


def step(reset: Reset, act: Act, side: Side, now: datetime) -> Reset:
    """Return the reset after an act; raises NotNow where it cannot be done. What has ended holds no text."""
    if not may(reset, act, side, now):
        raise NotNow
    to = _BY_PLACE[reset.stage, act].to
    moved = replace(reset, stage=to)
    match act:
        case Act.ACCEPT:
            moved = replace(begin(moved, now), opens_at=now + SETTLING, wakes_at=now + SETTLING)
        case Act.READY:
            moved = replace(moved, ready=reset.ready | {side})
        case Act.READ:
            moved = replace(moved, read=reset.read | {side})
        case Act.HAND_OVER:
            moved = begin(moved, now)
        case Act.WRITE_BACK:
            answer = {Side.OTHER: reset.part(Side.OTHER)}  # the asker's own text has been read and is of no more use
            moved = replace(begin(moved, now), parts=answer)
    return ended(moved) if to is Stage.ENDED else moved


def expired(reset: Reset, now: datetime) -> Reset | None:
    """Return the reset that time has ended, or None where it has not."""
    return ended(reset) if now >= reset.deadline else None


def ended(reset: Reset) -> Reset:
    """Return the reset as nothing but the fact that it is over."""
    return replace(reset, stage=Stage.ENDED, parts={}, ready=frozenset(), read=frozenset(), tellings=())


def written(reset: Reset, side: Side, part: Part) -> Reset:
    """Return the reset with what a side has written."""
    return replace(reset, parts={**reset.parts, side: part})


def readable(reset: Reset, side: Side) -> Part | None:
    """Return what of the other's text a side may read now: between equals nothing before both are ready."""
    match reset.stage, side:
        case (Stage.REVEALED | Stage.ONE_READ, _):
            return reset.part(side.opposite)
        case (Stage.HANDED, Side.OTHER) if reset.reached:
            return reset.part(Side.ASKER)
        case (Stage.ANSWERED, Side.ASKER):
            return reset.part(Side.OTHER)
        case _:
            return None


def suggested(reset: Reset, side: Side, at: datetime, now: datetime) -> Reset:
    """Return the reset with another time to write, once the other agrees; raises NotNow.

    Until then the time that holds already goes on holding, so that a suggestion can keep nobody from writing.
    """
    if not may(reset, Act.PLAN, side, now) or not _fits(reset, at, now):
        raise NotNow
    return replace(reset, suggestion=Suggestion(side, at))


def agreed(reset: Reset, side: Side, now: datetime) -> Reset:
    """Return the reset with the suggested time, which the other side agrees to; raises NotNow."""
    offer = reset.suggestion
    if offer is None or offer.by is side or not may(reset, Act.PLAN, side, now) or not _fits(reset, offer.at, now):
        raise NotNow
    return replace(reset, opens_at=offer.at, wakes_at=offer.at, suggestion=None)


def _fits(reset: Reset, at: datetime, now: datetime) -> bool:
    earliest = reset.opens_at or now
    return not reset.parts and max(earliest, now) <= at <= reset.deadline - SETTLING
