"""Keeping a workspace between starts: what it holds as JSON, and a name for the program that made it."""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from .slack.state import Channel, Json, Message, Scheduled, User, View
from .slack.workspace import Workspace

MAKERS = ("bot", "config", "migrations", "demo")
SHOWING = ("demo/page", "demo/web", "demo/__main__.py")  # these show a history and have no part in it
SPOKEN = {".py", ".yaml", ".ftl", ".json"}


def saved(workspace: Workspace) -> Json:
    """All that lasts. What only one person saw, open modals and response addresses do not, as in Slack."""
    return {
        "now": workspace.clock.now().isoformat(),
        "bot": workspace.bot.id,
        "users": [asdict(one) for one in workspace.users.values()],
        "channels": [asdict(one) for one in workspace.channels.values()],
        "messages": {
            place: [asdict(one) for one in said if one.ephemeral_to is None]
            for place, said in workspace.messages.items()
        },
        "homes": {owner: asdict(view) for owner, view in workspace.homes.items()},
        "scheduled": [asdict(one) for one in workspace.scheduled.values()],
        "counters": list(workspace.counters()),
    }


def restore(workspace: Workspace, kept: Json) -> None:
    """Fill a fresh workspace with what was kept."""
    workspace.users = {one["id"]: User(**one) for one in kept["users"]}
    workspace.bot = workspace.users[kept["bot"]]
    workspace.channels = {one["id"]: Channel(**one) for one in kept["channels"]}
    for place, said in kept["messages"].items():
        workspace.messages[place] = [Message(**one) for one in said]
    workspace.homes = {owner: View(**view) for owner, view in kept["homes"].items()}
    workspace.scheduled = {one["id"]: Scheduled(**one) for one in kept["scheduled"]}
    workspace.resume_ids(*kept["counters"])


def moment_of(kept: Json) -> datetime:
    """The domain time at which a workspace was kept."""
    return datetime.fromisoformat(kept["now"])


def fingerprint(root: Path) -> str:
    """A name for the program as it is: another one as soon as what makes the history has changed."""
    digest = hashlib.sha256()
    for path in _makers(root):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _makers(root: Path) -> Iterator[Path]:
    for folder in MAKERS:
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.suffix in SPOKEN and not name.startswith(SHOWING):
                yield path
