"""What a team's channel is told, and the promise."""

from bot.blockkit import Block, Message, Modal, actions, button, section
from bot.kernel.ids import TeamId
from bot.texts import Texts

PROMISE = ("privacy-tap", "privacy-then", "privacy-channel", "privacy-slack", "privacy-cannot", "privacy-change")


def welcome(say: Texts, team_id: TeamId) -> Message:
    """The one post with which a channel is greeted."""
    return _with_buttons(say, say.say("welcome-text"), team_id)


def back(say: Texts, team_id: TeamId) -> Message:
    """The short post with which the bot comes back into a channel it knows."""
    return _with_buttons(say, say.say("teams-back"), team_id)


def shared_channel(say: Texts) -> Message:
    """Why a channel shared with another organization is not served."""
    text = say.say("teams-shared-channel")
    return Message(text, (section(text),))


def promise(say: Texts) -> tuple[Block, ...]:
    """The promise, paragraph by paragraph."""
    return tuple(section(say.say(paragraph)) for paragraph in PROMISE)


def privacy(say: Texts) -> Modal:
    """The promise in a window of its own."""
    return Modal(
        callback_id="teams.privacy_read",
        title=say.say("teams-privacy-title"),
        blocks=promise(say),
        close=say.say("teams-privacy-close"),
    )


def _with_buttons(say: Texts, text: str, team_id: TeamId) -> Message:
    join = button(say.say("teams-join"), "teams.join", team_id, style="primary")
    read = button(say.say("teams-privacy"), "teams.privacy", team_id)
    return Message(text, (section(text), actions(join, read)))
