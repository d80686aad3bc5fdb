"""What comes after: a time to talk, the question a week later, and forgetting."""

import json
from datetime import datetime, timedelta

from bot.ballots import service as ballots
from bot.ballots.model import RESET, Ballot, Choice, quarter_item
from bot.blockkit import Message
from bot.directory import peace
from bot.kernel.caller import Caller
from bot.kernel.chance import Chance
from bot.kernel.errors import Refused
from bot.kernel.ids import UserId, WorkspaceId, new_id
from bot.outbox.model import Kind
from bot.resets import limits
from bot.resets.asking import TOLD_WITHIN
from bot.resets.boxes import Question
from bot.resets.keeping import concerns, keep, read
from bot.resets.keys import pairs_of
from bot.resets.model import Reset, ResetId, Side
from bot.resets.outcomes import Ended, Outcome, Talk
from bot.resets.ports import ResetsUnit
from bot.resets.sealing import Unreadable
from bot.resets.sending import message_to

TALK_WITHIN = timedelta(days=14)
ASKED_AFTER = timedelta(days=7)

_SLIP = "talk"
_SOMEWHEN = 86_400  # seconds over which a week later is spread


def time_to_talk(unit: ResetsUnit, reset: Reset, side: Side, now: datetime) -> Talk:
    """Return that it is time to talk; the slip alone knows with whom, when nothing is kept any more."""
    me, partner = reset.person(side), reset.person(side.opposite)
    return Talk(slip=pairs_of(unit).ticket(_SLIP, json.dumps([reset.id, me, partner])), partner=partner, now=now)


def suggest_talk(
    unit: ResetsUnit, caller: Caller, slip: str, at: datetime, now: datetime, chance: Chance, message: Message
) -> Outcome:
    """Tell the other, once, when somebody would like to talk; raises Refused for a time that does not fit.

    Whoever has deleted themselves meanwhile is not written to, and the one who suggests sees no difference.
    """
    pairs = pairs_of(unit)
    try:
        reset_id, me, partner = json.loads(pairs.read(_SLIP, slip))
    except (Unreadable, ValueError):
        return Ended()
    if me != caller.user_id:
        return Ended()
    if not now < at <= now + TALK_WITHIN:
        raise Refused("resets-talk-does-not-fit")
    mark = pairs.token("talk", reset_id, me)
    if unit.resets.is_marked(mark, now.date()):
        raise Refused("resets-talk-suggested")
    unit.resets.mark(caller.workspace_id, mark, now.date() + TALK_WITHIN)
    due = now + timedelta(seconds=chance.below(TOLD_WITHIN))
    if not peace.is_left_in_peace(unit, caller.workspace_id, UserId(partner)):
        unit.outbox.enqueue([message_to(caller.workspace_id, UserId(partner), message, due)])
    return Talk(slip=slip, partner=UserId(partner), suggested=at)


def ask_later(unit: ResetsUnit, workspace_id: WorkspaceId, user_id: UserId, now: datetime, chance: Chance) -> None:
    """Keep, apart from everything else, that somebody is to be asked in a week."""
    look_at = now + ASKED_AFTER + timedelta(seconds=chance.below(_SOMEWHEN))
    keep(unit, Question(id=ResetId(new_id()), workspace_id=workspace_id, user_id=user_id, look_at=look_at))


def answer_question(unit: ResetsUnit, caller: Caller, option: str, now: datetime, chance: Chance) -> bool:
    """Count whether talking is easier, over the whole workspace and by its rule; False where it was counted before."""
    if not unit.deliveries.first_time(caller.delivery, now):
        return False
    ballot = Ballot(
        scope=caller.workspace_id,
        item=quarter_item(RESET, now),
        voter=caller.user_id,
        round_key=0,
        opened_at=now,
        choice=Choice(RESET, option),
    )
    ballots.cast(unit, ballot, chance)
    return True


def forget_person(unit: ResetsUnit, workspace_id: WorkspaceId, user_id: UserId) -> None:
    """End every reset that somebody is part of, unread, and delete what limits and blocks of theirs are kept."""
    unit.resets.lock(workspace_id)
    for row in unit.resets.of_workspace(workspace_id):
        content = read(unit, row)
        if content is None or concerns(content, user_id):
            unit.resets.bury(row.id)
    limits.forget_marks_of(unit, workspace_id, user_id)
    unit.outbox.drop_to(workspace_id, Kind.RESET_STEP, user_id)


def end_all(unit: ResetsUnit, workspace_id: WorkspaceId, most: int | None = None) -> int:
    """End every reset of a workspace unread, or so many, as when Candor is removed from it; return how many."""
    found = unit.resets.of_workspace(workspace_id)[:most]
    for row in found:
        unit.resets.bury(row.id)
    return len(found)
