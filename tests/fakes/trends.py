"""Readings and posts in memory."""

from datetime import datetime
from typing import Any

from bot.kernel.ids import TeamId
from bot.teams.model import Round
from bot.trends.model import Reading


class FakeTrendStore:
    """Keeps what SqlTrendStore keeps, in two dicts a test may look into."""

    def __init__(self) -> None:
        self.kept: dict[tuple[TeamId, str], list[Reading]] = {}
        self.posts: dict[tuple[TeamId, int], dict[str, Any]] = {}
        self.due: dict[tuple[TeamId, int], datetime] = {}

    def readings(self, team_id: TeamId, item: str, latest: int) -> list[Reading]:
        return self.kept.get((team_id, item), [])[-latest:]

    def readings_in(self, team_id: TeamId, item: str, first_round: int, last_round: int) -> list[Reading]:
        return [one for one in self.kept.get((team_id, item), []) if first_round <= one.round_number <= last_round]

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
        self.due[key] = round_.posts_at

    def last_post(self, team_id: TeamId, by: datetime | None = None) -> int | None:
        kept = [number for team, number in self.posts if team == team_id]
        return max((number for number in kept if by is None or self.due[team_id, number] <= by), default=None)

    def find_post(self, team_id: TeamId, round_number: int) -> dict[str, Any] | None:
        return self.posts.get((team_id, round_number))
