"""Asking somebody: between equals an invitation, with power a text of one's own; two who ask each other meet."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.kernel.caller import Caller
from bot.kernel.chance import Chance
from bot.kernel.ids import UserId, new_id
from bot.resets import limits
from bot.resets.keeping import all_of, keep, ticket_for
from bot.resets.model import Act, News, Reset, ResetId, Side, Stage, Telling, begin, step
from bot.resets.outcomes import Asked, Outcome, Repeated
from bot.resets.ports import ResetsUnit
from bot.resets.seeing import seen

TOLD_WITHIN = 180  # seconds over which news is spread
_INVITED_WITHIN = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Somebody wants to start again; ``gate`` is the window in which they said so, the same for a double click.

    ``zone`` is the asker's as Slack has it, whether or not they joined a team, so that the end tells nothing of that.
    """

    caller: Caller
    other: UserId = field(repr=False)
    with_power: bool = field(repr=False)
    gate: str
    zone: str = "UTC"  # the asker's


def start(unit: ResetsUnit, ask: Ask, now: datetime, chance: Chance) -> Outcome:
    """Ask between equals, or begin to write where the asker has power; two who ask each other have one reset.

    Nothing here looks at what the other allows or did: that is for the moment of sending, out of the asker's sight.
    """
    caller = ask.caller
    unit.resets.lock(caller.workspace_id)
    if not unit.deliveries.first_time(f"reset-gate:{ask.gate}", now):
        return Repeated()
    if not ask.with_power:
        met = _met_halfway(unit, ask, now, chance)
        if met is not None:
            return met
    limits.spend(unit, caller.workspace_id, caller.user_id, ask.other, now)
    stage = Stage.PREPARING if ask.with_power else Stage.INVITED
    made = Reset(
        id=ResetId(new_id()),
        workspace_id=caller.workspace_id,
        asker=caller.user_id,
        other=ask.other,
        stage=stage,
        deadline=now,
        zone=ask.zone,
    )
    reset = begin(made, now)
    if stage is Stage.INVITED:
        reset = told(reset, Side.OTHER, News.INVITED, now, chance)
    keep(unit, reset)
    return Asked(ticket_for(unit, reset)) if stage is Stage.INVITED else seen(unit, reset, Side.ASKER, now)


def accepted(reset: Reset, side: Side, now: datetime, chance: Chance) -> Reset:
    """Return an invitation as taken up, with the news for the asker."""
    moved = replace(step(reset, Act.ACCEPT, side, now), tellings=())
    return told(moved, Side.ASKER, News.TAKEN_UP, now, chance)


def told(reset: Reset, side: Side, news: News, now: datetime, chance: Chance) -> Reset:
    """Return the reset with news for a side, at a moment of its own, so that two messages do not come together."""
    spread = _INVITED_WITHIN if news in (News.INVITED, News.HANDED) else TOLD_WITHIN
    due_at = now + timedelta(seconds=60 + chance.below(spread))
    return replace(reset, tellings=(*reset.tellings, Telling(side, news, due_at)))


def _met_halfway(unit: ResetsUnit, ask: Ask, now: datetime, chance: Chance) -> Outcome | None:
    """Take up the other's own invitation, whether or not it has reached the one who now asks."""
    for reset, side in all_of(unit, ask.caller.workspace_id, ask.caller.user_id, now):
        if side is Side.OTHER and reset.asker == ask.other:
            if reset.stage is Stage.INVITED:
                reset = accepted(replace(reset, reached=True), side, now, chance)
                keep(unit, reset)
            if reset.stage in (Stage.WRITING, Stage.ONE_READY, Stage.REVEALED, Stage.ONE_READ):
                return seen(unit, reset, side, now)
    return None
