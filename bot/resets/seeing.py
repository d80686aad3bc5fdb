"""What a side sees of a reset as it stands: a decision of the reset alone."""

from datetime import datetime

from bot.resets.keeping import ticket_for
from bot.resets.model import Act, Reset, Side, Stage, may, readable
from bot.resets.outcomes import Ended, Form, Invitation, Lobby, Outcome, Reading, Waiting, WrittenBack
from bot.resets.ports import ResetsUnit


def seen(unit: ResetsUnit, reset: Reset, side: Side, now: datetime) -> Outcome:
    """Return what a side sees of a reset; an asker who waits sees what they would see if it had ended."""
    part = readable(reset, side)
    if part is not None:
        owes_nothing = reset.stage is Stage.HANDED
        by = reset.person(side.opposite)
        return Reading(ticket=ticket_for(unit, reset), by=by, part=part, owes_nothing=owes_nothing)
    match reset.stage, side:
        case (Stage.INVITED, Side.OTHER) if reset.reached:
            return Invitation(ticket_for(unit, reset), reset.asker)
        case (Stage.WRITING | Stage.ONE_READY, _) if side in reset.ready:
            ticket = ticket_for(unit, reset)
            return Waiting(ticket=ticket, partner=reset.person(side.opposite), deadline=reset.deadline)
        case (Stage.WRITING | Stage.ONE_READY, _):
            return form(unit, reset, side) if may(reset, Act.SAVE, side, now) else _lobby(unit, reset, side)
        case (Stage.PREPARING, Side.ASKER):
            return form(unit, reset, side)
        case (Stage.ANSWERED, Side.OTHER):
            return WrittenBack()
        case _:
            return Ended()


def form(unit: ResetsUnit, reset: Reset, side: Side) -> Form:
    """Return the form with what a side has saved so far."""
    return Form(
        ticket=ticket_for(unit, reset),
        partner=reset.person(side.opposite),
        draft=reset.part(side),
        deadline=reset.deadline,
        hands_over=reset.stage is Stage.PREPARING,
    )


def _lobby(unit: ResetsUnit, reset: Reset, side: Side) -> Lobby:
    offer = reset.suggestion
    return Lobby(
        ticket=ticket_for(unit, reset),
        partner=reset.person(side.opposite),
        opens_at=reset.opens_at or reset.deadline,
        deadline=reset.deadline,
        offered=None if offer is None else offer.at,
        may_agree=offer is not None and offer.by is not side,
    )
