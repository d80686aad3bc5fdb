"""What `/reset` says so far."""

from bot.blockkit import Message, section
from bot.texts import Texts


def reset_help(say: Texts) -> Message:
    """What there is, and what is not there yet."""
    text = say.say("resets-help")
    return Message(text, (section(text),))
