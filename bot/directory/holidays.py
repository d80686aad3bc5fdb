"""Public holidays, by a team's country and the part of it where it has its own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

import holidays as calendars
from holidays.registry import COUNTRIES

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


@dataclass(frozen=True, slots=True)
class Place:
    """A country by its two letters, and the part of it that was meant; both empty for none."""

    country: str = ""
    subdivision: str = ""


def find_place(typed: str) -> Place | None:
    """Return what was meant by a country's name or letters, with a part of it behind a slash, comma or hyphen.

    None for a country or a part that is not known; nothing typed means no country.
    """
    wanted = typed.strip().lower()
    if wanted in _spellings():
        return Place(_spellings()[wanted])
    name, part, *_ = [*re.split(r"\s*[/,-]\s*", wanted, maxsplit=1), ""]
    country = _spellings().get(name, "") if part else ""
    found = next((one for one in countries().get(country, ()) if one.lower() == part), None)
    return None if found is None else Place(country, found)


@cache
def names() -> dict[str, str]:
    """Return the countries' English names by their two letters."""
    return {
        codes[1]: re.sub(r"(?<=[a-z])(?=[A-Z])", " ", codes[0])
        for codes in COUNTRIES.values()
        if codes[1] in countries()
    }


def place_name(place: Place) -> str:
    """Return a country's name, with the part of it that was chosen."""
    name = names().get(place.country, place.country)
    return f"{name} ({place.subdivision})" if place.subdivision else name


def is_known(country: str, subdivision: str = "") -> bool:
    """Return whether this is a choice; no country at all is one."""
    if not country:
        return not subdivision
    return country in countries() and (not subdivision or subdivision in countries()[country])


@cache
def _spellings() -> dict[str, str]:
    spelled = {"": ""} | {name.lower(): country for country, name in names().items()}
    codes = {code.lower(): known[1] for known in COUNTRIES.values() for code in known[1:3] if known[1] in countries()}
    return spelled | codes


@cache
def _in_year(country: str, subdivision: str, year: int) -> frozenset[date]:
    # What an older version of the calendars knew and this one does not any more counts as no holidays.
    if not is_known(country, subdivision):
        return frozenset()
    return frozenset(calendars.country_holidays(country, subdiv=subdivision or None, years=year))
