"""A year of a simulated team through the program's own services: people join, are asked, answer, and are posted to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.ballots import service as ballots
from bot.ballots.model import BARRIER, CHANGE, Ballot, Choice, quarter_item
from bot.checkins import service as checkins
from bot.checkins.model import Answer, Step
from bot.directory.model import ChannelFacts, Profile, Standing
from bot.home import service as home
from bot.kernel.caller import Caller
from bot.kernel.ids import ChannelId, CheckinId, TeamId, UserId, WorkspaceId
from bot.meetings.model import Plan
from bot.meetings.service import SetUp, set_up
from bot.outbox.model import Kind, Outgoing
from bot.teams import service as teams
from bot.teams.model import Round, Team
from bot.texts import Texts, catalogue
from bot.trends import service as trends
from tests.fakes.chance import SeededChance
from tests.fakes.unit import FakeUnit

WORKSPACE, CHANNEL = WorkspaceId("T1"), ChannelId("C1")
ELSEWHERE = 400  # people of other teams of the workspace, who answer what is counted over all of it


@dataclass(frozen=True, kw_only=True)
class Week:
    """How people are in a week: of a hundred, who reacts, who holds back, and for whom the act happened."""

    reacts: int
    holds_back: int
    act_happens: int


@dataclass(frozen=True, kw_only=True)
class Story:
    """A team and its year."""

    people: int
    seed: int
    begins: datetime
    plan: Plan
    week: Callable[[int], Week]
    holidays: frozenset[date] = frozenset()
    barriers: Mapping[str, int] = field(default_factory=dict)  # of a hundred colleagues elsewhere, who says what
    changes: Mapping[str, int] = field(default_factory=dict)
    events: Mapping[int, Callable[["Year"], None]] = field(default_factory=dict)  # by the round in which they happen


class Year:
    """Plays a story, post after post."""

    def __init__(self, story: Story, say: Texts | None = None) -> None:
        self.story = story
        self.say = say or catalogue()
        self.unit = FakeUnit()
        self.chance = SeededChance(story.seed)
        self.now = story.begins
        self._taps = 0
        self._sent: set[str] = set()
        self.team_id = self._greet()
        for place in range(story.people):
            self.join(place)
        self._set_up()

    @property
    def team(self) -> Team:
        return self.unit.teams.get(self.team_id)

    @property
    def round(self) -> Round:
        found = self.unit.teams.find_open_round(self.team_id)
        assert found is not None
        return found

    def play(self, posts: int) -> list[Outgoing]:
        """Go from close to close until there are so many posts, and return them."""
        while len(self.posts()) < posts:
            self._event()
            self._colleagues_elsewhere()
            closes_at = self.round.closes_at
            while (upcoming := self._next()) < closes_at:
                self.now = upcoming
                while checkins.open_due(self.unit, self.now, self.chance, self.say):
                    pass
                self._react()
            self.now = closes_at
            trends.close_due(self.unit, self.now, self.chance, self.say, lambda _: self.story.holidays.__contains__)
            ballots.count_workspaces(self.unit, self.now)
            checkins.forget(self.unit, self.now)
        return self.posts()

    def posts(self) -> list[Outgoing]:
        """Return the weekly posts handed over so far."""
        return [one for one in self.unit.outbox.messages if one.kind is Kind.WEEKLY_POST]

    def asker(self, place: int = 0) -> teams.Asker:
        """Return a person of the team as they ask for something."""
        profile = Profile(user_id=_user(place), zone=self.story.plan.zone, standing=Standing.FULL)
        return teams.Asker(workspace_id=WORKSPACE, profile=profile, in_channel=True)

    def join(self, place: int) -> None:
        """Let a person join."""
        home.join(self.unit, self.team_id, self.asker(place), self.now)

    def _greet(self) -> TeamId:
        channel = ChannelFacts(
            channel_id=CHANNEL, name="team", is_shared=False, is_archived=False, is_private=True, bot_is_in=True
        )
        arrival = teams.Arrival(workspace_id=WORKSPACE, channel=channel, delivery="arrival")
        greeted = teams.greet(self.unit, arrival, self.now, self.say)
        assert isinstance(greeted, teams.Greeted)
        return greeted.team.id

    def _set_up(self) -> None:
        command = SetUp(team_id=self.team_id, by=self.asker(), plan=self.story.plan)
        set_up(self.unit, command, self.now, self.say)

    def _event(self) -> None:
        happens = self.story.events.get(self.round.number)
        if happens is not None:
            happens(self)

    def _next(self) -> datetime:
        prompts = [one.due_at for one in self._prompts()]
        end = self.unit.meetings.next_end()
        return min([*prompts, *([end] if end else [])], default=self.round.closes_at)

    def _prompts(self) -> list[Outgoing]:
        prompts = [one for one in self.unit.outbox.messages[-500:] if one.kind is Kind.PROMPT]
        return sorted((one for one in prompts if one.key not in self._sent), key=lambda one: (one.due_at, one.channel))

    def _react(self) -> None:
        for prompt in self._prompts():
            if prompt.due_at <= self.now:
                self._sent.add(prompt.key)
                (wanted,) = checkins.before_prompts(self.unit, [prompt], self.now, self.chance)
                if wanted is True and self._happens(self._week().reacts):
                    self._answer(prompt)

    def _answer(self, prompt: Outgoing) -> None:
        week = self._week()
        held = ("mattered" if self._happens(60) else "small") if self._happens(week.holds_back) else "none"
        self._tap(prompt, Step.FIRST, held)
        if self.round.place == 11:
            self._tap(prompt, Step.SECOND, self._drawn(self.story.barriers or {"cannot-say": 100}))
        elif self.round.place == 12:
            self._tap(prompt, Step.SECOND, self._drawn(self.story.changes or {"cannot-tell": 100}))
        else:
            little = "little" if self._happens(25) else "no"
            self._tap(prompt, Step.SECOND, "yes" if self._happens(week.act_happens) else little)

    def _tap(self, prompt: Outgoing, step: Step, option: str) -> None:
        self._taps += 1
        caller = Caller(workspace_id=WORKSPACE, user_id=UserId(prompt.channel), delivery=f"tap-{self._taps}")
        given = Answer(caller=caller, checkin_id=CheckinId(prompt.subject), question=step, option=option)
        checkins.answer(self.unit, given, self.now, self.chance)

    def _colleagues_elsewhere(self) -> None:
        """Let other teams of the workspace answer rounds 11 and 12, as this one does."""
        told = {11: (BARRIER, self.story.barriers), 12: (CHANGE, self.story.changes)}.get(self.round.place)
        for place in range(ELSEWHERE) if told is not None and told[1] else ():
            question, says = told
            opened_at = self.round.opens_at
            ballot = Ballot(
                scope=WORKSPACE,
                item=quarter_item(question, opened_at),
                voter=UserId(f"W{place}"),
                round_key=self.round.number,
                opened_at=opened_at,
                choice=Choice(question, self._drawn(says)),
            )
            ballots.cast(self.unit, ballot, self.chance)

    def _week(self) -> Week:
        return self.story.week(self.round.number)

    def _happens(self, of_a_hundred: int) -> bool:
        return self.chance.below(100) < of_a_hundred

    def _drawn(self, weights: Mapping[str, int]) -> str:
        at = self.chance.below(sum(weights.values()))
        for option, weight in weights.items():
            if at < weight:
                return option
            at -= weight
        raise AssertionError("unreachable")


def _user(place: int) -> UserId:
    return UserId(f"U{place:03}")


def moment(year: int, month: int, day: int, hour: int = 8) -> datetime:
    """Return a moment in UTC."""
    return datetime(year, month, day, hour, tzinfo=UTC)


def body_of(post: Outgoing) -> dict[str, Any]:
    """Return what people get to see of a post."""
    return post.arguments


def posted_at(post: Outgoing) -> datetime:
    """Return when people get to see it."""
    return datetime.fromtimestamp(post.arguments["post_at"], UTC)


A_WEEK = timedelta(weeks=1)
