"""The checker of the knowledge base: every fault of a data folder as one line."""

from __future__ import annotations

import collections
import csv
import gzip
import io
import re
from collections.abc import Iterable, Iterator
from importlib.resources.abc import Traversable

from dragoman.actors.base import normal
from dragoman.actors.holders import keys_of

_SECTORS = """
AGR BUS COP CRM CVL EDU ELI GOV JRN JUD LAB LEG MED MIL OPP PRE PRM PTY REB REF REL SOC SPY UAF UNK
"""
SECTORS = frozenset(_SECTORS.split())
"""The sectors of PLOVER 2.0."""
KINDS = {
    "organs.csv": {"government"},
    "organisations.csv": {"organisation", "group"},
    "roles.csv": {"office", "person", "government", "group"},
}
_OTHER_CODE = re.compile(r"IGO:[A-Za-z0-9]+|NGO|MNC|---")
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_PHRASES = {
    "states.csv": ("name", "aliases", "adjectives", "people", "capital", "seats"),
    "divisions.csv": ("name", "aliases", "adjectives"),
    "organs.csv": ("name", "aliases"),
    "organisations.csv": ("name", "aliases"),
}
Row = dict[str, str]


def check(folder: Traversable) -> list[str]:
    """Faults of the data files in FOLDER, each with its file and row; an empty list if there are none.

    >>> from importlib import resources
    >>> check(resources.files("dragoman.actors") / "data")
    []
    """
    tables = {name: _read(folder, name) for name in (*_PHRASES, "roles.csv", "persons.csv.gz", "ambiguous.csv")}
    states = {row["code"] for row in tables["states.csv"]}
    faults = list(_state_faults(tables["states.csv"]))
    for name in ("divisions.csv", "organs.csv", "organisations.csv", "persons.csv.gz", "roles.csv"):
        for number, row in enumerate(tables[name], 2):
            faults += [f"{name}:{number}: {fault}" for fault in _row_faults(name, row, states)]
    faults += _clashes(tables)
    persons, keys = (
        gzip.decompress((folder / n).read_bytes()).decode("utf-8") for n in ("persons.csv.gz", "persons_keys.gz")
    )
    if keys_of(persons) != keys:
        faults.append("persons_keys.gz: is not the index of persons.csv.gz; run training/build_actors.py persons")
    return faults + [f"roles.csv: {phrase!r} is listed twice" for phrase in _twice(tables["roles.csv"])]


def _read(folder: Traversable, name: str) -> list[Row]:
    raw = (folder / name).read_bytes()
    text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def _state_faults(rows: Iterable[Row]) -> Iterator[str]:
    seen: set[str] = set()
    forms = {
        "code": "[A-Z]{3}",
        "iso2": "([A-Z]{2})?",
        "fips": "([A-Z]{2})?",
        "cow": "([A-Z]{3})?",
        "gw": "([A-Z]{3})?",
        "cow_number": "([1-9][0-9]{0,2})?",
        "gw_number": "([1-9][0-9]{0,2})?",
        "cameo": "([A-Z]{3})?",
    }
    for number, row in enumerate(rows, 2):
        if row["code"] in seen:
            yield f"states.csv:{number}: {row['code']} is listed twice"
        seen.add(row["code"])
        for column, form in forms.items():
            if not re.fullmatch(form, row[column]):
                yield f"states.csv:{number}: {column} {row[column]!r} is no code"
        if not row["name"] or not row["basis"]:
            yield f"states.csv:{number}: no name or no basis"


def _row_faults(name: str, row: Row, states: set[str]) -> Iterator[str]:
    if "code" in row and not (row["code"] in states or _OTHER_CODE.fullmatch(row["code"])):
        yield f"unknown code {row['code']!r}"
    if row.get("sector") and row["sector"] not in SECTORS:
        yield f"unknown sector {row['sector']!r}"
    if name in KINDS and row["kind"] not in KINDS[name]:
        yield f"unknown kind {row['kind']!r}"
    if not (row.get("name") or row.get("noun")) or not row.get("basis", "-"):
        yield "no name or no basis"
    if row.get("wikidata") and not re.fullmatch(r"Q\d+", row["wikidata"]):
        yield f"{row['wikidata']!r} is no Wikidata id"
    yield from _date_faults(row)


def _date_faults(row: Row) -> Iterator[str]:
    start, end = row.get("start", row.get("from", "")), row.get("end", row.get("to", ""))
    for date in (start, end):
        if date and not _DATE.fullmatch(date):
            yield f"{date!r} is no date"
    if start and end and end < start[: len(end)]:
        yield f"ends ({end}) before it starts ({start})"


def _clashes(tables: dict[str, list[Row]]) -> list[str]:
    marked = {normal(row["phrase"]) for row in tables["ambiguous.csv"]}
    codes: dict[str, set[str]] = collections.defaultdict(set)
    for name, columns in _PHRASES.items():
        for row in tables[name]:
            for phrase in (p for c in columns for p in row[c].split(";") if p.strip()):
                codes[normal(phrase)].add(row["code"])
    return [
        f"{phrase!r} stands for {', '.join(sorted(found))} and is not in ambiguous.csv"
        for phrase, found in sorted(codes.items())
        if len(found) > 1 and phrase not in marked
    ]


def _twice(rows: Iterable[Row]) -> list[str]:
    counted = collections.Counter(normal(p) for row in rows for p in (row["noun"], *row["forms"].split(";")) if p)
    return [phrase for phrase, count in counted.items() if count > 1]
