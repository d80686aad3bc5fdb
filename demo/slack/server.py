"""The workspace as a server in a thread of its own; tests and the demo drive it from ordinary code.

    with SlackServer(clock=HandClock(datetime(2026, 3, 2, 9, tzinfo=UTC))) as slack:
        ada = slack.add_user("ada", real_name="Ada Lovelace", tz="Europe/Zurich")
        room = slack.add_channel("product", private=True, members=[ada])
        client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        ...                                    # start the bot with slack.app_token (Socket Mode: the default way)
        slack.deliver_over_http(url)           # or: signed HTTP with slack.signing_secret
        slack.wait_connected()                 # Socket Mode: until the bot's connection stands
        slack.invite_bot(room, by=ada)         # acts of people; interactions return what became of them
        slack.wait_idle()                      # until nothing is on its way
        slack.tap(ada, slack.channel(room)[-1], "teams.join")
        slack.command(ada, room, "/trust", "setup")
        slack.submit(ada, slack.view(ada), {"name": "Planning", "weekday": "mon"}).errors
        slack.move_to(later)                   # domain time; what is scheduled until then is posted
        slack.fail("chat.postMessage", times=2, retry_after=1)
        assert [call.args["channel"] for call in slack.calls("chat.postMessage")] == [...]

Domain time stamps messages and posts what is scheduled; triggers, acknowledgements and `response_url`s live by the
machine's own time.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterable
from types import TracebackType
from typing import Any, Self, TypeVar

from aiohttp import web

from .api import WebApi
from .clock import HandClock
from .delivery import HttpDelivery, sign
from .desk import Desk, LoopRunner
from .dispatch import Delivered, Dispatch
from .faults import Fault, Limit
from .hub import BOT_SCOPES, Hub
from .methods.scheduled import post_due
from .responses import ResponseDoor
from .sockets import SocketMode
from .state import Call, Json

COMMANDS = {"/checkin": True, "/trust": True, "/reset": True}
SLACK_RETRY_DELAYS = (0.0, 60.0, 300.0)

T = TypeVar("T")


class SlackServer(Desk):
    """A Slack for one machine, on 127.0.0.1 only. It is also the desk of its first workspace."""

    def __init__(
        self,
        *,
        clock: HandClock | None = None,
        port: int = 0,
        team_id: str = "T0DEMO",
        scopes: Iterable[str] = BOT_SCOPES,
        commands: dict[str, bool] | None = None,
        retry_delays: tuple[float, ...] = SLACK_RETRY_DELAYS,
        signing_secret: str = "demo-signing-secret",  # noqa: S107  (signs on loopback only)
        patience: float = 3.0,
        routes: Iterable[web.AbstractRouteDef] = (),
    ) -> None:
        self.clock = clock or HandClock()
        self.hub = Hub(clock=self.clock, signing_secret=signing_secret, commands=dict(commands or COMMANDS))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="slack", daemon=True)
        self._port = port
        self._patience = patience
        self._routes = list(routes)
        self._runner_of_app: web.AppRunner | None = None
        self.sockets = SocketMode(self.hub, patience)
        self.dispatch = Dispatch(self.hub, self.sockets, retry_delays)
        self._scopes = frozenset(scopes)
        workspace, token = self.hub.add_workspace(team_id, self._scopes)
        self.bot_token = token.value
        self.app_token = self.hub.add_token("app", team_id, frozenset({"connections:write"})).value
        super().__init__(LoopRunner(self._loop), self.hub, workspace, self.dispatch)
        self.clock.on_move(self._post_due)

    @property
    def signing_secret(self) -> str:
        """What HTTP deliveries are signed with."""
        return self.hub.signing_secret

    @property
    def base_url(self) -> str:
        """Where the server listens."""
        return self.hub.base_url

    @property
    def api_url(self) -> str:
        """What stands in for `https://slack.com/api/`."""
        return f"{self.hub.base_url}/api/"

    def start(self) -> Self:
        """Listen; OSError when the port is taken."""
        self._thread.start()
        try:
            self._runner.wait_for(self._listen())
        except OSError:
            self.stop()
            raise
        return self

    async def _listen(self) -> None:
        app = web.Application(client_max_size=4 * 1024 * 1024)
        api, responses = WebApi(self.hub), ResponseDoor(self.hub)
        app.router.add_route("GET", "/api/{method}", api.handle)
        app.router.add_route("POST", "/api/{method}", api.handle)
        app.router.add_get("/link", self.sockets.handle)
        app.router.add_post("/{kind:actions|commands}/{team}/{number}/{secret}", responses.handle)
        app.add_routes(self._routes)
        self._runner_of_app = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=0.2)
        await self._runner_of_app.setup()
        site = web.TCPSite(self._runner_of_app, "127.0.0.1", self._port)
        await site.start()
        host, port = self._runner_of_app.addresses[0][:2]
        self.hub.base_url = f"http://{host}:{port}"

    def stop(self) -> None:
        """Close every connection and end the thread."""
        self._runner.wait_for(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)
        self._loop.close()

    async def _close(self) -> None:
        await self.dispatch.stop()
        if self._runner_of_app is not None:
            await self._runner_of_app.cleanup()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:  # lines to pages that are waiting for something to change
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _post_due(self) -> None:
        def post() -> None:
            if sum(post_due(workspace) for workspace in self.hub.workspaces.values()):
                self.hub.changed()

        if threading.current_thread() is self._thread or not self._thread.is_alive():
            post()
        else:
            self._runner.read(post)

    def move_to(self, at: Any) -> None:
        """Move domain time; scheduled messages due until then are posted before this returns."""
        self.clock.move_to(at)

    def run(self, work: Callable[[], Coroutine[Any, Any, T]], timeout: float = 60.0) -> T:
        """What a coroutine returns, run on the server's own thread, where the state may be changed."""
        return self._runner.wait_for(work(), timeout)

    def tell_pages(self) -> None:
        """Let whoever shows the workspace look again."""
        self._runner.read(self.hub.changed)

    def add_workspace(self, team_id: str, name: str = "Other") -> tuple[Desk, str]:
        """A further workspace with the app installed: its desk and the bot's token there."""

        def add() -> tuple[Desk, str]:
            workspace, token = self.hub.add_workspace(team_id, self._scopes, name)
            return Desk(self._runner, self.hub, workspace, self.dispatch), token.value

        return self._runner.read(add)

    def offer_oauth_code(self, team_id: str) -> str:
        """A code that `oauth.v2.access` exchanges once for this workspace's token."""
        code = f"code-{time.monotonic_ns()}"
        self._runner.read(lambda: self.hub.oauth_codes.update({code: team_id}))
        return code

    def deliver_over_http(self, url: str, *, verify: bool = True) -> None:
        """Deliver by signed HTTP from now on; first the address must answer the challenge."""
        delivery = HttpDelivery(url, self.signing_secret, self._patience)
        if verify and not self._runner.wait_for(delivery.verify()):
            raise ConnectionError(f"{url} did not answer the challenge")
        self.dispatch.carrier = delivery

    def deliver_over_sockets(self) -> None:
        """Deliver by Socket Mode again."""
        self.dispatch.carrier = self.sockets

    def sign(self, timestamp: str, body: str) -> str:
        """The signature that Slack would put on this request."""
        return sign(self.signing_secret, timestamp, body)

    def send(self, kind: Any, payload: Json) -> Delivered:
        """Deliver any payload as it is, also one that no person could have caused."""
        return self._runner.wait_for(self.dispatch.once(kind, payload))

    def send_event(self, event: Json, *, desk: Desk | None = None) -> None:
        """Deliver any event in the background, with Slack's retries."""
        workspace = (desk or self).state
        self._runner.read(lambda: self.dispatch.event(workspace, event))

    def deliveries(self, kind: str | None = None) -> list[Delivered]:
        """Everything that was sent to the app, oldest first."""
        return self._runner.read(lambda: [one for one in self.dispatch.deliveries if kind in (None, one.kind)])

    def calls(self, method: str | None = None) -> list[Call]:
        """Every call of the app, oldest first; `response_url` is a method here too."""
        return self._runner.read(lambda: [call for call in self.hub.calls if method in (None, call.method)])

    def fail(self, method: str, **how: Any) -> None:
        """Let the next calls fail: `times`, and how (see `Fault`). `*` means every method."""
        self._runner.read(lambda: self.hub.troubles.faults.append(Fault(method=method, **how)))

    def heal(self) -> None:
        """Forget every fault and limit."""

        def forget() -> None:
            self.hub.troubles.faults.clear()
            self.hub.troubles.limits.clear()

        self._runner.read(forget)

    def limit(self, method: str, *, calls: int, seconds: float, by_channel: bool = False) -> None:
        """Answer 429 above this rate."""
        limit = Limit(calls=calls, seconds=seconds, by_channel=by_channel)
        self._runner.read(lambda: self.hub.troubles.limits[method].append(limit))

    def revoke_token(self, token: str, *, state: Any = "revoked") -> None:
        """Let a token open nothing any more (`revoked` or `inactive`; `live` gives it back)."""
        self._runner.read(lambda: setattr(self.hub.tokens[token], "state", state))

    def go_silent(self, *, silent: bool = True) -> None:
        """Keep connections alive but deliver nothing over them."""
        self.sockets.silent = silent

    def disconnect(self, reason: str = "refresh_requested", close_after: float = 0.1) -> None:
        """Announce the end of every Socket Mode connection and close it."""
        self._runner.wait_for(self.sockets.disconnect(reason, close_after))

    def ping_connections(self) -> None:
        """Send a ping over every Socket Mode connection."""
        self._runner.wait_for(self.sockets.ping())

    def cut_connections(self) -> None:
        """Drop every Socket Mode connection without a word."""
        self._runner.wait_for(self.sockets.cut())

    def wait_connected(self, connections: int = 1, timeout: float = 10.0) -> None:
        """Wait until so many Socket Mode connections stand."""
        self._runner.wait_for(self._until(lambda: self.sockets.connected >= connections, timeout), timeout + 1)

    def wait_idle(self, timeout: float = 10.0, quiet: float = 0.05) -> None:
        """Wait until nothing is on its way to the app and it has called nothing for `quiet` seconds."""
        self.hub.last_activity = max(self.hub.last_activity, time.monotonic() - quiet / 2)

        def idle() -> bool:
            return self.hub.running == 0 and time.monotonic() - self.hub.last_activity > quiet

        self._runner.wait_for(self._until(idle, timeout), timeout + 1)

    async def _until(self, holds: Any, timeout: float) -> None:
        async with asyncio.timeout(timeout):
            while not holds():
                await asyncio.sleep(0.005)
