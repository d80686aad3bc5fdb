"""Methods about the app itself: tokens, connections, installation, the team."""

import secrets

from ..arguments import Arguments
from ..errors import Refused
from ..state import Json
from ..workspace import APP_ID, BOT_ID
from .registry import Context, method


@method("api.test", caller=None)
def api_test(_: Context, args: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/api.test"""
    if args.text("error"):
        raise Refused(args.text("error"), args=args.values)
    return {"args": {key: value for key, value in args.values.items() if key != "token"}}


@method("auth.test")
def auth_test(context: Context, _: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/auth.test"""
    workspace = context.workspace
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": workspace.bot.name,
        "team_id": workspace.id,
        "user_id": workspace.bot.id,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


@method("apps.connections.open", caller="app", scope="connections:write")
def apps_connections_open(context: Context, _: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/apps.connections.open"""
    ticket = secrets.token_urlsafe(16)
    context.hub.tickets.add(ticket)
    address = context.hub.base_url.replace("http://", "ws://")
    return {"url": f"{address}/link?ticket={ticket}&app_id={APP_ID}"}


@method("oauth.v2.access", caller=None)
def oauth_v2_access(context: Context, args: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/oauth.v2.access"""
    code = args.text("code")
    if not code:
        raise Refused("invalid_arguments")
    team_id = context.hub.oauth_codes.pop(code, None)
    if team_id is None:
        raise Refused("invalid_code")
    workspace = context.hub.workspace(team_id)
    token = next(one for one in context.hub.tokens.values() if one.team == team_id and one.kind == "bot")
    installer = next((user for user in workspace.users.values() if not user.is_bot), workspace.bot)
    return {
        "app_id": APP_ID,
        "authed_user": {"id": installer.id},
        "scope": ",".join(sorted(token.scopes)),
        "token_type": "bot",
        "access_token": token.value,
        "bot_user_id": workspace.bot.id,
        "team": {"id": workspace.id, "name": workspace.name},
        "enterprise": None,
        "is_enterprise_install": False,
    }


@method("team.info", scope="team:read")
def team_info(context: Context, _: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/team.info"""
    workspace = context.workspace
    return {"team": {"id": workspace.id, "name": workspace.name, "domain": workspace.domain, "email_domain": ""}}
