"""Segments: Parquet files that are written once and never changed. Here they are written, merged and named in SQL."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dragoman.store.layout import Row, cell, table_columns

GROUP = 16_384
"""Rows a row group: one record is fetched five times as fast as in groups of DuckDB's own measure (122,880), for two bytes in
a hundred more and counts that are no slower."""
LONGEST = 256 << 20
"""Bytes of the longest row, a report of the greatest size in JSON and then some."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One file: its name in the folder of segments, what it holds, and the hash of its bytes."""

    name: str
    kind: str
    records: int
    bytes: int
    sha256: str
    first_docno: int | None
    last_docno: int | None


def write(folder: Path, kind: str, rows: Iterable[Row]) -> Segment | None:
    """A new segment of KIND with ROWS, safely on disk under its final name; None where there are no rows."""
    source = folder / f".rows-{os.getpid()}-{secrets.token_hex(4)}.jsonl"
    count = 0
    try:
        with source.open("w", encoding="utf-8") as file:
            for row in rows:
                count += 1
                file.write(json.dumps({name: cell(value) for name, value in row.items()}) + "\n")
        if not count:
            return None
        shape = ", ".join(f"{quoted(name)}: {literal(type_)}" for name, type_ in table_columns(kind).items())
        query = f"""SELECT * FROM read_json({literal(str(source))}, format = 'newline_delimited',
            columns = {{{shape}}}, maximum_object_size = {LONGEST})"""
        return _copied(folder, kind, query)
    finally:
        source.unlink(missing_ok=True)


def merge(folder: Path, kind: str, query: str) -> Segment | None:
    """A new segment of KIND with the rows of QUERY; None where it gives none."""
    segment = _copied(folder, kind, query)
    if segment.records:
        return segment
    delete(folder / segment.name)
    return None


def _copied(folder: Path, kind: str, query: str) -> Segment:
    """The rows of QUERY in a file that is complete and on disk before it gets its name."""
    mark = secrets.token_hex(8)
    fresh, name = folder / f".new-{mark}.parquet", f"{kind}-{mark}.parquet"
    try:
        with duckdb.connect() as engine:
            engine.execute("SET threads = 1")  # One thread, so that rows keep their order in little memory.
            engine.execute(
                f"COPY ({query}) TO {literal(str(fresh))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {GROUP})"
            )
            found = engine.execute(
                f"SELECT count(*), min(docno), max(docno) FROM read_parquet({literal(str(fresh))})"
            ).fetchone()
        assert found is not None
        digest = digest_of(fresh)
        sync(fresh)
        fresh.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
        fresh.rename(folder / name)
        sync(folder)
    finally:
        fresh.unlink(missing_ok=True)
    return Segment(name, kind, found[0], (folder / name).stat().st_size, digest, found[1], found[2])


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Have the disk hold what the system holds of PATH; folders cannot be synced on Windows, which keeps names itself."""
    is_windows = os.name == "nt"
    if path.is_dir() and is_windows:
        return
    handle = os.open(path, os.O_RDWR if is_windows else os.O_RDONLY)  # Windows syncs only what may be written
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def delete(path: Path) -> None:
    """Take a segment, which nobody may write, off the disk; that it is gone already is no error."""
    if os.name == "nt" and path.exists():
        path.chmod(stat.S_IWUSR)  # Windows deletes only what may be written
    path.unlink(missing_ok=True)


def literal(text: str) -> str:
    """TEXT as a string in SQL.

    >>> literal("Côte d'Ivoire")
    "'Côte d''Ivoire'"
    """
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """NAME as an identifier in SQL.

    >>> quoted("to_name")
    '"to_name"'
    """
    return '"' + name.replace('"', '""') + '"'


def rows_sql(kind: str, files: Sequence[tuple[Path, Sequence[str]]]) -> str:
    """SQL for the rows of FILES, each with the columns that it has; those that it lacks, since it is older, are NULL."""
    wanted = table_columns(kind)
    by_layout: dict[tuple[str, ...], list[Path]] = {}
    for path, names in files:
        by_layout.setdefault(tuple(names), []).append(path)
    parts = []
    for names, paths in by_layout.items():
        shown = ", ".join(quoted(n) if n in names else f"NULL::{t} AS {quoted(n)}" for n, t in wanted.items())
        parts.append(f"SELECT {shown} FROM read_parquet([{', '.join(literal(str(p)) for p in paths)}])")
    if not parts:
        shown = ", ".join(f"NULL::{t} AS {quoted(n)}" for n, t in wanted.items())
        return f"SELECT {shown} WHERE false"
    return " UNION ALL ".join(parts)
