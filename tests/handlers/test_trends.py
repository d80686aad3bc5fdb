"""`/trust trends`, as the one who types it sees it."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk.webhook import WebhookResponse

from bot.ballots.model import HELD_BACK, act_item
from bot.blockkit import Block
from bot.home import handlers as home
from bot.kernel.ids import ChannelId, TeamId, UserId, WorkspaceId
from bot.practices.model import Word
from bot.teams.model import Team, TeamState, first_round
from bot.texts import catalogue
from bot.trends import handlers as trends
from bot.trends.history import SEASONS_A_PAGE, look_back
from bot.trends.messages import history
from bot.trends.model import Reading
from demo.slack.blocks.checks import check_message_blocks
from tests.fakes.clock import HandClock
from tests.fakes.directory import FakeSlackPeople
from tests.fakes.unit import FakeUnit, FakeWork
from tests.handlers.slackbot import SlackBot

SAY = catalogue()
CHANNEL = ChannelId("C1")
TEAM = Team(id=TeamId("team"), workspace_id=WorkspaceId("T1"), channel_id=CHANNEL, state=TeamState.ACTIVE)
LONG_AGO = datetime(2023, 1, 2, 8, tzinfo=UTC)


@pytest.fixture
def bot(slackbot: SlackBot, work: FakeWork, unit: FakeUnit, clock: HandClock) -> SlackBot:
    people = FakeSlackPeople()
    people.open_channel(CHANNEL)
    for user in ("U1", "U2"):
        people.arrive(UserId(user), CHANNEL)
    unit.teams.save(TEAM)
    unit.teams.add_admin(TEAM.id, UserId("U1"))
    common = {"work": work, "clock": clock, "say": SAY, "later": slackbot.later}
    trends.register(slackbot.app, **common)
    home.register(slackbot.app, people=people, **common)
    return slackbot


def lived(unit: FakeUnit, rounds: int) -> None:
    """Give the team so many rounds, each with a reading and a post, the first of them long ago."""
    first = first_round(TEAM, LONG_AGO)
    for number in range(1, rounds + 1):
        week = timedelta(weeks=number - 1)
        round_ = replace(
            first,
            number=number,
            opens_at=first.opens_at + week,
            closes_at=first.closes_at + week,
            posts_at=first.posts_at + week,
            is_open=number == rounds,
        )
        unit.teams.save_round(round_)
        unit.trends.add_post(round_, {"text": "…"})
        place = round_.place
        for item, count in ((HELD_BACK, number), (act_item(round_.season), place)):
            kept = Reading(item=item, number=count, round_number=number, level=number % 20, word=Word.SOMETIMES)
            unit.trends.add_reading(TEAM.id, kept)


def charts(blocks: list[Block]) -> list[Block]:
    return [block for block in blocks if block["type"] == "data_visualization"]


def test_before_the_first_post_it_says_that_there_is_nothing_yet(bot: SlackBot) -> None:
    heard = bot.command("U1", "/trust", "trends")
    [reply] = heard.replies
    assert reply["response_type"] == "ephemeral"
    assert SAY.say("history-empty") in heard.told


def test_the_whole_history_goes_to_the_asker_alone(bot: SlackBot, unit: FakeUnit) -> None:
    lived(unit, 30)
    heard = bot.command("U2", "/trust", "trends")
    [reply] = heard.replies
    assert reply["response_type"] == "ephemeral"
    assert heard.calls == []
    assert all(f"Season {number}:" in heard.told for number in (1, 2, 3))
    assert "sometimes × 12" in heard.told
    [chart] = charts(reply["blocks"])
    assert len(chart["chart"]["series"][0]["data"]) == 20
    assert check_message_blocks(reply["blocks"]) == []


@pytest.mark.parametrize(("rounds", "words", "lines"), [(2, False, False), (3, True, False), (4, True, True)])
def test_it_shows_only_what_was_published(
    bot: SlackBot, unit: FakeUnit, rounds: int, *, words: bool, lines: bool
) -> None:
    lived(unit, rounds)
    heard = bot.command("U1", "/trust", "trends")
    assert ("unsaid: sometimes" in heard.told) is words
    assert bool(charts(heard.replies[0]["blocks"])) is lines
    assert ("in figures" in heard.told) is lines


def test_a_reading_whose_post_is_yet_to_come_is_not_there_yet(unit: FakeUnit) -> None:
    unit.teams.save(TEAM)
    lived(unit, 6)
    last = unit.teams.find_round(TEAM.id, 6)
    before, after = (look_back(unit, TEAM.id, 0, at) for at in (last.closes_at, last.posts_at))
    assert len(before.seasons[0].charted) == 5
    assert len(after.seasons[0].charted) == 6


def test_the_levels_of_an_act_are_never_shown(unit: FakeUnit) -> None:
    unit.teams.save(TEAM)
    lived(unit, 12)
    for number in range(1, 13):
        unit.trends.kept[TEAM.id, act_item(0)][number - 1] = Reading(
            item=act_item(0), number=number, round_number=number, level=19, word=Word.SOMETIMES
        )
    assert "95" not in str(history(SAY, look_back(unit, TEAM.id, 0, datetime(2030, 1, 1, tzinfo=UTC))).body())


def test_a_long_history_is_turned_page_by_page(bot: SlackBot, unit: FakeUnit) -> None:
    lived(unit, 156)
    seen: list[str] = []
    heard = bot.command("U1", "/trust", "trends")
    while True:
        [reply] = heard.replies
        assert check_message_blocks(reply["blocks"]) == []
        seen += [line for line in heard.told.splitlines() if line.startswith("*Season")]
        buttons = [one for block in reply["blocks"] for one in block.get("elements", []) if one.get("action_id")]
        earlier = [one for one in buttons if one["action_id"] == "trends.earlier"]
        if not earlier:
            break
        heard = bot.tap("U1", "trends.earlier", value=earlier[0]["value"])
        assert heard.replies[0]["replace_original"] is True
    assert len({line.split(":")[0] for line in seen}) == 13
    assert SEASONS_A_PAGE == 4


def test_a_page_of_another_workspaces_team_is_not_turned(bot: SlackBot, unit: FakeUnit) -> None:
    unit.teams.save(replace(TEAM, id=TeamId("theirs"), workspace_id=WorkspaceId("T2"), channel_id=ChannelId("C2")))
    assert "Season" not in bot.tap("U1", "trends.earlier", value="theirs:1").told
    assert bot.tap("U1", "trends.earlier", value="nonsense").status == 200


def test_outside_a_teams_channel_it_says_where_it_works(bot: SlackBot) -> None:
    assert bot.command("U1", "/trust", "trends", channel="D1").told == SAY.say("trust-needs-channel")
    assert bot.command("U1", "/trust", "trends", channel="C9").told == SAY.say("trust-not-here")


def test_help_lists_it(bot: SlackBot) -> None:
    told = bot.command("U1", "/trust", "help").told
    assert "/trust trends" in told


@dataclass
class Refusing:
    """Slack's side of a response_url that knows no charts."""

    tried: list[dict[str, object]] = field(default_factory=list)

    def __call__(self, **body: object) -> WebhookResponse:
        self.tried.append(body)
        status = 500 if charts(body["blocks"]) else 200
        return WebhookResponse(url="", status_code=status, body="", headers={})


def test_a_chart_that_slack_refuses_is_left_out_and_the_text_stays(unit: FakeUnit) -> None:
    unit.teams.save(TEAM)
    lived(unit, 6)
    slack = Refusing()
    shown = history(SAY, look_back(unit, TEAM.id, 0, datetime(2030, 1, 1, tzinfo=UTC)))
    trends._tell(slack, shown, replaces=False)
    first, second = slack.tried
    assert charts(first["blocks"])
    assert second["blocks"] == [block for block in first["blocks"] if block not in charts(first["blocks"])]
    assert "in figures" in str(second["blocks"])
    trends._tell(slack, history(SAY, look_back(unit, TEAM.id, 9, datetime(2030, 1, 1, tzinfo=UTC))), replaces=False)
    assert len(slack.tried) == 3  # where there was no chart, nothing is said twice
