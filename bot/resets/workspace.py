"""A workspace's formal way for what `/reset` is not for."""

import re

from bot.kernel.errors import Refused
from bot.kernel.ids import WorkspaceId
from bot.resets.ports import ResetsUnit

_ADDRESS = re.compile(r"https://[^\s<>|\"'\\]+")
_LONGEST = 300


def keep_formal_way(unit: ResetsUnit, workspace_id: WorkspaceId, address: str) -> None:
    """Keep the address, or nothing; raises Refused for what cannot be shown as a link."""
    if address and (len(address) > _LONGEST or not _ADDRESS.fullmatch(address)):
        raise Refused("resets-settings-wrong", field="way")
    unit.resets.keep_formal_way(workspace_id, address)
