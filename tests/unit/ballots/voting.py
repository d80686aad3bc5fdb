"""How the tests cast ballots and look into envelopes."""

from datetime import UTC, datetime, timedelta

from bot.ballots import service
from bot.ballots.envelope import Envelope
from bot.ballots.model import HELD_BACK, Ballot, Choice
from bot.kernel.chance import SystemChance
from bot.kernel.ids import UserId

OPENED = datetime(2026, 11, 2, 14, tzinfo=UTC)
WEEK = timedelta(weeks=1)
TEAM = "team-1"
ANY = SystemChance()


def voter(number):
    return UserId(f"U{number:04}")


def cast(
    unit,
    number,
    option="none",
    *,
    item=HELD_BACK,
    question=HELD_BACK,
    scope=TEAM,
    round_key=1,
    opened_at=OPENED,
    chance=ANY,
):
    ballot = Ballot(
        scope=scope,
        item=item,
        voter=voter(number),
        round_key=round_key,
        opened_at=opened_at,
        choice=Choice(question, option),
    )
    return service.cast(unit, ballot, chance)


def box_of(unit, scope=TEAM, item=HELD_BACK):
    """Open an envelope with its key, as nobody else can."""
    batch = unit.ballots.find(scope, item)
    return Envelope.opened(unit.keys.find(batch.id), batch.id, batch.box)


def held(unit, scope=TEAM, item=HELD_BACK):
    """Return what the ballots in an open batch say."""
    return box_of(unit, scope, item).held()
