"""A check-in's messages. Each depends on the check-in alone: never on what was tapped, or how often."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import assert_never

from bot.ballots.questions import questions
from bot.blockkit import Block, Element, Message, actions, button, context, escape, section
from bot.checkins.model import (
    Closed,
    Excused,
    Finished,
    FirstAsked,
    LeftUnchanged,
    NotMember,
    NotYours,
    Outcome,
    Paused,
    PromiseChanged,
    Repeated,
    SecondAsked,
    Withdrawn,
)
from bot.kernel.ids import CheckinId
from bot.teams.messages import promise_changed
from bot.texts import Texts


def reply(say: Texts, outcome: Outcome) -> Message:
    """Return what the person reads next."""
    match outcome:
        case FirstAsked():
            return first_question(say, outcome)
        case SecondAsked():
            return second_question(say, outcome)
        case Finished():
            return thanks(say, outcome)
        case LeftUnchanged():
            return _with_buttons(say, "checkin-left-unchanged", outcome.until, _withdraw(say, outcome.checkin_id))
        case Excused():
            return _with_buttons(say, "checkin-excused", outcome.until, _reopen(say, outcome.checkin_id))
        case Withdrawn():
            return _with_buttons(say, "checkin-withdrawn", outcome.until, _reopen(say, outcome.checkin_id))
        case Paused():
            return paused(say, outcome)
        case Closed() | Repeated():
            return _sentence(say, "checkin-closed")
        case NotYours():
            return _sentence(say, "checkin-not-yours")
        case PromiseChanged():
            return promise_changed(say)
        case NotMember():
            return _sentence(say, "checkin-not-member")
        case _:
            assert_never(outcome)


def first_question(say: Texts, asked: FirstAsked) -> Message:
    """Return the prompt: one question, its answers, and the two ways out."""
    question = questions().held_back
    options = [(option.id, option.text_id) for option in question.options]
    return _message(
        say,
        section(say.say(question.text_id, series=escape(asked.series))),
        actions(*_answers(say, asked.checkin_id, "checkin.answer", options)),
        actions(
            button(say.say("checkin-absent"), "checkin.absent", asked.checkin_id),
            button(say.say("checkin-pause"), "checkin.pause", asked.checkin_id),
        ),
        context(say.say("checkin-until", until=_shown(asked.until))),
    )


def second_question(say: Texts, asked: SecondAsked) -> Message:
    """Return the round's second question, for everybody who made the first tap."""
    return _message(
        say,
        section(say.say(asked.text_id)),
        actions(*_answers(say, asked.checkin_id, "checkin.second", asked.options)),
        actions(button(say.say("checkin-skip"), "checkin.second_skip", asked.checkin_id)),
        *([context(say.say("checkin-of-workspace"))] if asked.of_workspace else []),
        context(say.say("checkin-until", until=_shown(asked.until))),
    )


def thanks(say: Texts, finished: Finished) -> Message:
    """Return the one sentence for everybody, with a line for oneself and the way back."""
    return _message(
        say,
        section(say.say("checkin-thanks")),
        section(say.say(finished.closing_line)),
        actions(
            button(say.say("checkin-change"), "checkin.change", finished.checkin_id),
            _withdraw(say, finished.checkin_id),
        ),
        context(say.say("checkin-until", until=_shown(finished.until))),
    )


def paused(say: Texts, outcome: Paused) -> Message:
    """Return until when there is peace; who paused by mistake finds this check-in behind the button."""
    return _message(
        say,
        section(say.say("checkin-paused", until=_shown(outcome.until))),
        actions(_reopen(say, outcome.checkin_id)),
    )


def _answers(say: Texts, checkin_id: CheckinId, action: str, options: Iterable[tuple[str, str]]) -> list[Element]:
    return [
        button(say.say(text_id), f"{action}_{place}", f"{checkin_id}:{option_id}")
        for place, (option_id, text_id) in enumerate(options, 1)
    ]


def _withdraw(say: Texts, checkin_id: CheckinId) -> Element:
    return button(say.say("checkin-withdraw"), "checkin.withdraw", checkin_id)


def _reopen(say: Texts, checkin_id: CheckinId) -> Element:
    return button(say.say("checkin-after-all"), "checkin.change", checkin_id)


def _with_buttons(say: Texts, text_id: str, until: datetime, *buttons: Element) -> Message:
    shown = _shown(until)
    return _message(say, section(say.say(text_id)), actions(*buttons), context(say.say("checkin-until", until=shown)))


def _sentence(say: Texts, text_id: str) -> Message:
    return _message(say, section(say.say(text_id)))


def _message(say: Texts, *blocks: Block) -> Message:
    return Message(say.say("prompt-notification"), blocks)


def _shown(moment: datetime) -> str:
    """Return a moment that Slack shows in the reader's own zone, and in UTC where it cannot."""
    otherwise = moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return f"<!date^{int(moment.timestamp())}^{{date_short_pretty}}, {{time}}|{otherwise}>"
