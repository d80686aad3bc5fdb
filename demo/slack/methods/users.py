"""People."""

from zoneinfo import ZoneInfo

from ..arguments import Arguments
from ..state import Json, User
from ..workspace import BOT_ID, Workspace
from .registry import Context, method, page


@method("users.info", scope="users:read")
def users_info(context: Context, args: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/users.info"""
    user = context.workspace.get_user(args.text("user"))
    return {"user": user_json(context, user, args.flag("include_locale"))}


@method("users.list", scope="users:read")
def users_list(context: Context, args: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/users.list"""
    shown, metadata = page(list(context.workspace.users.values()), args, 1000)
    return {
        "members": [user_json(context, user) for user in shown],
        "cache_ts": int(context.workspace.clock.now().timestamp()),
        "response_metadata": metadata,
    }


def user_json(context: Context, user: User, with_locale: bool = False) -> Json:
    """A person as this caller may see them: the address only with its own scope."""
    shown = describe_user(context.workspace, user)
    if context.token is None or "users:read.email" not in context.token.scopes:
        del shown["profile"]["email"]
    return shown | ({"locale": user.locale} if with_locale else {})


def describe_user(workspace: Workspace, user: User) -> Json:
    """A person as Slack tells of them."""
    shown: Json = {
        "id": user.id,
        "team_id": workspace.id,
        "name": user.name,
        "deleted": user.deleted,
        "real_name": user.real_name,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": user.updated,
        "profile": _profile(workspace, user),
    }
    if user.is_stranger:
        shown["is_stranger"] = True
    if user.deleted:
        return shown
    local = workspace.clock.now().astimezone(ZoneInfo(user.tz))
    offset = local.utcoffset()
    return shown | {
        "tz": user.tz,
        "tz_label": local.tzname() or user.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": user.is_admin or user.is_owner,
        "is_owner": user.is_owner,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted or user.is_ultra_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
        "is_email_confirmed": True,
        "color": "9f69e7",
    }


def _profile(workspace: Workspace, user: User) -> Json:
    profile: Json = {
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "first_name": user.real_name.split(" ")[0],
        "last_name": " ".join(user.real_name.split(" ")[1:]),
        "title": "",
        "phone": "",
        "skype": "",
        "status_text": user.status_text,
        "status_emoji": user.status_emoji,
        "status_expiration": user.status_expiration,
        "avatar_hash": "",
        "team": workspace.id,
        "email": user.email or f"{user.name}@{workspace.domain}.example",
    }
    return profile | ({"bot_id": BOT_ID, "always_active": True} if user.is_bot else {})
