"""The parts of App Home, one function each; `messages.home` puts them one below the other.

Whoever adds a part adds a function here, or in a module beside it, that returns blocks, or none.
"""

from bot.blockkit import Block, Element, actions, button, context, divider, escape, header, section
from bot.directory.model import Person
from bot.home.forms import clock
from bot.home.looking import HomeSeen, Passed, TeamSeen
from bot.kernel.ids import TeamId
from bot.meetings.wording import moment_text, weekday
from bot.teams.messages import promise
from bot.texts import Texts

MOST_TEAMS = 20
MOST_PASSED = 10


def teams(say: Texts, seen: HomeSeen) -> list[Block]:
    """My teams: what waits, when I may be asked next, when the post comes, and the way out."""
    if not seen.teams:
        return [section(say.say("home-no-teams"))]
    return [block for one in seen.teams[:MOST_TEAMS] for block in _team(say, one)]


def passed(say: Texts, seen: HomeSeen) -> list[Block]:
    """Why I was not asked today."""
    found = [one for team in seen.teams for one in team.passed]
    if not found:
        return []
    lines = [_passed(say, one) for one in sorted(found, key=lambda one: one.ended_at)[:MOST_PASSED]]
    return [divider(), section(f"{say.say('home-passed')}\n" + "\n".join(lines))]


def peace(say: Texts, seen: HomeSeen) -> list[Block]:
    """Pausing and being away, or their end."""
    if seen.person is None:
        return []
    rest = button(say.say("home-pause"), "home.pause")
    if seen.paused_until is None and seen.absent_until is None:
        return [divider(), actions(rest)]
    lines = []
    if seen.paused_until is not None:
        lines.append(say.say("home-paused", when=moment_text(seen.paused_until)))
    if seen.absent_until is not None:
        lines.append(say.say("home-absent", when=moment_text(seen.absent_until)))
    return [divider(), section("\n".join(lines)), actions(button(say.say("home-resume"), "home.resume"), rest)]


def invitations(say: Texts, seen: HomeSeen) -> list[Block]:
    """That some people's invitations to a reset do not reach me, and their return."""
    if not seen.blocks_some:
        return []
    allow = button(say.say("resets-home-allow"), "home.allow_invitations")
    return [divider(), section(say.say("resets-home-blocked"), accessory=allow)]


def hours(say: Texts, seen: HomeSeen) -> list[Block]:
    """My working hours, and how often I am asked at most."""
    if seen.person is None:
        return []
    line = hours_line(say, "home-hours-line", seen.person)
    often = say.say("home-often-line", most=seen.person.most_a_week)
    change = [
        button(say.say("home-hours"), "home.hours"),
        button(say.say("home-often"), "home.often"),
    ]
    return [divider(), section(f"{line}\n{often}"), actions(*change)]


def privacy(say: Texts) -> list[Block]:
    """The promise, what is stored about me, and the way to delete all of it; the same for everybody."""
    mine = actions(button(say.say("home-stored"), "home.stored"), button(say.say("home-delete"), "home.delete"))
    return [divider(), header(say.say("teams-privacy-title")), *promise(say), mine]


def hours_line(say: Texts, text_id: str, person: Person) -> str:
    """Return a sentence about somebody's working hours."""
    days = ", ".join(weekday(say, day) for day in sorted(person.hours.days)) or "-"
    begins, ends = clock(person.hours.from_minute), clock(person.hours.until_minute)
    return say.say(text_id, days=days, begins=begins, ends=ends, zone=escape(person.zone))


def leave_button(say: Texts, team_id: TeamId) -> Element:
    """Return the button that ends a membership at once."""
    return button(say.say("home-leave"), "teams.leave", team_id)


def _team(say: Texts, seen: TeamSeen) -> list[Block]:
    lines = [say.say("home-team", channel=f"<#{seen.team.channel_id}>")]
    if seen.open_until is not None:
        lines.append(say.say("home-waiting", when=moment_text(seen.open_until)))
    if seen.next_end is not None:
        lines.append(say.say("home-next-check-in", when=moment_text(seen.next_end)))
    if seen.posts_at is not None:
        lines.append(say.say("home-next-post", when=moment_text(seen.posts_at)))
    return [section("\n".join(lines)), actions(leave_button(say, seen.team.id))]


def _passed(say: Texts, one: Passed) -> str:
    why = say.say(f"home-why-{one.reason.value}")
    return say.say("home-passed-line", series=escape(one.series), when=moment_text(one.ended_at), why=why)


def small_print(say: Texts) -> Block:
    """Return the line that says for whose eyes this page is."""
    return context(say.say("home-own-eyes"))
