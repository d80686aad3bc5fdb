"""A team with ten weeks behind it, made by living through them: the real bot, and colleagues who answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from .journey import Journey
from .slack import Channel, SlackServer, User, View
from .slack.blocks import elements_in

BEGINS = datetime(2026, 8, 31, 6, 30, tzinfo=UTC)  # a Monday morning, before anybody's first meeting
WEEKS = 10
ROOM, OTHER_ROOM = "product", "design"
YOU = "noor"  # whom a newcomer is at first
FOUNDER = "mara"

PEOPLE = {
    "mara": ("Mara Keller", "Europe/Zurich"),
    "noor": ("Noor Haddad", "Europe/Zurich"),
    "tomas": ("Tomás Rivera", "Europe/Madrid"),
    "yuki": ("Yuki Tanaka", "Europe/Zurich"),
    "lena": ("Lena Vogt", "Europe/Berlin"),
    "samuel": ("Samuel Adeyemi", "Europe/London"),
    "priya": ("Priya Nair", "Europe/Zurich"),
    "jonas": ("Jonas Lind", "America/New_York"),
}
MEETINGS = (
    {"name": "Monday planning", "day": "0", "start": "10:00", "length": "60"},
    {"name": "Wednesday review", "day": "2", "start": "14:00", "length": "45"},
)
POST = {"zone": "Europe/Zurich", "post_day": "4", "post_at": "15:00"}

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Town:
    """Who and what is in the workspace."""

    people: dict[str, User]
    room: Channel


def settle_in(slack: SlackServer) -> Town:
    """Eight people, a channel for them all, and another one that the bot does not know yet."""
    people = {
        name: slack.add_user(name, real_name=real_name, tz=zone, is_admin=name == FOUNDER)
        for name, (real_name, zone) in PEOPLE.items()
    }
    everybody = list(people.values())
    room = slack.add_channel(ROOM, private=True, members=[*everybody])
    slack.add_channel(OTHER_ROOM, members=[*everybody])
    return Town(people, room)


def live_through(slack: SlackServer, town: Town, journey: Journey, told: Told) -> None:
    """Invite the bot, set it up, let ten weeks pass, and stop where a check-in waits for the newcomer."""
    told("the first day")
    begin(slack, town, journey)
    for week in range(1, WEEKS + 1):
        told(f"week {week} of {WEEKS}")
        journey.move_to(BEGINS + timedelta(weeks=week))
    journey.played = lambda: {town.people[YOU].id}
    you = town.people[YOU]
    lived = BEGINS + timedelta(weeks=WEEKS)
    journey.move_to(lived + timedelta(weeks=2), until=lambda: is_asked(slack, you, since=lived))


def begin(slack: SlackServer, town: Town, journey: Journey) -> None:
    """The founder brings the bot in, everybody joins, and the founder says when the team meets."""
    founder = town.people[FOUNDER]
    journey.played = lambda: {one.id for one in town.people.values()}
    slack.invite_bot(town.room, by=founder)
    slack.wait_idle()
    journey.settle()
    welcome = slack.channel(town.room)[0]
    for person in town.people.values():
        slack.tap(person, welcome, "teams.join")
    slack.wait_idle()
    set_up(slack, founder, town.room)
    slack.wait_idle()
    journey.settle()
    journey.played = set


def set_up(slack: SlackServer, by: User, room: Channel) -> None:
    """Fill in the form of `/trust setup` with the team's two meetings, as a person would, and send it."""
    slack.command(by, room, "/trust", "setup")
    slack.wait_idle()
    for number, meeting in enumerate(MEETINGS):
        if number:
            slack.tap(by, _form(slack, by), "meetings.add")
            slack.wait_idle()
        _type(slack, by, {f"{field}-{number}": value for field, value in meeting.items()})
    _type(slack, by, POST)
    sent = slack.submit(by, _form(slack, by))
    if sent.errors or sent.outcome == "failed":
        raise RuntimeError(f"the set-up form was not taken: {sent.errors or sent.outcome}")
    slack.close(by, everything=True)


def is_asked(slack: SlackServer, user: User, since: datetime) -> bool:
    """Whether the newest message to this person asks a first question, and came after that moment.

    An older one that nobody answered looks the same, and is closed.
    """
    said = [one for one in slack.dm(user) if one.ephemeral_to is None]
    return (
        bool(said)
        and float(said[-1].ts) > since.timestamp()
        and any(
            str(one.get("action_id")).startswith("checkin.answer_")
            for block in said[-1].blocks
            for one in elements_in(block)
        )
    )


def _form(slack: SlackServer, by: User) -> View:
    view = slack.view(by)
    if view is None:
        raise RuntimeError("the set-up form did not open")
    return view


def _type(slack: SlackServer, by: User, typed: dict[str, str]) -> None:
    """Type into the fields with these block ids."""
    view = _form(slack, by)
    elements = [(block["block_id"], element) for block in view.blocks for element in elements_in(block)]
    named = {block_id: element["action_id"] for block_id, element in elements if "action_id" in element}
    slack.type_into(by, view, {block: {named[block]: value} for block, value in typed.items()})
