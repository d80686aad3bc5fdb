"""Which addresses are taken, and which numbers behind a name are never connected to."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.errors import Refused
from bot.meetings.feeds.guard import follow, is_public, place_of
from bot.texts import catalogue


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" https://calendar.example/team.ics \n", "https://calendar.example/team.ics"),
        ("webcal://calendar.example/a%20b.ics?key=1#top", "https://calendar.example/a%20b.ics?key=1"),
        ("HTTPS://Calendar.Example.:8443", "https://calendar.example:8443/"),
        ("https://kalender.münchen.example/x", "https://kalender.xn--mnchen-3ya.example/x"),
        ("https://[2001:4860::8888]/x", "https://[2001:4860::8888]/x"),
    ],
)
def test_an_address_is_taken_as_people_paste_it(typed: str, address: str) -> None:
    assert place_of(typed).address == address


@pytest.mark.parametrize(
    ("typed", "text_id"),
    [
        ("http://calendar.example/x.ics", "feeds-not-https"),
        ("file:///etc/passwd", "feeds-not-https"),
        ("gopher://calendar.example/", "feeds-not-https"),
        ("calendar.example/x.ics", "feeds-no-address"),
        ("", "feeds-no-address"),
        ("https://", "feeds-no-address"),
        ("https:///x.ics", "feeds-no-address"),
        ("https://calendar.example:port/", "feeds-no-address"),
        ("https://calendar.example:99999/", "feeds-no-address"),
        ("https://me:secret@calendar.example/", "feeds-with-password"),
        ("https://calendar.example/\r\nHost: inside", "feeds-no-address"),
        ("https://calendar.example/a b", "feeds-no-address"),
        ("https://calendar.example/ümlaut", "feeds-no-address"),
        ("https://exa%6Dple/", "feeds-no-address"),
        ("https://" + "a" * 2000 + ".example/", "feeds-no-address"),
    ],
)
def test_what_is_no_such_address_is_refused_with_a_sentence(typed: str, text_id: str) -> None:
    with pytest.raises(Refused) as refused:
        place_of(typed)
    assert refused.value.text_id == text_id
    assert catalogue().say(text_id)
    assert typed not in str(refused.value) or not typed


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_place_or_refused(typed: str) -> None:
    for prefix in ("", "https://", "webcal://x@"):
        with suppress(Refused):
            assert place_of(prefix + typed).address.startswith("https://")


def test_a_place_never_prints_where_it_is() -> None:
    assert "secret" not in repr(place_of("https://secret.example/secret"))


def test_a_redirect_is_looked_at_like_any_address() -> None:
    place = place_of("https://calendar.example/a/b.ics")
    assert follow(place, "c.ics").address == "https://calendar.example/a/c.ics"
    assert follow(place, "//other.example/").address == "https://other.example/"
    with pytest.raises(Refused, match="feeds-not-https"):
        follow(place, "http://calendar.example/")


@pytest.mark.parametrize("number", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_numbers_of_the_open_internet(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "127.8.9.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "255.255.255.255",
        "224.0.0.1",
        "240.0.0.1",
        "198.18.0.1",
        "192.0.2.1",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12:3456::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "2001:db8::1",
        "2001:0:a00:1::1",
        "not a number",
        "",
    ],
)
def test_numbers_that_only_we_could_reach(number: str) -> None:
    assert not is_public(number)
