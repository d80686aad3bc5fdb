"""Workspaces: installations, their tokens, and their end."""
