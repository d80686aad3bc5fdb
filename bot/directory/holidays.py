"""Public holidays, by a team's country and the part of it where it has its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

import holidays as calendars

from bot.directory.hours import DaysOff


@dataclass(frozen=True, slots=True)
class Holidays:
    """The public holidays of a country, or of a part of it; none where no country is chosen."""

    country: str = ""
    subdivision: str = ""

    def has(self, day: date) -> bool:
        """Return whether a day is a public holiday there."""
        return bool(self.country) and day in _in_year(self.country, self.subdivision, day.year)


NO_HOLIDAYS = Holidays()


@dataclass(frozen=True, slots=True)
class _Several:
    calendars: frozenset[Holidays]

    def has(self, day: date) -> bool:
        return any(one.has(day) for one in self.calendars)


def any_of(chosen: Iterable[Holidays]) -> DaysOff:
    """Return the public holidays of several places: a day that is one anywhere is one."""
    return _Several(frozenset(chosen))


@cache
def countries() -> dict[str, tuple[str, ...]]:
    """Return the countries that can be chosen, by their two letters, each with its parts that differ from the rest."""
    known = calendars.list_supported_countries(include_aliases=False)
    return {country: tuple(sorted(known[country])) for country in sorted(known) if len(country) == 2}


def is_known(country: str, subdivision: str = "") -> bool:
    """Return whether this is a choice; no country at all is one."""
    if not country:
        return not subdivision
    return country in countries() and (not subdivision or subdivision in countries()[country])


@cache
def _in_year(country: str, subdivision: str, year: int) -> frozenset[date]:
    # What an older version of the calendars knew and this one does not any more counts as no holidays.
    if not is_known(country, subdivision):
        return frozenset()
    return frozenset(calendars.country_holidays(country, subdiv=subdivision or None, years=year))
