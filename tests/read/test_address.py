"""Addresses: any text is one or is refused, and no number is public and one's own at once."""

from __future__ import annotations

import ipaddress

from hypothesis import given
from hypothesis import strategies as st

from dragoman.read.address import Address, canonical, is_own, is_public, parse_address
from dragoman.read.decode import Flaw


@given(st.ip_addresses())
def test_public_and_own_numbers_are_never_the_same(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    assert not (is_public(str(ip)) and is_own(str(ip)))
    if isinstance(ip, ipaddress.IPv4Address):
        for other in (f"::ffff:{ip}", str(ipaddress.IPv6Address((0x64FF9B << 96) | int(ip)))):
            assert is_public(other) == is_public(str(ip))


@given(st.text(max_size=60).map("https://a.example/".__add__) | st.text(max_size=60).map("http://".__add__))
def test_any_text_is_an_address_or_a_flaw(url: str) -> None:
    address = parse_address(url)
    assert isinstance(address, Address | Flaw)
    if isinstance(address, Address):
        assert str(address).isascii()
        assert not any(character <= " " for character in str(address))
    assert canonical(canonical(url)) == canonical(url)
