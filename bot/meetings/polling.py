"""Reading the calendars that are due: claim a feed, read it with no transaction open, then keep what it says."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.blockkit import Message
from bot.directory.ports import SlackPeople
from bot.kernel.errors import CandorError, Refused, SlackRefused
from bot.kernel.ids import MeetingId, UserId, WorkspaceId, new_id
from bot.kernel.unit import Work
from bot.meetings import messages
from bot.meetings.feeds.match import Occasion, occasions, roster_of
from bot.meetings.model import Feed, Meeting, MeetingState
from bot.meetings.ports import FeedReader, MeetingsUnit, Read, Unchanged, Version, Wanted
from bot.meetings.service import arrange
from bot.teams.model import Team
from bot.teams.service import tell_admins
from bot.texts import Texts

EVERY = timedelta(minutes=15)
BEFORE_AN_END = timedelta(minutes=1)  # one more look, so that a meeting called off or moved is not asked about
LONGEST_WAIT = timedelta(hours=6)  # after failures
HORIZON = timedelta(days=28)  # how far ahead events are taken
AGAIN = timedelta(days=14)  # an unchanged calendar is read anew when events are taken no farther than this
PATIENCE = 3  # failures in a row before administrators are told of what may pass by itself
LEASE_SECONDS = 180.0  # longer than fetching and parsing may take together
ROWS_AT_ONCE = 400  # in a transaction that takes a part of a calendar
STILL_WORTH_SAYING = timedelta(days=1)

_BEGINNING = datetime.min.replace(tzinfo=UTC)
_PASSING = frozenset({"feeds-away", "feeds-slow", "feeds-unknown-host", "feeds-slack"})

log = logging.getLogger(__name__)


class FeedPoller:
    """Reads feeds that are due; any number of these may run at once."""

    def __init__(self, work: Work[MeetingsUnit], reader: FeedReader, people: SlackPeople, say: Texts) -> None:
        self._work = work
        self._reader = reader
        self._people = people
        self._say = say

    def step(self, now: datetime) -> int:
        """Read every feed that is due; return how many there were."""
        with self._work.read() as unit:
            due = unit.feeds.next_poll()
        count = 0
        while due is not None and due <= now and self._next(now):
            count += 1
        return count

    def _next(self, now: datetime) -> bool:
        lease = new_id()
        with self._work.write() as unit:
            feed = unit.feeds.claim(now, lease, LEASE_SECONDS)
            if feed is None:
                return False
            team = unit.teams.get(feed.team_id)
        try:
            read = self._read(feed, team, now)
        except Refused as refused:
            self._note_trouble(feed, lease, refused.text_id, now)
        else:
            self._keep(feed, lease, *read, now)
        return True

    def _read(self, feed: Feed, team: Team, now: datetime) -> tuple[Unchanged | Read, Mapping[str, UserId]]:
        joined = self._joined(team)
        far_enough = feed.read_until is not None and feed.read_until - now > AGAIN
        known = Version()
        if far_enough and roster_of(joined) == feed.roster:
            known = Version(etag=feed.etag, last_modified=feed.last_modified, digest=feed.digest)
        wanted = Wanted(title=feed.title, zone=team.zone, after=now, until=now + HORIZON)
        return self._reader.read(self._address(feed), known, wanted), joined

    def _address(self, feed: Feed) -> str:
        try:
            with self._work.read() as unit:
                return unit.feeds.get_address(feed.id)
        except CandorError:
            raise Refused("feeds-no-key") from None

    def _joined(self, team: Team) -> Mapping[str, UserId]:
        """Return the addresses of those who joined, as far as we may read them."""
        with self._work.read() as unit:
            members = [member.user_id for member in unit.teams.members(team.id)]
        found: dict[str, UserId] = {}
        for user_id in members:
            address = self._address_of(team.workspace_id, user_id)
            if address:
                found[address] = user_id
        return found

    def _address_of(self, workspace_id: WorkspaceId, user_id: UserId) -> str | None:
        try:
            return self._people.address(workspace_id, user_id)
        except SlackRefused as refused:
            if refused.retry_after is None:
                return None  # about this person, and no reason to leave the calendar unread
            raise Refused("feeds-slack") from None
        except CandorError:
            raise Refused("feeds-slack") from None

    def _keep(
        self, feed: Feed, lease: str, read: Unchanged | Read, joined: Mapping[str, UserId], now: datetime
    ) -> None:
        found: list[Occasion] = []
        if isinstance(read, Read):
            found = occasions(read.events, feed.title, joined)
            self._take_all(feed, lease, found, now)
        with self._work.write() as unit:
            unit.teams.lock(feed.team_id)
            if isinstance(read, Read):
                feed = replace(feed, read_until=now + HORIZON, roster=roster_of(joined))
            done = replace(
                feed,
                etag=read.version.etag,
                last_modified=read.version.last_modified,
                digest=read.version.digest,
                read_at=now,
                trouble="",
                failures=0,
                poll_at=now + EVERY,
            )
            if not unit.feeds.finish(done, lease):
                return
            if isinstance(read, Read):
                _arrange(unit, feed, now)
                self._tell_first(unit, feed, found, now)
            unit.feeds.save(replace(done, poll_at=_next_poll(unit, feed, now)))
        log.info("read a calendar: %s", type(read).__name__, extra={"action": "feed.read", "team": feed.team_id})

    def _take_all(self, feed: Feed, lease: str, found: Sequence[Occasion], now: datetime) -> None:
        """Bring the meetings in step with the calendar, in as many transactions as it takes."""
        behind: datetime | None = _BEGINNING
        while behind is not None:
            with self._work.write() as unit:
                unit.teams.lock(feed.team_id)
                is_ours = unit.feeds.is_claimed(feed.id, lease)
                behind = _take(unit, feed, found, now, behind) if is_ours else None

    def _note_trouble(self, feed: Feed, lease: str, trouble: str, now: datetime) -> None:
        """Keep what is known, say what is wrong once, and wait longer each time."""
        failures = feed.failures + 1
        wait = min(EVERY * 2 ** min(failures - 1, 8), LONGEST_WAIT)
        told_at = PATIENCE if trouble in _PASSING else 1
        news = failures == told_at or (failures > told_at and trouble != feed.trouble and trouble not in _PASSING)
        with self._work.write() as unit:
            noted = replace(feed, trouble=trouble, failures=failures, poll_at=now + wait)
            if unit.feeds.finish(noted, lease) and news:
                series = unit.meetings.find_series(feed.id)
                name = series.name if series else ""
                _tell_admins(unit, feed, messages.feed_trouble(self._say, name, trouble), now)
        log.info("could not read a calendar: %s", trouble, extra={"action": "feed.trouble", "team": feed.team_id})

    def _tell_first(self, unit: MeetingsUnit, feed: Feed, found: Sequence[Occasion], now: datetime) -> None:
        """Say that a calendar can be read; and how many meetings were found, where that is no sign of who joined."""
        series = unit.meetings.find_series(feed.id)
        if feed.read_at is not None or series is None:
            return
        message = messages.feed_read(self._say, series.name, len(found) if feed.title else None)
        _tell_admins(unit, feed, message, now)


def _take(
    unit: MeetingsUnit, feed: Feed, found: Sequence[Occasion], now: datetime, behind: datetime
) -> datetime | None:
    """Bring meetings that start behind a moment in step with a calendar's events; what was asked about stays.

    Return up to where it was done, where that was all that one transaction should change, else None.
    """
    wanted = {one.starts_at: one for one in found if one.ends_at > now}
    known = {one.starts_at: one for one in unit.meetings.since(feed.team_id, now) if one.series_id == feed.id}
    rows = 0
    for start in sorted(start for start in {*wanted, *known} if start > behind):
        event, meeting = wanted.get(start), known.get(start)
        if not _differ(event, meeting):
            continue
        more = _size(event) + _size(meeting)
        if rows and rows + more > ROWS_AT_ONCE:
            return behind
        _change(unit, feed, event, meeting)
        rows, behind = rows + more, start
    return None


def _differ(event: Occasion | None, meeting: Meeting | None) -> bool:
    if meeting is None or event is None:
        return meeting is None or _is_open(meeting)
    return _is_open(meeting) and (event.ends_at, event.people) != (meeting.ends_at, meeting.people)


def _is_open(meeting: Meeting) -> bool:
    return meeting.state in (MeetingState.NOTED, MeetingState.PLANNED)


def _size(one: Occasion | Meeting | None) -> int:
    """Return how many rows it is: itself, and one for each of its people."""
    return 0 if one is None else 1 + len(one.people or ())


def _change(unit: MeetingsUnit, feed: Feed, event: Occasion | None, meeting: Meeting | None) -> None:
    if event is None:
        unit.meetings.remove([] if meeting is None else [meeting.id])
    elif meeting is None:
        unit.meetings.add([_meeting(feed, event)])
    else:
        unit.meetings.save(replace(meeting, ends_at=event.ends_at, people=event.people))


def _arrange(unit: MeetingsUnit, feed: Feed, now: datetime) -> None:
    team, round_ = unit.teams.get(feed.team_id), unit.teams.find_open_round(feed.team_id)
    if round_ is not None:
        arrange(unit, team, round_, now)


def _meeting(feed: Feed, event: Occasion) -> Meeting:
    return Meeting(
        id=MeetingId(new_id()),
        team_id=feed.team_id,
        series_id=feed.id,
        round_number=0,  # until its round is open
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        state=MeetingState.NOTED,
        people=event.people,
    )


def _next_poll(unit: MeetingsUnit, feed: Feed, now: datetime) -> datetime:
    """Return when to look again: a minute before the next of its meetings ends, or in a quarter of an hour."""
    ends = [one.ends_at for one in unit.meetings.since(feed.team_id, now) if one.series_id == feed.id]
    looks = [end - BEFORE_AN_END for end in ends if end - BEFORE_AN_END > now]
    return min([*looks, now + EVERY])


def _tell_admins(unit: MeetingsUnit, feed: Feed, message: Message, now: datetime) -> None:
    tell_admins(unit, unit.teams.get(feed.team_id), f"feed:{new_id()}", message, now, STILL_WORTH_SAYING)
