"""Which addresses of calendars we may connect to: https, and never a machine that only we can reach."""

import re
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urljoin, urlsplit

from bot.kernel.errors import Refused

LONGEST_ADDRESS = 2000
HTTPS = 443

_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*", re.IGNORECASE)
_NAT64 = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a feed is fetched from; never printed."""

    host: str = field(repr=False)
    port: int = field(repr=False)
    target: str = field(repr=False)  # path and query

    @property
    def address(self) -> str:
        """Return the whole address."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"https://{host}{'' if self.port == HTTPS else f':{self.port}'}{self.target}"


def place_of(typed: str) -> Place:
    """Return the place that an address names; raises Refused for what is not https, or no address at all."""
    address = typed.strip()
    if len(address) > LONGEST_ADDRESS or any(character.isspace() or ord(character) < 32 for character in address):
        raise Refused("feeds-no-address")
    scheme, separator, rest = address.partition("://")
    if separator and scheme.lower() in ("webcal", "webcals"):
        scheme, address = "https", f"https://{rest}"
    if not separator or scheme.lower() != "https":
        raise Refused("feeds-not-https" if separator else "feeds-no-address")
    return _place(address)


def follow(place: Place, location: str) -> Place:
    """Return where a redirect leads; raises Refused like `place_of`."""
    return place_of(urljoin(place.address, location))


def is_public(host: str) -> bool:
    """Return whether a number that a name was resolved to is on the open internet, whatever it is wrapped in."""
    try:
        found = ip_address(host.partition("%")[0])
    except ValueError:
        return False
    wrapped = _wrapped(found)
    return _is_open(wrapped) if wrapped else all(_is_open(one) for one in (found, *_inside(found)))


def _place(address: str) -> Place:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or HTTPS
        host = host if ":" in host else host.rstrip(".").encode("idna").decode("ascii")
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        target.encode("ascii")
    except ValueError:  # UnicodeError is one
        raise Refused("feeds-no-address") from None
    if parts.username is not None or parts.password is not None:
        raise Refused("feeds-with-password")
    if not _NAME.fullmatch(host) and ":" not in host:
        raise Refused("feeds-no-address")
    return Place(host, port, target)


def _wrapped(found: IPv4Address | IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 address is but another way of writing."""
    if isinstance(found, IPv4Address):
        return None
    return IPv4Address(int(found) & 0xFFFFFFFF) if found in _NAT64 else found.ipv4_mapped


def _inside(found: IPv4Address | IPv6Address) -> tuple[IPv4Address, ...]:
    """Return the IPv4 addresses to which an IPv6 address leads by way of a relay."""
    if isinstance(found, IPv4Address):
        return ()
    return tuple(one for one in (found.sixtofour, *(found.teredo or ())) if one is not None)


def _is_open(found: IPv4Address | IPv6Address) -> bool:
    closed = (
        found.is_private,
        found.is_loopback,
        found.is_link_local,
        found.is_multicast,
        found.is_reserved,
        found.is_unspecified,
        isinstance(found, IPv6Address) and found.is_site_local,
    )
    return found.is_global and not any(closed)
