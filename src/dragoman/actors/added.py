"""What a user's own actor file adds to the knowledge base, and the arithmetic of its dates."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from dragoman.actors.base import Entry, Role

ALWAYS = "0001"
"""Start of a term that has none in the user's file: there an open start means always, in our lists it means unknown."""
FIRST, LAST = date.min.toordinal(), date.max.toordinal()

Period = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Unread:
    """A line of a PETRARCH dictionary that could not be used: its number from 1, its words, and why."""

    line: int
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Own:
    """A user's actor in one office or sector, as a row of their file says it."""

    name: str
    aliases: tuple[str, ...]
    code: str
    sector: str | None
    office: str
    start: str | None
    end: str | None
    kind: str
    wikidata: str | None

    @property
    def period(self) -> Period:
        """First and last day, None where open."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Added:
    """The content of a user's actor file. `roles`: role nouns by phrase; `read`: lines that were used."""

    rows: tuple[Own, ...] = ()
    entries: tuple[Entry, ...] = ()
    """One for each phrase of a body."""
    roles: Mapping[str, Role] = field(default_factory=dict)
    unread: tuple[Unread, ...] = ()
    read: int = 0

    @property
    def persons(self) -> tuple[Own, ...]:
        """The rows of persons, those of one person together."""
        rows = [r for r in self.rows if r.kind == "person"]
        return tuple(sorted(rows, key=lambda r: (r.name, r.wikidata or "", r.start or "")))


def first_day(day: str | None) -> int:
    """The first day that a partial date can mean, as an ordinal; that of None lies before all.

    >>> date.fromordinal(first_day("2004-02")).isoformat()
    '2004-02-01'
    """
    return FIRST if day is None else date.fromisoformat(day + "-01-01"[len(day) - 4 :]).toordinal()


def last_day(day: str | None) -> int:
    """The last day that a partial date can mean, as an ordinal; that of None lies after all.

    >>> date.fromordinal(last_day("2004-02")).isoformat()
    '2004-02-29'
    """
    if day is None:
        return LAST
    if len(day) == 7:
        return date.fromisoformat(f"{day}-{calendar.monthrange(int(day[:4]), int(day[5:]))[1]:02}").toordinal()
    return date.fromisoformat(day + "-12-31"[len(day) - 4 :]).toordinal()


def overlap(one: Period, other: Period) -> bool:
    """Whether two periods have a day in common.

    >>> overlap(("2004", "2006"), ("2006-12-31", None)), overlap((None, "2006"), ("2007", None))
    (True, False)
    """
    return first_day(one[0]) <= last_day(other[1]) and first_day(other[0]) <= last_day(one[1])


def outside(period: Period, taken: Iterable[Period]) -> list[Period]:
    """The parts of PERIOD that lie outside all of TAKEN, in the order of time.

    >>> outside((None, None), [("2010", "2015-06")])
    [(None, '2009-12-31'), ('2015-07-01', None)]
    >>> outside(("2012", "2014"), [("2010", "2015")])
    []
    """
    left = [period]
    for one in taken:
        first, last = first_day(one[0]), last_day(one[1])
        cut: list[Period] = []
        for start, end in left:
            if not overlap((start, end), one):
                cut.append((start, end))
                continue
            if first_day(start) < first:
                cut.append((start, date.fromordinal(first - 1).isoformat()))
            if last < last_day(end):
                cut.append((date.fromordinal(last + 1).isoformat(), end))
        left = cut
    return left
