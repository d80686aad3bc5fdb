"""What administrators see: the settings, a small form for each, the log, the export, and their part of App Home."""

from collections.abc import Sequence
from datetime import datetime

from bot.administration import form
from bot.administration.export import Format, written
from bot.administration.model import LOG_SHOWN, MOST_ADMINS, LookedAfter, Page, Settings
from bot.blockkit import (
    Block,
    Modal,
    actions,
    button,
    context,
    divider,
    header,
    input_block,
    many_users_select,
    option,
    plain_text_input,
    section,
    static_select,
    timepicker,
)
from bot.directory.holidays import Place, place_name
from bot.kernel.ids import TeamId
from bot.kernel.weeks import Weekday
from bot.meetings.fields import clock
from bot.meetings.wording import moment_text, post_line, series_line, weekday
from bot.outbox.model import UNCONFIRMED, State
from bot.practices.model import Act
from bot.teams.messages import change_line
from bot.teams.model import NO_ACT, PAUSED_BY_ADMIN, Change, Team, TeamState
from bot.texts import Texts
from bot.trends.messages import name_of

SETTINGS = "admin.settings"
OPEN, PAUSE, RESUME, LOG, EXPORT = "admin.open", "admin.pause", "admin.resume", "admin.log", "admin.export"
TURNS = AS_CSV, AS_JSON, EARLIER, LATER = "admin.as_csv", "admin.as_json", "admin.earlier", "admin.later"
CHANGE_POST, CHANGE_WEEK, CHANGE_ADMINS = "admin.change_post", "admin.change_week", "admin.change_admins"
CHANGE_COUNTRY, CHANGE_ACT = "admin.change_country", "admin.change_act"
SAVE_POST, SAVE_WEEK, SAVE_ADMINS = "admin.save_post", "admin.save_week", "admin.save_admins"
SAVE_COUNTRY, SAVE_ACT = "admin.save_country", "admin.save_act"
MOST_TEAMS = 10  # of somebody's in App Home


def settings(say: Texts, found: Settings) -> Modal:
    """Everything that can be set for a team, each with its own button."""
    team = found.team
    lines = "\n".join(series_line(say, one) for one in found.series) or say.say("admin-no-meetings")
    blocks = [
        section(say.say("admin-about", channel=f"<#{team.channel_id}>")),
        section(f"*{say.say('admin-meetings')}*\n{lines}"),
        context(say.say("admin-meetings-how")),
        _row(post_line(say, team), say.say("admin-change"), CHANGE_POST),
        _row(_week_line(say, found), say.say("admin-change"), CHANGE_WEEK),
        _row(_country_line(say, team), say.say("admin-change"), CHANGE_COUNTRY),
        _row(_act_line(say, team), say.say("admin-change"), CHANGE_ACT),
        _resting(say, team),
        _row(_admins_line(say, found), say.say("admin-change"), CHANGE_ADMINS),
        divider(),
        actions(button(say.say("admin-log"), LOG), button(say.say("admin-export"), EXPORT)),
        context(say.say("admin-told")),
    ]
    return _modal(say, "admin-title", SETTINGS, blocks, team.id)


def post_form(say: Texts, found: Settings) -> Modal:
    """Day, time and zone of the weekly post."""
    team = found.team
    days = [option(weekday(say, day), str(int(day))) for day in Weekday]
    day = static_select(form.TYPED, days, days[team.post_weekday])
    blocks = [
        input_block(say.say("meetings-post-day"), day, form.POST_DAY),
        input_block(say.say("meetings-post-at"), timepicker(form.TYPED, clock(team.post_minute)), form.POST_AT),
        input_block(
            say.say("meetings-zone"),
            plain_text_input(form.TYPED, team.zone, most=64),
            form.ZONE,
            hint=say.say("admin-zone-hint"),
        ),
        context(say.say("admin-post-later")),
    ]
    return _form(say, "admin-post-title", SAVE_POST, blocks, team.id)


def week_form(say: Texts, found: Settings) -> Modal:
    """Which week is skipped, if any: this one or the next."""
    none = option(say.say("admin-week-none"), "0")
    weeks = [
        option(say.say("admin-week-this" if place == 0 else "admin-week-next", day=_day(week.posts_at)), number)
        for place, week in enumerate(found.weeks)
        for number in [str(week.round_number)]
    ]
    skipped = found.skipped
    chosen = next((one for one in weeks if skipped and one["value"] == str(skipped.round_number)), none)
    menu = static_select(form.TYPED, [none, *weeks], chosen)
    blocks = [
        input_block(say.say("admin-week-label"), menu, form.WEEK, hint=say.say("admin-week-hint")),
    ]
    return _form(say, "admin-week-title", SAVE_WEEK, blocks, found.team.id)


def country_form(say: Texts, found: Settings) -> Modal:
    """Whose public holidays are kept."""
    team = found.team
    entry = plain_text_input(form.TYPED, "-".join(filter(None, (team.country, team.subdivision))), most=100)
    hint = say.say("admin-country-hint")
    blocks = [input_block(say.say("admin-country-label"), entry, form.COUNTRY, hint=hint, optional=True)]
    return _form(say, "admin-country-title", SAVE_COUNTRY, [*blocks, context(say.say("admin-country-what"))], team.id)


def act_form(say: Texts, found: Settings) -> Modal:
    """What the next season has in focus."""
    turn = option(say.say("admin-act-turn"), form.BY_TURN)
    acts = [option(name_of(say, act), act.value) for act in Act]
    chosen = next((one for one in acts if one["value"] == found.team.next_act), turn)
    menu = static_select(form.TYPED, [turn, *acts], chosen)
    blocks = [input_block(say.say("admin-act-label"), menu, form.ACT, hint=say.say("admin-act-hint"))]
    return _form(say, "admin-act-title", SAVE_ACT, blocks, found.team.id)


def admins_form(say: Texts, found: Settings) -> Modal:
    """Who may change this team."""
    people = many_users_select(form.TYPED, found.admins, most=MOST_ADMINS)
    blocks = [
        section(say.say("admin-admins-about")),
        input_block(say.say("admin-admins-label"), people, form.ADMINS, optional=True),
        context(say.say("admin-admins-joined")),
    ]
    return _form(say, "admin-admins-title", SAVE_ADMINS, blocks, " ".join([found.team.id, *found.admins]))


def log(say: Texts, changes: Sequence[Change]) -> Modal:
    """What administrators changed, the newest first."""
    lines = [section(f"{moment_text(change.at)}: {_line(say, change)}") for change in changes[:LOG_SHOWN]]
    blocks = [*(lines or [section(say.say("admin-log-empty"))]), context(say.say("admin-log-kept", most=LOG_SHOWN))]
    return _modal(say, "admin-log-title", "admin.log_read", blocks)


def export(say: Texts, found: Settings, page: Page, form_: Format) -> Modal:
    """What was published and the settings, as text to be copied, some posts a page."""
    kept, posts = written(say, found, page, form_)
    blocks = [context(say.say("admin-export-about"))]
    blocks.append(_pages(say, page, form_))
    if page.number == 0:
        blocks.extend([header(say.say("admin-export-settings")), *map(_code, kept)])
    if page.posts:
        first, last = page.posts[0].round.posts_at, page.posts[-1].round.posts_at
        blocks.append(header(say.say("admin-export-posts", first=_day(first), last=_day(last))))
        blocks.extend(map(_code, posts))
    else:
        blocks.append(section(say.say("admin-export-none")))
    return _modal(say, "admin-export-title", "admin.export_read", blocks, found.team.id)


def home_part(say: Texts, teams: Sequence[LookedAfter]) -> tuple[Block, ...]:
    """What App Home shows to somebody about the teams they look after; nothing for everybody else."""
    if not teams:
        return ()
    blocks = [divider(), header(say.say("admin-home-title"))]
    for one in teams[:MOST_TEAMS]:
        open_ = button(say.say("admin-open"), OPEN, one.team.id)
        blocks.append(section(f"*<#{one.team.channel_id}>*\n{_how_it_does(say, one)}", accessory=open_))
        unclear = next((problem for problem in one.problems if problem.reason == UNCONFIRMED), None)
        if unclear is not None and one.team.state is TeamState.ACTIVE:
            again = button(say.say("home-post-again"), "home.post_again", unclear.key)
            blocks += [section(say.say("admin-unclear", when=moment_text(unclear.due_at))), actions(again)]
    if len(teams) > MOST_TEAMS:
        blocks.append(context(say.say("admin-home-more")))
    return tuple(blocks)


def state_line(say: Texts, team: Team) -> str:
    """How a team is doing, in one sentence, for whoever looks after it."""
    if team.state is TeamState.GREETED:
        return say.say("admin-state-new")
    if team.state is TeamState.PAUSED:
        by_choice = team.reason == PAUSED_BY_ADMIN
        return say.say("admin-state-paused") if by_choice else say.say("admin-state-refused", reason=team.reason)
    return say.say("admin-state-well")


def _how_it_does(say: Texts, found: LookedAfter) -> str:
    refused = next((one for one in found.problems if one.state is State.REFUSED), None)
    if refused is None or found.team.state is not TeamState.ACTIVE:
        return state_line(say, found.team)
    return say.say("admin-state-refused-once", reason=refused.reason, when=moment_text(refused.due_at))


def _resting(say: Texts, team: Team) -> Block:
    if team.state is TeamState.PAUSED:
        return _row(state_line(say, team), say.say("admin-resume"), RESUME)
    return _row(say.say("admin-runs"), say.say("admin-pause"), PAUSE)


def _week_line(say: Texts, found: Settings) -> str:
    if found.skipped is None:
        return say.say("admin-week-runs")
    return say.say("admin-week-skipped", day=moment_text(found.skipped.posts_at))


def _country_line(say: Texts, team: Team) -> str:
    if not team.country:
        return say.say("admin-country-none")
    return say.say("admin-country", country=place_name(Place(team.country, team.subdivision)))


def _act_line(say: Texts, team: Team) -> str:
    if team.next_act == NO_ACT:
        return say.say("admin-act-by-turn")
    return say.say("admin-act", act=name_of(say, Act(team.next_act)))


def _admins_line(say: Texts, found: Settings) -> str:
    if not found.admins:
        return say.say("admin-admins-none")
    return say.say("admin-admins", names=", ".join(f"<@{one}>" for one in found.admins))


def _line(say: Texts, change: Change) -> str:
    try:
        return change_line(say, change)
    except (KeyError, ValueError):
        return say.say("admin-log-old", who=f"<@{change.by}>")


def _pages(say: Texts, page: Page, form_: Format) -> Block:
    other = Format.JSON if form_ is Format.CSV else Format.CSV
    buttons = [
        button(
            say.say("admin-export-as", form=other.value.upper()),
            AS_JSON if other is Format.JSON else AS_CSV,
            f"{other} {page.number}",
        )
    ]
    if page.has_earlier:
        buttons.append(button(say.say("admin-export-earlier"), EARLIER, f"{form_} {page.number + 1}"))
    if page.number:
        buttons.append(button(say.say("admin-export-later"), LATER, f"{form_} {page.number - 1}"))
    return actions(*buttons)


def _code(piece: str) -> Block:
    return section(f"```\n{piece}\n```")


def _day(when: datetime) -> str:
    return f"{when:%Y-%m-%d}"


def _row(text: str, label: str, action_id: str) -> Block:
    return section(text, accessory=button(label, action_id))


def _form(say: Texts, title: str, callback_id: str, blocks: list[Block], private: str) -> Modal:
    return Modal(
        callback_id=callback_id,
        title=say.say(title),
        blocks=tuple(blocks),
        submit=say.say("meetings-form-submit"),
        close=say.say("meetings-form-close"),
        private=private,
    )


def _modal(say: Texts, title: str, callback_id: str, blocks: list[Block], team_id: TeamId | str = "") -> Modal:
    return Modal(
        callback_id=callback_id,
        title=say.say(title),
        blocks=tuple(blocks),
        close=say.say("admin-close"),
        private=team_id,
    )
