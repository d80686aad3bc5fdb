"""What was published about a team, read from the other fakes."""

from datetime import datetime

from bot.administration.model import Published
from bot.ballots.model import HELD_BACK, act_item
from bot.kernel.ids import TeamId
from bot.outbox.model import POSTED_AGAIN, State
from bot.trends.model import FIRST_CHART, FIRST_WORD, Reading
from tests.fakes.outbox import FakeOutbox
from tests.fakes.practices import FakePracticeStore
from tests.fakes.teams import FakeTeamStore
from tests.fakes.trends import FakeTrendStore

SURELY_SAID = (State.DUE, State.CLAIMED, State.SENDING, State.SENT)


class FakeExportStore:
    """Reads what SqlExportStore reads."""

    def __init__(
        self, teams: FakeTeamStore, trends: FakeTrendStore, practices: FakePracticeStore, outbox: FakeOutbox
    ) -> None:
        self._teams, self._trends, self._practices, self._outbox = teams, trends, practices, outbox

    def published(self, team_id: TeamId, now: datetime, limit: int, offset: int) -> list[Published]:
        numbers = sorted((number for team, number in self._trends.posts if team == team_id), reverse=True)
        said = [number for number in numbers if self._was_said(team_id, number, now)]
        return [self._published(team_id, number) for number in said[offset : offset + limit]]

    def _was_said(self, team_id: TeamId, number: int, now: datetime) -> bool:
        key = f"post:{team_id}:{number}"
        kept = [one for one in self._outbox.kept.values() if one.message.key in (key, f"{key}:again")]
        surely = all(one.state in SURELY_SAID or one.reason == POSTED_AGAIN for one in kept)
        return self._teams.rounds[team_id, number].posts_at <= now and surely

    def _published(self, team_id: TeamId, number: int) -> Published:
        round_ = self._teams.rounds[team_id, number]
        held_back, act = (self._latest(team_id, item, number) for item in (HELD_BACK, act_item(round_.season)))
        return Published(
            round=round_,
            body=self._trends.posts[team_id, number],
            practice_id=self._practices.shown.get(team_id, {}).get(number, ""),
            word=held_back.word if held_back and held_back.number >= FIRST_WORD else None,
            level=held_back.level if held_back and held_back.number >= FIRST_CHART else None,
            act_word=act.word if act and act.number >= FIRST_WORD and round_.place > 1 else None,
        )

    def _latest(self, team_id: TeamId, item: str, number: int) -> Reading | None:
        found = [one for one in self._trends.kept.get((team_id, item), []) if one.round_number <= number]
        return found[-1] if found else None
