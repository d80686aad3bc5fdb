"""The page's server side: what a person sees, what they do, and the live channel that tells of changes."""

from .routes import Page

__all__ = ["Page"]
