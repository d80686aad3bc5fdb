"""A workspace that is slow, throttled or dead keeps no other waiting: real threads, a Slack that hangs for one."""

import threading
from collections import Counter
from typing import Any

from bot.kernel.errors import SlackRefused
from bot.kernel.ids import WorkspaceId
from bot.outbox.model import Rates
from bot.outbox.sender import Sender
from tests.fakes.slack import FakeSlack
from tests.unit.outbox.test_sender import Desk, a_prompt

SLOW, DEAD, THROTTLED, WELL = (WorkspaceId(name) for name in ("TSLOW", "TDEAD", "TTHROTTLED", "TWELL"))
EACH = 40


class TroubledSlack(FakeSlack):
    """Never answers one workspace, refuses a second one's token and tells a third to wait; counts who is served."""

    def __init__(self) -> None:
        super().__init__()
        self.release = threading.Event()
        self.hanging = 0
        self.well = threading.Event()
        self.asked: Counter[str] = Counter()

    def call(self, workspace_id: WorkspaceId, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        self.asked[workspace_id] += 1
        if workspace_id == SLOW:
            self.hanging += 1
            self.release.wait(30)
        if workspace_id == DEAD:
            raise SlackRefused("token_revoked")
        if workspace_id == THROTTLED:
            raise SlackRefused("ratelimited", 60.0)
        answer = super().call(workspace_id, method, arguments)
        if sum(call.workspace_id == WELL for call in self.said) == EACH:
            self.well.set()
        return answer


def test_one_that_is_well_is_served_to_the_end_while_others_hang_refuse_and_throttle() -> None:
    desk, slack, stopping = Desk(), TroubledSlack(), threading.Event()
    for workspace_id in (SLOW, DEAD, THROTTLED, WELL):
        desk.promise(*(a_prompt(f"{workspace_id}-{n}", workspace_id=workspace_id) for n in range(EACH)))
    sender: Sender[Desk] = Sender(
        desk,
        slack,
        desk.clock,
        owner="s",
        before={},
        on_consequence=desk.on_consequence,
        threads=8,
        rates=Rates(methods={}, other_methods=0, channel=0),
    )
    running = threading.Thread(target=sender.run, args=(stopping,))
    running.start()
    try:
        assert slack.well.wait(30)
        assert slack.hanging <= Rates().workspace_at_once
        assert slack.asked[THROTTLED] <= Rates().workspace_at_once
    finally:
        slack.release.set()
        stopping.set()
        running.join(20)
    assert not running.is_alive()
