"""Asking one person after one meeting, and taking the answer."""
