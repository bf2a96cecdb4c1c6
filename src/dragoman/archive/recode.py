"""All reports of an archive coded again, from the texts that it holds, beside the coding that counts until the new one is whole."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from dragoman.archive.batches import BATCH, in_batches
from dragoman.errors import DataError
from dragoman.extract import extract
from dragoman.pipeline import load
from dragoman.records import Document, Page, Record, Rejection, record_id
from dragoman.run import ordered_map
from dragoman.settings import CodeSettings
from dragoman.store import Reader, Writer, writing
from dragoman.store.compact import rows_of, tidy
from dragoman.store.layout import ORIGINALS, load_document, load_original

STEP = "recode"
PART = 512
"""Documents that are fetched together: at most some tens of megabytes."""
STANDING = "d.state IN ('current', 'superseded')"
LACKING = f"""FROM document d JOIN coding c USING (coding) WHERE {STANDING} AND NOT EXISTS (SELECT 1 FROM document n
    WHERE n.origin = d.origin AND n.coding = :coding AND n.state IN ('current', 'superseded'))"""
"""Documents, in all codings that they have, that this one has not yet come to."""


@dataclass(frozen=True, slots=True)
class RecodeSettings:
    """How an archive is coded again."""

    workers: int = 1
    from_original: bool = False
    """Read the pages again that were kept as they were found; where none was kept the stored text must do."""
    wait_s: float = 0.0
    """How long to wait for another process that writes."""
    command: str = "recode"
    """As the ledger of runs tells it."""


@dataclass(slots=True)
class Recoded:
    """What a run came to: how many documents were to be coded, how many of them are, and what became of the rest."""

    coding: int
    coder: str
    total: int
    done: int = 0
    from_original: int = 0
    """Of those done, how many were read again from the page as it was found."""
    rejections: int = 0
    is_stopped: bool = False
    is_live: bool = False
    """Whether the coding counts now."""
    was_live: bool = False
    """Whether it did so before, for all documents, so that there was nothing to do."""


@dataclass(frozen=True, slots=True)
class _Task:
    """A document to code again, by its number, and its page where that is read again."""

    docno: int
    document: Document
    page: Page | None


Advance = Callable[[Recoded], None]


def recode(
    folder: str | Path,
    code: CodeSettings,
    settings: RecodeSettings = RecodeSettings(),
    advance: Advance = lambda _: None,
) -> Recoded:
    """Code all documents of the archive in FOLDER again, earlier versions too; ADVANCE hears of every commit.

    Readers see the coding that counted before until all are done; then the new one counts, and the older is kept beside
    it. Ctrl-C ends it after a last commit. Whatever stops it, the same call again goes on.
    """
    with writing(Path(folder), settings.wait_s) as writer:
        coder = load(code).version
        known = writer.base.execute("SELECT coding FROM coding WHERE coder = ?", (coder,)).fetchone()
        coding = known["coding"] if known else 0  # a number that none has, so that all documents lack it
        done = Recoded(coding, coder, _count(writer.base, coding))
        if not done.total and not _is_waiting(writer.base, coding):
            done.was_live = done.is_live = known is not None
            return done
        done.coding = writer.coding(coder, "pending")
        _enter(writer, done, code, settings, advance)
    return done


def _enter(writer: Writer, done: Recoded, code: CodeSettings, settings: RecodeSettings, advance: Advance) -> None:
    """The run with its entry in the ledger."""
    writer.begin(settings.command, [], done.coder)
    state = "failed"
    try:
        _code_all(writer, done, code, settings, advance)
        state = "stopped" if done.is_stopped else "done"
        if not done.is_stopped:
            writer.turn_over(done.coding)
            done.is_live = True
    finally:
        writer.end(state)
    tidy(writer)


def _count(base: sqlite3.Connection, coding: int) -> int:
    """How many documents lack CODING."""
    return int(base.execute(f"SELECT count(DISTINCT d.origin) {LACKING}", {"coding": coding}).fetchone()[0])


def _is_waiting(base: sqlite3.Connection, coding: int) -> bool:
    """Whether CODING is whole and does not count yet: stopped before the turn, or an older one that is wanted back."""
    found = base.execute(
        "SELECT 1 FROM segment WHERE kind NOT IN ('rejections', ?1) AND coding = ?2 AND state IN ('pending', 'kept')",
        (ORIGINALS, coding),
    )
    return found.fetchone() is not None


def _code_all(writer: Writer, done: Recoded, code: CodeSettings, settings: RecodeSettings, advance: Advance) -> None:
    waiting: deque[_Task] = deque()
    batch: list[tuple[int, Sequence[Record]]] = []

    def handed() -> Iterator[_Task]:
        for task in _tasks(writer, done.coding, settings.from_original):
            waiting.append(task)
            yield task

    def add(records: list[Record]) -> None:
        task = waiting.popleft()
        batch.append((task.docno, records))
        done.from_original += task.page is not None

    def commit() -> None:
        if batch:
            writer.commit_recoded(batch, done.coding)
            done.done += len(batch)
            done.rejections += sum(isinstance(r, Rejection) for _, records in batch for r in records)
            batch.clear()
            tidy(writer)
        advance(done)

    coded = ordered_map(partial(_again, code), handed(), settings.workers, partial(load, code))
    done.is_stopped = in_batches(coded, add, commit, BATCH)


# ---------------------------------------------------------------- which documents, and their texts


def _tasks(writer: Writer, coding: int, from_original: bool) -> Iterator[_Task]:
    """The documents that lack CODING, the first that came in first, a part in memory at a time."""
    last = 0
    while True:
        rows = writer.base.execute(
            # Of the codings that a document has, the one that counts comes first: its text is the one to go by.
            f"SELECT d.origin, d.docno, d.coding {LACKING} AND d.origin > :last "
            f"ORDER BY d.origin, c.state <> 'live', d.docno DESC LIMIT {PART}",
            {"coding": coding, "last": last},
        ).fetchall()
        if not rows:
            return
        last = rows[-1]["origin"]
        chosen: dict[int, sqlite3.Row] = {}
        for row in rows:
            chosen.setdefault(row["origin"], row)
        documents = _documents(writer, list(chosen.values()))
        pages = _pages(writer, list(chosen)) if from_original else {}
        for origin, row in chosen.items():
            yield _Task(row["docno"], documents[row["docno"]], pages.get(origin))


def _documents(writer: Writer, rows: Sequence[sqlite3.Row]) -> dict[int, Document]:
    """The documents of ROWS by their numbers."""
    found: dict[int, Document] = {}
    for coding in {row["coding"] for row in rows}:
        numbers = [row["docno"] for row in rows if row["coding"] == coding]
        with Reader(writer.folder, all_versions=True, coding=coding) as reader:
            for docno, record, text in reader.fetch(
                f"SELECT docno, record, text FROM all_documents WHERE {_among(numbers)}"
            ):
                found[docno] = load_document(record, text)
    lost = [row["docno"] for row in rows if row["docno"] not in found]
    if lost:
        raise DataError(
            f"{writer.folder}: the text of document {lost[0]} is missing; "
            f"`dragoman archive repair --archive {writer.folder}` tells what was lost, then recode goes on"
        )
    return found


def _pages(writer: Writer, origins: Sequence[int]) -> dict[int, Page]:
    """The pages that were kept of documents, by the numbers under which these came in."""
    rows = writer.base.execute("SELECT name FROM segment WHERE kind = ? AND state <> 'dead'", (ORIGINALS,)).fetchall()
    query = rows_of(writer, ORIGINALS, [row["name"] for row in rows])
    with Reader(writer.folder) as reader:
        kept = reader.fetch(f"SELECT docno, page FROM ({query}) WHERE {_among(origins)}")
    return {docno: load_original(page) for docno, page in kept}


def _among(numbers: Sequence[int]) -> str:
    """The condition for documents of NUMBERS; their range lets whole stretches of a segment be passed over."""
    listed = ", ".join(map(str, numbers))
    return f"docno BETWEEN {min(numbers)} AND {max(numbers)} AND docno IN ({listed})"


# ---------------------------------------------------------------- one document


def _again(code: CodeSettings, task: _Task) -> list[Record]:
    """The records of a document anew; where that fails the document as it was and the Rejection that says why."""
    coder = load(code)
    try:
        document = _dated(task.document, code) if task.page is None else _reread(task.page, task.document, code)
        if isinstance(document, Rejection):
            return [task.document, _refused(task.document, document.step, document.reason, document.detail, code)]
        return coder.records(document)
    except Exception as error:  # One bad report never stops a run.
        detail = f"{type(error).__name__}: {error}"
        return [task.document, _refused(task.document, STEP, "internal-error", detail, code)]


def _dated(document: Document, code: CodeSettings) -> Document:
    if document.published is not None or code.published is None:
        return document
    return replace(document, published=code.published, published_basis="argument")


def _reread(page: Page, document: Document, code: CodeSettings) -> Document | Rejection:
    """The document that PAGE gives today, under the name that it has, with the date that was given for it when it came in."""
    given = document.published if document.published_basis == "argument" else None
    found = extract(page, replace(code, published=given or code.published))
    return found if isinstance(found, Rejection) else replace(found, id=document.id)


def _refused(document: Document, step: str, reason: str, detail: str, code: CodeSettings) -> Rejection:
    """Why DOCUMENT has no records in this coding; another coding that refuses it too says so for itself."""
    coder = load(code).version
    name = record_id("rejection", document.text_id, step, reason, coder)
    return Rejection(name, document.id, step, reason, f"coded again by {coder}: {detail}")
