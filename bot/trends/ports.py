"""Where readings and finished posts are kept."""

from datetime import datetime
from typing import Any, Protocol

from bot.checkins.ports import CheckinsUnit
from bot.kernel.ids import TeamId
from bot.practices.ports import PracticesUnit
from bot.teams.model import Round
from bot.trends.model import Reading


class TrendStore(Protocol):
    """Keeps what was published; all of it may be shown to the team."""

    def readings(self, team_id: TeamId, item: str, latest: int) -> list[Reading]:
        """Return the latest readings of an item, the oldest first."""
        ...

    def readings_in(self, team_id: TeamId, item: str, first_round: int, last_round: int) -> list[Reading]:
        """Return the readings of an item from one round to another, both included, the oldest first."""
        ...

    def add_reading(self, team_id: TeamId, reading: Reading) -> None: ...

    def add_post(self, round_: Round, body: dict[str, Any]) -> None:
        """Keep the finished post of a round; raises if there is one already."""
        ...

    def find_post(self, team_id: TeamId, round_number: int) -> dict[str, Any] | None: ...

    def last_post(self, team_id: TeamId, by: datetime | None = None) -> int | None:
        """Return the number of the latest round that has a post, due by this moment where one is given."""
        ...


class TrendsUnit(CheckinsUnit, PracticesUnit, Protocol):
    """The stores that the trends feature needs."""

    @property
    def trends(self) -> TrendStore: ...
