"""A weekly post of which nobody knows whether it appeared: never repeated by itself, but when an administrator asks."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond

from bot.directory.ports import SlackPeople
from bot.home import messages, service
from bot.home.ports import HomeUnit
from bot.kernel.caller import caller_of
from bot.kernel.clock import Clock
from bot.kernel.errors import Refused
from bot.kernel.ids import TeamId
from bot.kernel.unit import Later, Work
from bot.meetings.handlers import asker_in
from bot.outbox.model import POSTED_AGAIN, UNCONFIRMED, Kept, Kind, Outgoing, State
from bot.teams.model import TeamState
from bot.teams.service import Asker, get_living, refuse_unless_may_change
from bot.texts import Texts

SOON = timedelta(minutes=3)  # far enough ahead for the post to be looked up, should this answer get lost too
POST_LIVES = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostAgain:
    """An administrator wants a post once more; ``key`` is the uncertain one's."""

    key: str
    by: Asker


def register(app: App, *, work: Work[HomeUnit], clock: Clock, say: Texts, people: SlackPeople, later: Later) -> None:
    """Listen for the button under the message that tells administrators of an uncertain post."""

    def on_post_again(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        caller, key = caller_of(context), str(body["actions"][0].get("value", ""))
        with work.read() as unit:
            team = get_living(unit, _kept(unit, key)[1])
        command = PostAgain(key=key, by=asker_in(people, caller, team))
        with work.write() as unit:
            post_again(unit, command, clock.now())
        ack()
        shown = messages.posting_again(say, team.channel_id).body()
        if context.response_url is not None:
            later(lambda: respond(**shown, replace_original=True))
            return
        with work.read() as unit:
            seen = service.look(unit, caller.workspace_id, caller.user_id, clock.now())
        later(lambda: context.client.views_publish(user_id=caller.user_id, view=messages.home(say, seen).body()))

    app.action("home.post_again")(on_post_again)


def post_again(unit: HomeUnit, command: PostAgain, now: datetime) -> None:
    """Hand the same post over under a key of its own, once for each uncertain one, however often somebody asks."""
    _, team_id = _kept(unit, command.key)
    unit.teams.lock(team_id)
    team = get_living(unit, team_id)
    refuse_unless_may_change(unit, team, command.by)
    kept, _ = _kept(unit, command.key)
    if kept.reason == POSTED_AGAIN:
        return
    if kept.reason != UNCONFIRMED or team.state is not TeamState.ACTIVE:
        raise Refused("home-post-settled")
    unit.outbox.record(kept.id, State.UNKNOWN, POSTED_AGAIN)
    unit.outbox.enqueue([_anew(kept.message, now)])


def _kept(unit: HomeUnit, key: str) -> tuple[Kept, TeamId]:
    """Return the post and its team; raises Refused where it is not kept any more, or was no weekly post."""
    kept = unit.outbox.find(key)
    if kept is None or kept.message.kind is not Kind.WEEKLY_POST or kept.state is not State.UNKNOWN:
        raise Refused("home-post-settled")
    return kept, TeamId(kept.message.subject)


def _anew(post: Outgoing, now: datetime) -> Outgoing:
    posts_at = now + SOON
    return replace(
        post,
        key=f"{post.key}:again",
        arguments=post.arguments | {"post_at": int(posts_at.timestamp())},
        due_at=now,
        expires_at=posts_at + POST_LIVES,
    )
