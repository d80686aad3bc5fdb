"""Where it is kept which practices a team has seen."""

from typing import Protocol

from bot.kernel.ids import TeamId


class PracticeStore(Protocol):
    """Keeps the practices a team was shown."""

    def seen(self, team_id: TeamId) -> list[str]:
        """Return the ids of the practices shown, the earliest first."""
        ...

    def note_shown(self, team_id: TeamId, practice_id: str, round_number: int) -> None:
        """Keep what a round's post suggests; for a round that has one, the first stays."""
        ...


class PracticesUnit(Protocol):
    """The stores that choosing a practice needs."""

    @property
    def practices(self) -> PracticeStore: ...
