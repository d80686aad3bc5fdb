"""The real bot as a process of its own, on a clock that the workspace's page moves.

It says `{"ready": true}` when Slack lets it in, and then obeys JSON lines: `{"do": "next"}` asks for the earliest
moment at which something is due, `{"do": "advance", "to": …}` moves the clock there and does all that is due,
`{"do": "stop"}` ends it. Everything else is the bot as `python -m bot run` starts it.
"""

import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from typing import Any, Protocol, TextIO

from bot.app import Candor, build
from bot.db.migrate import upgrade
from bot.outbox.model import Rates
from bot.slack.socket import SocketMode
from config.logging import set_up_logging
from config.settings import Settings

from .slack.clock import HandClock

Answer = dict[str, Any]

log = logging.getLogger(__name__)


class Commanded(Protocol):
    """What the orders are about: the bot, as far as time moves it."""

    def next_due(self) -> datetime | None: ...

    def settle(self) -> int: ...


def obey(candor: Commanded, clock: HandClock, orders: Iterator[str]) -> Iterator[Answer]:
    """Carry out the orders, one answer each, until told to stop; an order that fails is answered by its error."""
    for line in orders:
        try:
            order = json.loads(line)
            if order["do"] == "stop":
                return
            yield _carry_out(candor, clock, order)
        except Exception as error:
            log.exception("an order was not carried out", extra={"action": "demo.failed"})
            yield {"error": type(error).__name__}


def _carry_out(candor: Commanded, clock: HandClock, order: Answer) -> Answer:
    match order["do"]:
        case "next":
            due = candor.next_due()
            return {"next": due.isoformat() if due else None}
        case "advance":
            clock.move_to(datetime.fromisoformat(order["to"]))
            return {"done": candor.settle()}
        case unknown:
            return {"error": f"unknown order {unknown}"}


def main(orders: TextIO = sys.stdin, answers: TextIO = sys.stdout) -> int:
    """Run until told to stop, or until the workspace's page is gone."""
    clock = HandClock(datetime.fromisoformat(os.environ["DEMO_NOW"]))
    settings = Settings(_env_file=None).for_run()
    set_up_logging(settings.log_level)
    upgrade(settings.database_url)
    with ExitStack() as opened:
        candor = _started(settings, clock, opened)
        _say(answers, {"ready": True})
        for answer in obey(candor, clock, iter(orders.readline, "")):
            _say(answers, answer)
    return 0


def _started(settings: Settings, clock: HandClock, opened: ExitStack) -> Candor:
    candor = build(settings, clock=clock, rates=Rates.unlimited())
    opened.callback(candor.stop)
    candor.start()
    token = settings.slack_app_token
    line = SocketMode(candor.bolt, token.get_secret_value() if token else "")
    opened.callback(line.stop)
    line.start()
    return candor


def _say(answers: TextIO, answer: Answer) -> None:
    print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    sys.exit(main())
