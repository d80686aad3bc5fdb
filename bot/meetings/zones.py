"""Time zones as people type them."""

from difflib import get_close_matches
from functools import cache

from bot.directory.facts import known_zones

_NO_PLACE = ("posix/", "right/", "Factory", "localtime", "posixrules")


def find_zone(typed: str) -> str | None:
    """Return the zone's exact name, whatever the case it was typed in; None for an unknown one."""
    return _by_lower_case().get(_normal(typed))


def nearest_zone(typed: str) -> str | None:
    """Return the zone that was probably meant, by its whole name or its city alone."""
    wanted = _normal(typed)
    for names in (_by_city(), _by_lower_case()):
        near = get_close_matches(wanted, names, n=1, cutoff=0.75)
        if near:
            return names[near[0]]
    return None


def _normal(typed: str) -> str:
    return typed.strip().lower().replace(" ", "_")


@cache
def _by_lower_case() -> dict[str, str]:
    return {name.lower(): name for name in sorted(known_zones()) if not name.startswith(_NO_PLACE)}


@cache
def _by_city() -> dict[str, str]:
    return {lower.rpartition("/")[2]: name for lower, name in _by_lower_case().items() if "/" in name}
