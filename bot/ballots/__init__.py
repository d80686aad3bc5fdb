"""Sealed answers; the only place where a raw answer or a batch key exists."""
