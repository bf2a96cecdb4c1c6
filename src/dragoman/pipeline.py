"""The whole system on one page: pages in, records out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import dragoman
from dragoman import actors, language, ontology
from dragoman.commitments import find_commitments
from dragoman.errors import UsageError
from dragoman.events import Tools, code_events, decide, explain, head, likeness
from dragoman.events.pairs import PairReading, classify
from dragoman.extract import extract
from dragoman.extract.language import language_of
from dragoman.places import Locator
from dragoman.read import is_url, read_pages
from dragoman.read.gazetteer import gazetteer
from dragoman.records import Document, Page, Record, Rejection, record_id
from dragoman.run import ordered_map
from dragoman.settings import CodeSettings, OntologyFile, ReadSettings
from dragoman.statements import described, find_statements, performing

DEFAULT = CodeSettings()


class Coder:
    """A language model, a knowledge base and an ontology, ready to code; `code` is a pure function of the page."""

    def __init__(self, settings: CodeSettings) -> None:
        self.settings = settings
        self.language = language.load()
        language_of(
            "Riga"
        )  # its model too is unpacked now, so that a lack of room for it ends the run and not each report
        self.base = actors.extend(actors.load(), *settings.actors)
        self.gazetteer, added = gazetteer()
        self.ontology = ontology.extend(ontology.load(), settings.ontology)
        self.head = head.load()
        self.reader = likeness.Reader(self.language, self.base, self.ontology, self.head)
        self.taught = likeness.teach(self.reader)
        models = f"model {self.language.version} {self.head.version}"
        given = settings.min_confidence
        floor, even = (decide.FLOOR, decide.EVEN) if given is None else (given, 0.0)
        self.version = f"dragoman {dragoman.__version__}; {models}; ontology {self.ontology.version}"
        self.version += actors.said(settings.actors) + added
        self.version += "" if given is None else f"; least confidence {given:g}"
        self.tools = Tools(self.ontology, self.head, self.version, floor, even, self.taught)

    def code(self, page: Page) -> list[Record]:
        """The document record, then its events, statements and commitments; or one Rejection that says why not."""
        try:
            document = extract(page, self.settings)
            return [document] if isinstance(document, Rejection) else self.records(document)
        except Exception as error:  # One bad report never stops a run.
            return [_failure(page, error)]

    def pair(self, text: str, source: tuple[int, int] | None, target: tuple[int, int] | None) -> PairReading:
        """What SOURCE does to TARGET (character offsets in TEXT)."""
        return classify(text, source, target, self.language, self.head)

    def records(self, document: Document) -> list[Record]:
        """The record of a report that is read already, completed, then those of what it tells."""
        analysis = self.language.analyse(document.text)
        cast = actors.resolve(document, analysis, self.base, self.gazetteer)
        said = find_statements(document, analysis, cast, self.ontology, self.version)
        locator = Locator(document, analysis, cast, self.gazetteer)
        events, considered = code_events(document, analysis, cast, said, self.tools, locator)
        promised = find_commitments(document, analysis, cast, said, events, self.version)
        floor = self.settings.min_confidence or 0.0
        events = [e for e in events if e.confidence >= floor]
        kept = {e.id for e in events}
        statements = [performing(s, events) for s in said if s.confidence >= floor]
        commitments = [
            replace(c, event=c.event if c.event in kept else None) for c in promised if c.confidence >= floor
        ]
        if self.settings.explain:
            document = replace(document, trace=explain.sentences(analysis, cast.trees, considered))
        else:
            events = [replace(e, trace=None) for e in events]
        return [described(document, analysis, said), *events, *statements, *commitments]


def _failure(page: Page, error: Exception) -> Rejection:
    """An error of ours as a Rejection; its step is the room that the pipeline had called."""
    frame, step = error.__traceback__, "pipeline"
    while frame is not None and step == "pipeline":
        room = str(frame.tb_frame.f_globals.get("__name__")).split(".")
        step = room[1] if room[0] == "dragoman" and len(room) > 1 else step
        frame = frame.tb_next
    name = page.id or page.url or page.source
    detail = f"{type(error).__name__}: {error}"
    return Rejection(record_id("rejection", page.source, step, "internal-error"), name, step, "internal-error", detail)


@cache
def load(settings: CodeSettings = DEFAULT) -> Coder:
    """The coder for SETTINGS, with its models loaded once."""
    return Coder(settings)


def pages_of(text_or_path: str | os.PathLike[str]) -> Iterator[Page | Rejection]:
    """The pages of a path (file or folder), or the one page that a text is."""
    if isinstance(text_or_path, str) and not _is_path(text_or_path):
        kind = "html" if text_or_path.lstrip().startswith("<") else "text"
        return iter([Page("<text>", text_or_path, kind)])
    if not is_url(str(text_or_path)) and not Path(text_or_path).exists():
        raise UsageError(f"{text_or_path}: no such file or folder; pass an existing path, or the text of a report")
    return read_pages([str(text_or_path)], ReadSettings())


def _is_path(text: str) -> bool:
    """Whether TEXT is a path: one line that exists, or one word, which no report is."""
    if len(text) > 4096 or "\n" in text or not text.strip():
        return False
    return len(text.split()) == 1 or Path(text).exists()


def ontology_file(path: str | os.PathLike[str]) -> OntologyFile:
    """The file of a user's own event types, read once for all workers."""
    try:
        return OntologyFile(Path(path).name, Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as an ontology file ({error}); name a TOML file in UTF-8") from error


def code_pages(pages: Iterable[Page | Rejection], settings: CodeSettings, workers: int = 1) -> Iterator[list[Record]]:
    """The records of each page, in the order of PAGES; the same whatever the number of WORKERS (processes)."""
    return ordered_map(partial(_code, settings), pages, workers, partial(load, settings))


def _code(settings: CodeSettings, page: Page | Rejection) -> list[Record]:
    return [page] if isinstance(page, Rejection) else load(settings).code(page)
