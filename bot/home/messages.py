"""What one person is told about themselves, and App Home."""

from datetime import datetime

from bot.administration.messages import OPEN, home_part, state_line
from bot.administration.model import Settings
from bot.blockkit import Block, HomeTab, Message, actions, button, context, header, section
from bot.home import sections
from bot.home.service import HomeSeen, JoinReply
from bot.kernel.ids import ChannelId, TeamId, UserId
from bot.meetings.messages import moment_text, post_line, series_line
from bot.teams.messages import promise, promise_changed
from bot.teams.model import TeamState
from bot.texts import Texts

TRUST_HELP = (
    "home-help-join",
    "home-help-leave",
    "home-help-pause",
    "home-help-privacy",
    "home-help-trends",
    "home-help-setup",
    "home-help-settings",
    "home-help-export",
)


def joined(say: Texts, reply: JoinReply) -> Message:
    """What comes next for somebody who joined, and how to stop."""
    done = reply.joined
    first = say.say("home-joined-before" if done.before else "home-joined")
    blocks = [
        section(first),
        section(_what_comes(say, reply)),
        section(say.say("home-joined-stop")),
        actions(_privacy(say, done.team.id), sections.leave_button(say, done.team.id)),
    ]
    return Message(first, tuple(blocks))


def agreed(say: Texts) -> Message:
    """That a consent is kept, and what comes next."""
    return _sentence(say.say("home-agreed"))


def left(say: Texts) -> Message:
    """That a membership has ended."""
    return _sentence(say.say("home-left"))


def paused(say: Texts, until: datetime) -> Message:
    """That a pause has begun, and until when."""
    return _sentence(say.say("home-paused", when=moment_text(until)))


def resumed(say: Texts) -> Message:
    """That a pause is over."""
    return _sentence(say.say("home-resumed"))


def trust_help(say: Texts) -> Message:
    """What `/trust` can do."""
    first = say.say("home-help")
    lines = "\n".join(say.say(line) for line in TRUST_HELP)
    return Message(first, (section(first), section(lines), context(say.say("home-help-where"))))


def unknown_word(say: Texts, command: str) -> Message:
    """That a command does not know the word after it."""
    return _sentence(say.say("home-unknown-word", command=command))


def privacy_note(say: Texts) -> Message:
    """The promise, for one person's eyes."""
    return Message(say.say("teams-privacy-title"), promise(say))


def overview(say: Texts, found: Settings, *, reader: UserId, is_member: bool) -> Message:
    """What is set up in a channel and who looks after it, and whether whoever asks has joined."""
    first, team = say.say("home-overview-in" if is_member else "home-overview-out"), found.team
    blocks = [section(first)]
    if found.series:
        blocks.append(section("\n".join([*(series_line(say, one) for one in found.series), post_line(say, team)])))
    else:
        blocks.append(section(say.say("home-overview-not-set-up")))
    blocks.extend(_what_is_due(say, found))
    if is_member:
        mine = sections.leave_button(say, team.id)
    else:
        blocks.append(section(say.say("welcome-text")))
        mine = button(say.say("teams-join"), "teams.join", team.id, style="primary")
    buttons = [mine, _privacy(say, team.id)]
    if reader in found.admins:
        buttons.append(button(say.say("admin-open"), OPEN, team.id))
    names = ", ".join(f"<@{one}>" for one in found.admins)
    small = [say.say("home-overview-admins", names=names)] if names else []
    return Message(first, (*blocks, actions(*buttons), context(*small, say.say("home-overview-help"))))


def home(say: Texts, seen: HomeSeen) -> HomeTab:
    """App Home: one part below the other, each for one person's eyes; a promise that has changed comes before all."""
    if seen.must_agree:
        return HomeTab((header(say.say("home-title")), *promise_changed(say).blocks))
    parts = (
        [header(say.say("home-title")), sections.small_print(say)],
        sections.teams(say, seen),
        sections.passed(say, seen),
        sections.peace(say, seen),
        sections.hours(say, seen),
        sections.invitations(say, seen),
        home_part(say, seen.looked_after),
        sections.privacy(say),
    )
    return HomeTab(tuple(block for part in parts for block in part))


def team_paused(say: Texts, channel_id: ChannelId) -> Message:
    """What administrators are told when their channel can no longer be written to."""
    return _sentence(say.say("home-team-paused", channel=channel_id))


def team_gone(say: Texts, channel_id: ChannelId, until: datetime) -> Message:
    """What administrators are told when their channel is out of reach, and until when there is a way back."""
    return _sentence(say.say("home-team-gone", channel=channel_id, until=moment_text(until)))


def post_unclear(say: Texts, channel_id: ChannelId, key: str) -> Message:
    """What administrators are told when nobody knows whether a post appeared, with a button to say it once more."""
    text = say.say("home-post-unclear", channel=channel_id)
    return Message(text, (section(text), actions(button(say.say("home-post-again"), "home.post_again", key))))


def posting_again(say: Texts, channel_id: ChannelId) -> Message:
    """What an administrator is told who asked for a post once more."""
    return _sentence(say.say("home-posting-again", channel=channel_id))


def _what_is_due(say: Texts, found: Settings) -> list[Block]:
    if found.team.state is TeamState.PAUSED:
        return [section(state_line(say, found.team))]
    if not found.weeks:
        return []
    this = found.weeks[0]
    is_off = found.team.skips(this.round_number)
    when = moment_text(this.posts_at)
    return [section(say.say("home-overview-week-off" if is_off else "home-overview-next", when=when))]


def _what_comes(say: Texts, reply: JoinReply) -> str:
    round_ = reply.joined.round_
    if round_ is None:
        missing = say.say("home-joined-not-set-up")
        return f"{missing}\n{say.say('home-joined-waiting')}" if reply.joined.waiting else missing
    if reply.joined.waiting:
        return say.say("home-joined-waiting")
    if reply.joined.team.state is TeamState.PAUSED:
        return say.say("home-joined-resting")
    if reply.joined.team.skips(round_.number):
        return say.say("home-overview-week-off", when=moment_text(round_.posts_at))
    if reply.next_end is None:
        return say.say("home-joined-calendar", post=moment_text(round_.posts_at))
    return say.say("home-joined-next", first=moment_text(reply.next_end), post=moment_text(round_.posts_at))


def _privacy(say: Texts, team_id: TeamId) -> dict[str, object]:
    return button(say.say("teams-privacy"), "teams.privacy", team_id)


def _sentence(text: str) -> Message:
    return Message(text, (section(text),))
