"""The forms in which a team's meetings are set up, their confirmation, and the sentences for the channel."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.blockkit import (
    Block,
    Element,
    Message,
    Modal,
    actions,
    button,
    context,
    datepicker,
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
from bot.kernel.ids import TeamId
from bot.kernel.weeks import Weekday
from bot.meetings.feeds.guard import LONGEST_ADDRESS
from bot.meetings.fields import clock
from bot.meetings.form import DAY, LENGTH, NAME, POST_AT, POST_DAY, START, ZONE, Row, Typed, row_field
from bot.meetings.model import (
    LONGEST,
    LONGEST_NAME,
    MOST_CALENDARS,
    MOST_SERIES,
    MOST_WEEKS,
    SHORTEST,
    Feed,
    Series,
    Source,
)
from bot.meetings.sheets import ADDRESS, EVERY, FIRST, SKIPPED, TITLE, PostTyped, WeeklyTyped
from bot.meetings.wording import feed_line, weekday
from bot.meetings.wording import moment_text as moment_text
from bot.meetings.wording import post_line as post_line
from bot.meetings.wording import series_line as series_line
from bot.teams.model import Round, Team, TeamState
from bot.texts import Texts

FORM = "meetings.set_up"
TYPED = "meetings.type"
ADD = "meetings.add"
OTHERWISE = "meetings.otherwise"
ADD_WEEKLY, CHANGE_WEEKLY, WEEKLY = "meetings.add_weekly", "meetings.change_weekly", "meetings.weekly"
ADD_CALENDAR, CHANGE_CALENDAR, CALENDAR = "meetings.add_calendar", "meetings.change_calendar", "meetings.calendar"
CHANGE_POST, POST = "meetings.change_post", "meetings.post"
CHANGE_ON_DEMAND, ON_DEMAND = "meetings.change_on_demand", "meetings.on_demand"
REMOVE, REMOVAL, START_AGAIN = "meetings.remove", "meetings.removal", "meetings.start_again"
CHECKIN_HELP = ("checkin-help-now", "checkin-help-skip", "checkin-help-pause")
LONGEST_DATES = 600


def set_up_form(say: Texts, team_id: TeamId, typed: Typed, *, is_private: bool) -> Modal:
    """The form with one to five meetings, holding what was typed so far."""
    rows = typed.rows[:MOST_SERIES]
    blocks = [context(say.say("meetings-readers-private" if is_private else "meetings-readers-public"))]
    blocks.append(_text(say, "meetings-zone", typed.zone, ZONE, 64))
    for number, row in enumerate(rows):
        blocks.extend(_meeting_fields(say, row, number))
    more = [button(say.say("meetings-add"), ADD)] if len(rows) < MOST_SERIES else []
    otherwise = button(say.say("meetings-otherwise"), OTHERWISE)
    blocks.append(actions(*more, otherwise, block_id="more" if more else "otherwise"))
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
    say: Texts,
    team: Team,
    series: Iterable[Series],
    round_: Round,
    next_end: datetime | None,
    *,
    later: bool,
    is_private: bool,
) -> Modal:
    """What is set up now, in words, for the one who did it."""
    known = list(series)
    lines = "\n".join(series_line(say, one) for one in known)
    blocks = [section(say.say("meetings-done")), section(lines), section(post_line(say, team))]
    times = ", ".join(_asked_about(say, one) for one in known)
    blocks.append(section(say.say("meetings-done-asked", times=times)))
    if next_end is not None:
        blocks.append(section(say.say("meetings-done-next", when=moment_text(next_end))))
    blocks.append(section(say.say("meetings-done-later" if later else "meetings-done-post", when=_posts(round_))))
    blocks.append(context(say.say("meetings-readers-private" if is_private else "meetings-readers-public")))
    blocks.append(context(say.say("meetings-done-joining")))
    return Modal(
        callback_id="meetings.set_up_read",
        title=say.say("meetings-form-title"),
        blocks=tuple(blocks),
        close=say.say("meetings-done-close"),
    )


def overview(
    say: Texts, team: Team, series: Sequence[Series], feeds: Sequence[Feed], on_demand: str, *, is_private: bool
) -> Modal:
    """Where the team's meetings come from, each with its buttons; what set-up shows once it was done."""
    blocks = [context(say.say("meetings-readers-private" if is_private else "meetings-readers-public"))]
    if team.state is TeamState.PAUSED:
        again = button(say.say("meetings-start-again"), START_AGAIN, "again", style="primary")
        blocks += [section(say.say("meetings-resting")), actions(again)]
    known = {feed.id: feed for feed in feeds}
    for one in series[: MOST_SERIES + MOST_CALENDARS]:
        feed = known.get(one.id)
        line = series_line(say, one) if feed is None else feed_line(say, one, feed)
        change = button(say.say("meetings-change"), CHANGE_WEEKLY if feed is None else CHANGE_CALENDAR, one.id)
        blocks += [section(line), actions(change, button(say.say("meetings-remove"), REMOVE, one.id))]
    if not series:
        blocks.append(section(say.say("meetings-nothing-yet")))
    blocks.append(actions(*_additions(say, series)) if _additions(say, series) else divider())
    blocks += [divider(), section(say.say("meetings-line-on-demand", name=escape(on_demand)))]
    blocks.append(actions(button(say.say("meetings-change"), CHANGE_ON_DEMAND, "name")))
    blocks += [divider(), section(post_line(say, team))]
    blocks.append(actions(button(say.say("meetings-change-post"), CHANGE_POST, "post")))
    return Modal(
        callback_id="meetings.overview",
        title=say.say("meetings-form-title"),
        blocks=tuple(blocks),
        close=say.say("meetings-close"),
        private=f"{team.id} {'private' if is_private else 'public'}",
    )


def weekly_form(say: Texts, private: str, typed: WeeklyTyped, zone: str) -> Modal:
    """The form for one weekly meeting, with the weeks in which it takes place."""
    every = number_input(TYPED, _number(typed.every, 1, MOST_WEEKS, 1), 1, MOST_WEEKS)
    skipped = plain_text_input(TYPED, typed.skipped, most=LONGEST_DATES)
    blocks = [
        input_block(say.say("meetings-name"), _name(typed.name), NAME, hint=say.say("meetings-name-hint")),
        *_times(say, typed.day, typed.start, typed.length, 0, numbered=False),
        context(say.say("meetings-in-zone", zone=zone)),
        input_block(say.say("meetings-every"), every, EVERY),
        input_block(
            say.say("meetings-first"),
            datepicker(TYPED, typed.first),
            FIRST,
            hint=say.say("meetings-first-hint"),
            optional=True,
        ),
        input_block(
            say.say("meetings-skipped"), skipped, SKIPPED, hint=say.say("meetings-skipped-hint"), optional=True
        ),
    ]
    return _sheet(say, WEEKLY, "meetings-weekly-title", private, blocks)


def calendar_form(say: Texts, private: str, name: str, title: str, *, is_new: bool) -> Modal:
    """The form for one calendar; an address that is kept is not shown, not even in part."""
    address = plain_text_input(TYPED, most=LONGEST_ADDRESS)
    hint = say.say("meetings-address-hint" if is_new else "meetings-address-kept-hint")
    blocks = [
        context(say.say("meetings-calendar-about")),
        input_block(say.say("meetings-name"), _name(name), NAME, hint=say.say("meetings-calendar-name-hint")),
        input_block(say.say("meetings-address"), address, ADDRESS, hint=hint, optional=not is_new),
        input_block(say.say("meetings-title"), _name(title), TITLE, hint=say.say("meetings-title-hint"), optional=True),
    ]
    return _sheet(say, CALENDAR, "meetings-calendar-title", private, blocks)


def post_form(say: Texts, private: str, typed: PostTyped) -> Modal:
    """The form for the team's zone and the time of its weekly post."""
    blocks = [
        _text(say, "meetings-zone", typed.zone, ZONE, 64),
        _day_field(say, "meetings-post-day", typed.day, POST_DAY),
        input_block(say.say("meetings-post-at"), _time(typed.at, "15:00"), POST_AT),
    ]
    return _sheet(say, POST, "meetings-post-title", private, blocks)


def on_demand_form(say: Texts, private: str, name: str) -> Modal:
    """The form for the name that prompts show for a meeting of which a member said that it ended."""
    hint = say.say("meetings-on-demand-hint")
    return _sheet(
        say,
        ON_DEMAND,
        "meetings-on-demand-title",
        private,
        [input_block(say.say("meetings-name"), _name(name), NAME, hint=hint)],
    )


def removal_form(say: Texts, private: str, name: str) -> Modal:
    """The question whether a source is really to go."""
    return Modal(
        callback_id=REMOVAL,
        title=say.say("meetings-removal-title"),
        blocks=(section(say.say("meetings-removal", name=escape(name))),),
        submit=say.say("meetings-remove"),
        close=say.say("meetings-form-close"),
        private=private,
    )


def told_ended(say: Texts) -> Message:
    """What everybody who joined reads after saying that a meeting ended, whatever came of it."""
    return _sentence(say.say("checkin-now-noted"))


def skipped(say: Texts, ends_at: datetime | None) -> Message:
    """That the next check-in is left out, and after which meeting where that may be said."""
    if ends_at is None:
        return _sentence(say.say("checkin-skip-done"))
    return _sentence(say.say("checkin-skip-done-when", when=moment_text(ends_at)))


def checkin_help(say: Texts) -> Message:
    """What `/checkin` can do."""
    first = say.say("checkin-help")
    lines = "\n".join(say.say(line) for line in CHECKIN_HELP)
    return Message(first, (section(first), section(lines), context(say.say("checkin-help-where"))))


def feed_read(say: Texts, name: str, found: int | None) -> Message:
    """What administrators are told when a calendar was read for the first time."""
    told = say.say("meetings-calendar-read", name=escape(name))
    more = [] if found is None else [say.say("meetings-calendar-found", number=found)]
    return Message(say.say("prompt-notification"), (section(" ".join([told, *more])),))


def feed_trouble(say: Texts, name: str, trouble: str) -> Message:
    """What administrators are told when a calendar cannot be read; ``trouble`` is the id of a sentence."""
    what = say.say(trouble if trouble.startswith("feeds-") else "feeds-broken")
    told = say.say("meetings-calendar-trouble", name=escape(name), what=what)
    return Message(say.say("prompt-notification"), (section(told),))


def _posts(round_: Round) -> str:
    return moment_text(round_.posts_at)


def _additions(say: Texts, series: Sequence[Series]) -> list[Element]:
    weekly = sum(one.source is Source.WEEKLY for one in series)
    room = [button(say.say("meetings-add-weekly"), ADD_WEEKLY, "new")] if weekly < MOST_SERIES else []
    if len(series) - weekly < MOST_CALENDARS:
        room.append(button(say.say("meetings-add-calendar"), ADD_CALENDAR, "new"))
    return room


def _sheet(say: Texts, callback_id: str, title: str, private: str, blocks: list[Block]) -> Modal:
    return Modal(
        callback_id=callback_id,
        title=say.say(title),
        blocks=tuple(blocks),
        submit=say.say("meetings-form-submit"),
        close=say.say("meetings-form-close"),
        private=private,
    )


def _sentence(text: str) -> Message:
    return Message(text, (section(text),))


def _name(typed: str) -> Element:
    return plain_text_input(TYPED, typed, most=LONGEST_NAME)


def _meeting_fields(say: Texts, row: Row, number: int) -> list[Block]:
    hint = say.say("meetings-name-hint" if number == 0 else "meetings-name-empty-hint")
    name = input_block(
        say.say("meetings-name"), _name(row.name), row_field(NAME, number), hint=hint, optional=number > 0
    )
    return [
        header(say.say("meetings-row", number=number + 1)),
        name,
        *_times(say, row.day, row.start, row.length, number, numbered=True),
    ]


def _times(say: Texts, day: str, start: str, length: str, number: int, *, numbered: bool) -> list[Block]:
    ids = [row_field(field, number) if numbered else field for field in (DAY, START, LENGTH)]
    minutes = number_input(TYPED, _number(length, SHORTEST, LONGEST, 60), SHORTEST, LONGEST)
    return [
        _day_field(say, "meetings-day", day, ids[0]),
        input_block(say.say("meetings-start"), _time(start, "10:00"), ids[1]),
        input_block(say.say("meetings-length"), minutes, ids[2]),
    ]


def _text(say: Texts, text_id: str, typed: str, field: str, most: int) -> Block:
    entry = plain_text_input(TYPED, typed, most=most)
    return input_block(say.say(text_id), entry, field, hint=say.say(f"{text_id}-hint"))


def _day_field(say: Texts, text_id: str, chosen: str, field: str) -> Block:
    days = {str(int(day)): option(weekday(say, day), str(int(day))) for day in Weekday}
    return input_block(say.say(text_id), static_select(TYPED, list(days.values()), days.get(chosen)), field)


def _time(typed: str, otherwise: str) -> Element:
    return timepicker(TYPED, typed or otherwise)


def _asked_about(say: Texts, series: Series) -> str:
    """Return the day and time about which people are asked after a weekly meeting, halfway between 5 and 15 minutes."""
    days, minute = divmod(series.start_minute + series.length_minutes + 10, 24 * 60)
    return f"{weekday(say, Weekday((series.weekday + days) % 7))} {clock(minute)}"


def _number(typed: str, least: int, most: int, otherwise: int) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and least <= int(typed[:4]) <= most else otherwise
