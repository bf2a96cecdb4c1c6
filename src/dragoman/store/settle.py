"""Which of the reports of a batch are new, which change one that is there, and which are there already."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman.records import Document, Page, Record, Rejection, record_id
from dragoman.store.layout import Coded, storable, without_trace

STEP = "store"
LOOSE = ("path:", "text:")
"""Identities that say nothing of where a report stood, so that the same text is the same report."""


@dataclass(frozen=True, slots=True)
class Found:
    """A report that was found and coded: the digest of its page, by what it is known, and its records."""

    digest: bytes
    identity: str
    """`url:`, `id:`, `path:` or `text:` and the address, id, path or hash."""
    records: tuple[Record, ...]
    page: Page | None = None
    """As it was found, where that is to be kept."""
    link: bytes | None = None
    """The digest of the address that it was fetched from, so that a link need not be followed twice."""


@dataclass(slots=True)
class Committed:
    """What became of reports: new documents, those among them that are new versions, duplicates, rejections, taken down ones."""

    documents: int = 0
    versions: int = 0
    duplicates: int = 0
    rejections: int = 0
    removed: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    """Of the rejections, duplicates among them."""

    def add(self, other: Committed) -> None:
        """Count OTHER in."""
        self.documents += other.documents
        self.versions += other.versions
        self.duplicates += other.duplicates
        self.rejections += other.rejections
        self.removed += other.removed
        self.reasons += other.reasons


@dataclass(slots=True)
class _Known:
    """A version of a report that the archive or the batch holds."""

    docno: int
    name: str
    identity: str
    version: int
    is_current: bool


@dataclass(slots=True)
class Settlement:
    """A batch, report by report, against the catalogue; `enter` writes what it came to, inside a transaction."""

    base: sqlite3.Connection
    coding: int
    run: int | None
    first: int
    """The number of the first document that is new."""
    done: Committed = field(default_factory=Committed)
    reports: list[Coded] = field(default_factory=list)
    originals: list[tuple[int, Page]] = field(default_factory=list)
    pages: list[tuple[bytes, str, int, int | None]] = field(default_factory=list)
    rows: list[tuple[object, ...]] = field(default_factory=list)
    states: dict[int, str] = field(default_factory=dict)
    by_text: dict[str, list[_Known]] = field(default_factory=dict)
    by_identity: dict[str, list[_Known]] = field(default_factory=dict)
    seen: dict[int, _Known] = field(default_factory=dict)

    def settle(self, found: Found) -> None:
        """Decide on one report."""
        document = found.records[0] if found.records else None
        if not isinstance(document, Document):
            self._refuse(found, found.records)
            return
        if is_removed(self.base, document.id, found.identity, document.text_id):
            self.done.removed += 1
            self._note(found, "removed", None)
            return
        same = next((k for k in self._same_text(document.text_id) if _is_same(k.identity, found.identity)), None)
        if same is None:
            self._take(found, document)
        else:
            self._repeat(found, document, same)

    def _refuse(
        self, found: Found, records: Sequence[Record], outcome: str = "rejected", docno: int | None = None
    ) -> None:
        self.reports.append(Coded(None, None, tuple(records)))
        self.done.reasons.update(r.reason for r in records if isinstance(r, Rejection))
        self.done.rejections += len(records) if outcome == "rejected" else 0
        self._note(found, outcome, docno)

    def _note(self, found: Found, outcome: str, docno: int | None) -> None:
        for digest in (found.digest, found.link):
            if digest is not None:
                self.pages.append((digest, outcome, self.coding, docno))

    def _repeat(self, found: Found, document: Document, same: _Known) -> None:
        """The same report once more; where it was changed in between, it has been changed back."""
        self.done.duplicates += 1
        if not same.is_current and same.identity == found.identity:
            self._supersede(found.identity)
            same.is_current = True
            self.states[same.docno] = "current"
        detail = f"the archive holds the same text as {same.name}"
        code = record_id("rejection", document.text_id, STEP, "duplicate", document.id)
        rejection = Rejection(code, document.id, STEP, "duplicate", detail)
        self._refuse(found, [rejection], "duplicate", same.docno)

    def _take(self, found: Found, document: Document) -> None:
        docno = self.first + self.done.documents
        earlier = self._versions(found.identity)
        version = 1 + max((k.version for k in earlier), default=0)
        self._supersede(found.identity)
        known = _Known(docno, document.id, found.identity, version, True)
        earlier.append(known)
        self._same_text(document.text_id).append(known)
        self.states[docno] = "current"
        self.rows.append(
            (
                docno,
                self.coding,
                docno,
                storable(document.id),
                storable(found.identity),
                document.text_id,
                version,
                self.run,
            )
        )
        records = tuple(without_trace(r) for r in found.records)
        self.reports.append(Coded(docno, without_trace(document), records[1:]))  # type: ignore[arg-type]
        self._note(found, "document", docno)
        if found.page is not None:
            self.originals.append((docno, found.page))
        self.done.documents += 1
        self.done.versions += version > 1

    def _supersede(self, identity: str) -> None:
        for known in self._versions(identity):
            if known.is_current:
                known.is_current = False
                self.states[known.docno] = "superseded"

    def _same_text(self, text_id: str) -> list[_Known]:
        return self._looked_up(self.by_text, "text_id", text_id)

    def _versions(self, identity: str) -> list[_Known]:
        return self._looked_up(self.by_identity, "identity", identity)

    def _looked_up(self, found: dict[str, list[_Known]], column: str, value: str) -> list[_Known]:
        if value not in found:
            rows = self.base.execute(
                f"SELECT origin, document, identity, version, min(state) AS state FROM document "
                f"WHERE {column} = ? AND state IN ('current', 'superseded') GROUP BY origin ORDER BY origin",
                (storable(value),),
            )
            found[value] = [
                self.seen.setdefault(
                    r["origin"],
                    _Known(r["origin"], r["document"], r["identity"], r["version"], r["state"] == "current"),
                )
                for r in rows
            ]
        return found[value]

    def enter(self) -> None:
        """Write it down; the caller holds the transaction."""
        self.base.executemany(
            "INSERT INTO document (docno, coding, origin, document, identity, text_id, version, state, run) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, 'current', ?)",
            self.rows,
        )
        self.base.executemany(
            # Of a report's codings one may be lost: that it stays until its segment is made anew.
            "UPDATE document SET state = ? WHERE origin = ? AND state IN ('current', 'superseded')",
            [(state, docno) for docno, state in self.states.items()],
        )
        self.base.executemany(
            "INSERT OR REPLACE INTO page (digest, outcome, coding, docno) VALUES (?, ?, ?, ?)", self.pages
        )
        d = self.done
        self.base.execute(
            "UPDATE run SET documents = documents + ?, versions = versions + ?, duplicates = duplicates + ?, "
            "rejections = rejections + ? WHERE run = ?",
            (d.documents, d.versions, d.duplicates, d.rejections, self.run),
        )


def _is_same(one: str, other: str) -> bool:
    return one == other or one.startswith(LOOSE) or other.startswith(LOOSE)


def next_docno(base: sqlite3.Connection) -> int:
    """The first number that no document has had; those of removed ones are not given again."""
    last = base.execute("SELECT max(docno) FROM document").fetchone()[0] or 0
    told = base.execute("SELECT value FROM property WHERE name = 'last_docno'").fetchone()
    return 1 + max(int(last), int(told["value"]) if told else 0)


def is_removed(base: sqlite3.Connection, *names: str) -> bool:
    """Whether a report of one of NAMES (its id, identity or text id) was taken down."""
    marks = [name_digest(name) for name in names]
    asked = ", ".join("?" * len(marks))
    return base.execute(f"SELECT 1 FROM removed WHERE digest IN ({asked})", marks).fetchone() is not None


def name_digest(name: str) -> str:
    """What is kept of the name of a report that was taken down."""
    return hashlib.sha256(storable(name).encode("utf-8")).hexdigest()
