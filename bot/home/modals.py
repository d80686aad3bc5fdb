"""The windows behind App Home's buttons: pausing, hours, how often, what is stored, and deleting oneself."""

from collections.abc import Iterator
from datetime import datetime

from bot.blockkit import (
    Block,
    Modal,
    context,
    datepicker,
    divider,
    escape,
    input_block,
    multi_static_select,
    option,
    section,
    static_select,
    timepicker,
)
from bot.directory.model import MOST_A_WEEK, Person
from bot.home.forms import DAYS, FROM, HOW_LONG, OFTEN, TO, TYPED, UNTIL, Peace, clock
from bot.home.sections import hours_line
from bot.home.stored import Stored
from bot.kernel.weeks import Weekday
from bot.meetings.wording import moment_text, weekday
from bot.texts import Texts

_YES, _NO = "home-stored-yes", "home-stored-no"
MOST_TEAMS = 60  # a modal holds a hundred blocks
MOST_IN_A_LINE = 25  # a block holds three thousand characters


def pause_form(say: Texts, person: Person) -> Modal:
    """How long somebody wants to be left in peace."""
    choices = [option(say.say(f"home-pause-{one.value}"), one.value) for one in Peace]
    return Modal(
        callback_id="home.pause_form",
        title=say.say("home-pause-title"),
        submit=say.say("home-form-submit"),
        close=say.say("home-form-close"),
        blocks=(
            section(say.say("home-pause-about", zone=escape(person.zone))),
            input_block(say.say("home-pause-how-long"), static_select(TYPED, choices, choices[1]), HOW_LONG),
            input_block(
                say.say("home-pause-until"),
                datepicker(TYPED),
                UNTIL,
                hint=say.say("home-pause-until-hint"),
                optional=True,
            ),
        ),
    )


def hours_form(say: Texts, person: Person) -> Modal:
    """When somebody works, as far as we know."""
    days = {day: option(weekday(say, day), str(int(day))) for day in Weekday}
    chosen = [days[day] for day in sorted(person.hours.days)]
    return Modal(
        callback_id="home.hours_form",
        title=say.say("home-hours-title"),
        submit=say.say("home-form-submit"),
        close=say.say("home-form-close"),
        blocks=(
            section(say.say("home-hours-about", zone=escape(person.zone))),
            input_block(say.say("home-hours-days"), multi_static_select(TYPED, list(days.values()), chosen), DAYS),
            input_block(say.say("home-hours-from"), timepicker(TYPED, clock(person.hours.from_minute)), FROM),
            input_block(say.say("home-hours-to"), timepicker(TYPED, clock(person.hours.until_minute)), TO),
        ),
    )


def often_form(say: Texts, person: Person) -> Modal:
    """How often a week somebody wants to be asked at most."""
    choices = [option(say.say("home-often-times", times=times), str(times)) for times in range(1, MOST_A_WEEK + 1)]
    initial = choices[min(max(person.most_a_week, 1), MOST_A_WEEK) - 1]
    return Modal(
        callback_id="home.often_form",
        title=say.say("home-often-title"),
        submit=say.say("home-form-submit"),
        close=say.say("home-form-close"),
        blocks=(
            section(say.say("home-often-about")),
            input_block(say.say("home-often-most"), static_select(TYPED, choices, initial), OFTEN),
        ),
    )


def stored(say: Texts, found: Stored) -> Modal:
    """All that is stored about somebody, in words, with what cannot be listed and why."""
    blocks: list[Block] = [section(say.say("home-stored-about"))]
    blocks += [section(line) for line in _stored_lines(say, found)]
    blocks += [
        divider(),
        section(say.say("home-stored-sealed")),
        section(say.say("home-stored-secret")),
        context(say.say("home-stored-elsewhere")),
    ]
    return Modal(
        callback_id="home.stored_read",
        title=say.say("home-stored-title"),
        close=say.say("home-form-done"),
        blocks=tuple(blocks),
    )


def delete_form(say: Texts) -> Modal:
    """What deleting oneself does, and what stays."""
    return Modal(
        callback_id="home.delete_form",
        title=say.say("home-delete-title"),
        submit=say.say("home-delete-submit"),
        close=say.say("home-form-close"),
        blocks=(section(say.say("home-delete-what")), section(say.say("home-delete-stays"))),
    )


def deleted(say: Texts) -> Modal:
    """That nothing is kept any more but the mark."""
    return Modal(
        callback_id="home.deleted_read",
        title=say.say("home-delete-title"),
        close=say.say("home-form-done"),
        blocks=(section(say.say("home-deleted")),),
    )


def _stored_lines(say: Texts, found: Stored) -> Iterator[str]:
    if found.person is None:
        yield say.say("home-stored-nobody")
    else:
        yield from _person_lines(say, found.person)
    for one in found.memberships[:MOST_TEAMS]:
        channel, on, version = f"<#{one.team.channel_id}>", one.joined_on.isoformat(), one.consent_version
        yield say.say("home-stored-member", channel=channel, day=on, version=version, asked=one.asked_version)
    if found.administers:
        channels = ", ".join(f"<#{team.channel_id}>" for team in found.administers[:MOST_IN_A_LINE])
        yield say.say("home-stored-admin", channels=channels)
    days = ", ".join(day.isoformat() for day in found.asked_on[-MOST_IN_A_LINE:])
    yield say.say("home-stored-asked", days=days or "-", planned=found.planned)
    yield say.say("home-stored-messages", number=found.messages)
    yield say.say("home-stored-changes", number=found.changes)
    yield say.say("home-stored-invited", number=found.invited_to)
    used, blocks = (say.say(_YES if one else _NO) for one in (found.resets.has_used, found.resets.has_blocks))
    yield say.say("home-stored-resets", asked=found.resets.asked, used=used, blocks=blocks)
    if found.is_left_in_peace:
        yield say.say("home-stored-mark")


def _person_lines(say: Texts, person: Person) -> Iterator[str]:
    yield say.say(
        "home-stored-slack", user=f"<@{person.user_id}>", zone=escape(person.zone), standing=person.standing.value
    )
    yield hours_line(say, "home-stored-hours", person)
    yield say.say("home-stored-often", most=person.most_a_week)
    yield say.say(
        "home-stored-peace",
        paused=_moment(say, person.paused_until),
        absent=_moment(say, person.absent_until),
        away=say.say(_YES if person.away else _NO),
        awayuntil=_moment(say, person.away_until),
        quietfrom=_moment(say, person.quiet_from),
        quietuntil=_moment(say, person.quiet_until),
    )


def _moment(say: Texts, when: datetime | None) -> str:
    return say.say("home-stored-none") if when is None else moment_text(when)
