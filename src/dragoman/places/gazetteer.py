"""The places of the world by name: countries, first-level divisions and cities over 15,000 inhabitants, from GeoNames.

See `data/README.md` for what it rests on. Tables of a user's own (`dragoman places add`) are asked beside it.
"""

from __future__ import annotations

import gzip
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Protocol

from dragoman.actors.spelling import normal
from dragoman.errors import DataError

FAMOUS, OUTWEIGHS = 200_000, 8
"""Inhabitants, and times those of any namesake abroad, from which a bare name means the large place."""
COUNTRY, DIVISION, DISTRICT, CITY, BELOW = 1, 2, 3, 4, 5
"""Resolutions of PLOVER."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name can mean. `country`: ISO alpha-3; `division`: GeoNames admin1 code; degrees north and east."""

    geonameid: int
    name: str
    country: str
    division: str
    lat: float | None
    lon: float | None
    population: int
    level: int
    is_capital: bool = False


class Table(Protocol):
    """What finds places by name."""

    def find(self, key: str) -> tuple[Candidate, ...]:
        """Places of exactly this name in the form in which names are compared (`dragoman.actors.spelling.normal`)."""
        ...


class Packaged:
    """The table of the package: rows and names stay text until they are asked for."""

    def __init__(self, text: str) -> None:
        rows, _, names = text.partition("\n\n")
        if not names:
            raise DataError("the gazetteer of the package is damaged; reinstall the package")
        self._rows = rows.split("\n")
        self._names = names.split("\n")  # sorted; to look one up is quicker than to make a dictionary of all
        self._countries = {
            row.split("\t", 3)[2]: i for i, row in enumerate(self._rows[:300]) if row.split("\t")[7] == "1"
        }

    def find(self, key: str) -> tuple[Candidate, ...]:
        at = bisect_left(self._names, key + "\t")
        name, _, numbers = self._names[at].partition("\t") if at < len(self._names) else ("", "", "")
        return tuple(self._row(int(n)) for n in numbers.split(",")) if name == key else ()

    def country(self, code: str) -> Candidate | None:
        """The country of an ISO alpha-3 code."""
        number = self._countries.get(code)
        return None if number is None else self._row(number)

    def _row(self, number: int) -> Candidate:
        number_, name, country, division, lat, lon, people, level, mark = self._rows[number].split("\t")
        return Candidate(
            int(number_),
            name,
            country,
            division,
            float(lat) if lat else None,
            float(lon) if lon else None,
            int(people),
            int(level),
            mark == "capital",
        )


class Gazetteer:
    """The table of the package and those of the user, asked by whatever spelling.

    >>> [(c.name, c.country) for c in load().find("Aleppo") if c.level == 4]
    [('Aleppo', 'SYR')]
    """

    def __init__(self, packaged: Packaged, own: Sequence[Table] = ()) -> None:
        self._packaged = packaged
        self._own = tuple(own)

    def find(self, name: str) -> tuple[Candidate, ...]:
        """Every place that NAME can mean; each GeoNames id once."""
        key = normal(name)
        found = [c for table in (self._packaged, *self._own) for c in table.find(key)]
        return tuple({c.geonameid: c for c in reversed(found)}.values())[::-1]

    def home(self, name: str) -> str | None:
        """The country that a place of this name is taken to be in without any context, or None if that is open.

        >>> load().home("Gdańsk"), load().home("Santa Cruz")
        ('POL', None)
        """
        found = self.find(name)
        if len({c.country for c in found}) < 2:
            return found[0].country if found else None
        first = max(found, key=lambda c: c.population)
        rest = max(c.population for c in found if c.country != first.country)
        return first.country if first.population >= FAMOUS and first.population >= OUTWEIGHS * rest else None

    def country(self, code: str) -> Candidate | None:
        """The country of an ISO alpha-3 code, or None.

        >>> load().country("MEX").geonameid
        3996063
        """
        return self._packaged.country(code)

    def beside(self, *own: Table) -> Gazetteer:
        """This gazetteer with the tables of a user beside it."""
        return Gazetteer(self._packaged, (*self._own, *own))


@cache
def load() -> Gazetteer:
    """The gazetteer of the package, loaded once."""
    raw = (resources.files("dragoman.places") / "data" / "places.tsv.gz").read_bytes()
    return Gazetteer(Packaged(gzip.decompress(raw).decode("utf-8")))
