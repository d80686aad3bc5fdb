"""What the home of a person needs: nearly everything, since leaving reaches everywhere."""

from typing import Protocol

from bot.administration.ports import AdministrationUnit
from bot.resets.ports import ResetsUnit
from bot.workspaces.ports import WorkspacesUnit


class HomeUnit(AdministrationUnit, ResetsUnit, WorkspacesUnit, Protocol):
    """The stores that joining, pausing, leaving and looking need."""
