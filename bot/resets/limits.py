"""How often somebody may ask, and whom not: kept as keyed tokens, and decided by the asker's own acts alone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.directory import peace
from bot.directory.model import Profile, Standing
from bot.kernel.errors import Refused
from bot.kernel.ids import UserId, WorkspaceId
from bot.resets.keys import pairs_of
from bot.resets.ports import ResetsUnit

PAIR_RESTS = timedelta(days=14)
MOST_A_WEEK = 3
WEEK = timedelta(days=7)
DOOR_STANDS_OPEN = timedelta(days=365)

_REFUSED = {
    Standing.GUEST: "resets-refused-guest",
    Standing.BOT: "resets-refused-bot",
    Standing.STRANGER: "resets-refused-stranger",
    Standing.DEACTIVATED: "resets-refused-deactivated",
}


def refuse_unless_may_be_asked(asker: Profile, other: Profile) -> None:
    """Raise Refused for guests, bots, strangers, deactivated people and oneself; says nothing of who joined."""
    if asker.standing is not Standing.FULL:
        raise Refused("resets-refused-asker")
    if other.user_id == asker.user_id:
        raise Refused("resets-refused-self")
    if other.standing is not Standing.FULL:
        raise Refused(_REFUSED[other.standing])


def spend(unit: ResetsUnit, workspace_id: WorkspaceId, asker: UserId, other: UserId, now: datetime) -> None:
    """Count an invitation; raises Refused within 14 days of the last to the same person, or after three in a week.

    What became of earlier ones plays no part, so that a limit can tell nothing of it.
    """
    pairs, today = pairs_of(unit), now.date()
    pair = pairs.token("pair", workspace_id, asker, other)
    if unit.resets.is_marked(pair, today):
        raise Refused("resets-asked-before")
    free = [token for token in _slots(unit, workspace_id, asker) if not unit.resets.is_marked(token, today)]
    if not free:
        raise Refused("resets-asked-enough", most=MOST_A_WEEK)
    unit.resets.mark(workspace_id, pair, today + PAIR_RESTS)
    unit.resets.mark(workspace_id, free[0], today + WEEK)
    unit.resets.mark(workspace_id, _door(unit, workspace_id, asker), today + DOOR_STANDS_OPEN)


def may_be_written_to(unit: ResetsUnit, workspace_id: WorkspaceId, asker: UserId, other: UserId, today: date) -> bool:
    """Return whether an invitation may reach somebody: they joined a team or used resets, and have not blocked this.

    Whoever has deleted themselves is left in peace, also if they have asked somebody since.
    """
    if peace.is_left_in_peace(unit, workspace_id, other) or unit.resets.is_blocked(
        *_block(unit, workspace_id, other, asker)
    ):
        return False
    person = unit.people.find(workspace_id, other)
    if person is not None:
        return person.standing is Standing.FULL
    return unit.resets.is_marked(_door(unit, workspace_id, other), today)


def block(unit: ResetsUnit, workspace_id: WorkspaceId, blocker: UserId, asker: UserId) -> None:
    """Let no more invitations of this person reach the blocker."""
    unit.resets.block(workspace_id, *_block(unit, workspace_id, blocker, asker))


def has_blocks(unit: ResetsUnit, workspace_id: WorkspaceId, user_id: UserId) -> bool:
    """Return whether somebody takes no invitations from one person or more."""
    return unit.resets.has_blocks(_blocker(unit, workspace_id, user_id))


def lift_blocks(unit: ResetsUnit, workspace_id: WorkspaceId, user_id: UserId) -> None:
    """Let invitations from everybody reach somebody again."""
    unit.resets.lift_blocks(_blocker(unit, workspace_id, user_id))


@dataclass(frozen=True, slots=True)
class Marks:
    """What is kept of somebody's own use of resets, as far as it can be found for them alone."""

    asked: int = 0  # invitations that count towards the week's limit
    has_used: bool = False
    has_blocks: bool = False


def find_marks_of(unit: ResetsUnit, workspace_id: WorkspaceId, user_id: UserId) -> Marks:
    """Return what is kept of somebody's own, whether or not its day is over, for their own eyes."""
    tokens = _slots(unit, workspace_id, user_id)
    return Marks(
        asked=sum(unit.resets.is_marked(token, date.min) for token in tokens),
        has_used=unit.resets.is_marked(_door(unit, workspace_id, user_id), date.min),
        has_blocks=has_blocks(unit, workspace_id, user_id),
    )


def forget_marks_of(unit: ResetsUnit, workspace_id: WorkspaceId, user_id: UserId) -> None:
    """Delete the marks and blocks of somebody's own; whom they asked stays a token that ends within a fortnight."""
    lift_blocks(unit, workspace_id, user_id)
    unit.resets.remove_marks([*_slots(unit, workspace_id, user_id), _door(unit, workspace_id, user_id)])


def _slots(unit: ResetsUnit, workspace_id: WorkspaceId, asker: UserId) -> list[str]:
    pairs = pairs_of(unit)
    return [pairs.token("asked", workspace_id, asker, str(number)) for number in range(MOST_A_WEEK)]


def _door(unit: ResetsUnit, workspace_id: WorkspaceId, user_id: UserId) -> str:
    return pairs_of(unit).token("door", workspace_id, user_id)


def _blocker(unit: ResetsUnit, workspace_id: WorkspaceId, user_id: UserId) -> str:
    return pairs_of(unit).token("blocker", workspace_id, user_id)


def _block(unit: ResetsUnit, workspace_id: WorkspaceId, blocker: UserId, asker: UserId) -> tuple[str, str]:
    pair = pairs_of(unit).token("blocked", workspace_id, blocker, asker)
    return _blocker(unit, workspace_id, blocker), pair
