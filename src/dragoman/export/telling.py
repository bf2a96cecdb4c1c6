"""An event as one report tells it, and what all formats of the field ask of it: a day, clean cells, a place, an article."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from dragoman.actors import KnowledgeBase
from dragoman.export.parties import NAMELESS
from dragoman.records import Document, Entity, Event, Place
from dragoman.tables import pairs

BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
VERSION = re.compile(r"\d+(?:\.\d+)*")
OF_TEXT, OF_PUBLICATION, OF_PERIOD = "text", "publication", "period"
"""What a day rests on: the text gives it; the report was published then; the first day of a month or year of the text."""


@dataclass(frozen=True, slots=True)
class Order:
    """How to write: with or without TEXT, which STATUSES, what must be known (NEEDS: code, party), by which knowledge BASE."""

    base: KnowledgeBase
    statuses: frozenset[str]
    needs: frozenset[str] = frozenset()
    text: bool = True


@dataclass(frozen=True, slots=True)
class Telling:
    """An event of a report with the day on which formats that need one put it; `story` has all events of the report."""

    event: Event
    document: Document
    day: date
    day_basis: str
    order: Order
    story: Sequence[Event] = ()

    @property
    def base(self) -> KnowledgeBase:
        return self.order.base

    def words(self, value: str | None) -> str | None:
        """Words of the report, if they may be shown."""
        return value if self.order.text else None


def tellings(document: Document, events: Sequence[Event], order: Order) -> Iterator[Telling | str]:
    """The EVENTS of DOCUMENT that can be written, and of each that cannot be the reason."""
    for event in events:
        day = day_of(event, document)
        if event.status not in order.statuses:
            yield "status"
        elif day is None:
            yield "no-date"
        elif "code" in order.needs and not event.cameo:
            yield "no-code"
        elif "party" in order.needs and not any(any(pair) for pair in pairs(event)):
            yield "no-party"
        else:
            yield Telling(once_each(event), document, day[0], day[1], order, events)


def once_each(event: Event) -> Event:
    """EVENT with each party once on its side: a record holds every mention that was found, "the president" beside his name."""
    actor, recipient = (
        tuple({_identity(e): e for e in reversed(side)}.values())[::-1] for side in (event.actor, event.recipient)
    )
    if len(actor) == len(event.actor) and len(recipient) == len(event.recipient):
        return event
    return replace(event, actor=actor, recipient=recipient)


def _identity(entity: Entity) -> tuple[str | None, ...]:
    """Who a party is; one that bears only its state's name, or none, is told from others by its words."""
    words = entity.text if entity.name is None or entity.kind in NAMELESS else None
    return entity.code, entity.sector, entity.name, words


# ---------------------------------------------------------------- days


def published(document: Document) -> date | None:
    """The day on which a report came out, if that is known."""
    return _day((document.published or "")[:10])


def day_of(event: Event, document: Document) -> tuple[date, str] | None:
    """The day of an event and what it rests on; None where neither the text nor the report has a date.

    A month or year is the day of publication if that lies within it, else its first day.
    """
    known, out = event.date or "", published(document)
    whole = _day(known[:10])
    if whole:
        return whole, OF_TEXT
    if out and out.isoformat().startswith(known):
        return out, OF_PUBLICATION
    first = _day((known + "-01-01")[:10]) if re.fullmatch(r"\d{4}(-\d\d)?", known) else None
    if first:
        return first, OF_PERIOD
    return (out, OF_PUBLICATION) if out else None


def eight(day: date) -> str:
    """A day in eight digits."""
    return day.isoformat().replace("-", "")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def added(document: Document) -> str:
    """When a report came out as YYYYMMDDHHMMSS in UTC, "" if that is not known."""
    try:
        moment = datetime.fromisoformat(document.published or "")
    except ValueError:
        return ""
    return (moment.astimezone(UTC) if moment.tzinfo else moment).strftime("%Y%m%d%H%M%S")


# ---------------------------------------------------------------- cells


def clean(value: object) -> str:
    """A cell that every reader of tab-separated files reads alike: one line, no tab, no double quote, nothing for None.

    >>> clean('the "Wolf\\tof\\u2028Riga"'), clean(None), clean(4.0)
    ("the 'Wolf of Riga'", '', '4.0')
    """
    text = "" if value is None else str(value)
    if text.isalnum() or not text:  # most cells: codes, numbers
        return text
    return BLANK.sub(" ", text).strip().replace('"', "'")


def joined(values: Iterable[object], mark: str = ";") -> str:
    """A list as one cell: MARK parts its items, in which commas stand for it."""
    return mark.join(clean(value).replace(mark, ",") for value in values)


def tab_line(cells: Iterable[object]) -> str:
    """A line of a file of tab-separated cells."""
    return "\t".join(map(clean, cells)) + "\n"


# ---------------------------------------------------------------- reports and places


def article(document: Document) -> str:
    """A short id of a report: hash of its id, without any mark that parts cells or lists."""
    return hashlib.sha256(document.id.encode("utf-8", errors="surrogatepass")).hexdigest()[:12]


def record_key(telling: Telling) -> str:
    """An id of an event in a report: the report's, "_" and that of the record (which two reports of one text share)."""
    return f"{article(telling.document)}_{telling.event.id}"


def outlet(document: Document) -> str:
    """Who published a report: the outlet, else the host of its address."""
    try:
        return document.outlet or urlsplit(document.url or "").hostname or ""
    except ValueError:  # no address
        return ""


def sentence_number(document: Document, start_char: int) -> int | None:
    """The number, from 1, of the sentence of DOCUMENT in which START_CHAR lies; None where sentences are not known."""
    return bisect_right(document.sentences, start_char, key=lambda span: span[0]) or None


def coder_version(event: Event) -> str:
    """The version of the program that made a record: "0.1.0" of "dragoman 0.1.0; model ..."."""
    found = VERSION.search(event.coder)
    return found[0] if found else ""


def parts_of(place: Place | None) -> tuple[str | None, str | None, str | None]:
    """City, district and province that a place is; only that which it is itself is known."""
    if place is None:
        return None, None, None
    level = place.resolution or 0
    return (
        place.name if level >= 4 else None,
        place.name if level == 3 else None,
        place.name if level == 2 else None,
    )
