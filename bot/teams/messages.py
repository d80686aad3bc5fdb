"""What a team's channel is told, and the promise."""

from bot.blockkit import Block, Message, Modal, actions, button, section
from bot.kernel.ids import TeamId
from bot.teams.model import CONSENT_VERSION, Change
from bot.texts import Texts

PROMISE = ("privacy-tap", "privacy-then", "privacy-channel", "privacy-slack", "privacy-cannot", "privacy-change")


def welcome(say: Texts, team_id: TeamId) -> Message:
    """The one post with which a channel is greeted."""
    return _with_buttons(say, say.say("welcome-text"), team_id)


def back(say: Texts, team_id: TeamId) -> Message:
    """The short post with which the bot comes back into a channel it knows."""
    return _with_buttons(say, f"{say.say('teams-back')}\n{say.say('welcome-text')}", team_id)


def shared_channel(say: Texts) -> Message:
    """Why a channel shared with another organization is not served."""
    text = say.say("teams-shared-channel")
    return Message(text, (section(text),))


def change_told(say: Texts, change: Change) -> Message:
    """The sentence with which a channel learns what an administrator changed."""
    text = change_line(say, change)
    return Message(text, (section(text),))


def change_line(say: Texts, change: Change) -> str:
    """What was changed, and by whom, in one sentence."""
    return say.say(change.text_id, who=f"<@{change.by}>", **change.values)


def promise(say: Texts) -> tuple[Block, ...]:
    """The promise, paragraph by paragraph."""
    return tuple(section(say.say(paragraph)) for paragraph in PROMISE)


def before_joining(say: Texts, team_id: TeamId) -> Message:
    """The promise, for somebody who asked to join, with the button that does it."""
    join = button(say.say("teams-join"), "teams.join", team_id, style="primary")
    blocks = (section(say.say("teams-before-joining")), *promise(say), actions(join))
    return Message(say.say("teams-before-joining"), blocks)


def privacy(say: Texts) -> Modal:
    """The promise in a window of its own."""
    return Modal(
        callback_id="teams.privacy_read",
        title=say.say("teams-privacy-title"),
        blocks=promise(say),
        close=say.say("teams-privacy-close"),
    )


def promise_changed(say: Texts) -> Message:
    """What somebody reads who agreed to an older promise: the new one, and the two ways on."""
    agree = button(say.say("teams-agree"), "teams.agree", str(CONSENT_VERSION), style="primary")
    leave = button(say.say("teams-leave-everywhere"), "teams.leave_everywhere")
    blocks = (section(say.say("teams-promise-changed")), *promise(say), actions(agree, leave))
    return Message(say.say("prompt-notification"), blocks)


def _with_buttons(say: Texts, text: str, team_id: TeamId) -> Message:
    join = button(say.say("teams-join"), "teams.join", team_id, style="primary")
    read = button(say.say("teams-privacy"), "teams.privacy", team_id)
    return Message(text, (section(text), actions(join, read)))
