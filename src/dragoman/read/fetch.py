"""Addresses to bytes: public hosts only, the very machine that was checked, bounded in size and time, and politely."""

from __future__ import annotations

import http.client
import socket
import ssl
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from importlib.metadata import version
from typing import IO, TYPE_CHECKING, Any

from dragoman.read.address import Address, Resolve, is_own, is_public, joined, parse_address, resolve
from dragoman.read.connection import Watch, first_open, flaw_of, secured
from dragoman.read.decode import CHUNK, Flaw, Unpacked
from dragoman.read.paths import kind_of
from dragoman.settings import ReadSettings

if TYPE_CHECKING:
    from protego import Protego
    from urllib3 import BaseHTTPResponse

LARGE = frozenset({"jsonl", "csv", "warc", "zip", "tar"})
LARGE_MEDIA = frozenset(
    "application/gzip application/x-gzip application/zip application/x-tar application/zstd application/warc"
    " application/x-warc application/octet-stream application/x-ndjson application/jsonl text/csv".split()
)
NO_TEXT = ("image/", "video/", "audio/", "font/", "application/pdf")
MOST_PAUSE = 30.0
"""Seconds between requests that robots.txt can ask for."""
ROBOTS_BYTES = 1_000_000
ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.5"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave. `body` stands at its beginning and is gone when closed."""

    url: str
    """Where it was found after all redirects."""
    body: IO[bytes]
    media: str | None
    charset: str | None


@dataclass(frozen=True, slots=True)
class _Redirect:
    location: str


class Fetcher:
    """Fetches addresses; remembers when it asked which host, and what its robots.txt says.

    Proxies of the environment are not used: a proxy would resolve the name again, and the check would be for nothing.
    """

    def __init__(self, settings: ReadSettings, resolve: Resolve = resolve) -> None:
        self.settings = settings
        self.resolve = resolve
        self.is_known: Callable[[str], bool] = lambda url: False
        """Whether the page at a link need not be fetched, since it was before; `skipped` counts them."""
        self.skipped = 0
        self._asked: dict[str, float] = {}
        self._pauses: dict[str, float] = {}
        self._robots: dict[str, Protego | Flaw] = {}
        self._context: ssl.SSLContext | None = None

    def fetch(self, url: str, is_link: bool = False) -> Fetched | Flaw:
        """What URL gives, or why it cannot be had. A link was found by the program, which then asks the site's robots.txt."""
        if not self.settings.fetch:
            return Flaw("not-fetched", "addresses are not fetched in this run")
        watch = Watch(self.settings.total_s)
        for _ in range(self.settings.max_redirects + 1):
            address = parse_address(url)
            if isinstance(address, Flaw):
                return address
            forbidden = self._forbidden(address) if is_link and self.settings.obey_robots else None
            answer = forbidden or self._ask(address, self.settings.max_bytes if is_link else None, watch)
            if not isinstance(answer, _Redirect):
                return answer
            url = joined(str(address), answer.location)
        return Flaw("too-many-redirects", f"more than {self.settings.max_redirects}, the last to {url}")

    # ------------------------------------------------------------ politeness

    def _forbidden(self, address: Address) -> Flaw | None:
        origin = f"{address.scheme}://{address.authority}"
        if origin not in self._robots:
            self._robots[origin] = self._ask_robots(origin)
        rules = self._robots[origin]
        if isinstance(rules, Flaw):
            return rules
        if rules.can_fetch(str(address), self._agent()):
            pause = rules.crawl_delay(self._agent())
            if pause:
                self._pauses[address.host] = min(float(pause), MOST_PAUSE)
            return None
        return Flaw("robots", f"robots.txt of {address.host} asks programs to leave this page alone")

    def _ask_robots(self, origin: str) -> Protego | Flaw:
        """The rules of a site as RFC 9309 reads them: none where there is no such file, all closed where its server fails."""
        from protego import Protego

        url = f"{origin}/robots.txt"
        watch = Watch(self.settings.total_s)
        for _ in range(self.settings.max_redirects + 1):
            address = parse_address(url)
            answer = address if isinstance(address, Flaw) else self._ask(address, ROBOTS_BYTES, watch)
            if isinstance(answer, Fetched):
                with answer.body as body:
                    return Protego.parse(body.read().decode("utf-8", "replace"))
            if isinstance(answer, Flaw):
                if answer.reason.startswith("http-4"):
                    break
                return Flaw("robots" if answer.reason.startswith("http-") else answer.reason, f"{url}: {answer.detail}")
            url = joined(url, answer.location)
        return Protego.parse("")

    def _wait(self, host: str) -> None:
        pause = max(self.settings.delay, self._pauses.get(host, 0.0))
        left = self._asked.get(host, float("-inf")) + pause - time.monotonic()
        if left > 0:
            time.sleep(left)
        self._asked[host] = time.monotonic()

    def _agent(self) -> str:
        return self.settings.user_agent or f"Dragoman/{version('dragoman')}"

    # ------------------------------------------------------------ one request

    def _ask(self, address: Address, most: int | None, watch: Watch) -> Fetched | _Redirect | Flaw:
        """One request. MOST bounds the answer; None: as a file that the user named may need."""
        numbers = self._checked(address)
        if isinstance(numbers, Flaw):
            return numbers
        self._wait(address.host)
        from urllib3.exceptions import HTTPError

        watch.start()
        try:
            with closing(self._connect(address, numbers, watch)) as connection:
                answer = self._exchange(connection, address, most, watch)
        except (OSError, ValueError, http.client.HTTPException, HTTPError) as error:
            return flaw_of(error, watch)
        finally:
            watch.stop()
        if watch.is_over:
            if isinstance(answer, Fetched):
                answer.body.close()
            return flaw_of(TimeoutError(), watch)
        return answer

    def _checked(self, address: Address) -> list[str] | Flaw:
        """The numbers of the host, if it may be asked at all of them."""
        settings = self.settings
        if address.port not in (80, 443) and not settings.allow_private:
            return Flaw("bad-port", f"port {address.port}; only 80 and 443 are asked, unless private hosts are allowed")
        try:
            numbers = self.resolve(address.host, address.port)
        except (OSError, UnicodeError):
            numbers = []
        if not numbers:
            return Flaw("unreachable", f"no host of the name {address.host} is known")
        for number in numbers:
            if not is_public(number) and not (settings.allow_private and is_own(number)):
                return Flaw("not-public", f"{address.host} is {number}, which is not on the open internet")
        return numbers

    def _connect(self, address: Address, numbers: list[str], watch: Watch) -> socket.socket:
        """A connection to one of the checked numbers, with no name looked up again; TLS is checked against the name."""
        connection = first_open(numbers, address.port, self.settings.timeout_s, watch)
        if address.scheme == "http":
            return connection
        if self._context is None:
            self._context = ssl.create_default_context()
        return secured(connection, address.host, self._context)

    def _exchange(
        self, connection: socket.socket, address: Address, most: int | None, watch: Watch
    ) -> Fetched | _Redirect | Flaw:
        from urllib3.connection import HTTPConnection

        client = HTTPConnection(address.host, address.port, timeout=self.settings.timeout_s)
        client.sock = connection
        headers = {"Host": address.authority, "User-Agent": self._agent(), "Accept": ACCEPT, "Connection": "close"}
        headers |= {"Accept-Encoding": "gzip", "Accept-Language": "en, *;q=0.5"}
        client.request("GET", address.target, headers=headers, preload_content=False, decode_content=False)
        response = client.getresponse()
        try:
            location = response.headers.get("Location")
            if 300 <= response.status < 400 and location:
                return _Redirect(_as_written(location))
            if not 200 <= response.status < 300:
                return Flaw(f"http-{response.status}", f"{address} answers {response.status}")
            return self._answer(response, address, most, watch)
        finally:
            response.close()

    def _answer(self, response: BaseHTTPResponse, address: Address, most: int | None, watch: Watch) -> Fetched | Flaw:
        media, charset = _media(response.headers.get("Content-Type"))
        if media is not None and media.startswith(NO_TEXT):
            return Flaw("not-text", f"{media}")
        if most is None:
            is_large = kind_of(address.target.partition("?")[0]) in LARGE or media in LARGE_MEDIA
            most = self.settings.max_download if is_large else self.settings.max_bytes
            if is_large:
                watch.restart(self.settings.download_s)
        coding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
        if coding not in ("identity", "gzip", "x-gzip"):
            return Flaw("bad-answer", f"packed as {coding[:40]}, which was not asked for")
        body = self._body(response, most, coding != "identity")
        return body if isinstance(body, Flaw) else Fetched(str(address), body, media, charset)

    def _body(self, response: BaseHTTPResponse, most: int, is_packed: bool) -> IO[bytes] | Flaw:
        unpacked = Unpacked(_Raw(response))  # type: ignore[arg-type]
        chunks = unpacked.chunks() if is_packed else iter(lambda: unpacked.stream.read(CHUNK), b"")
        body: Any = tempfile.SpooledTemporaryFile(max_size=self.settings.max_bytes)  # noqa: SIM115 - given away
        try:
            for chunk in chunks:
                if body.tell() + len(chunk) > most:
                    body.close()
                    return Flaw("too-large", f"more than {most} bytes")
                body.write(chunk)
        except BaseException:
            body.close()
            raise
        if unpacked.flaw is not None:
            body.close()
            return unpacked.flaw
        body.seek(0)
        found: IO[bytes] = body
        return found


@dataclass(frozen=True, slots=True)
class _Raw:
    """The bytes of an answer as they come over the wire."""

    response: BaseHTTPResponse

    def read(self, size: int) -> bytes:
        return self.response.read1(size, decode_content=False)


def _as_written(field: str) -> str:
    """A field with letters beyond ASCII: HTTP reads them as Latin, those who write them mean UTF-8.

    >>> _as_written("/caf\u00c3\u00a9")
    '/café'
    """
    try:
        return field.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return field


def _media(header: str | None) -> tuple[str | None, str | None]:
    """Media type and character set of a Content-Type field.

    >>> _media("text/HTML; charset=ISO-8859-2"), _media(None)
    (('text/html', 'iso-8859-2'), (None, None))
    """
    if not header:
        return None, None
    message = Message()
    message["Content-Type"] = header.replace("\r", " ").replace("\n", " ")
    charset = message.get_content_charset()
    return message.get_content_type(), charset
