"""What the Slack edge keeps, for tests, in memory."""

from datetime import datetime


class FakeDeliveries:
    """Remembers keys by the hour they came in, for this hour and the one before."""

    def __init__(self) -> None:
        self.seen: dict[str, int] = {}

    def first_time(self, key: str, now: datetime) -> bool:
        hour = int(now.timestamp()) // 3600
        self.seen = {kept: at for kept, at in self.seen.items() if at >= hour - 1}
        if key in self.seen:
            return False
        self.seen[key] = hour
        return True
