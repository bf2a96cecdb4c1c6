"""Reading a user's actor file in TOML or CSV: strict, with all its slips told at once."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from dragoman.actors.added import Added, Own, first_day, last_day, overlap
from dragoman.actors.base import Entry, KnowledgeBase
from dragoman.actors.check import SECTORS
from dragoman.actors.spelling import is_short, normal, split_list
from dragoman.errors import DataError
from dragoman.settings import ActorFile

COLUMNS = ("name", "aliases", "code", "sector", "office", "from", "to", "kind", "wikidata")
"""Columns of the CSV and keys of an [[actor]] table."""
KINDS = ("person", "organisation", "group", "government", "state", "place")
ORGANS = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG"})
"""Sectors whose bodies are organs of a state."""
GROUPS = frozenset({"REB", "UAF", "CRM", "PTY", "PRM", "OPP", "REL", "LAB", "REF", "CVL", "ELI", "AGR"})
"""Sectors whose bodies are groups of people; a body of any other sector is an organisation."""
MOST_SLIPS = 50
"""Slips that are told; a file with more has one fault repeated."""
_ORGANISATION = re.compile(r"IGO:[A-Za-z0-9]+|NGO|MNC|---")
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")

Cells = Mapping[str, str]


def read_rows(base: KnowledgeBase, file: ActorFile) -> Added:
    """The actors of FILE (TOML if its name ends so, else CSV); a bad file is a DataError that tells all its slips.

    >>> from dragoman.actors.base import load
    >>> text = "name,code,sector,office\\nAna Ruiz,CHL,GOV,Mayor of Lota\\n"
    >>> [(r.name, r.kind, r.office) for r in read_rows(load(), ActorFile("mayors.csv", text)).rows]
    [('Ana Ruiz', 'person', 'Mayor of Lota')]
    """
    slips: list[str] = []
    rows: list[tuple[str, Own]] = []
    is_toml = file.name.lower().endswith(".toml")
    for where, cells, faults in _tables(file) if is_toml else _lines(file):
        found = [*faults, *(() if faults else _slips(base, cells))]
        slips += [f"{where}: {fault}" for fault in found]
        if not found:
            rows.append((where, own_of(base, cells)))
    slips += _doubles(rows)
    if not rows and not slips:
        slips.append(f"it holds no actor: write {'[[actor]] tables' if is_toml else 'a row for each actor'}")
    if slips:
        more = [f"and {len(slips) - MOST_SLIPS} more"] if len(slips) > MOST_SLIPS else []
        raise DataError("\n  ".join([f"{file.name} cannot be used:", *slips[:MOST_SLIPS], *more]))
    actors = tuple(row for _, row in rows)
    entries = tuple(e for row in actors if row.kind != "person" for e in entries_of(row))
    return Added(actors, entries, read=len(actors))


def entries_of(row: Own) -> Iterator[Entry]:
    """What each phrase of a body stands for."""
    for phrase in (row.name, *row.aliases):
        form = "short" if is_short(phrase) else "name"
        yield Entry(row.name, row.code, row.sector, row.kind, form, row.wikidata, row.start, row.end, phrase)


def kind_of(base: KnowledgeBase, code: str, sector: str | None) -> str:
    """The kind of a body by its code and sector; without a sector the code of a state means the state itself."""
    if code in base.states:
        if sector is None:
            return "state"
        if sector in ORGANS:
            return "government"
    return "group" if sector in GROUPS else "organisation"


def own_of(base: KnowledgeBase, cells: Cells) -> Own:
    """The actor of a row without slips."""
    code, sector, office = cells["code"], cells.get("sector") or None, cells.get("office", "")
    kind = cells.get("kind") or ("person" if office else kind_of(base, code, sector))
    aliases = split_list(cells.get("aliases", ""))
    start, end, wikidata = cells.get("from") or None, cells.get("to") or None, cells.get("wikidata") or None
    return Own(cells["name"], aliases, code, sector, office, start, end, kind, wikidata)


# ---------------------------------------------------------------- from text to cells


def _lines(file: ActorFile) -> Iterator[tuple[str, Cells, list[str]]]:
    """Rows of a CSV with their place and what is wrong with their form."""
    reader = csv.reader(io.StringIO(file.text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        wrong = list(_header_slips(header))
        if wrong:
            yield "line 1", {}, wrong
            return
        for values in reader:
            if not any(v.strip() for v in values):
                continue
            counted = len(values) == len(header)
            slip = f"{len(values)} cells where the first line names {len(header)}; put text with a comma in quotes"
            cells = {name: " ".join(v.split()) for name, v in zip(header, values, strict=False)}
            yield f"line {reader.line_num}", cells, [] if counted else [slip]
    except csv.Error as error:
        yield f"line {reader.line_num}", {}, [f"no CSV ({error})"]


def _header_slips(header: list[str]) -> Iterator[str]:
    for name in header:
        if name not in COLUMNS:
            yield f"unknown column {name!r}; known are {', '.join(COLUMNS)}"
    for name in sorted({n for n in header if header.count(n) > 1}):
        yield f"column {name!r} stands there twice"
    for name in ("name", "code"):
        if name not in header:
            yield f"no column {name!r}; the first line names the columns, parted by commas"


def _tables(file: ActorFile) -> Iterator[tuple[str, Cells, list[str]]]:
    """[[actor]] tables with their place and what is wrong with their form."""
    try:
        whole = tomllib.loads(file.text)
    except tomllib.TOMLDecodeError as error:
        yield "the file", {}, [f"no TOML ({error})"]
        return
    for key in whole:
        if key != "actor":
            yield "the file", {}, [f"unknown key {key!r}; write [[actor]] tables"]
    tables = whole.get("actor", [])
    if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
        yield "the file", {}, ["actor must be tables, written [[actor]]"]
        return
    for number, table in enumerate(tables, 1):
        faults = list(_form_slips(table))
        cells = {} if faults else {key: _cell(value) for key, value in table.items()}
        yield f"actor {number} ({table.get('name', 'no name')})", cells, faults


def _form_slips(table: Mapping[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        if key not in COLUMNS:
            yield f"unknown key {key!r}; known are {', '.join(COLUMNS)}"
        elif key == "aliases":
            if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
                yield "aliases must be a list of texts in [ ]"
            elif any(";" in v for v in value):
                yield "an alias holds a semicolon; write each alias as a text of its own"
        elif not isinstance(value, str) and not (key in ("from", "to") and _is_date(value)):
            yield f"{key} must be text in quotes"


def _is_date(value: Any) -> bool:
    """Whether VALUE is what TOML makes of a date or a year without quotes."""
    return isinstance(value, int | date) and not isinstance(value, bool)


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(" ".join(v.split()) for v in value)
    return value.isoformat()[:10] if isinstance(value, date) else " ".join(str(value).split())


# ---------------------------------------------------------------- slips


def _slips(base: KnowledgeBase, cells: Cells) -> Iterator[str]:
    """What is wrong with the content of a row."""
    for name in (cells.get("name", ""), *split_list(cells.get("aliases", ""))):
        if not normal(name):
            yield "no name" if not name else f"{name!r} holds no letter"
        elif "|" in normal(name):
            yield f"{name!r} holds a bar (|), which no name has; write several names as aliases"
    code, sector, kind = cells.get("code", ""), cells.get("sector", ""), cells.get("kind", "")
    if not code:
        yield "no code"
    elif code not in base.states and not _ORGANISATION.fullmatch(code):
        yield f"unknown code {code!r}; {_code_hint(base, code)}"
    if sector and sector not in SECTORS:
        yield f"unknown sector {sector!r}; known are {', '.join(sorted(SECTORS))}"
    if kind and kind not in KINDS:
        yield f"unknown kind {kind!r}; known are {', '.join(KINDS)}"
    elif cells.get("office") and kind not in ("", "person"):
        yield f"only persons hold an office; leave out the office or the kind {kind!r}"
    wikidata = cells.get("wikidata", "")
    if wikidata and not re.fullmatch(r"Q[1-9]\d*", wikidata):
        yield f"{wikidata!r} is no Wikidata id; write it as Q42"
    yield from _date_slips(cells.get("from", ""), cells.get("to", ""))


def _code_hint(base: KnowledgeBase, code: str) -> str:
    wanted = code.upper()
    for state in base.states.values():
        if wanted in (state.code, state.iso2, state.cow, state.cameo):
            return f"{state.name} is {state.code}"
    named = sorted({e.code for e in base.find(code)})
    if named:
        return f"that is {' or '.join(named)}"
    return "write ISO 3166-1 alpha-3 such as FRA, IGO:UN and the like, NGO, MNC, or --- for none"


def _date_slips(start: str, end: str) -> Iterator[str]:
    bad = [d for d in (start, end) if d and not is_date(d)]
    for day in bad:
        yield f"{day!r} is no date; write 2024-03-15, 2024-03 or 2024"
    if start and end and not bad and first_day(start) > last_day(end):
        yield f"from {start} lies after to {end}"


def is_date(day: str) -> bool:
    """Whether DAY is a day, month or year of the calendar.

    >>> is_date("2024-02-29"), is_date("2023-02-29"), is_date("2024"), is_date("15.3.2024")
    (True, False, True, False)
    """
    if not day.isascii() or not _DATE.fullmatch(day):
        return False
    try:
        date.fromisoformat(day + "-01-01"[len(day) - 4 :])
    except ValueError:
        return False
    return True


def _doubles(rows: list[tuple[str, Own]]) -> Iterator[str]:
    """Rows that say the same of the same actor for the same days."""
    seen: dict[tuple[str | None, ...], list[tuple[str, Own]]] = {}
    for where, row in rows:
        key = (normal(row.name), row.code, row.sector, row.office.casefold(), row.kind, row.wikidata)
        for earlier, other in seen.setdefault(key, []):
            if overlap(row.period, other.period):
                yield f"{where}: {row.name} stands in {earlier} already, for the same days; leave one out or part their dates"
                break
        seen[key].append((where, row))
