"""Settings: frozen dataclasses, each default with its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How input is read. Column names apply to CSV and JSON lines."""

    id_column: str = "id"
    url_column: str = "url"
    title_column: str = "title"
    published_column: str = "published"
    authors_column: str = "authors"
    text_column: str = "text"
    html_column: str = "html"
    outlet_column: str = "outlet"
    rights_column: str = "rights"
    max_bytes: int = 20_000_000
    """A single report above this size is no report; a book or a dump would stall a run."""


@dataclass(frozen=True, slots=True)
class OntologyFile:
    """A user's own event types: the name and the text of their file, so that worker processes need not read it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class ActorFile:
    """A user's own actors: the name of their file, whose ending tells its kind (.toml, .csv, .txt for PETRARCH), and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class CodeSettings:
    """How a document is coded."""

    published: str | None = None
    """ISO date for documents that carry none."""
    min_words: int = 8
    """Shorter texts hold no report; a headline of eight words can still hold an event."""
    max_words: int = 20_000
    """Longer texts are books or dumps of several reports."""
    explain: bool = False
    min_confidence: float | None = None
    """Least confidence of a record; None: for events the threshold with the best F1 (docs/accuracy.md), none for the rest."""
    ontology: OntologyFile | None = None
    """Event types, modes and triggers beside PLOVER's; see docs/own-types.md."""
    actors: tuple[ActorFile, ...] = ()
    """Actors beside those of the package, over which they win, the last file over all; see docs/own-actors.md."""
