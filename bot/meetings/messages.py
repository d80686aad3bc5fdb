"""The set-up form, its confirmation, and the sentence for the channel."""

from collections.abc import Iterable
from datetime import datetime

from bot.blockkit import (
    Block,
    Element,
    Message,
    Modal,
    actions,
    button,
    context,
    divider,
    escape,
    header,
    input_block,
    number_input,
    option,
    plain_text_input,
    section,
    static_select,
    timepicker,
)
from bot.kernel.ids import TeamId, UserId
from bot.kernel.weeks import Weekday
from bot.meetings.form import DAY, LENGTH, NAME, POST_AT, POST_DAY, START, ZONE, Row, Typed, clock, row_field
from bot.meetings.model import LONGEST, LONGEST_NAME, MOST_SERIES, SHORTEST, Series
from bot.teams.model import Round, Team
from bot.texts import Texts

FORM = "meetings.set_up"
TYPED = "meetings.type"
ADD = "meetings.add"


def set_up_form(say: Texts, team_id: TeamId, typed: Typed, *, is_private: bool) -> Modal:
    """The form with one to five meetings, holding what was typed so far."""
    rows = typed.rows[:MOST_SERIES]
    blocks = [context(say.say("meetings-readers-private" if is_private else "meetings-readers-public"))]
    blocks.append(_text(say, "meetings-zone", typed.zone, ZONE, 64))
    for number, row in enumerate(rows):
        blocks.extend(_meeting_fields(say, row, number))
    if len(rows) < MOST_SERIES:
        blocks.append(actions(button(say.say("meetings-add"), ADD), block_id="more"))
    blocks.append(divider())
    blocks.append(_day_field(say, "meetings-post-day", typed.post_day, POST_DAY))
    blocks.append(input_block(say.say("meetings-post-at"), _time(typed.post_at, "15:00"), POST_AT))
    return Modal(
        callback_id=FORM,
        title=say.say("meetings-form-title"),
        blocks=tuple(blocks),
        submit=say.say("meetings-form-submit"),
        close=say.say("meetings-form-close"),
        private=f"{team_id} {'private' if is_private else 'public'}",
    )


def confirmation(
    say: Texts, team: Team, series: Iterable[Series], round_: Round, next_end: datetime | None, *, later: bool
) -> Modal:
    """What is set up now, in words, for the one who did it."""
    lines = "\n".join(series_line(say, one) for one in series)
    blocks = [section(say.say("meetings-done")), section(lines), section(post_line(say, team))]
    if next_end is not None:
        blocks.append(section(say.say("meetings-done-next", when=moment_text(next_end))))
    blocks.append(section(say.say("meetings-done-later" if later else "meetings-done-post", when=_posts(round_))))
    blocks.append(context(say.say("meetings-done-joining")))
    return Modal(
        callback_id="meetings.set_up_read",
        title=say.say("meetings-form-title"),
        blocks=tuple(blocks),
        close=say.say("meetings-done-close"),
    )


def channel_notice(say: Texts, team: Team, by: UserId) -> Message:
    """The sentence with which a channel learns that its set-up changed, and who changed it."""
    text = say.say("meetings-changed", who=f"<@{by}>", day=weekday(say, team.post_weekday), at=_post_clock(team))
    return Message(text, (section(text),))


def series_line(say: Texts, series: Series) -> str:
    """One meeting in words: its name, day, times and zone."""
    return say.say(
        "meetings-line",
        name=escape(series.name),
        day=weekday(say, series.weekday),
        start=clock(series.start_minute),
        end=clock(series.start_minute + series.length_minutes),
        zone=series.zone,
    )


def post_line(say: Texts, team: Team) -> str:
    """When the weekly post comes, in words."""
    return say.say("meetings-post-line", day=weekday(say, team.post_weekday), at=_post_clock(team), zone=team.zone)


def weekday(say: Texts, day: Weekday) -> str:
    """The weekday's name."""
    return say.say(f"weekday-{int(day)}")


def moment_text(when: datetime) -> str:
    """A moment that Slack shows in each reader's own zone."""
    return f"<!date^{int(when.timestamp())}^{{date_short_pretty}}, {{time}}|{when:%Y-%m-%d %H:%M} UTC>"


def _posts(round_: Round) -> str:
    return moment_text(round_.posts_at)


def _post_clock(team: Team) -> str:
    return clock(team.post_minute)


def _meeting_fields(say: Texts, row: Row, number: int) -> list[Block]:
    name = plain_text_input(TYPED, row.name, most=LONGEST_NAME)
    hint = say.say("meetings-name-hint" if number == 0 else "meetings-name-empty-hint")
    length = number_input(TYPED, _number(row.length), SHORTEST, LONGEST)
    return [
        header(say.say("meetings-row", number=number + 1)),
        input_block(say.say("meetings-name"), name, row_field(NAME, number), hint=hint, optional=number > 0),
        _day_field(say, "meetings-day", row.day, row_field(DAY, number)),
        input_block(say.say("meetings-start"), _time(row.start, "10:00"), row_field(START, number)),
        input_block(say.say("meetings-length"), length, row_field(LENGTH, number)),
    ]


def _text(say: Texts, text_id: str, typed: str, field: str, most: int) -> Block:
    entry = plain_text_input(TYPED, typed, most=most)
    return input_block(say.say(text_id), entry, field, hint=say.say(f"{text_id}-hint"))


def _day_field(say: Texts, text_id: str, chosen: str, field: str) -> Block:
    days = {str(int(day)): option(weekday(say, day), str(int(day))) for day in Weekday}
    return input_block(say.say(text_id), static_select(TYPED, list(days.values()), days.get(chosen)), field)


def _time(typed: str, otherwise: str) -> Element:
    return timepicker(TYPED, typed or otherwise)


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and SHORTEST <= int(typed[:4]) <= LONGEST else 60
