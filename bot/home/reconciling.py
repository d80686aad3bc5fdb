"""A daily look at Slack, for what its events did not tell: who is still there, and when they want quiet.

Events are lost now and then, and Slack stops them above 30,000 an hour. A look goes in small portions, far below
Slack's rates; whoever has just joined comes first, since no event tells what was so before. No transaction is open
while Slack is asked, and what a portion has learned is kept before the next begins, so that any process can go on.
"""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import Enum, auto

from bot.directory import service as directory
from bot.directory.model import ChannelFacts, Profile, Quiet
from bot.directory.ports import SlackMembers
from bot.home import service
from bot.home.ending import lose_channel
from bot.home.ports import HomeUnit
from bot.kernel.errors import SlackRefused, SlackUnclear, SlackUnreachable
from bot.kernel.ids import TeamId, UserId, WorkspaceId
from bot.kernel.unit import Work
from bot.teams.service import SHARED
from bot.texts import Texts

DAY = timedelta(hours=24)
PORTION = 25  # people; with a portion each half minute that is half of what Slack allows for users.info
SPACING = 30.0  # seconds of machine time between two portions of a workspace
LEASE = 300.0  # longer than a portion lasts, even where every call of it takes its whole time
REST = 60.0  # where Slack does not answer, or does not say how long to wait

_GONE = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
_NO_CHANNEL = {"channel_not_found": "removed", "not_in_channel": "removed", "is_archived": "archived"}

log = logging.getLogger(__name__)

CallFailed = SlackRefused | SlackUnreachable | SlackUnclear


class Gone(Enum):
    """Stands for the profile of somebody whom Slack does not know any more."""

    GONE = auto()


class Reconciler:
    """Compares one workspace after the other with what Slack says; ``step`` does one portion."""

    def __init__(self, work: Work[HomeUnit], people: SlackMembers, say: Texts, *, spacing: float = SPACING) -> None:
        self._work = work
        self._people = people
        self._say = say
        self._spacing = spacing

    def step(self, now: datetime) -> int:
        """Look at one channel, or else at some people, of one workspace; return 0 where nothing is to be looked at."""
        with self._work.write() as unit:
            unit.reconciliations.begin_day(now, DAY)
            workspace_id = unit.reconciliations.claim(LEASE)
            if workspace_id is None:
                return 0
            teams = unit.reconciliations.teams(workspace_id, 1)
            people = [] if teams else unit.reconciliations.people(workspace_id, PORTION)
        pause = self._spacing
        try:
            if teams:
                self._look_at_team(workspace_id, teams[0], now)
            else:
                self._look_at_people(workspace_id, people, now)
        except (SlackRefused, SlackUnreachable, SlackUnclear) as error:
            log.info("the daily look waits", extra={"action": "reconciling.waits", "workspace": workspace_id})
            pause = getattr(error, "retry_after", None) or REST
            if teams and isinstance(error, SlackUnclear):  # a channel that is never told in time holds no other up
                self._note_team(teams[0], now)
        with self._work.write() as unit:
            unit.reconciliations.put_off(workspace_id, pause)
        return 1

    def _look_at_team(self, workspace_id: WorkspaceId, team_id: TeamId, now: datetime) -> None:
        with self._work.read() as unit:
            team = unit.teams.find(team_id)
            if team is None:  # deleted since it was chosen
                return
            joined = [member.user_id for member in unit.teams.members(team_id)]
        ended, absent = None, set[UserId]()
        try:
            ended = _end_of(self._people.channel(workspace_id, team.channel_id))
            if ended is None and joined:
                absent = self._people.absent_from(workspace_id, team.channel_id, joined)
        except SlackRefused as refused:
            if refused.code not in _NO_CHANNEL:
                _raise_if_passing(refused)
            ended = _NO_CHANNEL.get(refused.code)
        with self._work.write() as unit:
            if ended is not None:
                lose_channel(unit, workspace_id, team.channel_id, ended, now, self._say)
        for user_id in sorted(absent):
            with self._work.write() as unit:  # one by one: whoever waits for two people at once may wait in a ring
                service.leave_channel(unit, workspace_id, team.channel_id, user_id, now)
        self._note_team(team_id, now)

    def _note_team(self, team_id: TeamId, now: datetime) -> None:
        with self._work.write() as unit:
            unit.reconciliations.note_team(team_id, now)

    def _look_at_people(self, workspace_id: WorkspaceId, people: Collection[UserId], now: datetime) -> None:
        quiet = self._quiet(workspace_id, people)
        for user_id in people:
            found = self._profile(workspace_id, user_id)
            with self._work.write() as unit:
                if isinstance(found, Profile):
                    service.note_profile(unit, workspace_id, found, now=now)
                elif found is Gone.GONE:
                    service.take_out(unit, workspace_id, user_id, now)
                if user_id in quiet:
                    directory.note_quiet(unit, workspace_id, user_id, quiet[user_id])
                unit.reconciliations.note_people(workspace_id, [user_id], now)

    def _quiet(self, workspace_id: WorkspaceId, people: Collection[UserId]) -> dict[UserId, Quiet | None]:
        try:
            return self._people.quiet(workspace_id, people)
        except SlackRefused as refused:
            _raise_if_passing(refused)
            return {}

    def _profile(self, workspace_id: WorkspaceId, user_id: UserId) -> Profile | Gone | None:
        """Return what Slack says of somebody; None where it refuses for a reason that says nothing of them."""
        try:
            return self._people.profile(workspace_id, user_id)
        except SlackRefused as refused:
            if refused.code in _GONE:
                return Gone.GONE
            _raise_if_passing(refused)
            return None


def _end_of(channel: ChannelFacts) -> str | None:
    """Return why a channel can no longer be served, or None where it can."""
    if channel.is_shared:
        return SHARED
    if channel.is_archived:
        return "archived"
    return None if channel.bot_is_in else "removed"


def _raise_if_passing(refused: SlackRefused) -> None:
    """Let the portion end where Slack only wants peace; anything else is looked at again tomorrow."""
    if refused.retry_after is not None or refused.code in ("ratelimited", "rate_limited"):
        raise refused
