"""The real bot as a process of its own, on a clock that the workspace's page moves.

It speaks JSON lines: `{"do": "next"}` asks for the earliest moment at which something is due, `{"do": "advance",
"to": …}` moves the clock there and does all that is due, `{"do": "stop"}` ends it. Everything else is the bot as
`python -m bot run` starts it.
"""

import json
import os
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any, TextIO

from bot.app import Candor, build
from bot.db.migrate import upgrade
from bot.outbox.model import Rates
from bot.slack.socket import SocketMode
from config.logging import set_up_logging
from config.settings import Settings, load_settings

from .slack.clock import HandClock


def obey(candor: Candor, clock: HandClock, orders: Iterator[str]) -> Iterator[dict[str, Any]]:
    """Carry out the orders, one answer each, until told to stop."""
    for line in orders:
        order = json.loads(line)
        match order["do"]:
            case "next":
                due = candor.next_due()
                yield {"next": due.isoformat() if due else None}
            case "advance":
                clock.move_to(datetime.fromisoformat(order["to"]))
                yield {"ok": True, "done": candor.settle()}
            case "stop":
                return
            case unknown:
                yield {"error": f"unknown order {unknown}"}


def main(orders: TextIO = sys.stdin, answers: TextIO = sys.stdout) -> int:
    """Run until told to stop, or until the workspace's page is gone."""
    clock = HandClock(datetime.fromisoformat(os.environ["DEMO_NOW"]))
    settings = load_settings(Settings.for_run)
    set_up_logging(settings.log_level)
    upgrade(settings.database_url)
    candor = build(settings, clock=clock, rates=Rates.unlimited())
    candor.start()
    line = SocketMode(candor.bolt, settings.slack_app_token.get_secret_value())
    line.start()
    try:
        for answer in obey(candor, clock, iter(orders)):
            print(json.dumps(answer), file=answers, flush=True)
    finally:
        line.stop()
        candor.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
