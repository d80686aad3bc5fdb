"""What people do with a reset; each returns what its doer sees next, and nothing about the other's choices."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.kernel.caller import Caller
from bot.kernel.chance import Chance
from bot.kernel.errors import Refused
from bot.resets import limits
from bot.resets.afterwards import answer_question, ask_later, end_all, forget_person, suggest_talk, time_to_talk
from bot.resets.asking import accepted, start, told
from bot.resets.keeping import all_of, keep, own, ticket_for
from bot.resets.keys import sweep_keys
from bot.resets.model import (
    LONGEST_TEXT,
    Act,
    News,
    NotNow,
    Part,
    Reset,
    Side,
    Stage,
    agreed,
    may,
    readable,
    step,
    suggested,
    written,
)
from bot.resets.outcomes import Closed, Declined, Ended, Open, Outcome, PassedOn, Stopped
from bot.resets.ports import ResetsUnit
from bot.resets.seeing import form, seen

__all__ = [
    "accept",
    "agree",
    "answer_form",
    "answer_question",
    "close",
    "decline",
    "end_all",
    "forget_person",
    "look",
    "open_for",
    "read_it",
    "seen",
    "start",
    "stop",
    "suggest",
    "suggest_talk",
    "sweep_keys",
    "write",
]


def look(unit: ResetsUnit, caller: Caller, ticket: str, now: datetime) -> Outcome:
    """Return what a person sees of a reset right now; writes nothing."""
    found = own(unit, caller, ticket, now)
    return Ended() if found is None else seen(unit, *found, now)


def open_for(unit: ResetsUnit, caller: Caller, now: datetime) -> list[Open]:
    """Return the resets in which this person can go on; an invitation that did not reach them is none."""
    found = []
    for reset, side in all_of(unit, caller.workspace_id, caller.user_id, now):
        if not isinstance(seen(unit, reset, side, now), Ended):
            hidden = reset.stage in (Stage.INVITED, Stage.HANDED) and side is Side.OTHER
            found.append(Open(ticket_for(unit, reset), None if hidden else reset.person(side.opposite)))
    return found


def accept(unit: ResetsUnit, caller: Caller, ticket: str, now: datetime, chance: Chance) -> Outcome:
    """Take an invitation up."""
    return _do(unit, caller, ticket, now, lambda reset, side: accepted(reset, side, now, chance))


def decline(unit: ResetsUnit, caller: Caller, ticket: str, now: datetime, *, for_good: bool = False) -> Outcome:
    """Let an invitation rest, or what was handed over; the asker hears nothing. ``for_good``: any later one, too."""
    unit.resets.lock(caller.workspace_id)
    found = own(unit, caller, ticket, now)
    if found is None:
        return Ended()
    reset, side = found
    act = Act.DECLINE if reset.stage is Stage.INVITED else Act.CLOSE
    if not may(reset, act, side, now):
        return seen(unit, reset, side, now)
    if for_good:
        limits.block(unit, caller.workspace_id, caller.user_id, reset.asker)
    keep(unit, step(reset, act, side, now))
    return Declined(for_good)


def write(
    unit: ResetsUnit, caller: Caller, ticket: str, part: Part, now: datetime, chance: Chance, *, ready: bool
) -> Outcome:
    """Save what somebody has written, and where they are ready let it go its way."""
    unit.resets.lock(caller.workspace_id)
    found = own(unit, caller, ticket, now)
    if found is None:
        return Ended()
    reset, side = found
    try:
        kept = step(written(reset, side, _short(part)), Act.SAVE, side, now)
        changed = _gone_its_way(kept, side, now, chance) if ready else kept
    except NotNow:
        return seen(unit, reset, side, now)
    keep(unit, changed)
    if not ready:
        return replace(form(unit, changed, side), saved=True)
    if reset.stage in (Stage.PREPARING, Stage.HANDED):  # with power: a week after one's own last act
        ask_later(unit, reset.workspace_id, caller.user_id, now, chance)
    passed_on = PassedOn(ticket_for(unit, changed))
    return passed_on if changed.stage is Stage.HANDED else seen(unit, changed, side, now)


def answer_form(unit: ResetsUnit, caller: Caller, ticket: str, now: datetime) -> Outcome:
    """Return the form in which to write back what was handed over."""
    found = own(unit, caller, ticket, now)
    if found is None or found[0].stage is not Stage.HANDED or readable(*found) is None:
        return look(unit, caller, ticket, now)
    return form(unit, *found)


def close(unit: ResetsUnit, caller: Caller, ticket: str, now: datetime, chance: Chance) -> Outcome:
    """Put away what was handed over; nobody hears of it."""
    unit.resets.lock(caller.workspace_id)
    found = own(unit, caller, ticket, now)
    if found is None or not may(found[0], Act.CLOSE, found[1], now):
        return look(unit, caller, ticket, now)
    keep(unit, step(found[0], Act.CLOSE, found[1], now))
    ask_later(unit, found[0].workspace_id, caller.user_id, now, chance)
    return Closed()


def read_it(unit: ResetsUnit, caller: Caller, ticket: str, now: datetime, chance: Chance) -> Outcome:
    """Note that somebody has read; when all who may have, nothing is left. Then it is time to talk."""
    unit.resets.lock(caller.workspace_id)
    found = own(unit, caller, ticket, now)
    if found is None or readable(*found) is None:
        return look(unit, caller, ticket, now)
    reset, side = found
    if side not in reset.read:
        if not may(reset, Act.READ, side, now):
            return seen(unit, reset, side, now)
        keep(unit, step(reset, Act.READ, side, now))
        if reset.stage is not Stage.ANSWERED:  # the asker with power is asked a week after handing over
            ask_later(unit, reset.workspace_id, caller.user_id, now, chance)
    return time_to_talk(unit, reset, side, now)


def stop(unit: ResetsUnit, caller: Caller, ticket: str, now: datetime) -> Outcome:
    """End a reset and destroy what was written; says the same whether or not there was anything left."""
    unit.resets.lock(caller.workspace_id)
    found = own(unit, caller, ticket, now)
    if found is not None and may(found[0], Act.STOP, found[1], now):
        keep(unit, step(found[0], Act.STOP, found[1], now))
    return Stopped()


def suggest(unit: ResetsUnit, caller: Caller, ticket: str, at: datetime, now: datetime) -> Outcome:
    """Suggest another time to write; the time that holds goes on holding until the other agrees."""

    def change(reset: Reset, side: Side) -> Reset:
        try:
            return suggested(reset, side, at, now)
        except NotNow:
            if not may(reset, Act.PLAN, side, now):
                raise
            raise Refused("resets-time-does-not-fit") from None

    return _do(unit, caller, ticket, now, change)


def agree(unit: ResetsUnit, caller: Caller, ticket: str, now: datetime) -> Outcome:
    """Agree to the time that the other suggested."""
    return _do(unit, caller, ticket, now, lambda reset, side: agreed(reset, side, now))


def _do(
    unit: ResetsUnit, caller: Caller, ticket: str, now: datetime, change: Callable[[Reset, Side], Reset]
) -> Outcome:
    """Change a reset and return what its doer sees; where it cannot be done now, what they see as it stands."""
    unit.resets.lock(caller.workspace_id)
    found = own(unit, caller, ticket, now)
    if found is None:
        return Ended()
    try:
        changed = change(*found)
    except NotNow:
        return seen(unit, *found, now)
    keep(unit, changed)
    return seen(unit, changed, found[1], now)


def _gone_its_way(reset: Reset, side: Side, now: datetime, chance: Chance) -> Reset:
    match reset.stage:
        case Stage.PREPARING:
            return told(step(reset, Act.HAND_OVER, side, now), Side.OTHER, News.HANDED, now, chance)
        case Stage.HANDED:
            moved = replace(step(reset, Act.WRITE_BACK, side, now), tellings=())
            return told(moved, Side.ASKER, News.ANSWERED, now, chance)
        case Stage.ONE_READY:
            return told(step(reset, Act.READY, side, now), side.opposite, News.REVEALED, now, chance)
        case _:
            return step(reset, Act.READY, side, now)


def _short(part: Part) -> Part:
    return Part(part.felt[:LONGEST_TEXT], part.did[:LONGEST_TEXT], part.passed_on[:LONGEST_TEXT])
