"""Where a team's meetings come from, and when things happen, in words."""

from collections.abc import Iterable
from datetime import date, datetime

from bot.blockkit import escape
from bot.kernel.weeks import Weekday
from bot.meetings.fields import clock
from bot.meetings.model import Feed, Series, Source
from bot.teams.model import Team
from bot.texts import Texts

SHOWN_DATES = 8


def series_line(say: Texts, series: Series) -> str:
    """One source in words: its name, and the day, times and zone of a weekly meeting."""
    name = escape(series.name)
    if series.source is Source.CALENDAR:
        return say.say("meetings-line-calendar", name=name)
    if series.source is Source.ON_DEMAND:
        return say.say("meetings-line-on-demand", name=name)
    line = say.say(
        "meetings-line",
        name=name,
        weeks=series.every_weeks,
        day=weekday(say, series.weekday),
        start=clock(series.start_minute),
        end=clock(series.start_minute + series.length_minutes),
        zone=series.zone,
    )
    return " ".join([line, *_besides(say, series)])


def feed_line(say: Texts, series: Series, feed: Feed) -> str:
    """A calendar in words: which of its events count, and how reading it went; never its address."""
    which = say.say("meetings-by-title", title=escape(feed.title)) if feed.title else say.say("meetings-by-people")
    return "\n".join([f"{series_line(say, series)}. {which}", _state(say, feed)])


def post_line(say: Texts, team: Team) -> str:
    """When the weekly post comes, in words."""
    day, at = weekday(say, team.post_weekday), clock(team.post_minute)
    return say.say("meetings-post-line", day=day, at=at, zone=team.zone)


def weekday(say: Texts, day: Weekday) -> str:
    """The weekday's name."""
    return say.say(f"weekday-{int(day)}")


def moment_text(when: datetime) -> str:
    """A moment that Slack shows in each reader's own zone."""
    return f"<!date^{int(when.timestamp())}^{{date_short_pretty}}, {{time}}|{when:%Y-%m-%d %H:%M} UTC>"


def _besides(say: Texts, series: Series) -> Iterable[str]:
    if series.every_weeks > 1 and series.first_on is not None:
        yield say.say("meetings-line-from", date=series.first_on.isoformat())
    if series.skipped:
        yield say.say("meetings-line-skipped", dates=_dates(series.skipped))


def _dates(days: tuple[date, ...]) -> str:
    shown = [day.isoformat() for day in days[:SHOWN_DATES]]
    return ", ".join([*shown, "…"] if len(days) > SHOWN_DATES else shown)


def _state(say: Texts, feed: Feed) -> str:
    if feed.trouble:
        return say.say("meetings-feed-trouble", what=say.say(feed.trouble))
    if feed.read_at is None:
        return say.say("meetings-feed-new")
    return say.say("meetings-feed-read", when=moment_text(feed.read_at))
