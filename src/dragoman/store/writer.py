"""Who writes an archive: one process at a time, batch by batch, each batch there whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from dragoman.errors import DataError, UsageError
from dragoman.records import Record, Rejection
from dragoman.store import catalogue, segments
from dragoman.store.layout import ORIGINALS, Coded, original_rows, sentences, table_columns, table_rows
from dragoman.store.search import TextIndex
from dragoman.store.settle import Committed, Found, Settlement, next_docno
from dragoman.tables import KINDS

LOCK = "lock"
REFUSED = frozenset(
    {errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.ENOTDIR}
)


def create(folder: Path) -> None:
    """An empty archive in FOLDER, unless there is one; of several processes that make it at once one does."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}: is a file; name a folder for the archive")
    if _is_made(folder):
        return
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    # One that was killed while it made an archive has left a lock and a folder for segments.
    if catalogue.FILE not in names and names - {LOCK, catalogue.SEGMENTS}:
        raise UsageError(f"{folder}: holds other files and is no archive; name an empty or a new folder")
    with room_on_disk(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with room_on_disk(folder), FileLock(folder / LOCK, timeout=catalogue.WAIT_S):
        catalogue.make(folder).close()
        for place in (folder, folder.absolute().parent):  # else a power cut can take the whole folder
            segments.sync(place)


def _is_made(folder: Path) -> bool:
    """Whether there is an archive of this version: only then may another process be writing it for long."""
    try:
        catalogue.connect(folder, read_only=True).close()
    except UsageError:
        return False
    return True


@contextmanager
def room_on_disk(folder: Path) -> Iterator[None]:
    """What the disk refuses, as a DataError; what was acknowledged before is kept."""
    try:
        yield
    except (sqlite3.DatabaseError, duckdb.IOException, OSError) as error:
        if type(error) is sqlite3.DatabaseError:  # malformed, or no database at all
            raise DataError(f"{folder}: damaged ({error}); `dragoman archive check` tells where") from error
        is_refused = isinstance(error, sqlite3.OperationalError | duckdb.IOException)
        if not is_refused and getattr(error, "errno", None) not in REFUSED:
            raise
        raise DataError(
            f"{folder}: cannot be written ({error}); see that the disk has room and may be written to, then give the same "
            "command again: what was committed is kept"
        ) from error


@contextmanager
def writing(folder: Path, wait_s: float = 0.0, repairs: bool = False) -> Iterator[Writer]:
    """The writer of the archive in FOLDER, which no other process has until the block ends.

    A UsageError tells who writes, if that does not end within WAIT_S seconds; a DataError that the text index is lost or
    damaged, unless the block REPAIRS it.
    """
    catalogue.connect(folder, read_only=False).close()
    lock = FileLock(folder / LOCK)
    try:
        with room_on_disk(folder):
            lock.acquire(timeout=wait_s)
    except Timeout as error:
        raise UsageError(f"{folder}: {_holder(folder)}; try again when it has ended, or wait with --wait") from error
    try:
        with room_on_disk(folder), closing(Writer(folder, repairs)) as writer:
            yield writer
    finally:
        lock.release()


def _holder(folder: Path) -> str:
    base = catalogue.connect(folder, read_only=True)
    run = base.execute("SELECT pid, command, started FROM run WHERE state = 'running' ORDER BY run DESC").fetchone()
    base.close()
    if run is None:
        return "another process is writing"
    return f"process {run['pid']} (`{run['command']}`) has been writing since {run['started']}"


class Writer:
    """The one writer of an archive, as `writing` gives it. Whatever it changes is there whole or not at all."""

    def __init__(self, folder: Path, repairs: bool = False) -> None:
        self.folder, self.segments = folder, folder / catalogue.SEGMENTS
        self.base = catalogue.make(folder)
        self.run: int | None = None
        try:
            self._recover()
            self.index = self._text_index(repairs)
        except BaseException:
            self.base.close()
            raise

    def _text_index(self, repairs: bool) -> TextIndex:
        """The text index that the catalogue names; where it cannot be opened and is about to be rebuilt, one beside it."""
        known, name = catalogue.text_index(self.base), catalogue.new_text_index()
        if known is None:
            index = TextIndex(self.folder / name)
            catalogue.name_text_index(self.base, name)  # once it is there, since readers open what is named
            return index
        try:
            if not (self.folder / known).is_file():
                raise DataError(f"{self.folder / known}: no text index; run `dragoman archive repair`")
            return TextIndex(self.folder / known)
        except DataError:
            if not repairs:
                raise
            return TextIndex(self.folder / name)

    def _recover(self) -> None:
        """Clear away what a process that was killed left behind: files that no catalogue names, a run without an end."""
        known = {row["name"] for row in self.base.execute("SELECT name FROM segment")}
        index = str(catalogue.text_index(self.base))
        strays = [path for path in self.segments.iterdir() if path.name not in known]
        strays += [path for path in self.folder.glob("search-*") if not path.name.startswith(index)]
        for path in strays:
            segments.delete(path)
        self.base.execute("UPDATE run SET state = 'broken off' WHERE state = 'running'")

    def close(self) -> None:
        self.index.close()
        self.base.close()

    # ------------------------------------------------------------ runs and coders

    def begin(self, command: str, sources: Sequence[str], coder: str) -> None:
        """Enter a run into the ledger."""
        self.run = self.base.execute(
            "INSERT INTO run (command, sources, coder, pid, started, state) VALUES (?, ?, ?, ?, ?, 'running')",
            (command, json.dumps(list(sources)), coder, os.getpid(), now()),
        ).lastrowid

    def end(self, state: str, known: int = 0) -> None:
        """Close the run as done, stopped or failed; KNOWN pages were in the archive before."""
        self.base.execute(
            "UPDATE run SET state = ?, ended = ?, known = ? WHERE run = ?", (state, now(), known, self.run)
        )
        self.run = None

    def coding(self, coder: str, state: str = "live") -> int:
        """The number of the coding by CODER (versions of program, models and ontology)."""
        found = self.base.execute("SELECT coding FROM coding WHERE coder = ?", (coder,)).fetchone()
        if found is not None:
            return int(found["coding"])
        row = self.base.execute("INSERT INTO coding (coder, made, state) VALUES (?, ?, ?)", (coder, now(), state))
        return int(row.lastrowid or 0)

    def is_coded_otherwise(self, coding: int) -> bool:
        """Whether answers come from reports, too, that another coder than that of CODING has coded."""
        query = "SELECT 1 FROM segment WHERE kind = 'documents' AND state = 'live' AND coding <> ? LIMIT 1"
        return self.base.execute(query, (coding,)).fetchone() is not None

    def is_known(self, digest: bytes, coding: int) -> bool:
        """Whether a page was taken in before; one that was refused is tried again by another coder."""
        found = self.base.execute("SELECT outcome, coding FROM page WHERE digest = ?", (digest,)).fetchone()
        return found is not None and (found["outcome"] != "rejected" or found["coding"] == coding)

    def is_superseded(self, digest: bytes) -> bool:
        """Whether the page gave a version of a report that has been followed by another."""
        found = self.base.execute(
            "SELECT 1 FROM page JOIN document USING (docno) WHERE digest = ? AND state = 'superseded'", (digest,)
        ).fetchone()
        return found is not None

    # ------------------------------------------------------------ taking in

    def commit(self, batch: Sequence[Found], coding: int) -> Committed:
        """Take in a batch of reports; when this returns they are on disk for good."""
        settled = Settlement(self.base, coding, self.run, self._next_docno())
        for found in batch:
            settled.settle(found)
        written = self.write(settled.reports)
        if settled.originals:
            written.append(segments.write(self.segments, ORIGINALS, original_rows(settled.originals)))
        with catalogue.transaction(self.base):
            settled.enter()
            self.enter(written, coding, "live")
        return settled.done

    def commit_recoded(self, batch: Sequence[tuple[int, Sequence[Record]]], coding: int) -> None:
        """Keep the new records of documents beside the old ones until `turn_over`.

        Each comes with the number of the document that was coded again, and with the record of the document first.
        """
        first = self._next_docno()
        reports = [Coded(n, records[0], tuple(records[1:])) for n, (_, records) in enumerate(batch, first)]  # type: ignore[arg-type]
        written = self.write(reports)
        refused = sum(isinstance(record, Rejection) for report in reports for record in report.records)
        with catalogue.transaction(self.base):
            self.base.executemany(
                "INSERT INTO document SELECT ?, ?, origin, document, identity, ?, version, state, run "
                "FROM document WHERE docno = ?",
                [
                    (report.docno, coding, report.document.text_id, docno)
                    for report, (docno, _) in zip(reports, batch, strict=True)
                    if report.document is not None
                ],
            )
            self.base.execute(
                "UPDATE run SET documents = documents + ?, rejections = rejections + ? WHERE run = ?",
                (len(reports), refused, self.run),
            )
            self.enter(written, coding, "pending")

    def turn_over(self, coding: int) -> None:
        """Let CODING count, as far as it was pending or kept, and keep the others beside it.

        Reports that came in meanwhile by the same coder count already, and go on to.
        """
        with catalogue.transaction(self.base):
            self.base.execute(
                "UPDATE segment SET state = 'kept' WHERE state = 'live' AND coding <> ? AND kind NOT IN ('rejections', ?)",
                (coding, ORIGINALS),
            )
            self.base.execute(
                "UPDATE segment SET state = 'live' WHERE state IN ('pending', 'kept') AND coding = ?", (coding,)
            )
            self.base.execute("UPDATE coding SET state = 'kept' WHERE state = 'live'")
            self.base.execute("UPDATE coding SET state = 'live' WHERE coding = ?", (coding,))

    def _next_docno(self) -> int:
        """A number that neither a document nor the index of a commit that never came has had."""
        return max(next_docno(self.base), self.index.last() + 1)

    def write(self, reports: Sequence[Coded]) -> list[segments.Segment | None]:
        """Segments of all kinds, and the sentences in the text index; nobody sees them until they are entered."""
        self.index.add(s for report in reports for s in sentences(report))
        return [
            segments.write(self.segments, kind, (row for report in reports for row in table_rows(kind, report)))
            for kind in KINDS
        ]

    def add_segment(self, kind: str, reports: Sequence[Coded], coding: int, state: str) -> None:
        """Records of one KIND of documents that are there already."""
        rows = (row for report in reports for row in table_rows(kind, report))
        with catalogue.transaction(self.base):
            self.enter([segments.write(self.segments, kind, rows)], coding, state)

    def enter(self, written: Iterable[segments.Segment | None], coding: int | None, state: str) -> None:
        """Name segments in the catalogue; the caller holds the transaction."""
        for s in written:
            if s is not None:
                layout = self._layout(s.kind)
                row = (s.name, s.kind, coding, layout, s.records, s.bytes, s.sha256, s.first_docno, s.last_docno, state)
                self.base.execute(
                    "INSERT INTO segment (name, kind, coding, layout, records, bytes, sha256, first_docno, last_docno, state) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    row,
                )

    def _layout(self, kind: str) -> int:
        shape = json.dumps(list(table_columns(kind)))
        self.base.execute("INSERT OR IGNORE INTO layout (kind, columns) VALUES (?, ?)", (kind, shape))
        found = self.base.execute("SELECT layout FROM layout WHERE kind = ? AND columns = ?", (kind, shape)).fetchone()
        return int(found["layout"])


def now() -> str:
    """The time, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
