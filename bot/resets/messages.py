"""What a person sees of `/reset`: messages that name nobody, and windows that do."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import assert_never

from bot.ballots.questions import questions
from bot.blockkit import (
    Block,
    Element,
    Message,
    Modal,
    actions,
    button,
    context,
    datetimepicker,
    input_block,
    option,
    overflow,
    plain_text_input,
    section,
    users_select,
)
from bot.kernel.ids import TeamId, UserId
from bot.resets.model import News
from bot.resets.outcomes import (
    Asked,
    Closed,
    Declined,
    Ended,
    Form,
    Invitation,
    Lobby,
    Open,
    Outcome,
    PassedOn,
    Reading,
    Repeated,
    Stopped,
    Talk,
    Waiting,
    WrittenBack,
)
from bot.resets.sending import OPEN
from bot.resets.writing import TYPED, defences, fields, shown_part, thoughts
from bot.texts import Texts

HELP = ("resets-help-alone", "resets-help-with", "resets-help-team", "resets-help-settings")
WAY = "way"
SHOWN_OPEN = 5
NEVER_AGAIN, WHAT_IS_THIS = "never", "what"


def reset_help(say: Texts) -> Message:
    """What `/reset` can do, and what is kept of it."""
    first = say.say("resets-help")
    lines = "\n".join(say.say(line) for line in HELP)
    return Message(first, (section(first), section(lines), context(say.say("resets-help-kept"))))


def step(say: Texts, news: News, ticket: str) -> Message:
    """News about a reset: it names nobody, and what it is about shows after a tap."""
    opens = actions(button(say.say("resets-step-open"), OPEN, ticket))
    told = section(say.say(f"resets-step-{news.value}"))
    return Message(say.say("resets-notification"), (told, opens, context(say.say("resets-step-until"))))


def talk_time(say: Texts, at: datetime) -> Message:
    """That a time to talk was suggested."""
    return Message(say.say("resets-notification"), (section(say.say("resets-talk-message", when=_moment(at))),))


def week_later(say: Texts) -> Message:
    """The question a week later, for one person alone."""
    asked = questions().reset
    buttons = [
        button(say.say(one.text_id), f"resets.easier_{place}", one.id) for place, one in enumerate(asked.options, 1)
    ]
    why = context(say.say("resets-week-later-why"))
    return Message(say.say("resets-notification"), (section(say.say(asked.text_id)), actions(*buttons), why))


def week_later_thanks(say: Texts) -> Message:
    """The one sentence for everybody, whatever was tapped."""
    return Message(say.say("resets-notification"), (section(say.say("resets-week-later-thanks")),))


def team_preview(say: Texts, team_id: TeamId) -> Message:
    """The sentence for the channel, shown to whoever asked before anybody else sees it."""
    return Message(say.say("resets-team-preview"), _preview(say, team_id))


def team_window(say: Texts, team_id: TeamId) -> Modal:
    """The same in a window."""
    return _modal(say, _preview(say, team_id))


def team_posted(say: Texts) -> Modal:
    """That the sentence is on its way."""
    return _told(say, section(say.say("resets-team-posted")))


def team_nudge(say: Texts) -> Message:
    """The sentence with which a team can begin its next meeting afresh."""
    text = say.say("resets-team-nudge")
    return Message(text, (section(text),))


def team_posted_note(say: Texts) -> Message:
    """That the sentence is on its way, in place of its preview."""
    return Message(say.say("resets-team-posted"), (section(say.say("resets-team-posted")),))


def start(say: Texts, opened: Sequence[Open], team_id: TeamId | None) -> Modal:
    """The first window: with someone, alone, for the team, and what is open."""
    choices = [button(say.say("resets-start-alone"), "resets.alone")]
    if team_id is not None:
        choices.append(button(say.say("resets-start-team"), "resets.team", team_id))
    blocks = [
        section(say.say("resets-start-intro")),
        section(say.say("resets-start-whom")),
        actions(users_select("resets.choose", say.say("resets-start-choose"))),
        actions(*choices),
    ]
    if opened:
        blocks.append(section(say.say("resets-start-open")))
    for number, one in enumerate(opened[:SHOWN_OPEN]):
        who = say.say("resets-start-open-other")
        if one.partner is not None:
            who = say.say("resets-start-open-with", who=_name(one.partner))
        go_on = button(say.say("resets-start-go-on"), OPEN, one.ticket)
        blocks.append(section(who, accessory=go_on, block_id=f"open-{number}"))
    return _modal(say, blocks)


def alone(say: Texts) -> Modal:
    """The three prompts for oneself; nothing to fill in, so nothing can be kept."""
    return _told(say, section(say.say("resets-alone-intro")), *thoughts(say), section(say.say("resets-alone-end")))


def gate(say: Texts, other: UserId, zone: str, formal_way: str) -> Modal:
    """What this is not for, and the question about power; whoever leaves here leaves nothing behind.

    The window remembers the other, and the asker's zone.
    """
    way = say.say("resets-gate-no-way")
    if formal_way:
        way = say.say("resets-gate-way", link=f"<{formal_way}|{say.say('resets-gate-link')}>")
    blocks = (
        section(f"{say.say('resets-gate')} {way}"),
        section(say.say("resets-gate-power", who=_name(other))),
        context(say.say("resets-gate-power-why")),
        actions(
            button(say.say("resets-gate-equal"), "resets.equal"),
            button(say.say("resets-gate-has-power"), "resets.power"),
        ),
    )
    return _modal(say, blocks, private=f"{other} {zone}", close="resets-cancel")


def settings(say: Texts, formal_way: str) -> Modal:
    """Where a workspace's administrators say what its formal way is."""
    entry = plain_text_input(TYPED, formal_way, most=300)
    field = input_block(
        say.say("resets-settings-way"), entry, WAY, hint=say.say("resets-settings-way-hint"), optional=True
    )
    return Modal(
        callback_id="resets.settings",
        title=say.say("resets-settings-title"),
        blocks=(field,),
        submit=say.say("resets-settings-save"),
        close=say.say("resets-close"),
    )


def what_it_is(say: Texts) -> Modal:
    """What `/reset` is, for somebody who was written to."""
    intro = section(say.say("resets-start-intro"))
    return _told(say, intro, section(say.say("resets-gate")), context(say.say("resets-help-kept")))


def settings_saved(say: Texts) -> Modal:
    """That the address is kept."""
    return _told(say, section(say.say("resets-settings-saved")))


def window(say: Texts, outcome: Outcome) -> Modal:
    """What somebody sees next in the window."""
    match outcome:
        case Asked():
            why = context(say.say("resets-asked-why"))
            return _told(say, section(say.say("resets-asked")), why, _take_back(say, outcome.ticket))
        case PassedOn():
            return _told(say, section(say.say("resets-passed-on")), _take_back(say, outcome.ticket))
        case Invitation():
            return invitation(say, outcome)
        case Lobby():
            return lobby(say, outcome)
        case Form():
            return form(say, outcome)
        case Waiting():
            return waiting(say, outcome)
        case Reading():
            return reading(say, outcome)
        case Talk():
            return talk(say, outcome)
        case WrittenBack():
            return _told(say, section(say.say("resets-written-back")))
        case Declined():
            return _told(say, section(say.say("resets-declined-for-good" if outcome.for_good else "resets-declined")))
        case Closed():
            return _told(say, section(say.say("resets-closed")))
        case Stopped():
            return _told(say, section(say.say("resets-stopped")))
        case Ended() | Repeated():
            return _told(say, section(say.say("resets-ended")))
        case _:
            assert_never(outcome)


def invitation(say: Texts, seen: Invitation) -> Modal:
    """Who would like to start again, and the ways to answer."""
    blocks = (
        section(say.say("resets-invitation", who=_name(seen.by))),
        context(say.say("resets-invitation-free")),
        actions(
            button(say.say("resets-invitation-yes"), "resets.accept", seen.ticket, style="primary"),
            button(say.say("resets-invitation-no"), "resets.decline", seen.ticket),
            _menu(say),
        ),
    )
    return _modal(say, blocks, private=seen.ticket)


def lobby(say: Texts, seen: Lobby) -> Modal:
    """From when on both can write, and another time that one of them suggests."""
    blocks = [section(say.say("resets-lobby", who=_name(seen.partner), when=_moment(seen.opens_at)))]
    if seen.offered is not None and seen.may_agree:
        suits = button(say.say("resets-lobby-agree"), "resets.agree", seen.ticket)
        blocks.append(section(say.say("resets-lobby-offered", when=_moment(seen.offered)), accessory=suits))
    elif seen.offered is not None:
        blocks.append(section(say.say("resets-lobby-suggested", when=_moment(seen.offered))))
    blocks.append(context(say.say("resets-lobby-other-time")))
    blocks.append(actions(datetimepicker("resets.suggest", _seconds(seen.offered or seen.opens_at)), block_id="time"))
    return _modal(say, (*blocks, *_way_out(say, seen.ticket, seen.deadline)), private=seen.ticket)


def form(say: Texts, seen: Form) -> Modal:
    """The three prompts to fill in, a draft to save, and "I'm ready"."""
    intro = "resets-form-hands-over" if seen.hands_over else "resets-form-intro"
    blocks = [section(say.say(intro, who=_name(seen.partner))), context(say.say("resets-form-copy")), defences(say)]
    blocks.extend(fields(say, seen.draft))
    saves = [button(say.say("resets-form-save"), "resets.save", seen.ticket), _stop(say, seen.ticket)]
    blocks.append(actions(*saves))
    if seen.saved:
        blocks.append(context(say.say("resets-form-saved")))
    blocks.append(context(say.say("resets-until", when=_moment(seen.deadline))))
    return Modal(
        callback_id="resets.ready",
        title=say.say("resets-title"),
        blocks=tuple(blocks),
        submit=say.say("resets-form-hand-over" if seen.hands_over else "resets-form-ready"),
        close=say.say("resets-close"),
        private=seen.ticket,
    )


def waiting(say: Texts, seen: Waiting) -> Modal:
    """That one is ready, and the other is not yet."""
    told = section(say.say("resets-waiting", who=_name(seen.partner)))
    return _modal(say, (told, *_way_out(say, seen.ticket, seen.deadline)), private=seen.ticket)


def reading(say: Texts, seen: Reading) -> Modal:
    """The other's text, in this window and nowhere else."""
    who = _name(seen.by)
    if not seen.owes_nothing:
        blocks = (section(say.say("resets-reading", who=who)), *shown_part(say, seen.part))
        return Modal(
            callback_id="resets.read",
            title=say.say("resets-title"),
            blocks=blocks,
            submit=say.say("resets-reading-done"),
            close=say.say("resets-close"),
            private=seen.ticket,
        )
    buttons = actions(
        button(say.say("resets-write-back"), "resets.write_back", seen.ticket),
        button(say.say("resets-put-away"), "resets.put_away", seen.ticket),
        _menu(say),
    )
    blocks = (section(say.say("resets-reading-owes", who=who)), *shown_part(say, seen.part), buttons)
    return _modal(say, blocks, private=seen.ticket)


def talk(say: Texts, seen: Talk) -> Modal:
    """Now talk: two lines on how to listen, and a time to suggest, once."""
    blocks = [
        section(say.say("resets-talk", who=_name(seen.partner))),
        section(f"{say.say('resets-talk-listen')}\n{say.say('resets-talk-own')}"),
    ]
    if seen.suggested is not None:
        blocks.append(section(say.say("resets-talk-told", when=_moment(seen.suggested))))
    elif seen.now is not None:
        blocks.append(context(say.say("resets-talk-when")))
        later = _seconds(seen.now + timedelta(hours=1))
        blocks.append(actions(datetimepicker("resets.talk", later - later % 900), block_id="time"))
    return _modal(say, blocks, private=seen.slip)


def _preview(say: Texts, team_id: TeamId) -> tuple[Block, ...]:
    post = actions(button(say.say("resets-team-post"), "resets.post", team_id, style="primary"))
    return section(say.say("resets-team-preview")), section(say.say("resets-team-nudge")), post


def _menu(say: Texts) -> Element:
    return overflow(
        "resets.menu",
        [option(say.say("resets-never-again"), NEVER_AGAIN), option(say.say("resets-what-is-this"), WHAT_IS_THIS)],
    )


def _way_out(say: Texts, ticket: str, deadline: datetime) -> tuple[Block, Block]:
    return context(say.say("resets-until", when=_moment(deadline))), actions(_stop(say, ticket), block_id="out")


def _stop(say: Texts, ticket: str) -> Element:
    return button(say.say("resets-stop"), "resets.stop", ticket)


def _take_back(say: Texts, ticket: str) -> Block:
    return actions(button(say.say("resets-take-back"), "resets.stop", ticket))


def _told(say: Texts, *blocks: Block) -> Modal:
    return _modal(say, blocks)


def _modal(say: Texts, blocks: Sequence[Block], *, private: str = "", close: str = "resets-close") -> Modal:
    return Modal(
        callback_id="resets.shown",
        title=say.say("resets-title"),
        blocks=tuple(blocks),
        close=say.say(close),
        private=private,
    )


def _name(user_id: UserId) -> str:
    return f"<@{user_id}>"


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _moment(when: datetime) -> str:
    return f"<!date^{_seconds(when)}^{{date_short_pretty}}, {{time}}|{when:%Y-%m-%d %H:%M} UTC>"
