"""What a segment holds: the flat table of one kind of record, and beside it what the archive needs.

docno      number of the document (one version of a text, coded by one coder) in this archive
sentence   which of its sentences the evidence begins in, counted from 0
day        day of the event, else of the report: what questions by time go by
is_first   events only: true on the first of the rows that one event has, so that events can be counted
record     the whole record as JSON; of a document without its text, which has a column of its own
"""

from __future__ import annotations

import bisect
import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from dragoman.records import Document, Event, Page, Record, Rejection, from_dict, to_dict
from dragoman.tables import KINDS, columns, rows

TYPES = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE"}
OWN = {"docno": "BIGINT", "sentence": "INTEGER", "day": "DATE", "is_first": "BOOLEAN", "record": "VARCHAR"}
"""The archive's own columns and their types."""
DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
ODD = re.compile("[\0\ud800-\udfff]")
GREATEST = 1 << 63
"""What a BIGINT cannot hold any more."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Coded:
    """A report as the archive takes it: its number, its record (None where there is none) and the records of what it says."""

    docno: int | None
    document: Document | None
    records: tuple[Record, ...]
    """Without the document's own."""


ORIGINALS = "originals"
"""The kind of segment that keeps pages as they were found."""


def table_columns(kind: str) -> dict[str, str]:
    """The columns of the segments of KIND and their DuckDB types, those of the flat table first.

    >>> list(table_columns("rejections"))
    ['rejection_id', 'document', 'step', 'reason', 'detail', 'docno', 'sentence', 'day', 'is_first', 'record']
    """
    if kind == ORIGINALS:
        return {"docno": "BIGINT", "page": "VARCHAR"}
    return {c.name: TYPES[c.type] for c in columns(kind)} | OWN


def original_rows(pages: Iterable[tuple[int, Page]]) -> Iterator[Row]:
    """The rows of pages kept under the numbers of their documents."""
    for docno, page in pages:
        yield {"docno": docno, "page": json.dumps(asdict(page), ensure_ascii=False)}


def load_original(page: str) -> Page:
    """The page that `original_rows` kept."""
    body = json.loads(page)
    return Page(**(body | {"authors": tuple(body["authors"])}))


def table_rows(kind: str, report: Coded) -> Iterator[Row]:
    """The rows of KIND that a report gives."""
    names = [c.name for c in columns(kind)]
    head = () if report.document is None else (report.document,)
    starts = [start for start, _ in report.document.sentences] if report.document is not None else []
    for record in (*head, *report.records):
        if not isinstance(record, KINDS[kind]):
            continue
        flat = rows((record,) if isinstance(record, Document) else (*head, record), kind)
        for number, values in enumerate(flat):
            yield dict(zip(names, values, strict=True)) | {
                "docno": report.docno,
                "sentence": _sentence(record, starts),
                "day": day_of(record, report.document),
                "is_first": number == 0,
                "record": dump(record) if number == 0 else None,
            }


def _sentence(record: Record, starts: Sequence[int]) -> int | None:
    if isinstance(record, Document | Rejection) or not starts:
        return None
    return max(0, bisect.bisect_right(starts, record.evidence.start_char) - 1)


def day_of(record: Record, document: Document | None) -> str | None:
    """The first day of the date of an event, else of the report's; None where neither is known."""
    told = first_day(getattr(record, "date", None))
    return told or first_day(document.published if document is not None else None)


def first_day(date: str | None) -> str | None:
    """The first day of a date, month or year; None where there is no such day.

    >>> first_day("2019-04"), first_day("2020-02-29T10:00"), first_day("soon"), first_day("2019-13-01")
    ('2019-04-01', '2020-02-29', None, None)
    """
    found = DAY.match(date or "")
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
    days = (31, 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    is_day = year > 0 and 1 <= month <= 12 and 1 <= day <= days[month - 1]
    return f"{year:04}-{month:02}-{day:02}" if is_day else None


def dump(record: Record) -> str:
    """A record as the column `record` holds it; JSON has a way to write what no column can hold."""
    body = to_dict(record)
    if isinstance(record, Document) and storable(record.text) == record.text:
        del body["text"]
    written = json.dumps(body, ensure_ascii=False)
    return written if storable(written) == written else json.dumps(body)


def storable(text: str) -> str:
    """TEXT as columns and indexes can hold it: U+2400 stands for NUL, U+FFFD for half a pair of surrogates; offsets stay.

    >>> storable("Riga"), storable("a\\0b"), storable("\\ud83d!")
    ('Riga', 'a␀b', '�!')
    """
    return ODD.sub(lambda found: "\u2400" if found[0] == "\0" else "\ufffd", text)


def cell(value: Any) -> Any:
    """VALUE as a flat column holds it; unknown, empty and too great for it are one."""
    if isinstance(value, str):
        return storable(value) or None
    is_great = isinstance(value, int) and not -GREATEST <= value < GREATEST
    return None if is_great or (isinstance(value, float) and not math.isfinite(value)) else value


def load(record: str) -> Record:
    """The record that `dump` made."""
    return from_dict(json.loads(record))


def load_document(record: str, text: str | None) -> Document:
    """The document that `dump` made, with its text."""
    document = from_dict({"text": text or ""} | json.loads(record))
    assert isinstance(document, Document)
    return document


def without_trace(record: Record) -> Record:
    """RECORD as it is stored: a trace is for reading at once, not for keeping."""
    return replace(record, trace=None) if isinstance(record, Document | Event) and record.trace is not None else record


def sentences(report: Coded) -> Iterable[tuple[int, str]]:
    """The sentences of a report with the numbers by which the text index knows them; its title has the last number of all."""
    document, docno = report.document, report.docno
    if document is None or docno is None:
        return
    for number, (start, end) in enumerate(document.sentences[:LAST] or ((0, len(document.text)),)):
        yield docno << SHIFT | number, document.text[start:end]
    if document.title:
        yield docno << SHIFT | LAST, document.title


SHIFT = 16
LAST = (1 << SHIFT) - 1
"""No report of at most 20,000 words has more sentences than this."""
