"""Reports into an archive: read, code those that are new, commit batch by batch; a run that was stopped goes on where it was."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from dragoman.archive.batches import BATCH, in_batches
from dragoman.pipeline import code_pages, load
from dragoman.read import Fetcher, is_url
from dragoman.read.address import canonical
from dragoman.records import Document, Page, Record, Rejection
from dragoman.settings import CodeSettings
from dragoman.store import Committed, Found, Writer, create, writing
from dragoman.store.compact import tidy

Advance = Callable[["Ingested"], None]


@dataclass(slots=True)
class Ingested:
    """What a run came to: pages read, those known from before, and what the rest gave."""

    read: int = 0
    known: int = 0
    counts: Committed = field(default_factory=Committed)
    is_stopped: bool = False
    is_mixed: bool = False
    """Whether other reports in the archive's answers were coded by another coder: other versions, or other options of coding."""


@dataclass(frozen=True, slots=True)
class IngestSettings:
    """How reports are taken in."""

    workers: int = 1
    keep_original: bool = False
    """Keep the pages as they were found, so that extraction can be done again."""
    wait_s: float = 0.0
    """How long to wait for another process that writes."""
    refetch: bool = False
    """Follow links that were followed before, to see whether the report has changed."""
    command: str = "ingest"
    sources: tuple[str, ...] = ()
    """Both as the ledger of runs tells them."""
    batch: int = BATCH
    """Reports a commit."""


def ingest(
    pages: Iterable[Page | Rejection],
    folder: str | Path,
    code: CodeSettings,
    settings: IngestSettings = IngestSettings(),
    advance: Advance = lambda _: None,
    fetcher: Fetcher | None = None,
) -> Ingested:
    """Take PAGES into the archive in FOLDER, made where there is none; ADVANCE hears of every commit.

    A FETCHER that PAGES come from is told which links were followed before. Ctrl-C ends it after a last commit. Whatever
    stops it, the same call again goes on: pages that are known are not coded again.
    """
    folder = Path(folder)
    create(folder)
    with writing(folder, settings.wait_s) as writer:
        coder = load(code).version
        run = _Run(writer, writer.coding(coder), settings)
        writer.begin(settings.command, settings.sources, coder)
        if fetcher is not None and not settings.refetch:
            fetcher.is_known = lambda url: writer.is_known(link_digest(url), run.coding)
        state = "failed"
        try:
            run.take(pages, code, advance)
            state = "stopped" if run.done.is_stopped else "done"
        finally:
            skipped = fetcher.skipped if fetcher is not None else 0
            run.done.read += skipped
            run.done.known += skipped
            writer.end(state, run.done.known)
        tidy(writer)
        run.done.is_mixed = bool(run.done.counts.documents) and writer.is_coded_otherwise(run.coding)
    return run.done


class _Run:
    """One run: pages that are on their way, and what is coded and not yet committed."""

    def __init__(self, writer: Writer, coding: int, settings: IngestSettings) -> None:
        self.writer, self.coding, self.settings = writer, coding, settings
        self.done = Ingested()
        self.waiting: deque[tuple[bytes, Page | Rejection]] = deque()
        self.batch: list[Found] = []
        self.under_way: set[bytes] = set()

    def take(self, pages: Iterable[Page | Rejection], code: CodeSettings, advance: Advance) -> None:
        coded = code_pages(self._fresh(pages), code, self.settings.workers)
        self.done.is_stopped = in_batches(coded, self._add, lambda: self._commit(advance), self.settings.batch)

    def _add(self, records: list[Record]) -> None:
        """Put the records of the page that has waited longest to the batch."""
        digest, page = self.waiting.popleft()
        kept = page if self.settings.keep_original and isinstance(page, Page) else None
        link = link_digest(page.source) if isinstance(page, Page) and is_url(page.source) else None
        self.batch.append(Found(digest, identity_of(page, records), tuple(records), kept, link))

    def _fresh(self, pages: Iterable[Page | Rejection]) -> Iterator[Page | Rejection]:
        """The pages that are new, each noted as waiting for its records."""
        for page in pages:
            self.done.read += 1
            digest = digest_of(page)
            # An address that gives an older text again, unlike a file, says that the report has been changed back.
            is_back = isinstance(page, Page) and is_url(page.source) and self.writer.is_superseded(digest)
            if digest in self.under_way or (self.writer.is_known(digest, self.coding) and not is_back):
                if isinstance(page, Rejection):  # kept once, told whenever it is met
                    self.done.counts.add(Committed(rejections=1, reasons=Counter([page.reason])))
                else:
                    self.done.known += 1
                continue
            self.under_way.add(digest)
            self.waiting.append((digest, page))
            yield page

    def _commit(self, advance: Advance) -> None:
        if self.batch:
            counts = self.writer.commit(self.batch, self.coding)
            self.done.counts.add(counts)
            self.under_way -= {found.digest for found in self.batch}
            self.batch = []
            tidy(self.writer)
        advance(self.done)


def digest_of(page: Page | Rejection) -> bytes:
    """What a page is recognised by when it is read again: all of it but where it lay."""
    if isinstance(page, Rejection):
        return hashlib.sha256(f"{page.id} {page.detail}".encode("utf-8", "replace")).digest()
    body = asdict(replace(page, source="", id=None if is_path_named(page) else page.id))
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode("utf-8", "replace")).digest()


def link_digest(url: str) -> bytes:
    """What an address is recognised by when a list names it again."""
    return hashlib.sha256(f"link {canonical(url)}".encode("utf-8", "replace")).digest()


def is_path_named(page: Page) -> bool:
    """Whether a page has no id but the path of its file."""
    return page.id == page.source


def identity_of(page: Page | Rejection, records: Sequence[Record]) -> str:
    """By what a report is the same report when its text changes: its address, else its own id, else its path, else its text."""
    document = records[0] if records else None
    if not isinstance(document, Document) or isinstance(page, Rejection):
        return ""
    if document.url:
        return f"url:{canonical(document.url)}"
    if page.id is None:
        return f"text:{document.text_id}"
    if is_path_named(page):
        return f"path:{Path(page.source).absolute()}"
    return f"id:{page.id}"
