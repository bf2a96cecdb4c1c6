"""Keeping an archive sound: what is wrong with it, what can be rebuilt, and reports that must go."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from dragoman.errors import DragomanError, UsageError
from dragoman.store import catalogue, segments
from dragoman.store.compact import DAMAGED, bury, rebuild_index
from dragoman.store.search import TextIndex
from dragoman.store.settle import name_digest
from dragoman.store.writer import Writer, now

CODED = ("events", "statements", "commitments")
"""What coding a document gives, and can give again."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong: in which file, what, and whether `repair` mends it or only a backup does."""

    file: str
    what: str
    is_mendable: bool = False


def check(folder: Path) -> Iterator[Fault]:
    """What is wrong with an archive: every file is read in full and held against the catalogue. It changes nothing."""
    base = catalogue.connect(folder, read_only=True)
    try:
        told = base.execute("PRAGMA integrity_check").fetchone()[0]
        if told != "ok":
            yield Fault(catalogue.FILE, f"damaged: {told}")
            return
        yield from _check_segments(base, folder / catalogue.SEGMENTS)
        yield from _check_counts(base, folder / catalogue.SEGMENTS)
        yield from _check_index(base, folder)
    finally:
        base.close()


def _check_segments(base: sqlite3.Connection, folder: Path) -> Iterator[Fault]:
    rows = base.execute(
        "SELECT name, records, bytes, sha256 FROM segment WHERE state <> 'dead' ORDER BY name"
    ).fetchall()
    for row in rows:
        path = folder / row["name"]
        if not path.is_file():
            yield Fault(row["name"], "missing")
        elif path.stat().st_size != row["bytes"] or segments.digest_of(path) != row["sha256"]:
            yield Fault(row["name"], "not the bytes that were written")
        else:
            yield from _check_readable(path, row["records"])
    known = {row["name"] for row in base.execute("SELECT name FROM segment")}
    for path in sorted(folder.iterdir()):
        if path.name not in known:
            yield Fault(path.name, "an orphan: no commit names it", is_mendable=True)


def _check_readable(path: Path, records: int) -> Iterator[Fault]:
    """Every column of a segment is read, since only that unpacks it."""
    try:
        with duckdb.connect() as engine:
            query = f"SELECT count(*), bit_xor(hash(COLUMNS(*))) FROM read_parquet({segments.literal(str(path))})"
            count = engine.execute(query).fetchone()
    except duckdb.Error as error:
        yield Fault(path.name, f"cannot be read: {error}")
        return
    if count is None or count[0] != records:
        yield Fault(path.name, f"holds {count[0] if count else 0} rows where {records} were written")


def _check_counts(base: sqlite3.Connection, folder: Path) -> Iterator[Fault]:
    """Whether every document of the catalogue has its row, once, in the segments of its coding, and no row is of none."""
    parts: list[NDArray[np.int64]] = []
    for row in base.execute("SELECT name FROM segment WHERE kind = 'documents' AND state <> 'dead'"):
        try:
            with duckdb.connect() as engine:
                query = f"SELECT docno FROM read_parquet({segments.literal(str(folder / row['name']))})"
                parts.append(np.asarray(engine.execute(query).fetchnumpy()["docno"], np.int64))
        except duckdb.Error:
            return  # told already
    held, times = np.unique(np.concatenate(parts) if parts else np.empty(0, np.int64), return_counts=True)
    told = _numbers(base, "state <> 'lost'")
    # A compaction that was stopped may have taken the rows of removed documents, and not yet their names.
    removed = _numbers(base, "state = 'removed'")
    lost = np.setdiff1d(told, np.union1d(held, removed))
    torn = np.setdiff1d(held, told)  # never with a lost one: its row went with the segment
    for what, which in (
        ("without a row", lost),
        ("without an entry in the catalogue", torn),
        ("there twice", held[times > 1]),
    ):
        if len(which):
            first = int(which[0])
            name = base.execute("SELECT document FROM document WHERE docno = ?", (first,)).fetchone()
            yield Fault("documents", f"{len(which):,} {what}, such as {name['document'] if name else first}")


def _numbers(base: sqlite3.Connection, where: str) -> NDArray[np.int64]:
    """The numbers of the documents for which WHERE holds."""
    return np.fromiter((row["docno"] for row in base.execute(f"SELECT docno FROM document WHERE {where}")), np.int64)


def _check_index(base: sqlite3.Connection, folder: Path) -> Iterator[Fault]:
    name = catalogue.text_index(base)
    if name is None:  # nothing has been written yet
        return
    told, lacking = _numbers(base, "state NOT IN ('lost', 'removed')"), np.empty(0, np.int64)
    try:
        index = TextIndex(folder / name, read_only=True)
        flaw = index.flaw()
        if flaw is None:
            lacking = np.setdiff1d(told, index.documents())
        index.close()
    except (DragomanError, sqlite3.Error) as error:
        flaw = str(error)
    if flaw is not None:
        yield Fault(name, f"damaged text index: {flaw}", is_mendable=True)
    if len(lacking):
        yield Fault(name, f"the text index lacks {len(lacking):,} documents", is_mendable=True)


@dataclass(frozen=True, slots=True)
class Loss:
    """Records that a bad segment took along: their kind and coding, and the documents between which they lay."""

    kind: str
    coding: int
    first_docno: int
    last_docno: int


def repair(writer: Writer) -> tuple[list[str], list[Loss]]:
    """Rebuild the text index and take segments that are missing or damaged out of the way of readers.

    Gives what was done, in words, and which records of documents that are still there were lost with it: they can be
    coded again. Documents that were lost are forgotten, so that their sources, ingested again, give them anew.
    """
    done, losses = [], []
    for fault in [f for f in _check_segments(writer.base, writer.segments) if not f.is_mendable]:
        row = writer.base.execute("SELECT * FROM segment WHERE name = ?", (fault.file,)).fetchone()
        _set_aside(writer, row)
        told = "; ingest the sources again to have them back, or where an older coding holds them, recode"
        told = told if row["kind"] == "documents" else ""
        done.append(f"{fault.file}: {fault.what}; set aside with its {row['records']:,} {row['kind']}{told}")
        if row["kind"] in CODED:
            losses.append(Loss(row["kind"], row["coding"], row["first_docno"], row["last_docno"]))
    done.append(f"text index rebuilt: {rebuild_index(writer):,} sentences")
    bury(writer)
    return done, losses


def _set_aside(writer: Writer, row: sqlite3.Row) -> None:
    """Name a bad segment no more; documents that it held are lost, and their pages as if never read."""
    path = writer.segments / row["name"]
    if path.exists():
        (writer.folder / DAMAGED).mkdir(exist_ok=True)
        path.rename(writer.folder / DAMAGED / path.name)
    with catalogue.transaction(writer.base):
        writer.base.execute("DELETE FROM segment WHERE name = ?", (row["name"],))
        if row["kind"] == "documents":
            span = (row["first_docno"], row["last_docno"], row["coding"])
            which = "docno BETWEEN ? AND ? AND coding = ?"
            writer.base.execute(f"DELETE FROM page WHERE docno IN (SELECT origin FROM document WHERE {which})", span)
            writer.base.execute(f"UPDATE document SET state = 'lost' WHERE {which} AND state <> 'removed'", span)


def remove(writer: Writer, names: Sequence[str], reason: str) -> int:
    """Take reports down by their ids, addresses or text ids: gone from every answer when this returns; gives their number.

    All versions and codings go. Their bytes stay on the disk until `compact`. Digests of their names are kept, so
    that no later ingest brings them back.
    """
    rows = []
    for name in names:
        found = writer.base.execute(
            "SELECT docno, document, identity, text_id FROM document WHERE origin IN (SELECT origin FROM document "
            "WHERE state IN ('current', 'superseded') AND "
            "(document = ?1 OR identity = ?1 OR identity = 'url:' || ?1 OR identity = 'id:' || ?1 OR text_id = ?1))",
            (name,),
        ).fetchall()
        if not found:
            raise UsageError(f"{name}: no such document; `dragoman documents` lists them by id, nothing was removed")
        rows += found
    marks = {digest for row in rows for digest in map(name_digest, (row["document"], row["identity"], row["text_id"]))}
    with catalogue.transaction(writer.base):
        writer.base.executemany("UPDATE document SET state = 'removed' WHERE docno = ?", [(r["docno"],) for r in rows])
        writer.base.executemany(
            "INSERT OR REPLACE INTO removed VALUES (?, ?, ?)", [(mark, now()[:10], reason) for mark in sorted(marks)]
        )
    return len({row["docno"] for row in rows})
