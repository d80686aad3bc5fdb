"""The Web API's door: who calls, whether they may, what is answered, and what was recorded.

https://docs.slack.dev/apis/web-api
"""

import asyncio
import time
from dataclasses import dataclass

from aiohttp import web

from .arguments import Arguments, read_arguments
from .errors import Refused
from .faults import Fault
from .hub import Hub
from .methods import METHODS, Context
from .methods.registry import Method
from .state import Call, Json, Token


@dataclass(slots=True)
class Answer:
    """What goes back: a status (0 drops the connection), a body, and whether the call took effect."""

    body: Json
    status: int = 200
    retry_after: int | None = None
    accepted: bool = False


class WebApi:
    """Answers `/api/{method}`."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call and record it."""
        self._hub.running += 1
        try:
            return await self._handle(request)
        finally:
            self._hub.running -= 1
            self._hub.last_activity = time.monotonic()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        try:
            args = await read_arguments(request)
        except Refused as refused:
            return web.json_response({"ok": False, "error": refused.code})
        token = self._hub.tokens.get(_token_of(request, args))
        answer = await self._answer(name, request, args, token)
        self._record(name, args, token, answer)
        return _respond(request, answer)

    async def _answer(self, name: str, request: web.Request, args: Arguments, token: Token | None) -> Answer:
        fault = self._hub.troubles.take(name, args.values)
        if fault is not None:
            if fault.delay:
                await asyncio.sleep(fault.delay)
            instead = _instead(fault)
            if instead is not None:
                return instead
        wait = self._hub.troubles.retry_after(name, args.text("channel"))
        if wait is not None:
            return Answer({"ok": False, "error": "ratelimited"}, 429, wait)
        answer = self._run(name, request, args, token)
        if fault is not None and fault.drop_after_accepting:
            answer.status = 0
        return answer

    def _run(self, name: str, request: web.Request, args: Arguments, token: Token | None) -> Answer:
        method = METHODS.get(name)
        try:
            if method is None:
                raise Refused("unknown_method", req_method=name)
            context = self._admit(method, _token_of(request, args), token)
            return Answer({"ok": True} | method.function(context, args), accepted=True)
        except Refused as refused:
            return Answer({"ok": False, "error": refused.code} | refused.extra)

    def _admit(self, method: Method, shown: str, token: Token | None) -> Context:
        if method.caller is None:
            team = token.team if token else next(iter(self._hub.workspaces))
            return Context(self._hub, self._hub.workspace(team), token)
        if not shown:
            raise Refused("not_authed")
        if token is None:
            raise Refused("invalid_auth")
        if token.state != "live":
            raise Refused("token_revoked" if token.state == "revoked" else "account_inactive")
        if token.kind != method.caller:
            raise Refused("not_allowed_token_type")
        context = Context(self._hub, self._hub.workspace(token.team), token)
        if method.scope:
            context.demand(method.scope)
        return context

    def _record(self, name: str, args: Arguments, token: Token | None, answer: Answer) -> None:
        shown = {key: value for key, value in args.values.items() if key != "token"}
        self._hub.calls.append(
            Call(
                method=name,
                args=shown,
                at=self._hub.clock.now(),
                monotonic=time.monotonic(),
                answer=answer.body,
                status=answer.status,
                team=token.team if token else "",
                accepted=answer.accepted,
            )
        )


def _token_of(request: web.Request, args: Arguments) -> str:
    header = request.headers.get("Authorization", "")
    if header.startswith("Bearer "):
        return header.removeprefix("Bearer ").strip()
    return "" if request.content_type == "application/json" and request.method == "POST" else args.text("token")


def _instead(fault: Fault) -> Answer | None:
    """What a fault answers in place of the method, if it does."""
    if fault.drop_before:
        return Answer({}, 0)
    if fault.retry_after is not None:
        return Answer({"ok": False, "error": "ratelimited"}, 429, fault.retry_after)
    if fault.status is not None:
        return Answer({"ok": False, "error": fault.error or "internal_error"}, fault.status)
    if fault.error is not None:
        return Answer({"ok": False, "error": fault.error} | (fault.extra or {}))
    return None


def _respond(request: web.Request, answer: Answer) -> web.StreamResponse:
    if answer.status == 0:
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)
    headers = {"Retry-After": str(answer.retry_after)} if answer.retry_after is not None else {}
    return web.json_response(answer.body, status=answer.status, headers=headers)
