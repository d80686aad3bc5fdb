"""`response_url`s: answering an interaction without posting.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

import time

from aiohttp import web

from .arguments import Arguments, read_arguments
from .errors import Refused
from .hub import RESPONSE_URL_SECONDS, RESPONSE_URL_USES, Hub
from .methods.content import read_content
from .state import Call, Json, Message, ResponseUrl
from .workspace import Workspace


class ResponseDoor:
    """Answers the addresses handed out with interactions and commands."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Take one answer; refused after five uses or thirty minutes."""
        self._hub.running += 1
        try:
            return await self._handle(request)
        finally:
            self._hub.running -= 1
            self._hub.last_activity = time.monotonic()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        args = Arguments({})
        try:
            args = await read_arguments(request)
            fault = self._hub.troubles.take("response_url", args.values)
            if fault is not None:
                raise Refused(fault.error or "internal_error", status=fault.status or 500)
            self._answer(self._get(request.match_info["secret"]), args)
        except Refused as refused:
            status = refused.extra.pop("status", 404 if refused.code in ("used_url", "expired_url") else 400)
            self._record(args, {"ok": False, "error": refused.code}, status)
            return web.json_response({"ok": False, "error": refused.code} | refused.extra, status=status)
        self._record(args, {"ok": True}, 200)
        return web.Response(text="ok")

    def _record(self, args: Arguments, answer: Json, status: int) -> None:
        self._hub.calls.append(
            Call(
                method="response_url",
                args=args.values,
                at=self._hub.clock.now(),
                monotonic=time.monotonic(),
                answer=answer,
                status=status,
                team="",
                accepted=status == 200,
            )
        )

    def _get(self, secret: str) -> ResponseUrl:
        one = self._hub.response_urls.get(secret)
        if one is None or time.monotonic() - one.made_at > RESPONSE_URL_SECONDS:
            raise Refused("expired_url")
        if one.used >= RESPONSE_URL_USES:
            raise Refused("used_url")
        return one

    def _answer(self, one: ResponseUrl, args: Arguments) -> None:
        workspace = self._hub.workspace(one.team)
        answer_interaction(workspace, one, args)
        one.used += 1
        self._hub.changed()


def answer_interaction(workspace: Workspace, one: ResponseUrl, args: Arguments) -> None:
    """Replace or delete the message that was acted on, or add one, seen by one person unless `in_channel`."""
    original = workspace.find_message(one.channel, one.message_ts) if one.message_ts else None
    if args.flag("delete_original"):
        if original is not None:
            workspace.messages[one.channel].remove(original)
        return
    text, blocks, attachments = read_content(args)
    if args.flag("replace_original") and original is not None:
        original.text, original.blocks, original.attachments = text, blocks, attachments
        original.edited_ts = workspace.next_ts()
        return
    public = args.text("response_type") == "in_channel"
    workspace.messages[one.channel].append(
        Message(
            channel=one.channel,
            ts=workspace.next_ts(),
            text=text,
            user=workspace.bot.id,
            blocks=blocks,
            attachments=attachments,
            ephemeral_to=None if public else one.user,
        )
    )
