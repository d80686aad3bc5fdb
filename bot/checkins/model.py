"""What one person is asked after one meeting, what they can do about it, and what comes of that."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from bot.kernel.caller import Caller
from bot.kernel.ids import CheckinId, MeetingId, TeamId, UserId, WorkspaceId

MOST_A_ROUND = 2  # check-ins planned for a person in a round: one, and one more in case it is not finished
REMEMBERED_DAYS = 14  # how long it is kept that somebody was asked


class Step(StrEnum):
    """Which of a check-in's two questions; the same two for everybody."""

    FIRST = "first"
    SECOND = "second"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkin:
    """A person chosen to be asked; says nothing about whether an answer came."""

    id: CheckinId
    team_id: TeamId
    meeting_id: MeetingId
    round_number: int
    user_id: UserId
    due_at: datetime


class Shown(NamedTuple):
    """A prompt was about to be sent to somebody on a day of theirs."""

    workspace_id: WorkspaceId
    user_id: UserId
    local_day: date
    checkin_id: CheckinId


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    """Somebody tapped a button of a check-in."""

    caller: Caller
    checkin_id: CheckinId


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Tap):
    """Somebody tapped an answer. What it was is never printed."""

    question: Step
    option: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAsked:
    """The first question is to be shown; an answer can be changed ``until`` then."""

    checkin_id: CheckinId
    series: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondAsked:
    """The first tap is kept, and the round's second question (a message id) comes next, whatever the tap was.

    ``of_workspace`` says that it is counted over the whole workspace and never for a team.
    """

    checkin_id: CheckinId
    text_id: str
    options: tuple[tuple[str, str], ...]  # id and the label's message id
    until: datetime
    of_workspace: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The check-in is done, by an answer or by skipping; the same for both."""

    checkin_id: CheckinId
    closing_line: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftUnchanged:
    """The answer was changed as often as it may be in a round; the last one stays."""

    checkin_id: CheckinId
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Excused:
    """The person was not in the meeting; nothing of theirs is kept for this round."""

    checkin_id: CheckinId
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """Nothing of the person's is kept for this round any more."""

    checkin_id: CheckinId
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """The person is left in peace until then, in all their teams; this check-in can still be answered."""

    checkin_id: CheckinId
    until: datetime


@dataclass(frozen=True, slots=True)
class Closed:
    """The round is over, or the check-in is forgotten: there is nothing left to change."""


@dataclass(frozen=True, slots=True)
class NotYours:
    """The check-in is somebody else's; nothing was looked at."""


@dataclass(frozen=True, slots=True)
class NotMember:
    """The person has left the team; nothing of theirs is taken."""


@dataclass(frozen=True, slots=True)
class PromiseChanged:
    """The person agreed to an older promise: no answer is taken before they agree to the new one."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """This delivery has taken effect before."""


Unmoved = Closed | NotYours | NotMember | PromiseChanged | Repeated
Outcome = FirstAsked | SecondAsked | Finished | LeftUnchanged | Excused | Withdrawn | Paused | Unmoved
