"""What a person reads about themselves and their team."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.administration.model import Settings
from bot.directory.model import Person
from bot.home.messages import home, joined, overview
from bot.home.service import HomeSeen, JoinReply, TeamSeen
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.teams.model import Round, Team, TeamState, first_round
from bot.teams.service import Joined
from bot.texts import catalogue

SAY = catalogue()
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TEAM = Team(id=TeamId("t"), workspace_id=WorkspaceId("T1"), channel_id=ChannelId("C1"), state=TeamState.ACTIVE)
ROUND = first_round(TEAM, NOW)
SOMEBODY = Person(workspace_id=WorkspaceId("T1"), user_id=UserId("U1"), zone="Europe/Berlin")
WAITING, MISSING = SAY.say("home-joined-waiting"), SAY.say("home-joined-not-set-up")


def reply(round_: Round | None, *, waiting: bool, team: Team = TEAM) -> str:
    return str(joined(SAY, JoinReply(Joined(team, round_, waiting, before=False), NOW if round_ else None)).blocks)


def test_who_joined_a_running_team_reads_when_the_first_question_and_post_come() -> None:
    told = reply(ROUND, waiting=False)
    assert f"<!date^{int(NOW.timestamp())}^" in told
    assert f"<!date^{int(ROUND.posts_at.timestamp())}^" in told
    assert WAITING not in told


def test_who_joins_a_team_at_rest_is_promised_no_question_and_no_post() -> None:
    resting = reply(ROUND, waiting=False, team=replace(TEAM, state=TeamState.PAUSED))
    assert SAY.say("home-joined-resting") in resting
    assert "<!date" not in resting
    week_off = reply(ROUND, waiting=False, team=replace(TEAM, week_off=ROUND.number))
    assert "This week is off" in week_off
    assert f"<!date^{int(NOW.timestamp())}^" not in week_off  # the meeting after which nobody is asked


def test_who_waits_for_others_reads_no_date() -> None:
    told = reply(ROUND, waiting=True)
    assert WAITING in told
    assert "<!date" not in told


def test_who_joined_before_the_set_up_reads_what_is_missing() -> None:
    assert MISSING in reply(None, waiting=False)
    assert MISSING in reply(None, waiting=True)
    assert WAITING in reply(None, waiting=True)


def test_a_resting_team_says_why_and_promises_no_post() -> None:
    resting = replace(TEAM, state=TeamState.PAUSED, reason="is_archived")
    told = str(overview(SAY, Settings(team=resting, series=(), admins=()), reader=UserId("U1"), is_member=False).blocks)
    assert "is_archived" in told
    assert "<!date" not in told


def test_somebody_in_very_many_teams_still_has_a_home() -> None:
    seen = TeamSeen(team=TEAM, posts_at=NOW, open_until=NOW)
    assert home(SAY, HomeSeen(teams=(seen,) * 60, person=SOMEBODY, paused_until=NOW)).body()["type"] == "home"
