"""The practices a team was shown, in memory."""

from bot.kernel.ids import TeamId


class FakePracticeStore:
    """Keeps what SqlPracticeStore keeps, in a dict a test may look into."""

    def __init__(self) -> None:
        self.shown: dict[TeamId, dict[int, str]] = {}

    def seen(self, team_id: TeamId) -> list[str]:
        return [practice_id for _, practice_id in sorted(self.shown.get(team_id, {}).items())]

    def note_shown(self, team_id: TeamId, practice_id: str, round_number: int) -> None:
        self.shown.setdefault(team_id, {}).setdefault(round_number, practice_id)
