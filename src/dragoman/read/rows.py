"""Rows of JSON lines and CSV: one row is one Page, a bad row one Flaw, and the rest goes on."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from dragoman.read.decode import Flaw
from dragoman.records import Page
from dragoman.settings import ReadSettings

DELIMITERS = ",;\t|"
SURROGATE = re.compile(r"[\ud800-\udfff]")

Row = tuple[int, Page | Flaw]
"""The number of the line at which a row ends, counted from 1, and what it gave."""


def json_rows(lines: Iterator[str | Flaw], source: str, settings: ReadSettings) -> Iterator[Row]:
    """One Page a line of JSON.

    >>> [page.content for _, page in json_rows(iter(['{"text": "Two ministers met."}']), "a.jsonl", ReadSettings())]
    ['Two ministers met.']
    """
    for number, line in enumerate(lines, 1):
        if isinstance(line, Flaw):
            yield number, line
        elif line.strip("\ufeff \t\r\n"):
            yield number, _json_page(line.strip("\ufeff \t\r\n"), f"{source}:{number}", settings)


def _json_page(line: str, source: str, settings: ReadSettings) -> Page | Flaw:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Flaw("bad-json", f"not JSON: {error}")
    return to_page(value, source, settings)


def json_values(text: str, source: str, settings: ReadSettings) -> Iterator[Row]:
    """The Pages of a file that is one JSON object or one list of objects."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield 1, Flaw("bad-json", f"not JSON: {error}")
        return
    values = value if isinstance(value, list) else [value]
    for number, item in enumerate(values, 1):
        if isinstance(value, list):
            yield number, to_page(item, f"{source}:{number}", settings)
        else:
            page = to_page(item, source, settings)
            yield number, replace(page, id=page.id or source) if isinstance(page, Page) else page


def csv_rows(lines: Iterator[str | Flaw], source: str, settings: ReadSettings) -> Iterator[Row]:
    """One Page a row of a table with a header; the delimiter is the one that finds the column of text.

    >>> rows = csv_rows(iter(["id,text\\n", "7,Two ministers met.\\n"]), "a.csv", ReadSettings())
    >>> [(page.id, page.content) for _, page in rows]
    [('7', 'Two ministers met.')]
    """
    if csv.field_size_limit() < settings.max_bytes:
        csv.field_size_limit(settings.max_bytes)  # the default of 131,072 is less than a long report in HTML
    flaws: list[Flaw] = []
    clean = _readable(lines, flaws)
    header_line = next((line for line in clean if flaws or line.strip()), None)
    if flaws:
        yield 1, flaws[0]
    if flaws or header_line is None:
        return
    delimiter = delimiter_of(header_line, settings)
    if delimiter is None:
        names = ", ".join(sorted((settings.text_column, settings.html_column)))
        yield 1, Flaw("missing-columns", f"no column of the names {names} in: {header_line.strip()[:200]}")
        return
    header = _header(header_line, delimiter)
    reader = csv.reader(clean, delimiter=delimiter, strict=True)
    while True:
        row = _next_row(reader)
        if row is None:
            return
        number = reader.line_num + 1
        if flaws:
            yield number, flaws.pop(0)
            flaws.clear()
        elif isinstance(row, Flaw):
            yield number, row
        elif any(value.strip() for value in row):
            yield number, _csv_page(row, header, f"{source}:{number}", settings)


def _readable(lines: Iterator[str | Flaw], flaws: list[Flaw]) -> Iterator[str]:
    """The lines as the csv module wants them; the row of an unreadable one is refused as a whole."""
    for line in lines:
        if isinstance(line, Flaw):
            flaws.append(line)
            yield "\n"
        else:
            yield line.replace("\x00", "")


def _next_row(reader: Any) -> list[str] | Flaw | None:
    try:
        return list(next(reader))
    except StopIteration:
        return None
    except csv.Error as error:
        return Flaw("bad-row", str(error))


def _header(line: str, delimiter: str) -> list[str]:
    try:
        names = next(csv.reader([line.strip("\ufeff\r\n")], delimiter=delimiter), [])
    except csv.Error:  # a line within the line: no header of a table
        return []
    return [name.strip().strip("\ufeff").lower() for name in names]


def delimiter_of(line: str, settings: ReadSettings) -> str | None:
    """What parts the columns of a header, or None if it holds no column of text.

    >>> delimiter_of("id;title;text", ReadSettings()), delimiter_of("The text of a report", ReadSettings()) is None
    (';', True)
    """
    wanted = {settings.text_column.lower(), settings.html_column.lower()}
    found = [mark for mark in DELIMITERS if wanted & set(_header(line, mark))]
    return next((mark for mark in found if mark in line), found[0] if found else None)


def _csv_page(row: list[str], header: list[str], source: str, settings: ReadSettings) -> Page | Flaw:
    if len(row) > len(header):
        return Flaw("bad-row", f"{len(row)} fields where the header has {len(header)}")
    return to_page(dict(zip(header, row, strict=False)), source, settings)


def to_page(row: object, source: str, settings: ReadSettings) -> Page | Flaw:
    """The Page that a row tells of, by the names of its columns.

    >>> to_page({"html": "<p>Two ministers met.</p>", "authors": "Jane Doe; John Roe"}, "a:1", ReadSettings()).authors
    ('Jane Doe', 'John Roe')
    """
    if not isinstance(row, dict):
        return Flaw("bad-row", f"a {type(row).__name__} where an object is expected")
    columns: Mapping[str, Any] = {str(name).lower(): value for name, value in row.items()}

    def value(name: str) -> str | None:
        return _string(columns.get(name.lower()))

    text, html = value(settings.text_column), value(settings.html_column)
    if not text and not html:
        return Flaw("missing-text", f"neither {settings.text_column} nor {settings.html_column} holds anything")
    return Page(
        source=source,
        content=text or html or "",
        kind="text" if text else "html",
        id=value(settings.id_column),
        url=value(settings.url_column),
        title=value(settings.title_column),
        published=value(settings.published_column),
        authors=to_authors(columns.get(settings.authors_column.lower())),
        outlet=value(settings.outlet_column),
        rights=value(settings.rights_column),
    )


def _string(value: object) -> str | None:
    """A cell as text: numbers as they are written, nothing for what is empty or has parts."""
    if value is None or isinstance(value, bool | list | dict):
        return None
    text = SURROGATE.sub("\ufffd", str(value))
    return text if text.strip() else None


def to_authors(value: object) -> tuple[str, ...]:
    """Writers given as a list of names, of objects with a name, or as one string.

    >>> to_authors(["Jane Doe", {"name": "John Roe"}]), to_authors("Jane Doe and John Roe")
    (('Jane Doe', 'John Roe'), ('Jane Doe', 'John Roe'))
    """
    if isinstance(value, list):
        items = [item.get("name") if isinstance(item, dict) else item for item in value]
        return tuple(text.strip() for item in items if (text := _string(item)))
    text = _string(value) or ""
    return tuple(part.strip() for part in re.split(r"\s*;\s*|\s+and\s+", text) if part.strip())
