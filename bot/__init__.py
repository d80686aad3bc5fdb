"""Candor: meeting trust check-ins in Slack whose answers nobody can read off."""
