"""What the workspace answers when it refuses."""

from typing import Any


class Refused(Exception):
    """A Web API call answered with `ok: false`; `code` is Slack's name for the reason."""

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra


class Impossible(Exception):
    """A person tried what Slack's own client does not let anyone do."""
