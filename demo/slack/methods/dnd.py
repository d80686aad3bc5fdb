"""Do-not-disturb."""

from ..arguments import Arguments
from ..errors import Refused
from ..state import Json, User
from ..workspace import Workspace
from .registry import Context, method

MOST_PEOPLE = 50


@method("dnd.teamInfo", scope="dnd:read")
def dnd_team_info(context: Context, args: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/dnd.teamInfo"""
    asked = [one for one in args.text("users").split(",") if one]
    if not asked:
        raise Refused("invalid_arguments")
    if len(asked) > MOST_PEOPLE:
        raise Refused("too_many_users")
    known = [context.workspace.users[one] for one in asked if one in context.workspace.users]
    return {"users": {user.id: dnd_status(context.workspace, user) for user in known}, "cached": False}


@method("dnd.info", scope="dnd:read")
def dnd_info(context: Context, args: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/dnd.info"""
    user = context.workspace.get_user(args.text("user") or context.workspace.bot.id)
    return dnd_status(context.workspace, user)


def dnd_status(workspace: Workspace, user: User) -> Json:
    """Until when this person wants quiet, as of the workspace's time."""
    now = workspace.clock.now().timestamp()
    quiet = user.snoozed_until > now
    return {
        "dnd_enabled": quiet,
        "next_dnd_start_ts": int(now) if quiet else 1,
        "next_dnd_end_ts": int(user.snoozed_until) if quiet else 1,
    }
