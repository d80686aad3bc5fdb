"""The clock's part: news that is due, questions a week later, and the end of what nobody took up."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.directory import peace
from bot.directory.holidays import any_of
from bot.directory.model import Person
from bot.kernel.chance import Chance
from bot.kernel.ids import UserId
from bot.outbox.model import Kind, Outgoing, Postponed
from bot.resets import messages
from bot.resets.boxes import Question
from bot.resets.days import welcome_at
from bot.resets.keeping import find_by_ticket, keep, read, ticket_for
from bot.resets.limits import may_be_written_to
from bot.resets.model import News, Reset, Side, Stage, Telling, expired
from bot.resets.outcomes import Ended
from bot.resets.ports import ResetsUnit
from bot.resets.sending import WORTH_SAYING, message_to, ticket_in
from bot.resets.service import seen
from bot.texts import Texts

UNASKED = (News.INVITED, News.HANDED)  # for somebody who is not waiting for it
_UNASKED_AT = (Stage.INVITED, Stage.HANDED)
ROWS = 500

_SPREAD = 1800  # seconds, so that not everybody's come at nine


def take_step(unit: ResetsUnit, now: datetime, chance: Chance, say: Texts) -> int:
    """Do what is due of one box; return 0 where nothing is."""
    due = unit.resets.due(now)
    if due is None:
        return 0
    unit.resets.lock(due.workspace_id)
    row = unit.resets.find(due.id)
    if row is None or row.look_at > now:
        return 1
    content = read(unit, row)
    if content is None:  # another day's key, or none: nobody can read it any more
        unit.resets.bury(row.id)
    elif isinstance(content, Question):
        _ask(unit, content, now, chance, say)
    elif expired(content, now):
        unit.resets.bury(content.id)
    else:
        _tell(unit, content, now, chance, say)
    return 1


def before_steps(unit: ResetsUnit, steps: Sequence[Outgoing], now: datetime) -> list[bool | Postponed]:
    """Return of each message about a reset whether it is still wanted: there is still something behind its button.

    What comes unasked is put off where the person has gone out of reach since it was planned.
    """
    return [_is_still_wanted(unit, step, now) for step in steps]


def _is_still_wanted(unit: ResetsUnit, outgoing: Outgoing, now: datetime) -> bool | Postponed:
    ticket = ticket_in(outgoing)
    if ticket is None:
        return True
    reset = find_by_ticket(unit, outgoing.workspace_id, ticket)
    side = None if reset is None else reset.side_of(UserId(outgoing.channel))
    if reset is None or side is None or expired(reset, now):
        return False
    if reset.stage in _UNASKED_AT and side is Side.OTHER:
        return _is_welcome(unit, reset, now)
    return not isinstance(seen(unit, reset, side, now), Ended)


def forget(unit: ResetsUnit, now: datetime) -> int:
    """Delete marks whose day is over, and the rows of what was said, each with a channel's pace; return how many."""
    gone = unit.resets.forget_marks(now.date(), ROWS // 2)
    return gone + unit.outbox.forget_finished(Kind.RESET_STEP, ROWS // 2)


def _welcome_at(unit: ResetsUnit, person: Person, now: datetime) -> datetime:
    """Return when an unexpected message suits somebody, with the public holidays of all their teams."""
    joined = unit.teams.memberships(person.workspace_id, person.user_id)
    return welcome_at(person, any_of(one.team.holidays for one in joined), now)


def _is_welcome(unit: ResetsUnit, reset: Reset, now: datetime) -> bool | Postponed:
    if not may_be_written_to(unit, reset.workspace_id, reset.asker, reset.other, now.date()):
        return False
    person = unit.people.find(reset.workspace_id, reset.other)
    at = now if person is None else _welcome_at(unit, person, now)
    return True if at <= now else Postponed(due_at=at, expires_at=at + WORTH_SAYING)


def _tell(unit: ResetsUnit, reset: Reset, now: datetime, chance: Chance, say: Texts) -> None:
    waiting: list[Telling] = []
    for telling in reset.tellings:
        later = telling if telling.due_at > now else _put_off(unit, reset, telling, now, chance)
        if later is not None:
            waiting.append(later)
        elif _is_wanted(unit, reset, telling, now.date()):
            reset = replace(reset, reached=reset.reached or telling.side is Side.OTHER)
            message = messages.step(say, telling.news, ticket_for(unit, reset))
            unit.outbox.enqueue([message_to(reset.workspace_id, reset.person(telling.side), message, now)])
    wakes_at = reset.wakes_at if reset.wakes_at is not None and reset.wakes_at > now else None
    keep(unit, replace(reset, tellings=tuple(waiting), wakes_at=wakes_at))


def _put_off(unit: ResetsUnit, reset: Reset, telling: Telling, now: datetime, chance: Chance) -> Telling | None:
    """Return the telling at a better moment, where it comes unasked and this is no good one."""
    person = unit.people.find(reset.workspace_id, reset.person(telling.side))
    if telling.news not in UNASKED or person is None:
        return None
    at = _welcome_at(unit, person, now)
    return None if at <= now else replace(telling, due_at=at + timedelta(seconds=chance.below(_SPREAD)))


def _is_wanted(unit: ResetsUnit, reset: Reset, telling: Telling, today: date) -> bool:
    if telling.news in UNASKED:
        return may_be_written_to(unit, reset.workspace_id, reset.asker, reset.other, today)
    return reset.stage is not Stage.ENDED


def _ask(unit: ResetsUnit, question: Question, now: datetime, chance: Chance, say: Texts) -> None:
    if peace.is_left_in_peace(unit, question.workspace_id, question.user_id):
        unit.resets.bury(question.id)
        return
    person = unit.people.find(question.workspace_id, question.user_id)
    at = now if person is None else _welcome_at(unit, person, now)
    if at > now:
        at += timedelta(seconds=chance.below(_SPREAD))
        keep(unit, replace(question, look_at=at))
        return
    message = messages.week_later(say)
    unit.outbox.enqueue([message_to(question.workspace_id, question.user_id, message, now)])
    unit.resets.bury(question.id)
