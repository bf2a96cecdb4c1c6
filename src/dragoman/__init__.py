"""Dragoman reads the news and keeps the record: who did or said what to whom, when, about what, and what was promised.

import dragoman

coded = dragoman.code("report.txt")     # a path, or the text itself
coded.events, coded.statements, coded.commitments
coded.to_frame()                        # one row per event and ordered pair of parties
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from dragoman.archive.opened import Archive
    from dragoman.records import Commitment, Document, Event, Rejection, Statement
    from dragoman.view import Coded

__all__ = [
    "Archive",
    "Coded",
    "Commitment",
    "Document",
    "Event",
    "Rejection",
    "Statement",
    "__version__",
    "code",
    "open",
]

__version__ = "0.1.0"

_HOMES = {"Archive": "dragoman.archive.opened", "Coded": "dragoman.view"} | dict.fromkeys(
    ("Commitment", "Document", "Event", "Rejection", "Statement"), "dragoman.records"
)


def code(
    text_or_path: str | PathLike[str],
    published: str | None = None,
    ontology: str | PathLike[str] | None = None,
    actors: str | PathLike[str] | Iterable[str | PathLike[str]] = (),
) -> Coded:
    """The records of a report, or of all reports in a file or folder; PUBLISHED is the date of reports that carry none.

    ONTOLOGY is a file of your own event types (docs/own-types.md), ACTORS one or several of your own actors
    (docs/own-actors.md).

    >>> coded = code("French President Emmanuel Macron met the Italian prime minister in Rome.", published="2024-05-28")
    >>> len(coded.documents), coded.documents[0].published
    (1, '2024-05-28')
    """
    from dragoman.pipeline import code_pages, ontology_file, pages_of
    from dragoman.read.actor_files import actor_files
    from dragoman.settings import CodeSettings
    from dragoman.view import Coded

    settings = CodeSettings(
        published=published,
        ontology=ontology_file(ontology) if ontology is not None else None,
        actors=actor_files(actors),
    )
    return Coded(tuple(r for records in code_pages(pages_of(text_or_path), settings) for r in records))


def open(folder: str | PathLike[str], all_versions: bool = False, coding: int | None = None) -> Archive:
    """The archive in FOLDER, to be asked: `.events(actor="Kenya", since="2026-01")` and so on, docs/asking.md.

    ALL_VERSIONS shows earlier versions of reports too, CODING what that coding made of them.

    >>> open("no/such/folder")
    Traceback (most recent call last):
        ...
    dragoman.errors.UsageError: no/such/folder: no archive there; make one with `dragoman ingest SOURCE --archive no/such/folder`
    """
    from dragoman.archive.opened import Archive

    return Archive(folder, all_versions, coding)


def __getattr__(name: str) -> Any:
    """What is not needed at once is imported at first use, so that `import dragoman` costs next to nothing."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'dragoman' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
