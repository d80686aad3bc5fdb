"""Readings and posts in memory."""

from typing import Any

from bot.kernel.ids import TeamId
from bot.teams.model import Round
from bot.trends.model import Reading


class FakeTrendStore:
    """Keeps what SqlTrendStore keeps, in two dicts a test may look into."""

    def __init__(self) -> None:
        self.kept: dict[tuple[TeamId, str], list[Reading]] = {}
        self.posts: dict[tuple[TeamId, int], dict[str, Any]] = {}

    def readings(self, team_id: TeamId, item: str, latest: int) -> list[Reading]:
        return self.kept.get((team_id, item), [])[-latest:]

    def add_reading(self, team_id: TeamId, reading: Reading) -> None:
        kept = self.kept.setdefault((team_id, reading.item), [])
        if any(earlier.number == reading.number for earlier in kept):
            raise ValueError("There is a reading with this number.")
        kept.append(reading)

    def add_post(self, round_: Round, body: dict[str, Any]) -> None:
        key = (round_.team_id, round_.number)
        if key in self.posts:
            raise ValueError("This round has its post.")
        self.posts[key] = body

    def find_post(self, team_id: TeamId, round_number: int) -> dict[str, Any] | None:
        return self.posts.get((team_id, round_number))
