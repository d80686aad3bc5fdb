"""`python -m demo`: a Slack-like workspace on this machine with the real bot behind it; no account, no tokens."""

import os
import signal
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from .house import House, Unstartable
from .process import BotGone

FINE, FAILED, WRONG_USE = 0, 1, 2
USUAL_PORT = 8765


class WrongUse(Exception):
    """Something was set or typed that the demo cannot use; the message says what to put there."""


def main(arguments: list[str] | None = None) -> int:
    """Open the workspace and stay until told to stop; 1 when it failed, 2 for wrong use."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    try:
        port = _port(sys.argv[1:] if arguments is None else arguments)
        _live(port)
    except WrongUse as error:
        return _give_up(error, WRONG_USE)
    except (Unstartable, BotGone) as error:
        return _give_up(error, FAILED)
    except KeyboardInterrupt:
        _tell("\nThe demo has ended. Nothing of it goes on.")
    return FINE


def _live(port: int) -> None:
    with ExitStack() as opened:
        house = opened.enter_context(House(Path("var/demo"), port, told=_tell))
        print(
            f"Candor's demo is open at {house.address}\nYou are one of eight people there. Ctrl-C ends it.", flush=True
        )
        while house.is_alive:
            time.sleep(0.5)
        raise Unstartable(f"The bot behind the workspace has ended; {house.log} says why.")


def _port(arguments: list[str]) -> int:
    if arguments:
        raise WrongUse("The demo takes no arguments; DEMO_PORT says where it listens.")
    given = os.environ.get("DEMO_PORT", "") or str(USUAL_PORT)
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= 65535):
        raise WrongUse("DEMO_PORT is wrong; put there a port from 1 to 65535.")
    return int(given)


def _tell(sentence: str) -> None:
    print(sentence, flush=True)


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def _give_up(error: Exception, code: int) -> int:
    print(error, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
