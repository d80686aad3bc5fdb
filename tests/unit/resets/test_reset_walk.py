"""Two people walk through resets at random, with crashes, stale buttons and time: what must never happen never does."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.ballots import service as ballots
from bot.directory.model import Person
from bot.kernel.caller import Caller
from bot.kernel.errors import Refused
from bot.kernel.ids import UserId, WorkspaceId, new_id
from bot.resets import service, steps
from bot.resets.asking import Ask
from bot.resets.boxes import Question
from bot.resets.keeping import read, ticket_for
from bot.resets.keys import PAIRS, key_id
from bot.resets.model import WAYS, Part, Reset, Stage
from bot.resets.outcomes import Ended, Reading
from bot.texts import catalogue
from tests.fakes.chance import SeededChance
from tests.fakes.unit import FakeUnit, FakeWork

SAY = catalogue()
HERE = WorkspaceId("T1")
PEOPLE = [UserId("UA"), UserId("UB")]
MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
ALLOWED = {(way.stage, way.to) for way in WAYS}
ACTS = (
    "accept",
    "decline",
    "never",
    "save",
    "ready",
    "write_back",
    "close",
    "read",
    "stop",
    "suggest",
    "agree",
    "look",
)
SOAK = bool(os.environ.get("CANDOR_SOAK"))
SEEN = {"walks": 0, "acts": 0, "read": 0, "one ready": 0, "crashes": 0}


class Crash(Exception):
    """The program dies before it commits."""


class Walk(RuleBasedStateMachine):
    """The oracle keeps of each reset who has said "ready", by what they were shown; it knows nothing of the model."""

    @initialize(seed=st.integers(0, 1000), joined=st.booleans())
    def begin(self, seed, joined):
        SEEN["walks"] += 1
        self.unit = FakeUnit()
        self.work = FakeWork(self.unit)
        self.now = MONDAY
        self.chance = SeededChance(seed)
        self.tickets = []
        self.ready = {}  # reset id to who has let go of a text
        self.gone = set()
        self.texts = []
        for person in PEOPLE[: 2 if joined else 1]:
            self.unit.people.save(Person(workspace_id=HERE, user_id=person, zone="UTC"))

    @rule(who=st.integers(0, 1), power=st.booleans(), dies=st.booleans())
    def ask(self, who, power, dies):
        self.unit.resets.marks = {}  # as if the fortnight were over: the limits have tests of their own
        ask = Ask(caller=self._caller(who), other=PEOPLE[1 - who], with_power=power, gate=new_id())
        self._do(lambda unit: service.start(unit, ask, self.now, self.chance), dies)

    @precondition(lambda self: self.tickets)
    @rule(which=st.integers(0, 50), who=st.integers(0, 1), act=st.sampled_from(ACTS), dies=st.integers(0, 4))
    def act(self, which, who, act, dies):
        reset_id, ticket = self.tickets[-1 - which % len(self.tickets)]
        before = self._open().get(reset_id)
        outcome = self._do(lambda unit: self._use(unit, act, self._caller(who), ticket), dies == 0)
        after = self._open().get(reset_id)
        to = Stage.ENDED if after is None else after.stage
        if before is not None:
            assert to is before.stage or (before.stage, to) in ALLOWED
            if act in ("ready", "write_back") and to is not before.stage:
                self.ready.setdefault(reset_id, set()).add(PEOPLE[who])
        if isinstance(outcome, Reading):
            SEEN["read"] += 1
            self._check_reading(reset_id, who, before, outcome)

    @precondition(lambda self: self._open())
    @rule(which=st.integers(0, 5), who=st.integers(0, 1), reads=st.booleans(), far=st.integers(1, 6))
    def go_on(self, which, who, reads, far):
        """Do what brings a living reset further, so that the walk gets to its end and not only to its beginning."""
        for number in range(far):
            self._forward(which, (who + number) % 2, reads and number % 2 == 0, dies=far - number)

    def _forward(self, which, who, reads, dies):
        living = list(self._open().values())
        if not living:
            return
        self._bring_on(living[which % len(living)], who, reads, dies)

    @precondition(lambda self: self._between_equals())
    @rule(which=st.integers(0, 5), who=st.integers(0, 1))
    def let_one_be_ready(self, which, who):
        """Come to where both have written and one has let go: there, and only there, somebody could read alone."""
        found = self._between_equals()
        reset_id = found[which % len(found)].id
        for _ in range(3):
            reset = self._open().get(reset_id)
            if reset is not None and reset.stage is Stage.INVITED:
                self._bring_on(reset, who, reads=False, dies=1)
        reset = self._open().get(reset_id)
        if reset is None or reset.stage is not Stage.WRITING:
            return
        self.now = max(self.now, reset.opens_at)
        for person, act in ((0, "save"), (1, "save"), (who, "ready")):
            self.act(self._place(reset_id), person, act, dies=1)
            self._let_both_look()
        SEEN["one ready"] += 1

    def _between_equals(self):
        return [one for one in self._open().values() if one.stage in (Stage.INVITED, Stage.WRITING)]

    def _place(self, reset_id):
        return [known for known, _ in self.tickets][::-1].index(reset_id)

    def _bring_on(self, reset, who, reads, dies):
        forward = {
            Stage.INVITED: (reset.other, "accept"),
            Stage.PREPARING: (reset.asker, "ready"),
            Stage.HANDED: (reset.other, "look" if reads else "write_back"),
            Stage.ANSWERED: (reset.asker, "look" if reads else "read"),
            Stage.WRITING: (PEOPLE[who], "ready"),
            Stage.ONE_READY: (PEOPLE[who], "look" if reads else "ready"),
        }
        person, act = forward.get(reset.stage, (PEOPLE[who], "look" if reads else "read"))
        if any(one.due_at > self.now for one in reset.tellings) or (reset.opens_at or self.now) > self.now:
            self.now += timedelta(minutes=21)
            self.clock(dies=False)
        self.act(self._place(reset.id), PEOPLE.index(person), act, dies)

    @rule(minutes=st.sampled_from([1, 1, 1, 10, 10, 25, 25, 600, 2000]))
    def pass_time(self, minutes):
        self.now += timedelta(minutes=minutes)

    @rule(dies=st.booleans())
    def clock(self, dies):
        for _ in range(50):
            if not self._do(lambda unit: steps.take_step(unit, self.now, self.chance, SAY), dies):
                break
        ballots.bury_keys(self.work)

    @invariant()
    def nothing_is_read_or_kept_after_the_end(self):
        if not hasattr(self, "unit"):
            return
        living = set(self.unit.resets.boxes)
        known = {reset_id for reset_id, _ in self.tickets}
        self.gone |= known - living
        assert not self.gone & living
        for reset_id, ticket in self.tickets:
            if reset_id in self.gone:
                for who in (0, 1):
                    assert isinstance(service.look(self.unit, self._caller(who), ticket, self.now), Ended)
        kept = str([one.message for one in self.unit.outbox.kept.values()])
        kept += str([one.message.arguments for one in self.unit.outbox.kept.values()])
        assert not any(text in kept for text in self.texts)

    @invariant()
    def nobody_reads_alone_or_when_it_is_over(self):
        """Whatever comes next, both are let look at every reset, now and at the moment at which it ends."""
        if hasattr(self, "unit"):
            self._let_both_look()

    def _let_both_look(self):
        tickets = dict(self.tickets)
        for reset in self._open().values():
            for who in (0, 1):
                outcome = service.look(self.unit, self._caller(who), tickets[reset.id], self.now)
                if isinstance(outcome, Reading):
                    self._check_reading(reset.id, who, reset, outcome)
                assert isinstance(service.look(self.unit, self._caller(who), tickets[reset.id], reset.deadline), Ended)

    @invariant()
    def there_is_always_a_way_out(self):
        if not hasattr(self, "unit"):
            return
        for reset in self._open().values():
            assert reset.deadline <= self.now + timedelta(days=5)
            ways = [way for way in WAYS if way.stage is reset.stage]
            assert any(way.by and way.to is Stage.ENDED for way in ways)  # somebody can end it
            assert any(not way.by for way in ways)  # and time does

    def teardown(self):
        if not hasattr(self, "unit"):
            return
        self.now += timedelta(days=6)
        self.clock(dies=False)
        self.clock(dies=False)
        boxes = [read(self.unit, row) for row in self.unit.resets.boxes.values()]
        assert all(isinstance(one, Question) for one in boxes)
        orphans = set(self.unit.keys.keys) - {PAIRS, *(key_id(one) for one in self.unit.resets.boxes)}
        self.unit.keys.pass_time(timedelta(weeks=8))
        ballots.sweep_keys(self.work)
        assert orphans <= set(self.unit.keys.keys)  # those of crashed transactions: not the batches' to sweep
        service.sweep_keys(self.work)
        assert not orphans & set(self.unit.keys.keys)
        assert PAIRS in self.unit.keys.keys or not self.tickets

    def _use(self, unit, act, caller, ticket):
        now, chance = self.now, self.chance
        match act:
            case "accept":
                return service.accept(unit, caller, ticket, now, chance)
            case "decline" | "never":
                return service.decline(unit, caller, ticket, now, for_good=act == "never")
            case "save" | "ready" | "write_back":
                text = f"text-{new_id()}-by-{caller.user_id}"
                self.texts.append(text)
                part = Part(text, text)
                return service.write(unit, caller, ticket, part, now, chance, ready=act != "save")
            case "close":
                return service.close(unit, caller, ticket, now, chance)
            case "read":
                return service.read_it(unit, caller, ticket, now, chance)
            case "stop":
                return service.stop(unit, caller, ticket, now)
            case "suggest":
                return service.suggest(unit, caller, ticket, now + timedelta(hours=3), now)
            case "agree":
                return service.agree(unit, caller, ticket, now)
            case _:
                return service.look(unit, caller, ticket, now)

    def _check_reading(self, reset_id, who, before, outcome):
        assert before is not None
        assert self.now < before.deadline
        let_go = self.ready.get(reset_id, set())
        assert f"-by-{PEOPLE[1 - who]}" in outcome.part.felt  # the other's text, never one's own
        assert PEOPLE[1 - who] in let_go  # which they let go of
        if before.stage in (Stage.WRITING, Stage.ONE_READY, Stage.REVEALED, Stage.ONE_READ):
            assert let_go == set(PEOPLE)  # between equals nobody reads alone

    def _do(self, use, dies):
        SEEN["acts"] += 1
        try:
            with self.work.write() as unit:
                outcome = use(unit)
                if dies:
                    SEEN["crashes"] += 1
                    raise Crash
        except (Crash, Refused):
            return None
        finally:
            known = {reset_id for reset_id, _ in self.tickets}
            for reset in self._open().values():
                if reset.id not in known:
                    self.tickets.append((reset.id, ticket_for(self.unit, reset)))
        return outcome

    def _open(self) -> dict[str, Reset]:
        found = [read(self.unit, row) for row in self.unit.resets.boxes.values()]
        return {one.id: one for one in found if isinstance(one, Reset)}

    def _caller(self, who):
        return Caller(workspace_id=HERE, user_id=PEOPLE[who], delivery=new_id())


@pytest.mark.soak
def test_two_people_walk_through_resets(record_property):
    examples, length = (200, 60) if SOAK else (40, 40)
    SEEN.update(dict.fromkeys(SEEN, 0))
    run_state_machine_as_test(Walk, settings=settings(max_examples=examples, stateful_step_count=length))
    for name, value in SEEN.items():
        record_property(name, value)
    assert min(SEEN.values()) > 0
