"""A year for fifty people: no budget broken, nobody asked outside their hours, every meeting dealt with once."""

import os
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from bot.checkins.model import MOST_A_ROUND
from bot.checkins.reasons import Reason
from bot.db.engine import open_engine
from bot.directory.model import MOST_A_WEEK
from bot.kernel.ids import TeamId, UserId
from bot.work import SqlWork
from bot.workspaces.seal import TokenSeal
from tests.crash.people_year import SENDER_LAG, World, Year, days_of, is_at_work
from tests.fakes.ballots import FakeKeyStore

START = datetime(2026, 1, 5, tzinfo=UTC)  # a Monday; both clock changes of both halves of the earth lie ahead
WEEKS = 52 if os.environ.get("CANDOR_SOAK") else 2
Z_MOST = 4.0  # standard deviations; by chance one run in fifteen thousand is further off

pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory, _sqlite_template: object) -> Year:
    path = tmp_path_factory.mktemp("year") / "candor.db"
    path.write_bytes(_sqlite_template.read_bytes())  # type: ignore[attr-defined]
    engine = open_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", lambda connection, _: connection.execute("pragma synchronous=OFF"))
    found = World(SqlWork(engine, FakeKeyStore(), TokenSeal(bytes(32))), START, seed=7).live(WEEKS)
    engine.dispose()
    return found


def test_nobody_is_asked_outside_their_hours_or_away(
    year: Year, record_property: Callable[[str, object], None]
) -> None:
    assert len(year.asked) > 20 * WEEKS
    record_property("prompts", len(year.asked))
    assert [one for one in year.asked if not is_at_work(one)] == []
    assert [one for one in year.asked if one.person.is_away(one.at)] == []
    assert [one for one in year.asked if one.person.is_absent(one.at) or one.person.is_paused(one.at)] == []
    late = [one.at - one.meeting.ends_at for one in year.asked]
    assert timedelta(minutes=5) <= min(late)
    assert max(late) <= timedelta(hours=20, minutes=10) + SENDER_LAG


def test_no_budget_is_broken(year: Year) -> None:
    days: dict[UserId, list[int]] = defaultdict(list)
    for user_id, day in days_of(year.asked):
        days[user_id].append(day)
    for theirs in days.values():
        for first in theirs:
            assert sum(first <= day < first + 7 for day in theirs) <= MOST_A_WEEK
    wanted = {id(one): one.person.most_a_week for one in year.asked}
    for one in year.asked:
        week = [
            other
            for other in year.asked
            if other.user_id == one.user_id and timedelta(0) <= one.at - other.at < timedelta(days=6)
        ]
        assert len(week) <= wanted[id(one)]
    of_round = Counter((one.user_id, one.team.id, one.meeting.round_number) for one in year.asked)
    assert max(of_round.values()) <= MOST_A_ROUND
    assert max(Counter((one.user_id, one.meeting.id) for one in year.asked).values()) == 1


def test_every_meeting_is_dealt_with_exactly_once_and_every_person_has_a_reason(
    year: Year, record_property: Callable[[str, object], None]
) -> None:
    assert set(year.dealt_with.values()) == {1}
    assert len(year.dealt_with) >= 18 * (WEEKS - 1)  # the eight teams meet twenty times a week
    record_property("meetings", dict(year.meetings))
    table = {reason.value: count for reason, count in year.reasons.most_common()}
    record_property("reasons", table)
    print("\n".join(f"{name:14} {count}" for name, count in table.items()))  # noqa: T201 - the table is asked for
    assert Reason.NOT_KEPT not in year.reasons
    assert Reason.NOT_YET not in year.reasons
    assert {Reason.COMING, Reason.AWAY, Reason.OTHER_DRAWN} <= set(year.reasons)


def test_each_persons_meetings_are_drawn_evenly(year: Year, record_property: Callable[[str, object], None]) -> None:
    """Of rounds in which somebody could be asked after every meeting, the first draw falls on each alike."""
    drawn: dict[tuple[UserId, TeamId], Counter[int]] = defaultdict(Counter)
    for (user_id, team_id, _), told in year.rounds.items():
        if {reason for _, reason in told} <= {Reason.COMING, Reason.OTHER_DRAWN, Reason.LATER} and len(told) > 1:
            place = next(index for index, (_, reason) in enumerate(told) if reason is Reason.COMING)
            drawn[user_id, team_id, len(told)][place] += 1  # type: ignore[index]
    chi, freedom = 0.0, 0
    for (*_, meetings), counts in drawn.items():  # type: ignore[misc]
        expected = sum(counts.values()) / meetings
        chi += sum((counts[place] - expected) ** 2 / expected for place in range(meetings))
        freedom += meetings - 1
    z = (chi - freedom) / (2 * freedom) ** 0.5
    record_property("chi_square", {"chi": round(chi, 1), "degrees": freedom, "z": round(z, 2)})
    assert freedom > 20
    assert abs(z) < Z_MOST
