"""The Web API methods, one function each, found by name."""

from . import about, chat, conversations, dnd, scheduled, users, views  # noqa: F401  (each registers its methods)
from .registry import METHODS, Context

__all__ = ["METHODS", "Context"]
