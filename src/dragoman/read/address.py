"""Addresses on the web: which are well formed, which hosts are public, and one spelling for each report."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from dragoman.read.decode import Flaw

PORTS = {"http": 80, "https": 443}
WEB = re.compile(r"https?://", re.IGNORECASE)
SAFE = "/%:@!$&'()*+,;=~-._?"
UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
HOST = re.compile(r"[a-z0-9_][a-z0-9_.-]*")
TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|dclid|mc_cid|mc_eid|igshid|cmpid|at_medium|at_campaign)", re.IGNORECASE)
"""Parameters that say by which way a reader came and not what the page is."""
GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
NOT_V6 = tuple(ipaddress.IPv6Network(net) for net in ("2001::/23", "2001:db8::/32", "3fff::/20"))
NOT_V4 = tuple(ipaddress.IPv4Network(net) for net in ("192.0.0.0/24", "192.88.99.0/24", "240.0.0.0/4"))
MACHINES = frozenset(ipaddress.ip_address(number) for number in ("fd00:ec2::254", "fd20:ce::254"))
"""Where clouds tell their machines their keys, beside 169.254.169.254: on no network of a reader."""
NOWHERE = ipaddress.IPv4Network("0.0.0.0/8")

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]
"""A host and a port to the numbers of all machines of that name; OSError if there are none."""


@dataclass(frozen=True, slots=True)
class Address:
    """A web address in its parts, with a host in letters that DNS knows and a target as it goes over the wire."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Host and port as the Host field has them.

        >>> Address("https", "::1", 8443, "/").authority, Address("http", "a.example", 80, "/").authority
        ('[::1]:8443', 'a.example')
        """
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"


def is_url(path: str) -> bool:
    """Whether PATH is an address on the web and no file.

    >>> is_url("https://lantern.example/feed"), is_url("feeds/https.xml")
    (True, False)
    """
    return WEB.match(path) is not None


def parse_address(url: str) -> Address | Flaw:
    """The parts of a URL, or why it cannot be fetched.

    >>> str(parse_address("HTTP://Lantern.example:80/a b#top")), parse_address("http://jane:secret@lantern.example/").reason
    ('http://lantern.example/a%20b', 'bad-address')
    """
    url = url.strip().replace(" ", "%20")
    if not is_url(url):
        return Flaw("bad-address", "only http:// and https:// are read")
    if UNSAFE.search(url):
        return Flaw("bad-address", "a control character or backslash in it")
    try:
        parts = urlsplit(url)
        port = parts.port if parts.port is not None else PORTS[parts.scheme]
        host = _ascii_host(parts.hostname or "")
    except ValueError as error:
        return Flaw("bad-address", f"no address on the web: {error}")
    if "@" in parts.netloc:
        return Flaw("bad-address", "a name or password in it; fetch the page yourself and give the file")
    if not host:
        return Flaw("bad-address", "no host in it that can be")
    query = f"?{quote(parts.query, safe=SAFE)}" if parts.query else ""
    return Address(parts.scheme, host, port, (quote(parts.path, safe=SAFE) or "/") + query)


def _ascii_host(host: str) -> str | None:
    """The host as DNS writes it; UnicodeError, a ValueError, if it cannot be a name."""
    if ":" in host:
        return str(ipaddress.IPv6Address(host)) if "%" not in host else None
    host = host.encode("idna").decode("ascii").lower().removesuffix(".")
    return host if HOST.fullmatch(host) and len(host) < 254 else None


def canonical(url: str) -> str:
    """One spelling of the address of a report: without its anchor and without the marks of who sent the reader.

    >>> canonical("HTTPS://Lantern.example:443/a?utm_source=rss&id=7#top")
    'https://lantern.example/a?id=7'
    """
    address = parse_address(url)
    if isinstance(address, Flaw):
        return url.strip()
    parts = urlsplit(str(address))
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not TRACKING.fullmatch(name)]
    query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def joined(base: str | None, link: str) -> str:
    """LINK as seen from BASE.

    >>> joined("https://lantern.example/feed/", "../news/7"), joined(None, "https://lantern.example/8")
    ('https://lantern.example/news/7', 'https://lantern.example/8')
    """
    try:
        return urljoin(base or "", link.strip())
    except ValueError:
        return link.strip()


def resolve(host: str, port: int) -> list[str]:
    """All numbers that the system gives for a host, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(item[4][0]) for item in found))


def is_public(number: str) -> bool:
    """Whether a machine of this number is on the open internet; numbers that hold others are judged by those.

    >>> [is_public(n) for n in ("93.184.215.14", "10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::")]
    [True, False, False, False, False]
    """
    ip = _ip(number)
    if ip is None:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not ip.is_multicast and not any(ip in net for net in NOT_V4)
    if ip in NAT64:
        return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    if ip.sixtofour is not None and not is_public(str(ip.sixtofour)):
        return False
    return ip in GLOBAL_V6 and ip.is_global and not any(ip in net for net in NOT_V6)


def is_own(number: str) -> bool:
    """Whether a machine of this number may be the reader's own or on the network around it; never what configures machines.

    >>> [is_own(n) for n in ("127.0.0.1", "192.168.1.7", "169.254.169.254", "0.0.0.0", "224.0.0.1")]
    [True, True, False, False, False]
    """
    ip = _ip(number)
    if ip is None or ip.is_link_local or ip.is_multicast or ip.is_unspecified or ip in MACHINES:
        return False
    if isinstance(ip, ipaddress.IPv4Address) and ip in NOWHERE:
        return False
    return ip.is_loopback or (ip.is_private and not ip.is_reserved)


def _ip(number: str) -> Ip | None:
    """The number, and of an IPv4 number in the clothes of IPv6 the number itself."""
    try:
        ip = ipaddress.ip_address(number)
    except ValueError:
        return None
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return mapped or ip
