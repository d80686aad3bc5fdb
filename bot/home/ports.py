"""What the home of a person needs: nearly everything, since leaving reaches everywhere."""

from typing import Protocol

from bot.checkins.ports import CheckinsUnit


class HomeUnit(CheckinsUnit, Protocol):
    """The stores that joining, pausing, leaving and looking need."""
