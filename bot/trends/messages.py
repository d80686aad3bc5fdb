"""The weekly post and the sentence for a team that is too small for one."""

import re

from bot.blockkit import Block, Message, actions, button, context, divider, header, line_chart, section
from bot.kernel.ids import TeamId
from bot.practices.model import Word
from bot.texts import Texts
from bot.trends.level import STEPS
from bot.trends.model import FIRST_CHART, SHOWN_READINGS, SHOWN_WORDS, Reading, WeeklyPost

_SAME, _NONE = 4, 3  # how many variants of a headline the catalogue has


def weekly_post(say: Texts, post: WeeklyPost) -> Message:
    """Return the week's post: what to try first, then the word, and a chart from the fourth reading on."""
    headline = _headline(say, post)
    practice = post.practice.text_id
    title = say.say(f"{practice}.title")
    charted = post.held_back.readings[-SHOWN_READINGS:] if post.held_back.number >= FIRST_CHART else ()
    figures = (say.say("post-chart-text", levels=_figures(charted)),) if charted else ()
    blocks = [
        header(title),
        section(f"{say.say(practice)}\n{say.say('post-first-step', step=say.say(f'{practice}.first-step'))}"),
        *_recall(say, post),
        divider(),
        section("\n".join([headline, *_further(say, post)])),
        *([_chart(say, charted)] if charted else []),
        section(_act(say, post)),
        context(*figures, say.say("post-blurred")),
        actions(button(say.say("post-how-private"), "teams.privacy", TeamId(post.team_id))),
    ]
    text = "\n".join([say.say("post-notification", title=title, headline=_unmarked(headline)), *figures])
    return Message(text, tuple(blocks))


def too_small(say: Texts) -> Message:
    """Return what each member is told, once, when a team has fewer than five people."""
    text = say.say("team-too-small")
    return Message(text, (section(text),))


def word_of(say: Texts, word: Word) -> str:
    """Return the word as people read it."""
    return say.say(f"word-{word.value}")


def _headline(say: Texts, post: WeeklyPost) -> str:
    trend = post.held_back
    if trend.word is None:
        if trend.is_new:
            return say.say("post-held-back-warming", number=trend.number)
        return say.say("post-held-back-warming-none")
    word = word_of(say, trend.word)
    if not trend.is_new:
        return say.say(f"post-held-back-none-{post.round_number % _NONE + 1}", word=word)
    if len(trend.words) == 1:
        return say.say("post-held-back-first", word=word)
    if trend.words[-2] != trend.word:
        return say.say("post-held-back-changed", word=word, before=word_of(say, trend.words[-2]))
    said = say.say(f"post-held-back-same-{post.round_number % _SAME + 1}", word=word)
    return re.sub(r"^\*(\w)", lambda start: f"*{start[1].upper()}", said)


def _further(say: Texts, post: WeeklyPost) -> list[str]:
    trend = post.held_back
    said = [say.say(f"post-arrow-{trend.direction.value}")] if trend.direction else []
    if len(trend.words) > 1:
        words = " · ".join(word_of(say, word) for word in trend.words[-SHOWN_WORDS:])
        said.append(say.say("post-last-words", words=words))
    return said


def _act(say: Texts, post: WeeklyPost) -> str:
    act = say.say(f"question-{post.act.value}-name")
    if post.place == 1:
        return say.say("post-season-opens", act=act, about=say.say(f"question-{post.act.value}-about"))
    if post.act_trend.word is None:
        return say.say("post-act-warming", act=act)
    return say.say("post-act", act=act, word=word_of(say, post.act_trend.word))


def _recall(say: Texts, post: WeeklyPost) -> list[Block]:
    if post.recalled is None:
        return []
    return [context(say.say("post-recall", recall=say.say(f"{post.recalled.text_id}.recall")))]


def _chart(say: Texts, readings: tuple[Reading, ...]) -> Block:
    points = [(str(reading.number), float(_percent(reading))) for reading in readings]
    return line_chart(say.say("post-chart-title"), say.say("post-chart-series"), points, say.say("post-chart-axis"))


def _figures(readings: tuple[Reading, ...]) -> str:
    return " · ".join(str(_percent(reading)) for reading in readings)


def _percent(reading: Reading) -> int:
    return reading.level * 100 // STEPS


def _unmarked(text: str) -> str:
    return text.replace("*", "").replace("_", "")
