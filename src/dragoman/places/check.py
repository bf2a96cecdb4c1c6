"""The checker of the gazetteer: every fault of its file as one line."""

from __future__ import annotations

import collections
import gzip
import zlib
from collections.abc import Container, Iterator, Sequence
from importlib.resources.abc import Traversable

from dragoman.actors.spelling import normal
from dragoman.places.gazetteer import CITY, COUNTRY, DIVISION

FIELDS = 9
LEVELS = {str(level) for level in (COUNTRY, DIVISION, CITY)}


def check(folder: Traversable, countries: Container[str]) -> list[str]:
    """Faults of places.tsv.gz in FOLDER, each with its line; an empty list if there are none. COUNTRIES: ISO alpha-3 codes.

    >>> from importlib import resources
    >>> from dragoman import actors
    >>> check(resources.files("dragoman.places") / "data", actors.load().states)
    []
    """
    try:
        text = gzip.decompress((folder / "places.tsv.gz").read_bytes()).decode("utf-8")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        return [f"places.tsv.gz: cannot be read ({error})"]
    places, blank, names = text.rstrip("\n").partition("\n\n")
    if not blank:
        return ["places.tsv.gz: no empty line parts the places from the names"]
    rows = [line.split("\t") for line in places.split("\n")]
    faults = [
        f"line {number}: {fault}" for number, row in enumerate(rows, 1) for fault in _place_faults(row, countries)
    ]
    faults += [f"place {one} is there twice" for one in _twice([row[0] for row in rows])]
    faults += [f"country {code} is there twice" for code in _twice([r[2] for r in rows if r[7:8] == [str(COUNTRY)]])]
    return faults or [*_name_faults(names.split("\n"), rows)]


def _place_faults(row: Sequence[str], countries: Container[str]) -> Iterator[str]:
    if len(row) != FIELDS:
        yield f"has {len(row)} fields, not {FIELDS}"
        return
    number, name, country, division, lat, lon, people, level, mark = row
    if not number.isdigit() or not name.strip() or not people.isdigit():
        yield "no id, name or number of inhabitants"
    if country not in countries:
        yield f"unknown country {country!r}"
    if level not in LEVELS:
        yield f"unknown level {level!r}"
    if (level == str(COUNTRY)) == bool(division) and level != str(CITY):
        yield f"division {division!r} at level {level}"
    if mark not in ("", "capital"):
        yield f"unknown mark {mark!r}"
    if not _is_on_earth(lat, lon) and (lat or lon or level == str(CITY)):
        yield f"{lat!r} {lon!r} are no coordinates"


def _is_on_earth(lat: str, lon: str) -> bool:
    try:
        return abs(float(lat)) <= 90 and abs(float(lon)) <= 180
    except ValueError:
        return False


def _name_faults(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Names must be in order, as the gazetteer searches by halving, and lead to all places but the countries."""
    meant: set[tuple[str, int]] = set()
    before = ""
    for line in lines:
        key, tab, numbers = line.partition("\t")
        if not tab or not key or normal(key) != key:
            yield f"name {key!r} is not in the form in which names are compared"
        if key <= before:
            yield f"name {key!r} is out of order or there twice"
        before = key
        for number in numbers.split(","):
            if not number.isdigit() or int(number) >= len(rows):
                yield f"name {key!r} leads to no place ({number!r})"
            else:
                meant.add((key, int(number)))
    for at, row in enumerate(rows):
        if row[7] != str(COUNTRY) and (normal(row[1]), at) not in meant:
            yield f"place {row[0]} is not found by its name {row[1]!r}"


def _twice(values: Sequence[str]) -> list[str]:
    return sorted(value for value, count in collections.Counter(values).items() if count > 1)
