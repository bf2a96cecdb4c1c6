"""A client of a SPARQL service that waits when it is told to, tries again, and bounds time and size."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import urllib3

from dragoman.errors import DragomanError

PUBLIC = "https://query.wikidata.org/sparql"
TIMEOUT = b"TimeoutException"
"""What the service writes at the end of an answer, even one of status 200, whose query took too long."""


class ServiceError(DragomanError):
    """A service does not answer, or not as it must. `is_final`: no further question will fare better."""

    def __init__(self, message: str, is_final: bool = True) -> None:
        super().__init__(message)
        self.is_final = is_final


class Slow(ServiceError):  # noqa: N818 a smaller question may do, so it is no failure yet
    """The service took too long for this question."""

    def __init__(self, message: str) -> None:
        super().__init__(message, is_final=False)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long to wait and how much to take; seconds and bytes."""

    answer: float = 75.0
    """For one answer: the public service stops a query at sixty seconds."""
    whole: float = 3600.0
    """For all questions together."""
    size: int = 50_000_000
    """Of one answer; a page of 2,000 rows has about two million."""
    tries: int = 5
    pause: float = 2.0
    """Before the second try; each further pause is twice as long."""
    longest: float = 300.0
    """The longest pause that a service may ask for."""


@dataclass(slots=True)
class Service:
    """The SPARQL service at a URL; `tell` gets a line about each pause, `sleep` makes it."""

    url: str
    read: Callable[[bytes], list[dict[str, str]]]
    """Reads the body of an answer; ValueError if it is broken."""
    bounds: Bounds = field(default_factory=Bounds)
    tell: Callable[[str], None] = lambda line: None
    sleep: Callable[[float], None] = time.sleep
    agent: str = "dragoman"
    """Wikidata asks programs to say who they are, with their version."""
    _pool: urllib3.PoolManager = field(init=False)
    _began: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        headers = {"User-Agent": self.agent, "Accept": "application/sparql-results+json", "Accept-Encoding": "gzip"}
        retries = urllib3.Retry(
            total=None, connect=0, read=0, status=0, other=0, redirect=3
        )  # `ask` tries again itself
        self._pool = urllib3.PoolManager(headers=headers, retries=retries)

    def ask(self, query: str) -> list[dict[str, str]]:
        """The answers to QUERY; `Slow` if it took too long, ServiceError if the service refuses or fails again and again."""
        why = ""
        for number in range(self.bounds.tries):
            if time.monotonic() - self._began > self.bounds.whole:
                raise ServiceError(
                    f"{self.url}: {self.bounds.whole:.0f} seconds are over; ask again later for the rest"
                )
            try:
                status, headers, body = self._get(query)
            except urllib3.exceptions.HTTPError as error:
                cause = getattr(error, "reason", None) or error  # the errors of urllib3 lie in one another
                if isinstance(cause, urllib3.exceptions.ReadTimeoutError):
                    raise Slow(f"{self.url}: no answer within {self.bounds.answer:.0f} seconds") from error
                why = f"no connection ({str(cause).rpartition(': ')[2] or type(cause).__name__})"
            else:
                if status == 200:
                    found, why = self._answers(body)
                    if found is not None:
                        return found
                else:
                    why = self._refusal(status, body)
                    self._wait(headers.get("Retry-After"), number, why)
                    continue
            self._wait(None, number, why)
        raise ServiceError(
            f"{self.url}: {why}, {self.bounds.tries} times; try again later, or name another with --service"
        )

    def _get(self, query: str) -> tuple[int, urllib3.HTTPHeaderDict, bytes]:
        limit = self.bounds.answer
        deadline = time.monotonic() + limit
        response = self._pool.request(
            "GET",
            self.url,
            fields={"query": query, "format": "json"},
            preload_content=False,
            timeout=urllib3.Timeout(connect=min(10.0, limit), read=limit),
        )
        body = bytearray()
        try:
            # Read bit by bit: a time limit of the connection alone lets a service drip for ever.
            while chunk := response.read1(65_536, decode_content=True):
                body += chunk
                if len(body) > self.bounds.size:
                    raise ServiceError(
                        f"{self.url}: an answer has more than {self.bounds.size:,} bytes; is it this service?"
                    )
                if time.monotonic() > deadline:
                    raise Slow(f"{self.url}: no whole answer within {limit:.0f} seconds")
        finally:
            response.close()
        return response.status, response.headers, bytes(body)

    def _answers(self, body: bytes) -> tuple[list[dict[str, str]] | None, str]:
        """The answers in BODY, or None and why it holds none."""
        try:
            return self.read(body), ""
        except ValueError as error:
            if _tells_timeout(body):
                raise Slow(f"{self.url}: the service stopped the query for its time") from error
            place = f"at character {error.pos}" if isinstance(error, json.JSONDecodeError) else str(error)
            return None, f"an answer that is no JSON of a SPARQL service, {place}"

    def _refusal(self, status: int, body: bytes) -> str:
        """Why an answer of STATUS holds nothing, where a second try may help."""
        if status in (500, 504) and _tells_timeout(body):
            raise Slow(f"{self.url}: the service stopped the query for its time")
        if status == 429 or status >= 500:
            return f"status {status}"
        raise ServiceError(f"{self.url}: status {status}; is this the address of a SPARQL service?")

    def _wait(self, asked: str | None, number: int, why: str) -> None:
        """Pause before the next try: as long as the service asks, else longer each time."""
        if number + 1 >= self.bounds.tries:
            return
        pause = seconds(asked)
        if pause is not None and pause > self.bounds.longest:
            raise ServiceError(f"{self.url}: {why}; the service asks for a pause of {pause:.0f} seconds, so ask later")
        pause = self.bounds.pause * 2**number if pause is None else pause
        self.tell(f"{self.url}: {why}; next try in {pause:.0f} seconds")
        self.sleep(pause)


def seconds(asked: str | None) -> float | None:
    """The pause that a Retry-After header asks for, in seconds; None if it asks for none or cannot be read.

    >>> seconds("17"), seconds("soon"), seconds("Fri, 31 Dec 1999 23:59:59 GMT")
    (17.0, None, 0.0)
    """
    if not asked:
        return None
    if asked.strip().isascii() and asked.strip().isdigit():
        return float(asked)
    try:
        when = parsedate_to_datetime(asked)
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())


def _tells_timeout(body: bytes) -> bool:
    return TIMEOUT in body[-20_000:]
