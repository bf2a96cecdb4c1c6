"""Writers of records: JSON lines, CSV and Parquet. Each takes the records of one report at a time."""

from __future__ import annotations

import csv
import json
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, Protocol

from dragoman.errors import UsageError
from dragoman.export.redact import without_text
from dragoman.records import Record, to_dict
from dragoman.tables import BREAKS, KINDS, columns, rows

FORMATS = ("jsonl", "csv", "parquet")
PAGE = "html"
"""The format for reading, which `dragoman.view` writes."""
BREAK = re.compile(f"[{BREAKS}]")
TYPES = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE"}


class Writer(Protocol):
    """Takes the records of one report after another; `close` ends the file, also after a run that was stopped."""

    def write(self, records: Sequence[Record]) -> None: ...

    def close(self) -> None: ...


def format_of(path: str | Path) -> str | None:
    """The format that the name of a file asks for, None if it names none.

    >>> format_of("events.csv"), format_of("events.txt")
    ('csv', None)
    """
    suffix = Path(path).suffix.lower().lstrip(".")
    other = {"ndjson": "jsonl", "json": "jsonl", "htm": PAGE}
    return other.get(suffix, suffix if suffix in (*FORMATS, PAGE) else None)


def json_line(record: Record, text: bool = True) -> str:
    """A record as one line of JSON, its keys in the order of its fields."""
    body = to_dict(record)
    return json.dumps(body if text else without_text(body), ensure_ascii=False) + "\n"


def open_writer(form: str, target: IO[str] | Path, kind: str | None = None, text: bool = True) -> Writer:
    """A writer of FORM (jsonl, csv, parquet) to TARGET, an open text file or a path.

    KIND None: all records in JSON lines, events in a table. Without TEXT, no words of the report are written.
    """
    if kind is not None and kind not in KINDS:
        raise UsageError(f"no records of kind {kind!r}; there are {', '.join(KINDS)}")
    if form == "parquet":
        if not isinstance(target, Path):
            raise UsageError("Parquet cannot be written to a terminal or pipe; name a file with --out FILE.parquet")
        return _Parquet(target, kind or "events", text)
    owned = isinstance(target, Path)
    file = target.open("w", encoding="utf-8", errors="replace", newline="") if isinstance(target, Path) else target
    return _JsonLines(file, owned, kind, text) if form == "jsonl" else _Csv(file, owned, kind or "events", text)


class _JsonLines:
    def __init__(self, file: IO[str], owned: bool, kind: str | None, text: bool) -> None:
        self.file, self.owned, self.text = file, owned, text
        self.kinds = tuple(KINDS.values()) if kind is None else (KINDS[kind],)

    def write(self, records: Sequence[Record]) -> None:
        self.file.write("".join(json_line(r, self.text) for r in records if isinstance(r, self.kinds)))
        self.file.flush()

    def close(self) -> None:
        if self.owned:
            self.file.close()


class _Csv:
    def __init__(self, file: IO[str], owned: bool, kind: str, text: bool) -> None:
        self.file, self.owned, self.kind, self.text = file, owned, kind, text
        self.csv = csv.writer(file, lineterminator="\n")
        self.csv.writerow([c.name for c in columns(kind, text)])

    def write(self, records: Sequence[Record]) -> None:
        for row in rows(records, self.kind, self.text):
            self.csv.writerow(unbroken(row))
        self.file.flush()

    def close(self) -> None:
        if self.owned:
            self.file.close()


def unbroken(row: Sequence[Any]) -> list[Any]:
    """The cells of ROW with one blank for each tab and end of line."""
    return [BREAK.sub(" ", cell) if isinstance(cell, str) else cell for cell in row]


class _Parquet:
    """Rows gather as CSV beside the target and are turned into Parquet at the end, so that both formats agree."""

    def __init__(self, target: Path, kind: str, text: bool) -> None:
        self.target, self.columns = target, columns(kind, text)
        self.folder = tempfile.TemporaryDirectory(dir=target.parent, prefix=".dragoman-")
        self.rows = Path(self.folder.name) / "rows.csv"
        self.csv = open_writer("csv", self.rows, kind, text)

    def write(self, records: Sequence[Record]) -> None:
        self.csv.write(records)

    def close(self) -> None:
        import duckdb

        self.csv.close()
        types = {c.name: TYPES[c.type] for c in self.columns}
        longest = max(2_097_152, self.rows.stat().st_size)
        query = """SELECT * FROM read_csv(?, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"',
                   nullstr = '', columns = ?, max_line_size = ?)"""
        try:
            with duckdb.connect() as connection:
                connection.execute("SET threads = 1")  # One thread, so that the same rows give the same bytes.
                relation = connection.sql(query, params=[str(self.rows), types, longest])
                relation.write_parquet(str(self.target), compression="zstd")
        finally:
            self.folder.cleanup()
