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
    content_words: int = 80
    """A feed's content of fewer words is a teaser under another name, and its link is followed."""
    summary_words: int = 200
    """A feed's summary is the report itself only where it is as long as one and no content stands beside it."""
    fetch: bool = True
    """Whether addresses are fetched, named ones and the links of feeds; most feeds hold only the first lines of a report."""
    allow_private: bool = False
    """Whether hosts of one's own network may be fetched, at any port; else a feed could have a reader's intranet read out."""
    obey_robots: bool = True
    """Whether links that feeds and site maps name are left alone where the site asks programs to."""
    delay: float = 1.0
    """Seconds between two requests to one host, as a person might click; a site that asks for more gets it."""
    timeout_s: float = 15.0
    """Seconds for a connection, and for each silence within an answer; slow sites answer within ten."""
    total_s: float = 60.0
    """Seconds for one page with all its redirects, so that one that drips cannot hold up a run."""
    max_redirects: int = 5
    """More than a shortener, a change of host and a login wall take; loops end there."""
    max_download: int = 4_000_000_000
    """Bytes of a packed file or table that an address gives; one of Common Crawl News has about a thousand million."""
    download_s: float = 3_600.0
    """Seconds for such a file: a thousand million bytes at three hundred thousand a second."""
    user_agent: str | None = None
    """What servers are told of who asks; None: Dragoman and its version."""


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
