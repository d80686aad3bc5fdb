"""What one person is asked after one meeting."""

from dataclasses import dataclass
from datetime import datetime

from bot.kernel.ids import CheckinId, MeetingId, TeamId, UserId

MOST_A_WEEK = 3  # prompts to a person in seven days, over all teams
REMEMBERED_DAYS = 14  # how long it is kept that somebody was asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkin:
    """A person chosen to be asked; says nothing about whether an answer came."""

    id: CheckinId
    team_id: TeamId
    meeting_id: MeetingId
    round_number: int
    user_id: UserId
    due_at: datetime
