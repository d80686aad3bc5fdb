"""Replies that wait until Slack has its acknowledgement, on threads of their own."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

log = logging.getLogger(__name__)


class Replies:
    """Runs replies one after the other on a few threads; a reply that fails is noted, and lost."""

    def __init__(self, threads: int = 8) -> None:
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="reply")
        self._begun: set[Future[None]] = set()

    def __call__(self, do: Callable[[], object]) -> None:
        begun = self._pool.submit(reply, do)
        self._begun.add(begun)
        begun.add_done_callback(self._begun.discard)

    def wait(self) -> None:
        """Return when all that was begun so far has ended."""
        wait(list(self._begun))

    def stop(self) -> None:
        """Wait for what was begun, and take no more."""
        self._pool.shutdown(wait=True)


def reply(do: Callable[[], object]) -> None:
    """Run it; an error is noted by its class alone, since its text may hold what somebody was told."""
    try:
        do()
    except Exception as error:
        log.warning("a reply did not reach Slack: %s", type(error).__name__, extra={"action": "reply.failed"})
