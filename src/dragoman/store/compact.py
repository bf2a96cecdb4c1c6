"""Small segments into large ones, and the bytes of what was removed off the disk."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import duckdb

from dragoman.store import catalogue, segments
from dragoman.store.layout import Coded, load_document, sentences
from dragoman.store.search import TextIndex, delete_index
from dragoman.store.settle import next_docno
from dragoman.store.writer import Writer, now

FAN = 16
"""Segments of one size that are merged: each row is rewritten once for each factor of sixteen that the archive grows."""
LARGEST = 2_000_000
"""Rows of a segment that is merged no further: some hundred megabytes, which a laptop rewrites in seconds."""
Group = tuple[str, int | None, str]
"""Kind, coding and state of segments that can be merged."""
DAMAGED = "damaged"
"""Where repair puts files that cannot be trusted; they may hold what was removed, so they go with it."""
GRACE = "-10 minutes"
"""How long replaced files stay for readers who still ask them."""


def tidy(writer: Writer) -> None:
    """Delete files that nobody asks any more, and merge where many segments of one size have gathered."""
    bury(writer, GRACE)
    crowd = _crowd(writer)  # one at a time, so that no commit waits for all that has gathered
    if crowd is not None:
        replace_by_one(writer, *crowd)


def bury(writer: Writer, age: str = "+1 second") -> None:
    """Delete the files of dead segments of that AGE."""
    rows = writer.base.execute(
        "SELECT name FROM segment WHERE state = 'dead' AND dead_since <= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', ?)",
        (age,),
    ).fetchall()
    for row in rows:
        segments.delete(writer.segments / row["name"])
        writer.base.execute("DELETE FROM segment WHERE name = ?", (row["name"],))


def _crowd(writer: Writer) -> tuple[Group, list[str]] | None:
    """Neighbours of at most one size that are FAN or more; only neighbours, so that segments of a kind never overlap."""
    for group, rows in _by_group(writer).items():
        for size in range(8):
            run: list[str] = []
            for row in [*rows, None]:
                if row is not None and _size(row["records"]) <= size and row["records"] < LARGEST:
                    run.append(row["name"])
                    continue
                if len(run) >= FAN:
                    return group, run
                run = []
    return None


def _size(records: int) -> int:
    """How large a segment is, on a scale of sixteens from the size of a batch."""
    return (max(records, 64).bit_length() - 7) // 4


def _by_group(writer: Writer) -> dict[Group, list[sqlite3.Row]]:
    """The segments that are not dead, those of one kind, coding and state together and in the order of their documents."""
    groups: dict[Group, list[sqlite3.Row]] = {}
    for row in writer.base.execute("SELECT * FROM segment WHERE state <> 'dead' ORDER BY first_docno, rowid"):
        groups.setdefault((row["kind"], row["coding"], row["state"]), []).append(row)
    return groups


def replace_by_one(writer: Writer, group: Group, names: list[str]) -> None:
    """One segment in the place of those of NAMES, without the rows of removed documents; readers see the one or the others."""
    kind, coding, state = group
    query = f"SELECT * FROM ({rows_of(writer, kind, names)}) WHERE {_kept(writer, kind)}"
    merged = segments.merge(writer.segments, kind, query)
    with catalogue.transaction(writer.base):
        writer.enter([merged], coding, state)
        writer.base.executemany(
            "UPDATE segment SET state = 'dead', dead_since = ? WHERE name = ?", [(now(), name) for name in names]
        )


def rows_of(writer: Writer, kind: str, names: list[str]) -> str:
    """SQL for the rows of the segments of NAMES, all of KIND, in the columns of today."""
    layouts = writer.base.execute("SELECT name, columns FROM segment JOIN layout USING (layout)").fetchall()
    shapes = {row["name"]: json.loads(row["columns"]) for row in layouts}
    return segments.rows_sql(kind, [(writer.segments / name, shapes[name]) for name in names])


def _kept(writer: Writer, kind: str) -> str:
    """SQL for the rows of KIND that no removed document has."""
    states = "('removed')" if kind == "rejections" else "('removed', 'lost')"
    gone = writer.base.execute(
        f"SELECT docno, document FROM document WHERE state <> 'current' AND state IN {states} ORDER BY docno"
    ).fetchall()
    if not gone:
        return "true"
    if kind != "rejections":
        return f"docno NOT IN ({', '.join(str(row['docno']) for row in gone)})"
    names = ", ".join(segments.literal(name) for name in sorted({row["document"] for row in gone}))
    return f"document NOT IN ({names}) AND NOT list_bool_or(list_transform([{names}], lambda name: contains(detail, name)))"


def compact(writer: Writer) -> int:
    """Merge all that can be merged, take the bytes of removed documents off the disk, and delete replaced files at once.

    Gives the number of bytes that the archive has become smaller by.
    """
    before = size_of(writer.folder)
    has_removed = bool(writer.base.execute("SELECT 1 FROM document WHERE state IN ('removed', 'lost')").fetchone())
    for group, names in _neighbours(writer):
        replace_by_one(writer, group, names)
    bury(writer)
    if has_removed:
        rebuild_index(writer)
        shutil.rmtree(writer.folder / DAMAGED, ignore_errors=True)
        forget(writer)  # last: who is stopped before it does all of this again
    writer.base.execute("VACUUM")
    writer.base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return before - size_of(writer.folder)


def _neighbours(writer: Writer) -> list[tuple[Group, list[str]]]:
    """The segments that are rewritten as one: neighbours up to the largest size, and any that a removed document is in."""
    found, hit = [], _hit(writer)
    for group, rows in _by_group(writer).items():
        runs: list[list[sqlite3.Row]] = [[]]
        for row in rows:
            if runs[-1] and sum(r["records"] for r in runs[-1]) + row["records"] > LARGEST:
                runs.append([])
            runs[-1].append(row)
        found += [
            (group, [r["name"] for r in run]) for run in runs if len(run) > 1 or any(r["name"] in hit for r in run)
        ]
    return found


def _hit(writer: Writer) -> set[str]:
    """The segments in which a removed document may be; rejections name others than their own, and so all of them."""
    rows = writer.base.execute(  # `state <> 'current'` lets SQLite use the index of the few that are hidden
        "SELECT DISTINCT name FROM document d JOIN segment s ON s.kind = 'rejections' OR "
        "d.docno BETWEEN s.first_docno AND s.last_docno WHERE d.state <> 'current' AND d.state IN ('removed', 'lost')"
    )
    return {row["name"] for row in rows}


def forget(writer: Writer) -> None:
    """Drop what the catalogue still knows of removed documents; the digests of their names stay, so that they stay away."""
    with catalogue.transaction(writer.base):
        last = next_docno(writer.base) - 1
        writer.base.execute("INSERT OR REPLACE INTO property VALUES ('last_docno', ?)", (str(last),))
        gone = "SELECT docno FROM document WHERE state = 'removed'"
        writer.base.execute("DELETE FROM document WHERE state = 'lost'")
        writer.base.execute(f"UPDATE page SET docno = NULL, outcome = 'removed' WHERE docno IN ({gone})")
        writer.base.execute(f"DELETE FROM verdict WHERE docno IN ({gone})")
        names = {
            row["document"] for row in writer.base.execute("SELECT document FROM document WHERE state = 'removed'")
        }
        for row in writer.base.execute("SELECT run, sources FROM run").fetchall():
            kept = [
                s if not any(name in s or s in name for name in names) else "(removed)"
                for s in json.loads(row["sources"])
            ]
            writer.base.execute("UPDATE run SET sources = ? WHERE run = ?", (json.dumps(kept), row["run"]))
        writer.base.execute("DELETE FROM document WHERE state = 'removed'")


def rebuild_index(writer: Writer) -> int:
    """The text index anew from the documents; gives the number of sentences. Readers use the old one until it is complete."""
    name, before = catalogue.new_text_index(), catalogue.text_index(writer.base)
    fresh = TextIndex(writer.folder / name)
    rows = writer.base.execute("SELECT name FROM segment WHERE kind = 'documents' AND state <> 'dead'")
    query = rows_of(writer, "documents", [row["name"] for row in rows])
    count = 0
    with duckdb.connect() as engine:
        result = engine.execute(f"SELECT docno, record, text FROM ({query}) WHERE {_kept(writer, 'documents')}")
        while batch := result.fetchmany(2_000):
            found = [
                s for docno, record, text in batch for s in sentences(Coded(docno, load_document(record, text), ()))
            ]
            fresh.add(found)
            count += len(found)
    old, writer.index = writer.index, fresh
    catalogue.name_text_index(writer.base, name)
    old.close()
    for gone in {old.path.name, before}:  # not the same where the one that was named could not be opened
        delete_index(writer.folder / str(gone))
    return count


def size_of(folder: Path) -> int:
    """Bytes of all files of an archive."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
