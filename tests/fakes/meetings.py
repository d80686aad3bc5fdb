"""Series, meetings and calendars for tests, in memory."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from bot.kernel.ids import MeetingId, SeriesId, TeamId, UserId, WorkspaceId
from bot.meetings.model import Feed, Meeting, MeetingState, Series, Source
from bot.meetings.ports import Read, Unchanged, Version, Wanted
from bot.teams.model import TeamState
from bot.teams.ports import TeamStore
from bot.workspaces.seal import NoTokenKey, WrongTokenKey

OPEN = (MeetingState.NOTED, MeetingState.PLANNED)


class FakeMeetingStore:
    """Keeps series and meetings in dicts."""

    def __init__(self) -> None:
        self.series: dict[SeriesId, Series] = {}
        self.meetings: dict[MeetingId, Meeting] = {}

    def series_of(self, team_id: TeamId) -> list[Series]:
        found = self._of(team_id, Source.WEEKLY)
        return sorted(found, key=lambda one: (one.weekday, one.start_minute, one.name))

    def sources_of(self, team_id: TeamId) -> list[Series]:
        calendars = sorted(self._of(team_id, Source.CALENDAR), key=lambda one: (one.name, one.id))
        return [*self.series_of(team_id), *calendars]

    def find_series(self, series_id: SeriesId) -> Series | None:
        return self.series.get(series_id)

    def find_on_demand(self, team_id: TeamId) -> Series | None:
        return next(iter(self._of(team_id, Source.ON_DEMAND)), None)

    def put_series(self, series: Series) -> None:
        self.series[series.id] = series

    def remove_series(self, series_id: SeriesId) -> None:
        self.series.pop(series_id, None)
        self.meetings = {key: one for key, one in self.meetings.items() if one.series_id != series_id}

    def replace_series(self, team_id: TeamId, kept: Iterable[Series]) -> None:
        stay = {one.id: one for one in kept}
        for one in self._of(team_id, Source.WEEKLY):
            if one.id not in stay:
                self.remove_series(one.id)
        self.series |= stay

    def add(self, meetings: Iterable[Meeting]) -> None:
        taken = {(one.series_id, one.starts_at) for one in self.meetings.values()}
        for meeting in meetings:
            if (meeting.series_id, meeting.starts_at) not in taken:
                self.meetings[meeting.id] = meeting
                taken.add((meeting.series_id, meeting.starts_at))

    def save(self, meeting: Meeting) -> None:
        self.meetings[meeting.id] = meeting

    def place(self, meeting_id: MeetingId, state: MeetingState, round_number: int) -> None:
        self.meetings[meeting_id] = replace(self.meetings[meeting_id], state=state, round_number=round_number)

    def find_all(self, meetings: Collection[MeetingId]) -> dict[MeetingId, Meeting]:
        return {one: self.meetings[one] for one in meetings if one in self.meetings}

    def find(self, meeting_id: MeetingId) -> Meeting | None:
        return self.meetings.get(meeting_id)

    def remove(self, meetings: Collection[MeetingId]) -> None:
        self.meetings = {key: one for key, one in self.meetings.items() if key not in meetings}

    def ended_in(self, team_id: TeamId, round_number: int, since: datetime, now: datetime) -> list[Meeting]:
        of_round = [one for one in self.meetings.values() if (one.team_id, one.round_number) == (team_id, round_number)]
        return sorted((one for one in of_round if since <= one.ends_at <= now), key=lambda one: (one.ends_at, one.id))

    def remove_planned(self, team_id: TeamId, after: datetime, source: Source | None = None) -> None:
        gone = [
            one.id
            for one in self.since(team_id, after)
            if one.state in OPEN and source in (None, self.series[one.series_id].source)
        ]
        self.remove(gone)

    def unplan(self, team_id: TeamId) -> None:
        for one in self._planned():
            if one.team_id == team_id:
                self.mark(one.id, MeetingState.NOTED)

    def ended(self, now: datetime, limit: int) -> list[Meeting]:
        return [one for one in self._planned() if one.ends_at <= now][:limit]

    def planned_in(self, team_id: TeamId, round_number: int) -> list[Meeting]:
        return [one for one in self._planned() if (one.team_id, one.round_number) == (team_id, round_number)]

    def since(self, team_id: TeamId, after: datetime) -> list[Meeting]:
        found = [one for one in self.meetings.values() if one.team_id == team_id and one.ends_at > after]
        return sorted(found, key=lambda one: (one.ends_at, one.id))

    def mark(self, meeting_id: MeetingId, state: MeetingState, reason: str = "") -> None:
        self.meetings[meeting_id] = replace(self.meetings[meeting_id], state=state, reason=reason)

    def next_end(self) -> datetime | None:
        return min((one.ends_at for one in self._planned()), default=None)

    def remove_person(self, team_id: TeamId, user_id: UserId) -> None:
        for one in self.meetings.values():
            if one.team_id == team_id and one.people is not None:
                self.meetings[one.id] = replace(one, people=one.people - {user_id})

    def count_for(self, workspace_id: WorkspaceId, user_id: UserId) -> int:
        return sum(user_id in (one.people or ()) for one in self.meetings.values())

    def forget_people(self, before: datetime, limit: int) -> int:
        left = limit
        for one in [one for one in self.meetings.values() if one.ends_at < before and one.people]:
            gone = sorted(one.people or ())[:left]
            self.meetings[one.id] = replace(one, people=(one.people or frozenset()) - set(gone))
            left -= len(gone)
        return limit - left

    def _of(self, team_id: TeamId, source: Source) -> list[Series]:
        return [one for one in self.series.values() if (one.team_id, one.source) == (team_id, source)]

    def _planned(self) -> list[Meeting]:
        planned = [one for one in self.meetings.values() if one.state is MeetingState.PLANNED]
        return sorted(planned, key=lambda one: (one.ends_at, one.id))


class FakeFeedStore:
    """Keeps feeds in a dict; without ``has_key`` no address can be kept."""

    def __init__(self, teams: TeamStore, meetings: FakeMeetingStore) -> None:
        self._teams = teams
        self._meetings = meetings
        self.feeds: dict[SeriesId, Feed] = {}
        self.addresses: dict[SeriesId, str] = {}
        self.leases: dict[SeriesId, str] = {}
        self.has_key = True

    def find(self, feed_id: SeriesId) -> Feed | None:
        return self.feeds.get(feed_id) if feed_id in self._meetings.series else None

    def of_team(self, team_id: TeamId) -> list[Feed]:
        found = [self.find(feed_id) for feed_id in sorted(self.feeds)]
        return [feed for feed in found if feed is not None and feed.team_id == team_id]

    def save(self, feed: Feed) -> None:
        self.feeds[feed.id] = feed
        self.leases.pop(feed.id, None)

    def keep_address(self, feed_id: SeriesId, address: str) -> None:
        if not self.has_key:
            raise NoTokenKey
        if feed_id not in self.feeds:
            raise LookupError("There is no such feed.")
        self.addresses[feed_id] = address

    def get_address(self, feed_id: SeriesId) -> str:
        if feed_id not in self.addresses:
            raise WrongTokenKey
        return self.addresses[feed_id]

    def claim(self, now: datetime, lease: str, seconds: float) -> Feed | None:
        due = [feed for feed in self._living() if feed.poll_at <= now and feed.id not in self.leases]
        claimed = min(due, key=lambda feed: (feed.poll_at, feed.id), default=None)
        if claimed is not None and seconds > 0:
            self.leases[claimed.id] = lease
        return claimed

    def is_claimed(self, feed_id: SeriesId, lease: str) -> bool:
        return self.find(feed_id) is not None and self.leases.get(feed_id) == lease

    def finish(self, feed: Feed, lease: str) -> bool:
        if self.find(feed.id) is None or self.leases.get(feed.id) != lease:
            return False
        self.save(feed)
        return True

    def next_poll(self) -> datetime | None:
        return min((feed.poll_at for feed in self._living()), default=None)

    def _living(self) -> list[Feed]:
        living = [feed for feed in self.feeds.values() if self.find(feed.id)]
        return [feed for feed in living if self._teams.get(feed.team_id).state is TeamState.ACTIVE]


class FakeFeedReader:
    """Answers with what a test laid out: events or an error for an address; notes what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Read | Unchanged | Exception] = {}
        self.asked: list[tuple[str, Version, Wanted]] = []

    def read(self, address: str, known: Version, wanted: Wanted) -> Unchanged | Read:
        self.asked.append((address, known, wanted))
        answer = self.answers[address]
        if isinstance(answer, Exception):
            raise answer
        if known != Version() and answer.version == known:
            return Unchanged(known)
        return answer
