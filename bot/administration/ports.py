"""What looking after a team needs: its settings, and what was published about it."""

from datetime import datetime
from typing import Protocol

from bot.administration.model import Published
from bot.kernel.ids import TeamId
from bot.trends.ports import TrendsUnit


class ExportStore(Protocol):
    """Reads what a team's channel was told, and nothing else."""

    def published(self, team_id: TeamId, now: datetime, limit: int, offset: int) -> list[Published]:
        """Return posts that appeared before now, the newest first, each with what it said.

        A post that Slack refused, or of which nobody knows whether it appeared, is none of them.
        """
        ...


class AdministrationUnit(TrendsUnit, Protocol):
    """The stores that looking after a team needs."""

    @property
    def exports(self) -> ExportStore: ...
