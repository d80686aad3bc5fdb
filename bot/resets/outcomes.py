"""What somebody sees next after an act of theirs."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.kernel.ids import UserId
from bot.resets.model import Part


@dataclass(frozen=True, slots=True)
class Asked:
    """The invitation is on its way, or is not: the asker reads the same whatever becomes of it."""

    ticket: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PassedOn:
    """With power: the asker's part is handed over, or is not; they read the same."""

    ticket: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who would like to start again."""

    ticket: str = field(repr=False)
    by: UserId = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lobby:
    """Taken up; the time to write has not come yet."""

    ticket: str = field(repr=False)
    partner: UserId = field(repr=False)
    opens_at: datetime
    deadline: datetime
    offered: datetime | None = None  # another time, suggested by either
    may_agree: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The three prompts with what is saved; ``partner`` is who will read it."""

    ticket: str = field(repr=False)
    partner: UserId = field(repr=False)
    draft: Part = field(repr=False)
    deadline: datetime
    hands_over: bool = False
    saved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """This side is ready, the other is not yet."""

    ticket: str = field(repr=False)
    partner: UserId = field(repr=False)
    deadline: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The other's text; ``owes_nothing`` where it was handed over with power and may be answered or closed."""

    ticket: str = field(repr=False)
    by: UserId = field(repr=False)
    part: Part = field(repr=False)
    owes_nothing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """This one has read: now talk. The slip knows with whom, and nothing else does."""

    slip: str = field(repr=False)
    partner: UserId = field(repr=False)
    now: datetime | None = None
    suggested: datetime | None = None


@dataclass(frozen=True, slots=True)
class WrittenBack:
    """The answer is on its way to the asker."""


@dataclass(frozen=True, slots=True)
class Declined:
    """Not this time; ``for_good`` with no more invitations from this person."""

    for_good: bool = False


@dataclass(frozen=True, slots=True)
class Closed:
    """Read and put away; nobody hears of it."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """Nothing of it is left, whatever there was."""


@dataclass(frozen=True, slots=True)
class Ended:
    """There is nothing here any more, or it is somebody else's."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """This very act has taken effect before."""


Outcome = (
    Asked
    | PassedOn
    | Invitation
    | Lobby
    | Form
    | Waiting
    | Reading
    | Talk
    | WrittenBack
    | Declined
    | Closed
    | Stopped
    | Ended
    | Repeated
)


@dataclass(frozen=True, slots=True)
class Open:
    """A reset in which it is this person's turn, or could be."""

    ticket: str = field(repr=False)
    partner: UserId | None = field(repr=False)  # nobody before an invitation is opened
