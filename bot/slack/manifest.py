"""What Slack is told about the app: one source for the two manifests in config/."""

import json
from pathlib import Path
from typing import Any

from bot.kernel.commands import CHECKIN, RESET, TRUST

FOLDER = Path(__file__).parents[2] / "config"
SOCKET_FILE, HTTP_FILE = "manifest.json", "manifest.http.json"
ADDRESS = "https://candor.example.com"  # whoever serves HTTP puts their own here

OPTIONAL_SCOPES = ("users:read.email",)  # whoever installs may leave them out; then calendars need a title to go by
BOT_SCOPES = ("chat:write", "commands", "channels:read", "groups:read", "users:read", "dnd:read", *OPTIONAL_SCOPES)
EVENTS = (
    "app_home_opened",
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_left",
    "channel_shared",
    "channel_unarchive",
    "dnd_updated_user",
    "group_archive",
    "group_deleted",
    "group_left",
    "group_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "tokens_revoked",
    "user_change",
)
COMMANDS = {
    TRUST: (
        "You and Candor in this channel",
        "[help | setup | settings | join | leave | pause | resume | privacy | trends | skip | export]",
    ),
    CHECKIN: ("Our meeting just ended", "[help | skip | pause]"),
    RESET: ("Start again after a difficult exchange", "[@name | team | help]"),
}


def manifest(*, over_http: bool) -> dict[str, Any]:
    """Return the app's manifest, for Socket Mode or for HTTP."""
    here = {"request_url": f"{ADDRESS}/slack/events"} if over_http else {}
    commands = [
        {
            "command": name,
            **({"url": f"{ADDRESS}/slack/events"} if over_http else {}),
            "description": description,
            "usage_hint": hint,
            "should_escape": True,
        }
        for name, (description, hint) in COMMANDS.items()
    ]
    # An optional scope stands in both lists: https://docs.slack.dev/reference/app-manifest
    oauth = {"scopes": {"bot": list(BOT_SCOPES), "bot_optional": list(OPTIONAL_SCOPES)}}
    return {
        "display_information": {
            "name": "Candor",
            "description": "Meeting trust check-ins whose answers nobody can read off",
            "background_color": "#2f4f4f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "Candor", "always_online": True},
            "slash_commands": commands,
        },
        "oauth_config": {"redirect_urls": [f"{ADDRESS}/slack/oauth_redirect"], **oauth} if over_http else oauth,
        "settings": {
            "event_subscriptions": {**here, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **here},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not over_http,
            "token_rotation_enabled": False,
        },
    }


def written(*, over_http: bool) -> str:
    """Return a manifest as its file holds it."""
    return json.dumps(manifest(over_http=over_http), indent=2) + "\n"


def write() -> None:
    """Write both files."""
    (FOLDER / SOCKET_FILE).write_text(written(over_http=False), encoding="utf-8")
    (FOLDER / HTTP_FILE).write_text(written(over_http=True), encoding="utf-8")


if __name__ == "__main__":
    write()
