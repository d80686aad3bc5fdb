"""Looks at an installation before, or while, it runs, and says what is well and what to do."""

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.ballots.keys import is_server, open_keys
from bot.ballots.keys.store import describe_server
from bot.ballots.ports import KeysUnavailable
from bot.db.engine import DatabaseAway, check_database, open_engine
from bot.db.migrate import find_trouble
from bot.kernel.errors import CandorError, SlackRefused, SlackUnclear, SlackUnreachable
from bot.kernel.ids import WorkspaceId
from bot.slack.gateway import WebGateway
from bot.work import find_installation, find_stuck
from config.settings import Settings, SettingsError

KEYS_MODE = 0o700


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's: whether it is well, and a sentence."""

    is_well: bool
    sentence: str

    def __str__(self) -> str:
        return f"{'ok  ' if self.is_well else 'TO DO'} {self.sentence}"


def examine(settings: Settings) -> list[Finding]:
    """Return all findings; nothing is changed, and no secret is in any sentence."""
    return [*_processes(settings), *_database(settings), *_keys(settings), *_slack(settings), *_stuck(settings)]


def _processes(settings: Settings) -> Iterator[Finding]:
    for name, check in (("run", settings.for_run), ("web", settings.for_web), ("worker", settings.for_worker)):
        try:
            check()
        except SettingsError as error:
            yield Finding(True, f"`{name}` is not set up: {error}")
        else:
            yield Finding(True, f"`{name}` can start with these settings.")


def _database(settings: Settings) -> Iterator[Finding]:
    trouble = find_trouble(open_engine(settings.database_url, 1))
    yield Finding(not trouble, trouble or "The database answers and is up to date.")


def _keys(settings: Settings) -> Iterator[Finding]:
    engine = open_engine(settings.database_url, 1)
    try:
        check_database(engine)
        if find_trouble(engine):
            return
        open_keys(settings.keys_url, find_installation(engine)).close()
    except (CandorError, DatabaseAway) as error:
        yield Finding(False, str(error))
        return
    yield Finding(True, "The key store belongs to this database.")
    yield from _directory(settings.keys_directory)
    if is_server(settings.keys_url):
        yield from _key_server(settings)


def _key_server(settings: Settings) -> Iterator[Finding]:
    try:
        keys = describe_server(settings.keys_url)
        database = describe_server(settings.database_url) if is_server(settings.database_url) else None
    except KeysUnavailable as error:
        yield Finding(False, f"KEYS_URL: {error} Let its user call pg_control_system(), so that this can be looked at.")
        return
    if database is not None and database.system_id == keys.system_id:
        yield Finding(False, "KEYS_URL is on the server of DATABASE_URL, whose log would keep every key; use another.")
    if keys.archives:
        yield Finding(False, "The key server archives its log, which keeps destroyed keys; set archive_mode to off.")
    if keys.replicas:
        yield Finding(False, "The key server has replicas, which keep destroyed keys; remove them.")


def _directory(directory: Path | None) -> Iterator[Finding]:
    if directory is None:
        return
    mode = stat.S_IMODE(directory.stat().st_mode)
    if mode != KEYS_MODE:
        yield Finding(False, f"The keys' directory can be entered by others (mode {mode:o}); make it {KEYS_MODE:o}.")
    yield Finding(True, "Keep the keys' directory out of every backup and snapshot; a backup of it undoes the promise.")


def _stuck(settings: Settings) -> Iterator[Finding]:
    """What does not go on by itself; of messages to people only how many and why."""
    engine = open_engine(settings.database_url, 1)
    if find_trouble(engine):
        return
    stuck = find_stuck(engine)
    for workspace in stuck.workspaces:
        yield Finding(False, f"Workspace {workspace.id} is disabled ({workspace.reason}); install Candor there again.")
    for team in stuck.teams:
        yield Finding(False, f"Team {team.id} in {team.channel_id} of {team.workspace_id} is paused ({team.reason}).")
    for one in stuck.problems:
        where = f"to {one.channel}" if one.channel else "to people"
        ended = f"{one.many} x {one.kind.value} {where} in {one.workspace_id}: {one.state.value} ({one.reason})"
        yield Finding(not one.can_be_posted_again, f"{ended}, the last one due {one.due_at:%Y-%m-%d %H:%M} UTC.")
    if not (stuck.workspaces or stuck.teams or stuck.problems):
        yield Finding(True, "No message of the last 14 days was refused by Slack, and of none is the fate unknown.")


def _slack(settings: Settings) -> Iterator[Finding]:
    token = settings.slack_bot_token
    if token is None:
        return
    slack = WebGateway(lambda _: token.get_secret_value(), settings.slack_api_url)
    try:
        told = slack.call(WorkspaceId(""), "auth.test", {})
    except SlackRefused as refused:
        yield Finding(False, f"Slack refuses SLACK_BOT_TOKEN ({refused.code}); copy it from the app's page again.")
    except (SlackUnreachable, SlackUnclear):
        yield Finding(False, "Slack does not answer; check the network and SLACK_API_URL.")
    else:
        yield Finding(True, f"Slack knows the bot, in the workspace {told.get('team', told['team_id'])}.")
    finally:
        slack.close()
