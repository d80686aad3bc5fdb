"""The weekly post and the sentence for a team that is too small for one."""

from bot.ballots.questions import questions
from bot.blockkit import Block, Message, actions, button, context, divider, header, line_chart, section
from bot.kernel.ids import TeamId
from bot.practices.model import Act, Nudge, Word
from bot.texts import Texts
from bot.trends.headline import headline, in_a_row, last_words, word_of
from bot.trends.history import History, SeasonSeen
from bot.trends.level import STEPS
from bot.trends.model import FIRST_CHART, SHOWN_READINGS, Closing, Reading, WeeklyPost

MOST_POINTS = 20  # on one of Slack's charts

_RECALLS, _RESETS, _ACT_WARMING, _ACT_SAME = 3, 2, 3, 3  # how many variants the catalogue has


def weekly_post(say: Texts, post: WeeklyPost) -> Message:
    """Return the week's post: what to try first, then the word, and a chart from the fourth reading on."""
    first, *further = headline(say, post)
    title = say.say(f"{post.suggestion.text_id}.title")
    charted = post.held_back.readings[-SHOWN_READINGS:] if post.held_back.number >= FIRST_CHART else ()
    figures = (say.say("post-chart-text", levels=figures_of(charted)),) if charted else ()
    blocks = [
        header(title),
        section(_suggestion(say, post)),
        *_recall(say, post),
        divider(),
        section("\n".join([first, *further, *last_words(say, post.held_back)])),
        *([chart(say, charted), context(*figures)] if charted else []),
        *_season(say, post),
        context(say.say("post-blurred")),
        actions(button(say.say("post-how-private"), "teams.privacy", TeamId(post.team_id))),
    ]
    text = "\n".join([say.say("post-notification", title=title, headline=_unmarked(first)), *figures])
    return Message(text, tuple(blocks))


def too_small(say: Texts) -> Message:
    """Return what each member is told, once, when a team has fewer than five people."""
    return _sentence(say.say("team-too-small"))


def history(say: Texts, seen: History) -> Message:
    """Return a page of what was published, for the one who asked."""
    text = say.say("history-title" if seen.seasons else "history-empty")
    charted = tuple(reading for season in reversed(seen.seasons) for reading in season.charted)[-MOST_POINTS:]
    seasons = [section(_season_seen(say, season)) for season in seen.seasons]
    small = [context(say.say("post-blurred"))] if seasons else []
    turning = _turning(say, seen)
    blocks = [section(text), *([chart(say, charted)] if charted else []), *seasons, *small, *turning]
    return Message(text, tuple(blocks))


def name_of(say: Texts, act: Act) -> str:
    """Return the act's short name."""
    return say.say(questions().act_named(act, 0).name)


def chart(say: Texts, readings: tuple[Reading, ...]) -> Block:
    """Return the line of these readings' levels, a category a reading."""
    points = [(str(reading.number), float(_percent(reading))) for reading in readings]
    return line_chart(say.say("post-chart-title"), say.say("post-chart-series"), points, say.say("post-chart-axis"))


def figures_of(readings: tuple[Reading, ...]) -> str:
    """Return the line as figures."""
    return " · ".join(str(_percent(reading)) for reading in readings)


def _suggestion(say: Texts, post: WeeklyPost) -> str:
    text_id = post.suggestion.text_id
    lines = [say.say(text_id), say.say("post-first-step", step=say.say(f"{text_id}.first-step"))]
    if isinstance(post.suggestion, Nudge):
        lines.append(say.say(f"post-nudge-reset-{post.round_number % _RESETS + 1}"))
    return "\n".join(lines)


def _recall(say: Texts, post: WeeklyPost) -> list[Block]:
    if post.recalled is None:
        return []
    recall = say.say(f"{post.recalled.text_id}.recall")
    if not post.recalls_last_week:
        return [context(say.say("post-recall-older", recall=recall))]
    return [context(say.say(f"post-recall-{post.round_number % _RECALLS + 1}", recall=recall))]


def _season(say: Texts, post: WeeklyPost) -> list[Block]:
    """Return the closing where a season ends, the opening where one begins, else how its act is doing."""
    blocks = [] if post.closing is None else [section(_closing(say, post.closing, post.next_act))]
    if post.opens:
        blocks.append(section(_opening(say, post.act)))
    return blocks or [section(_act(say, post))]


def _opening(say: Texts, act: Act) -> str:
    return say.say("post-opening", act=name_of(say, act), about=say.say(f"question-{act.value}-about"))


def _act(say: Texts, post: WeeklyPost) -> str:
    act, trend = name_of(say, post.act), post.act_trend
    if trend.word is None:
        text_id = f"post-act-warming-{post.round_number % _ACT_WARMING + 1}"
        return say.say(text_id if post.act_is_asked else "post-act-wordless", act=act)
    word = word_of(say, trend.word)
    if trend.is_new and trend.before is None:
        return say.say("post-act-first", act=act, word=word)
    if trend.is_new and trend.before not in (None, trend.word):
        return say.say("post-act-changed", act=act, word=word, before=word_of(say, trend.before))
    return say.say(f"post-act-same-{post.round_number % _ACT_SAME + 1}", act=act, word=word)


def _closing(say: Texts, closing: Closing, next_act: Act | None) -> str:
    lines = [say.say("post-closing", act=name_of(say, closing.act)), _words_of_act(say, closing.act_words)]
    if closing.held_back_words:
        lines.append(_words_held_back(say, closing.held_back_words))
    if closing.barrier is not None:
        lines.append(say.say("post-closing-barrier", answer=say.say(closing.barrier)))
    if closing.change is not None:
        lines.append(say.say("post-closing-change", answer=say.say(closing.change)))
    if next_act is not None:
        lines.append(say.say("post-closing-next", act=name_of(say, next_act)))
    return "\n".join(lines)


def _words_of_act(say: Texts, words: tuple[Word, ...]) -> str:
    if not words:
        return say.say("post-closing-act-none")
    first, last = word_of(say, words[0]), word_of(say, words[-1])
    if len(words) == 1:
        return say.say("post-closing-act-one", word=last)
    if first == last:
        return say.say("post-closing-act-stayed", word=last)
    return say.say("post-closing-act-moved", first=first, last=last)


def _words_held_back(say: Texts, words: tuple[Word, ...]) -> str:
    first, last = word_of(say, words[0]), word_of(say, words[-1])
    if first == last:
        return say.say("post-closing-held-back-stayed", word=last)
    return say.say("post-closing-held-back-moved", first=first, last=last)


def _season_seen(say: Texts, season: SeasonSeen) -> str:
    lines = [say.say("history-season", number=season.number, act=name_of(say, season.act))]
    for text_id, words in (("history-held-back", season.held_back_words), ("history-act", season.act_words)):
        none = say.say("history-no-word")
        lines.append(say.say(text_id, words=" · ".join(in_a_row(say, words)) if words else none))
    if season.charted:
        lines.append(say.say("history-figures", levels=figures_of(season.charted)))
    return "\n".join(lines)


def _turning(say: Texts, seen: History) -> list[Block]:
    buttons = []
    if seen.has_earlier:
        buttons.append(button(say.say("history-earlier"), "trends.earlier", f"{seen.team_id}:{seen.page + 1}"))
    if seen.page > 0:
        buttons.append(button(say.say("history-later"), "trends.later", f"{seen.team_id}:{seen.page - 1}"))
    return [actions(*buttons)] if buttons else []


def _sentence(text: str) -> Message:
    return Message(text, (section(text),))


def _percent(reading: Reading) -> int:
    return reading.level * 100 // STEPS


def _unmarked(text: str) -> str:
    return text.replace("*", "").replace("_", "")
