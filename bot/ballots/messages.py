"""What an administrator reads when a round's answers were lost."""

from bot.blockkit import Message, section
from bot.kernel.ids import ChannelId
from bot.texts import Texts


def round_lost(say: Texts, channel_id: ChannelId) -> Message:
    """Return the notice that a round's answers cannot be opened any more; it asks nothing of anybody."""
    text = say.say("ballot-round-lost", channel=f"<#{channel_id}>")
    return Message(say.say("ballot-round-lost-notification"), (section(text),))
