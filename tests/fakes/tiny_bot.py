"""TinyBot: a small hand-written Bolt app that stands in for the real bot in tests of the workspace.

It greets in channels, answers taps by `response_url`, opens a form on `/trust setup`, and publishes a home tab. Run it
over Socket Mode (`connect`) or over HTTP (`serve`, which returns the address for `deliver_over_http`).
"""

import re
import threading
from socketserver import ThreadingMixIn
from typing import Any, Self
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from demo.slack import SlackServer


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def button(action_id: str, text: str, value: str = "1") -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": plain(text), "value": value}


def form(**extra: Any) -> dict[str, Any]:
    name = {
        "type": "input",
        "block_id": "name",
        "label": plain("Name"),
        "element": {"type": "plain_text_input", "action_id": "name", "max_length": 40},
    }
    day = {
        "type": "input",
        "block_id": "day",
        "label": plain("Day"),
        "element": {
            "type": "static_select",
            "action_id": "day",
            "initial_option": option("mon", "Monday"),
            "options": [option("mon", "Monday"), option("fri", "Friday")],
        },
    }
    zone = {
        "type": "input",
        "block_id": "zone",
        "optional": True,
        "label": plain("Zone"),
        "element": {"type": "external_select", "action_id": "zone", "min_query_length": 1},
    }
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Set up"),
        "submit": plain("Save"),
        "close": plain("Cancel"),
        "notify_on_close": True,
        "blocks": [name, day, zone],
    } | extra


def option(value: str, text: str) -> dict[str, Any]:
    return {"text": plain(text), "value": value}


class QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        return


class ThreadingServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class TinyBot:
    """What it heard is in `heard`; `answer_form` decides how a submitted form is acknowledged."""

    def __init__(self, slack: SlackServer) -> None:
        self.slack = slack
        self.heard: list[dict[str, Any]] = []
        self.answer_form: dict[str, Any] = {}
        self.client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        self.app = App(client=self.client, signing_secret=slack.signing_secret, process_before_response=True)
        self._socket: SocketModeHandler | None = None
        self._http: WSGIServer | None = None
        self._register()

    def _register(self) -> None:
        for kind in ("member_left_channel", "user_change", "group_archive", "group_left", "team_join"):
            self.app.event(kind)(self._hear)
        self.app.event("member_joined_channel")(self._greet)
        self.app.event("app_home_opened")(self._publish)
        self.app.action("greet.join")(self._welcome)
        self.app.action("greet.replace")(self._replace)
        self.app.action("greet.remove")(self._remove)
        self.app.action("home.press")(self._hear_and_keep)
        self.app.command("/trust")(self._open_form)
        self.app.view("form")(self._take_form)
        self.app.view_closed("form")(self._hear_and_keep)
        self.app.options("zone")(self._offer_zones)

    def take_everything(self) -> None:
        """Take also every press, form and menu that has no listener of its own."""
        self.app.action(re.compile(r"^a\."))(self._hear_and_keep)
        self.app.options(re.compile(r"^a\."))(self._offer_zones)
        self.app.view("")(self._take_form)

    def _hear(self, body: dict[str, Any]) -> None:
        self.heard.append(body)

    def _hear_and_keep(self, ack: Any, body: dict[str, Any]) -> None:
        ack()
        self.heard.append(body)

    def _greet(self, body: dict[str, Any], client: WebClient) -> None:
        self.heard.append(body)
        event = body["event"]
        if event["user"] == self.slack.bot_user_id:
            buttons = [
                button("greet.join", "Join"),
                button("greet.replace", "Replace"),
                button("greet.remove", "Remove"),
            ]
            text = {"type": "section", "text": {"type": "mrkdwn", "text": "*Hello*, <!here> <script>alert(1)</script>"}}
            client.chat_postMessage(
                channel=event["channel"], text="Hello", blocks=[text, {"type": "actions", "elements": buttons}]
            )

    def _welcome(self, ack: Any, respond: Any, body: dict[str, Any]) -> None:
        ack()
        self.heard.append(body)
        respond(
            text=f"Welcome, {body['user']['name']}",
            replace_original=False,
            blocks=[
                {"type": "section", "text": plain("Welcome")},
                {"type": "actions", "elements": [button("greet.replace", "More"), button("greet.remove", "Close")]},
            ],
        )

    def _replace(self, ack: Any, respond: Any) -> None:
        ack()
        respond(text="Replaced", replace_original=True)

    def _remove(self, ack: Any, respond: Any) -> None:
        ack()
        respond(delete_original=True)

    def _open_form(self, ack: Any, body: dict[str, Any], client: WebClient) -> None:
        self.heard.append(body)
        ack() if body.get("text") == "setup" else ack(f"You said {body.get('text', 'nothing')}")
        if body.get("text") == "setup":
            client.views_open(trigger_id=body["trigger_id"], view=form())

    def _take_form(self, ack: Any, body: dict[str, Any]) -> None:
        self.heard.append(body)
        ack(**self.answer_form)

    def _offer_zones(self, ack: Any, body: dict[str, Any]) -> None:
        zones = ["Europe/Zurich", "Europe/London", "America/New_York"]
        ack(options=[option(zone, zone) for zone in zones if body["value"].lower() in zone.lower()])

    def _publish(self, body: dict[str, Any], client: WebClient) -> None:
        self.heard.append(body)
        blocks = [
            {"type": "section", "text": plain("Home")},
            {"type": "actions", "elements": [button("home.press", "Press")]},
        ]
        client.views_publish(user_id=body["event"]["user"], view={"type": "home", "blocks": blocks})

    def connect(self) -> Self:
        self._socket = SocketModeHandler(self.app, self.slack.app_token)
        self._socket.client.web_client.base_url = self.slack.api_url
        self._socket.connect()
        self.slack.wait_connected()
        return self

    def serve(self) -> str:
        handler = SlackRequestHandler(self.app)
        self._http = make_server("127.0.0.1", 0, handler, ThreadingServer, QuietHandler)
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()
        return f"http://127.0.0.1:{self._http.server_port}/slack/events"

    def close(self) -> None:
        if self._socket is not None:
            self._socket.client.auto_reconnect_enabled = False
            self._socket.client.current_session_state.terminated = True
            self.slack.ping_connections()  # wakes the client's reader, which else sleeps for three seconds
            self._socket.close()
        if self._http is not None:
            self._http.shutdown()
            self._http.server_close()
