"""A box that does not open is set aside, another is opened, and the administrators are told once."""

import pytest

from bot.ballots import service
from bot.ballots.losses import tell_losses
from bot.ballots.model import BARRIER, HELD_BACK, Kept, quarter_item
from bot.ballots.ports import KeysUnavailable
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.outbox.model import Kind
from bot.teams.model import Team
from bot.texts import catalogue
from tests.fakes.ballots import FakeKeyStore
from tests.fakes.unit import FakeUnit
from tests.unit.ballots.voting import ANY, OPENED, TEAM, WEEK, cast, held, voter

ADMINS = ["U-ada", "U-bea"]
LATER = OPENED + WEEK


@pytest.fixture
def unit():
    unit = FakeUnit()
    unit.teams.save(Team(id=TeamId(TEAM), workspace_id=WorkspaceId("T1"), channel_id=ChannelId("C1")))
    for admin in ADMINS:
        unit.teams.add_admin(TeamId(TEAM), UserId(admin))
    for number in range(6):
        cast(unit, number)
    return unit


def lose_key(unit, batch):
    unit.keys.destroy(batch.id)


def spoil_box(unit, batch):
    unit.ballots.put_box(batch.id, batch.box[:-1] + bytes([batch.box[-1] ^ 1]))


def swap_key(unit, batch):
    unit.keys.destroy(batch.id)
    unit.keys.create(batch.id)


def do_cast(unit):
    assert cast(unit, 1) == Kept()


def do_withdraw(unit):
    service.withdraw(unit, TEAM, HELD_BACK, voter(1), 1)


def do_blank(unit):
    service.blank(unit, TEAM, voter(1))


def do_close(unit):
    assert service.close(unit, TEAM, HELD_BACK, LATER, ANY) is None


@pytest.mark.parametrize("do", [do_cast, do_withdraw, do_blank, do_close])
@pytest.mark.parametrize("break_it", [lose_key, spoil_box, swap_key])
def test_whoever_finds_it_sets_it_aside_in_the_same_transaction(unit, break_it, do):
    batch = unit.ballots.find(TEAM, HELD_BACK)
    break_it(unit, batch)
    do(unit)
    assert batch.id not in unit.ballots.all_batches()
    assert unit.ballots.tombstones() == [batch.id]
    assert [(lost.batch_id, lost.scope) for lost in unit.ballots.lost()] == [(batch.id, TEAM)]


def test_the_tap_that_finds_it_goes_into_a_fresh_batch(unit):
    lose_key(unit, unit.ballots.find(TEAM, HELD_BACK))
    cast(unit, 1)
    assert len(held(unit)) == 1
    cast(unit, 2)
    assert len(held(unit)) == 2
    assert len(unit.ballots.lost()) == 1


def test_looking_whether_somebody_cast_writes_nothing(unit):
    batch = unit.ballots.find(TEAM, HELD_BACK)
    lose_key(unit, batch)
    assert not service.has_cast(unit, TEAM, HELD_BACK, voter(1), 1)
    assert unit.ballots.find(TEAM, HELD_BACK) == batch
    assert unit.ballots.lost() == []


def test_each_administrator_is_told_once_and_reads_nobodys_name(unit):
    lose_key(unit, unit.ballots.find(TEAM, HELD_BACK))
    cast(unit, 1)
    assert [tell_losses(unit, LATER, catalogue()) for _ in range(3)] == [1, 0, 0]
    notices = [row.message for row in unit.outbox.kept.values()]
    assert sorted(notice.channel for notice in notices) == ADMINS
    assert {notice.kind for notice in notices} == {Kind.NOTICE}
    for notice in notices:
        said = str(notice.arguments)
        assert "<#C1>" in said
        assert voter(1) not in said


def test_a_loss_of_the_workspace_or_of_a_team_that_is_gone_is_settled_without_a_notice(unit):
    item = quarter_item(BARRIER, OPENED)
    cast(unit, 1, "risky", item=item, question=BARRIER, scope="T1")
    lose_key(unit, unit.ballots.find("T1", item))
    cast(unit, 1, "risky", item=item, question=BARRIER, scope="T1")
    assert tell_losses(unit, LATER, catalogue()) == 1
    assert unit.ballots.lost() == []
    assert not unit.outbox.kept


def test_a_key_store_that_is_away_loses_nothing(unit):
    batch = unit.ballots.find(TEAM, HELD_BACK)
    unit.keys = AwayKeyStore()
    for do in (do_cast, do_withdraw, do_blank, do_close):
        with pytest.raises(KeysUnavailable):
            do(unit)
    assert unit.ballots.find(TEAM, HELD_BACK) == batch
    assert unit.ballots.lost() == []


class AwayKeyStore(FakeKeyStore):
    def find(self, batch_id):
        raise KeysUnavailable("The key store does not answer.")
