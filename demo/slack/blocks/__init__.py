"""Block Kit, checked as strictly as Slack's documentation states it."""

from .checks import check_message_blocks, check_view, elements_in
from .filled import completed, current_state, find_element

__all__ = ["check_message_blocks", "check_view", "completed", "current_state", "elements_in", "find_element"]
