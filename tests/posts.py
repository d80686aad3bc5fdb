"""Two years of posts as people would read them: `python -m tests.posts` writes docs/posts/ anew."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.administration.service import Request, skip_week
from bot.kernel.weeks import Weekday
from bot.meetings.model import Plan, SeriesDraft
from bot.outbox.model import Outgoing
from bot.teams.service import note_channel_changed
from bot.trends.seasons import choose_next_act
from tests.year import Story, Week, Year, body_of, moment, posted_at

FOLDER = Path(__file__).parents[1] / "docs" / "posts"
POSTS = 52
BARS = "▁▂▃▄▅▆▇█"
GERMAN = frozenset(
    date(*day)
    for day in [
        (2026, 4, 3),
        (2026, 4, 6),
        (2026, 5, 1),
        (2026, 5, 14),
        (2026, 5, 25),
        (2026, 10, 3),
        (2026, 12, 25),
        (2027, 1, 1),
    ]
)
AMERICAN = frozenset(date(*day) for day in [(2026, 5, 25), (2026, 7, 3), (2026, 9, 7), (2026, 11, 11), (2026, 11, 26)])


def newcomer(year: Year) -> None:
    """Somebody comes into the channel, and joins."""
    note_channel_changed(year.unit, year.team_id)
    year.join(7)


def leave_out(year: Year) -> None:
    """An administrator plans the week off."""
    skip_week(year.unit, Request(team_id=year.team_id, by=year.asker()), year.round.number, year.now, year.say)


def choose_room_for_a_worry(year: Year) -> None:
    """An administrator chooses the next season's act."""
    choose_next_act(year.unit, year.team_id, "containment", year.asker())


def of_seven(number: int) -> Week:
    """Trouble in spring, thin weeks in August, and better from autumn on."""
    if 31 <= number <= 34:
        return Week(reacts=35, holds_back=40, act_happens=35)
    if number <= 12:
        return Week(reacts=85, holds_back=38, act_happens=25)
    if number <= 27:
        return Week(reacts=85, holds_back=75, act_happens=30)
    return Week(reacts=85, holds_back=max(12, 60 - 3 * (number - 27)), act_happens=55)


def of_twenty_five(number: int) -> Week:
    """A large team that gets on well and questions little."""
    act = 12 if 25 <= number <= 36 else 45
    return Week(reacts=65, holds_back=max(9, 30 - number), act_happens=act)


SEVEN = Story(
    people=7,
    seed=7,
    begins=moment(2026, 2, 2),
    plan=Plan(
        zone="Europe/Berlin",
        drafts=(
            SeriesDraft(name="Planning", weekday=Weekday.MONDAY, start_minute=600, length_minutes=60),
            SeriesDraft(name="Review", weekday=Weekday.WEDNESDAY, start_minute=780, length_minutes=60),
        ),
        post_weekday=Weekday.FRIDAY,
        post_minute=14 * 60,
    ),
    week=of_seven,
    holidays=GERMAN,
    events={
        12: choose_room_for_a_worry,
        20: newcomer,
        46: leave_out,
    },
)
TWENTY_FIVE = Story(
    people=25,
    seed=25,
    begins=moment(2026, 2, 2, 15),
    plan=Plan(
        zone="America/New_York",
        drafts=(SeriesDraft(name="Weekly", weekday=Weekday.TUESDAY, start_minute=600, length_minutes=50),),
        post_weekday=Weekday.MONDAY,
        post_minute=9 * 60 + 30,
    ),
    week=of_twenty_five,
    holidays=AMERICAN,
    barriers={"futile": 60, "risky": 10, "hurtful": 10, "unsure": 10, "no-room": 10},
    changes={"bit": 80, "yes": 10, "no": 10},
)
STORIES = {
    "team-of-7.md": (
        SEVEN,
        "A year of a team of seven in Berlin that meets on Mondays and Wednesdays. Much stays unsaid in spring, few answer "
        "in August, and from autumn on it gets better. In the twelfth round an administrator chooses the second "
        "season’s act, in the twentieth an eighth person comes, and one post is left out. Posts that would fall on a "
        "public holiday come on the next working day. The rest of the workspace is too small for a count.",
    ),
    "team-of-25.md": (
        TWENTY_FIVE,
        "A year of a team of 25 in New York that meets on Tuesdays, gets on well and questions little. It is part of a "
        "workspace large enough for a count of what keeps things unsaid.",
    ),
}


def written(name: str) -> str:
    """Return a file of posts as it has to be."""
    story, about = STORIES[name]
    posts = Year(story).play(POSTS)
    head = [
        f"# The posts of a year: {name.removesuffix('.md').replace('-', ' ')}",
        f"{about} Answers are drawn by chance (the same in each run), and everything else is the program’s own doing, "
        "from the question after a meeting to the finished post. `python -m tests.posts` writes this page anew; a test "
        "compares it.",
    ]
    return "\n\n".join([*head, *(_post(number, post, story) for number, post in enumerate(posts, 1))]) + "\n"


def write() -> None:
    """Write all files."""
    FOLDER.mkdir(exist_ok=True)
    for name in STORIES:
        (FOLDER / name).write_text(written(name), encoding="utf-8")


def _post(number: int, post: Outgoing, story: Story) -> str:
    local = posted_at(post).astimezone(ZoneInfo(story.plan.zone))
    return "\n\n".join([f"## {number}. {local:%A %-d %B %Y, %H:%M}", *shown(body_of(post))])


def shown(body: dict) -> Iterator[str]:
    """Return each block as it would be read."""
    for block in body["blocks"]:
        match block["type"]:
            case "header":
                yield f"### {block['text']['text']}"
            case "section":
                yield _marked(block["text"]["text"])
            case "context":
                yield "\n\n".join(f"<sub>{_marked(one['text'])}</sub>" for one in block["elements"])
            case "divider":
                yield "⸻"
            case "actions":
                yield " ".join(f"`[{one['text']['text']}]`" for one in block["elements"])
            case "data_visualization":
                yield _line(block)


def _line(block: dict) -> str:
    points = block["chart"]["series"][0]["data"]
    bars = "".join(BARS[min(len(BARS) - 1, int(point["value"] * len(BARS) // 100))] for point in points)
    return f"{block['title']}: {bars} (readings {points[0]['label']} to {points[-1]['label']})"


def _marked(text: str) -> str:
    bold = re.sub(r"\*([^*\n]+)\*", r"**\1**", text)
    return bold.replace("\n", "\\\n")


if __name__ == "__main__":
    write()
