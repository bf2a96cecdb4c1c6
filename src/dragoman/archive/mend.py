"""Repair of an archive to the end: what a bad segment took along is coded again from the texts, where the same coder is at hand."""

from __future__ import annotations

from pathlib import Path

from dragoman.pipeline import load
from dragoman.records import Document
from dragoman.settings import CodeSettings
from dragoman.store import Reader, Writer, writing
from dragoman.store.layout import Coded
from dragoman.store.upkeep import Loss, repair
from dragoman.tables import KINDS

PART = 256
"""Documents coded again a segment."""


def mend(folder: str | Path, code: CodeSettings, wait_s: float = 0.0) -> list[str]:
    """Repair the archive in FOLDER and say what was done; CODE must be as it was for the records to be given back."""
    with writing(Path(folder), wait_s, repairs=True) as writer:
        done, losses = repair(writer)
        for loss in losses:
            done.append(_restored(writer, loss, code))
    return done


def _restored(writer: Writer, loss: Loss, code: CodeSettings) -> str:
    coder = load(code)
    told = writer.base.execute("SELECT coder FROM coding WHERE coding = ?", (loss.coding,)).fetchone()["coder"]
    if told != coder.version:
        return f"{loss.kind}: were made by another coder ({told}); `dragoman recode` makes them anew from the texts"
    count = 0
    first = loss.first_docno
    while first <= loss.last_docno:
        last = min(first + PART - 1, loss.last_docno)
        count += _restored_part(writer, loss, (first, last), code)
        first = last + 1
    return f"{loss.kind}: coded again from the texts of {count:,} documents"


def _restored_part(writer: Writer, loss: Loss, span: tuple[int, int], code: CodeSettings) -> int:
    """The records of the documents of SPAN, under the numbers that the documents have."""
    with Reader(writer.folder, all_versions=True, coding=loss.coding) as reader:
        rows = reader.fetch("SELECT docno FROM all_documents WHERE docno BETWEEN ? AND ? ORDER BY docno", span)
        documents = list(reader.records("documents", "docno BETWEEN ? AND ?", span))
    reports = []
    for (docno,), document in zip(rows, documents, strict=True):
        assert isinstance(document, Document)
        records = [r for r in load(code).records(document) if isinstance(r, KINDS[loss.kind])]
        reports.append(Coded(docno, document, tuple(records)))
    state = writer.base.execute(
        "SELECT state FROM segment WHERE kind = 'documents' AND coding = ? AND state <> 'dead'", (loss.coding,)
    ).fetchone()
    writer.add_segment(loss.kind, reports, loss.coding, state["state"] if state else "live")
    return len(documents)
